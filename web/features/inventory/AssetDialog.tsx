import { Input, Select } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { EntryRows } from '../catalog/types.ts';
import type { AssetAction } from './types.ts';

type Words = readonly [zh: string, en: string];
const WORDS: Record<AssetAction, { label: Words; says: Words }> = {
  link: {
    label: ['对应到目录', 'Name the entry'],
    says: ['这些表由哪条目录描述。', 'Which entry describes these tables.'],
  },
  unlink: {
    label: ['取消对应', 'Take back'],
    says: [
      '这些表重新算作未编目；已挂载的仍按挂载计算。',
      'They count as without an entry again, unless they are mounted.',
    ],
  },
  leave_out: {
    label: ['无须编目', 'Needs no entry'],
    says: ['这些表不计入覆盖率，写明理由。', 'They do not count in coverage; say why.'],
  },
  take_in: { label: ['仍须编目', 'Needs an entry'], says: ['这些表重新计入。', 'They count again.'] },
  remove: {
    label: ['删去', 'Remove'],
    says: [
      '从数据资产中删去；再次读取数据源时还会出现。',
      'From the inventory; reading the source brings them back.',
    ],
  },
};

/** One word about several tables. */
export function AssetDialog({
  action,
  ids,
  onClose,
  onDone,
}: {
  action: AssetAction;
  ids: readonly number[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [reason, setReason] = useState('');
  const [entryId, setEntryId] = useState<number>();
  const [typed, setTyped] = useState('');
  const { data } = useLoad<EntryRows>(action === 'link' ? '/api/entries' : null, {
    q: useLate(typed.trim(), 300),
    size: 20,
  });
  const { label, says } = WORDS[action];
  return (
    <Dialog
      title={t(`${label[0]}：${ids.length} 张表`, `${label[1]}: ${ids.length} tables`)}
      confirm={t(...label)}
      danger={action === 'remove'}
      busy={busy}
      disabled={
        (action === 'leave_out' && reason.trim().length < 2) || (action === 'link' && entryId === undefined)
      }
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post('/api/inventory/assets/actions', {
              ids,
              action,
              reason,
              ...(entryId === undefined ? {} : { entryId }),
            }),
          t('已保存', 'Saved'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...says)}</p>
      {action === 'link' && (
        <label
          htmlFor="asset-entry"
          style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
        >
          {t('本部门的目录', 'Entry of our department')}
          <Select
            id="asset-entry"
            data-test="asset-entry"
            showSearch={{ filterOption: false, onSearch: setTyped }}
            value={entryId ?? null}
            placeholder={t('按名称查找', 'Find it by title')}
            options={(data?.items ?? []).map(one => ({ value: one.id, label: one.title }))}
            onChange={value => setEntryId(value ?? undefined)}
          />
        </label>
      )}
      {action === 'leave_out' && (
        <label
          htmlFor="asset-reason"
          style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
        >
          {t('理由', 'Reason')}
          <Input.TextArea
            id="asset-reason"
            data-test="asset-reason"
            rows={2}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
        </label>
      )}
    </Dialog>
  );
}
