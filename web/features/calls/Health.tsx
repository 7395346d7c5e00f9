import { Segmented, Tag, Tooltip, theme } from 'antd';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatTime, today } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { plusDays } from '../grants/shown.ts';
import { CallsTabs } from './CallsTabs.tsx';
import type { HealthRows, Service } from './types.ts';
import { HEALTH, WAYS } from './words.ts';

const DAYS = 30;

/** 运行状况: whether services answer, since when, and how many calls of each day their providers answered. */
export function Health() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const state = filters.one('state');
  const { data, problem, table } = useList<HealthRows>(
    '/api/calls/health',
    { state, entryId: filters.one('entryId') },
    { every: 15_000 },
  );
  return (
    <>
      <PageTitle title={t('运行状况', 'Health of services')} />
      <CallsTabs current="health" />
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar onClear={filters.one('entryId') === '' ? undefined : filters.clear}>
        <Segmented
          value={state}
          onChange={value => filters.put('state', value)}
          options={[
            { value: '', label: t('全部', 'All') },
            {
              value: 'bad',
              label: t(`不正常 ${data?.bad ?? ''}`, `Not as they should be ${data?.bad ?? ''}`),
            },
          ]}
        />
      </FilterBar>
      <DataTable<Service>
        caption={t('运行状况', 'Health of services')}
        {...table}
        rowKey="entryId"
        empty={
          <EmptyState
            title={
              state === 'bad'
                ? t('所有服务都正常。', 'Every service is as it should be.')
                : t('还没有在用的接口服务。', 'No service is in use yet.')
            }
          />
        }
        columns={[
          {
            key: 'entry',
            title: t('服务', 'Service'),
            render: (_, row) => (
              <div>
                <Link to={`/calls?entryId=${row.entryId}&entryName=${encodeURIComponent(row.entryTitle)}`}>
                  {row.entryTitle}
                </Link>
                <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                  {row.provider} · {t(...WAYS[row.way])}
                </div>
              </div>
            ),
          },
          {
            key: 'state',
            title: t('现在', 'Now'),
            render: (_, row) => (
              <div>
                <Tag color={HEALTH[row.state].tone}>{t(...HEALTH[row.state].words)}</Tag>
                {row.problem.zh !== '' && (
                  <div style={{ fontSize: 12 }}>{t(row.problem.zh, row.problem.en)}</div>
                )}
                {row.since !== null && row.state !== 'up' && (
                  <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                    {t(`自 ${formatTime(row.since, language)}`, `since ${formatTime(row.since, language)}`)}
                  </div>
                )}
              </div>
            ),
          },
          {
            key: 'availability',
            title: t('30 天可用率', '30 days'),
            align: 'right',
            render: (_, row) => (row.availability === null ? '—' : `${row.availability.toFixed(2)}%`),
          },
          {
            key: 'days',
            title: t('每天', 'By day'),
            render: (_, row) => <Days service={row} />,
          },
          {
            key: 'calls',
            title: t('调用 / 提供方出错', 'Calls / failed there'),
            align: 'right',
            render: (_, row) =>
              `${formatCount(row.calls, language, true)} / ${formatCount(row.failures, language, true)}`,
          },
          {
            key: 'grants',
            title: t('在用授权', 'Grants'),
            align: 'right',
            render: (_, row) => formatCount(row.grants, language),
          },
        ]}
      />
    </>
  );
}

/** A stripe a day: green where all was answered, red where much was not, grey where nobody called. */
function Days({ service }: { service: Service }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const known = new Map(service.days.map(one => [one.day, one]));
  const now = today();
  const days = Array.from({ length: DAYS }, (_, back) => plusDays(now, back - DAYS + 1));
  const colour = (day: string): string => {
    const one = known.get(day);
    if (!one) return token.colorFillSecondary;
    const share = one.failures / one.calls;
    return share === 0 ? token.colorSuccess : share < 0.05 ? token.colorWarning : token.colorError;
  };
  const worst = service.days.filter(one => one.failures > 0).length;
  return (
    <div
      role="img"
      aria-label={t(
        `30 天中有 ${worst} 天提供方出过错`,
        `On ${worst} of 30 days calls failed at the provider`,
      )}
      style={{ display: 'flex', gap: 2, minWidth: 150 }}
    >
      {days.map(day => {
        const one = known.get(day);
        const words = one
          ? t(
              `${day}：${one.calls} 次，提供方出错 ${one.failures} 次`,
              `${day}: ${one.calls} calls, ${one.failures} failed there`,
            )
          : t(`${day}：没有调用`, `${day}: no calls`);
        return (
          <Tooltip key={day} title={words}>
            <span style={{ width: 3, height: 20, borderRadius: 1, background: colour(day) }} />
          </Tooltip>
        );
      })}
    </div>
  );
}
