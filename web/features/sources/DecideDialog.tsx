import { DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { useRule } from '../catalog/useRule.ts';
import type { Pair } from './types.ts';

const DAYS_TO_HELP = 30;

/** 定为数源部门: who serves the item from now on; the other entry points there and its department owes help. */
export function DecideDialog({
  pair,
  onClose,
  onDone,
}: {
  pair: Pair;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const clause = useRule('duplicate_collection');
  const sides = [
    { entryId: pair.entryId, item: pair.item, title: pair.entryTitle, department: pair.departmentName },
    {
      entryId: pair.otherEntryId,
      item: pair.otherItem,
      title: pair.otherEntryTitle,
      department: pair.otherDepartmentName,
    },
  ];
  const [source, setSource] = useState(0);
  const [name, setName] = useState(pair.item);
  const [until, setUntil] = useState(dayjs().add(DAYS_TO_HELP, 'day').format('YYYY-MM-DD'));
  const [note, setNote] = useState('');
  const memberOf = (at: number) => {
    const side = sides[at];
    return { entryId: side?.entryId ?? 0, item: side?.item ?? '' };
  };
  return (
    <Dialog
      title={t('定为数源部门', 'Name the source')}
      confirm={t('确定数源部门', 'Name the source')}
      busy={busy}
      disabled={name.trim() === '' || until === ''}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post('/api/sources/decisions', {
              name: name.trim(),
              source: memberOf(source),
              others: [memberOf(1 - source)],
              helpUntil: until,
              note: note.trim(),
            }),
          t('已确定数源部门', 'The source is named'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      {clause && <ClauseNote citation={clause} />}
      <Radio.Group
        value={source}
        onChange={event => setSource(event.target.value as number)}
        style={{ display: 'grid', gap: 8 }}
      >
        {sides.map((side, at) => (
          <Radio key={`${side.entryId} ${side.item}`} value={at}>
            {side.department} · {side.title} · {side.item}
          </Radio>
        ))}
      </Radio.Group>
      <p>
        {t(
          '另一条目录的这个数据项以后指向数源部门，申请都送数源部门；另一部门须在期限前配合移交采集。',
          'The other entry points to the source from now on and applications go there; its department helps to hand over by the date.',
        )}
      </p>
      <label htmlFor="source-name" style={{ display: 'grid', gap: 4 }}>
        {t('统一名称', 'What it is called from now on')}
        <Input id="source-name" maxLength={80} value={name} onChange={event => setName(event.target.value)} />
      </label>
      <label htmlFor="source-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
        {t('配合期限', 'Help to be given by')}
        <DatePicker
          id="source-until"
          value={until === '' ? null : dayjs(until)}
          disabledDate={date => date.isBefore(dayjs(), 'day')}
          onChange={date => setUntil(date?.format('YYYY-MM-DD') ?? '')}
        />
      </label>
      <label htmlFor="source-note" style={{ display: 'grid', gap: 4 }}>
        {t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="source-note"
          rows={2}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
