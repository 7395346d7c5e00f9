import { DatePicker, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { ExampleRows, RoundRecorded } from './types.ts';

const grid = { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 } as const;

/** 发起评选: over examples that are up, between two dates. */
export function RoundDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [title, setTitle] = useState(`${dayjs().format('YYYY')} 年数据应用优秀案例评选`);
  const [days, setDays] = useState<[Dayjs, Dayjs]>([dayjs(), dayjs().add(14, 'day')]);
  const [exampleIds, setExampleIds] = useState<number[]>();
  const { data } = useLoad<ExampleRows>('/api/examples', { state: ['up'], page: 1, size: 100 });
  const chosen = exampleIds ?? (data?.items ?? []).map(one => one.id);
  const [first, last] = days;
  const body = {
    title: title.trim(),
    firstDay: first.format('YYYY-MM-DD'),
    lastDay: last.format('YYYY-MM-DD'),
    exampleIds: chosen,
  };
  return (
    <Dialog
      title={t('发起评选', 'Open a round')}
      confirm={t('发起', 'Open')}
      busy={busy}
      disabled={body.title.length < 2 || chosen.length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<RoundRecorded>('/api/example-rounds', body),
          t('已发起，各部门可以投票。', 'Open: departments may vote.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <label htmlFor="round-title" style={grid}>
        {t('名称', 'Title')}
        <Input
          id="round-title"
          maxLength={80}
          value={title}
          onChange={event => setTitle(event.target.value)}
        />
      </label>
      <label htmlFor="round-days" style={{ ...grid, justifyItems: 'start' }}>
        {t('投票时间', 'Votes are taken')}
        <DatePicker.RangePicker
          id="round-days"
          allowClear={false}
          value={days}
          disabledDate={date => date.isBefore(dayjs(), 'day')}
          onChange={range => range?.[0] && range[1] && setDays([range[0], range[1]])}
        />
      </label>
      <label htmlFor="round-examples" style={grid}>
        {t('参评案例（至少两个）', 'Examples (two at least)')}
        <Select
          id="round-examples"
          mode="multiple"
          value={chosen}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('从已公布的案例中选择', 'Among those that are up')}
          options={(data?.items ?? []).map(one => ({
            value: one.id,
            label: `${one.title}（${one.department.name}）`,
          }))}
          onChange={setExampleIds}
        />
      </label>
    </Dialog>
  );
}
