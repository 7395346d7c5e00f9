import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { type PasteColumn, PastableTable } from '../../ui/PastableTable.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { NewClaim } from './types.ts';

interface Row {
  department: string;
  title: string;
  duty: string;
  basis: string;
  abstract: string;
}

const blank = (): Row => ({ department: '', title: '', duty: '', basis: '', abstract: '' });
const DAYS_TO_CLAIM = 14;

/** 下发: rows typed or pasted from the list of duties, each to the department whose duty it is. */
export function IssueDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [rows, setRows] = useState<Row[]>([blank()]);
  const [until, setUntil] = useState(dayjs().add(DAYS_TO_CLAIM, 'day').format('YYYY-MM-DD'));
  const { data } = useLoad<Static<typeof DepartmentView>[]>('/api/departments');
  const departments = (data ?? []).filter(one => one.state === 'active');
  const idOf = (name: string) => departments.find(one => one.name === name.trim())?.id;
  const written = rows.filter(row => row.title.trim() !== '');
  const claims = written.flatMap((row): NewClaim[] => {
    const departmentId = idOf(row.department);
    return departmentId === undefined
      ? []
      : [
          {
            departmentId,
            title: row.title.trim(),
            duty: row.duty.trim(),
            basis: row.basis.trim(),
            abstract: row.abstract.trim(),
            claimUntil: until,
          },
        ];
  });
  const columns: PasteColumn<Row>[] = [
    {
      key: 'department',
      label: t('部门', 'Department'),
      kind: 'text',
      width: 150,
      options: departments.map(one => ({ value: one.name, label: one.shortName })),
      read: text =>
        idOf(text) === undefined
          ? { fault: t(`没有部门“${text}”`, `There is no department “${text}”`) }
          : { value: text },
    },
    { key: 'title', label: t('目录名称', 'Title'), kind: 'text', width: 150 },
    { key: 'duty', label: t('职责', 'Duty'), kind: 'text', width: 130 },
    { key: 'basis', label: t('依据', 'Basis'), kind: 'text', width: 120 },
    { key: 'abstract', label: t('摘要', 'Abstract'), kind: 'text', width: 130 },
  ];
  const unknown = written.length - claims.length;
  return (
    <Dialog
      title={t('按职责下发目录', 'Issue entries that duties ask for')}
      width={880}
      confirm={t(`下发 ${claims.length} 条`, `Issue ${claims.length}`)}
      busy={busy}
      disabled={claims.length === 0 || unknown > 0 || until === ''}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post('/api/duties/claims', { claims }),
          t(`已下发 ${claims.length} 条`, `${claims.length} issued`),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <label htmlFor="claim-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
        {t('认领期限', 'To be claimed by')}
        <DatePicker
          id="claim-until"
          value={until === '' ? null : dayjs(until)}
          disabledDate={date => date.isBefore(dayjs(), 'day')}
          onChange={date => setUntil(date?.format('YYYY-MM-DD') ?? '')}
        />
      </label>
      <PastableTable<Row>
        caption={t('下发的目录', 'Entries to issue')}
        rows={rows}
        columns={columns}
        blank={blank}
        onChange={setRows}
        max={500}
      />
      {unknown > 0 && (
        <p role="alert">
          {t(`${unknown} 行的部门名称不在名录里`, `${unknown} rows name a department that is not known`)}
        </p>
      )}
    </Dialog>
  );
}
