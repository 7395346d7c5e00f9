/**
 * Plans: what the control plane writes and the data planes obey. A plan is self-contained: a plane that holds
 * it needs no module to execute it. One grant compiles to one plan per version; `plans.live` says whether a
 * version may still be used, and is the only truth about that.
 */
import type { MoveTerms } from './moves.ts';
import type { Synthetic } from './synthetic.ts';

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

/** How PostgreSQL writes them. */
export const POSTGRES_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  bigint: 'bigint',
  numeric: 'numeric',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

export interface PlanItem {
  /** The item's name in the catalog entry, as it appears in answers: 姓名. */
  name: string;
  /** Where its value lies: the column of the department's table, or the path in its interface's answer. */
  column: string;
  /** The type of the value before the mask; a masked item is always text in the answer. */
  type: ColumnType;
  mask: Mask;
  /**
   * Whether a caller may select rows by this item's exact value. In a query that does, the item comes back without its
   * mask: the caller knows it. In all others the mask holds, since the value may be somebody else's.
   */
  filter: boolean;
  /** How many values its code table has; absent: none. A verification is answered fewer times than that (limits/tries.ts). */
  codes?: number;
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

/** How much a grant may use at most, over all gateways; what is absent has no bound. Days are Beijing's. */
export interface CallLimits {
  /** Answered calls in one second of the clock. */
  perSecond?: number;
  /** Answered calls a day, and in all. */
  perDay?: number;
  total?: number;
  rowsPerDay?: number;
  rowsTotal?: number;
  /** Bytes of answers' bodies. */
  bytesPerDay?: number;
  bytesTotal?: number;
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
  /** Synthetic rows instead of data, made from the catalog alone; absent: live data. */
  environment?: 'sandbox';
  /** What they are made of; of sandbox plans alone. */
  synthetic?: Synthetic;
  /** The version of the entry's service that it reaches; absent: the first. */
  serviceVersion?: number;
  /** Absent: none. */
  limits?: CallLimits;
  /** The matter that was applied for; a call that states another is refused. Absent in plans of earlier releases. */
  matter?: string;
  /** What a call must state besides its scenario, as the grant was decided; what the service asks for is asked for too. */
  requires?: { matter?: boolean; caseNo?: boolean; post?: boolean };
  /** Items of which a call must give at least one: the entry's identifiers. */
  required: string[];
}

/** Over a mounted table: `query` returns rows, `verify` answers match, no match or cannot verify per claim. */
export interface TablePlan extends CallBase {
  kind: 'query' | 'verify';
  table: PlanTable;
  /** At most this many rows in one answer; where the service offers lists, its pages hold for them instead. */
  rowLimit: number;
}

/** A value that a call hands to a department's interface. */
export interface PlanParameter {
  /** Its name there; in a SOAP body the name of an element of the operation. */
  name: string;
  place: 'path' | 'query' | 'header' | 'body';
  type: 'text' | 'number' | 'boolean';
  required: boolean;
  /** Sent where a call gives none. */
  default?: string;
  /** The item of the entry whose value it is: calls name it by the item; absent: by the parameter's own name. */
  item?: string;
}

/** A department's own HTTP interface, as its provider registered it. */
export interface PlanInterface {
  /** `plans.upstream.id`: where it is, and with what credentials. */
  upstreamId: number;
  method: 'GET' | 'POST';
  /** Below the upstream's address, `{name}` standing for a path parameter: /person/{idNo}. */
  path: string;
  parameters: PlanParameter[];
  /** How body parameters are written. */
  request: 'none' | 'json' | 'form' | 'soap';
  response: 'json' | 'xml';
  /** The operation of a SOAP interface: the element that its body holds, and the SOAPAction header. */
  soap?: { operation: string; namespace: string; action: string };
  /** Where the rows are: a path (`ResponsePath`) to an array of them, or to one. Items' paths begin at a row. */
  rows: string;
  /**
   * Where an answer says whether it is one: the value at `path` is one of `values`, or one of `nothing` where nobody was
   * found. Any other refuses; `refusals` are those that the provider explained, and no other goes on to the caller.
   */
  success?: {
    path: string;
    values: string[];
    nothing: string[];
    refusals: { code: string; words: string }[];
  };
  /** The items of the entry, all of which its answer holds. */
  items: string[];
  /** Whether its answer may go out untouched to whoever is granted all of it. */
  passThrough: boolean;
}

/** Over a department's own interface: what it answers is cut down to the grant in the plane. */
export interface ProxyPlan extends CallBase {
  kind: 'proxy';
  /** As of a table: rows, or verdicts on what the caller claims. */
  mode: 'query' | 'verify';
  upstream: PlanInterface;
  /** Every item of the entry is granted without a mask or row condition, and the provider lets its answers out as they are. */
  untouched: boolean;
  /** At most this many rows in one answer that is not untouched. */
  rowLimit: number;
}

/** Files of the entry, as its provider puts them in. A file goes out as it is: no item, row or mask is cut out of it. */
export interface FilePlan extends CallBase {
  kind: 'file';
}

export type CallPlan = TablePlan | ProxyPlan | FilePlan;

/** What a plan reaches for its data: whatever is mounted to the entry. */
export type PlanTarget =
  /** `version` of the entry's service; absent: the first. */
  | { kind: 'table'; table: PlanTable; version?: number }
  | { kind: 'interface'; upstream: PlanInterface }
  | { kind: 'files' };

/** What both kinds of moves have: from where, to where, what, and how. */
export interface MoveBase extends MoveTerms {
  table: PlanTable;
  sink: PlanTable;
  items: PlanItem[];
  rows: RowCondition[];
  /** Names (of items) whose values together identify a row; empty when no item does: then the whole row is the key. */
  key: string[];
  entryId: number;
  entryTitle: string;
  provider: string;
  providerId: number;
  /** The hours in which it may run; absent: always. */
  window?: DayWindow;
}

/** A copy of rows through the mover, into a table of the consumer's own database. */
export interface MovePlan extends PlanBase, MoveBase {
  kind: 'move';
}

/**
 * The collection of a department's table into its pool (部门资源池). No grant stands behind it but the duty to collect
 * (SZ 三(四)2), so the rows stay the department's own: nobody is granted anything by it.
 */
export interface CollectPlan extends MoveBase {
  kind: 'collect';
  /** Who collects, as it is shown: the authority. */
  consumer: string;
  consumerId: number;
}

/** What a run of the mover carries out. */
export type RunPlan = MovePlan | CollectPlan;

export type Plan = CallPlan | MovePlan;

export function targetOf(plan: CallPlan | Omit<MovePlan, 'sink'>): PlanTarget {
  if (plan.kind === 'proxy') return { kind: 'interface', upstream: plan.upstream };
  if (plan.kind === 'file') return { kind: 'files' };
  const version = plan.kind === 'move' ? undefined : plan.serviceVersion;
  return { kind: 'table', table: plan.table, ...(version === undefined ? {} : { version }) };
}

/**
 * Where a department's database is. The password lies sealed beside it, under purpose `credentials`. Of `files`: a folder
 * that the operator opened, by its whole name (`host`), a folder inside it (`database`, '' for itself), in which encoding
 * its files are written (`user`, '' where that is found out); no port and no password.
 */
export interface SourceAddress {
  kind: 'postgres' | 'mysql' | 'files';
  host: string;
  port: number;
  database: string;
  user: string;
}

/** How the gateway proves itself to a department's interface; the secret lies sealed beside, under purpose `credentials`. */
export type UpstreamCredentials =
  | { kind: 'none' }
  | { kind: 'basic'; user: string }
  | { kind: 'bearer' }
  | { kind: 'header'; name: string }
  /**
   * The national convention, towards a platform of a province: `<prefix>_rid`, `_sid`, `_rtime`, `_sign`. The secret is
   * the appSecret; or, where `refresh` names the address that renews it, the appKey that it is renewed with.
   */
  | { kind: 'national'; prefix: string; rid: string; sid: string; refresh: string };

/** Where a department's interfaces are. */
export interface UpstreamAddress {
  scheme: 'http' | 'https';
  /** As it was written: what the Host header and the certificate name. */
  host: string;
  port: number;
  /** What was checked and is connected to. */
  address: string;
  /** The path below which they lie, without a slash at its end. */
  base: string;
}

/** The call by which an interface's health is checked: a path below `base`, or the example values of its parameters. */
export type UpstreamHealth =
  | { kind: 'path'; path: string }
  | { kind: 'example'; values: Record<string, string> };

/** What a mask makes of a column's type. */
export function typeAfterMask(item: Pick<PlanItem, 'type' | 'mask'>): ColumnType {
  return item.mask.kind === 'none' ? item.type : 'text';
}
