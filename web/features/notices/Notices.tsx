import { App, Button, Switch, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { SeenDrawer } from './SeenDrawer.tsx';
import type { Notice, NoticeList } from './types.ts';
import { useUnseen } from './unseen.tsx';

const KINDS: Record<Notice['kind'], { words: readonly [zh: string, en: string]; tone: string }> = {
  published: { words: ['发布', 'Published'], tone: 'success' },
  changed: { words: ['变更', 'Changed'], tone: 'processing' },
  suspended: { words: ['暂停', 'Suspended'], tone: 'warning' },
  resumed: { words: ['恢复', 'Resumed'], tone: 'success' },
  withdrawn: { words: ['撤销', 'Withdrawn'], tone: 'error' },
};
/** As many as one request takes. */
const MOST = 100;

/** 目录通告: one notice to all departments for each publication, and which of them have seen it (N809 16). */
export function Notices() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const { can } = useSession();
  const { reload: recount } = useUnseen();
  const filters = useFilters();
  const unseenOnly = filters.one('unseen') === '1';
  const { data, problem, reload, table } = useList<NoticeList>('/api/notices', { unseen: unseenOnly });
  const [refused, setRefused] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Notice | null>(null);

  /** In steps: a department may have let thousands of them wait. */
  async function seeAll() {
    setBusy(true);
    setRefused(null);
    try {
      let seen = 0;
      for (;;) {
        const { items } = await api.get<NoticeList>('/api/notices', { unseen: true, size: MOST });
        if (items.length === 0) break;
        const told = await api.post<{ seen: number }>('/api/notices/seen', { ids: items.map(one => one.id) });
        if (told.seen === 0) break;
        seen += told.seen;
      }
      void message.success(t(`${seen} 条已阅`, `${seen} seen`));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
    setBusy(false);
    reload();
    recount();
  }
  async function see(id: number) {
    setRefused(null);
    try {
      await api.post('/api/notices/seen', { ids: [id] });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
    reload();
    recount();
  }

  const unseen = data?.unseen ?? 0;
  const wrong = refused ?? problem;
  return (
    <>
      <PageTitle
        title={t('目录通告', 'Notices')}
        sub={
          unseen === 0
            ? t('本部门已全部阅知', 'Our department has seen them all')
            : t(`${unseen} 条未阅`, `${unseen} not seen`)
        }
        actions={
          <Button
            type="primary"
            disabled={unseen === 0 || busy}
            data-test="notices-all-seen"
            onClick={() => void seeAll()}
          >
            {busy ? t('提交中', 'Sending') : t('全部已阅', 'Mark all seen')}
          </Button>
        }
      />
      {wrong && <RefusalNotice problem={wrong} />}
      <FilterBar>
        <label>
          <Switch size="small" checked={unseenOnly} onChange={on => filters.put('unseen', on ? '1' : '')} />{' '}
          {t('只看未阅的', 'Only what is not seen')}
        </label>
      </FilterBar>
      <DataTable<Notice>
        caption={t('目录通告', 'Notices')}
        exportName={t('目录通告', 'Notices')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={
              unseenOnly
                ? t('没有未阅的通告。', 'Every notice was seen.')
                : t('还没有通告。目录发布、变更、撤销时会通告各部门。', 'No notice yet.')
            }
          />
        }
        columns={[
          {
            key: 'title',
            title: t('目录', 'Entry'),
            render: (_, row) => (
              <>
                <span style={{ fontWeight: row.seenAt === null ? 500 : 400 }}>
                  {row.kind === 'withdrawn' ? (
                    row.title
                  ) : (
                    <Link to={`/catalog/${row.entryId}`}>{row.title}</Link>
                  )}
                </span>{' '}
                {row.narrowsUs && (
                  <Tag color="warning">{t('收窄了本部门在用的内容', 'Takes something from us')}</Tag>
                )}
                {row.consulted !== '' && (
                  <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                    {t(`协商情况：${row.consulted}`, `What was agreed: ${row.consulted}`)}
                  </div>
                )}
              </>
            ),
            text: row => row.title,
          },
          {
            key: 'kind',
            title: t('通告', 'Notice'),
            render: (_, row) => (
              <Tag variant="filled" color={KINDS[row.kind].tone}>
                {t(...KINDS[row.kind].words)}
              </Tag>
            ),
            text: row => t(...KINDS[row.kind].words),
          },
          {
            key: 'version',
            title: t('版本', 'Version'),
            align: 'right',
            render: (_, row) =>
              row.kind === 'changed' && row.version > 1 ? (
                <Link to={`/catalog/${row.entryId}/compare`}>{row.version}</Link>
              ) : (
                row.version
              ),
            text: row => String(row.version),
          },
          {
            key: 'department',
            title: t('提供部门', 'Provider'),
            render: (_, row) => row.departmentName,
            text: row => row.departmentName,
          },
          {
            key: 'at',
            title: t('时间', 'Time'),
            render: (_, row) => formatTime(row.at, language),
            text: row => formatTime(row.at, language, true),
          },
          {
            key: 'seen',
            title: t('阅知', 'Seen'),
            render: (_, row) => (
              <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'wrap', alignItems: 'baseline' }}>
                {row.seenAt === null ? (
                  <Button size="small" data-test="notice-see" onClick={() => void see(row.id)}>
                    {t('已阅', 'Mark seen')}
                  </Button>
                ) : (
                  <span style={{ color: token.colorTextTertiary }}>{formatTime(row.seenAt, language)}</span>
                )}
                {can('catalog.review') && (
                  <Button type="link" size="small" data-test="notice-who" onClick={() => setAsked(row)}>
                    {t(`${row.seen} 个部门已阅`, `Seen by ${row.seen}`)}
                  </Button>
                )}
              </span>
            ),
            text: row => (row.seenAt === null ? '' : formatTime(row.seenAt, language, true)),
          },
        ]}
      />
      {asked && <SeenDrawer notice={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
