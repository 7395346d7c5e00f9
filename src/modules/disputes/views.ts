import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { DisputeSummary, DisputeView } from './contract.ts';
import { deskIsParty } from './reading.ts';
import { type DisputeAction, OUTCOMES_OF } from './rules.ts';
import type * as store from './store.ts';

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

export function summaryOf(row: store.DisputeRow, yourTurn: boolean): Static<typeof DisputeSummary> {
  const { id, no, kind, state, applicationId, applicationNo, grantId, entryId, entryTitle } = row;
  return {
    id,
    no,
    kind,
    state,
    applicationId,
    applicationNo,
    grantId,
    entryId,
    entryTitle,
    consumer: { id: row.consumerId, name: row.consumerName },
    provider: { id: row.providerId, name: row.providerName },
    body: row.bodyName,
    raisedAt: row.raisedAt.toISOString(),
    yourTurn,
  };
}

export interface DisputeSight {
  row: store.DisputeRow;
  yourTurn: boolean;
  actions: DisputeAction[];
  silentThrough: string | null;
  statements: readonly store.StatementRow[];
  meetings: readonly store.MeetingRow[];
  history: Awaited<ReturnType<typeof store.listHistory>>;
  stepCitations: Citation[];
  bodyCitations: Citation[];
}

export function viewOf({
  row,
  yourTurn,
  statements,
  meetings,
  history,
  ...rest
}: DisputeSight): Static<typeof DisputeView> {
  const { argument, contested, government, proposal, opinion, opinedAt, decision, result } = row;
  return {
    ...summaryOf(row, yourTurn),
    ...rest,
    argument,
    contested,
    raisedBy: row.raisedPost,
    government,
    bodyHere: row.bodyId !== null,
    desk: { id: row.deskId, name: row.deskName },
    deskIsParty: deskIsParty(row),
    answeredAt: instant(row.answeredAt),
    mediatingAt: instant(row.mediatingAt),
    askedAt: instant(row.askedAt),
    proposal,
    opinion: opinion && opinedAt && { ...opinion, at: opinedAt.toISOString() },
    consumerAccepts: row.consumerAccepts,
    providerAccepts: row.providerAccepts,
    reportedAt: instant(row.reportedAt),
    decision,
    result,
    closedAt: instant(row.closedAt),
    statements: statements.map(one => ({ ...one, at: one.at.toISOString() })),
    meetings: meetings.map(one => ({ ...one, at: one.at.toISOString() })),
    outcomes: [...OUTCOMES_OF[row.kind]],
    history: history.map(({ citation, at, ...one }) => ({
      ...one,
      at: at.toISOString(),
      ...(citation ? { citation } : {}),
    })),
  };
}
