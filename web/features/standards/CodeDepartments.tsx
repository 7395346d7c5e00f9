import { Alert, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Class, DepartmentsCoded } from './types.ts';

/** Every department gets a class below the 目 of its province: the region's code, then a number. */
export function CodeDepartments({
  classes,
  onClose,
  onDone,
}: {
  classes: readonly Class[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const places = classes.filter(one => one.code.startsWith('3') && one.level === 3 && !one.retired);
  const [parent, setParent] = useState(places[0]?.code);
  return (
    <Dialog
      title={t('按部门编分类代码', 'Classes for the departments')}
      confirm={t('编码', 'Code them')}
      busy={busy}
      disabled={parent === undefined}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<DepartmentsCoded>('/api/standards/departments', { parent }),
          t('已更新', 'Done'),
          onDone,
        )
      }
    >
      <div>
        {t(
          '还没有代码的部门按区划依次编号，改名的跟着改名，撤销的停用。已编的代码不再变。',
          'Departments without a code are numbered region by region, renamed ones renamed, dissolved ones retired. A code once given stays.',
        )}
      </div>
      {places.length === 0 ? (
        <Alert
          type="info"
          showIcon
          title={t(
            '请先在“省（区、市）及以下”（307）之下增加本省的目，再来编码；目的代码由上级规定。',
            'Add the 目 of your province below 307 first; the level above assigns its code.',
          )}
        />
      ) : (
        <label style={{ display: 'grid', gap: 4 }}>
          {t('放在哪一目之下', 'Below')}
          <Select
            {...(parent === undefined ? {} : { value: parent })}
            options={places.map(one => ({ value: one.code, label: `${one.code} ${one.name}` }))}
            onChange={setParent}
          />
        </label>
      )}
    </Dialog>
  );
}
