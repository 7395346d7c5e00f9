import { ACTIONS, RESULTS } from '#record/decode.ts';
import { type Entry, decodeEntry } from '#record/entry.ts';
import type { UsageFacts } from '#record/usageFacts.ts';

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
  /** The opening that it closes, or tells of; null in every other entry. */
  opening: number | null;
  /** Nothing but a seal point of another log. */
  isAnchor: boolean;
  /** A call that was about rows of nobody. */
  isSandbox: boolean;
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
export const DAY = 24 * HOUR;
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
    opening: null,
    isAnchor: false,
    isSandbox: false,
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
    // Of an act in a case: who gives and who asks, beside the department that acted.
    row.providerId = id(body.facts?.['providerId']);
    row.consumerId = id(body.facts?.['consumerId']);
  } else if (entry.kind === 'notice') {
    row.departmentId = id(entry.body.facts?.['departmentId']);
    row.opening = amount(entry.body.facts?.['opening']);
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
    row.isSandbox = body.facts?.['sandbox'] !== undefined;
    row.caseNo = text(body.caseNo);
    row.opening = amount(body.facts?.['opening']);
  }
  return row;
}

/** The departments that an entry touches: that acted, provided or used. One of them in sight, and it may be read. */
export const departmentsOf = (row: IndexRow): (number | null)[] => [
  row.departmentId,
  row.providerId,
  row.consumerId,
];

export const departmentsIn = (entry: Buffer): (number | null)[] => departmentsOf(indexRowOf(0, 0, entry));

/** An entry’s body as it is shown, and the names of what is left out of it. */
export function bodyFor(seesSubjects: boolean, { body }: Entry): { shown: object; withheld: 'subject'[] } {
  if (seesSubjects) return { shown: body, withheld: [] };
  const { subject, ...rest } = body as { subject?: string; facts?: Record<string, unknown> };
  const { subject: asked, ...facts } = rest.facts ?? {};
  const isThere = (subject ?? '') !== '' || asked !== undefined;
  return {
    shown: rest.facts === undefined ? rest : { ...rest, facts },
    withheld: isThere ? ['subject'] : [],
  };
}

function readable(bytes: Buffer): ReturnType<typeof decodeEntry> | undefined {
  try {
    const entry = decodeEntry(bytes);
    return typeof entry.body === 'object' && entry.body !== null ? entry : undefined;
  } catch {
    return undefined;
  }
}

export interface Hours {
  add(row: IndexRow): void;
  /** The same from a usage record's facts. */
  addUsage(facts: UsageFacts): void;
  /** In one order for every log: two that sum up the same hour must not wait for each other. */
  rows(): HourRow[];
}

type Summed = Pick<HourRow, 'kind' | 'action' | 'result' | 'grantId' | 'providerId' | 'consumerId'>;

/** Summaries of the hours. A run that is only announced is not yet use. */
/** Under what calls of a sandbox are summed up: they are records like others, but nobody's data was used. */
export const SANDBOX = 'gateway.sandbox';

export function collectHours(): Hours {
  const sums = new Map<string, HourRow>();
  /** The last summary of a grant and a result: nearly always the next record of them belongs to it. */
  const latest = new Map<number, HourRow>();

  function sumOf(hour: number, by: Summed, at: number): HourRow {
    const { kind, action, result, grantId, providerId, consumerId } = by;
    const key = `${hour}|${kind}|${action}|${result}|${grantId}|${providerId}|${consumerId}`;
    let sum = sums.get(key);
    if (!sum) {
      sum = {
        hour,
        kind,
        action,
        result,
        grantId,
        providerId,
        consumerId,
        calls: 0,
        rows: 0,
        bytes: 0,
        micros: 0,
        lastAt: at,
      };
      sums.set(key, sum);
    }
    return sum;
  }

  function add(sum: HourRow, at: number, rows: number, bytes: number, micros: number): void {
    sum.calls += 1;
    sum.rows += rows;
    sum.bytes += bytes;
    sum.micros += micros;
    if (at > sum.lastAt) sum.lastAt = at;
  }

  return {
    add: row => {
      const { kind, result, at } = row;
      const action = row.isSandbox ? SANDBOX : row.action;
      const ids = {
        grantId: row.grantId ?? 0,
        providerId: row.providerId ?? 0,
        consumerId: row.consumerId ?? 0,
      };
      const hour = Math.floor(at / HOUR) * HOUR;
      add(
        sumOf(hour, { kind, action, result, ...ids }, at),
        at,
        row.rows ?? 0,
        row.bytes ?? 0,
        row.micros ?? 0,
      );
    },
    addUsage: ({ at, action, result, rows, bytes, micros, ...ids }) => {
      const hour = Math.floor(at / HOUR) * HOUR;
      const [grantId, providerId, consumerId] = [
        Math.max(0, ids.grantId),
        Math.max(0, ids.providerId),
        Math.max(0, ids.consumerId),
      ];
      const key = (grantId * ACTIONS.length + action) * RESULTS.length + result;
      let sum = latest.get(key);
      if (sum?.hour !== hour || sum.providerId !== providerId || sum.consumerId !== consumerId) {
        const by = {
          kind: 'usage',
          action: ACTIONS[action] ?? '',
          result: RESULTS[result] ?? '',
          grantId,
          providerId,
          consumerId,
        };
        sum = sumOf(hour, by, at);
        latest.set(key, sum);
      }
      add(sum, at, rows, bytes, micros);
    },
    rows: () => [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum),
  };
}

/** A civil date stands for its whole day in Asia/Shanghai (UTC+8, no summer time); undefined when it is no time. */
export function instantOf(written: string, end: boolean): Date | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const at = Date.parse(isDay ? `${written}T00:00:00+08:00` : written);
  return Number.isNaN(at) ? undefined : new Date(at + (isDay && end ? 24 * HOUR : 0));
}
