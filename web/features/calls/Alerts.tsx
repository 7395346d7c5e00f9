import { Select, Tag, theme } from 'antd';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { CallsTabs } from './CallsTabs.tsx';
import type { Alert, AlertRows } from './types.ts';
import { ALERT_STATES, KINDS, RESPONSES } from './words.ts';

/** 使用异常: what was unusual about the use of grants, what followed by rule, and what people found. */
export function Alerts() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const [state, kind, grantId] = [filters.one('state'), filters.one('kind'), filters.one('grantId')];
  const { problem, table } = useList<AlertRows>('/api/calls/alerts', { state, kind, grantId });
  const filtered = state !== '' || kind !== '' || grantId !== '';
  return (
    <>
      <PageTitle title={t('使用异常', 'Unusual use')} />
      <CallsTabs current="alerts" />
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Select
          allowClear
          value={state === '' ? undefined : state}
          onChange={value => filters.put('state', value ?? '')}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 140 }}
          options={Object.entries(ALERT_STATES).map(([value, { words }]) => ({ value, label: t(...words) }))}
        />
        <Select
          allowClear
          value={kind === '' ? undefined : kind}
          onChange={value => filters.put('kind', value ?? '')}
          placeholder={t('全部异常', 'Any kind')}
          aria-label={t('异常', 'Kind')}
          style={{ minWidth: 220 }}
          options={Object.entries(KINDS).map(([value, { words }]) => ({ value, label: t(...words) }))}
        />
      </FilterBar>
      <DataTable<Alert>
        caption={t('使用异常', 'Unusual use')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              filtered
                ? t('没有符合这些条件的异常。', 'Nothing unusual fits these filters.')
                : t(
                    '没有发现使用异常。平台按“异常规则”比对每个授权的调用，发现后在这里列出并告知双方。',
                    'Nothing unusual. Calls of each grant are held against the rules; what stands out is listed here, and both sides are told.',
                  )
            }
          />
        }
        columns={[
          {
            key: 'kind',
            title: t('异常', 'What'),
            render: (_, row) => (
              <Link to={`/calls/alerts/${row.id}`} data-test="alert-row">
                {t(...KINDS[row.kind].words)}
              </Link>
            ),
          },
          {
            key: 'grant',
            title: t('授权', 'Grant'),
            render: (_, row) => (
              <div>
                <Link to={`/grants/${row.grantId}`}>{row.grantNo}</Link>
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                  {row.entryTitle}：{row.provider} → {row.consumer}
                </div>
              </div>
            ),
          },
          {
            key: 'response',
            title: t('按规则', 'By rule'),
            render: (_, row) => (
              <Tag color={RESPONSES[row.response].tone}>{t(...RESPONSES[row.response].words)}</Tag>
            ),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <Tag color={ALERT_STATES[row.state].tone}>{t(...ALERT_STATES[row.state].words)}</Tag>
            ),
          },
          { key: 'at', title: t('时间', 'Time'), render: (_, row) => formatTime(row.raisedAt, language) },
        ]}
      />
    </>
  );
}
