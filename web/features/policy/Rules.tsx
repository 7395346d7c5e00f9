import { SwapOutlined } from '@ant-design/icons';
import { Alert, Button, DatePicker, Input, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { PolicyTabs } from './PolicyTabs.tsx';
import { RuleTable } from './RuleTable.tsx';
import { SwitchDialog } from './SwitchDialog.tsx';
import { SwitchHistory } from './SwitchHistory.tsx';
import type { Region, RegionRules } from './types.ts';

/** 适用规则: what holds in a region, by which text, and what the others say. */
export function Rules() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const region = filters.one('region');
  const regions = useLoad<Region[]>('/api/regions');
  const { data, problem, reload } = useLoad<RegionRules>('/api/rules', {
    region,
    date: filters.one('date'),
  });
  const [switching, setSwitching] = useState(false);
  /** How many switches were made here: their list is read anew after each. */
  const [switched, setSwitched] = useState(0);
  const onlyDifferent = filters.one('differs') === '1';
  const words = filters.one('q').trim();
  const rows =
    data?.rules.filter(
      rule =>
        (!onlyDifferent || rule.differs) &&
        (words === '' ||
          `${rule.name} ${rule.nameEn} ${rule.effective?.title ?? ''} ${rule.effective?.article ?? ''} ${rule.effective?.quotation ?? ''}`
            .toLowerCase()
            .includes(words.toLowerCase())),
    ) ?? [];
  const upper = regions.data?.filter(one => one.level !== 'street' && one.level !== 'village') ?? [];
  const name = upper.find(one => one.code === data?.regionCode)?.name ?? data?.regionName ?? '';
  const options = upper.map(one => ({ value: one.code, label: one.name }));
  // Regions that the installation does not serve can be looked at too: their texts are here.
  for (const { regionCode, regionName } of data?.profiles ?? [])
    if (!upper.some(one => one.code === regionCode)) options.push({ value: regionCode, label: regionName });
  if (data && !options.some(one => one.value === data.regionCode))
    options.push({ value: data.regionCode, label: name || data.regionCode });
  const profile = data?.profiles.find(one => one.name === data.profile);
  const draft = profile?.status === 'draft' ? t('（草案，不适用）', ' (a draft: binds nobody)') : '';

  return (
    <>
      <PageTitle
        title={t('适用规则', 'Rules that apply')}
        sub={
          data &&
          t(
            `${name}，按 ${formatDate(data.onDate, language)} 有效的文件。本地规定：${profile?.title ?? '无'}${draft}`,
            `${name}, by the texts in force on ${formatDate(data.onDate, language)}. Own text: ${profile?.title ?? 'none'}${draft}`,
          )
        }
        actions={
          can('policy.switch') &&
          data && (
            <Button icon={<SwapOutlined />} data-test="switch" onClick={() => setSwitching(true)}>
              {t('切换本地规定', 'Switch profile')}
            </Button>
          )
        }
      />
      <PolicyTabs current="/rules" />
      <FilterBar>
        <Select
          showSearch
          optionFilterProp="label"
          value={data?.regionCode ?? null}
          aria-label={t('地区', 'Region')}
          style={{ minWidth: 200 }}
          options={options}
          onChange={code => filters.put('region', code ?? '')}
        />
        <DatePicker
          value={data ? dayjs(data.onDate) : null}
          allowClear={filters.one('date') !== ''}
          aria-label={t('哪一天有效的规定', 'The rules of which day')}
          data-test="rules-date"
          onChange={date => filters.put('date', date?.format('YYYY-MM-DD') ?? '')}
        />
        <Input.Search
          allowClear
          defaultValue={words}
          aria-label={t('查找规则', 'Find a rule')}
          placeholder={t('查找规则', 'Find a rule')}
          style={{ width: 200 }}
          onSearch={text => filters.put('q', text)}
        />
        <label style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          <Switch
            size="small"
            checked={onlyDifferent}
            onChange={on => filters.put('differs', on ? '1' : '')}
          />
          {t('只看与国家不同的', 'Only where texts differ')}
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
            `Known to hold here, text not loaded: ${data.notLoaded.join(', ')}`,
          )}
        />
      )}
      {data && data.note !== '' && (
        <Alert type="info" showIcon style={{ marginBottom: 16 }} title={data.note} />
      )}
      {data && rows.length === 0 && <EmptyState title={t('没有符合的规则。', 'No rule fits.')} />}
      {data && rows.length > 0 && <RuleTable rows={rows} />}
      {data && <SwitchHistory key={`${data.regionCode} ${data.profile} ${switched}`} rules={data} />}
      {switching && data && (
        <SwitchDialog
          rules={data}
          regionName={name}
          onClose={() => setSwitching(false)}
          onDone={() => {
            setSwitching(false);
            setSwitched(switched + 1);
            reload();
          }}
        />
      )}
    </>
  );
}
