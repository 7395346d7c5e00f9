import type { Language } from './language.tsx';

/** Formats of ui.md 5.2. Times are Beijing time whatever the reader's computer says. */

const ZONE = 'Asia/Shanghai';
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const stamp = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A civil date or an instant as 2026-11-23; with its weekday where a deadline is shown. */
export function formatDate(value: string | null, language: Language, withWeekday = false): string {
  if (value === null || value === '') return '—';
  const date = /^\d{4}-\d\d-\d\d$/.test(value) ? value : civilDate(value);
  if (date === '') return '—';
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  if (language === 'zh') return withWeekday ? `${date}（${WEEKDAYS[weekday]}）` : date;
  const text = `${day} ${MONTHS[month - 1]} ${year}`;
  return withWeekday ? `${text} (${WEEKDAYS_EN[weekday]})` : text;
}

/** An instant as lists show it: 11-20 15:04 in this year, else the date. `full` adds year and seconds. */
export function formatTime(instant: string | null, language: Language, full = false): string {
  if (instant === null || instant === '') return '—';
  const whole = stampOf(instant);
  if (whole === '') return '—';
  const [date = '', time = ''] = whole.split(' ');
  if (full) return language === 'zh' ? whole : `${formatDate(date, language)}, ${time}`;
  if (date.slice(0, 4) !== stampOf(new Date().toISOString()).slice(0, 4)) return formatDate(date, language);
  if (language === 'zh') return `${date.slice(5)} ${time.slice(0, 5)}`;
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]}, ${time.slice(0, 5)}`;
}

/** An integer with its thousands separated; `short` writes headline figures as 12.6 万, 2.31 亿 (126 k, 231 M). */
export function formatCount(value: number | null, language: Language, short = false): string {
  if (value === null || !Number.isFinite(value)) return '—';
  if (short && language === 'zh') {
    if (value >= 1e8) return `${(value / 1e8).toFixed(2)} 亿`;
    if (value >= 1e5) return `${(value / 1e4).toFixed(1)} 万`;
  }
  if (short && language === 'en') {
    if (value >= 1e7) return `${Math.round(value / 1e6)} M`;
    if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
    if (value >= 1e5) return `${Math.round(value / 1e3)} k`;
  }
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds in words: 38 毫秒; 41 秒; 3 分 12 秒. */
export function formatDuration(milliseconds: number | null, language: Language): string {
  if (milliseconds === null || !Number.isFinite(milliseconds)) return '—';
  const zh = language === 'zh';
  if (milliseconds < 1000) return zh ? `${Math.round(milliseconds)} 毫秒` : `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return zh ? `${seconds} 秒` : `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return zh ? `${minutes} 分 ${seconds % 60} 秒` : `${minutes} min ${seconds % 60} s`;
  return zh
    ? `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A share of 1 as 97.8%; nothing where there is nothing to divide by. */
export function formatPercent(share: number | null, _language: Language, digits = 1): string {
  return share === null || !Number.isFinite(share) ? '—' : `${(share * 100).toFixed(digits)}%`;
}

function stampOf(instant: string): string {
  const time = new Date(instant);
  return Number.isNaN(time.getTime()) ? '' : stamp.format(time);
}

function civilDate(instant: string): string {
  return stampOf(instant).slice(0, 10);
}

/** The civil date of the platform, Beijing’s, wherever the browser is. */
export const today = (): string => civilDate(new Date().toISOString());
