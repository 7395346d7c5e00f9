import type {
  CallPlan,
  ColumnType,
  FilePlan,
  Mask,
  PlanInterface,
  PlanItem,
  PlanTarget,
  ProxyPlan,
  RowCondition,
} from '#vocabulary/plans.ts';
import { refuse } from './refusals.ts';
import { type Limits, callLimitsOf, requiresOf } from './terms.ts';

/** What an application asks for, frozen with the entry's version under which it was made. */
export interface DecidedItem {
  name: string;
  column: string;
  type: ColumnType;
  identifier: boolean;
  sensitivity: number;
  mask: Mask;
  /** How many values its code table has, where it has one. */
  codes?: number;
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
  matter: string;
  entryId: number;
  entryTitle: string;
  from: number;
  until: number;
  limits: Limits;
  thirdParties: readonly string[];
}

/** What limits bind calls to; the matter is the grant’s own. */
function callTerms(limits: Limits) {
  const bounds = callLimitsOf(limits);
  const requires = requiresOf(limits);
  return { ...(bounds ? { limits: bounds } : {}), ...(requires ? { requires } : {}) };
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
        ...(item.codes === undefined ? {} : { codes: item.codes }),
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
  target: PlanTarget,
  mode: 'query' | 'verify',
  sid: string,
): CallPlan {
  const required = decision.items.filter(item => item.identifier).map(item => item.name);
  if (required.length === 0) throw refuse.identifier_missing({ items: [] });
  const base = {
    ...planBase(facts, decision),
    sid,
    required,
    rowLimit: ROW_LIMIT,
    ...callTerms(facts.limits),
  };
  switch (target.kind) {
    case 'table':
      return {
        ...base,
        kind: mode,
        table: target.table,
        ...(target.version === undefined || target.version === 1 ? {} : { serviceVersion: target.version }),
      };
    case 'interface':
      return compileProxyPlan(base, mode, target.upstream);
    case 'files':
      throw new Error('files hold no rows to be asked for');
  }
}

/** Of an interface: rows can be selected by those identifiers alone that it takes as parameters. */
function compileProxyPlan(
  base: Omit<ProxyPlan, 'kind' | 'mode' | 'upstream' | 'untouched'>,
  mode: 'query' | 'verify',
  upstream: PlanInterface,
): ProxyPlan {
  const taken = new Set(upstream.parameters.map(({ item }) => item));
  const required = base.required.filter(name => taken.has(name));
  if (required.length === 0) throw refuse.identifier_missing({ items: base.required });
  const clear = new Set(base.items.filter(({ mask }) => mask.kind === 'none').map(({ name }) => name));
  return {
    ...base,
    kind: 'proxy',
    mode,
    upstream,
    required,
    items: base.items.map(item => ({ ...item, filter: item.filter && taken.has(item.name) })),
    untouched:
      upstream.passThrough &&
      mode === 'query' &&
      base.rows.length === 0 &&
      upstream.items.every(name => clear.has(name)),
  };
}

/** The decision as the gateway reads it for files: it names what is in them, and cuts nothing out. */
export function compileFilePlan(facts: GrantFacts, decision: Decision, sid: string): FilePlan {
  return {
    ...planBase(facts, decision),
    kind: 'file',
    sid,
    required: [],
    ...callTerms(facts.limits),
  };
}

/** The decision as the mover reads it, still without the place of delivery. */
export function compileMovePlan(facts: GrantFacts, decision: Decision, target: PlanTarget) {
  if (target.kind !== 'table') throw new Error('rows are moved from tables alone');
  return {
    ...planBase(facts, decision),
    kind: 'move' as const,
    table: target.table,
    key: decision.items.filter(item => item.identifier && item.mask.kind === 'none').map(item => item.name),
  };
}
