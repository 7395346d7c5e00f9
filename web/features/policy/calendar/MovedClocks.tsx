import { Table } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../../api.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { DepartmentName, MovedClock, Telling } from './types.ts';

/** Where the page of a clock’s subject is: application:12 → /cases/12. */
const PAGES: Record<string, { path: string; zh: string; en: string }> = {
  application: { path: '/cases', zh: '申请', en: 'Application' },
  grant: { path: '/grants', zh: '授权', en: 'Grant' },
  entry: { path: '/review', zh: '目录', en: 'Entry' },
};

/** Dates that a change moved, or, without one, dates that wait for a year’s schedule; with those who were told. */
export function MovedClocks({ change }: { change: number | null }) {
  const { t, language } = useText();
  const { data, problem, loading } = useLoad<MovedClock[]>('/api/calendar/clocks', { change });
  const departments = useLoad<DepartmentName[]>('/api/departments');
  const names = new Map((departments.data ?? []).map(one => [one.id, t(one.name, one.nameEn || one.name)]));
  const about = (provisional: boolean): string => (provisional ? t('约 ', 'about ') : '');
  const date = (before: string | null, after: string | null, provisional: boolean): string => {
    const now = `${after === null ? '' : about(provisional)}${formatDate(after, language)}`;
    return before === after || before === null ? now : `${formatDate(before, language)} → ${now}`;
  };
  if (problem) return <RefusalNotice problem={problem} />;
  return (
    <Table<MovedClock>
      size="medium"
      rowKey={row => `${row.subject} ${row.step}`}
      dataSource={data ?? []}
      loading={loading}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      scroll={{ x: 640 }}
      aria-label={t('期限', 'Dates')}
      locale={{ emptyText: <EmptyState title={t('没有这样的期限。', 'There is none.')} /> }}
      expandable={{ expandedRowRender: row => <Tellings subject={row.subject} /> }}
      columns={[
        {
          key: 'subject',
          title: t('事项', 'Matter'),
          render: (_, row) => {
            const [kind = '', id = ''] = row.subject.split(':');
            const page = PAGES[kind];
            return page ? (
              <Link to={`${page.path}/${id}`}>{`${t(page.zh, page.en)} ${id}`}</Link>
            ) : (
              row.subject
            );
          },
        },
        {
          key: 'local',
          title: t('本地期限', 'Local date'),
          render: (_, row) => date(row.localBefore, row.localAfter, row.localProvisional),
        },
        {
          key: 'legal',
          title: t('法定期限', 'Legal date'),
          render: (_, row) => date(row.legalBefore, row.legalAfter, row.legalProvisional),
        },
        {
          key: 'parties',
          title: t('已告知', 'Told'),
          render: (_, row) => row.parties.map(id => names.get(id) ?? String(id)).join('、') || '—',
        },
      ]}
    />
  );
}

/** What both sides were told, one after the other. */
function Tellings({ subject }: { subject: string }) {
  const { t, language } = useText();
  const { data, problem } = useLoad<Telling[]>('/api/calendar/tellings', { subject });
  if (problem) return <RefusalNotice problem={problem} />;
  const about = (provisional: boolean): string => (provisional ? t('约 ', 'about ') : '');
  const causes = {
    start: t('开始计时', 'Start'),
    resume: t('恢复计时', 'Resumed'),
    extend: t('延期', 'Extended'),
    calendar: t('日历变更', 'Calendar'),
  };
  return (
    <ol style={{ margin: 0, paddingInlineStart: 20 }} aria-label={t('告知经过', 'What was told')}>
      {(data ?? []).map(one => (
        <li key={`${one.step} ${one.at} ${one.cause}`}>
          {formatTime(one.at, language, true)} {causes[one.cause]}
          {one.source === null ? '' : `（${one.source}）`}
          {t('：', ': ')}
          {one.localDue !== null &&
            `${t('本地', 'local')} ${about(one.localProvisional)}${formatDate(one.localDue, language)} `}
          {one.legalDue !== null &&
            `${t('法定', 'legal')} ${about(one.legalProvisional)}${formatDate(one.legalDue, language)}`}
        </li>
      ))}
    </ol>
  );
}
