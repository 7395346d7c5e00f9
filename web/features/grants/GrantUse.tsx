import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { Button, Segmented, Space, theme } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { CallsChart } from './CallsChart.tsx';
import { ReadChart } from './ReadChart.tsx';
import { mayChange } from './shown.ts';
import type { Grant, GrantUsage } from './types.ts';

const SPANS = [30, 90, 365];
const DEFAULT_SPAN = 90;

/** 使用情况: of what was granted, what was read; the rest need not be renewed. */
export function GrantUse({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, can } = useSession();
  const filters = useFilters();
  const asked = Number(filters.one('days'));
  const days = SPANS.includes(asked) ? asked : DEFAULT_SPAN;
  const { data, problem } = useLoad<GrantUsage>(`/api/grants/${grant.id}/usage`, { days }, [grant.version]);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={6} />;
  const read = data.items.filter(item => item.read);
  const unread = data.items.filter(item => !item.read);
  const asks =
    session.post?.departmentId === grant.consumer.id && can('sharing.apply') && mayChange(grant.state);
  return (
    <div className="cards" data-test="grant-usage">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
        <Segmented
          value={days}
          onChange={value => filters.put('days', value === DEFAULT_SPAN ? '' : value)}
          options={SPANS.map(value => ({ value, label: t(`${value} 天内`, `${value} days`) }))}
          aria-label={t('时间范围', 'Time range')}
        />
        <span style={{ color: token.colorTextSecondary }}>
          {t(
            `调用 ${formatCount(data.calls, language)} 次，失败 ${formatCount(data.failures, language)} 次，提供 ${formatCount(data.rows, language)} 条`,
            `${formatCount(data.calls, language)} calls, ${formatCount(data.failures, language)} failed, ${formatCount(data.rows, language)} records given`,
          )}
          {data.lastUsedAt !== null &&
            t(
              `，最后一次 ${formatTime(data.lastUsedAt, language)}`,
              `; the last ${formatTime(data.lastUsedAt, language)}`,
            )}
        </span>
        {grant.mode !== 'batch' && (
          <Link
            to={`/calls?grantId=${grant.id}&grantName=${encodeURIComponent(grant.no)}`}
            data-test="grant-watch"
          >
            {t('耗时与失败原因', 'Times and failures')}
          </Link>
        )}
      </div>
      <p style={{ fontSize: 15, fontWeight: 500 }} data-test="read-of-granted">
        {t(
          `批准 ${data.granted} 项，${days} 天内读过 ${data.read} 项`,
          `${data.granted} items granted, ${data.read} read in ${days} days`,
        )}
      </p>
      {data.calls === 0 ? (
        <EmptyState title={t(`${days} 天内没有使用。`, `Not used in ${days} days.`)} />
      ) : (
        <>
          <CallsChart usage={data} />
          <ReadChart grant={grant} usage={data} />
          <Names
            label={t(`读过（${read.length}）`, `Read (${read.length})`)}
            names={read.map(item => item.name)}
            read
          />
          <Names
            label={t(
              `没有读过（${unread.length}），续期时建议缩减`,
              `Not read (${unread.length}); better left out of a renewal`,
            )}
            names={unread.map(item => item.name)}
            read={false}
          />
        </>
      )}
      {data.capped && (
        <span style={{ fontSize: 12, color: token.colorTextTertiary }}>
          {t(
            `只核对了最近 ${formatCount(data.looked, language)} 条使用记录，更早的可能还读过其他数据项。`,
            `Only the newest ${formatCount(data.looked, language)} records of use were looked through; older ones may name further items.`,
          )}
        </span>
      )}
      {asks && (
        <Space wrap>
          <Link to={`/requests/new?grant=${grant.id}&renew=1`} data-test="use-renew">
            <Button>{unread.length > 0 ? t('续期时缩减', 'Renew with less') : t('续期', 'Renew')}</Button>
          </Link>
          <Link to={`/requests/new?grant=${grant.id}`} data-test="use-change">
            <Button>{t('变更', 'Change')}</Button>
          </Link>
        </Space>
      )}
    </div>
  );
}

function Names({ label, names, read }: { label: string; names: string[]; read: boolean }) {
  const { token } = theme.useToken();
  if (names.length === 0) return null;
  const Icon = read ? CheckCircleOutlined : MinusCircleOutlined;
  return (
    <div>
      <div style={{ fontSize: 13, color: token.colorTextSecondary, marginBottom: 4 }}>{label}</div>
      <ul
        style={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          display: 'flex',
          flexWrap: 'wrap',
          gap: '4px 16px',
        }}
      >
        {names.map(name => (
          <li key={name}>
            <Icon
              aria-hidden
              style={{ marginInlineEnd: 4, color: read ? token.colorSuccess : token.colorTextTertiary }}
            />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
