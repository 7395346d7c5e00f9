import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import { type PublishedEntry, maskOf } from '#modules/catalog/index.ts';
import type { ClockSight } from '#modules/deadlines/index.ts';
import { type HistoryRow, historyView } from '#modules/grants/index.ts';
import { callMask } from '#modules/services/index.ts';
import type { ApplicationSummary, ApplicationView } from './contract.ts';
import type { Holds } from './relations.ts';
import * as rules from './rules.ts';
import { disputeOf } from './settling.ts';
import type { ApplicationRow, RemarkRow } from './store.ts';

/** Who has it now, in the words of posts. */
function holderOf(row: ApplicationRow): string {
  switch (row.state) {
    case 'draft':
    case 'declined':
    case 'awaiting_material':
      return `${row.consumerName} 专职人员`;
    case 'awaiting_consent':
    case 'awaiting_acceptance':
      return `${row.consumerName} 共享机构负责人`;
    case 'awaiting_authorisation':
    case 'awaiting_exception':
    case 'awaiting_check':
    case 'awaiting_review':
    case 'awaiting_class':
      return '主管部门';
    case 'awaiting_answer':
      return row.extension !== null && row.extension.answered === null
        ? `${row.providerName} 共享机构负责人、主管部门`
        : `${row.providerName} 共享机构负责人`;
    case 'disputed':
      return '争议协调';
    case 'agreed':
    case 'partly_agreed':
    case 'refused':
    case 'moved':
    case 'lapsed':
    case 'withdrawn':
      return '';
  }
}

/** Actions that mean that it is somebody's turn; what he merely could do besides does not. */
const TURN: ReadonlySet<rules.ApplicationAction> = new Set([
  'submit',
  'consent',
  'authorise',
  'agree',
  'supply_material',
  'allow_exception',
  'grant_extension',
  'pass_check',
  'accept',
  'confirm_use',
]);

/** What the post may do now. `refusalInPrinciple`: the place's rule on refusals leaves room for exceptions. */
export function actionsOf(
  row: ApplicationRow,
  holds: Holds,
  accountId: number,
  refusalInPrinciple: boolean,
): rules.ApplicationAction[] {
  const own = row.createdBy === accountId || row.consentedBy === accountId;
  return rules.applicationLife
    .actions(row.state, holds)
    .filter(
      action => !rules.isIdle(action, { ...row, refusalInPrinciple }) && !(own && rules.DECIDING.has(action)),
    );
}

export function applicationSummary(
  row: ApplicationRow,
  clock: ClockSight | null,
  actions: rules.ApplicationAction[],
): Static<typeof ApplicationSummary> {
  return {
    id: row.id,
    no: row.no,
    kind: row.kind,
    state: row.state,
    formNo: row.formNo,
    entryId: row.entryId,
    entryTitle: row.entryTitle,
    // What is in dispute is that it is withheld; the row has the type under which it would be answered.
    shareType: disputeOf(row) === 'class' ? 'withheld' : row.shareType,
    mode: row.mode,
    provider: { id: row.providerId, name: row.providerName },
    consumer: { id: row.consumerId, name: row.consumerName },
    itemCount: row.items.length,
    topSensitivity: row.topSensitivity,
    holder: holderOf(row),
    yourTurn: actions.some(action => TURN.has(action)),
    actions,
    clock,
    createdAt: row.createdAt.toISOString(),
    receivedAt: row.receivedAt?.toISOString() ?? null,
    matter: row.matter,
    until: row.until,
  };
}

export interface ApplicationSight {
  row: ApplicationRow;
  entry: PublishedEntry | undefined;
  history: readonly HistoryRow[];
  remarks: readonly RemarkRow[];
  clocks: { answer: ClockSight | null; material: ClockSight | null; review: ClockSight | null };
  actions: rules.ApplicationAction[];
  citations: Citation[];
  longestExtension: number | null;
  refusal: Static<typeof ApplicationView>['refusal'];
  movedFrom: ApplicationRow | undefined;
  movedTo: ApplicationRow | undefined;
  form: readonly ApplicationRow[];
  /** Items of the grant that a change is asked for. */
  standing: ReadonlySet<string>;
  /** The reader is of the consumer's department. */
  ofConsumer: boolean;
  /** The reader is of one of the two sides. */
  ofSides: boolean;
  mayWrite: boolean;
}

const otherView = ({ id, no, entryTitle, state, providerName }: ApplicationRow) => ({
  id,
  no,
  entryTitle,
  state,
  provider: providerName,
});

/** A file goes out as its provider made it. */
const AS_IT_IS = { kind: 'none' } as const;

/** How an item leaves if nobody decides otherwise: what the decision freezes (modules/grants/freezing.ts). */
function givenMask(
  mode: ApplicationRow['mode'],
  { identifier, sensitivity, mask }: PublishedEntry['content']['items'][number],
): ReturnType<typeof maskOf> {
  if (mode === 'file') return AS_IT_IS;
  const own = maskOf(mask);
  return mode === 'batch' ? own : callMask({ identifier, sensitivity, mask: own });
}

export function applicationView(sight: ApplicationSight): Static<typeof ApplicationView> {
  const { row, entry, clocks, standing } = sight;
  const asked = new Set(row.items);
  const approved = row.approved === null ? null : new Set(row.approved);
  const items = entry?.content.items ?? [];
  const closed = rules.CLOSED.includes(row.state);
  return {
    ...applicationSummary(row, clocks.answer, sight.actions),
    entryCode: entry?.code ?? null,
    conditions: entry?.content.conditions ?? [],
    items: items.map(item => ({
      name: item.name,
      type: item.type,
      sensitivity: item.sensitivity,
      identifier: item.identifier,
      mask: givenMask(row.mode, item),
      requested: asked.has(item.name),
      approved: approved === null ? null : approved.has(item.name),
      standing: standing.has(item.name),
      purpose: row.purposes[item.name] ?? '',
    })),
    rows: row.rows,
    ground: row.ground,
    scenario: row.scenario,
    scope: row.scope,
    system: { id: row.systemId, name: row.systemName, addresses: row.addresses },
    frequency: row.frequency,
    hours: row.hours,
    thirdParties: row.thirdParties,
    contact: row.contact,
    event: row.event,
    argument: row.argument,
    path: row.path,
    citations: sight.citations,
    history: historyView(sight.history),
    remarks: sight.remarks.map(({ at, ...remark }) => ({ ...remark, at: at.toISOString() })),
    grantId: row.grantId,
    amends: row.amends === null ? null : { id: row.amends, no: row.amendsNo ?? '' },
    answer: row.answer,
    proposal: proposalView(row),
    material: row.material,
    materialClock: clocks.material,
    reviewClock: clocks.review,
    extension: row.extension,
    longestExtension: sight.longestExtension,
    refusal: sight.refusal,
    mandateId: row.mandateId,
    demandId: row.demandId,
    movedFrom: sight.movedFrom ? otherView(sight.movedFrom) : null,
    movedTo: sight.movedTo ? otherView(sight.movedTo) : null,
    form: sight.form.filter(one => one.id !== row.id).map(otherView),
    editable: sight.mayWrite && (row.state === 'draft' || row.state === 'declined'),
    mayRemark: sight.ofSides && row.receivedAt !== null && !closed,
    disputable: sight.ofConsumer && row.state !== 'disputed' ? disputeOf(row) : null,
    risks: rules.risksOf(
      items
        .filter(item => asked.has(item.name))
        .map(item => ({ name: item.name, mask: row.mode === 'file' ? AS_IT_IS : maskOf(item.mask) })),
    ),
  };
}

function proposalView({ proposal }: ApplicationRow): Static<typeof ApplicationView>['proposal'] {
  if (!proposal || Object.keys(proposal.reasons).length === 0) return null;
  const { decidedAt: _at, consentBy: _by, ...shown } = proposal;
  return shown;
}
