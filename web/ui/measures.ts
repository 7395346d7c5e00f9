import type { Language } from './language.tsx';

/** Bytes as 812 B, 1.3 MB, 4.2 GB; powers of 1000. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return '—';
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let at = 0;
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/** How long ago an instant is: 8 秒前, 3 分前, 2 天前. An instant ahead of this clock is now. */
export function formatAgo(instant: string | null, now: number, language: Language): string {
  const at = instant === null ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(at)) return '—';
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const zh = language === 'zh';
  if (seconds < 1) return zh ? '刚刚' : 'just now';
  if (seconds < 60) return zh ? `${seconds} 秒前` : `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return zh ? `${minutes} 分前` : `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return zh ? `${hours} 小时前` : `${hours} h ago`;
  return zh ? `${Math.floor(hours / 24)} 天前` : `${Math.floor(hours / 24)} days ago`;
}
