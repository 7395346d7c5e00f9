import { App, Button, Input, Popconfirm, Select, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, Problem, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { AddRegion, RenameRegion } from './RegionForms.tsx';
import { OrgTabs } from './OrgTabs.tsx';
import type { Region } from './types.ts';
import { LEVELS } from './words.ts';

const PAGE = 20;

/** How far below the top a region stands. */
function depthOf(regions: ReadonlyMap<string, Region>, region: Region): number {
  const above = region.parent === null ? undefined : regions.get(region.parent);
  return above ? depthOf(regions, above) + 1 : 0;
}

/** 行政区划: the tree by its codes, each below the one that it belongs to. */
export function Regions() {
  const { t } = useText();
  const { message } = App.useApp();
  const { can } = useSession();
  const filters = useFilters();
  const { data, problem, loading, reload } = useLoad<Region[]>('/api/regions');
  const [refused, setRefused] = useState<Problem | null>(null);
  const [renaming, setRenaming] = useState<Region | null>(null);
  const words = filters.one('q');
  const level = filters.one('level');
  const known = new Map((data ?? []).map(one => [one.code, one]));
  const fitting = (data ?? []).filter(
    one => (one.code.startsWith(words) || one.name.includes(words)) && (level === '' || one.level === level),
  );
  const rows = fitting.slice((filters.page - 1) * PAGE, filters.page * PAGE);
  const filtered = words !== '' || level !== '';
  const manages = can('organizations.manage');
  const add = manages ? (
    <Button type="primary" data-test="region-new" onClick={() => filters.put('new', '1')}>
      {t('添加区划', 'Add a region')}
    </Button>
  ) : undefined;

  async function remove(region: Region) {
    setRefused(null);
    try {
      await api.delete(`/api/regions/${region.code}`);
      void message.success(t('区划已移除', 'The region is removed'));
      reload();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
  }

  return (
    <>
      <PageTitle
        title={t('行政区划', 'Regions')}
        sub={t(
          '没有自己主管部门的区划，由上一级的主管部门审核。',
          'A region without an authority of its own is looked after by the one above.',
        )}
        actions={add}
      />
      <OrgTabs current="org/regions" />
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Input.Search
          allowClear
          key={words}
          defaultValue={words}
          placeholder={t('名称或代码', 'Name or code')}
          aria-label={t('查找区划', 'Find a region')}
          data-test="region-search"
          style={{ width: 200 }}
          onSearch={next => filters.put('q', next.trim())}
        />
        <Select
          allowClear
          value={level || null}
          placeholder={t('全部层级', 'All levels')}
          aria-label={t('层级', 'Level')}
          style={{ minWidth: 120 }}
          options={Object.entries(LEVELS).map(([value, [zh, en]]) => ({ value, label: t(zh, en) }))}
          onChange={value => filters.put('level', value ?? '')}
        />
      </FilterBar>
      {(refused ?? problem) && (
        <div style={{ marginBottom: 12 }}>
          <RefusalNotice problem={(refused ?? problem) as Problem} />
        </div>
      )}
      <DataTable<Region>
        caption={t('行政区划', 'Regions')}
        rows={rows}
        rowKey="code"
        total={fitting.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '没有符合条件的区划。换个词，或添加它。',
              'No region fits. Try another word, or add it.',
            )}
            action={add}
          />
        }
        columns={[
          {
            key: 'name',
            title: t('区划', 'Region'),
            render: (_, row) => (
              <span style={{ paddingInlineStart: filtered ? 0 : depthOf(known, row) * 20 }}>
                <Link to={`/org?region=${row.code}`}>{row.name}</Link>
              </span>
            ),
            text: row => row.name,
          },
          { key: 'code', title: t('代码', 'Code'), render: (_, row) => <code>{row.code}</code> },
          {
            key: 'level',
            title: t('层级', 'Level'),
            render: (_, row) => t(...LEVELS[row.level]),
          },
          {
            key: 'parent',
            title: t('上级', 'Above'),
            render: (_, row) => (row.parent === null ? '—' : (known.get(row.parent)?.name ?? row.parent)),
          },
          ...(manages
            ? [
                {
                  key: 'act',
                  title: '',
                  align: 'right' as const,
                  render: (_: unknown, row: Region) => (
                    <Space>
                      <Button size="small" onClick={() => setRenaming(row)}>
                        {t('改名', 'Rename')}
                      </Button>
                      <Popconfirm
                        title={t(`移除“${row.name}”？`, `Remove ${row.name}?`)}
                        okText={t('移除', 'Remove')}
                        cancelText={t('保留', 'Keep')}
                        onConfirm={() => remove(row)}
                      >
                        <Button size="small" danger>
                          {t('移除', 'Remove')}
                        </Button>
                      </Popconfirm>
                    </Space>
                  ),
                },
              ]
            : []),
        ]}
      />
      {manages && filters.one('new') === '1' && (
        <AddRegion
          onClose={() => filters.put('new', '')}
          onDone={() => {
            filters.put('new', '');
            reload();
          }}
        />
      )}
      {renaming && (
        <RenameRegion
          region={renaming}
          onClose={() => setRenaming(null)}
          onDone={() => {
            setRenaming(null);
            reload();
          }}
        />
      )}
    </>
  );
}
