import { Button, Card, Table, Tag } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatCount } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { ProofLink } from '../../../ui/ProofLink.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { Differences as Found, RunDetail } from '../types.ts';
import { rowsEn } from '../words.ts';

const SIZE = 50;
const KINDS = {
  missing: ['缺失', 'Missing', 'error'],
  extra: ['多出', 'Extra', 'warning'],
  changed: ['改动', 'Changed', 'processing'],
} as const;

/** Which rows differ, by their keys. To look is recorded, so it waits for a click. */
export function Differences({ run }: { run: RunDetail }) {
  const { t } = useText();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const unequal = run.comparison?.equal === false || run.receipt?.equal === false;
  if (!unequal) return null;
  return (
    <Card title={t('有差异的行', 'Rows that differ')} data-test="run-differences">
      {open ? (
        <DifferenceTable run={run} />
      ) : can('exchange.run') ? (
        <>
          <p style={{ marginBottom: 12 }}>
            {t(
              '列出缺失、多出和改动的行。行的标识可能是个人信息，查看会留下记录。再次运行会把它们补齐、改正。',
              'Lists the rows that are missing, extra or changed. Their identifiers may be personal data, so viewing is recorded. Another run restores them.',
            )}
          </p>
          <Button onClick={() => setOpen(true)} data-test="differences-open">
            {t('看有差异的行', 'Show the rows that differ')}
          </Button>
        </>
      ) : (
        t('有差异的行只有使用部门能看。', 'Only the consuming department can see which rows differ.')
      )}
    </Card>
  );
}

function DifferenceTable({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const [page, setPage] = useState(1);
  const { data, problem, loading } = useLoad<Found>(`/api/exchange/runs/${run.id}/differences`, {
    page,
    size: SIZE,
  });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  return (
    <>
      <Table<Found['items'][number]>
        size="small"
        rowKey={row => `${row.kind} ${row.key.join(' ')}`}
        loading={loading}
        dataSource={data?.items ?? []}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: (
            <EmptyState
              title={t(
                '没有逐行的结果：差异太多，或那次核对没有逐行比。再对一次账可以列出。',
                'No row-level result: there were too many differences, or that reconciliation did not compare rows. Reconcile again to list them.',
              )}
            />
          ),
        }}
        pagination={{
          current: page,
          pageSize: SIZE,
          total: data?.total ?? 0,
          hideOnSinglePage: true,
          showSizeChanger: false,
          onChange: setPage,
        }}
        columns={[
          {
            key: 'kind',
            title: t('差异', 'Difference'),
            render: (_, row) => {
              const [zh, en, tone] = KINDS[row.kind];
              return <Tag color={tone}>{t(zh, en)}</Tag>;
            },
          },
          ...(data?.keyItems ?? []).map((item, at) => ({
            key: `key ${item}`,
            title: item,
            render: (_: unknown, row: Found['items'][number]) => row.key[at] ?? '—',
          })),
          {
            key: 'columns',
            title: t('改动的数据项', 'Changed items'),
            render: (_, row) =>
              row.columns.length === 0
                ? '—'
                : row.columns.map(column => (
                    <Tag key={column} variant="outlined">
                      {run.fields.find(field => field.targetColumn === column)?.item ?? column}
                    </Tag>
                  )),
          },
        ]}
      />
      {data && (
        <p style={{ marginTop: 8 }}>
          {run.comparison?.complete === false &&
            t('差异太多，只列出一部分。', 'Too many differences; only some are listed. ')}
          {t(`共 ${formatCount(data.total, language)} 行。`, `${rowsEn(data.total)}.`)}{' '}
          <ProofLink record={data.record} />
        </p>
      )}
    </>
  );
}
