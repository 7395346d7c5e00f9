import { Alert, Button, Select, Space, Table as AntTable, theme } from 'antd';
import { WarningOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { wordOf } from '../catalog/words.ts';
import type { Match, Resource, ResourceRecorded, Source, Table } from './types.ts';

type Pair = Match['pairs'][number];

interface MatchStepProps {
  entryId: number;
  source: Source;
  table: Table;
  onBack: () => void;
  onMounted: (resource: Resource) => void;
}

/** Items and the database columns that hold them; what is unmatched stands first. */
export function MatchStep({ entryId, source, table, onBack, onMounted }: MatchStepProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem } = useLoad<Match>('/api/resources/match', {
    entryId,
    sourceId: source.id,
    schema: table.schema,
    table: table.table,
  });
  const [changed, setChanged] = useState<Record<string, string>>({});
  const { busy, problem: refused, send } = useSend();
  if (!data)
    return problem ? (
      <>
        <RefusalNotice problem={problem} />
        <Button style={{ marginTop: 16 }} onClick={onBack}>
          {t('上一步', 'Back')}
        </Button>
      </>
    ) : (
      <Loading />
    );

  const columnOf = (pair: Pair) => changed[pair.item] ?? pair.column ?? '';
  const columns = [
    ...data.pairs
      .filter(pair => pair.column !== null)
      .map(pair => ({ name: pair.column ?? '', databaseType: pair.databaseType ?? '', comment: '' })),
    ...data.columns,
  ];
  const open = data.pairs.filter(pair => columnOf(pair) === '');
  const rows = data.pairs.toSorted(
    (a, b) => Number(a.column !== null && a.problem === '') - Number(b.column !== null && b.problem === ''),
  );

  const mount = () =>
    send(async () => {
      const mapping = data.pairs
        .filter(pair => columnOf(pair) !== '')
        .map(pair => ({ item: pair.item, column: columnOf(pair) }));
      const { resource } = await api.post<ResourceRecorded>('/api/resources', {
        entryId,
        sourceId: source.id,
        schema: table.schema,
        table: table.table,
        mapping,
      });
      onMounted(resource);
    });

  return (
    <>
      <Alert
        type={open.length > 0 ? 'warning' : 'success'}
        showIcon
        style={{ marginBottom: 12 }}
        title={
          open.length > 0
            ? t(
                `${open.length} 个数据项还没有对上数据库列，全部对上后才能挂载；库里没有的，请先修改目录`,
                `${open.length} items have no column yet: match them all, or change the entry first`,
              )
            : t(`${data.pairs.length} 个数据项都已对上`, `All ${data.pairs.length} items are matched`)
        }
      />
      <AntTable<Pair>
        size="small"
        rowKey="item"
        dataSource={rows}
        pagination={false}
        aria-label={t('数据项与数据库列', 'Items and columns')}
        columns={[
          { key: 'item', title: t('数据项', 'Item'), render: (_, pair) => pair.item },
          {
            key: 'type',
            title: t('类型', 'Type'),
            render: (_, pair) => wordOf('type', pair.itemType, language),
          },
          {
            key: 'column',
            title: t('数据库列', 'Column'),
            render: (_, pair) => (
              <Select
                style={{ width: 260 }}
                showSearch
                allowClear
                value={columnOf(pair) || null}
                placeholder={t('选一列', 'Choose a column')}
                aria-label={t(`${pair.item} 的数据库列`, `Column of ${pair.item}`)}
                onChange={value => setChanged({ ...changed, [pair.item]: value ?? '' })}
                options={columns.map(column => ({
                  value: column.name,
                  label: [column.name, column.databaseType, column.comment]
                    .filter(word => word !== '')
                    .join(' · '),
                }))}
              />
            ),
          },
          {
            key: 'problem',
            title: t('核对', 'Check'),
            render: (_, pair) =>
              changed[pair.item] === undefined && pair.problem !== '' ? (
                <span style={{ color: token.colorWarning }}>
                  <WarningOutlined /> {t(pair.problem, pair.problemEn)}
                </span>
              ) : pair.by === 'comment' && changed[pair.item] === undefined ? (
                t('按列说明对上', 'By its comment')
              ) : columnOf(pair) === '' ? (
                t('没有找到', 'Not found')
              ) : (
                t('对上了', 'Matched')
              ),
          },
        ]}
      />
      {refused && (
        <div style={{ marginTop: 12 }}>
          <RefusalNotice problem={refused} />
        </div>
      )}
      <Space style={{ marginTop: 20 }}>
        <Button onClick={onBack}>{t('上一步', 'Back')}</Button>
        <Button
          type="primary"
          disabled={busy || open.length > 0}
          onClick={() => void mount()}
          data-test="mount-submit"
        >
          {busy ? t('提交中', 'Sending') : t('完成挂载', 'Mount it')}
        </Button>
      </Space>
    </>
  );
}
