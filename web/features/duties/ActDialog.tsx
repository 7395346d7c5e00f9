import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Act } from './words.ts';

interface ActDialogProps {
  act: Act;
  action: string;
  /** What it is done to. */
  title: string;
  /** The route that takes the action. */
  path: string;
  onClose: () => void;
  onDone: () => void;
}

/** One step of a claim or a task, with what that step asks for. */
export function ActDialog({ act, action, title, path, onClose, onDone }: ActDialogProps) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const [days, setDays] = useState(5);
  const [to, setTo] = useState<number>();
  const [until, setUntil] = useState('');
  const reassigns = action === 'reassign';
  const { data } = useLoad<Static<typeof DepartmentView>[]>(reassigns ? '/api/departments' : null);
  const body = {
    action,
    note: note.trim(),
    ...(action === 'ask_extension' ? { days } : {}),
    ...(to === undefined ? {} : { departmentId: to }),
    ...(until === '' ? {} : { claimUntil: until }),
  };
  return (
    <Dialog
      title={t(`${act.label[0]}：${title}`, `${act.label[1]}: ${title}`)}
      confirm={t(...act.label)}
      danger={action === 'withdraw'}
      busy={busy}
      disabled={(act.asks && note.trim().length < 2) || (reassigns && to === undefined)}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post(path, body),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p>{t(...act.says)}</p>
      {reassigns && (
        <label htmlFor="act-department" style={{ display: 'grid', gap: 4 }}>
          {t('改派给', 'To')}
          <Select
            id="act-department"
            showSearch={{ optionFilterProp: 'label' }}
            value={to ?? null}
            placeholder={t('按名称查找', 'Find it by name')}
            options={(data ?? [])
              .filter(one => one.state === 'active')
              .map(one => ({ value: one.id, label: one.name }))}
            onChange={value => setTo(value ?? undefined)}
          />
        </label>
      )}
      {(reassigns || action === 'uphold') && (
        <label htmlFor="act-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          {t('认领期限（不填则不变）', 'To be claimed by (unchanged when empty)')}
          <DatePicker
            id="act-until"
            value={until === '' ? null : dayjs(until)}
            disabledDate={date => date.isBefore(dayjs(), 'day')}
            onChange={date => setUntil(date?.format('YYYY-MM-DD') ?? '')}
          />
        </label>
      )}
      {action === 'ask_extension' && (
        <label htmlFor="act-days" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          {t('延长的工作日', 'Working days')}
          <InputNumber
            id="act-days"
            min={1}
            max={60}
            precision={0}
            value={days}
            onChange={value => setDays(value ?? 1)}
          />
        </label>
      )}
      <label htmlFor="act-words" style={{ display: 'grid', gap: 4 }}>
        {act.asks ? t('理由', 'Reason') : t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="act-words"
          data-test="act-words"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
