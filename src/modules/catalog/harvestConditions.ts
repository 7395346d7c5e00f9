/** What programs of others may ask of an entry, and how the shelf answers it. */
import { type Sql, join, sql } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import { queryText } from '#kernel/search.ts';

export type HarvestField =
  | 'id'
  | 'code'
  | 'title'
  | 'departmentId'
  | 'departmentCode'
  | 'regionCode'
  | 'shareType'
  | 'updateCycle'
  | 'subject'
  | 'openType'
  | 'classCode'
  | 'mode';

/** Fields with a moment: of the version that serves, and of the first one that did. */
export type HarvestMoment = 'modified' | 'issued';

/** One side of a range of moments; undefined is open. */
export interface HarvestBound {
  at: Date;
  included: boolean;
}

/** An empty `all` is true, an empty `any` false. */
export type HarvestCondition =
  | { kind: 'all' | 'any'; of: HarvestCondition[] }
  | { kind: 'not'; of: HarvestCondition }
  | { kind: 'words'; text: string; inTitle: boolean }
  | { kind: 'is'; field: HarvestField; values: readonly string[] }
  /** `pattern` is that of SQL's `like`, with `\` to escape. */
  | { kind: 'like'; field: HarvestField; pattern: string }
  | {
      kind: 'between';
      moment: HarvestMoment;
      from: HarvestBound | undefined;
      to: HarvestBound | undefined;
    };

export const EVERYTHING: HarvestCondition = { kind: 'all', of: [] };

const ENTRY = (field: Sql): Sql => sql`(select ${field} from catalog.entry e where e.id = s.entry_id)`;
export const ISSUED = sql`(select min(x.published_at) from catalog.entry_version x where x.entry_id = s.entry_id)`;

/** What a field is, of the shelf's row `s`; modes are several. */
export const FIELDS: Record<Exclude<HarvestField, 'mode'>, Sql> = {
  id: sql`s.entry_id::text`,
  code: ENTRY(sql`e.code`),
  title: sql`s.title`,
  departmentId: sql`s.department_id::text`,
  departmentCode: sql`(select d.credit_code from org.department d where d.id = s.department_id)`,
  regionCode: sql`s.region_code`,
  shareType: sql`s.share_type`,
  updateCycle: sql`s.update_cycle`,
  subject: sql`s.subject`,
  openType: sql`s.open_type`,
  classCode: sql`s.class_code`,
};

const MOMENTS: Record<HarvestMoment, Sql> = { modified: sql`s.published_at`, issued: ISSUED };

const TRUE = sql`true`;
const FALSE = sql`false`;

/** Those of the texts that can be a row’s number. */
const numbers = (values: readonly string[]): number[] =>
  values.map(Number).filter(one => Number.isInteger(one) && one > 0 && one < 2 ** 31);

function isOf(field: HarvestField, values: string[]): Sql {
  if (field === 'mode') return sql`s.modes && ${values}::text[]`;
  // By their own types and in their own tables, so that indexes serve.
  if (field === 'id') return sql`s.entry_id = any(${numbers(values)}::int[])`;
  if (field === 'departmentId') return sql`s.department_id = any(${numbers(values)}::int[])`;
  if (field === 'code')
    return sql`s.entry_id in (select e.id from catalog.entry e where e.code = any(${values}::text[]))`;
  if (field === 'departmentCode')
    return sql`s.department_id in (select d.id from org.department d where d.credit_code = any(${values}::text[]))`;
  return sql`${FIELDS[field]} = any(${values}::text[])`;
}

const likeOf = (field: HarvestField, pattern: string): Sql =>
  field === 'mode'
    ? sql`exists (select from unnest(s.modes) m where m like ${pattern})`
    : sql`${FIELDS[field]} like ${pattern}`;

const boundOf = (field: Sql, bound: HarvestBound | undefined, upper: boolean): Sql => {
  if (!bound) return TRUE;
  const { at, included } = bound;
  if (upper) return included ? sql`${field} <= ${at}` : sql`${field} < ${at}`;
  return included ? sql`${field} >= ${at}` : sql`${field} > ${at}`;
};

function compile(condition: HarvestCondition): Sql {
  switch (condition.kind) {
    case 'all':
      return condition.of.length === 0 ? TRUE : sql`(${join(condition.of.map(compile), ' and ')})`;
    case 'any':
      return condition.of.length === 0 ? FALSE : sql`(${join(condition.of.map(compile), ' or ')})`;
    case 'not':
      return sql`not ${compile(condition.of)}`;
    case 'words': {
      const query = sql`plainto_tsquery('simple', ${queryText(condition.text)})`;
      return condition.inTitle ? sql`s.title_words @@ ${query}` : sql`s.words @@ ${query}`;
    }
    case 'is':
      return isOf(condition.field, [...condition.values]);
    case 'like':
      return likeOf(condition.field, condition.pattern);
    case 'between': {
      const field = MOMENTS[condition.moment];
      return sql`(${boundOf(field, condition.from, false)} and ${boundOf(field, condition.to, true)})`;
    }
  }
}

/** On the Internet nothing exists but what is open there. */
export const seen = (face: Face, condition: HarvestCondition): Sql =>
  face === 'internet'
    ? sql`where ${FIELDS.openType} <> 'none' and ${compile(condition)}`
    : sql`where ${compile(condition)}`;
