import { Segmented, Select, theme } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { ReminderTabs } from './ReminderTabs.tsx';
import { type DueItem, type Overdue as OverdueList, stepWords } from './types.ts';

const LATE = [1, 3, 5, 10];

/** 超期: what is late, whose turn it is, and who waits for it. */
export function Overdue() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const filters = useFilters();
  // An authority looks at its region, a department at what it owes first.
  const overseer = session.post?.role === 'authority' || session.post?.role === 'auditor';
  const box = filters.one('box') || 'all';
  const query = {
    box,
    departmentId: filters.one('departmentId'),
    step: filters.one('step'),
    late: filters.one('late') || 0,
  };
  const { data, problem, table } = useList<OverdueList>('/api/reminders/overdue', query);
  const { total } = table;
  const filtered = ['departmentId', 'step', 'late', 'box'].some(name => filters.one(name) !== '');

  return (
    <>
      <PageTitle
        title={t('超期', 'Overdue')}
        sub={
          data &&
          (total === 0
            ? t('没有超期的事项', 'Nothing is overdue')
            : t(`${total} 件超期`, `${total} overdue`) +
              (data.more ? t('（只列最早的）', ' (the oldest are listed)') : ''))
        }
        actions={<ExportButton path="/api/reminders/overdue/export" query={query} />}
      />
      <ReminderTabs />
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        {!overseer && (
          <Segmented
            value={box}
            onChange={value => filters.put('box', value === 'all' ? '' : value)}
            options={[
              { value: 'all', label: t('全部', 'All') },
              { value: 'ours', label: t('本部门应办', 'Our turn') },
              { value: 'theirs', label: t('等待对方', 'Waiting for others') },
            ]}
          />
        )}
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 260, maxWidth: '100%' }}
          placeholder={t('应办部门', 'Whose turn')}
          aria-label={t('应办部门', 'Whose turn')}
          value={filters.one('departmentId') || null}
          onChange={value => filters.put('departmentId', value ?? '')}
          options={(data?.departments ?? []).map(one => ({
            value: String(one.id),
            label: t(
              `${one.name}（${one.clocks} 件，最长 ${one.worst} 天）`,
              `${one.name} (${one.clocks}, worst ${one.worst})`,
            ),
          }))}
        />
        <Select
          allowClear
          style={{ width: 140 }}
          placeholder={t('环节', 'Step')}
          aria-label={t('环节', 'Step')}
          value={filters.one('step') || null}
          onChange={value => filters.put('step', value ?? '')}
          options={(data?.steps ?? []).map(one => ({
            value: one.step,
            label: `${t(...stepWords(one.step))} (${one.clocks})`,
          }))}
        />
        <Select
          allowClear
          style={{ width: 180 }}
          placeholder={t('超期多久', 'How late')}
          aria-label={t('超期多久', 'How late')}
          value={filters.one('late') || null}
          onChange={value => filters.put('late', value ?? '')}
          options={LATE.map(days => ({
            value: String(days),
            label: t(`${days} 个工作日以上`, `${days} working days or more`),
          }))}
        />
      </FilterBar>
      <DataTable<DueItem>
        caption={t('超期', 'Overdue')}
        {...table}
        rowKey="clockId"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合条件的超期事项。', 'Nothing that fits is overdue.')
                : t('没有超期的事项。', 'Nothing is overdue.')
            }
          />
        }
        columns={[
          {
            key: 'title',
            title: t('事项', 'Matter'),
            render: (_, row) => (
              <>
                <Link to={row.path}>{t(row.title.zh, row.title.en)}</Link>
                <div style={{ fontSize: 12, color: token.colorTextTertiary }}>{row.no}</div>
              </>
            ),
            text: row => t(row.title.zh, row.title.en),
          },
          {
            key: 'late',
            title: t('已超', 'Late'),
            render: (_, row) => (
              <span style={{ color: token.colorErrorText, whiteSpace: 'nowrap' }}>
                {t(`${row.lateDays} 个工作日`, `${row.lateDays} working days`)}
              </span>
            ),
            text: row => String(row.lateDays),
          },
          {
            key: 'due',
            title: t('期限', 'Due'),
            render: (_, row) => formatDate(row.due, language),
            text: row => row.due,
          },
          {
            key: 'step',
            title: t('环节', 'Step'),
            render: (_, row) => t(...stepWords(row.step)),
            text: row => t(...stepWords(row.step)),
          },
          {
            key: 'department',
            title: t('应办部门', 'Whose turn'),
            render: (_, row) => row.department.name,
            text: row => row.department.name,
          },
          {
            key: 'others',
            title: t('相关部门', 'Other sides'),
            render: (_, row) => row.others.map(one => one.name).join(t('、', ', ')) || '—',
            text: row => row.others.map(one => one.name).join('；'),
          },
        ]}
      />
    </>
  );
}
