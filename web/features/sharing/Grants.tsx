import { Button, Input, Select, Space } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { SharingTabs } from './SharingTabs.tsx';
import type { GrantRow, GrantRows } from './types.ts';
import { modeWord } from './words.ts';

const STATES = ['active', 'suspended', 'expired', 'revoked'];

/** 我的授权, and from the provider's side 对外授权. */
export function Grants() {
  const { t, language } = useText();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('side');
  const side = asked === 'given' || asked === 'all' ? asked : 'holding';
  const page = Number(search.get('page') ?? 1);
  const state = search.getAll('state');
  const q = search.get('q') ?? '';
  const { data, problem, loading } = useLoad<GrantRows>('/api/grants', { side, state, q, page, size: 20 }, [
    search.toString(),
  ]);
  const put = (changes: Record<string, string | string[]>) => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries({ page: '1', ...changes })) {
      next.delete(key);
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== '' && !(key === 'page' && one === '1')) next.append(key, one);
    }
    setSearch(next, { replace: true });
  };
  const title = {
    holding: t('我的授权', 'Our grants'),
    given: t('对外授权', 'Grants given'),
    all: t('全部授权', 'All grants'),
  }[side];
  return (
    <>
      <PageTitle title={title} />
      <SharingTabs current={side === 'given' ? 'given' : 'holding'} />
      {problem && <RefusalNotice problem={problem} />}
      <Space wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={q}
          defaultValue={q}
          allowClear
          placeholder={t('授权编号或目录', 'No. or entry')}
          aria-label={t('关键词', 'Words')}
          onSearch={value => put({ q: value })}
          style={{ width: 240 }}
        />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => put({ state: value })}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 200 }}
          options={STATES.map(word => ({ label: statusWord('grant', word, t), value: word }))}
        />
      </Space>
      <DataTable<GrantRow>
        caption={title}
        exportName={title}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={page}
        onPage={next => put({ page: String(next) })}
        loading={loading}
        empty={
          side === 'given' ? (
            <EmptyState
              title={t(
                '还没有对外授权。别的部门申请并同意后会出现在这里。',
                'No grants given yet. They appear here once you agree to a request.',
              )}
            />
          ) : (
            <EmptyState
              title={t(
                '还没有授权。申请同意后会出现在这里。',
                'No grants yet. They appear here once a request is agreed.',
              )}
              action={
                <Link to="/catalog">
                  <Button>{t('找数据', 'Find data')}</Button>
                </Link>
              }
            />
          )
        }
        columns={[
          {
            key: 'no',
            title: t('授权编号', 'Grant no.'),
            render: (_: unknown, row: GrantRow) => <Link to={`/grants/${row.id}`}>{row.no}</Link>,
            text: (row: GrantRow) => row.no,
          },
          {
            key: 'entry',
            title: t('目录 · 方式', 'Entry · mode'),
            render: (_: unknown, row: GrantRow) => (
              <div className="narrow-cell" style={{ ['--most' as string]: '190px' }}>
                <div>{row.entryTitle}</div>
                <div style={{ fontSize: 12, opacity: 0.8 }}>{modeWord(row.mode, t)}</div>
              </div>
            ),
            text: (row: GrantRow) => `${row.entryTitle} · ${modeWord(row.mode, t)}`,
          },
          side === 'given'
            ? {
                key: 'consumer',
                title: t('使用部门', 'Consumer'),
                render: (_: unknown, row: GrantRow) => <div className="narrow-cell">{row.consumer.name}</div>,
                text: (row: GrantRow) => row.consumer.name,
              }
            : {
                key: 'provider',
                title: t('提供部门', 'Provider'),
                render: (_: unknown, row: GrantRow) => <div className="narrow-cell">{row.provider.name}</div>,
                text: (row: GrantRow) => row.provider.name,
              },
          {
            key: 'system',
            title: t('系统', 'System'),
            render: (_: unknown, row: GrantRow) => <div className="narrow-cell">{row.system.name}</div>,
            text: (row: GrantRow) => row.system.name,
          },
          {
            key: 'until',
            title: t('期限至', 'Until'),
            render: (_: unknown, row: GrantRow) => formatDate(row.until, language),
            text: (row: GrantRow) => row.until,
          },
          {
            key: 'calls',
            title: t('近 30 天调用', 'Calls in 30 days'),
            align: 'right' as const,
            render: (_: unknown, row: GrantRow) => formatCount(row.calls30, language),
            text: (row: GrantRow) => String(row.calls30),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_: unknown, row: GrantRow) => <StatusTag kind="grant" state={row.state} />,
            text: (row: GrantRow) => statusWord('grant', row.state, t),
          },
        ]}
      />
    </>
  );
}
