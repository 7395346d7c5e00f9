/**
 * Plans: what the control plane writes and the data planes obey. A plan is self-contained: a plane that holds
 * it needs no module to execute it. One grant compiles to one plan per version; `plans.live` says whether a
 * version may still be used, and is the only truth about that.
 */

/** How a data item leaves its department. */
export type Mask =
  | { kind: 'none' }
  /** First character stays, the rest become `*`: 张三丰 → 张**. */
  | { kind: 'name' }
  /** `head` first and `tail` last characters stay; what lies between becomes `*`, one for each character. */
  | { kind: 'middle'; head: number; tail: number }
  /** Only the year of a date stays: 1987-05-06 → 1987. */
  | { kind: 'year' }
  /** Year and month of a date stay: 1987-05-06 → 1987-05. */
  | { kind: 'month' }
  /** `head` first characters of an address stay, and `****` stands for the rest, however long: 河南省平顶山市**** */
  | { kind: 'address'; head: number }
  /** First character and domain of a mail address stay: zhang@example.cn → z***@example.cn. */
  | { kind: 'mail' }
  /** A number becomes the range of its width that it lies in, from a multiple of it: 37 by 10 → 30-39. */
  | { kind: 'range'; width: number }
  /**
   * A keyed digest, the same for the same value and consumer and different between consumers. It needs a secret, so the
   * plane makes it and not the source; the clear value goes no further than the plane's shape stage.
   */
  | { kind: 'digest' }
  /** The item is there, its value is not: always null. */
  | { kind: 'hidden' };

/** Where a mask runs: in the department's own database wherever no secret is needed, so that the clear value never travels. */
export const maskPlace = (mask: Mask): 'source' | 'plane' => (mask.kind === 'digest' ? 'plane' : 'source');

/** The types that travel between databases; each has one canonical binary form (PostgreSQL's). */
export type ColumnType = 'text' | 'bigint' | 'numeric' | 'double' | 'boolean' | 'date' | 'timestamp';

export interface PlanItem {
  /** The item's name in the catalog entry, as it appears in answers: 姓名. */
  name: string;
  /** The column of the department's table. */
  column: string;
  /** The type of the column before the mask; a masked item is always text in the answer. */
  type: ColumnType;
  mask: Mask;
  /**
   * Whether a caller may select rows by this item's exact value. In a query that does, the item comes back without its
   * mask: the caller knows it. In all others the mask holds, since the value may be somebody else's.
   */
  filter: boolean;
}

/** A row condition of the grant. All conditions of a plan hold at once. */
export interface RowCondition {
  column: string;
  type: ColumnType;
  op: 'eq' | 'in' | 'between';
  /** One value for `eq`, any number for `in`, two for `between` (both ends belong to it). */
  values: string[];
}

export interface PlanTable {
  /** `plans.source.id`: how to reach the department's database. */
  sourceId: number;
  schema: string;
  table: string;
}

/**
 * The hours of a day in which a plan may be used, in minutes since midnight, Beijing time. `to` does not belong to it;
 * where it lies before `from`, the window goes past midnight.
 */
export interface DayWindow {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
export const DAY_MILLISECONDS = DAY_MINUTES * MINUTE;
/** Beijing time is eight hours ahead, all year. */
const AHEAD = 8 * 60;

/** Days since 1970-01-01, Beijing time. */
export const dayNumberOf = (at: number): number => Math.floor((at + AHEAD * MINUTE) / DAY_MILLISECONDS);

/** 08:30, of minutes since midnight. */
export const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Whether an instant, milliseconds since the epoch, lies in the window of its day. */
export function isInWindow({ from, to }: DayWindow, at: number): boolean {
  const minute = (Math.floor(at / MINUTE) + AHEAD) % DAY_MINUTES;
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to;
}

interface PlanBase {
  grantId: number;
  version: number;
  grantNo: string;
  provider: string;
  consumer: string;
  providerId: number;
  consumerId: number;
  /** `plans.system.id` of the consumer's registered system. */
  systemId: number;
  /** The one scenario that was applied for; a call that states another is refused. */
  scenario: string;
  entryId: number;
  entryTitle: string;
  items: PlanItem[];
  rows: RowCondition[];
  /** Milliseconds since the epoch; the plan serves from `from` (inclusive) until `until` (exclusive). */
  from: number;
  until: number;
  /** When in a day it serves; absent: always. */
  window?: DayWindow;
  /** Third parties that the consumer may pass the data to, by name; the planes pass nothing on. */
  thirdParties?: string[];
}

/** What all calls through the gateway have in common. */
interface CallBase extends PlanBase {
  /** The service's code: what a caller names in `gjgxjhpt_sid`. */
  sid: string;
  /** At most this many answered calls a day, Beijing time, over all gateways; absent: any number. */
  perDay?: number;
}

/** Over a mounted table: `query` returns rows, `verify` answers match, no match or cannot verify per claim. */
export interface TablePlan extends CallBase {
  kind: 'query' | 'verify';
  table: PlanTable;
  /** Items that a call must give values for: the entry's identifiers. */
  required: string[];
  /** At most this many rows in one answer. */
  rowLimit: number;
}

export type CallPlan = TablePlan;

/** A copy of rows through the mover, into a table of the consumer's own database. */
export interface MovePlan extends PlanBase {
  kind: 'move';
  table: PlanTable;
  sink: PlanTable;
  /** Names (of items) whose values together identify a row; empty when no item does: then the whole row is the key. */
  key: string[];
}

export type Plan = CallPlan | MovePlan;

/** Where a department's database is. The password lies sealed beside it, under purpose `credentials`. */
export interface SourceAddress {
  kind: 'postgres' | 'mysql';
  host: string;
  port: number;
  database: string;
  user: string;
}

/** What a mask makes of a column's type. */
export function typeAfterMask(item: Pick<PlanItem, 'type' | 'mask'>): ColumnType {
  return item.mask.kind === 'none' ? item.type : 'text';
}
