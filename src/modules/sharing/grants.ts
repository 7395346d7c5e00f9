import type { Static } from 'typebox';
import { type Sql, sql } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { departmentsUnder } from '#modules/organizations/index.ts';
import { citationsOf } from '#modules/policy/index.ts';
import { endOfDay } from '#modules/deadlines/index.ts';
import type { Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import type { PlanTable } from '#vocabulary/plans.ts';
import { isInSight } from '#vocabulary/sight.ts';
import { commitGrant } from './committed.ts';
import type { GrantActBody, GrantQuery, GrantSummary, GrantView } from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';
import { historyView } from './views.ts';

/** Grants: opened by a decision, changed by suspension and revocation, ended by their term. */
export function createGrants(needs: SharingNeeds) {
  const { db, audited, policy, deadlines, organizations, catalog, usage } = needs;

  async function open(
    tx: Command,
    row: store.ApplicationRow,
    decision: rules.Decision,
    table: PlanTable,
    until: string,
  ): Promise<number> {
    const year = Number(deadlines.today().slice(0, 4));
    const no = `授-${year}-${String(await store.nextNumber(tx, 'grant', year)).padStart(5, '0')}`;
    const provider = await organizations.department(row.providerId);
    const sid = row.mode === 'batch' ? null : rules.serviceCode(provider.creditCode, row.entryId, row.mode);
    const at = new Date(tx.at);
    const { id } = await store.insertGrant(tx, {
      no,
      applicationId: row.id,
      entryId: row.entryId,
      entryTitle: row.entryTitle,
      providerId: row.providerId,
      consumerId: row.consumerId,
      systemId: row.systemId,
      mode: row.mode,
      sid,
      until,
      decision,
      at,
    });
    const facts: rules.GrantFacts = {
      id,
      version: 1,
      no,
      provider: row.providerName,
      consumer: row.consumerName,
      providerId: row.providerId,
      consumerId: row.consumerId,
      systemId: row.systemId,
      scenario: row.scenario,
      entryId: row.entryId,
      entryTitle: row.entryTitle,
      from: tx.at,
      until: endOfDay(until),
      table,
    };
    const body =
      row.mode === 'batch'
        ? rules.compileMovePlan(facts, decision)
        : rules.compileCallPlan(facts, decision, row.mode, sid ?? '');
    await store.publishPlan(tx, {
      grantId: id,
      version: 1,
      kind: body.kind,
      sid,
      systemId: row.systemId,
      body,
    });
    await catalog.setUsedBy(tx, row.entryId, await store.countUsers(tx, row.entryId));
    await store.insertHistory(tx, `grant:${id}`, 'open', at, row.providerName, '', '', undefined);
    const supply = policy.rule(row.providerRegion, 'supply.days');
    const [citation = null] = citationsOf(supply);
    await deadlines.start(
      tx,
      `grant:${id}`,
      'supply',
      { days: supply.local?.value.days ?? null, citation },
      { days: supply.ceiling?.value.days ?? null, citation },
      { parties: [row.providerId, row.consumerId] },
    );
    // The resource is mounted already, so the data can be used from this moment.
    await deadlines.move(tx, `grant:${id}`, 'supply', 'stop');
    return id;
  }

  const relationOf =
    (actor: Actor, row: store.GrantRow, authority: boolean) =>
    (relation: rules.GrantRelation): boolean =>
      relation === 'provider_head'
        ? actor.role === 'sharing_head' && actor.departmentId === row.providerId
        : authority;

  async function isAuthority(actor: Actor, row: store.GrantRow): Promise<boolean> {
    return (
      actor.role === 'authority' &&
      (await organizations.authorityOf(row.providerRegion)).id === actor.departmentId
    );
  }

  async function visible(actor: Actor, row: store.GrantRow): Promise<boolean> {
    return (
      actor.departmentId === row.consumerId || actor.departmentId === row.providerId || oversees(actor, row)
    );
  }

  /** Auditors and authorities see the cases in which a department of their region gives or asks, as in the ledger. */
  async function oversees(actor: Actor, row: { providerId: number; consumerId: number }): Promise<boolean> {
    return (
      (actor.role === 'auditor' || actor.role === 'authority') &&
      isInSight(await organizations.sightOf(actor, policy.homeRegion), [row.providerId, row.consumerId])
    );
  }

  /** The same for lists. */
  async function inSight(actor: Actor, provider: Sql, consumer: Sql): Promise<Sql> {
    const sight = await organizations.sightOf(actor, policy.homeRegion);
    if (sight === 'all') return sql`true`;
    return sql`(${provider} = any(${[...sight]}::int[]) or ${consumer} = any(${[...sight]}::int[]))`;
  }

  function summaryOf(
    row: store.GrantRow,
    calls30: number,
    lastUsedAt: string | null,
  ): Static<typeof GrantSummary> {
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
      calls30,
      lastUsedAt,
    };
  }

  async function viewOf(actor: Actor, row: store.GrantRow): Promise<Static<typeof GrantView>> {
    const use = (await usage([row.id], 30)).get(row.id);
    const object = `grant:${row.id}`;
    const holds = relationOf(actor, row, await isAuthority(actor, row));
    const cited = ['grant.purpose_limit', 'misuse.suspend', 'revoke.consult_and_file'] as const;
    return {
      ...summaryOf(row, use?.calls ?? 0, use?.lastAt.toISOString() ?? null),
      applicationId: row.applicationId,
      applicationNo: row.applicationNo,
      from: new Date(row.since.getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
      scenario: row.scenario,
      matter: row.matter,
      ground: row.ground,
      items: row.decision.items.map(item => ({
        name: item.name,
        type: item.type,
        sensitivity: item.sensitivity,
        identifier: item.identifier,
        mask: item.mask,
        sample: rules.sampleOf(item.type, item.name, item.mask),
      })),
      rows: row.conditions,
      sid: row.sid,
      rid: row.rid,
      addresses: row.addresses,
      failures30: use?.failures ?? 0,
      rows30: use?.rows ?? 0,
      actions: rules.grantLife.actions(row.state, holds),
      history: historyView(await store.listHistory(db, object)),
      reason: row.reason,
      citations: cited.flatMap(id => policy.findCitation(row.providerRegion, id) ?? []),
      supplyClock: (await deadlines.clocksOf([object])).get(object) ?? null,
    };
  }

  async function change(
    tx: Command,
    row: store.GrantRow,
    action: string,
    state: rules.GrantState,
    post: string,
    name: string,
    reason: string,
  ): Promise<void> {
    const at = new Date(tx.at);
    // A resumed grant is a new version of the same plan: records of before and after stay apart.
    const version = state === 'active' ? row.version + 1 : row.version;
    await store.setGrant(tx, row.id, state, version, reason, at);
    if (state === 'active') await store.copyPlan(tx, row.id, row.version, version);
    else await store.setLive(tx, row.id, 0);
    const citation =
      action === 'suspend'
        ? policy.findCitation(row.providerRegion, 'misuse.suspend')
        : action === 'revoke'
          ? policy.findCitation(row.providerRegion, 'revoke.consult_and_file')
          : undefined;
    await store.insertHistory(tx, `grant:${row.id}`, action, at, post, name, reason, citation);
    await catalog.setUsedBy(tx, row.entryId, await store.countUsers(tx, row.entryId));
  }

  /** The departments whose grants and applications an authority looks after. */
  async function overseen(actor: Actor): Promise<number[]> {
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return departmentsUnder(actor.departmentId, regions, departments);
  }

  async function allOf(actor: Actor, held: Sql, given: Sql): Promise<Sql> {
    return actor.role === 'auditor' || actor.role === 'authority'
      ? inSight(actor, sql`g.provider_id`, sql`g.consumer_id`)
      : sql`(${held} or ${given})`;
  }

  async function grantsOf(actor: Actor, query: Static<typeof GrantQuery>) {
    const held = sql`g.consumer_id = ${actor.departmentId}`;
    const given = sql`g.provider_id = ${actor.departmentId}`;
    const where =
      query.side === 'holding' ? held : query.side === 'given' ? given : await allOf(actor, held, given);
    const { total, items } = await store.listGrants(db, {
      where,
      states: query.state,
      q: query.q,
      page: query.page,
      size: query.size,
    });
    const uses = await usage(
      items.map(row => row.id),
      30,
    );
    return {
      total,
      items: items.map(row =>
        summaryOf(row, uses.get(row.id)?.calls ?? 0, uses.get(row.id)?.lastAt.toISOString() ?? null),
      ),
    };
  }

  const door = {
    grants: grantsOf,

    async grant(actor: Actor, id: number) {
      const row = await store.getGrant(db, id);
      if (!(await visible(actor, row))) throw platform.not_found();
      return viewOf(actor, row);
    },

    /** Refuses with not found when the actor may not see the grant. */
    async mustSeeGrant(actor: Actor, id: number): Promise<void> {
      if (!(await visible(actor, await store.getGrant(db, id)))) throw platform.not_found();
    },

    /** Once this returns, no answer leaves any gateway under the version that was ended. */
    async actOnGrant(actor: Actor, id: number, body: Static<typeof GrantActBody>) {
      const { record } = await audited(actor, `sharing.${body.action}`, `grant:${id}`, async tx => {
        const row = await store.lockGrant(tx, id);
        if (!(await visible(actor, row))) throw platform.not_found();
        const holds = relationOf(actor, row, await isAuthority(actor, row));
        const next = rules.grantLife.next(body.action, row.state);
        if (next === undefined) throw refuse.wrong_state({ state: row.state });
        if (!rules.grantLife.allows(body.action, row.state, holds)) throw platform.forbidden();
        // N809 27: without consultation and filing a provider ends nothing; after a suspension for misuse it may.
        if (body.action === 'revoke' && row.state === 'active' && body.consulted !== true)
          throw refuse.consult_first({}, policy.findCitation(row.providerRegion, 'revoke.consult_and_file'));
        await change(tx, row, body.action, next, actor.post, actor.name, body.reason);
        return {
          value: undefined,
          facts: {
            no: row.no,
            grantId: id,
            entryId: row.entryId,
            providerId: row.providerId,
            consumerId: row.consumerId,
            reason: body.reason,
            ...(await commitGrant(tx, id)),
          },
        };
      });
      return { grant: await viewOf(actor, await store.getGrant(db, id)), record };
    },

    /** What the exchange needs of a grant; `plan` only for a batch grant. */
    async grantFacts(id: number) {
      const row = await store.getGrant(db, id);
      const plan = row.mode === 'batch' ? await store.findMovePlan(db, id, row.version) : undefined;
      return {
        id: row.id,
        no: row.no,
        state: row.state,
        version: row.version,
        entryId: row.entryId,
        entryTitle: row.entryTitle,
        providerId: row.providerId,
        consumerId: row.consumerId,
        mode: row.mode,
        plan,
      };
    },

    /** Ends what is past its last day; called by the worker. */
    async endPastGrants(): Promise<number> {
      const past = await store.listPastGrants(db, deadlines.today());
      for (const { id } of past) {
        await audited(PLATFORM, 'sharing.expire', `grant:${id}`, async tx => {
          const row = await store.lockGrant(tx, id);
          if (row.state === 'active' || row.state === 'suspended')
            await change(tx, row, 'expire', 'expired', PLATFORM.post, PLATFORM.name, '使用期限已到');
          const { providerId, consumerId } = row;
          return {
            value: undefined,
            facts: { grantId: id, providerId, consumerId, ...(await commitGrant(tx, id)) },
          };
        });
      }
      return past.length;
    },
  };

  return { open, overseen, oversees, inSight, door };
}

export type Grants = ReturnType<typeof createGrants>;
