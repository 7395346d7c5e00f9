import { DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { PolicyTabs } from './PolicyTabs.tsx';
import { SimulateFile } from './SimulateFile.tsx';
import { SimulationResult } from './SimulationResult.tsx';
import type { RegionRules, Simulation } from './types.ts';

/** 试算: what if another text had held. Nothing is changed by it. */
export function Simulate() {
  const { t } = useText();
  const filters = useFilters();
  const rules = useLoad<RegionRules>('/api/rules');
  const profile = filters.one('profile') || 'n809';
  const from = filters.one('from') || dayjs().startOf('year').format('YYYY-MM-DD');
  const until = filters.one('until');
  const ofTable = filters.one('of') === 'table';
  const title = rules.data?.profiles.find(one => one.name === profile)?.title ?? profile;

  return (
    <>
      <PageTitle
        title={t('试算：如果按另一规定', 'What if another text had held')}
        sub={t(
          '把已受理的办件按所选规定重新计算期限。只读，不改变任何办件。',
          'Cases that were received are counted once more under a text. It reads and changes nothing.',
        )}
      />
      <PolicyTabs current="/rules/simulate" />
      <FilterBar>
        <Segmented
          value={ofTable ? 'table' : 'platform'}
          onChange={of => filters.put('of', of === 'table' ? of : '')}
          options={[
            { value: 'platform', label: t('本平台的办件', 'Cases of this platform') },
            { value: 'table', label: t('往期办件表格', 'A table of past cases') },
          ]}
        />
        <Select
          value={profile}
          aria-label={t('规定', 'Profile')}
          style={{ width: 320, maxWidth: '100%' }}
          options={(rules.data?.profiles ?? []).map(one => ({ value: one.name, label: one.title }))}
          onChange={name => filters.put('profile', name)}
        />
        <DatePicker
          value={dayjs(from)}
          allowClear={false}
          aria-label={t('受理日期自', 'Received from')}
          disabledDate={date => date.isAfter(dayjs())}
          onChange={date => filters.put('from', date?.format('YYYY-MM-DD') ?? '')}
        />
        <DatePicker
          value={until === '' ? null : dayjs(until)}
          aria-label={t('受理日期至', 'Received through')}
          placeholder={t('至今天', 'Until today')}
          disabledDate={date => date.isAfter(dayjs()) || date.isBefore(dayjs(from))}
          onChange={date => filters.put('until', date?.format('YYYY-MM-DD') ?? '')}
        />
      </FilterBar>
      {ofTable ? (
        <SimulateFile title={title} profile={profile} from={from} until={until} />
      ) : (
        <OwnCases title={title} profile={profile} from={from} until={until} />
      )}
    </>
  );
}

function OwnCases({ title, ...ask }: { title: string; profile: string; from: string; until: string }) {
  const { t } = useText();
  const filters = useFilters();
  const department = filters.one('department');
  const { data, problem, loading } = useLoad<Simulation>('/api/simulations', { ...ask, department });
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={8} />;
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <SimulationResult
        title={title}
        head={data}
        loading={loading}
        more={data.more}
        empty={t(
          '这段时间没有受理过申请。平台启用以前的办件，可用“往期办件表格”试算。',
          'No application was received then. Cases from before the platform can be counted from a table.',
        )}
        onAll={department ? () => filters.put('department', '') : undefined}
        departments={data.departments.map(one => ({
          ...one,
          key: String(one.id),
          link: (
            <Link
              to={`?${withDepartment(filters.search, String(one.id))}`}
              aria-label={t(`只看${one.name}的办件`, `Only cases of ${one.name}`)}
            >
              {one.name}
            </Link>
          ),
        }))}
        cases={data.cases.map(one => {
          const name = `${one.no} ${one.entryTitle}`;
          return { ...one, key: String(one.id), name, link: <Link to={`/cases/${one.id}`}>{name}</Link> };
        })}
      />
    </>
  );
}

function withDepartment(search: URLSearchParams, id: string): string {
  const next = new URLSearchParams(search);
  next.set('department', id);
  return next.toString();
}
