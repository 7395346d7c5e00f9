import { Button, Input, Segmented, Select, Space, Table as AntTable } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { KINDS } from './sourceKinds.ts';
import type { Source, Table } from './types.ts';

const keyOf = (table: Table) => `${table.schema}.${table.table}`;

/** A database that is connected already, or a new one; then its table. */
export function ChooseTable({
  onBack,
  onChoose,
}: {
  onBack: () => void;
  onChoose: (source: Source, table: Table) => void;
}) {
  const { t, language } = useText();
  const sources = useLoad<Source[]>('/api/sources');
  const own = sources.data?.filter(source => source.use === 'provide') ?? [];
  const [way, setWay] = useState<'known' | 'new' | null>(null);
  const [made, setMade] = useState<Source | null>(null);
  const [sourceId, setSourceId] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = way ?? (own.length > 0 ? 'known' : 'new');
  const source =
    made ??
    own.find(one => one.id === sourceId) ??
    (shown === 'known' && own.length === 1 ? own[0] : undefined);
  const tables = useLoad<Table[]>(source ? `/api/sources/${source.id}/tables` : null);
  if (!sources.data) return sources.problem ? <RefusalNotice problem={sources.problem} /> : <Loading />;
  const rows = (tables.data ?? []).filter(table =>
    `${table.table}${table.comment}`.toLowerCase().includes(words.toLowerCase()),
  );
  const table = tables.data?.find(one => keyOf(one) === chosen);

  return (
    <>
      {own.length > 0 && !made && (
        <Segmented<'known' | 'new'>
          value={shown}
          onChange={value => {
            setWay(value);
            setSourceId(null);
          }}
          style={{ marginBottom: 16 }}
          options={[
            { value: 'known', label: t('用已连接的数据库', 'A database connected before') },
            { value: 'new', label: t('连接新的数据库', 'Connect a new one') },
          ]}
        />
      )}
      {shown === 'known' && !made && (
        <div>
          <Select
            style={{ minWidth: 360 }}
            value={source?.id ?? null}
            aria-label={t('数据库', 'Database')}
            data-test="mount-source"
            placeholder={t('选一个数据库', 'Choose a database')}
            onChange={value => {
              setSourceId(value);
              setChosen(null);
            }}
            options={own.map(one => ({
              value: one.id,
              label: `${t(...KINDS[one.kind])} ${one.kind === 'files' ? one.host : `${one.host}:${one.port}`} / ${one.database}`,
            }))}
          />
        </div>
      )}
      {shown === 'new' && !made && <ConnectForm use="provide" onConnected={setMade} />}
      {source && (
        <div style={{ marginTop: 16 }}>
          {tables.problem && <RefusalNotice problem={tables.problem} />}
          <Input
            allowClear
            value={words}
            onChange={event => setWords(event.target.value)}
            placeholder={t('库表名称或说明', 'Name or comment')}
            aria-label={t('筛选库表', 'Filter tables')}
            style={{ width: 260, marginBottom: 8 }}
          />
          <AntTable<Table>
            size="small"
            rowKey={keyOf}
            dataSource={rows}
            loading={tables.loading}
            pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
            rowSelection={{
              type: 'radio',
              selectedRowKeys: chosen === null ? [] : [chosen],
              onChange: keys => setChosen(keys.length === 0 ? null : String(keys[0])),
            }}
            onRow={row => ({ onClick: () => setChosen(keyOf(row)) })}
            aria-label={t('库表', 'Tables')}
            columns={[
              { key: 'table', title: t('库表', 'Table'), render: (_, row) => `${row.schema}.${row.table}` },
              { key: 'comment', title: t('说明', 'Comment'), render: (_, row) => row.comment || '—' },
              {
                key: 'rows',
                title: t('记录数（约）', 'Rows (about)'),
                align: 'right',
                render: (_, row) => formatCount(row.rows, language),
              },
            ]}
          />
        </div>
      )}
      <Space style={{ marginTop: 20 }}>
        <Button onClick={onBack}>{t('上一步', 'Back')}</Button>
        <Button
          type="primary"
          disabled={!source || !table}
          onClick={() => source && table && onChoose(source, table)}
          data-test="mount-table-next"
        >
          {t('下一步：对上数据项', 'Next: match items')}
        </Button>
      </Space>
    </>
  );
}
