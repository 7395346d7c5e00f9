import { Alert, Grid, Select, Switch, Table, Tag, theme } from 'antd';
import { useLoad } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { DepartmentTabs } from './DepartmentTabs.tsx';
import type { Applied, Region, RegionRules, Resolution } from './types.ts';

/** 适用规则: what holds here, beside what the nation says, each with its clause. */
export function Rules() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const narrow = Grid.useBreakpoint().lg === false;
  const filters = useFilters();
  const region = filters.one('region');
  const regions = useLoad<Region[]>('/api/regions');
  const { data, problem } = useLoad<RegionRules>('/api/rules', { region });
  const onlyDifferent = filters.one('differs') === '1';
  const value = (applied: Applied | null) => (applied ? t(applied.valueText, applied.valueTextEn) : '—');
  const rows = data?.rules.filter(rule => !onlyDifferent || rule.differs) ?? [];
  const upper = regions.data?.filter(one => one.level !== 'street') ?? [];

  return (
    <>
      <PageTitle
        title={t('适用规则', 'Rules that apply')}
        sub={
          data &&
          t(
            `${data.regionName}，按 ${formatDate(data.onDate, language)} 有效的文件`,
            `${data.regionName}, by the documents in force on ${formatDate(data.onDate, language)}`,
          )
        }
      />
      <DepartmentTabs current="rules" />
      <FilterBar>
        <Select
          showSearch
          optionFilterProp="label"
          value={data?.regionCode ?? null}
          aria-label={t('地区', 'Region')}
          style={{ minWidth: 220 }}
          options={upper.map(one => ({ value: one.code, label: one.name }))}
          onChange={code => filters.put('region', code ?? '')}
        />
        <label style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          <Switch
            size="small"
            checked={onlyDifferent}
            onChange={on => filters.put('differs', on ? '1' : '')}
          />
          {t('只看与国家不同的', 'Only where local and national differ')}
        </label>
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={12} />}
      {data && data.notLoaded.length > 0 && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t(
            `已知适用、原文还没有录入的文件：${data.notLoaded.join('、')}`,
            `Known to hold here, text not at hand: ${data.notLoaded.join(', ')}`,
          )}
        />
      )}
      {data && (
        <Table<Resolution>
          size="medium"
          rowKey="ruleId"
          dataSource={rows}
          pagination={false}
          {...(narrow ? { scroll: { x: 900 } } : {})}
          aria-label={t('适用规则', 'Rules that apply')}
          expandable={{
            expandedRowRender: rule => <Clauses rule={rule} />,
            rowExpandable: rule => rule.chain.length > 0,
          }}
          columns={[
            {
              key: 'name',
              width: 150,
              title: t('规则', 'Rule'),
              render: (_, rule) => t(rule.name, rule.nameEn),
            },
            {
              key: 'effective',
              title: t('实际适用', 'Applies'),
              render: (_, rule) => (
                <strong style={{ fontWeight: 500 }}>
                  {value(rule.effective)}{' '}
                  {rule.differs && rule.stricter !== 'equal' && rule.stricter !== null && (
                    <Tag>{t('较严', 'Stricter')}</Tag>
                  )}
                </strong>
              ),
            },
            { key: 'local', title: t('本地', 'Local'), render: (_, rule) => value(rule.local) },
            {
              key: 'national',
              title: t('国家', 'National'),
              render: (_, rule) => value(rule.national),
            },
            {
              key: 'source',
              width: 180,
              title: t('出处', 'Source'),
              render: (_, rule) =>
                rule.effective ? (
                  <span style={{ color: token.colorTextSecondary, whiteSpace: 'normal' }}>
                    {rule.effective.title} {rule.effective.article}
                  </span>
                ) : (
                  '—'
                ),
            },
            {
              key: 'from',
              width: 116,
              title: t('生效日期', 'In force since'),
              render: (_, rule) => formatDate(rule.effective?.from ?? null, language),
            },
          ]}
        />
      )}
    </>
  );
}

function Clauses({ rule }: { rule: Resolution }) {
  const { t } = useText();
  return (
    <div style={{ display: 'grid', gap: 8, maxWidth: 760 }}>
      {rule.chain.map(applied => (
        <ClauseNote
          key={`${applied.document} ${applied.article}`}
          citation={applied}
          {...(applied === rule.chain[0] && rule.differs ? { tag: t('以此为准', 'This one holds') } : {})}
        />
      ))}
    </div>
  );
}
