import { Button, Card, Table, Tag, theme } from 'antd';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import type { Change } from './types.ts';

/** What the calendar rests on: every load and correction with its notice, who entered it, and how many dates it moved. */
export function Changes({
  changes,
  onMoved,
}: {
  changes: readonly Change[];
  /** Opens the list of dates that a change moved; absent where the reader’s post does not keep the calendar. */
  onMoved: ((change: Change) => void) | undefined;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const kinds = {
    holiday: t('放假', 'off'),
    workday: t('上班', 'worked'),
    ordinary: t('按星期', 'as the week has it'),
  };
  return (
    <Card title={t('依据与变更', 'What it rests on')}>
      <Table<Change>
        size="medium"
        rowKey="id"
        dataSource={[...changes]}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        aria-label={t('日历变更', 'Changes of the calendar')}
        locale={{
          emptyText: (
            <EmptyState
              title={t('还没有载入任何一年的放假安排。', 'The schedule of no year is loaded yet.')}
            />
          ),
        }}
        columns={[
          {
            key: 'what',
            title: t('内容', 'What'),
            width: 220,
            render: (_, row) => (
              <>
                {row.year === null
                  ? `${formatDate(row.date, language)} ${row.kind ? kinds[row.kind] : ''}`
                  : t(`${row.year} 年，${row.days} 天`, `${row.year}, ${row.days} days`)}{' '}
                {row.year === null && <Tag color="warning">{t('更正', 'Correction')}</Tag>}
                {!row.inForce && <Tag>{t('已被替换', 'Replaced')}</Tag>}
                {row.reason !== '' && (
                  <div style={{ color: token.colorTextTertiary, fontSize: 13 }}>{row.reason}</div>
                )}
              </>
            ),
          },
          { key: 'source', title: t('依据', 'By'), render: (_, row) => row.source },
          {
            key: 'who',
            title: t('录入', 'Entered'),
            width: 220,
            render: (_, row) => `${formatTime(row.at, language)} ${row.post}`,
          },
          {
            key: 'moved',
            title: t('变动的期限', 'Dates moved'),
            align: 'right',
            width: 120,
            render: (_, row) =>
              onMoved && row.moved > 0 ? (
                <Button type="link" style={{ padding: 0 }} onClick={() => onMoved(row)}>
                  {row.moved}
                </Button>
              ) : (
                row.moved
              ),
          },
        ]}
      />
    </Card>
  );
}
