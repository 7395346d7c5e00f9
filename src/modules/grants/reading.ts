import type { Static } from 'typebox';
import { type Sql, join, sql } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { ClockSight } from '#modules/deadlines/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { findLastChange } from './changeStore.ts';
import type { GrantQuery, GrantUsage, GrantView } from './contract.ts';
import { findDisposal } from './disposalStore.ts';
import { listHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import * as rules from './rules.ts';
import { createSight } from './sight.ts';
import * as store from './store.ts';
import { type GrantTodoKind, listTodo } from './todoStore.ts';
import { createUsing } from './using.ts';
import { grantSummary, grantView } from './views.ts';

const CITED = [
  'supply.days',
  'grant.purpose_limit',
  'misuse.suspend',
  'revoke.consult_and_file',
  'grant.disposal',
] as const;

/** A page of work; whoever has more than this begins with these. */
const MOST_TODOS = 50;
const CONSUMERS_WORK: readonly GrantTodoKind[] = [
  'repair_use',
  'answer_change',
  'report_disposal',
  'sign_disposal',
];

export interface GrantTodo {
  kind: GrantTodoKind;
  id: number;
  no: string;
  title: string;
  /** The other side. */
  other: string;
  clock: ClockSight | null;
  since: string;
  summary: string;
}

/** Who sees a grant, how he stands to it, and what he sees. */
export function createReading(needs: GrantsNeeds) {
  const { db, policy, deadlines, usage } = needs;
  const sight = createSight(needs);
  const usageOf = createUsing(needs);

  async function holdsOf(actor: Actor, row: store.GrantRow): Promise<(relation: rules.Relation) => boolean> {
    const authority = await sight.isAuthorityOfCase(actor, row);
    const { departmentId, permissions } = actor;
    return relation => {
      switch (relation) {
        case 'provider_head':
          return departmentId === row.providerId && permissions.has('sharing.answer');
        case 'consumer_head':
          return departmentId === row.consumerId && permissions.has('sharing.consent');
        case 'consumer_officer':
          return departmentId === row.consumerId && permissions.has('sharing.apply');
        case 'authority':
          return authority && permissions.has('sharing.revoke');
      }
    };
  }

  async function visible(actor: Actor, row: store.GrantRow): Promise<boolean> {
    return (
      actor.departmentId === row.consumerId ||
      actor.departmentId === row.providerId ||
      sight.oversees(actor, row)
    );
  }

  async function mustSee(actor: Actor, id: number): Promise<store.GrantRow> {
    const row = await store.getGrant(db, id);
    if (!(await visible(actor, row))) throw platform.not_found();
    return row;
  }

  async function viewOf(actor: Actor, row: store.GrantRow): Promise<Static<typeof GrantView>> {
    const object = `grant:${row.id}`;
    const [holds, change, disposal, uses, history, versions, clocks] = await Promise.all([
      holdsOf(actor, row),
      findLastChange(db, row.id),
      findDisposal(db, row.id),
      usage([row.id], 30),
      listHistory(db, object),
      store.listVersions(db, row.id),
      deadlines.clocksOf([object]),
    ]);
    return grantView({
      row,
      change,
      disposal,
      use: uses.get(row.id),
      actions: rules.actionsOn({ grant: row.state, change: change?.state, disposal: disposal?.state }, holds),
      history,
      versions,
      citations: CITED.flatMap(id => policy.findCitation(row.providerRegion, id) ?? []),
      clock: clocks.get(object) ?? null,
      today: deadlines.today(),
    });
  }

  async function allOf(actor: Actor, held: Sql, given: Sql): Promise<Sql> {
    return actor.role === 'auditor' || actor.role === 'authority'
      ? sight.inSight(actor, sql`g.provider_id`, sql`g.consumer_id`)
      : sql`(${held} or ${given})`;
  }

  async function whereOf(actor: Actor, query: Static<typeof GrantQuery>): Promise<Sql> {
    const held = sql`g.consumer_id = ${actor.departmentId}`;
    const given = sql`g.provider_id = ${actor.departmentId}`;
    const { side, entryId, systemId, until, disposing } = query;
    const parts = [side === 'holding' ? held : side === 'given' ? given : await allOf(actor, held, given)];
    if (entryId !== undefined) parts.push(sql`g.entry_id = ${entryId}`);
    if (systemId !== undefined) parts.push(sql`g.system_id = ${systemId}`);
    if (until !== undefined) parts.push(sql`g.until <= ${until}`);
    if (disposing)
      parts.push(
        sql`exists (select from sharing.disposal d where d.grant_id = g.id and d.state in ('due', 'reported', 'signed', 'sent_back'))`,
      );
    return join(parts, ' and ');
  }

  async function list(actor: Actor, query: Static<typeof GrantQuery>) {
    const { total, items } = await store.listGrants(db, {
      where: await whereOf(actor, query),
      states: query.state,
      modes: query.mode,
      q: query.q,
      page: query.page,
      size: query.size,
    });
    const uses = await usage(
      items.map(row => row.id),
      30,
    );
    return { total, items: items.map(row => grantSummary(row, uses.get(row.id))) };
  }

  /** What waits for this post, with what the other side said. */
  async function todo(actor: Actor): Promise<GrantTodo[]> {
    const { departmentId, permissions } = actor;
    const rows = await listTodo(
      db,
      {
        departmentId,
        officer: permissions.has('sharing.apply'),
        head: permissions.has('sharing.answer'),
        authority:
          actor.role === 'authority'
            ? await sight.underAuthority(actor, sql`g.provider_id`, sql`g.consumer_id`)
            : sql`false`,
      },
      MOST_TODOS,
    );
    const clocks = await deadlines.clocksOf(rows.map(row => `grant:${row.id}`));
    return rows.map(row => {
      const clock = clocks.get(`grant:${row.id}`) ?? null;
      return {
        kind: row.kind,
        id: row.id,
        no: row.no,
        title: row.entryTitle,
        other: CONSUMERS_WORK.includes(row.kind) ? row.providerName : row.consumerName,
        clock: clock?.step === 'disposal' && row.kind.endsWith('_disposal') ? clock : null,
        since: row.since.toISOString(),
        summary: row.words,
      };
    });
  }

  return {
    visible,
    seen: mustSee,
    todo,
    holdsOf,
    list,

    get: async (actor: Actor, id: number): Promise<Static<typeof GrantView>> =>
      viewOf(actor, await mustSee(actor, id)),

    /** Refuses with not found when the actor may not see the grant. */
    mustSee: async (actor: Actor, id: number): Promise<void> => void (await mustSee(actor, id)),

    /** What was granted and what of it was used, to stand beside a renewal. */
    usageOf: async (actor: Actor, id: number, days = 90): Promise<Static<typeof GrantUsage>> =>
      usageOf(await mustSee(actor, id), days),

    /** Of these grants: when the provider was ready, and when the first use was seen. */
    supplyOf: async (
      ids: readonly number[],
    ): Promise<Map<number, { readyAt: Date | null; suppliedAt: Date | null }>> =>
      new Map((await store.listSupply(db, ids)).map(({ id, ...supply }) => [id, supply])),
  };
}
