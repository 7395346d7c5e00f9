import { Button, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ReviewTabs } from '../catalog/ReviewTabs.tsx';
import { ChangeDialog } from './ChangeDialog.tsx';
import { TaskTable } from './TaskTable.tsx';
import type { Change, ChangeList } from './types.ts';

/** 法规变动: a change is entered once, and each entry that it touches gets its clock. */
export function Changes() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const chosen = Number(filters.one('change')) || undefined;
  const { data, problem, loading, reload } = useLoad<ChangeList>('/api/duties/changes', {
    page: chosen === undefined ? filters.page : 1,
    size: 20,
  });
  const [entering, setEntering] = useState(false);
  const enter = (
    <Button type="primary" data-test="change-enter" onClick={() => setEntering(true)}>
      {t('登记变化', 'Enter a change')}
    </Button>
  );
  const change = data?.items.find(one => one.id === chosen);
  return (
    <>
      <PageTitle title={t('目录管理', 'Catalog')} actions={enter} />
      <ReviewTabs current="changes" />
      {problem && <RefusalNotice problem={problem} />}
      {chosen === undefined ? (
        <DataTable<Change>
          caption={t('法规和职责变化', 'Changes of law and duty')}
          exportName={t('法规和职责变化', 'Changes of law and duty')}
          rows={data?.items ?? []}
          rowKey="id"
          total={data?.total ?? 0}
          page={filters.page}
          onPage={page => filters.put('page', page)}
          loading={loading}
          empty={
            <EmptyState
              title={t(
                '还没有登记过变化。登记一次，引用这条法规的目录各自开始计时。',
                'No change was entered yet. Enter one, and each entry that rests on it gets its clock.',
              )}
              action={enter}
            />
          }
          columns={[
            {
              key: 'title',
              title: t('法规或职责', 'Law or duty'),
              render: (_, row) => (
                <>
                  <Link to={`/review/changes?change=${row.id}`}>
                    {row.title} {row.article}
                  </Link>
                  <div style={{ fontSize: 12, color: token.colorTextTertiary }}>{row.what}</div>
                </>
              ),
              text: row => `${row.title} ${row.article}`,
            },
            {
              key: 'kind',
              title: t('种类', 'Kind'),
              render: (_, row) =>
                row.kind === 'law'
                  ? t('法规变化', 'Law')
                  : row.kind === 'reclass'
                    ? t('争议处理结果', 'Outcome of a dispute')
                    : t(`职责变化（${row.departmentName}）`, `Duty of ${row.departmentName}`),
              text: row => row.kind,
            },
            {
              key: 'on',
              title: t('变化日期', 'Day of the change'),
              render: (_, row) => formatDate(row.occurredOn, language),
              text: row => row.occurredOn,
            },
            {
              key: 'tasks',
              title: t('未办 / 受影响', 'Open / affected'),
              align: 'right',
              render: (_, row) => `${row.open} / ${row.tasks}`,
              text: row => `${row.open}/${row.tasks}`,
            },
            {
              key: 'by',
              title: t('登记', 'Entered'),
              render: (_, row) => (
                <>
                  {formatTime(row.at, language)}
                  <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                    {postName(row.post, language)}
                  </div>
                </>
              ),
              text: row => formatTime(row.at, language, true),
            },
          ]}
        />
      ) : (
        <>
          <p style={{ marginBottom: 12 }}>
            <Link to="/review/changes">{t('返回全部变化', 'Back to all changes')}</Link>
            {change && (
              <>
                {' · '}
                {change.title} {change.article} · {change.what}
              </>
            )}
          </p>
          <TaskTable changeId={chosen} ofAll />
        </>
      )}
      {entering && <ChangeDialog onClose={() => setEntering(false)} onDone={reload} />}
    </>
  );
}
