import { decodeEntry } from '#record/entry.ts';

/** What the record can be asked for of one entry. The control log keeps these rows; of the others come spans. */
export interface IndexRow {
  number: number;
  /** Milliseconds. */
  at: number;
  kind: 'command' | 'usage' | 'notice';
  action: string;
  actor: string;
  post: string;
  departmentId: number | null;
  providerId: number | null;
  consumerId: number | null;
  grantId: number | null;
  grantNo: string;
  entryId: number | null;
  object: string;
  result: string;
  code: string;
  rows: number | null;
  bytes: number | null;
  micros: number | null;
  subject: string;
  systemId: number | null;
  caseNo: string;
  /** Nothing but a seal point of another log. */
  isAnchor: boolean;
  batchFirst: number;
}

/** One row of the hourly summary, before it is added to what the hour already holds. */
export interface HourRow {
  /** Milliseconds of the hour's beginning. */
  hour: number;
  kind: string;
  action: string;
  result: string;
  grantId: number;
  providerId: number;
  consumerId: number;
  calls: number;
  rows: number;
  bytes: number;
  micros: number;
  lastAt: number;
}

export const HOUR = 3_600_000;
/** The action of the notice that takes another log's seal point as a leaf. */
export const ANCHOR = 'ledger.anchor';
const LARGEST_ID = 2 ** 31 - 1;

// The integrator must get past every entry that was ever accepted: a value that PostgreSQL refuses would stop it
// for good. So what does not fit its column is left out of the index; the entry itself stays whole.
const text = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 200) : '';
const id = (value: unknown): number | null =>
  Number.isInteger(value) && Math.abs(value as number) <= LARGEST_ID ? (value as number) : null;
const amount = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);

/** The number in `grant:12` when the object is of that kind. */
function numberIn(object: string, kind: string): number | null {
  const match = object.startsWith(`${kind}:`) ? /^\d{1,9}$/.exec(object.slice(kind.length + 1)) : null;
  return match ? Number(match[0]) : null;
}

/** What the index keeps of an entry's bytes; an entry that cannot be read is found by its number and nothing else. */
export function indexRowOf(number: number, batchFirst: number, bytes: Buffer): IndexRow {
  const row: IndexRow = {
    number,
    at: 0,
    kind: 'notice',
    action: 'unreadable',
    actor: '',
    post: '',
    departmentId: null,
    providerId: null,
    consumerId: null,
    grantId: null,
    grantNo: '',
    entryId: null,
    object: '',
    result: '',
    code: '',
    rows: null,
    bytes: null,
    micros: null,
    subject: '',
    systemId: null,
    caseNo: '',
    isAnchor: false,
    batchFirst,
  };
  const entry = readable(bytes);
  if (entry === undefined) return row;
  row.at = entry.at;
  row.kind = entry.kind;
  row.action = text(entry.body.action);
  row.isAnchor = entry.kind === 'notice' && entry.body.action === ANCHOR;
  if (entry.kind === 'command') {
    const { body } = entry;
    row.actor = text(body.actor);
    row.post = text(body.post);
    row.departmentId = id(body.departmentId);
    row.object = text(body.object);
    row.result = text(body.result);
    row.code = text(body.code);
    row.grantId = numberIn(row.object, 'grant') ?? id(body.facts?.['grantId']);
    row.entryId = numberIn(row.object, 'entry') ?? id(body.facts?.['entryId']);
  } else if (entry.kind === 'notice') {
    row.departmentId = id(entry.body.facts?.['departmentId']);
  } else {
    const { body } = entry;
    row.post = text(body.post);
    row.departmentId = id(body.consumerId);
    row.providerId = id(body.providerId);
    row.consumerId = id(body.consumerId);
    row.grantId = id(body.grantId);
    row.grantNo = text(body.grantNo);
    row.entryId = id(body.entryId);
    row.result = text(body.result);
    row.code = text(body.code);
    row.rows = amount(body.rows);
    row.bytes = amount(body.bytes);
    row.micros = amount(body.micros);
    row.subject = text(body.subject);
    row.systemId = id(body.systemId);
    row.caseNo = text(body.caseNo);
  }
  return row;
}

function readable(bytes: Buffer): ReturnType<typeof decodeEntry> | undefined {
  try {
    const entry = decodeEntry(bytes);
    return typeof entry.body === 'object' && entry.body !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Adds a row to the summaries of its hour. A run that is only announced is not yet use. */
export function addToHour(hours: Map<string, HourRow>, row: IndexRow): void {
  const hour = Math.floor(row.at / HOUR) * HOUR;
  const key = `${hour}|${row.kind}|${row.action}|${row.result}|${row.grantId ?? 0}|${row.providerId ?? 0}|${row.consumerId ?? 0}`;
  let sum = hours.get(key);
  if (!sum) {
    sum = {
      hour,
      kind: row.kind,
      action: row.action,
      result: row.result,
      grantId: row.grantId ?? 0,
      providerId: row.providerId ?? 0,
      consumerId: row.consumerId ?? 0,
      calls: 0,
      rows: 0,
      bytes: 0,
      micros: 0,
      lastAt: row.at,
    };
    hours.set(key, sum);
  }
  sum.calls += 1;
  sum.rows += row.rows ?? 0;
  sum.bytes += row.bytes ?? 0;
  sum.micros += row.micros ?? 0;
  sum.lastAt = Math.max(sum.lastAt, row.at);
}

/** A civil date stands for its whole day in Asia/Shanghai (UTC+8, no summer time); undefined when it is no time. */
export function instantOf(written: string, end: boolean): Date | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const at = Date.parse(isDay ? `${written}T00:00:00+08:00` : written);
  return Number.isNaN(at) ? undefined : new Date(at + (isDay && end ? 24 * HOUR : 0));
}
