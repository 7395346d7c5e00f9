/** Direct links: registered by a department, signed by its head, planned by the authority, moved over, switched off. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type Catalog, secretMark } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import { createSheet } from './sheet.ts';
import { createSteps } from './steps.ts';
import * as store from './store.ts';
import { toldOf } from './telling.ts';
import { todosOf } from './todos.ts';

export interface LinksNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Pick<Catalog, 'publishedContent'>;
  messages: Pick<Messages, 'tell'>;
}

type Body = Static<typeof contract.LinkBody>;
type Query = Static<typeof contract.LinkQuery>;
type Link = Static<typeof contract.Link>;

/** Open work that one person looks at in one day. */
const MOST_TODOS = 50;

export function createLinks(needs: LinksNeeds) {
  const { db, audited, policy, deadlines, organizations, catalog, messages } = needs;
  const perform = createSteps(needs);

  const holdsOf =
    (actor: Actor, row: store.LinkRow, regions: readonly string[]) =>
    (relation: rules.LinkRelation): boolean => {
      const { permissions } = actor;
      const side = rules.sideOf(row, actor.departmentId);
      const officer = permissions.has('sharing.apply');
      const authority = regions.includes(row.regionCode);
      switch (relation) {
        case 'officer':
          return side === 'registrant' && officer;
        case 'head':
          // Of the sharing office or of the department; an authority signs its own.
          return (
            side === 'registrant' &&
            (permissions.has('sharing.consent') ||
              permissions.has('catalog.sign_department') ||
              permissions.has('catalog.review'))
          );
        case 'other':
          return side === 'other' && officer;
        case 'second':
          if (row.otherId === null) return authority;
          return officer && side !== undefined && row.offBy !== null && side !== row.offBy;
        case 'authority':
          return authority;
      }
    };

  function linkOf(actor: Actor, row: store.LinkRow, regions: readonly string[]): Link {
    const { regionCode: _region, offAt, createdAt, changedAt, ...shown } = row;
    const told = row.offBy !== null;
    const idle: Partial<Record<rules.LinkAction, boolean>> = {
      switch_off: told,
      confirm_off: !told,
      still_on: !told,
      move: row.otherId === null,
    };
    return {
      ...shown,
      late: rules.isLate(row, deadlines.today()),
      offAt: offAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      changedAt: changedAt.toISOString(),
      actions: rules.linkLife
        .actions(row.state, holdsOf(actor, row, regions))
        .filter(action => idle[action] !== true),
    };
  }

  /** Its two sides see a link, and whoever looks after one of them; what is not signed yet, its department alone. */
  async function visible(actor: Actor, row: store.LinkRow): Promise<boolean> {
    if (row.departmentId === actor.departmentId) return true;
    if (['draft', 'awaiting', 'discarded'].includes(row.state)) return false;
    if (row.otherId === actor.departmentId) return true;
    const seen = await organizations.sightOf(actor, policy.homeRegion);
    return (
      seen === 'all' ||
      seen.includes(row.departmentId) ||
      (row.otherId !== null && seen.includes(row.otherId))
    );
  }

  async function view(actor: Actor, id: number): Promise<Static<typeof contract.LinkView>> {
    const row = await store.findLink(db, id);
    if (!row || !(await visible(actor, row))) throw platform.not_found();
    const [regions, history] = await Promise.all([
      organizations.regionsCoordinatedBy(actor),
      store.listHistory(db, id),
    ]);
    const link = linkOf(actor, row, regions);
    const { providerId, consumerId } = rules.partiesOf(row);
    const applies =
      consumerId === actor.departmentId &&
      actor.permissions.has('sharing.apply') &&
      (row.state === 'registered' || row.state === 'planned');
    return {
      ...link,
      applyFor: applies ? row.entryId : null,
      grants:
        link.actions.includes('move') && providerId !== null && consumerId !== null
          ? await store.listGrantsBetween(db, providerId, consumerId)
          : [],
      citation: policy.findCitation(row.regionCode, 'platform.only') ?? null,
      exceptions: policy.findCitation(row.regionCode, 'scope.exceptions') ?? null,
      history: history.map(({ citation, at, ...one }) => ({
        ...one,
        at: at.toISOString(),
        ...(citation === null ? {} : { citation }),
      })),
    };
  }

  function checkWords(actor: Actor, body: Body): void {
    for (const [text, place, placeEn] of [
      [body.systemName, '本方系统', 'Your system'],
      [body.otherSystem, '对方系统', 'The other system'],
      [body.data, '数据', 'The data'],
      [body.ground, '依据', 'The ground'],
      [body.volume, '数据量', 'The volume'],
      [body.exemptReason, '不能迁移的理由', 'The reason for staying apart'],
    ] as const) {
      const mark = secretMark(text);
      if (mark !== undefined)
        throw refuse.secret_marks(
          { place, placeEn, mark },
          policy.findCitation(actor.regionCode, 'no_secrets'),
        );
    }
  }

  async function checked(tx: Command, actor: Actor, body: Body): Promise<store.NewLink> {
    checkWords(actor, body);
    const otherName = body.otherName.trim();
    if ((body.otherId === null) === (otherName === '')) throw refuse.other_needed();
    if (body.otherId === actor.departmentId) throw refuse.other_is_own();
    if (body.otherId !== null) {
      const departments = await organizations.departments();
      if (!departments.some(one => one.id === body.otherId && one.state !== 'dissolved'))
        throw refuse.department_unknown();
    }
    const today = deadlines.today();
    if (body.since !== null && body.since > today)
      throw refuse.date_future({ date: body.since }, policy.findCitation(actor.regionCode, 'platform.only'));
    if (body.wantedUntil !== null && body.wantedUntil < today)
      throw refuse.date_past({ date: body.wantedUntil });
    if (body.entryId !== null) {
      const { providerId } = rules.partiesOf({ ...body, departmentId: actor.departmentId });
      const entry = await catalog.publishedContent(body.entryId, tx);
      if (!entry || entry.departmentId !== providerId) throw refuse.entry_not_fitting();
    }
    return {
      ...body,
      otherName,
      systemName: body.systemName.trim(),
      otherSystem: body.otherSystem.trim(),
      data: body.data.trim(),
      ground: body.ground.trim(),
      volume: body.volume.trim(),
      exemptReason: body.exemptReason.trim(),
    };
  }

  /** The clause stands beside what the authority decided by it, not beside every step on the way. */
  const note = (
    tx: Command,
    actor: Actor,
    row: { id: number; regionCode: string },
    action: rules.LinkAction | 'register',
    text: string,
  ) => {
    const rule = rules.linkLife.rows.find(one => one.action === action && one.actor === 'authority')?.rule;
    return store.insertHistory(tx, row.id, {
      action,
      at: new Date(tx.at),
      post: actor.post,
      name: actor.name,
      note: text,
      citation: rule === undefined ? undefined : policy.findCitation(row.regionCode, rule),
    });
  };

  async function filterOf(
    actor: Actor,
    query: Omit<Query, 'page' | 'size'>,
  ): Promise<{ filter: store.LinkFilter; choice: store.LinkChoice }> {
    const sight = await organizations.sightOf(actor, policy.homeRegion);
    return {
      filter: {
        seen: sight === 'all' ? null : sight,
        departmentId: actor.departmentId,
        ours: query.box === 'ours',
        of: query.departmentId ?? null,
        ways: query.way,
        words: query.q.trim(),
        today: deadlines.today(),
      },
      choice: { states: query.state, late: query.late ?? null },
    };
  }

  async function list(actor: Actor, query: Query): Promise<Static<typeof contract.LinkList>> {
    const { filter, choice } = await filterOf(actor, query);
    const [rows, { n }, states, regions] = await Promise.all([
      store.listLinks(db, filter, choice, query.size, (query.page - 1) * query.size),
      store.countLinks(db, filter, choice),
      store.countStates(db, filter),
      organizations.regionsCoordinatedBy(actor),
    ]);
    return {
      total: n,
      items: rows.map(row => linkOf(actor, row, regions)),
      counts: states.map(({ state, count }) => ({ state, count })),
      late: states.reduce((sum, one) => sum + one.late, 0),
      citation: policy.findCitation(actor.regionCode, 'platform.only') ?? null,
    };
  }

  return {
    list,
    get: view,

    export: createSheet(async (actor, query, size, offset) => {
      const { filter, choice } = await filterOf(actor, query);
      return store.listLinks(db, filter, choice, size, offset);
    }),

    async register(actor: Actor, body: Body): Promise<Static<typeof contract.LinkRecorded>> {
      const { value, record } = await audited(actor, 'links.register', 'platform', async tx => {
        const link = await checked(tx, actor, body);
        const { id } = await store.insertLink(tx, actor.departmentId, link, new Date(tx.at));
        await note(tx, actor, { id, regionCode: actor.regionCode }, 'register', '');
        return {
          value: id,
          object: `link:${id}`,
          facts: { data: link.data, otherId: link.otherId, entryId: link.entryId, way: link.way },
          rule: 'platform.only',
        };
      });
      return { link: await view(actor, value), record };
    },

    async edit(actor: Actor, id: number, body: Body): Promise<Static<typeof contract.LinkRecorded>> {
      const { record } = await audited(actor, 'links.edit', `link:${id}`, async tx => {
        const row = await store.lockLink(tx, id);
        if (!row || !(await visible(actor, row))) throw platform.not_found();
        if (rules.linkLife.next('edit', row.state) === undefined) throw refuse.wrong_state();
        if (!rules.linkLife.allows('edit', row.state, holdsOf(actor, row, []))) throw platform.forbidden();
        const link = await checked(tx, actor, body);
        await store.updateLink(tx, id, link, new Date(tx.at));
        await note(tx, actor, row, 'edit', '');
        return { value: undefined, facts: { before: row.data, data: link.data, otherId: link.otherId } };
      });
      return { link: await view(actor, id), record };
    },

    async act(
      actor: Actor,
      id: number,
      body: Static<typeof contract.LinkActBody>,
    ): Promise<Static<typeof contract.LinkRecorded>> {
      const { action } = body;
      const text = body.note.trim();
      const { record } = await audited(actor, `links.${action}`, `link:${id}`, async tx => {
        const row = await store.lockLink(tx, id);
        if (!row || !(await visible(actor, row))) throw platform.not_found();
        const next = rules.linkLife.next(action, row.state);
        if (next === undefined) throw refuse.wrong_state();
        const holds = holdsOf(actor, row, await organizations.regionsCoordinatedBy(actor));
        if (!rules.linkLife.allows(action, row.state, holds)) throw platform.forbidden();
        if (rules.needsNote(action, row.state) && text === '') throw refuse.note_needed();
        const change = await perform(tx, actor, row, next, body);
        await store.setLink(tx, id, change, new Date(tx.at));
        await note(tx, actor, row, action, text);
        const told = toldOf(action, { ...row, ...change }, actor.departmentId);
        if (told) await messages.tell(tx, told);
        const rule = rules.linkLife.rows.find(one => one.action === action)?.rule;
        const { until, grantId, offBy } = change;
        return {
          value: undefined,
          facts: { data: row.data, from: row.state, to: next, until, grantId, offBy, note: text },
          ...(rule === undefined ? {} : { rule }),
        };
      });
      return { link: await view(actor, id), record };
    },

    /** What waits for this post. */
    async todo(actor: Actor) {
      if (!actor.permissions.has('sharing.read')) return [];
      const { items } = await list(actor, {
        box: 'all',
        state: ['draft', 'awaiting', 'registered', 'planned', 'moved'],
        way: [],
        q: '',
        page: 1,
        size: 100,
      });
      return todosOf(items, deadlines.today()).slice(0, MOST_TODOS);
    },
  };
}

export type Links = ReturnType<typeof createLinks>;
