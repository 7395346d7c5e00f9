import { Button, Select, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ActDialog } from './ActDialog.tsx';
import { StateMark } from './StateMark.tsx';
import type { Claim, ClaimAction, ClaimList, ClaimState } from './types.ts';
import { CLAIM_ACTS, CLAIM_STATES } from './words.ts';

/** Entries issued for claiming: the department's own, or all that the authority looks after. */
export function ClaimTable({ turn, ofAll }: { turn: number; ofAll: boolean }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const state = filters.all('state');
  const { data, problem, loading, reload } = useLoad<ClaimList>(
    '/api/duties/claims',
    { state, page: filters.page, size: 20 },
    [turn],
  );
  const [acting, setActing] = useState<{ claim: Claim; action: ClaimAction } | null>(null);
  const waiting = ofAll ? (data?.departments ?? []).filter(one => one.waiting > 0) : [];
  const small = { fontSize: 12, color: token.colorTextTertiary };
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      {waiting.length > 0 && (
        <p style={{ marginBottom: 12, color: token.colorTextSecondary }}>
          {t(
            `未认领 ${waiting.length} 个部门 ${waiting.reduce((sum, one) => sum + one.waiting, 0)} 条：`,
            `${waiting.reduce((sum, one) => sum + one.waiting, 0)} not claimed in ${waiting.length} ${waiting.length === 1 ? 'department' : 'departments'}: `,
          )}
          {waiting.map(one => `${one.departmentName} ${one.waiting}`).join(language === 'zh' ? '、' : ', ')}
        </p>
      )}
      <FilterBar onClear={state.length > 0 ? filters.clear : undefined}>
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 180 }}
          options={(Object.keys(CLAIM_STATES) as ClaimState[]).map(value => ({
            value,
            label: t(...CLAIM_STATES[value].words),
          }))}
        />
      </FilterBar>
      <DataTable<Claim>
        caption={t('下发认领的目录', 'Entries to claim')}
        exportName={t('下发认领的目录', 'Entries to claim')}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={
              ofAll
                ? t(
                    '还没有下发过目录。按部门职责下发，部门逐条认领。',
                    'Nothing was issued yet. Issue what duties ask for; departments claim it.',
                  )
                : t('没有要认领的目录。', 'Nothing to claim.')
            }
          />
        }
        columns={[
          {
            key: 'title',
            title: t('目录', 'Entry'),
            render: (_, row) => (
              <>
                {row.entryId === null || ofAll ? (
                  row.title
                ) : (
                  <Link to={`/our-catalog/${row.entryId}`}>{row.title}</Link>
                )}
                <div style={small}>{[row.duty, row.basis].filter(word => word !== '').join(' · ')}</div>
                {row.dispute !== '' && (
                  <div style={{ fontSize: 12, color: token.colorWarning }}>
                    {t(`异议：${row.dispute}`, `Dispute: ${row.dispute}`)}
                  </div>
                )}
              </>
            ),
            text: row => row.title,
          },
          ...(ofAll
            ? [
                {
                  key: 'department',
                  title: t('部门', 'Department'),
                  render: (_: unknown, row: Claim) => row.departmentName,
                  text: (row: Claim) => row.departmentName,
                },
              ]
            : []),
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <StateMark mark={CLAIM_STATES[row.state]} />,
            text: row => t(...CLAIM_STATES[row.state].words),
          },
          {
            key: 'until',
            title: t('认领期限', 'Claim by'),
            render: (_, row) => (
              <>
                {formatDate(row.claimUntil, language)}{' '}
                {row.late && <Tag color="error">{t('已过期限', 'Late')}</Tag>}
                {row.chased > 0 && (
                  <div style={small}>{t(`已催办 ${row.chased} 次`, `Chased: ${row.chased}`)}</div>
                )}
              </>
            ),
            text: row => row.claimUntil,
          },
          {
            key: 'act',
            pinned: true,
            title: t('办理', 'Act'),
            render: (_, row) => (
              <Space wrap size={[8, 4]}>
                {row.actions.map(action => (
                  <Button
                    key={action}
                    size="small"
                    type={action === 'claim' ? 'primary' : 'default'}
                    danger={action === 'withdraw'}
                    data-test={`claim-${action}`}
                    onClick={() => setActing({ claim: row, action })}
                  >
                    {t(...CLAIM_ACTS[action].label)}
                  </Button>
                ))}
                {row.actions.length === 0 && '—'}
              </Space>
            ),
          },
        ]}
      />
      {acting && (
        <ActDialog
          act={CLAIM_ACTS[acting.action]}
          action={acting.action}
          title={acting.claim.title}
          path={`/api/duties/claims/${acting.claim.id}/actions`}
          onClose={() => setActing(null)}
          onDone={reload}
        />
      )}
    </>
  );
}
