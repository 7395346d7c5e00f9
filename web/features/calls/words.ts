import type { Language } from '../../ui/language.tsx';
import type { Alert, Dimension, Service } from './types.ts';

type Word = readonly [zh: string, en: string];
type Tone = 'default' | 'processing' | 'warning' | 'success' | 'error';

export const DIMENSIONS: Record<Dimension, Word> = {
  entry: ['目录', 'Entry'],
  service: ['服务', 'Service'],
  provider: ['提供部门', 'Provider'],
  consumer: ['使用部门', 'Consumer'],
  system: ['业务系统', 'System'],
  scenario: ['应用场景', 'Scenario'],
  grant: ['授权', 'Grant'],
  code: ['未成功的原因', 'Why it failed'],
};

/** What a row of a top list narrows the page down to. */
export const PARAMETER: Record<Dimension, string> = {
  entry: 'entryId',
  service: 'service',
  provider: 'providerId',
  consumer: 'consumerId',
  system: 'systemId',
  scenario: 'scenario',
  grant: 'grantId',
  code: 'code',
};

export const SORTS: Record<string, Word> = {
  calls: ['调用最多', 'Most calls'],
  failures: ['未成功最多', 'Most failures'],
  rows: ['返回条数最多', 'Most rows'],
  bytes: ['数据量最大', 'Most bytes'],
  p95: ['最慢', 'Slowest'],
};

export const RANGES: Record<string, { hours: number; words: Word }> = {
  '1h': { hours: 1, words: ['1 小时', '1 hour'] },
  '24h': { hours: 24, words: ['24 小时', '24 hours'] },
  '7d': { hours: 168, words: ['7 天', '7 days'] },
  '30d': { hours: 720, words: ['30 天', '30 days'] },
  '365d': { hours: 8760, words: ['一年', 'A year'] },
};

export const KINDS: Record<Alert['kind'], { words: Word; measure: Word; unit: Word }> = {
  sequence: {
    words: ['逐个试查标识', 'Identifiers worked through'],
    measure: ['一小时内标识相邻的调用', 'Calls about neighbouring identifiers in an hour'],
    unit: ['次', 'calls'],
  },
  guessing: {
    words: ['反复试核验值', 'Values tried out'],
    measure: ['一小时内试值告警', 'Warnings of tries in an hour'],
    unit: ['次', 'times'],
  },
  volume: {
    words: ['调用量远超往常', 'Far more calls than usual'],
    measure: [
      '一小时内调用，是前四周最忙一小时的',
      'Calls in an hour, against the busiest hour of four weeks',
    ],
    unit: ['倍', 'times'],
  },
  hours: {
    words: ['在平时不用的时段调用', 'Calls at unusual hours'],
    measure: [
      '前四周从不调用的时段里，一小时内调用',
      'Calls in an hour of the day without any in four weeks',
    ],
    unit: ['次', 'calls'],
  },
  hits: {
    words: ['查无结果的比例过高', 'Unusually many found nothing'],
    measure: ['一小时内查无结果的比例', 'Share of calls that found nothing, in an hour'],
    unit: ['%', '%'],
  },
  errors: {
    words: ['被拒绝的比例过高', 'Unusually many refused'],
    measure: ['一小时内被拒绝的比例', 'Share of refused calls, in an hour'],
    unit: ['%', '%'],
  },
  persons: {
    words: ['同一岗位查询人数过多', 'One post, very many persons'],
    measure: ['一小时内同一岗位查询的人数', 'Persons that one post asked about in an hour'],
    unit: ['人', 'persons'],
  },
};

export const RESPONSES: Record<Alert['response'], { words: Word; tone: Tone }> = {
  tell: { words: ['提醒', 'Told'], tone: 'processing' },
  slow: { words: ['限速', 'Slowed'], tone: 'warning' },
  suspend: { words: ['暂停', 'Suspended'], tone: 'error' },
};

export const ALERT_STATES: Record<Alert['state'], { words: Word; tone: Tone }> = {
  open: { words: ['待查明', 'To be looked into'], tone: 'warning' },
  looked_into: { words: ['已查明', 'Looked into'], tone: 'default' },
  false_alarm: { words: ['误报', 'False alarm'], tone: 'default' },
};

export const HEALTH: Record<Service['state'], { words: Word; tone: Tone }> = {
  up: { words: ['正常', 'Up'], tone: 'success' },
  slow: { words: ['变慢', 'Slow'], tone: 'warning' },
  down: { words: ['不通', 'Down'], tone: 'error' },
  changed: { words: ['结构已变', 'Changed'], tone: 'error' },
  unknown: { words: ['近一天未调用', 'Not called today'], tone: 'default' },
};

export const WAYS: Record<Service['way'], Word> = {
  table: ['库表', 'Table'],
  interface: ['部门接口', 'Interface'],
  file: ['文件', 'File'],
  none: ['未挂接', 'Not mounted'],
};

/** 1.2 MB; figures of this kind are compared, not added up. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Microseconds of calls: 3.4 毫秒, 120 毫秒, 1.5 秒. */
export function formatMicros(micros: number | null, language: Language): string {
  if (micros === null) return '—';
  const zh = language === 'zh';
  if (micros < 1_000_000) {
    const value = micros < 10_000 ? (micros / 1000).toFixed(1) : String(Math.round(micros / 1000));
    return zh ? `${value} 毫秒` : `${value} ms`;
  }
  const seconds = (micros / 1_000_000).toFixed(1);
  return zh ? `${seconds} 秒` : `${seconds} s`;
}
