import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { ColumnView, SourceView, TableView } from '#modules/resources/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { blankRow, followItem, itemOf } from './itemColumns.ts';
import type { Item } from './types.ts';
import { WORDS } from './words.ts';

type Column = Static<typeof ColumnView>;

function itemOfColumn(column: Column): Item | undefined {
  const type = (Object.keys(WORDS.type) as Item['type'][]).find(word => word === column.type);
  if (!type) return undefined;
  const length = type === 'text' ? Number(/\((\d+)\)/.exec(column.databaseType)?.[1] ?? 200) : null;
  const row = followItem(
    { ...blankRow(), name: column.comment || column.name, type, length, required: !column.nullable },
    'name',
  );
  return itemOf({ ...row, length });
}

/** 从数据库读取: makes items of the columns of a table of our own. */
export function FromTable({ onItems }: { onItems: (items: Item[]) => void }) {
  const { t } = useText();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const [sourceId, setSourceId] = useState<number>();
  const [place, setPlace] = useState<string>();
  const sources = useLoad<Static<typeof SourceView>[]>(open ? '/api/sources' : null);
  const tables = useLoad<Static<typeof TableView>[]>(
    open && sourceId !== undefined ? `/api/sources/${sourceId}/tables` : null,
  );
  const chosen = tables.data?.find(table => `${table.schema}.${table.table}` === place);
  const columns = useLoad<Column[]>(
    chosen ? `/api/sources/${sourceId}/columns` : null,
    chosen && { schema: chosen.schema, table: chosen.table },
  );
  if (!can('resources.mount')) return null;
  const own = sources.data?.filter(source => source.use === 'provide') ?? [];
  const items = (columns.data ?? []).map(itemOfColumn).filter((item): item is Item => item !== undefined);
  const problem = sources.problem ?? tables.problem ?? columns.problem;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('从数据库读取', 'Read from a database')}</Button>
      <Modal
        open={open}
        width={560}
        title={t('从数据库读取数据项', 'Read items from a database')}
        onCancel={() => setOpen(false)}
        okText={
          items.length === 0 ? t('读取', 'Read') : t(`加入 ${items.length} 项`, `Add ${items.length} items`)
        }
        cancelText={t('不读取', 'Do not read')}
        okButtonProps={{ disabled: items.length === 0 }}
        onOk={() => {
          onItems(items);
          setOpen(false);
        }}
      >
        {problem && <RefusalNotice problem={problem} />}
        {sources.data && own.length === 0 ? (
          <EmptyState
            title={t(
              '还没有连接过数据库。可以在“挂载资源”里连接。',
              'No database is connected yet. Connect one under “Mount a resource”.',
            )}
            action={<Link to="/resources/new">{t('去连接', 'Connect one')}</Link>}
          />
        ) : (
          <div style={{ display: 'grid', gap: 12 }}>
            <Select
              value={sourceId ?? null}
              placeholder={t('数据库', 'Database')}
              aria-label={t('数据库', 'Database')}
              loading={sources.loading}
              options={own.map(source => ({
                value: source.id,
                label: `${source.database} · ${source.host}:${source.port}`,
              }))}
              onChange={value => {
                setSourceId(value ?? undefined);
                setPlace(undefined);
              }}
            />
            <Select
              showSearch
              value={place ?? null}
              placeholder={t('库表', 'Table')}
              aria-label={t('库表', 'Table')}
              loading={tables.loading}
              disabled={sourceId === undefined}
              options={(tables.data ?? []).map(table => ({
                value: `${table.schema}.${table.table}`,
                label: [table.table, table.comment].filter(word => word !== '').join(' · '),
              }))}
              onChange={value => setPlace(value ?? undefined)}
            />
          </div>
        )}
      </Modal>
    </>
  );
}
