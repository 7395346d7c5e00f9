import type { RUN_STAGES, SET_ASIDE_STATES, TASK_KINDS, TRIGGERS, TROUBLES } from './contract.ts';
import type { RunState } from '#vocabulary/moves.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type { TASK_MODES } from './content.ts';
import { refuse } from './refusals.ts';

export { refuse };

/** PostgreSQL cuts a longer name silently, and two such names may then be one. MySQL takes 64 characters. */
const NAME_BYTES = 63;
const FILE_BYTES = 255;

/** PostgreSQL's own schema, and the one in which the platform remembers its runs. */
const RESERVED: ReadonlySet<string> = new Set(['information_schema', 'shuqiao']);

/** Refuses names that the target would not take as they are, in bytes of UTF-8; the schema is the first. */
export function checkNames(kind: SourceAddress['kind'], names: readonly string[]): void {
  const most = kind === 'files' ? FILE_BYTES : NAME_BYTES;
  const name = names.find(one => Buffer.byteLength(one) > most);
  if (name !== undefined) throw refuse.name_too_long({ name, most, characters: Math.floor(most / 3) });
  const [schema = ''] = names;
  if (kind === 'postgres' && (schema.startsWith('pg_') || RESERVED.has(schema)))
    throw refuse.schema_reserved({ schema });
}

export type RunStage = (typeof RUN_STAGES)[number];
export type TaskKind = (typeof TASK_KINDS)[number];
export type TaskMode = (typeof TASK_MODES)[number];
export type Trigger = (typeof TRIGGERS)[number];
export type SetAsideState = (typeof SET_ASIDE_STATES)[number];
export type Trouble = (typeof TROUBLES)[number];

/** States from which a run still goes on by itself. */
export const OPEN: readonly RunState[] = ['queued', 'running', 'delivering'];

export const isOpen = (state: RunState): boolean => OPEN.includes(state);

/** 运-2026-000123, the year as in Asia/Shanghai. */
export const yearOf = (at: number): number => new Date(at + 8 * 3_600_000).getUTCFullYear();
export const runNumber = (year: number, n: number): string => `运-${year}-${String(n).padStart(6, '0')}`;

/** Undefined until a second has passed: a rate over less says nothing. */
export function rowsPerSecond(rows: number, from: number | undefined, to: number): number | undefined {
  if (from === undefined || to - from < 1000) return undefined;
  return Math.round((rows / ((to - from) / 1000)) * 10) / 10;
}

const DAY = 24 * 3_600_000;
const AHEAD = 8 * 3_600_000;
/** When the civil day of an instant began, Asia/Shanghai. */
export const dayStart = (at: number): number => Math.floor((at + AHEAD) / DAY) * DAY - AHEAD;

/** So long nobody says how long a run still takes: the first rows are the slowest. */
const ESTIMATE_AFTER = 3000;

/** Seconds until all is read, by the rate so far; undefined where nobody can say. */
export function secondsLeft(
  { rowsRead, expected }: { rowsRead: number; expected: number | null },
  from: number | undefined,
  now: number,
): number | undefined {
  if (from === undefined || now - from < ESTIMATE_AFTER || expected === null || rowsRead === 0)
    return undefined;
  return Math.max(0, Math.round(((expected - rowsRead) * (now - from)) / rowsRead / 1000));
}

/** A run that a person ordered goes before those of a schedule. */
export const priorityOf = (priority: number, trigger: Trigger): number =>
  trigger === 'schedule' || trigger === 'event' ? priority : Math.max(1, priority - 1);
