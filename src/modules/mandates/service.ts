import type { Static } from 'typebox';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Standards } from '#modules/standards/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { isInSight } from '#vocabulary/sight.ts';
import { createAsking } from './asking.ts';
import type * as contract from './contract.ts';
import { createCovering } from './covering.ts';
import { createOffering } from './offering.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import { createStanding } from './standing.ts';
import { type Act, createSteps } from './steps.ts';
import * as store from './store.ts';
import { messageOf } from './telling.ts';
import { actionsOf, createViews, holdsOf } from './views.ts';

meansWhenBroken('mandate_not_to_oneself', () => refuse.to_oneself());

/** An application as the module above names it. */
export interface CaseName {
  id: number;
  no: string;
  title: string;
  consumer: string;
}

export interface MandatesNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  standards: Pick<Standards, 'classByCode'>;
  catalog: Pick<Catalog, 'publishedContent' | 'publishedEntries' | 'officeSignature' | 'dropStandingConsent'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  /** Applications by their numbers, those that the actor may see; sharing lies above. */
  cases: (actor: Actor, ids: readonly number[]) => Promise<CaseName[]>;
}

/** Of the worker’s round: what is past its last day is ended some at a time. */
const MOST_ENDED = 100;
const MOST_OPEN = 50;
const OPEN = ['awaiting_sign', 'awaiting_answer', 'narrowed'] as const;

export function createMandates(needs: MandatesNeeds) {
  const { db, audited, policy, deadlines, organizations, messages } = needs;
  const offering = createOffering(policy);
  const asking = createAsking(needs, offering);
  const take = createSteps(needs, asking, offering);
  const views = createViews(needs, offering);

  const thisYear = (): number => Number(deadlines.today().slice(0, 4));

  /**
   * Whom it concerns sees it, and whoever oversees one of the two; a draft is its department's own affair until its head
   * has signed. A standing consent is a fact of the published entry.
   */
  async function maySee(actor: Actor, row: store.MandateRow, within: Db = db): Promise<boolean> {
    if (row.kind === 'standing' || row.askerId === actor.departmentId) return true;
    const parties = [row.providerId, row.holderId];
    const regional = actor.role === 'auditor' || actor.role === 'authority';
    const concerned =
      parties.includes(actor.departmentId) ||
      (regional && isInSight(await organizations.sightOf(actor, policy.homeRegion), parties));
    return concerned && store.wasSigned(within, row.id);
  }

  async function view(actor: Actor, id: number): Promise<Static<typeof contract.MandateView>> {
    const row = await store.findMandate(db, id);
    if (!row || !(await maySee(actor, row))) throw platform.not_found();
    return views.viewOf(actor, row);
  }

  const note = (
    tx: Command,
    actor: Pick<Actor, 'post' | 'name'>,
    id: number,
    step: Pick<store.HistoryRow, 'action' | 'note' | 'citation'>,
  ) => store.insertHistory(tx, id, { ...step, at: new Date(tx.at), post: actor.post, name: actor.name });

  async function tell(
    tx: Command,
    row: store.MandateRow,
    step: Parameters<typeof messageOf>[1],
  ): Promise<void> {
    await messages.settle(tx, `mandate:${row.id}`);
    const message = messageOf(row, step);
    if (message) await messages.tell(tx, message);
  }

  async function open(
    tx: Command,
    actor: Actor,
    id: number,
    action: rules.MandateAction,
  ): Promise<{ row: store.MandateRow; next: rules.MandateState }> {
    const row = await store.lockMandate(tx, id);
    if (!row || !(await maySee(actor, row, tx))) throw platform.not_found();
    const next = rules.mandateLife.next(action, row.state);
    if (next === undefined) throw refuse.wrong_state();
    if (!rules.mandateLife.allows(action, row.state, holdsOf(actor, row))) throw platform.forbidden();
    // Asker and answerer are two people, whichever posts they hold. What stands is anybody's to end.
    if (row.state !== 'active' && (await store.hasActedForAnother(tx, id, actor)))
      throw refuse.acted_for_another();
    return { row, next };
  }

  async function perform(tx: Command, actor: Actor, id: number, body: Act) {
    const { row, next } = await open(tx, actor, id, body.action);
    const text = body.note.trim();
    if (rules.NEEDS_NOTE.has(body.action) && text === '') throw refuse.note_needed();
    const { change, citation } = await take(tx, actor, row, next, body);
    await store.setMandate(tx, id, change, new Date(tx.at));
    await note(tx, actor, id, { action: body.action, note: text, citation });
    await tell(tx, row, body.action);
    const rule = citation?.ruleId;
    const { providerId, holderId, entryId } = row;
    return {
      value: undefined,
      facts: {
        no: row.no,
        kind: row.kind,
        providerId,
        holderId,
        entryId,
        from: row.state,
        to: next,
        until: change.terms?.until ?? null,
        note: text,
        ...(body.action === 'refuse' ? { category: body.category ?? null, basis: body.basis ?? null } : {}),
      },
      ...(rule === undefined ? {} : { rule }),
    };
  }

  async function expire(id: number): Promise<void> {
    await audited(PLATFORM, 'mandates.expire', `mandate:${id}`, async tx => {
      const row = await store.lockMandate(tx, id);
      const past = row?.state === 'active' && row.until !== null && row.until < deadlines.today();
      if (row && past) {
        const at = new Date(tx.at);
        await store.setMandate(tx, id, { ...row, state: 'expired', endedAt: at }, at);
        await note(tx, PLATFORM, id, { action: 'expire', note: '', citation: null });
        await tell(tx, row, 'expire');
      }
      return { value: undefined, facts: { no: row?.no ?? '', until: row?.until ?? null } };
    });
  }

  return {
    ...createCovering(needs, asking),
    standing: createStanding(needs),

    /** Which kinds the place knows, with the text that knows them. */
    offered: offering.offered,

    async form(
      actor: Actor,
      { providerId }: Static<typeof contract.OfferedQuery>,
    ): Promise<Static<typeof contract.OfferedView>> {
      const [departments, regions] = await Promise.all([
        organizations.departments(),
        organizations.regions(),
      ]);
      const provider = departments.find(one => one.id === providerId);
      const regionCode = provider?.regionCode ?? actor.regionCode;
      return {
        ...offering.offered(regionCode),
        anywhere: regions.some(one => offering.offered(one.code).blanket),
        unconditional: offering.unconditional(regionCode),
        scenarios: asking.scenariosOf(actor.regionCode),
        latest: rules.latestDay(deadlines.today()),
      };
    },

    get: view,

    async list(
      actor: Actor,
      query: Static<typeof contract.ListQuery>,
    ): Promise<Static<typeof contract.MandateList>> {
      const filter = {
        side: query.side,
        departmentId: actor.departmentId,
        sight: await organizations.sightOf(actor, policy.homeRegion),
        kinds: query.kind,
        states: query.state,
        words: query.q.trim(),
      };
      const [rows, { n }] = await Promise.all([
        store.listMandates(db, filter, query.size, (query.page - 1) * query.size),
        store.countMandates(db, filter),
      ]);
      const clocks = await views.clocksOf(rows);
      return {
        total: n,
        items: rows.map(row => views.summaryOf(actor, row, clocks.get(`mandate:${row.id}`))),
      };
    },

    /** What waits for the actor's signature or answer. */
    async todo(actor: Actor): Promise<Static<typeof contract.MandateSummary>[]> {
      const rows = await store.listOpen(db, actor.departmentId, OPEN, MOST_OPEN);
      const waiting = rows.filter(row => actionsOf(actor, row).some(action => action !== 'cancel'));
      const clocks = await views.clocksOf(waiting);
      return waiting.map(row => views.summaryOf(actor, row, clocks.get(`mandate:${row.id}`)));
    },

    async draft(
      actor: Actor,
      body: Static<typeof contract.MandateBody>,
    ): Promise<Static<typeof contract.MandateRecorded>> {
      const { value, record } = await audited(actor, 'mandates.draft', 'platform', async tx => {
        const parties = await asking.partiesOf(actor, body);
        const terms = await asking.checked(tx, parties, body.terms);
        const { id, no } = await store.insertMandate(
          tx,
          { ...parties, kind: body.kind, askerId: actor.departmentId, terms },
          new Date(tx.at),
          thisYear(),
        );
        await note(tx, actor, id, { action: 'draft', note: '', citation: null });
        return {
          value: id,
          object: `mandate:${id}`,
          facts: { ...parties, no, until: terms.until, entries: terms.entryIds.length },
        };
      });
      return { mandate: await view(actor, value), record };
    },

    /** `revision` is the one that was read: somebody’s later change is never overwritten. */
    async edit(
      actor: Actor,
      id: number,
      { terms: written, revision }: Static<typeof contract.EditBody>,
    ): Promise<Static<typeof contract.MandateRecorded>> {
      const { record } = await audited(actor, 'mandates.edit', `mandate:${id}`, async tx => {
        const { row } = await open(tx, actor, id, 'edit');
        if (row.revision !== revision) throw refuse.changed_meanwhile();
        if (row.holderId === null) throw platform.not_found();
        const { kind, providerId, holderId } = row;
        const terms = await asking.checked(tx, { kind, providerId, holderId }, written);
        await store.setAsked(tx, id, terms, new Date(tx.at));
        await note(tx, actor, id, { action: 'edit', note: '', citation: null });
        return {
          value: undefined,
          facts: { no: row.no, until: terms.until, entries: terms.entryIds.length },
        };
      });
      return { mandate: await view(actor, id), record };
    },

    async act(actor: Actor, id: number, body: Act): Promise<Static<typeof contract.MandateRecorded>> {
      const { record } = await audited(actor, `mandates.${body.action}`, `mandate:${id}`, tx =>
        perform(tx, actor, id, body),
      );
      return { mandate: await view(actor, id), record };
    },

    /** Called by the worker: ends what is past its last day, each in a command of its own. */
    async endPast(): Promise<void> {
      for (const { id } of await store.listPast(db, deadlines.today(), MOST_ENDED)) await expire(id);
    },
  };
}

export type Mandates = ReturnType<typeof createMandates>;
