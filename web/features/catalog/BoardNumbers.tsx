import { Card } from 'antd';
import type { Static } from 'typebox';
import type { ClaimList, TaskList } from '#modules/duties/contract.ts';
import { type Query, addressOf, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import type { EntryRows } from './types.ts';

const FIGURES: readonly { zh: string; en: string; query: Query }[] = [
  { zh: '已发布', en: 'Published', query: { state: ['published'] } },
  {
    zh: '签批和审核中',
    en: 'Being signed or reviewed',
    query: { state: ['awaiting_office', 'awaiting_department', 'in_review'] },
  },
  { zh: '退回', en: 'Sent back', query: { state: ['returned'] } },
  {
    zh: '未挂载',
    en: 'Not mounted',
    query: { state: ['published'], mounted: false, shareType: ['unconditional', 'conditional'] },
  },
  { zh: '超更新周期', en: 'Stale', query: { stale: true } },
];

/** What is missing, stale, unclaimed, late: each figure opens its rows. */
export function BoardNumbers() {
  const { t } = useText();
  const claims = useLoad<Static<typeof ClaimList>>('/api/duties/claims', { state: ['issued'], size: 1 });
  const tasks = useLoad<Static<typeof TaskList>>('/api/duties/tasks', { size: 100 });
  const late = tasks.data?.items.filter(task => task.clock?.late === true).length ?? 0;
  return (
    <Card style={{ marginBottom: 16 }}>
      <div className="number-row">
        {FIGURES.map(({ zh, en, query }) => (
          <Counted key={en} query={query} label={t(zh, en)} />
        ))}
        <NumberLink
          to="/our-catalog/duties"
          value={claims.data?.total ?? null}
          label={t('待认领', 'To claim')}
        />
        <NumberLink
          to="/our-catalog/duties?tab=tasks"
          value={tasks.data?.total ?? null}
          label={t('更新任务', 'To update')}
          sub={late > 0 && t(`${late} 项已超期`, `${late} late`)}
        />
      </div>
    </Card>
  );
}

/** A figure out of the same list that it opens. */
function Counted({ query, label }: { query: Query; label: string }) {
  const { data } = useLoad<EntryRows>('/api/entries', { ...query, size: 1 });
  return <NumberLink to={addressOf('/our-catalog', query)} value={data?.total ?? null} label={label} />;
}
