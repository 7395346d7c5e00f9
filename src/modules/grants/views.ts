import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import { type ClockSight, civilDate } from '#modules/deadlines/index.ts';
import type { GrantUse } from '#modules/ledger/index.ts';
import type { ChangeRow } from './changeStore.ts';
import type { ChangeView, DisposalView, GrantSummary, GrantView, SupplyView } from './contract.ts';
import type { DisposalRow } from './disposalStore.ts';
import { type HistoryRow, historyView } from './history.ts';
import { sampleOf } from './samples.ts';
import type { GrantRow, VersionRow } from './store.ts';

export function grantSummary(row: GrantRow, use: GrantUse | undefined): Static<typeof GrantSummary> {
  return {
    id: row.id,
    no: row.no,
    state: row.state,
    version: row.version,
    entryId: row.entryId,
    entryTitle: row.entryTitle,
    mode: row.mode,
    provider: { id: row.providerId, name: row.providerName },
    consumer: { id: row.consumerId, name: row.consumerName },
    system: { id: row.systemId, name: row.systemName },
    until: row.until,
    disposalState: row.disposing === 'unclear' || row.disposing === 'none' ? null : row.disposing,
    calls30: use?.calls ?? 0,
    lastUsedAt: use?.lastAt.toISOString() ?? null,
  };
}

export interface GrantSight {
  row: GrantRow;
  change: ChangeRow | undefined;
  disposal: DisposalRow | undefined;
  use: GrantUse | undefined;
  actions: Static<typeof GrantView>['actions'];
  history: readonly HistoryRow[];
  versions: readonly VersionRow[];
  citations: Citation[];
  /** The last clock of the grant: its supply, after its end the disposal. */
  clock: ClockSight | null;
  today: string;
}

function supplyView(row: GrantRow, clock: ClockSight | null): Static<typeof SupplyView> {
  const { readyAt, suppliedAt } = row;
  const due = clock?.due ?? null;
  return {
    clock,
    readyAt: readyAt?.toISOString() ?? null,
    suppliedAt: suppliedAt?.toISOString() ?? null,
    // Whoever was ready by the date is not late because nobody calls.
    late: clock?.late === true && (readyAt === null || due === null || civilDate(readyAt.getTime()) > due),
  };
}

function changeView(change: ChangeRow): Static<typeof ChangeView> {
  const { id, kind, state, reason, on, consultUntil, items, until, window, limits, answer } = change;
  return {
    id,
    kind,
    state,
    reason,
    on,
    consultUntil,
    terms: { items, until, window, limits },
    answer,
    filedAt: change.filedAt?.toISOString() ?? null,
    notedAt: change.notedAt?.toISOString() ?? null,
  };
}

function disposalView(
  disposal: DisposalRow | undefined,
  clock: ClockSight | null,
): Static<typeof DisposalView> | null {
  if (!disposal || disposal.state === 'unclear' || disposal.state === 'none') return null;
  const { state, way, demand, reportWay, reportOn, reportWhat, certificate, digest, sentBack } = disposal;
  const report =
    reportWay !== null && reportOn !== null
      ? { way: reportWay, on: reportOn, what: reportWhat, certificate, digest }
      : null;
  return { state, way, demand, report, sentBack, clock };
}

export function grantView(sight: GrantSight): Static<typeof GrantView> {
  const { row, use, change, disposal, history, versions, actions, citations, clock, today } = sight;
  const supplyClock = clock?.step === 'supply' ? clock : null;
  return {
    ...grantSummary(row, use),
    applicationId: row.applicationId,
    applicationNo: row.applicationNo,
    from: civilDate(row.since.getTime()),
    scenario: row.scenario,
    matter: row.matter,
    ground: row.ground,
    scope: row.scope,
    thirdParties: row.thirdParties,
    how: row.how,
    consentBy: row.consentBy,
    decidedAt: row.decidedAt.toISOString(),
    limits: row.limits,
    atTheEnd: row.disposal,
    items: row.decision.items.map(item => ({
      name: item.name,
      type: item.type,
      sensitivity: item.sensitivity,
      identifier: item.identifier,
      mask: item.mask,
      sample: sampleOf(item.type, item.name, item.mask),
    })),
    rows: row.conditions,
    sid: row.sid,
    rid: row.rid,
    addresses: row.addresses,
    failures30: use?.failures ?? 0,
    rows30: use?.rows ?? 0,
    actions,
    history: historyView(history),
    versions: versions.map(({ at, ...version }) => ({ ...version, at: at.toISOString() })),
    reason: row.reason,
    cause: row.cause,
    citations,
    supplyClock,
    supply: supplyView(row, supplyClock),
    repair:
      row.repairUntil === null
        ? null
        : {
            until: row.repairUntil,
            order: row.repairOrder,
            report: row.repairReport,
            overdue: row.state === 'repairing' && today > row.repairUntil,
          },
    change: change ? changeView(change) : null,
    disposal: disposalView(disposal, clock?.step === 'disposal' ? clock : null),
  };
}
