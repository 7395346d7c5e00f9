import { Segmented, Select, Tag } from 'antd';
import { useMemo } from 'react';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { CallsTabs } from './CallsTabs.tsx';
import { FailureTable } from './FailureTable.tsx';
import { Figures } from './Figures.tsx';
import { SeriesChart } from './SeriesChart.tsx';
import { TopLists } from './TopLists.tsx';
import type { Dimension, Series } from './types.ts';
import { DIMENSIONS, PARAMETER, RANGES } from './words.ts';

const DEFAULT_RANGE = '24h';
const MINUTE = 60_000;

/** 调用监测: how much is called, how fast, and why some of it failed; every row narrows the page down. */
export function Calls() {
  const { t, language } = useText();
  const filters = useFilters();
  const asked = filters.one('range');
  const range = asked in RANGES ? asked : DEFAULT_RANGE;
  const hours = RANGES[range]?.hours ?? 24;
  // To the minute: otherwise each look would be another question.
  const until = Math.ceil(Date.now() / MINUTE) * MINUTE;
  const result = filters.one('result');
  const narrowed = (Object.keys(DIMENSIONS) as Dimension[]).filter(one => filters.one(PARAMETER[one]) !== '');
  const chosen = narrowed.map(one => [PARAMETER[one], filters.one(PARAMETER[one])]);
  const key = JSON.stringify([range, until, result, chosen]);
  const query = useMemo(
    () => ({
      from: new Date(until - hours * 3_600_000).toISOString(),
      until: new Date(until).toISOString(),
      result,
      ...Object.fromEntries(chosen),
    }),
    // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when any of them changes
    [key],
  );
  const { data, problem } = useLoad<Series>('/api/calls/series', query);
  return (
    <>
      <PageTitle
        title={t('调用监测', 'Calls')}
        actions={<ExportButton path="/api/calls/series/export" query={query} />}
      />
      <CallsTabs current="calls" />
      <FilterBar onClear={narrowed.length > 0 || result !== '' ? filters.clear : undefined}>
        <Segmented
          value={range}
          onChange={value => filters.put('range', value === DEFAULT_RANGE ? '' : value)}
          options={Object.entries(RANGES).map(([value, { words }]) => ({ value, label: t(...words) }))}
          aria-label={t('时间范围', 'Time range')}
        />
        <Select
          allowClear
          value={result === '' ? undefined : result}
          onChange={value => filters.put('result', value ?? '')}
          placeholder={t('全部结果', 'Any result')}
          aria-label={t('结果', 'Result')}
          style={{ minWidth: 120 }}
          options={[
            { value: 'served', label: t('成功', 'Answered') },
            { value: 'refused', label: t('被拒绝', 'Refused') },
            { value: 'failed', label: t('出错', 'Failed') },
          ]}
        />
        {narrowed.map(one => (
          <Tag
            key={one}
            closable
            onClose={() => filters.putAll({ [PARAMETER[one]]: '', [`${one}Name`]: '' })}
            data-test="narrowed"
          >
            {t(...DIMENSIONS[one])}：{filters.one(`${one}Name`) || filters.one(PARAMETER[one])}
          </Tag>
        ))}
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      {!data ? (
        !problem && <Loading rows={10} />
      ) : data.total.calls === 0 ? (
        <EmptyState
          title={
            narrowed.length > 0 || result !== ''
              ? t('这段时间没有符合条件的调用。', 'No call fits these filters in this time.')
              : t(
                  `这段时间没有调用。统计自 ${formatTime(data.begin, language)} 起；更早的调用在记录检索中。`,
                  `No calls in this time. Calls are counted since ${formatTime(data.begin, language)}; earlier ones are in the records.`,
                )
          }
        />
      ) : (
        <div className="cards" data-test="calls">
          <Figures series={data} />
          <SeriesChart series={data} />
          <TopLists query={query} narrowed={narrowed} />
          <FailureTable
            query={{
              from: query.from,
              until: query.until,
              entryId: filters.one('entryId'),
              grantId: filters.one('grantId'),
              systemId: filters.one('systemId'),
              departmentId: filters.one('consumerId') || filters.one('providerId'),
            }}
          />
        </div>
      )}
    </>
  );
}
