import { Button, Segmented, Select, Space, Tag } from 'antd';
import { Link as RouterLink } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import type { LinkRow, LinkRows } from './types.ts';
import { FREQUENCIES, STATES, WAYS, endsOf } from './words.ts';

/** 直连登记: what still goes from system to system beside the platform, and how far it is moved over. */
export function Links() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const box = filters.one('box') === '' ? 'all' : filters.one('box');
  const [q, state, way, late] = [
    filters.one('q'),
    filters.all('state'),
    filters.all('way'),
    filters.one('late'),
  ];
  const query = { box, q, state, way, late };
  const { data, problem, table } = useList<LinkRows>('/api/links', query);
  const filtered = q !== '' || state.length > 0 || way.length > 0 || late !== '' || box !== 'all';
  const countOf = (of: string): number => data?.counts.find(one => one.state === of)?.count ?? 0;
  const register = can('sharing.apply') ? (
    <RouterLink to="/links/new">
      <Button type="primary" data-test="link-new">
        {t('登记直连', 'Register a link')}
      </Button>
    </RouterLink>
  ) : undefined;
  return (
    <>
      <PageTitle title={t('直连登记', 'Direct links')} actions={register} />
      <SharingTabs current="links" />
      {problem && <RefusalNotice problem={problem} />}
      {data?.citation && (
        <div style={{ marginBottom: 12 }}>
          <ClauseNote citation={data.citation} />
        </div>
      )}
      <div className="number-row" style={{ marginBottom: 12 }}>
        {(['registered', 'planned', 'moved', 'closed', 'exempt'] as const).map(one => (
          <NumberLink
            key={one}
            to={`/links?state=${one}`}
            value={data ? countOf(one) : null}
            label={statusWord('link', one, t)}
          />
        ))}
        <NumberLink to="/links?late=true" value={data?.late ?? null} label={t('已超期', 'Late')} />
      </div>
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={box}
          onChange={value => filters.put('box', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'ours', label: t('本部门', 'Ours') },
          ]}
        />
        <WordsFilter placeholder={t('数据、系统或部门', 'Data, system or department')} width={220} />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 160 }}
          options={STATES.map(value => ({ value, label: statusWord('link', value, t) }))}
        />
        <Select
          mode="multiple"
          allowClear
          value={way}
          onChange={value => filters.put('way', value)}
          placeholder={t('全部方式', 'Any way')}
          aria-label={t('方式', 'Way')}
          style={{ minWidth: 140 }}
          options={Object.entries(WAYS).map(([value, words]) => ({ value, label: t(...words) }))}
        />
        <ExportButton path="/api/links/export" query={query} />
      </FilterBar>
      <DataTable<LinkRow>
        caption={t('直连登记', 'Direct links')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的直连。', 'No link fits these filters.')
                : t(
                    '还没有登记直连。部门之间不经平台的数据库、接口、文件往来，在这里登记并逐步迁移。',
                    'No links yet. What departments exchange beside the platform is registered here and moved over.',
                  )
            }
            action={register}
          />
        }
        columns={[
          {
            key: 'data',
            title: t('数据', 'Data'),
            render: (_, row) => <RouterLink to={`/links/${row.id}`}>{row.data}</RouterLink>,
          },
          {
            key: 'ends',
            title: t('系统 → 系统', 'System → system'),
            render: (_, row) => <Ends row={row} />,
          },
          {
            key: 'way',
            title: t('方式', 'Way'),
            render: (_, row) => `${t(...WAYS[row.way])} · ${t(...FREQUENCIES[row.frequency])}`,
          },
          {
            key: 'state',
            title: t('迁移状态', 'State'),
            render: (_, row) => <StatusTag kind="link" state={row.state} />,
          },
          {
            key: 'until',
            title: t('期限', 'Until'),
            render: (_, row) => (
              <Space size={4} wrap>
                {row.until === null ? '—' : formatDate(row.until, language)}
                {row.late && <Tag color="error">{t('已超期', 'Late')}</Tag>}
              </Space>
            ),
          },
          {
            key: 'grant',
            title: t('替代的授权', 'Replaced by'),
            render: (_, row) =>
              row.grantId === null ? (
                '—'
              ) : (
                <RouterLink to={`/grants/${row.grantId}`}>{row.grantNo}</RouterLink>
              ),
          },
        ]}
      />
    </>
  );
}

function Ends({ row }: { row: LinkRow }) {
  const { from, to } = endsOf(row);
  const word = (end: { department: string; system: string }): string =>
    end.system === '' ? end.department : `${end.department} ${end.system}`;
  return (
    <span>
      {word(from)} → {word(to)}
    </span>
  );
}
