import { Alert, Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { PolicyTabs } from './PolicyTabs.tsx';
import type { RegionRules, Simulation } from './types.ts';

/** 试算: what if another text had held. Nothing is changed by it. */
export function Simulate() {
  const { t, language } = useText();
  const filters = useFilters();
  const rules = useLoad<RegionRules>('/api/rules');
  const profile = filters.one('profile') || 'n809';
  const from = filters.one('from') || dayjs().startOf('year').format('YYYY-MM-DD');
  const until = filters.one('until');
  const department = filters.one('department');
  const { data, problem, loading } = useLoad<Simulation>('/api/simulations', {
    profile,
    from,
    until,
    department,
  });
  const title = rules.data?.profiles.find(one => one.name === profile)?.title ?? profile;
  const count = (n: number) => formatCount(n, language);

  return (
    <>
      <PageTitle
        title={t('试算：如果按另一规定', 'What if another text had held')}
        sub={t(
          '把已受理的办件按所选规定重新计算期限。只读，不改变任何办件。',
          'Cases that were received are counted once more under a text. It reads and changes nothing.',
        )}
      />
      <PolicyTabs current="/rules/simulate" />
      <FilterBar>
        <Select
          value={profile}
          aria-label={t('规定', 'Profile')}
          style={{ width: 320, maxWidth: '100%' }}
          options={(rules.data?.profiles ?? []).map(one => ({ value: one.name, label: one.title }))}
          onChange={name => filters.put('profile', name)}
        />
        <DatePicker
          value={dayjs(from)}
          allowClear={false}
          aria-label={t('受理日期自', 'Received from')}
          disabledDate={date => date.isAfter(dayjs())}
          onChange={date => filters.put('from', date?.format('YYYY-MM-DD') ?? '')}
        />
        <DatePicker
          value={until === '' ? null : dayjs(until)}
          aria-label={t('受理日期至', 'Received through')}
          placeholder={t('至今天', 'Until today')}
          disabledDate={date => date.isAfter(dayjs()) || date.isBefore(dayjs(from))}
          onChange={date => filters.put('until', date?.format('YYYY-MM-DD') ?? '')}
        />
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={8} />}
      {data && (
        <div className="cards" style={{ opacity: loading ? 0.6 : 1 }}>
          {data.drafts.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t(
                `${data.drafts.join('、')}是草案：这里假设它已生效`,
                `A draft, taken as if it were in force: ${data.drafts.join(', ')}`,
              )}
            />
          )}
          <p data-test="sentence" style={{ fontSize: 16 }}>
            {t(
              `如果按《${title}》，${formatDate(data.from, language)} 以来受理的 ${count(data.totals.cases)} 件中有 ${count(data.totals.lateThen)} 件超期（按当时的规定是 ${count(data.totals.lateWas)} 件），其中 ${count(data.totals.breachThen)} 件超过法定上限。`,
              `Under ${title}, ${count(data.totals.lateThen)} of the ${count(data.totals.cases)} cases received since ${formatDate(data.from, language)} would be late (${count(data.totals.lateWas)} under the rules they had), ${count(data.totals.breachThen)} of them beyond the legal limit.`,
            )}
          </p>
          {data.limits.map(limit => (
            <div key={limit.ruleId} style={{ display: 'grid', gap: 8 }}>
              {limit.citations.map(citation => (
                <ClauseNote key={`${citation.document} ${citation.article}`} citation={citation} />
              ))}
            </div>
          ))}
          <DataTable
            caption={t('按部门', 'By department')}
            rows={data.departments}
            rowKey="id"
            total={data.departments.length}
            page={1}
            size={Math.max(1, data.departments.length)}
            onPage={() => undefined}
            loading={loading}
            exportName={t('试算-按部门', 'what-if-by-department')}
            empty={<EmptyState title={t('这段时间没有受理过申请。', 'No application was received then.')} />}
            columns={[
              {
                key: 'name',
                title: t('提供部门', 'Provider'),
                text: row => row.name,
                render: (_, row) => (
                  <Link
                    to={`?${withDepartment(filters.search, String(row.id))}`}
                    aria-label={t(`只看${row.name}的办件`, `Only cases of ${row.name}`)}
                  >
                    {row.name}
                  </Link>
                ),
              },
              { key: 'cases', title: t('受理', 'Received'), align: 'right', text: row => String(row.cases) },
              {
                key: 'lateWas',
                title: t('当时超期', 'Late then'),
                align: 'right',
                text: row => String(row.lateWas),
              },
              {
                key: 'lateThen',
                title: t('试算超期', 'Late in this trial'),
                align: 'right',
                text: row => String(row.lateThen),
              },
              {
                key: 'breachThen',
                title: t('超法定上限', 'Beyond the law'),
                align: 'right',
                text: row => String(row.breachThen),
              },
            ]}
          />
          <LateCases
            data={data}
            loading={loading}
            onAll={department ? () => filters.put('department', '') : undefined}
          />
        </div>
      )}
    </>
  );
}

function withDepartment(search: URLSearchParams, id: string): string {
  const next = new URLSearchParams(search);
  next.set('department', id);
  return next.toString();
}

function LateCases({
  data,
  loading,
  onAll,
}: {
  data: Simulation;
  loading: boolean;
  onAll: (() => void) | undefined;
}) {
  const { t, language } = useText();
  return (
    <section>
      <h2 style={{ fontSize: 16, fontWeight: 500, marginBottom: 8 }}>
        {t('会超期的办件', 'Cases that would be late')}{' '}
        {onAll && (
          <Button type="link" size="small" onClick={onAll}>
            {t('看全部部门', 'All departments')}
          </Button>
        )}
      </h2>
      <DataTable
        caption={t('会超期的办件', 'Cases that would be late')}
        rows={data.cases}
        rowKey="id"
        total={data.cases.length + data.more}
        page={1}
        size={Math.max(1, data.cases.length + data.more)}
        onPage={() => undefined}
        loading={loading}
        exportName={t('试算-会超期的办件', 'what-if-late-cases')}
        empty={<EmptyState title={t('没有办件会超期。', 'No case would be late.')} />}
        columns={[
          {
            key: 'no',
            title: t('办件', 'Case'),
            text: row => row.no,
            render: (_, row) => (
              <Link to={`/cases/${row.id}`}>
                {row.no} {row.entryTitle}
              </Link>
            ),
          },
          { key: 'provider', title: t('提供部门', 'Provider'), text: row => row.provider },
          {
            key: 'received',
            title: t('受理', 'Received'),
            text: row => formatDate(row.received, language),
            render: (_, row) => formatDate(row.received, language),
          },
          {
            key: 'dueWas',
            title: t('原到期', 'Due then'),
            text: row => row.dueWas ?? '',
            render: (_, row) => formatDate(row.dueWas, language),
          },
          {
            key: 'dueThen',
            title: t('试算到期', 'Due in this trial'),
            text: row => row.dueThen ?? '',
            render: (_, row) => formatDate(row.dueThen, language),
          },
          {
            key: 'lateDays',
            title: t('超期（工作日）', 'Late (working days)'),
            align: 'right',
            text: row => String(row.lateDays),
          },
        ]}
      />
      {data.more > 0 && (
        <p style={{ marginTop: 8 }}>
          {t(
            `只列出最早的 ${data.cases.length} 件，另有 ${data.more} 件。点部门名只看该部门。`,
            `The oldest ${data.cases.length} are listed, ${data.more} more are not. Choose a department to see its own.`,
          )}
        </p>
      )}
    </section>
  );
}
