import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import type { ClockSight } from '#modules/deadlines/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ApplicationSummary, ApplicationView } from './contract.ts';
import * as rules from './rules.ts';
import type { ApplicationRow, HistoryRow } from './store.ts';

/** How a person in a post stands to an application. `authority`: the actor's department looks after the provider's region. */
export function relationTo(
  actor: Actor,
  row: Pick<ApplicationRow, 'consumerId' | 'providerId'>,
  authority: boolean,
  relation: rules.ApplicationRelation,
): boolean {
  switch (relation) {
    case 'consumer_officer':
      return actor.role === 'data_officer' && actor.departmentId === row.consumerId;
    case 'consumer_head':
      return actor.role === 'sharing_head' && actor.departmentId === row.consumerId;
    case 'provider_head':
      return actor.role === 'sharing_head' && actor.departmentId === row.providerId;
    case 'platform_authority':
      return authority;
  }
}

/** Who has it now, in the words of posts. */
function holderOf(row: ApplicationRow): string {
  switch (row.state) {
    case 'draft':
    case 'declined':
    case 'awaiting_material':
      return `${row.consumerName} 专职人员`;
    case 'awaiting_consent':
      return `${row.consumerName} 共享机构负责人`;
    case 'awaiting_authorisation':
      return '主管部门';
    case 'awaiting_answer':
      return `${row.providerName} 共享机构负责人`;
    case 'agreed':
    case 'partly_agreed':
    case 'refused':
    case 'withdrawn':
      return '';
  }
}

const TURN: readonly rules.ApplicationAction[] = [
  'submit',
  'consent',
  'authorise',
  'agree',
  'supply_material',
];

export function applicationSummary(
  row: ApplicationRow,
  clock: ClockSight | null,
  holds: (relation: rules.ApplicationRelation) => boolean,
): Static<typeof ApplicationSummary> {
  const actions = rules.applicationLife.actions(row.state, holds);
  return {
    id: row.id,
    no: row.no,
    state: row.state,
    entryId: row.entryId,
    entryTitle: row.entryTitle,
    shareType: row.shareType,
    mode: row.mode,
    provider: { id: row.providerId, name: row.providerName },
    consumer: { id: row.consumerId, name: row.consumerName },
    itemCount: row.items.length,
    topSensitivity: row.topSensitivity,
    holder: holderOf(row),
    yourTurn: actions.some(action => TURN.includes(action)),
    clock,
    createdAt: row.createdAt.toISOString(),
    matter: row.matter,
  };
}

export function historyView(history: readonly HistoryRow[]) {
  return history.map(({ citation, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(citation ? { citation } : {}),
  }));
}

export interface ApplicationSight {
  actor: Actor;
  row: ApplicationRow;
  entry: PublishedEntry | undefined;
  history: readonly HistoryRow[];
  clock: ClockSight | null;
  holds: (relation: rules.ApplicationRelation) => boolean;
  citations: Citation[];
}

export function applicationView({
  row,
  entry,
  history,
  clock,
  holds,
  citations,
}: ApplicationSight): Static<typeof ApplicationView> {
  const asked = new Set(row.items);
  const approved = row.approved === null ? null : new Set(row.approved);
  const items = entry?.content.items ?? [];
  return {
    ...applicationSummary(row, clock, holds),
    entryCode: entry?.code ?? null,
    conditions: entry?.content.conditions ?? [],
    items: items.map(item => ({
      name: item.name,
      type: item.type,
      sensitivity: item.sensitivity,
      identifier: item.identifier,
      mask: item.mask,
      requested: asked.has(item.name),
      approved: approved === null ? null : approved.has(item.name),
    })),
    rows: row.rows,
    ground: row.ground,
    scenario: row.scenario,
    scope: row.scope,
    until: row.until,
    system: { id: row.systemId, name: row.systemName },
    citations,
    actions: rules.applicationLife.actions(row.state, holds),
    history: historyView(history),
    grantId: row.grantId,
    answer: row.answer,
    material: row.material,
    risks: rules.risksOf(
      items.filter(item => asked.has(item.name)) as {
        name: string;
        mask: Parameters<typeof rules.risksOf>[0][number]['mask'];
      }[],
    ),
  };
}
