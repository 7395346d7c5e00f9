/** The lists of a department: edited, sent for signature, published as numbered versions, compared (CAT-6). */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type Department, regionsOverseen } from '#modules/organizations/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type ListKind, columnsOf } from './columns.ts';
import * as contract from './contract.ts';
import { type Gathered, gather } from './gather.ts';
import * as store from './listStore.ts';
import { askedIn } from './overview.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { ListsNeeds } from './service.ts';

meansWhenBroken('own_row_once', () => refuse.own_row_taken());

type View = Static<typeof contract.ListView>;

export interface Whose {
  department: Department;
  /** Those that it oversees as their authority. */
  regions: string[];
}

export function createCompiling(needs: ListsNeeds) {
  const { db, audited, policy, organizations, inventory, standards } = needs;

  async function read() {
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    return { departments, overseen: (id: number) => regionsOverseen(regions, departments, id) };
  }

  /** The reader's own department, or one that it oversees. */
  async function whose(actor: Actor, departmentId = actor.departmentId): Promise<Whose> {
    const { departments, overseen } = await read();
    const department = departments.find(one => one.id === departmentId);
    const mayLook =
      departmentId === actor.departmentId ||
      (actor.permissions.has('catalog.review') &&
        overseen(actor.departmentId).includes(department?.regionCode ?? ''));
    if (!department || !mayLook) throw platform.not_found();
    return { department, regions: overseen(departmentId) };
  }

  const gatherFor = (kind: ListKind, { department, regions }: Whose, within: Db = db): Promise<Gathered> =>
    gather(within, inventory, kind, { id: department.id, regions });

  /** An authority signs its own lists; a department's head signs those of the department. */
  const holdsOf =
    (actor: Actor, departmentId: number) =>
    (relation: rules.ListRelation): boolean => {
      if (actor.departmentId !== departmentId) return false;
      return relation === 'officer'
        ? actor.permissions.has('catalog.compile')
        : actor.permissions.has('catalog.sign_department') || actor.permissions.has('catalog.review');
    };

  const summaryOf = (row: store.VersionRow): Static<typeof contract.VersionSummary> => ({
    number: row.number ?? 0,
    rows: row.count,
    missing: row.missing,
    sentAt: row.sentAt.toISOString(),
    sentPost: row.sentPost,
    signedAt: (row.decidedAt ?? row.sentAt).toISOString(),
    signedPost: row.decidedPost,
    note: row.note,
  });

  /** The rows of a version; 0 is what waits for a signature, else what is in work. */
  async function rowsOf(
    kind: ListKind,
    of: Whose,
    versions: readonly store.VersionRow[],
    number: number,
  ): Promise<Gathered> {
    const wanted = versions.find(one => (number === 0 ? one.state === 'awaiting' : one.number === number));
    if (number > 0 && !wanted) throw refuse.version_unknown({ number });
    if (!wanted) return gatherFor(kind, of);
    const { gaps } = number === 0 ? await gatherFor(kind, of) : { gaps: [] };
    return { rows: await store.getRows(db, wanted.id), gaps };
  }

  async function view(
    actor: Actor,
    kind: ListKind,
    { departmentId, version: number }: Static<typeof contract.ListQuery>,
  ): Promise<View> {
    const of = await whose(actor, departmentId);
    const { id, name, regionCode } = of.department;
    const versions = await store.listVersions(db, id, kind);
    const { rows, gaps } = await rowsOf(kind, of, versions, number);
    const [newest] = versions;
    const state = newest?.state === 'awaiting' ? 'awaiting' : 'editing';
    return {
      kind,
      departmentId: id,
      departmentName: name,
      state: number > 0 ? 'published' : state,
      number,
      columns: columnsOf(kind, standards),
      rows,
      gaps,
      versions: versions.filter(one => one.state === 'published').map(summaryOf),
      returned:
        newest?.state === 'returned' && newest.decidedAt
          ? { at: newest.decidedAt.toISOString(), post: newest.decidedPost, note: newest.note }
          : null,
      asked: askedIn(policy, regionCode).includes(kind),
      citation: policy.findCitation(regionCode, 'lists') ?? null,
      actions: number > 0 ? [] : rules.listLife.actions(state, holdsOf(actor, id)),
    };
  }

  /** A step on the list of the actor's own department, one person at a time. */
  async function step(
    actor: Actor,
    kind: ListKind,
    action: rules.ListAction,
    work: (tx: Command, of: Whose, newest: store.VersionRow | undefined) => Promise<object>,
  ): Promise<number> {
    const { departmentId } = actor;
    const { record } = await audited(actor, `lists.${action}`, `list:${departmentId}/${kind}`, async tx => {
      await store.lockList(tx, departmentId, kind);
      const [newest] = await store.listVersions(tx, departmentId, kind);
      const state = newest?.state === 'awaiting' ? 'awaiting' : 'editing';
      if (rules.listLife.next(action, state) === undefined) throw refuse.wrong_state();
      if (!rules.listLife.allows(action, state, holdsOf(actor, departmentId))) throw platform.forbidden();
      const facts = await work(tx, await whose(actor), newest);
      return { value: undefined, facts: { kind, ...facts }, rule: 'lists' };
    });
    return record;
  }

  const recorded = async (actor: Actor, kind: ListKind, record: number) => ({
    list: await view(actor, kind, { version: 0 }),
    record,
  });

  return {
    view,
    whose,
    gatherFor,

    /** Says something of rows that the platform gathers: a remark, or why one is not put on the list. */
    async edit(
      actor: Actor,
      kind: ListKind,
      edits: readonly store.EditRow[],
    ): Promise<Static<typeof contract.ListRecorded>> {
      const record = await step(actor, kind, 'edit', async (tx, of) => {
        const known = new Set((await gatherFor(kind, of, tx)).rows.map(row => row.key));
        if (edits.some(one => !known.has(one.key))) throw refuse.row_unknown();
        await store.putEdits(
          tx,
          actor.departmentId,
          kind,
          edits.map(({ key, note, leftOut }) => ({ key, note: note.trim(), leftOut: leftOut.trim() })),
        );
        return { edited: edits.map(one => one.key) };
      });
      return recorded(actor, kind, record);
    },

    /** Duties that nobody issued and for which there is no entry yet. */
    async addRows(
      actor: Actor,
      kind: ListKind,
      rows: readonly Static<typeof contract.OwnRowBody>[],
      edits: readonly store.EditRow[] = [],
    ): Promise<Static<typeof contract.ListRecorded>> {
      if (kind !== 'responsibility' && rows.length > 0) throw refuse.only_responsibility();
      const record = await step(actor, kind, 'edit', async (tx, of) => {
        const { rows: there } = await gatherFor(kind, of, tx);
        const taken = rows.find(row => there.some(one => one.fields['title'] === row.title.trim()));
        if (taken) throw refuse.own_row_taken({ title: taken.title.trim() });
        await store.putEdits(tx, actor.departmentId, kind, edits);
        await store.insertOwnRows(
          tx,
          actor.departmentId,
          rows.map(({ title, duty, basis }) => ({
            title: title.trim(),
            duty: duty.trim(),
            basis: basis.trim(),
          })),
        );
        return { added: rows.map(row => row.title.trim()), edited: edits.length };
      });
      return recorded(actor, kind, record);
    },

    async removeRow(actor: Actor, id: number): Promise<Static<typeof contract.ListRecorded>> {
      const kind = 'responsibility';
      const record = await step(actor, kind, 'edit', async tx => {
        if ((await store.deleteOwnRow(tx, actor.departmentId, id)) === 0) throw refuse.row_unknown();
        return { removed: id };
      });
      return recorded(actor, kind, record);
    },

    async act(
      actor: Actor,
      kind: ListKind,
      { action, note }: Static<typeof contract.ListActBody>,
    ): Promise<Static<typeof contract.ListRecorded>> {
      if (action === 'return' && note.trim() === '') throw refuse.note_needed();
      const record = await step(actor, kind, action, async (tx, of, newest) => {
        const by = { at: new Date(tx.at), post: actor.post };
        if (action === 'submit') {
          const { rows, gaps } = await gatherFor(kind, of, tx);
          const missing = gaps.length;
          await store.insertVersion(tx, { departmentId: of.department.id, kind, rows, missing, ...by });
          return { rows: rows.length, missing };
        }
        if (!newest) throw refuse.wrong_state();
        if (action === 'take_back') await store.deleteVersion(tx, newest.id);
        else {
          const versions = await store.listVersions(tx, of.department.id, kind);
          const last = Math.max(0, ...versions.map(one => one.number ?? 0));
          const number = action === 'sign' ? last + 1 : null;
          await store.decideVersion(tx, newest.id, { number, note: note.trim(), ...by });
          return { number, rows: newest.count };
        }
        return { rows: newest.count };
      });
      return recorded(actor, kind, record);
    },

    /** Lists of the department that wait for this person's signature. */
    async todo(
      actor: Actor,
    ): Promise<{ kind: ListKind; rows: number; missing: number; sentAt: string; sentPost: string }[]> {
      const holds = holdsOf(actor, actor.departmentId);
      if (!rules.listLife.allows('sign', 'awaiting', holds)) return [];
      const standing = await store.listStanding(db, [actor.departmentId]);
      return standing
        .filter(one => one.state === 'awaiting')
        .map(({ kind, count, missing, sentAt, sentPost }) => ({
          kind,
          rows: count,
          missing,
          sentAt: sentAt.toISOString(),
          sentPost,
        }));
    },

    async compare(
      actor: Actor,
      kind: ListKind,
      { departmentId, from, to }: Static<typeof contract.CompareQuery>,
    ): Promise<Static<typeof contract.Comparison>> {
      const of = await whose(actor, departmentId);
      const versions = await store.listVersions(db, of.department.id, kind);
      const [before, after] = await Promise.all([
        rowsOf(kind, of, versions, from),
        rowsOf(kind, of, versions, to),
      ]);
      return { from, to, rows: rules.compareRows(before.rows, after.rows) };
    },
  };
}

export type Compiling = ReturnType<typeof createCompiling>;
