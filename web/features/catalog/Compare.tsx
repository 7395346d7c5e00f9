import { PrinterOutlined } from '@ant-design/icons';
import { Button, Card, Select, Space, Switch } from 'antd';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { ComparisonExport } from './ComparisonExport.tsx';
import { TouchedList } from './TouchedList.tsx';
import type { Comparison, Entry, Versions } from './types.ts';

/** 版本比较: two versions of one entry, only what differs unless all is asked for. */
export function Compare({ working = false }: { working?: boolean }) {
  const { t, language } = useText();
  const { id = '' } = useParams();
  const filters = useFilters();
  const base = `/api/${working ? 'entries' : 'catalog'}/${id}`;
  const place = `${working ? '/our-catalog' : '/catalog'}/${id}`;
  const { data: entry } = useLoad<Entry>(base);
  const { data: versions, problem } = useLoad<Versions>(`${base}/versions`);
  const all = versions?.items ?? [];
  const to = Number(filters.one('to')) || all[0]?.version;
  const from = Number(filters.one('from')) || all[1]?.version || to;
  const compared = useLoad<Comparison>(from === undefined || to === undefined ? null : `${base}/compare`, {
    from,
    to,
  });
  if (!versions || !entry) return problem ? <NotRead problem={problem} /> : <Loading rows={10} />;
  const nameOf = (version: number | undefined): string => {
    const found = all.find(one => one.version === version);
    const day = found && formatDate(found.publishedAt ?? found.changedAt, language);
    return t(`第 ${version} 版（${day ?? '—'}）`, `Version ${version} (${day ?? '—'})`);
  };
  if (all.length < 2)
    return (
      <>
        <PageTitle title={t(`版本比较：${entry.title}`, `Versions of ${entry.title}`)} />
        <EmptyState
          title={t('只有一个版本，没有可以比较的。', 'There is one version only: nothing to compare.')}
          action={<Link to={place}>{t('返回目录', 'Back to the entry')}</Link>}
        />
      </>
    );
  const whole = filters.one('all') === '1';
  const options = all.map(({ version }) => ({ value: version, label: nameOf(version) }));
  const { data } = compared;
  const none = data && data.fields.length === 0 && data.items.length === 0;
  return (
    <>
      <PageTitle
        title={t(`版本比较：${entry.title}`, `Versions of ${entry.title}`)}
        sub={<Link to={place}>{t('返回目录', 'Back to the entry')}</Link>}
        actions={
          <>
            {data && (
              <ComparisonExport
                comparison={data}
                title={entry.title}
                before={nameOf(from)}
                after={nameOf(to)}
              />
            )}
            <Button icon={<PrinterOutlined />} onClick={() => print()}>
              {t('打印', 'Print')}
            </Button>
          </>
        }
      />
      <Card>
        <Space wrap style={{ marginBottom: 16 }}>
          <Select
            value={from ?? null}
            options={options}
            aria-label={t('旧版本', 'Older version')}
            style={{ minWidth: 200 }}
            onChange={value => filters.put('from', value ?? '')}
          />
          <span aria-hidden>→</span>
          <Select
            value={to ?? null}
            options={options}
            aria-label={t('新版本', 'Newer version')}
            style={{ minWidth: 200 }}
            onChange={value => filters.put('to', value ?? '')}
          />
          {from === to || (
            <label>
              <Switch size="small" checked={whole} onChange={on => filters.put('all', on ? '1' : '')} />{' '}
              {t('显示全部字段', 'Show all fields')}
            </label>
          )}
        </Space>
        {compared.problem && <NotRead problem={compared.problem} />}
        {data && data.touched.length > 0 && <TouchedList touched={data.touched} />}
        {none && !whole ? (
          <EmptyState title={t('两个版本没有差别。', 'The two versions do not differ.')} />
        ) : (
          data && (
            <ComparisonTable
              comparison={data}
              before={nameOf(from)}
              after={nameOf(to)}
              unchanged={whole ? data.content : undefined}
            />
          )
        )}
      </Card>
    </>
  );
}

export function CompareOwn() {
  return <Compare working />;
}
