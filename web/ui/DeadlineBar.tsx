import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  PauseCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { theme } from 'antd';
import type { Static } from 'typebox';
import type { ClockView } from '#modules/deadlines/contract.ts';
import { formatDate } from './format.ts';
import { useText } from './language.tsx';

type Clock = Static<typeof ClockView>;

/** 5 个工作日; 5 working days. Natural days are counted where a notice sets its own time limit. */
function daysIn(clock: Clock, days: number): { zh: string; en: string; of: string; ofEn: string } {
  const natural = clock.unit === 'natural';
  const plural = days === 1 ? 'day' : 'days';
  return {
    zh: natural ? `${days} 日` : `${days} 个工作日`,
    en: natural ? `${days} ${plural}` : `${days} working ${plural}`,
    of: natural ? `第 ${days} 日` : `第 ${days} 个工作日`,
    ofEn: natural ? `day ${days}` : `working day ${days}`,
  };
}

function useWords(clock: Clock): string {
  const { t, language } = useText();
  const date = clock.due === null ? '' : formatDate(clock.due, language);
  const left = daysIn(clock, clock.remaining);
  const used = daysIn(clock, clock.usedDays);
  switch (clock.state) {
    case 'done': {
      if (clock.limitDays === null) return t('已办结', 'Done');
      const limit = clock.unit === 'natural' ? `${clock.limitDays} 日` : `${clock.limitDays} 个`;
      return t(
        `${used.of}办结（限 ${limit}${clock.late ? '，超期' : ''}）`,
        `Done on ${used.ofEn} (limit ${clock.limitDays}${clock.late ? ', late' : ''})`,
      );
    }
    case 'late': {
      const late = daysIn(clock, clock.lateDays);
      return clock.lateDays === 0 ? t('已超期', 'Late') : t(`已超 ${late.zh}`, `${late.en} late`);
    }
    case 'due_today':
      return t('今天到期（24:00 前）', 'Due today (before 24:00)');
    case 'paused':
      return t(`暂停计时（等对方补材料），还剩 ${left.zh}`, `Paused (waiting for material), ${left.en} left`);
    case 'provisional':
      return t(
        `约 ${date} 到期（放假安排公布后重算）`,
        `Due about ${date} (until the holidays are announced)`,
      );
    case 'normal':
    case 'near':
      return clock.due === null
        ? t('及时办理（未规定天数）', 'Without delay (no number of days set)')
        : t(`剩余 ${left.zh}`, `${left.en} left`);
  }
}

/** A clock is always a word, a bar and a date; both sides see the same one (ui.md 5.3). */
export function DeadlineBar({ clock, compact = false }: { clock: Clock | null; compact?: boolean }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (clock === null) return <span style={{ color: token.colorTextTertiary }}>—</span>;
  return <Bar clock={clock} compact={compact} t={t} language={language} />;
}

function Bar({
  clock,
  compact,
  t,
  language,
}: { clock: Clock; compact: boolean } & Pick<ReturnType<typeof useText>, 't' | 'language'>) {
  const { token } = theme.useToken();
  const words = useWords(clock);
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
            {t(`${formatDate(due, language, !compact)} 到期`, `due ${formatDate(due, language, !compact)}`)}
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
      {!compact && <Limits clock={clock} />}
    </div>
  );
}

function Limits({ clock }: { clock: Clock }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const parts: string[] = [];
  if (clock.localDays !== null) {
    const local = daysIn(clock, clock.localDays);
    parts.push(t(`本市规定 ${local.zh}`, `Local limit ${local.en}`));
  }
  if (clock.legalDays !== null && clock.legalDue !== null) {
    const date = formatDate(clock.legalDue, language);
    const legal = daysIn(clock, clock.legalDays);
    parts.push(t(`法定上限 ${legal.zh}（${date}）`, `Legal ceiling ${legal.en} (${date})`));
  }
  if (clock.extendedDays > 0) {
    const extended = daysIn(clock, clock.extendedDays);
    parts.push(t(`已延期 ${extended.zh}`, `Extended by ${extended.en}`));
  }
  if (clock.movedFrom !== null) {
    const before = formatDate(clock.movedFrom, language);
    parts.push(t(`原告知 ${before}，按放假安排重算`, `Told ${before} before; recomputed by the holidays`));
  }
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
        <span key={part} style={{ whiteSpace: 'nowrap' }}>
          {part}
        </span>
      ))}
    </div>
  );
}
