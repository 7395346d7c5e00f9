import { CheckCircleOutlined, ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Card, theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatCount, formatDate, formatPercent, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { civilDate } from '../sharing/words.ts';
import { daysBetween, endsSoon, hasEnded } from './shown.ts';
import type { Grant } from './types.ts';

/** How long still, and how much it is used: the clock first, since a phone shows it first. */
export function GrantHead({ grant }: { grant: Grant }) {
  const { t } = useText();
  const { token } = theme.useToken();
  // While nothing may be served nobody waits for the first call.
  const waiting =
    grant.supply.suppliedAt === null && (grant.state === 'active' || grant.state === 'awaiting_supply');
  const label = { fontSize: 13, color: token.colorTextSecondary, marginBottom: 4 };
  return (
    <Card data-test="grant-head">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '16px 32px' }}>
        {waiting && (
          <div style={{ flex: '1 1 200px', maxWidth: 380, minWidth: 0 }}>
            <div style={label}>{t('供数期限', 'Supply by')}</div>
            <Supply grant={grant} />
          </div>
        )}
        <div style={{ flex: '1 1 200px', maxWidth: 340, minWidth: 0 }}>
          <div style={label}>{t('使用期限', 'Term')}</div>
          <TermBar grant={grant} />
        </div>
        <div style={{ flex: '2 1 440px', minWidth: 0 }}>
          <Figures grant={grant} />
        </div>
      </div>
    </Card>
  );
}

/** N809 22. Once the data can be had, nobody waits for the provider any more. */
function Supply({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { readyAt, clock, late } = grant.supply;
  if (readyAt === null) return <DeadlineBar clock={clock} />;
  return (
    <div data-test="supply-ready">
      <span style={{ color: late ? token.colorError : token.colorSuccess, fontWeight: 500 }}>
        {late ? (
          <WarningOutlined aria-hidden style={{ marginInlineEnd: 4 }} />
        ) : (
          <CheckCircleOutlined aria-hidden style={{ marginInlineEnd: 4 }} />
        )}
        {grant.mode === 'batch'
          ? t('已具备条件，等待首次运行', 'Ready; waiting for the first run')
          : t('已具备条件，等待首次调用', 'Ready; waiting for the first call')}
      </span>
      <div style={{ fontSize: 12, color: token.colorTextTertiary, marginTop: 4 }}>
        {t(
          `${formatDate(readyAt, language)} 起可用${late ? '，晚于供数期限' : ''}`,
          `Can be used since ${formatDate(readyAt, language)}${late ? ', later than it was due' : ''}`,
        )}
        {clock !== null &&
          clock.due !== null &&
          t(
            `，供数期限 ${formatDate(clock.due, language, true)}`,
            `; due by ${formatDate(clock.due, language, true)}`,
          )}
      </div>
    </div>
  );
}

/** A term is a word, a bar and a date, as every clock is. It is counted in days of the calendar. */
export function TermBar({ grant }: { grant: Pick<Grant, 'from' | 'until' | 'state'> }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const today = civilDate();
  const left = daysBetween(today, grant.until);
  const whole = Math.max(1, daysBetween(grant.from, grant.until));
  const ended = hasEnded(grant.state) || left < 0;
  const soon = endsSoon(grant, today);
  const tone = ended ? token.colorTextTertiary : soon ? token.colorWarning : token.colorPrimary;
  const share = ended ? 1 : Math.min(1, Math.max(0, 1 - left / whole));
  return (
    <div data-test="term">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0 8px', alignItems: 'baseline' }}>
        <span style={{ color: tone, fontWeight: 500 }}>
          <ClockCircleOutlined aria-hidden style={{ marginInlineEnd: 4 }} />
          {ended
            ? t('已结束', 'Over')
            : left === 0
              ? t('今天到期（24:00 前）', 'Ends today (at 24:00)')
              : t(`还有 ${left} 天`, `${left} ${left === 1 ? 'day' : 'days'} left`)}
        </span>
        <span style={{ color: token.colorTextTertiary, fontSize: 13 }}>
          {hasEnded(grant.state) && grant.state !== 'expired'
            ? t(
                `原定到 ${formatDate(grant.until, language)}`,
                `was to be until ${formatDate(grant.until, language)}`,
              )
            : t(
                `到 ${formatDate(grant.until, language, true)}`,
                `until ${formatDate(grant.until, language, true)}`,
              )}
        </span>
      </div>
      <div
        aria-hidden
        style={{ height: 6, borderRadius: 3, background: token.colorFillSecondary, marginTop: 4 }}
      >
        <div
          style={{ width: formatPercent(share, language, 2), height: 6, borderRadius: 3, background: tone }}
        />
      </div>
    </div>
  );
}

function Figures({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const figures: [string, ReactNode][] = [
    [
      grant.mode === 'batch'
        ? t('近 30 天运行', 'Runs in 30 days')
        : grant.mode === 'file'
          ? t('近 30 天取用', 'Taken in 30 days')
          : t('近 30 天调用', 'Calls in 30 days'),
      <Link key="calls" to="?tab=calls" replace preventScrollReset>
        {formatCount(grant.calls30, language)}
      </Link>,
    ],
    [t('失败', 'Failed'), formatCount(grant.failures30, language)],
    [t('提供的记录', 'Records given'), formatCount(grant.rows30, language)],
    [t('最后一次', 'Last used'), grant.lastUsedAt === null ? '—' : formatTime(grant.lastUsedAt, language)],
  ];
  return (
    <dl
      style={{
        margin: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(104px, 1fr))',
        gap: 12,
      }}
      aria-live="off"
    >
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt style={{ color: token.colorTextSecondary, fontSize: 13 }}>{label}</dt>
          <dd style={{ margin: 0, fontSize: 20, lineHeight: '28px', fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
