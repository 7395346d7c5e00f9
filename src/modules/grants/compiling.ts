import type { CallPlan, ColumnType, Mask, PlanItem, PlanTable, RowCondition } from '#vocabulary/plans.ts';
import { refuse } from './refusals.ts';
import type { Limits } from './terms.ts';

/** From this level on an item's leak harms a person or a company (GB/T 43697, as the catalog grades it). */
const HARMFUL = 3;

/**
 * The mask of an identifier in calls when the decision names none. Entries leave identifiers clear so that rows can be
 * joined; in a call whoever asks by one sees it clear anyway, and what is left are other people's, such as a spouse's.
 * Those are clear only when the decision says so.
 */
export function callMask(item: Pick<DecidedItem, 'identifier' | 'sensitivity' | 'mask'>): Mask {
  return item.identifier && item.sensitivity >= HARMFUL && item.mask.kind === 'none'
    ? { kind: 'middle', head: 6, tail: 4 }
    : item.mask;
}

/** What an application asks for, frozen with the entry's version under which it was made. */
export interface DecidedItem {
  name: string;
  column: string;
  type: ColumnType;
  identifier: boolean;
  sensitivity: number;
  mask: Mask;
}

export interface Decision {
  items: DecidedItem[];
  rows: RowCondition[];
}

export interface GrantFacts {
  id: number;
  version: number;
  no: string;
  provider: string;
  consumer: string;
  providerId: number;
  consumerId: number;
  systemId: number;
  scenario: string;
  entryId: number;
  entryTitle: string;
  from: number;
  until: number;
  table: PlanTable;
  limits: Limits;
  thirdParties: readonly string[];
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function planBase(facts: GrantFacts, decision: Decision) {
  const { id, no, limits, thirdParties, ...rest } = facts;
  const { window } = limits;
  return {
    ...rest,
    ...(window ? { window: { from: minuteOf(window.from), to: minuteOf(window.to) } } : {}),
    ...(thirdParties.length > 0 ? { thirdParties: [...thirdParties] } : {}),
    grantId: id,
    grantNo: no,
    items: decision.items.map(
      (item): PlanItem => ({
        name: item.name,
        column: item.column,
        type: item.type,
        mask: item.mask,
        filter: item.identifier,
      }),
    ),
    rows: decision.rows,
  };
}

/** At most this many rows in one answer of a query: it is meant for one person or company at a time. */
const ROW_LIMIT = 100;

/**
 * The decision as the gateway reads it. Refuses a decision without an identifier: its calls could select nothing, and
 * a plan that asks for nothing would hand out the table.
 */
export function compileCallPlan(
  facts: GrantFacts,
  decision: Decision,
  mode: 'query' | 'verify',
  sid: string,
): CallPlan {
  const required = decision.items.filter(item => item.identifier).map(item => item.name);
  if (required.length === 0) throw refuse.identifier_missing({ items: [] });
  return {
    ...planBase(facts, decision),
    kind: mode,
    sid,
    required,
    rowLimit: ROW_LIMIT,
    ...(facts.limits.perDay === undefined ? {} : { perDay: facts.limits.perDay }),
  };
}

/** The decision as the mover reads it, still without the place of delivery. */
export function compileMovePlan(facts: GrantFacts, decision: Decision) {
  return {
    ...planBase(facts, decision),
    kind: 'move' as const,
    key: decision.items.filter(item => item.identifier && item.mask.kind === 'none').map(item => item.name),
  };
}
