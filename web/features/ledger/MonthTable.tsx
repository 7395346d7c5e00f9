import { Button, Card, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { formatBytes } from '../../ui/measures.ts';
import { logWord } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { type Month, monthsOf } from './months.ts';
import { ExportMonth, RemoveMonth } from './MonthDialogs.tsx';
import type { Ledger, Months } from './types.ts';

/** 保存与归档: each month, the file it lies in, and what may be removed. */
export function MonthTable({
  retentionMonths,
  clause,
}: {
  retentionMonths: number;
  clause: Ledger['retentionClause'];
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem, reload } = useLoad<Months>('/api/ledger/months');
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<{ act: 'export' | 'remove'; month: Month } | null>(null);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  const months = monthsOf(data?.items ?? []);
  const title = t('各月记录', 'Months');
  const close = () => setAsked(null);
  const done = () => {
    close();
    reload();
  };
  return (
    <Card title={title}>
      <p
        style={{ maxWidth: '60em', marginBottom: 12, color: token.colorTextSecondary }}
        data-test="kept-from"
      >
        {data &&
          t(
            `保存 ${retentionMonths} 个月：${data.keptFrom} 及以后的记录一律保留，谁也删不掉；更早的先导出成可单独核验的文件，再由安全管理员移除。移除也记入存证，以后的证明照旧成立。`,
            `Kept for ${retentionMonths} months: records of ${data.keptFrom} and later stay, and nobody can delete them. Earlier ones are exported to files that verify by themselves, and then the security officer may remove them. A removal is recorded too, and later proofs still hold.`,
          )}
      </p>
      {clause && clause.quotation !== '' && (
        <p style={{ maxWidth: '60em', marginBottom: 12, color: token.colorTextSecondary }}>
          {t(
            `${clause.title}${clause.article}要求 ${clause.months} 个月：`,
            `${clause.title} ${clause.article} asks for ${clause.months} months: `,
          )}
          <q lang="zh-CN">{clause.quotation}</q>
        </p>
      )}
      <DataTable<Month>
        caption={title}
        exportName={t('存证各月记录', 'Records of the ledger by month')}
        rows={months.slice((page - 1) * 12, page * 12)}
        rowKey="month"
        total={months.length}
        page={page}
        size={12}
        onPage={setPage}
        loading={!data}
        empty={<EmptyState title={t('还没有记录。', 'No records yet.')} />}
        columns={[
          { key: 'month', title: t('月份', 'Month'), text: row => row.month },
          {
            key: 'entries',
            title: t('记录', 'Records'),
            text: row => String(row.entries),
            render: (_, row) => (
              <Space size={12} wrap>
                {row.logs.map(log => (
                  <span key={log.log}>
                    {logWord(log.log, language)} {formatCount(log.entries, language)}
                  </span>
                ))}
              </Space>
            ),
          },
          {
            key: 'bytes',
            title: t('大小', 'Size'),
            align: 'right',
            text: row => String(row.bytes),
            render: (_, row) => formatBytes(row.bytes),
          },
          {
            key: 'exported',
            title: t('导出文件（SHA-256）', 'Exported files (SHA-256)'),
            text: row => row.exportedAt ?? '',
            render: (_, row) =>
              row.exportedAt === null ? (
                t('未导出', 'not exported')
              ) : (
                <div style={{ display: 'grid', gap: 2, maxWidth: 260 }}>
                  {formatTime(row.exportedAt, language)}
                  {row.logs.map(log => (
                    <KeyLine key={log.log} text={log.sha256} tag={logWord(log.log, language)} />
                  ))}
                </div>
              ),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            text: row => row.removedAt ?? '',
            render: (_, row) => <MonthState month={row} keptFrom={data?.keptFrom ?? ''} />,
          },
          ...(data?.mayHandle
            ? [
                {
                  key: 'act',
                  title: '',
                  render: (_: unknown, row: Month) =>
                    row.removedAt === null && (
                      <Space wrap>
                        <Button
                          size="small"
                          onClick={() => setAsked({ act: 'export', month: row })}
                          data-test="month-export"
                        >
                          {row.exportedAt === null ? t('导出', 'Export') : t('重新导出', 'Export again')}
                        </Button>
                        {row.removable && (
                          <Button
                            size="small"
                            danger
                            onClick={() => setAsked({ act: 'remove', month: row })}
                            data-test="month-remove"
                          >
                            {t('移除', 'Remove')}
                          </Button>
                        )}
                      </Space>
                    ),
                },
              ]
            : []),
        ]}
      />
      {asked?.act === 'export' && <ExportMonth month={asked.month} onClose={close} onDone={done} />}
      {asked?.act === 'remove' && <RemoveMonth month={asked.month} onClose={close} onDone={done} />}
    </Card>
  );
}

function MonthState({ month, keptFrom }: { month: Month; keptFrom: string }) {
  const { t, language } = useText();
  const [color, words] =
    month.removedAt !== null
      ? ([
          'default',
          t(
            `${formatTime(month.removedAt, language)} 已移除`,
            `removed ${formatTime(month.removedAt, language)}`,
          ),
        ] as const)
      : month.month >= keptFrom
        ? (['success', t('保存期内', 'within retention')] as const)
        : month.removable
          ? (['warning', t('已过保存期，可移除', 'past retention, may be removed')] as const)
          : (['warning', t('已过保存期，导出后可移除', 'past retention, export it first')] as const);
  return (
    <Tag variant="filled" color={color} style={{ marginInlineEnd: 0, whiteSpace: 'normal' }}>
      {words}
    </Tag>
  );
}
