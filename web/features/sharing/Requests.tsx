import { Button, Input, Select, Space } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { SharingTabs } from './SharingTabs.tsx';
import type { ApplicationRow, ApplicationRows } from './types.ts';
import { levelWord, modeWord, turnWord } from './words.ts';

const STATES = [
  'awaiting_consent',
  'awaiting_authorisation',
  'awaiting_answer',
  'awaiting_material',
  'agreed',
  'partly_agreed',
  'refused',
  'declined',
  'withdrawn',
  'draft',
];

export function Requests() {
  const [search] = useSearchParams();
  return <Cases box={search.get('box') === 'all' ? 'all' : 'mine'} />;
}

export function Todo() {
  return <Cases box="todo" />;
}

function Cases({ box }: { box: 'mine' | 'todo' | 'all' }) {
  const { t, language } = useText();
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.get('page') ?? 1);
  const state = search.getAll('state');
  const q = search.get('q') ?? '';
  // The officers of one department work on one pile, so their own list is the department's.
  const { data, problem, loading } = useLoad<ApplicationRows>(
    '/api/applications',
    { box: box === 'mine' ? 'department' : box, state, q, page, size: 20 },
    [box, search.toString()],
  );
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
    mine: t('我的申请', 'Our requests'),
    todo: t('待我办理', 'For me to handle'),
    all: t('全部办件', 'All cases'),
  }[box];
  const find = (
    <Link to="/catalog">
      <Button type={box === 'mine' ? 'primary' : 'default'}>{t('找数据', 'Find data')}</Button>
    </Link>
  );
  return (
    <>
      <PageTitle title={title} {...(can('sharing.apply') ? { actions: find } : {})} />
      <SharingTabs current={box} />
      {problem && <RefusalNotice problem={problem} />}
      <Space wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={q}
          defaultValue={q}
          allowClear
          placeholder={t('编号、目录或事项', 'No., entry or matter')}
          aria-label={t('关键词', 'Words')}
          onSearch={value => put({ q: value })}
          style={{ width: 240 }}
        />
        {box !== 'todo' && (
          <Select
            mode="multiple"
            allowClear
            value={state}
            onChange={value => put({ state: value })}
            placeholder={t('全部状态', 'Any state')}
            aria-label={t('状态', 'State')}
            style={{ minWidth: 200 }}
            options={STATES.map(word => ({ label: statusWord('application', word, t), value: word }))}
          />
        )}
      </Space>
      <DataTable<ApplicationRow>
        caption={title}
        exportName={title}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={page}
        onPage={next => put({ page: String(next) })}
        loading={loading}
        empty={
          box === 'todo' ? (
            <EmptyState title={t('没有要您办理的申请。', 'No request waits for you.')} />
          ) : (
            <EmptyState
              title={t(
                '还没有申请。到“找数据”里挑一条目录，点“申请使用”。',
                'No requests yet. Choose an entry in “Find data” and apply for it.',
              )}
              {...(can('sharing.apply') ? { action: find } : {})}
            />
          )
        }
        columns={[
          {
            key: 'no',
            title: t('编号 · 提交时间', 'No. · made'),
            render: (_: unknown, row: ApplicationRow) => (
              <>
                <Link to={`/cases/${row.id}`}>{row.no}</Link>
                <div style={{ fontSize: 12, opacity: 0.8 }}>{formatTime(row.createdAt, language)}</div>
              </>
            ),
            text: (row: ApplicationRow) => row.no,
          },
          {
            key: 'entry',
            title: t('目录 · 方式 · 事项', 'Entry · mode · matter'),
            render: (_: unknown, row: ApplicationRow) => (
              <div className="narrow-cell" style={{ ['--most' as string]: '170px' }}>
                <div>{row.entryTitle}</div>
                <div style={{ fontSize: 12, opacity: 0.8 }}>
                  {modeWord(row.mode, t)} · {row.matter}
                </div>
              </div>
            ),
            text: (row: ApplicationRow) => row.entryTitle,
          },
          {
            key: 'sides',
            title: {
              mine: t('提供部门', 'Provider'),
              todo: t('申请部门', 'From'),
              all: t('申请 → 提供', 'From → to'),
            }[box],
            render: (_: unknown, row: ApplicationRow) => <Narrow>{sidesOf(box, row)}</Narrow>,
            text: (row: ApplicationRow) => sidesOf(box, row),
          },
          ...(box === 'todo'
            ? [
                {
                  key: 'items',
                  title: t('数据项 · 最高敏感', 'Items · highest level'),
                  render: (_: unknown, row: ApplicationRow) =>
                    `${row.itemCount} · ${levelWord(row.topSensitivity, t)}`,
                  text: (row: ApplicationRow) => String(row.itemCount),
                },
              ]
            : [
                {
                  key: 'holder',
                  title: t('现在在谁手里', 'Now with'),
                  render: (_: unknown, row: ApplicationRow) => (
                    <Narrow>{postName(row.holder, language) || '—'}</Narrow>
                  ),
                  text: (row: ApplicationRow) => row.holder,
                },
              ]),
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_: unknown, row: ApplicationRow) => (
              <div className="narrow-cell">
                <StatusTag
                  kind="application"
                  state={row.state}
                  yourTurn={row.yourTurn ? turnWord(row.state, t) : false}
                />
              </div>
            ),
            text: (row: ApplicationRow) => statusWord('application', row.state, t),
          },
          {
            key: 'clock',
            title: t('期限', 'Time limit'),
            render: (_: unknown, row: ApplicationRow) => <DeadlineBar clock={row.clock} compact />,
            text: (row: ApplicationRow) => row.clock?.legalDue ?? row.clock?.localDue ?? '',
          },
        ]}
      />
    </>
  );
}

/** Who else has a part in a case; both sides where the reader is neither. */
function sidesOf(box: 'mine' | 'todo' | 'all', { consumer, provider }: ApplicationRow): string {
  return { mine: provider.name, todo: consumer.name, all: `${consumer.name} → ${provider.name}` }[box];
}

/** Long names wrap inside a list instead of pushing the last column off the screen. */
function Narrow({ children }: { children: string }) {
  return (
    <div className="narrow-cell" style={{ minWidth: 90 }}>
      {children}
    </div>
  );
}
