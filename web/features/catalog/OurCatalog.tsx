import { Button, Card, Input, Select, Space } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { OurTabs } from './OurTabs.tsx';
import type { EntryRow, EntryRows, EntryState } from './types.ts';
import { wordOf } from './words.ts';

const STATES: readonly EntryState[] = [
  'draft',
  'returned',
  'awaiting_office',
  'awaiting_department',
  'in_review',
  'published',
  'withdrawn',
];
const SIGNING: readonly EntryState[] = ['awaiting_office', 'awaiting_department', 'in_review'];

/** 我的目录: the department's own board. */
export function OurCatalog() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const q = filters.one('q');
  const state = filters.all('state');
  const { data, problem, loading } = useLoad<EntryRows>('/api/entries', {
    q,
    state,
    page: filters.page,
    size: 20,
  });
  const compile = can('catalog.compile') ? (
    <Space wrap>
      <Link to="/our-catalog/import">
        <Button data-test="entry-import">{t('从表格导入', 'Import a spreadsheet')}</Button>
      </Link>
      <Link to="/our-catalog/new">
        <Button type="primary" data-test="entry-new">
          {t('编制目录', 'Compile an entry')}
        </Button>
      </Link>
    </Space>
  ) : undefined;
  return (
    <>
      <PageTitle title={t('我的目录', 'Our catalog')} actions={compile} />
      <OurTabs current="entries" />
      <Card style={{ marginBottom: 16 }}>
        <div className="number-row">
          <Counted states={[]} label={t('全部', 'All')} />
          <Counted states={['published']} label={t('已发布', 'Published')} />
          <Counted states={SIGNING} label={t('签批和审核中', 'Being signed or reviewed')} />
          <Counted states={['returned']} label={t('退回修改', 'Sent back')} />
          <Counted states={['draft']} label={t('草稿', 'Drafts')} />
        </div>
      </Card>
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={q !== '' || state.length > 0 ? filters.clear : undefined}>
        <Input.Search
          key={q}
          defaultValue={q}
          allowClear
          onSearch={value => filters.put('q', value.trim())}
          placeholder={t('如“婚姻登记”', 'Such as “marriage”')}
          aria-label={t('关键词', 'Words')}
          style={{ width: 240 }}
        />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 200 }}
          options={STATES.map(value => ({ value, label: statusWord('entry', value, t) }))}
        />
        <ExportButton path="/api/entries/export" query={{ q, state }} />
      </FilterBar>
      <DataTable<EntryRow>
        caption={t('我的目录', 'Our catalog')}
        exportName={t('本部门目录', 'Our entries')}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={
              q !== '' || state.length > 0
                ? t('没有符合这些条件的目录。', 'No entry fits these filters.')
                : t(
                    '还没有目录。可以在线编一条，也可以下载模板在 WPS 里编好再导入。',
                    'No entries yet. Compile one here, or fill in the template in WPS and import it.',
                  )
            }
            action={compile}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('目录名称', 'Entry'),
            render: (_, row) => (
              <Link to={`/our-catalog/${row.id}`}>
                {row.title || t('未命名的目录', 'Entry without a title')}
              </Link>
            ),
            text: row => row.title,
          },
          {
            key: 'share',
            title: t('共享类型', 'Share type'),
            render: (_, row) => <ShareTypeMark shareType={row.shareType} />,
            text: row => wordOf('shareType', row.shareType, language),
          },
          {
            key: 'items',
            title: t('数据项', 'Items'),
            align: 'right',
            render: (_, row) => row.itemCount,
            text: row => String(row.itemCount),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <StatusTag kind="entry" state={row.state} />,
            text: row => statusWord('entry', row.state, t),
          },
          {
            key: 'cycle',
            title: t('更新周期', 'Updated'),
            render: (_, row) => wordOf('updateCycle', row.updateCycle, language),
            text: row => wordOf('updateCycle', row.updateCycle, language),
          },
          {
            key: 'mounted',
            title: t('挂载', 'Resource'),
            render: (_, row) =>
              row.mounted ? (
                t('已挂载', 'Mounted')
              ) : row.state === 'published' && row.shareType !== 'withheld' && can('resources.mount') ? (
                <Link to={`/resources/new?entry=${row.id}`}>{t('去挂载', 'Mount')}</Link>
              ) : (
                '—'
              ),
            text: row => wordOf('mounted', row.mounted ? 'yes' : 'no', language),
          },
          {
            key: 'used',
            title: t('在用部门', 'In use by'),
            align: 'right',
            render: (_, row) => row.usedBy,
            text: row => String(row.usedBy),
          },
          {
            key: 'at',
            title: t('更新时间', 'Changed'),
            render: (_, row) => formatTime(row.updatedAt, language),
            text: row => formatTime(row.updatedAt, language, true),
          },
        ]}
      />
    </>
  );
}

/** A figure out of the same list that it opens. */
function Counted({ states, label }: { states: readonly EntryState[]; label: string }) {
  const { data } = useLoad<EntryRows>('/api/entries', { state: states, size: 1 });
  const query = states.map(state => `state=${state}`).join('&');
  return (
    <NumberLink
      to={query === '' ? '/our-catalog' : `/our-catalog?${query}`}
      value={data?.total ?? null}
      label={label}
    />
  );
}
