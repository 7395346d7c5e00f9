import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import type { Static } from 'typebox';
import type { DepartmentView } from '#modules/organizations/contract.ts';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Demand, DemandAction, DemandRecorded, DemandRows, Similar } from './types.ts';
import { ACTS } from './words.ts';

interface Option {
  value: number;
  label: string;
}

/** Where `match` and `merge` find what they point to: what is similar first, then by words. */
function useOptions(demand: Demand, needs: 'department' | 'entry' | 'need' | undefined) {
  const [typed, setTyped] = useState('');
  const words = useLate(typed.trim(), 300);
  const [alike, setAlike] = useState<Similar>();
  const departments = useLoad<Static<typeof DepartmentView>[]>(
    needs === 'department' ? '/api/departments' : null,
  );
  const entries = useLoad<{ items: { id: number; title: string; departmentName: string }[] }>(
    needs === 'entry' && words !== '' ? '/api/catalog' : null,
    { q: words },
  );
  const needed = useLoad<DemandRows>(needs === 'need' && words !== '' ? '/api/demands' : null, {
    q: words,
    state: ['registered', 'assigned', 'accepted', 'matched'],
  });
  const { id, title } = demand;
  useEffect(() => {
    if (needs === 'entry' || needs === 'need')
      void api
        .post<Similar>('/api/demands/similar', { title, not: id })
        .then(setAlike, () => setAlike(undefined));
  }, [id, title, needs]);
  const named = (one: { id: number; title: string; departmentName: string }): Option => ({
    value: one.id,
    label: `${one.title}（${one.departmentName}）`,
  });
  const options: Option[] =
    needs === 'department'
      ? (departments.data ?? [])
          .filter(one => one.state === 'active' && one.id !== demand.departmentId)
          .map(one => ({ value: one.id, label: one.name }))
      : needs === 'entry'
        ? ((words === '' ? alike?.entries : entries.data?.items) ?? []).map(named)
        : ((words === '' ? alike?.demands : needed.data?.items) ?? [])
            .filter(one => one.id !== id)
            .map(named);
  return { options, setTyped };
}

/** One step of a need, with what that step asks for. */
export function DemandDialog({
  demand,
  action,
  onClose,
  onDone,
}: {
  demand: Demand;
  action: Exclude<DemandAction, 'edit'>;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const act = ACTS[action];
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const [to, setTo] = useState<number | undefined>(
    action === 'assign' ? (demand.suggestedId ?? undefined) : undefined,
  );
  const [until, setUntil] = useState('');
  const { options, setTyped } = useOptions(demand, act.needs);
  const field =
    act.needs && ({ department: 'departmentId', entry: 'entryId', need: 'into' } as const)[act.needs];
  const body = {
    action,
    note: note.trim(),
    ...(field === undefined || to === undefined ? {} : { [field]: to }),
    ...(until === '' ? {} : { until }),
  };
  return (
    <Dialog
      title={t(`${act.label[0]}：${demand.title}`, `${act.label[1]}: ${demand.title}`)}
      confirm={t(...act.label)}
      danger={act.danger === true}
      busy={busy}
      disabled={
        (act.asks === true && note.trim().length < 2) || (act.needs !== undefined && to === undefined)
      }
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<DemandRecorded>(`/api/demands/${demand.id}/actions`, body),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...act.says)}</p>
      {act.needs && (
        <label htmlFor="demand-to" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
          {
            {
              department: t('提供部门', 'Provider'),
              entry: t('已发布的目录', 'Published entry'),
              need: t('并入哪项需求', 'Into which need'),
            }[act.needs]
          }
          <Select
            id="demand-to"
            data-test="demand-to"
            showSearch={
              act.needs === 'department'
                ? { optionFilterProp: 'label' }
                : { filterOption: false, onSearch: setTyped }
            }
            value={to ?? null}
            placeholder={t('按名称查找', 'Find it by name')}
            options={options}
            onChange={value => setTo(value ?? undefined)}
          />
        </label>
      )}
      {act.dated && (
        <label htmlFor="demand-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          {t('期限（可不填）', 'Until (optional)')}
          <DatePicker
            id="demand-until"
            value={until === '' ? null : dayjs(until)}
            disabledDate={date => date.isBefore(dayjs(), 'day')}
            onChange={date => setUntil(date?.format('YYYY-MM-DD') ?? '')}
          />
        </label>
      )}
      <label
        htmlFor="demand-words"
        style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
      >
        {act.asks ? t('理由', 'Reason') : t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="demand-words"
          data-test="demand-words"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
