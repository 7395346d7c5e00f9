/** A law or a duty changed: the entries it touches, each with the clock that the change opened. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { limitOf } from '#modules/policy/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { DutiesNeeds } from './service.ts';
import * as store from './store.ts';

const UPDATE = 'update';
const subjectOf = (taskId: number): string => `update:${taskId}`;

/** A step of an entry's way, as the catalog tells it inside its transaction. */
export interface EntryStep {
  entryId: number;
  action: string;
  /** Where the step led. */
  to: string;
}

export function createChanges({ db, audited, policy, deadlines, organizations, catalog }: DutiesNeeds) {
  async function causeOf(
    actor: Actor,
    {
      kind,
      title,
      article,
      departmentId,
    }: Static<typeof contract.PreviewQuery> | Static<typeof contract.ChangeBody>,
  ): Promise<store.Cause> {
    const regions = await organizations.regionsReviewedBy(actor);
    if (kind === 'law')
      return { kind, title: rules.plainTitle(title), article: article.trim(), departmentId: null, regions };
    if (departmentId === null || departmentId === undefined) throw refuse.department_needed();
    const department = (await organizations.departments()).find(one => one.id === departmentId);
    if (!department || department.state === 'dissolved' || !regions.includes(department.regionCode))
      throw refuse.department_outside();
    return { kind, title: rules.plainTitle(title), article: '', departmentId, regions };
  }

  /** The clock counts from the change, whenever it is entered (N809 17: 自调整、变化发生之日起). */
  async function startClock(
    tx: Command,
    task: { id: number; departmentId: number },
    regionCode: string,
    occurredOn: string,
    extended = 0,
  ): Promise<void> {
    const { local, ceiling } = policy.rule(regionCode, 'catalog.update.days');
    const localExtends = policy.rule(regionCode, 'catalog.update.extension.days').local !== undefined;
    const limit = (rule: typeof local) => {
      const { days, citation } = limitOf(rule);
      return { days: days ? days + (rule === local && !localExtends ? 0 : extended) : null, citation };
    };
    await deadlines.start(tx, subjectOf(task.id), UPDATE, limit(local), limit(ceiling), {
      parties: [task.departmentId],
      from: occurredOn,
    });
  }

  /** The clock that sending on had stopped runs again, to the date that it had. */
  async function goOn(
    tx: Command,
    { id, occurredOn }: { id: number; occurredOn: string },
    entryId: number,
  ): Promise<void> {
    const row = await store.findTask(tx, id);
    if (!row) throw new Error(`task ${id} of entry ${entryId} is gone`);
    const before = deadlines.hasCalendar()
      ? (await deadlines.clocksOf([subjectOf(id)], tx)).get(subjectOf(id))
      : undefined;
    await startClock(tx, row, row.regionCode, occurredOn, before?.extendedDays ?? 0);
  }

  const note = (tx: Command, actor: Actor, id: number, action: string, text: string) =>
    store.insertHistory(
      tx,
      `task:${id}`,
      action,
      { at: new Date(tx.at), post: actor.post, name: actor.name },
      text,
    );

  async function viewsOf(
    actor: Actor,
    rows: readonly store.TaskRow[],
    reviewed: readonly string[],
  ): Promise<Static<typeof contract.Task>[]> {
    const clocks = deadlines.hasCalendar()
      ? await deadlines.clocksOf(rows.map(row => subjectOf(row.id)))
      : undefined;
    return rows.map(({ regionCode, ...row }) => ({
      ...row,
      clock: clocks?.get(subjectOf(row.id)) ?? null,
      actions: rules.taskLife
        .actions(row.state, rules.holdsOf(actor, { ...row, regionCode }, reviewed))
        .filter(action => action !== 'leave_unchanged' || rules.mayStay(row.changeKind)),
    }));
  }

  async function view(
    actor: Actor,
    row: store.TaskRow,
    reviewed: readonly string[],
  ): Promise<Static<typeof contract.TaskView>> {
    const [[task], history] = await Promise.all([
      viewsOf(actor, [row], reviewed),
      store.listHistory(db, `task:${row.id}`),
    ]);
    if (!task) throw platform.not_found();
    return { ...task, history: history.map(one => ({ ...one, at: one.at.toISOString(), record: null })) };
  }

  /** Published, the task is done; but an order is obeyed only by another class, and until then its days run on. */
  async function published(tx: Command, entryId: number): Promise<void> {
    const withheld = (await catalog.publishedContent(entryId, tx))?.content.shareType === 'withheld';
    for (const task of await store.moveTasksOf(tx, entryId, ['sent'], 'done', new Date(tx.at)))
      if (withheld && task.kind === 'reclass') {
        await store.reopenTask(tx, task.id);
        await goOn(tx, task, entryId);
      }
  }

  /** How far a task may be extended in its region, with the clause. */
  function extensionOf(regionCode: string): { most: number; local: boolean } | undefined {
    const { local, ceiling, effective } = policy.rule(regionCode, 'catalog.update.extension.days');
    const most = effective?.value.days ?? ceiling?.value.days;
    return most ? { most, local: local !== undefined } : undefined;
  }

  return {
    /** Which entries a change would touch, before it is entered. */
    async preview(
      actor: Actor,
      query: Static<typeof contract.PreviewQuery>,
    ): Promise<Static<typeof contract.PreviewView>> {
      if (query.title.trim() === '') return { items: [] };
      const found = await store.listAffected(db, await causeOf(actor, query));
      return {
        items: found.map(({ entryId, title, code, departmentName, basis }) => ({
          entryId,
          title,
          code,
          departmentName,
          basis,
        })),
      };
    },

    /** Enters the change once: each entry that it touches has its task and clock in the same transaction. */
    async enter(
      actor: Actor,
      body: Static<typeof contract.ChangeBody>,
    ): Promise<Static<typeof contract.ChangeRecorded>> {
      const { value, record } = await audited(actor, 'duties.enter_change', 'platform', async tx => {
        if (body.occurredOn > deadlines.today()) throw refuse.in_future({ date: body.occurredOn });
        const cause = await causeOf(actor, body);
        const affected = await store.listAffected(tx, cause);
        if (affected.length === 0) throw refuse.none_affected({ title: body.title });
        const { id } = await store.insertChange(tx, {
          ...cause,
          shownTitle: body.title.trim(),
          what: body.what.trim(),
          occurredOn: body.occurredOn,
          regionCode: actor.regionCode,
          at: new Date(tx.at),
          post: actor.post,
        });
        const tasks = await store.insertTasks(tx, id, affected);
        const regions = new Map(affected.map(one => [one.entryId, one.regionCode]));
        for (const task of tasks) {
          await startClock(tx, task, regions.get(task.entryId) ?? actor.regionCode, body.occurredOn);
          await note(tx, actor, task.id, 'open', body.what.trim());
        }
        return {
          value: { id, tasks: tasks.length },
          object: `change:${id}`,
          facts: {
            kind: body.kind,
            title: body.title,
            article: cause.article,
            occurredOn: body.occurredOn,
            entries: affected.map(one => one.entryId),
          },
          rule: 'catalog.update.days',
        };
      });
      return { ...value, record };
    },

    /**
     * The outcome of a dispute: the entry’s department changes its share type, under the clock of every update. Inside
     * the command that ends the dispute; answers the task.
     */
    async order(
      tx: Command,
      actor: Actor,
      order: { entryId: number; title: string; what: string; occurredOn: string },
    ): Promise<number> {
      const entry = await store.findServing(tx, order.entryId);
      if (!entry) throw platform.not_found();
      const { id } = await store.insertChange(tx, {
        kind: 'reclass',
        title: order.title,
        article: '',
        departmentId: null,
        shownTitle: order.title,
        what: order.what,
        occurredOn: order.occurredOn,
        regionCode: entry.regionCode,
        at: new Date(tx.at),
        post: actor.post,
      });
      const [task] = await store.insertTasks(tx, id, [entry]);
      if (!task) throw new Error(`the order about entry ${order.entryId} opened no task`);
      await startClock(tx, task, entry.regionCode, order.occurredOn);
      await note(tx, actor, task.id, 'open', order.what);
      return task.id;
    },

    async list(
      actor: Actor,
      { page, size }: { page: number; size: number },
    ): Promise<Static<typeof contract.ChangeList>> {
      const regions = await organizations.regionsReviewedBy(actor);
      const [items, { n }] = await Promise.all([
        store.listChanges(db, regions, size, (page - 1) * size),
        store.countChanges(db, regions),
      ]);
      return { total: n, items: items.map(row => ({ ...row, at: row.at.toISOString() })) };
    },

    async tasks(
      actor: Actor,
      query: Static<typeof contract.TaskQuery>,
    ): Promise<Static<typeof contract.TaskList>> {
      const filter = {
        departmentId: actor.departmentId,
        regions: await organizations.regionsReviewedBy(actor),
        open: query.open,
        changeId: query.changeId ?? null,
      };
      const [rows, { n }] = await Promise.all([
        store.listTasks(db, { ...filter, size: query.size, offset: (query.page - 1) * query.size }),
        store.countTasks(db, filter),
      ]);
      return { total: n, items: await viewsOf(actor, rows, filter.regions) };
    },

    async act(
      actor: Actor,
      id: number,
      { action, note: text, days }: Static<typeof contract.TaskActBody>,
    ): Promise<Static<typeof contract.TaskRecorded>> {
      const { record } = await audited(actor, `duties.${action}`, `task:${id}`, async tx => {
        const row = await store.lockTask(tx, id);
        if (!row) throw platform.not_found();
        const holds = rules.holdsOf(actor, row, await organizations.regionsReviewedBy(actor));
        if (!holds('officer') && !holds('authority')) throw platform.not_found();
        const next = rules.taskLife.next(action, row.state);
        if (next === undefined) throw refuse.wrong_state();
        if (!rules.taskLife.allows(action, row.state, holds)) throw platform.forbidden();
        if (action === 'leave_unchanged' && !rules.mayStay(row.changeKind)) throw refuse.ordered();
        if (action !== 'extend' && text.trim() === '') throw refuse.note_needed();
        const change: store.TaskChange = {
          state: next,
          askedDays: row.askedDays,
          askedWhy: row.askedWhy,
          note: text.trim(),
          closedAt: null,
        };
        const extension = extensionOf(row.regionCode);
        const citation = policy.findCitation(row.regionCode, 'catalog.update.extension.days');
        switch (action) {
          case 'leave_unchanged':
            change.closedAt = new Date(tx.at);
            await deadlines.move(tx, subjectOf(id), UPDATE, 'stop');
            break;
          case 'ask_extension':
            if (!extension) throw refuse.no_extension_here();
            if ((await store.listHistory(tx, `task:${id}`)).some(one => one.action === 'extend'))
              throw refuse.extended_already({}, citation);
            if (days === undefined || days > extension.most)
              throw refuse.too_long({ most: extension.most }, citation);
            change.askedDays = days;
            change.askedWhy = text.trim();
            break;
          case 'extend':
            if (!extension) throw refuse.no_extension_here();
            await deadlines.extend(tx, subjectOf(id), UPDATE, {
              days: row.askedDays ?? extension.most,
              most: extension.most,
              local: extension.local,
              citation: citation ?? null,
            });
            break;
          case 'refuse_extension':
            break;
        }
        await store.setTask(tx, id, change);
        await note(tx, actor, id, action, text.trim());
        return {
          value: undefined,
          facts: { entryId: row.entryId, from: row.state, to: next, note: text.trim() },
          ...(rules.taskLife.rows.find(one => one.action === action)?.rule
            ? { rule: 'catalog.update.extension.days' }
            : {}),
        };
      });
      const row = await store.findTask(db, id);
      if (!row) throw platform.not_found();
      return { task: await view(actor, row, await organizations.regionsReviewedBy(actor)), record };
    },

    async get(actor: Actor, id: number): Promise<Static<typeof contract.TaskView>> {
      const row = await store.findTask(db, id);
      if (!row) throw platform.not_found();
      const reviewed = await organizations.regionsReviewedBy(actor);
      if (row.departmentId !== actor.departmentId && !reviewed.includes(row.regionCode))
        throw platform.not_found();
      return view(actor, row, reviewed);
    },

    /**
     * What an entry's own way does to its tasks: sent to the authority in time is what the law asks for; published, the
     * task is done; sent back, it is open again, and its date stays kept. Taken back before the authority looked at it, it
     * was never sent: its days run on from where they began. An entry that is gone needs no update.
     */
    async entryMoved(tx: Command, { entryId, action, to }: EntryStep): Promise<void> {
      if (to === 'withdrawn') {
        const running = ['open', 'extension_asked', 'sent'] as const;
        for (const { id } of await store.moveTasksOf(tx, entryId, running, 'done', new Date(tx.at)))
          await deadlines.move(tx, subjectOf(id), UPDATE, 'stop');
      } else if (action === 'sign_department') {
        for (const { id } of await store.moveTasksOf(tx, entryId, ['open', 'extension_asked'], 'sent', null))
          await deadlines.move(tx, subjectOf(id), UPDATE, 'stop');
      } else if (action === 'publish') await published(tx, entryId);
      else if (action === 'return') await store.moveTasksOf(tx, entryId, ['sent'], 'open', null);
      else if (action === 'withdraw' || action === 'transfer')
        for (const task of await store.moveTasksOf(tx, entryId, ['sent'], 'open', null))
          await goOn(tx, task, entryId);
    },
  };
}
