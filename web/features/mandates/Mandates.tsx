import { Button, Segmented, Select, Space } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters, WordsFilter } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import { OfferNote } from './OfferNote.tsx';
import type { MandateRow, MandateRows, Offered } from './types.ts';
import { KINDS, STATES } from './words.ts';

const KIND_KEYS = Object.keys(KINDS) as MandateRow['kind'][];

/** 委托与整体授权: what our department holds and what it gave; standing consents among what it gave. */
export function Mandates() {
  const { t, language } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const offered = useLoad<Offered>('/api/mandates/offered');
  const side = filters.one('side') === '' ? 'all' : filters.one('side');
  const [q, kind, state] = [filters.one('q'), filters.all('kind'), filters.all('state')];
  const filtered = q !== '' || kind.length > 0 || state.length > 0;
  const { problem, table } = useList<MandateRows>('/api/mandates', { side, q, kind, state });
  const draft =
    offered.data?.anywhere === true && can('sharing.apply') ? (
      <Space wrap>
        <Link to="/mandates/new?kind=proxy">
          <Button data-test="mandate-new-proxy">{t('代理授权', 'Proxy')}</Button>
        </Link>
        <Link to="/mandates/new?kind=blanket">
          <Button type="primary" data-test="mandate-new">
            {t('申请整体授权', 'Ask for a blanket authorisation')}
          </Button>
        </Link>
      </Space>
    ) : undefined;
  const coversOf = (row: MandateRow): string => (language === 'en' ? row.coversEn : row.covers);
  const nothing = {
    held: t(
      '本部门还没有取得授权。同一部门的数据经常要用的，可以申请整体授权，不必逐件等答复。',
      'Your department holds none. If you often need one department’s data, ask for a blanket authorisation.',
    ),
    given: t(
      '本部门还没有给出授权。签批无条件共享目录时可以给出常设同意。',
      'Your department gave none. A standing consent can be given with the signature of an unconditional entry.',
    ),
    all: t(
      '还没有常设同意，也没有整体授权和代理授权。',
      'There are no standing consents, blanket authorisations or proxies yet.',
    ),
  }[side];
  return (
    <>
      <PageTitle
        title={t('委托与整体授权', 'Consents and authorisations')}
        sub={t('一次给出，多次适用', 'Given once, used many times')}
        actions={draft}
      />
      <SharingTabs current="mandates" />
      {problem && <RefusalNotice problem={problem} />}
      {offered.problem && <RefusalNotice problem={offered.problem} />}
      {offered.data && (
        <div style={{ marginBottom: 12 }}>
          <OfferNote offered={offered.data} />
        </div>
      )}
      <FilterBar onClear={filtered ? filters.clear : undefined}>
        <Segmented
          value={side}
          onChange={value => filters.put('side', value === 'all' ? '' : value)}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'held', label: t('我方取得', 'Held by us') },
            { value: 'given', label: t('我方给出', 'Given by us') },
          ]}
        />
        <WordsFilter
          placeholder={t('编号、部门、目录或事项', 'No., department, entry or matter')}
          width={240}
        />
        <Select
          mode="multiple"
          allowClear
          value={kind}
          onChange={value => filters.put('kind', value)}
          placeholder={t('全部种类', 'Any kind')}
          aria-label={t('种类', 'Kind')}
          style={{ minWidth: 140 }}
          options={KIND_KEYS.map(value => ({ value, label: t(...KINDS[value]) }))}
        />
        <Select
          mode="multiple"
          allowClear
          value={state}
          onChange={value => filters.put('state', value)}
          placeholder={t('全部状态', 'Any state')}
          aria-label={t('状态', 'State')}
          style={{ minWidth: 160 }}
          options={STATES.map(value => ({ value, label: statusWord('mandate', value, t) }))}
        />
      </FilterBar>
      <DataTable<MandateRow>
        caption={t('委托与整体授权', 'Consents and authorisations')}
        exportName={t('委托与整体授权', 'Consents and authorisations')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={filtered ? t('没有符合这些条件的授权。', 'None fits these filters.') : nothing}
          />
        }
        columns={[
          {
            key: 'no',
            title: t('编号', 'No.'),
            render: (_, row) => <Link to={`/mandates/${row.id}`}>{row.no}</Link>,
            text: row => row.no,
          },
          {
            key: 'covers',
            title: t('种类 · 目录', 'Kind · entries'),
            render: (_, row) => (
              <div className="narrow-cell" style={{ ['--most' as string]: '220px' }}>
                <div>{t(...KINDS[row.kind])}</div>
                <div style={{ fontSize: 12, opacity: 0.8 }}>{coversOf(row)}</div>
              </div>
            ),
            text: row => `${t(...KINDS[row.kind])} · ${coversOf(row)}`,
          },
          {
            key: 'provider',
            title: t('提供部门', 'Provider'),
            render: (_, row) => <div className="narrow-cell">{row.provider.name}</div>,
            text: row => row.provider.name,
          },
          {
            key: 'holder',
            title: t('使用或代理部门', 'Consumer or proxy'),
            render: (_, row) => (
              <div className="narrow-cell">{row.holder?.name ?? t('依法共享的各部门', 'Any consumer')}</div>
            ),
            text: row => row.holder?.name ?? '',
          },
          {
            key: 'until',
            title: t('至', 'Until'),
            render: (_, row) => (row.until === null ? '—' : formatDate(row.until, language)),
            text: row => row.until ?? '',
          },
          {
            key: 'uses',
            title: t('已适用', 'Uses'),
            align: 'right',
            render: (_, row) => row.uses,
            text: row => String(row.uses),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <div style={{ display: 'grid', gap: 4 }}>
                <StatusTag kind="mandate" state={row.state} />
                {row.state === 'awaiting_answer' && row.clock && <DeadlineBar clock={row.clock} compact />}
              </div>
            ),
            text: row => statusWord('mandate', row.state, t),
          },
        ]}
      />
    </>
  );
}
