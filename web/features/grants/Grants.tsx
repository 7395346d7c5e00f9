import { Button, Space, theme } from 'antd';
import { Link } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { type DataColumn, DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { useList } from '../../ui/useList.ts';
import { SharingTabs } from '../sharing/SharingTabs.tsx';
import { civilDate, modeWord } from '../sharing/words.ts';
import { GrantFilters, STANDING } from './GrantFilters.tsx';
import {
  SOON_DAYS,
  daysBetween,
  endsSoon,
  mayChange,
  mayUse,
  placeOfUse,
  plusDays,
  shownState,
} from './shown.ts';
import type { GrantRow, GrantRows } from './types.ts';

/** 我的授权, and from the provider's side 对外授权; the authority also sees all of its region. */
export function Grants() {
  const { t } = useText();
  const filters = useFilters();
  const asked = filters.one('side');
  const side = asked === 'given' || asked === 'all' ? asked : 'holding';
  const [q, state, mode, near] = [
    filters.one('q'),
    filters.all('state'),
    filters.all('mode'),
    filters.one('near'),
  ];
  const today = civilDate();
  const ending = near === 'ending';
  const filtered = q !== '' || state.length > 0 || mode.length > 0 || near !== '';
  const { problem, table } = useList<GrantRows>('/api/grants', {
    side,
    q,
    // What has ended does not end soon.
    state: ending && state.length === 0 ? STANDING : state,
    mode,
    until: ending ? plusDays(today, SOON_DAYS) : undefined,
    disposing: near === 'disposing' ? true : undefined,
  });
  const columns = useGrantColumns(side, today);
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
      <GrantFilters filters={filters} side={side} filtered={filtered} />
      <DataTable<GrantRow>
        caption={title}
        exportName={title}
        {...table}
        rowKey="id"
        empty={<NoGrants side={side} filtered={filtered} />}
        columns={columns}
      />
    </>
  );
}

function NoGrants({ side, filtered }: { side: 'holding' | 'given' | 'all'; filtered: boolean }) {
  const { t } = useText();
  if (filtered) return <EmptyState title={t('没有符合这些条件的授权。', 'No grant fits these filters.')} />;
  if (side !== 'holding')
    return (
      <EmptyState
        title={t(
          '还没有对外授权。别的部门申请并同意后会出现在这里。',
          'No grants given yet. They appear here once you agree to a request.',
        )}
      />
    );
  return (
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
  );
}

function useGrantColumns(side: 'holding' | 'given' | 'all', today: string): DataColumn<GrantRow>[] {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const provider: DataColumn<GrantRow> = {
    key: 'provider',
    title: t('提供部门', 'Provider'),
    render: (_, row) => <div className="narrow-cell">{row.provider.name}</div>,
    text: row => row.provider.name,
  };
  const consumer: DataColumn<GrantRow> = {
    key: 'consumer',
    title: t('使用部门', 'Consumer'),
    render: (_, row) => <div className="narrow-cell">{row.consumer.name}</div>,
    text: row => row.consumer.name,
  };
  return [
    {
      key: 'no',
      title: t('授权编号', 'Grant no.'),
      render: (_, row) => <Link to={`/grants/${row.id}`}>{row.no}</Link>,
      text: row => row.no,
    },
    {
      key: 'entry',
      title: t('目录 · 方式', 'Entry · mode'),
      render: (_, row) => (
        <div className="narrow-cell" style={{ ['--most' as string]: '190px' }}>
          <div>{row.entryTitle}</div>
          <div style={{ fontSize: 12, color: token.colorTextTertiary }}>{modeWord(row.mode, t)}</div>
        </div>
      ),
      text: row => `${row.entryTitle} · ${modeWord(row.mode, t)}`,
    },
    ...(side === 'given' ? [consumer] : side === 'holding' ? [provider] : [provider, consumer]),
    {
      key: 'system',
      title: t('系统', 'System'),
      render: (_, row) => <div className="narrow-cell">{row.system.name}</div>,
      text: row => row.system.name,
    },
    {
      key: 'until',
      title: t('期限至', 'Until'),
      render: (_, row) => (
        <>
          {formatDate(row.until, language)}
          {endsSoon(row, today) && (
            <div style={{ fontSize: 12, color: token.colorWarning }}>
              {daysBetween(today, row.until) === 0
                ? t('今天到期', 'ends today')
                : t(`还有 ${daysBetween(today, row.until)} 天`, `${daysBetween(today, row.until)} days left`)}
            </div>
          )}
        </>
      ),
      text: row => row.until,
    },
    {
      key: 'calls',
      title: t('近 30 天调用', 'Calls in 30 days'),
      align: 'right',
      render: (_, row) => formatCount(row.calls30, language),
      text: row => String(row.calls30),
    },
    {
      key: 'state',
      title: t('状态', 'State'),
      render: (_, row) => <StatusTag kind="grant" state={shownState(row, today)} />,
      text: row => statusWord('grant', shownState(row, today), t),
    },
    ...(side === 'given'
      ? []
      : [
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_: unknown, row: GrantRow) => <RowActions row={row} soon={endsSoon(row, today)} />,
          },
        ]),
  ];
}

function RowActions({ row, soon }: { row: GrantRow; soon: boolean }) {
  const { t } = useText();
  const { session, can } = useSession();
  if (session.post?.departmentId !== row.consumer.id) return null;
  const uses = row.state === 'active' && mayUse(row.mode, can('exchange.run'));
  const renews = soon && mayChange(row.state) && can('sharing.apply');
  if (!uses && !renews) return null;
  return (
    <Space size={[8, 4]}>
      {uses && (
        <Link to={placeOfUse(row)}>
          <Button size="small">{t('去使用', 'Use it')}</Button>
        </Link>
      )}
      {renews && (
        <Link to={`/requests/new?grant=${row.id}&renew=1`}>
          <Button size="small">{t('续期', 'Renew')}</Button>
        </Link>
      )}
    </Space>
  );
}
