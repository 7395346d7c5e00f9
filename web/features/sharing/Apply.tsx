import { Button, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { ApplyForm } from './ApplyForm.tsx';
import type { ApplicationForm, Entry, System } from './types.ts';

/** 申请: one page, no wizard; everything the system can know is filled in (ui.md 3.12). */
export function Apply() {
  const { t } = useText();
  const [search] = useSearchParams();
  const entryId = Number(search.get('entry'));
  const known = Number.isInteger(entryId) && entryId > 0;
  const entry = useLoad<Entry>(known ? `/api/catalog/${entryId}` : null);
  const form = useLoad<ApplicationForm>(known ? '/api/applications/form' : null, { entryId });
  const systems = useLoad<System[] | { items: System[] }>('/api/systems');
  const problem = entry.problem ?? form.problem ?? systems.problem;

  if (!known) {
    return (
      <EmptyState
        title={t(
          '先在“找数据”里挑一条目录，再点“申请使用”。',
          'First choose an entry in “Find data”, then apply for it.',
        )}
        action={
          <Link to="/catalog">
            <Button type="primary">{t('找数据', 'Find data')}</Button>
          </Link>
        }
      />
    );
  }
  if (problem !== undefined && problem !== null) return <RefusalNotice problem={problem} />;
  if (!entry.data || !form.data || !systems.data) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <ApplyForm entry={entry.data} form={form.data} systems={rowsOf(systems.data)} />;
}
