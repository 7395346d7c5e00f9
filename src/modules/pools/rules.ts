import { defineLifecycle } from '#kernel/lifecycle.ts';
import { BASIS_RANKS, type BasisRank } from '#vocabulary/profile.ts';

export { refuse } from './refusals.ts';

export type CollectionState = 'due' | 'asked' | 'collecting' | 'refused' | 'ended';
export type CollectionAction = 'start' | 'confirm' | 'refuse';
export type CollectionRelation = 'department' | 'authority';

/** The authority has departments’ tables collected; a department confirms, or names the text that forbids it (SZ 三(四)2). */
export const collectionLife = defineLifecycle<CollectionState, CollectionAction, CollectionRelation>([
  {
    action: 'start',
    from: ['due', 'refused', 'ended'],
    to: 'asked',
    actor: 'authority',
    rule: 'collection.target',
  },
  {
    action: 'confirm',
    from: ['due', 'asked', 'refused', 'ended'],
    to: 'collecting',
    actor: 'department',
    rule: 'collection.target',
  },
  {
    action: 'refuse',
    from: ['due', 'asked', 'collecting'],
    to: 'refused',
    actor: 'department',
    rule: 'collection.refusal',
  },
]);

/** 规章 of a ministry or of a local government; a notice of an office (`local_rule`) is none. */
export const RANKS = [...BASIS_RANKS, 'rule'] as const;
export type Rank = (typeof RANKS)[number];

/**
 * “除法律、法规、规章另有规定外”: to refuse to collect a rule suffices, where refusing to share may need more; what the
 * State Council or a ministry merely decides or advises does not.
 */
const CARRIES: readonly Rank[] = ['law', 'regulation', 'local_regulation', 'rule'];

export interface KnownText {
  title: string;
  rank: BasisRank;
  /** It binds no more, since this day. */
  repealedSince: string | undefined;
}
export type GroundProblem = 'too_low' | 'other_rank' | 'repealed';

/** What is wrong with the ground of a refusal; `known`: the text of that title in the library of law. */
export function groundProblem(
  ground: { rank: Rank },
  known: KnownText | undefined,
): GroundProblem | undefined {
  if (known?.repealedSince !== undefined) return 'repealed';
  // The library knows no rules of ministries as such: what it has as a local document may be issued as a rule.
  const fits =
    known === undefined || known.rank === ground.rank || (ground.rank === 'rule' && known.rank === 'other');
  if (!fits) return 'other_rank';
  return CARRIES.includes(ground.rank) ? undefined : 'too_low';
}

const NAME_BYTES = 63;
/** What the sink puts behind the table’s name for all versions of its rows. */
export const HISTORY = '_history';

/** In UTF-8. */
const bytesOf = (char: string): number => {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
};

/** At most so many bytes of a text, never half a character. */
function cut(text: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const char of text) {
    bytes += bytesOf(char);
    if (bytes > most) break;
    kept += char;
  }
  return kept;
}

const readable = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

/** `civil_11410400005432123x`: the department’s key for people who look, its credit code (or number), which no other has. */
export function schemaNameOf({
  id,
  key,
  creditCode,
}: {
  id: number;
  key: string;
  creditCode: string;
}): string {
  const unique = readable(creditCode) || String(id);
  // PostgreSQL keeps names that begin with pg_ for itself.
  const front = cut(readable(key).replace(/^pg_/, 'd_pg_'), NAME_BYTES - unique.length - 1);
  return front === '' ? `d_${unique}` : `${front}_${unique}`;
}

/** `person_12`: the source’s name for people who look, and the entry’s number, which no other has. */
export function tableNameOf(entryId: number, table: string): string {
  const unique = `_${entryId}`;
  return `${cut(readable(table), NAME_BYTES - HISTORY.length - unique.length) || 'rows'}${unique}`;
}

export interface KeyItem {
  name: string;
  /** Its column is part of the table’s primary key. */
  inKey: boolean;
}

/**
 * What tells one row from another: the table’s primary key, where its columns are all items; else the whole row, which is
 * always right. An identifier of the entry is none by itself: a person may stand in many rows.
 */
export function keyOf(items: readonly KeyItem[], keyColumns: number): string[] {
  const primary = items.filter(item => item.inKey);
  return primary.length === keyColumns ? primary.map(item => item.name) : [];
}

const DAY = 86_400_000;
const AHEAD = 8 * 3_600_000;

/** Midnight before an instant, in Beijing. */
export const dayStart = (at: number): number => Math.floor((at + AHEAD) / DAY) * DAY - AHEAD;

/**
 * By when rows are to be there again: a cycle after they came, and a day more, since what is collected at the end of each
 * day is a day old just before. A cycle that promises nothing has no such moment.
 */
export const dueBy = (promised: number | undefined, since: number | null): number | null =>
  promised === undefined || since === null ? null : since + (promised + 1) * DAY;

/** Runs that are over and brought nothing. */
export const FAILED = ['failed', 'mismatch', 'revoked'] as const;
