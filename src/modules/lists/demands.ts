/** Needs of departments: registered, seconded, matched to entries, coordinated by the authority (SHR-7). */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { Department } from '#modules/organizations/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { createSteps } from './demandSteps.ts';
import * as store from './demandStore.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { ListsNeeds } from './service.ts';
import { checkNotSecret, demandWords } from './words.ts';

type Body = Static<typeof contract.DemandBody>;
type Demand = Static<typeof contract.Demand>;

const SIMILAR = 8;
/** Open work that one person looks at in one day. */
const MOST_TODOS = 50;

export function createDemands(needs: ListsNeeds) {
  const { db, audited, policy, deadlines, organizations, catalog } = needs;
  const perform = createSteps(needs);
  const regionsOf = (actor: Actor) => organizations.regionsCoordinatedBy(actor);

  const holdsOf =
    (actor: Actor, row: store.DemandRow, regions: readonly string[]) =>
    (relation: rules.DemandRelation): boolean => {
      const own = row.departmentId === actor.departmentId;
      const { permissions } = actor;
      if (relation === 'proposer') return own && permissions.has('sharing.apply');
      if (relation === 'other') return !own && permissions.has('sharing.apply');
      if (relation === 'provider')
        return row.providerId === actor.departmentId && permissions.has('catalog.compile');
      return regions.includes(row.regionCode);
    };

  function viewOf(actor: Actor, row: store.DemandRow, regions: readonly string[]): Demand {
    const { regionCode: _region, entryCode: _code, secondedBy, ...shown } = row;
    const seconded = secondedBy.includes(actor.departmentId);
    const holds = holdsOf(actor, row, regions);
    const idle: Partial<Record<rules.DemandAction, boolean>> = {
      second: seconded,
      unsecond: !seconded,
      list: row.listedAt !== null || (row.providerId === null && row.entryId === null),
      hand_over: row.seconds === 0,
      withdraw: row.seconds > 0,
    };
    const running = row.state === 'assigned' || row.state === 'accepted';
    return {
      ...shown,
      seconded,
      late: running && row.until !== null && row.until < deadlines.today(),
      listedAt: row.listedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      changedAt: row.changedAt.toISOString(),
      actions: rules.demandLife.actions(row.state, holds).filter(action => idle[action] !== true),
    };
  }

  async function view(actor: Actor, id: number): Promise<Static<typeof contract.DemandView>> {
    const row = await store.findDemand(db, id);
    if (!row) throw platform.not_found();
    const [regions, seconds, applied, history] = await Promise.all([
      regionsOf(actor),
      store.listSeconds(db, id),
      store.listApplied(db, id),
      store.listHistory(db, id),
    ]);
    return {
      ...viewOf(actor, row, regions),
      secondedBy: seconds.map(one => ({ ...one, at: one.at.toISOString() })),
      applications: applied.map(one => ({ ...one, at: one.at.toISOString() })),
      mayApply:
        row.state === 'matched' &&
        row.providerId !== actor.departmentId &&
        actor.permissions.has('sharing.apply'),
      history: history.map(one => ({ ...one, at: one.at.toISOString() })),
    };
  }

  function checked(actor: Actor, body: Body, departments: readonly Department[]): store.NewDemand {
    checkNotSecret(
      [
        [body.title, '需求名称', 'The need'],
        [body.matter, '用于什么事项', 'The matter'],
        [body.description, '说明', 'The description'],
      ],
      policy.findCitation(actor.regionCode, 'no_secrets'),
    );
    if (body.wantedBy !== null && body.wantedBy < deadlines.today())
      throw refuse.date_past({ date: body.wantedBy });
    if (body.suggestedId !== null) {
      const suggested = departments.find(one => one.id === body.suggestedId && one.state !== 'dissolved');
      if (!suggested) throw refuse.department_unknown();
      if (suggested.id === actor.departmentId)
        throw refuse.provider_is_proposer({ department: suggested.name });
    }
    return {
      title: body.title.trim(),
      matter: body.matter.trim(),
      description: body.description.trim(),
      suggestedId: body.suggestedId,
      wantedBy: body.wantedBy,
      words: demandWords(body.title),
    };
  }

  const note = (tx: Command, actor: Actor, id: number, action: string, text: string) =>
    store.insertHistory(tx, id, {
      action,
      at: new Date(tx.at),
      post: actor.post,
      name: actor.name,
      note: text,
    });

  async function register(
    tx: Command,
    actor: Actor,
    body: Body,
    departments: readonly Department[],
  ): Promise<number> {
    const { id } = await store.insertDemand(
      tx,
      actor.departmentId,
      checked(actor, body, departments),
      new Date(tx.at),
    );
    await note(tx, actor, id, 'register', '');
    return id;
  }

  const filterOf = (
    actor: Actor,
    query: Omit<Static<typeof contract.DemandQuery>, 'page' | 'size'>,
  ): store.DemandFilter => ({
    box: query.box,
    departmentId: actor.departmentId,
    states: query.state,
    of: query.departmentId ?? null,
    listed: query.listed ?? null,
    words: query.q.trim(),
  });

  return {
    get: view,

    async list(
      actor: Actor,
      query: Static<typeof contract.DemandQuery>,
    ): Promise<Static<typeof contract.DemandList>> {
      const filter = filterOf(actor, query);
      const [rows, { n }, regions] = await Promise.all([
        store.listDemands(db, filter, query.size, (query.page - 1) * query.size),
        store.countDemands(db, filter),
        regionsOf(actor),
      ]);
      return {
        total: n,
        items: rows.map(row => viewOf(actor, row, regions)),
        citation: policy.findCitation(actor.regionCode, 'needs.unlisted') ?? null,
      };
    },

    /** Rows of an export. */
    rows: (
      actor: Actor,
      query: Omit<Static<typeof contract.DemandQuery>, 'page' | 'size'>,
      size: number,
      offset: number,
    ): Promise<store.DemandRow[]> => store.listDemands(db, filterOf(actor, query), size, offset),

    /** Open needs and published entries that may be the same, while one types. */
    async similar({
      title,
      not,
    }: Static<typeof contract.SimilarBody>): Promise<Static<typeof contract.SimilarView>> {
      const words = demandWords(title);
      if (words.length === 0) return { demands: [], entries: [] };
      const [demands, entries] = await Promise.all([
        store.listSimilar(db, words, not ?? 0, SIMILAR),
        catalog.searching.similar({ title, items: [] }),
      ]);
      return {
        demands: demands.map(({ id, title: need, departmentName, state, seconds }) => ({
          id,
          title: need,
          departmentName,
          state,
          seconds,
        })),
        entries: entries.items.slice(0, SIMILAR),
      };
    },

    async register(actor: Actor, body: Body): Promise<Static<typeof contract.DemandRecorded>> {
      const { value, record } = await audited(actor, 'demands.register', 'platform', async tx => {
        const id = await register(tx, actor, body, await organizations.departments());
        return { value: id, object: `demand:${id}`, facts: { title: body.title.trim() } };
      });
      return { demand: await view(actor, value), record };
    },

    /** A spreadsheet of them; all or none. */
    async registerMany(actor: Actor, bodies: readonly Body[]): Promise<number> {
      const { record } = await audited(actor, 'demands.import', 'platform', async tx => {
        const departments = await organizations.departments();
        const ids: number[] = [];
        for (const body of bodies) ids.push(await register(tx, actor, body, departments));
        return { value: ids, facts: { demands: ids.length, first: ids[0] ?? null } };
      });
      return record;
    },

    /**
     * Inside the command that answers an application with “not held here” where the holder has no entry: the need is
     * registered for the consumer and stands with the holder (SHR-7). Answers its number.
     */
    async passOn(
      tx: Command,
      actor: Actor,
      need: { departmentId: number; providerId: number; title: string; matter: string; description: string },
    ): Promise<number> {
      const at = new Date(tx.at);
      const { departmentId, providerId, title, matter, description } = need;
      const { id } = await store.insertDemand(
        tx,
        departmentId,
        { title, matter, description, suggestedId: providerId, wantedBy: null, words: demandWords(title) },
        at,
      );
      const row = await store.lockDemand(tx, id);
      if (!row) throw platform.not_found();
      await store.setDemand(tx, id, { ...row, state: 'assigned', providerId }, at);
      await note(tx, actor, id, 'pass_on', description);
      return id;
    },

    async edit(actor: Actor, id: number, body: Body): Promise<Static<typeof contract.DemandRecorded>> {
      const { record } = await audited(actor, 'demands.edit', `demand:${id}`, async tx => {
        const row = await store.lockDemand(tx, id);
        if (!row) throw platform.not_found();
        if (rules.demandLife.next('edit', row.state) === undefined) throw refuse.wrong_state();
        if (!rules.demandLife.allows('edit', row.state, holdsOf(actor, row, []))) throw platform.forbidden();
        const departments = await organizations.departments();
        await store.updateDemand(tx, id, checked(actor, body, departments), new Date(tx.at));
        await note(tx, actor, id, 'edit', '');
        return { value: undefined, facts: { before: row.title, title: body.title.trim() } };
      });
      return { demand: await view(actor, id), record };
    },

    /** Inside the command that makes an application of a matched need: the need shows what came of it. */
    async applied(tx: Command, demandId: number, applicationId: number, no: string): Promise<void> {
      const row = await store.lockDemand(tx, demandId);
      if (!row) throw platform.not_found();
      if (row.state !== 'matched') throw refuse.not_matched({ title: row.title });
      await store.insertApplied(tx, demandId, { applicationId, no, at: new Date(tx.at) });
    },

    /** Needs that the department is asked to supply and has not answered. */
    async todo(actor: Actor): Promise<Demand[]> {
      if (!actor.permissions.has('catalog.compile')) return [];
      const filter = filterOf(actor, { box: 'asked', state: ['assigned'], q: '' });
      return (await store.listDemands(db, filter, MOST_TODOS, 0)).map(row => viewOf(actor, row, []));
    },

    async act(
      actor: Actor,
      id: number,
      body: Static<typeof contract.DemandActBody>,
    ): Promise<Static<typeof contract.DemandRecorded>> {
      const { action, note: text } = body;
      const { record } = await audited(actor, `demands.${action}`, `demand:${id}`, async tx => {
        const row = await store.lockDemand(tx, id, body.into);
        if (!row) throw platform.not_found();
        const next = rules.demandLife.next(action, row.state);
        if (next === undefined) throw refuse.wrong_state();
        if (!rules.demandLife.allows(action, row.state, holdsOf(actor, row, await regionsOf(actor))))
          throw platform.forbidden();
        if (rules.NEEDS_NOTE.has(action) && text.trim() === '') throw refuse.note_needed();
        const change = await perform(tx, actor, row, next, body);
        await store.setDemand(tx, id, change, new Date(tx.at));
        await note(tx, actor, id, action, text.trim());
        const rule = rules.demandLife.rows.find(one => one.action === action)?.rule;
        const { providerId, entryId, mergedInto, until } = change;
        return {
          value: undefined,
          facts: { title: row.title, from: row.state, to: next, providerId, entryId, mergedInto, until },
          ...(rule === undefined ? {} : { rule }),
        };
      });
      return { demand: await view(actor, id), record };
    },
  };
}

export type Demands = ReturnType<typeof createDemands>;
