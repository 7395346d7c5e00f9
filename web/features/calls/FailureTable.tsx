import { Card, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import type { LogName } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Failure, Failures } from './types.ts';

const SIZE = 10;

/** 最近未成功的调用: what was wrong, whose it is to mend, and how. */
export function FailureTable({ query }: { query: Record<string, string> }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [page, setPage] = useState(1);
  const { data, problem, loading } = useLoad<Failures>('/api/calls/failures', { ...query, page, size: SIZE });
  return (
    <Card title={t('最近未成功的调用', 'The last calls that failed')} data-test="failures">
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Failure>
        caption={t('最近未成功的调用', 'The last calls that failed')}
        rows={data?.items ?? []}
        rowKey="number"
        total={data?.total ?? 0}
        more={data?.more ?? false}
        page={page}
        size={SIZE}
        onPage={setPage}
        loading={loading}
        empty={<EmptyState title={t('这段时间的调用全部成功。', 'Every call of this time was answered.')} />}
        columns={[
          { key: 'at', title: t('时间', 'Time'), render: (_, row) => formatTime(row.at, language) },
          {
            key: 'why',
            title: t('原因和办法', 'Why, and what to do'),
            render: (_, row) => (
              <div>
                {t(row.title.zh, row.title.en)}
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                  {t(row.remedy.zh, row.remedy.en)}
                </div>
              </div>
            ),
          },
          {
            key: 'blame',
            title: t('谁来处理', 'Whose it is'),
            render: (_, row) => (
              <Tag
                color={row.blame === 'caller' ? 'default' : row.blame === 'provider' ? 'warning' : 'error'}
              >
                {
                  {
                    caller: t('调用方', 'Caller'),
                    provider: t('提供方', 'Provider'),
                    platform: t('平台', 'Platform'),
                  }[row.blame]
                }
              </Tag>
            ),
          },
          {
            key: 'grant',
            title: t('授权', 'Grant'),
            render: (_, row) => (
              <div>
                {row.grantId === null ? (
                  t('没有授权', 'None')
                ) : (
                  <Link to={`/grants/${row.grantId}`}>{row.grantNo}</Link>
                )}
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                  {[row.entryTitle, row.consumer].filter(Boolean).join(' → ')}
                </div>
              </div>
            ),
          },
          {
            key: 'record',
            title: t('存证', 'Record'),
            render: (_, row) => <ProofLink record={row.number} log={row.log as LogName} />,
          },
        ]}
      />
    </Card>
  );
}
