import { Button, Grid, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { BoardFilters, isFiltered, queryOf } from './BoardFilters.tsx';
import { BoardNumbers } from './BoardNumbers.tsx';
import { type BulkAction, BulkStep } from './BulkStep.tsx';
import { OurTabs } from './OurTabs.tsx';
import type { EntryRow, EntryRows, EntryState } from './types.ts';
import { wordOf } from './words.ts';

/** The step of an entry in each state that several can take at once, and who takes it. */
const BULK: Readonly<Partial<Record<EntryState, { action: BulkAction; permission: string }>>> = {
  draft: { action: 'submit', permission: 'catalog.compile' },
  returned: { action: 'submit', permission: 'catalog.compile' },
  awaiting_office: { action: 'sign_office', permission: 'catalog.sign_office' },
  awaiting_department: { action: 'sign_department', permission: 'catalog.sign_department' },
};

/** 我的目录: the department's own board. */
export function OurCatalog() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  // On a phone the list has nothing to tick.
  const wide = Grid.useBreakpoint().md !== false;
  const { can } = useSession();
  const filters = useFilters();
  const query = queryOf(filters);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const { problem, reload, table } = useList<EntryRows>('/api/entries', query);
  const bulkOf = (row: EntryRow) => {
    const step = BULK[row.state];
    return step && can(step.permission) ? step.action : undefined;
  };
  const open = table.rows.filter(row => bulkOf(row) !== undefined);
  const [first] = open;
  const action = first && bulkOf(first);
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
      <BoardNumbers />
      {problem && <RefusalNotice problem={problem} />}
      <BoardFilters filters={filters} />
      {action && wide && (
        <div style={{ marginBottom: 12 }}>
          <BulkStep
            action={action}
            ids={chosen}
            label={action === 'submit' ? t('批量送签', 'Send to sign') : t('批量签批', 'Sign')}
            says={
              action === 'submit'
                ? t(
                    '逐条送共享机构负责人签批；没有填全的不送，会逐条说明。',
                    'Each goes to the head of the sharing office; what is not complete stays, with its reason.',
                  )
                : t(
                    '逐条签批，送下一环节；不能办的会逐条说明。',
                    'Each is signed and goes on; what cannot be signed stays, with its reason.',
                  )
            }
            place="/our-catalog"
            onDone={() => {
              setChosen([]);
              reload();
            }}
          />
        </div>
      )}
      <DataTable<EntryRow>
        caption={t('我的目录', 'Our catalog')}
        exportName={t('本部门目录', 'Our entries')}
        {...table}
        rowKey="id"
        {...(action
          ? {
              rowSelection: {
                selectedRowKeys: [...chosen],
                onChange: keys => setChosen(keys.map(Number)),
                getCheckboxProps: row => ({ disabled: bulkOf(row) !== action }),
              },
            }
          : {})}
        empty={
          <EmptyState
            title={
              isFiltered(query)
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
            render: (_, row) => (
              <>
                <StatusTag kind="entry" state={row.state} />
                {row.suspended && <Tag color="warning">{t('已暂停', 'Suspended')}</Tag>}
              </>
            ),
            text: row => statusWord('entry', row.state, t),
          },
          {
            key: 'cycle',
            title: t('更新周期 / 上次更新', 'Cycle / last change'),
            render: (_, row) => (
              <>
                {wordOf('updateCycle', row.updateCycle, language)}
                {row.dataAt !== null && (
                  <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                    {formatDate(row.dataAt, language)}
                  </div>
                )}
                {row.staleDays !== null && (
                  <div style={{ fontSize: 12, color: token.colorWarning }}>
                    {t(`超期 ${row.staleDays} 天`, `${row.staleDays} days stale`)}
                  </div>
                )}
              </>
            ),
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
            key: 'clock',
            title: t('期限', 'Time limit'),
            render: (_, row) => (row.clock ? <DeadlineBar clock={row.clock} compact /> : '—'),
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
