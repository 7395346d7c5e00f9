import { Card, Grid, Table, Tag, theme } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import type { Bench } from './todos.ts';

type Row = Bench['started'][number];

/** 我发起的: whose hands it is in now. */
export function Started({ rows }: { rows: readonly Row[] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().md !== false;
  const state = (row: Row) =>
    row.state === '' ? null : (
      <StatusTag kind={row.path.startsWith('/cases') ? 'application' : 'entry'} state={row.state} />
    );
  return (
    <Card
      title={t('我发起的', 'Begun by us')}
      styles={{ body: { padding: rows.length === 0 || wide ? 0 : 12 } }}
    >
      {rows.length === 0 ? (
        <EmptyState title={t('还没有发起过申请或目录。', 'Nothing begun yet.')} />
      ) : wide ? (
        <Table<Row>
          size="medium"
          rowKey={row => `${row.no} ${row.path}`}
          dataSource={[...rows]}
          pagination={false}
          aria-label={t('我发起的', 'Begun by us')}
          columns={[
            {
              key: 'title',
              title: t('事项', 'Matter'),
              render: (_, row) => (
                <>
                  <Link to={row.path}>{row.title}</Link>
                  <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                    {[row.no, formatTime(row.at, language)].filter(word => word !== '').join(' · ')}
                  </div>
                </>
              ),
            },
            {
              key: 'holder',
              title: t('现在在谁手里', 'Now with'),
              render: (_, row) => postName(row.holder, language) || '—',
            },
            { key: 'state', title: t('状态', 'State'), render: (_, row) => state(row) ?? <Tag>—</Tag> },
          ]}
        />
      ) : (
        <ul className="stacked">
          {rows.map(row => (
            <li key={`${row.no} ${row.path}`} style={{ borderColor: token.colorBorderSecondary }}>
              <Link to={row.path}>{row.title}</Link>
              <div>{state(row)}</div>
              {row.holder && (
                <div style={{ color: token.colorTextSecondary }}>
                  {t(`现在在 ${row.holder}`, `Now with ${postName(row.holder, language)}`)}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
