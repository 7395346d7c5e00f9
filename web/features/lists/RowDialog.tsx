import { Input } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { List, ListRecorded, ListRow } from './types.ts';

/** Says something of a row that the platform gathered. */
export function RowDialog({
  list,
  row,
  onClose,
  onDone,
}: {
  list: List;
  row: ListRow;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState(row.note);
  const [leftOut, setLeftOut] = useState(row.leftOut);
  return (
    <Dialog
      title={row.fields['title'] ?? ''}
      confirm={t('保存', 'Save')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.put<ListRecorded>(`/api/lists/${list.kind}/rows`, { key: row.key, note, leftOut }),
          t('已保存', 'Saved'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <label htmlFor="row-note" style={{ display: 'grid', gap: 4 }}>
        {t('备注', 'Remark')}
        <Input.TextArea
          id="row-note"
          rows={2}
          maxLength={500}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
      <label htmlFor="row-left-out" style={{ display: 'grid', gap: 4 }}>
        {t('不列入清单的理由（不填则列入）', 'Why it is left out (empty: it is on the list)')}
        <Input.TextArea
          id="row-left-out"
          rows={2}
          maxLength={500}
          value={leftOut}
          onChange={event => setLeftOut(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

/** A duty that nobody issued and for which there is no entry yet. */
export function OwnRowDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [row, setRow] = useState({ title: '', duty: '', basis: '' });
  const field = (key: keyof typeof row, label: string, maxLength: number) => (
    <label htmlFor={`own-${key}`} style={{ display: 'grid', gap: 4 }}>
      {label}
      <Input
        id={`own-${key}`}
        maxLength={maxLength}
        value={row[key]}
        onChange={event => setRow({ ...row, [key]: event.target.value })}
      />
    </label>
  );
  return (
    <Dialog
      title={t('补充一项责任', 'Add a responsibility')}
      confirm={t('加入清单', 'Add')}
      busy={busy}
      disabled={row.title.trim() === ''}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<ListRecorded>('/api/lists/responsibility/rows', row),
          t('已加入清单', 'Added'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      {field('title', t('数据名称', 'Data'), 120)}
      {field('duty', t('职责或事项', 'Duty or matter'), 200)}
      {field('basis', t('职责依据', 'Basis of the duty'), 200)}
    </Dialog>
  );
}
