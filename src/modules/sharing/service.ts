import type { Static } from 'typebox';
import { type Db, type Sql, type Tx, meansWhenBroken, sql } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Catalog, Use } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { GrantUse } from '#modules/ledger/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import { type Policy, citationsOf } from '#modules/policy/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { FormView, ListQuery } from './contract.ts';
import { type Apply, createAsking } from './asking.ts';
import { type Act, createDeciding, rulesDay } from './deciding.ts';
import { commitApplication } from './committed.ts';
import { createGrants } from './grants.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { applicationSummary, applicationView, relationTo } from './views.ts';

meansWhenBroken('grant_one_per_service', () => refuse.granted_already());
meansWhenBroken('not_to_oneself', () => refuse.not_to_oneself());

export interface SharingNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Catalog;
  resources: Resources;
  sources: Pick<Sources, 'pointersOf'>;
  /** What the ledger knows of the use of grants in the last days. */
  usage: (grantIds: readonly number[], sinceDays: number) => Promise<Map<number, GrantUse>>;
}

type List = Static<typeof ListQuery>;

export function createSharing(needs: SharingNeeds) {
  const { db, audited, policy, deadlines, organizations, catalog } = needs;
  const grants = createGrants(needs);
  const asking = createAsking(needs);
  const { checkAsked, scenariosOf, shareTypeOf, pathOf } = asking;
  const { answerable, note, take, reroute } = createDeciding(needs, grants, asking);

  function isPlatformAuthority(actor: Actor, regionOfProvider: string): Promise<boolean> {
    return organizations
      .authorityOf(regionOfProvider)
      .then(department => department.id === actor.departmentId);
  }

  async function holdsOf(
    actor: Actor,
    row: store.ApplicationRow,
  ): Promise<(relation: rules.ApplicationRelation) => boolean> {
    const authority = actor.role === 'authority' && (await isPlatformAuthority(actor, row.providerRegion));
    return relation => relationTo(actor, row, authority, relation);
  }

  async function visible(actor: Actor, row: store.ApplicationRow): Promise<boolean> {
    if (row.consumerId === actor.departmentId) return true;
    if (row.receivedAt === null && actor.role !== 'auditor') return false;
    return row.providerId === actor.departmentId || grants.oversees(actor, row);
  }

  async function viewOf(actor: Actor, row: store.ApplicationRow, within: Db = db) {
    const clocks = await deadlines.clocksOf([`application:${row.id}`], within);
    const entry = await catalog.publishedContent(row.entryId, within);
    const history = await store.listHistory(within, `application:${row.id}`);
    return applicationView({
      actor,
      row,
      entry,
      history,
      clock: clocks.get(`application:${row.id}`) ?? null,
      holds: await holdsOf(actor, row),
      citations: citationsFor(row),
    });
  }

  function citationsFor(row: store.ApplicationRow) {
    const region = row.providerRegion;
    const day = rulesDay(row);
    const days = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const asked = [
      ...citationsOf(policy.rule(region, days, day)),
      ...citationsOf(policy.rule(region, 'answer.refusal', day)),
      ...citationsOf(policy.rule(region, 'supplement.once', day)),
    ];
    const path =
      row.shareType === 'unconditional'
        ? citationsOf(policy.rule(region, 'share.unconditional.path', day))
        : [];
    return [...path, ...asked].filter(citation => citation.quotation !== '');
  }

  async function boxOf(actor: Actor, box: List['box']): Promise<Sql> {
    const mine = sql`a.consumer_id = ${actor.departmentId}`;
    const received = sql`(a.provider_id = ${actor.departmentId} and a.received_at is not null)`;
    const inRegion =
      actor.role === 'authority'
        ? sql`(a.provider_id = any(${await grants.overseen(actor)}) and a.received_at is not null)`
        : sql`false`;
    const seen = (): Promise<Sql> => grants.inSight(actor, sql`a.provider_id`, sql`a.consumer_id`);
    switch (box) {
      case 'mine':
        return sql`(${mine} and a.created_by = ${actor.accountId})`;
      case 'department':
        return mine;
      case 'all':
        if (actor.role !== 'auditor' && actor.role !== 'authority') return sql`(${mine} or ${received})`;
        return actor.role === 'auditor'
          ? await seen()
          : sql`(${mine} or (a.received_at is not null and ${await seen()}))`;
      case 'todo':
        switch (actor.role) {
          case 'sharing_head':
            return sql`((${mine} and a.state = 'awaiting_consent') or (a.provider_id = ${actor.departmentId} and a.state = 'awaiting_answer'))`;
          case 'authority':
            return sql`(${inRegion} and a.state = 'awaiting_authorisation')`;
          case 'data_officer':
            return sql`(${mine} and a.state in ('draft', 'awaiting_material', 'declined'))`;
          case 'department_head':
          case 'integrator':
          case 'operator':
          case 'security':
          case 'auditor':
            return sql`false`;
        }
    }
  }

  async function list(actor: Actor, query: List) {
    const { total, items } = await store.listApplications(db, {
      where: await boxOf(actor, query.box),
      states: query.state,
      q: query.q,
      page: query.page,
      size: query.size,
    });
    const clocks = await deadlines.clocksOf(items.map(row => `application:${row.id}`));
    const shown = await Promise.all(
      items.map(async row =>
        applicationSummary(row, clocks.get(`application:${row.id}`) ?? null, await holdsOf(actor, row)),
      ),
    );
    return { total, items: shown };
  }

  return {
    ...grants.door,

    async form(actor: Actor, entryId: number): Promise<Static<typeof FormView>> {
      const entry = await catalog.publishedContent(entryId);
      if (!entry) throw platform.not_found();
      const { local, legal } = await answerable({
        receivedAt: null,
        shareType: entry.content.shareType,
        providerRegion: entry.regionCode,
      });
      const question =
        entry.content.shareType === 'unconditional' ? 'share.unconditional.path' : 'answer.conditional.days';
      return {
        scenarios: scenariosOf(actor.regionCode),
        path: pathOf(entry, []),
        answerDays: local.days ?? legal.days,
        citations: citationsOf(policy.rule(entry.regionCode, question)).filter(
          citation => citation.quotation !== '',
        ),
        last: (await store.findLastOf(db, actor.departmentId)) ?? null,
      };
    },

    async apply(actor: Actor, body: Apply) {
      const { value, record } = await audited(actor, 'sharing.apply', `entry:${body.entryId}`, async tx => {
        const entry = await checkAsked(actor, body);
        const year = Number(deadlines.today().slice(0, 4));
        const no = `共-${year}-${String(await store.nextNumber(tx, 'application', year)).padStart(5, '0')}`;
        const asked = new Set(body.items);
        const topSensitivity = Math.max(
          ...entry.content.items.filter(item => asked.has(item.name)).map(item => item.sensitivity),
        );
        const { id } = await store.insertApplication(tx, {
          no,
          entryId: entry.id,
          entryVersion: entry.version,
          entryTitle: entry.title,
          shareType: shareTypeOf(entry, body.items),
          consumerId: actor.departmentId,
          providerId: entry.departmentId,
          systemId: body.systemId,
          mode: body.mode,
          items: entry.content.items.filter(item => asked.has(item.name)).map(item => item.name),
          rows: body.rows,
          matter: body.matter,
          ground: body.ground,
          scenario: body.scenario,
          scope: body.scope,
          until: body.until,
          path: pathOf(entry, body.items),
          topSensitivity,
          createdBy: actor.accountId,
          createdAt: new Date(tx.at),
        });
        await note(tx, actor, `application:${id}`, 'apply', '');
        return {
          value: id,
          object: `application:${id}`,
          facts: {
            no,
            entryId: entry.id,
            mode: body.mode,
            items: body.items.length,
            until: body.until,
            ...(await commitApplication(tx, id)),
          },
        };
      });
      return { application: await viewOf(actor, await store.getApplication(db, value)), record };
    },

    list,

    /** How each service is used: answered calls of the last 30 days, and the scenarios that it was granted for. */
    async serviceUse(): Promise<{ entryId: number; calls: number; scenarios: string[] }[]> {
      const grants = await store.listServiceGrants(db);
      const used = await needs.usage(
        grants.map(grant => grant.grantId),
        30,
      );
      const services = new Map<number, { entryId: number; calls: number; scenarios: string[] }>();
      for (const { grantId, entryId, scenario } of grants) {
        const service = services.get(entryId) ?? { entryId, calls: 0, scenarios: [] };
        const use = used.get(grantId);
        service.calls += use ? use.calls - use.failures : 0;
        if (scenario !== '' && !service.scenarios.includes(scenario)) service.scenarios.push(scenario);
        services.set(entryId, service);
      }
      return [...services.values()];
    },

    /** Another department answers for an entry from now on: also for what was applied for and granted. */
    handOver: (tx: Tx, entryId: number, departmentId: number): Promise<void> =>
      store.setProvider(tx, entryId, departmentId),

    /** Live grants on an entry: what a change of it may take away. */
    usesOf: (entryId: number, within: Db = db): Promise<Use[]> => store.listUses(within, entryId),

    async get(actor: Actor, id: number) {
      const row = await store.getApplication(db, id);
      if (!(await visible(actor, row))) throw platform.not_found();
      return viewOf(actor, row);
    },

    async act(actor: Actor, id: number, body: Act) {
      const { record } = await audited(actor, `sharing.${body.action}`, `application:${id}`, async tx => {
        const row = await store.lockApplication(tx, id);
        if (!(await visible(actor, row))) throw platform.not_found();
        const holds = await holdsOf(actor, row);
        if (!rules.applicationLife.allows(body.action, row.state, holds)) {
          if (rules.applicationLife.next(body.action, row.state) === undefined)
            throw refuse.wrong_state({ state: row.state });
          throw platform.forbidden();
        }
        const { providerId, consumerId } = row;
        const facts = { no: row.no, entryId: row.entryId, providerId, consumerId };
        if (body.action === 'authorise' && (await reroute(tx, actor, row)))
          return {
            value: undefined,
            facts: { ...facts, path: 'provider_answers', ...(await commitApplication(tx, id)) },
          };
        await take(tx, actor, row, body);
        return { value: undefined, facts: { ...facts, ...(await commitApplication(tx, id)) } };
      });
      return { application: await viewOf(actor, await store.getApplication(db, id)), record };
    },

    /** What waits for this post. */
    async todo(actor: Actor) {
      return (await list(actor, { box: 'todo', state: [], q: '', page: 1, size: 100 })).items;
    },
  };
}

export type Sharing = ReturnType<typeof createSharing>;
