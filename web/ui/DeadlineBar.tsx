import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  PauseCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { theme } from 'antd';
import { type Clock, dateWords, limitWords, stateWords } from './deadlineWords.ts';
import { formatDate } from './format.ts';
import { useText } from './language.tsx';

interface DeadlineBarProps {
  clock: Clock | null;
  compact?: boolean;
  /** False where the days are neither the law's nor the place's, and the page says whose they are. */
  limits?: boolean;
}

/** A clock is always a word, a bar and a date; both sides see the same one (ui.md 5.3). */
export function DeadlineBar({ clock, compact = false, limits = true }: DeadlineBarProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (clock === null) return <span style={{ color: token.colorTextTertiary }}>—</span>;
  return <Bar clock={clock} compact={compact} limits={limits} t={t} language={language} />;
}

function Bar({
  clock,
  compact,
  limits,
  t,
  language,
}: { clock: Clock; compact: boolean; limits: boolean } & Pick<ReturnType<typeof useText>, 't' | 'language'>) {
  const { token } = theme.useToken();
  const words = stateWords(clock, t, language);
  const { due } = clock;
  const tone = {
    normal: token.colorPrimary,
    near: token.colorWarning,
    due_today: token.colorWarning,
    late: token.colorError,
    paused: token.colorTextTertiary,
    done: clock.late ? token.colorError : token.colorSuccess,
    provisional: token.colorPrimary,
  }[clock.state];
  const Icon = clock.late
    ? WarningOutlined
    : clock.state === 'done'
      ? CheckCircleOutlined
      : clock.state === 'paused'
        ? PauseCircleOutlined
        : ClockCircleOutlined;
  const whole = clock.legalDays ?? clock.localDays;
  const full = clock.state === 'late' || clock.state === 'due_today' || clock.state === 'done';
  const share = full
    ? 1
    : whole === null || whole === 0
      ? 0
      : Math.min(1, clock.usedDays / (whole + clock.extendedDays));
  const tick =
    clock.state !== 'done' &&
    clock.localDays !== null &&
    clock.legalDays !== null &&
    clock.localDays < clock.legalDays
      ? clock.localDays / clock.legalDays
      : null;
  const showsDate = due !== null && clock.state !== 'done' && clock.state !== 'provisional';
  const fill =
    clock.state === 'paused'
      ? `repeating-linear-gradient(135deg, ${tone} 0 4px, transparent 4px 8px)`
      : clock.state === 'provisional'
        ? `repeating-linear-gradient(90deg, ${tone} 0 6px, transparent 6px 10px)`
        : tone;
  return (
    <div
      style={{
        minWidth: compact ? 170 : 220,
        maxWidth: compact ? 184 : 'none',
        fontVariantNumeric: 'tabular-nums',
      }}
      data-test="deadline"
    >
      <div
        style={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: '0 8px',
          alignItems: 'baseline',
          lineHeight: '20px',
        }}
      >
        <span style={{ color: tone, fontWeight: 500 }}>
          <Icon aria-hidden style={{ marginInlineEnd: 4 }} />
          {words}
        </span>
        {showsDate && (
          <span style={{ color: token.colorTextTertiary, fontSize: 13 }}>
            {t(
              `${dateWords(due, clock.provisional, language, !compact)} 到期`,
              `due ${dateWords(due, clock.provisional, language, !compact)}`,
            )}
          </span>
        )}
      </div>
      {whole !== null && (
        <div
          aria-hidden
          style={{
            position: 'relative',
            height: 6,
            borderRadius: 3,
            background: token.colorFillSecondary,
            marginTop: 4,
          }}
        >
          <div style={{ width: `${share * 100}%`, height: 6, borderRadius: 3, background: fill }} />
          {tick !== null && (
            <div
              style={{
                position: 'absolute',
                insetInlineStart: `${tick * 100}%`,
                top: -2,
                width: 2,
                height: 10,
                background: token.colorText,
              }}
            />
          )}
        </div>
      )}
      {!compact && limits && <Limits clock={clock} />}
      {compact && clock.movedFrom !== null && clock.state !== 'done' && (
        <div style={{ color: token.colorTextTertiary, fontSize: 12, marginTop: 4 }} data-test="moved-from">
          {t(
            `原告知 ${formatDate(clock.movedFrom, language)}，已按放假安排重算`,
            `Told ${formatDate(clock.movedFrom, language)} before; recomputed by the holidays`,
          )}
        </div>
      )}
    </div>
  );
}

function Limits({ clock }: { clock: Clock }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const parts = limitWords(clock, t, language);
  if (parts.length === 0) return null;
  return (
    <div
      style={{
        color: token.colorTextTertiary,
        fontSize: 12,
        marginTop: 4,
        display: 'flex',
        flexWrap: 'wrap',
        gap: '0 12px',
      }}
    >
      {parts.map(part => (
        <span key={part}>{part}</span>
      ))}
    </div>
  );
}
