import { Input, Select } from 'antd';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Entry } from './types.ts';

/** The authority hands an entry to the department that takes over its duty. */
export function TransferDialog({
  entry,
  onClose,
  onDone,
}: {
  entry: Entry;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [to, setTo] = useState<number>();
  const [reason, setReason] = useState('');
  const { data } = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  return (
    <Dialog
      title={t(`移交：${entry.title}`, `Hand over: ${entry.title}`)}
      confirm={t('移交', 'Hand over')}
      busy={busy}
      disabled={to === undefined || reason.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post(`/api/entries/${entry.id}/transfer`, { departmentId: to, reason: reason.trim() }),
          t('已移交', 'Handed over'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p>
        {t(
          `现由“${entry.departmentName}”负责。目录代码、版本和授权不变，以后由接手的部门答复申请。`,
          `“${entry.departmentName}” answers for it now. Code, versions and grants stay; from now on the other department answers.`,
        )}
      </p>
      <label style={{ display: 'grid', gap: 4 }} htmlFor="transfer-to">
        {t('接手的部门', 'Department that takes over')}
        <Select
          id="transfer-to"
          showSearch={{ optionFilterProp: 'label' }}
          value={to ?? null}
          placeholder={t('按名称查找', 'Find it by name')}
          data-test="transfer-to"
          options={(data ?? [])
            .filter(one => one.state === 'active' && one.id !== entry.departmentId)
            .map(one => ({ value: one.id, label: one.name }))}
          onChange={value => setTo(value ?? undefined)}
        />
      </label>
      <label style={{ display: 'grid', gap: 4 }} htmlFor="transfer-reason">
        {t('原因（记入存证）', 'Reason, kept in the ledger')}
        <Input
          id="transfer-reason"
          value={reason}
          maxLength={1000}
          placeholder={t('如“机构改革，职责划转”', 'Such as “the duty moved in the reform”')}
          onChange={event => setReason(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
