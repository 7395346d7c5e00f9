/** What a reader may see of an entry and do with it: used by the pages' reads and by every command. */
import type { ClockSight } from '#modules/deadlines/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Check, checksToVerify } from './checks.ts';
import { type Use, narrowedUses, narrowingOf } from './compare.ts';
import { type Missing, missingIn, unknownIn } from './missing.ts';
import * as rules from './rules.ts';
import type { CatalogNeeds } from './service.ts';
import { shareTypeHint, shareTypeRefusal } from './shareType.ts';
import * as store from './store.ts';
import { type EntryView, viewOf } from './views.ts';

export type Holds = (relation: rules.EntryRelation) => boolean;

export function createReading({
  db,
  policy,
  organizations,
  deadlines,
  uses,
  clock,
  standards,
}: CatalogNeeds) {
  const regionsReviewedBy = (actor: Actor): Promise<string[]> => organizations.regionsReviewedBy(actor);

  async function holds(
    actor: Actor,
    row: Pick<store.EntryRow, 'departmentId' | 'regionCode'>,
  ): Promise<Holds> {
    const own = row.departmentId === actor.departmentId;
    const reviews = (await regionsReviewedBy(actor)).includes(row.regionCode);
    const held: Record<rules.EntryRelation, boolean> = {
      officer: own && actor.permissions.has('catalog.compile'),
      office_head: own && actor.permissions.has('catalog.sign_office'),
      department_head: own && actor.permissions.has('catalog.sign_department'),
      authority: reviews,
    };
    return relation => held[relation];
  }

  /** Whether the action has something to act on: only what serves can be suspended, only what is suspended resumed. */
  function fits(action: rules.EntryAction, row: store.EntryRow): boolean {
    if (action === 'suspend') return row.serving !== null && row.suspendedAt === null;
    return action !== 'resume' || row.suspendedAt !== null;
  }

  /** A draft is its department's own affair until it is sent to the authority. */
  async function maySeeWork(actor: Actor, row: store.EntryRow): Promise<boolean> {
    if (row.departmentId === actor.departmentId) return true;
    return (row.state === 'in_review' || row.state === 'published') && (await holds(actor, row))('authority');
  }

  /** The authority looks after what serves, whatever its department is working on. */
  const looksAfter = async (actor: Actor, row: store.EntryRow): Promise<boolean> =>
    row.serving !== null && (await holds(actor, row))('authority');

  function missing({ regionCode, content, code }: store.EntryRow): Missing[] {
    const demands = {
      assessments: policy.rule(regionCode, 'catalog.assessments').effective?.value.values ?? [],
      identifiers: policy.rule(regionCode, 'identifiers.person_and_legal').effective?.value.values ?? [],
    };
    const fault = policy.checkShareType(regionCode, content);
    const unknown = unknownIn(content, standards, code !== null);
    return [...missingIn(content, demands), ...unknown, ...(fault ? [shareTypeHint(content, fault)] : [])];
  }

  const toVerify = (row: store.EntryRow): Check[] => checksToVerify(row.content, missing(row));

  /** Law first: an entry whose share type has no ground is refused with the clause, before anything else is said of it. */
  function checkComplete(row: store.EntryRow): void {
    const fault = policy.checkShareType(row.regionCode, row.content);
    if (fault) throw shareTypeRefusal(row.content, fault);
    const open = missing(row);
    if (open.length > 0)
      throw rules.refuse.incomplete({
        missing: open.map(one => one.text),
        missingEn: open.map(one => one.textEn).join('; '),
      });
  }

  function checkStandingConsent(row: store.EntryRow): void {
    const path = policy.rule(row.regionCode, 'share.unconditional.path').effective;
    // Where the platform's managing unit authorises (PD 18), it is not the provider's to consent in advance.
    if (row.content.shareType !== 'unconditional' || path?.value.path === 'platform_authorises')
      throw rules.refuse.no_standing_consent(
        {},
        policy.findCitation(row.regionCode, 'share.unconditional.path'),
      );
  }

  async function clocksOf(rows: readonly store.EntryRow[]): Promise<Map<number, ClockSight>> {
    const waiting = rows.filter(row => row.state === 'in_review');
    if (waiting.length === 0 || !deadlines.hasCalendar()) return new Map();
    const sights = await deadlines.clocksOf(waiting.map(row => `entry:${row.id}`));
    return new Map(
      waiting.flatMap(({ id }) => {
        const sight = sights.get(`entry:${id}`);
        return sight ? [[id, sight] as const] : [];
      }),
    );
  }

  /** Live grants from which the change in work takes something. */
  async function touchedBy(row: store.EntryRow): Promise<Use[]> {
    if (row.serving === null || row.serving === row.version) return [];
    const served = await store.findServing(db, row.id);
    return served ? narrowedUses(narrowingOf(served.content, row.content), await uses(row.id)) : [];
  }

  async function workingView(actor: Actor, row: store.EntryRow): Promise<EntryView> {
    const [history, clocks, stands, remarks, touched] = await Promise.all([
      store.listHistory(db, row.id),
      clocksOf([row]),
      holds(actor, row),
      store.listRemarks(db, row.id),
      touchedBy(row),
    ]);
    const open = missing(row);
    const actions = (row.state === 'superseded' ? [] : rules.lifecycle.actions(row.state, stands)).filter(
      action => {
        if (!fits(action, row)) return false;
        if (action === 'publish') return row.submittedBy !== actor.accountId;
        if (action === 'submit') return open.length === 0;
        return action !== 'withdraw' || row.state !== 'published' || row.usedBy === 0;
      },
    );
    return viewOf(row, {
      missing: open,
      actions,
      history,
      remarks,
      touched,
      toVerify: checksToVerify(row.content, open),
      clock: clocks.get(row.id),
      now: clock.now(),
    });
  }

  /** What one who does not see the change in work may do with the version that serves. */
  const servingActions = async (actor: Actor, row: store.EntryRow): Promise<rules.EntryAction[]> => {
    if (row.state === 'superseded' || !(await looksAfter(actor, row))) return [];
    return rules.lifecycle
      .actions(row.state, await holds(actor, row))
      .filter(action => rules.ON_SERVING.has(action) && fits(action, row));
  };

  return {
    regionsReviewedBy,
    holds,
    fits,
    maySeeWork,
    looksAfter,
    servingActions,
    checkComplete,
    toVerify,
    checkStandingConsent,
    clocksOf,
    workingView,
  };
}

export type Reading = ReturnType<typeof createReading>;
