/** The authority's word on which department is the source of an item, and what the others owe it. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { civilDate } from '#modules/deadlines/index.ts';
import type { Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as store from './decisionStore.ts';
import { refuse } from './refusals.ts';
import type { SourcesNeeds } from './service.ts';
import { insertDifferent } from './store.ts';

const jointView = (row: store.JointRow): Static<typeof contract.Joint> => ({
  ...row,
  at: row.at.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

export function createDeciding({ db, audited, clock, organizations }: SourcesNeeds) {
  async function published(
    tx: Command,
    actor: Actor,
    wanted: readonly { entryId: number; item: string }[],
  ): Promise<store.PublishedItem[]> {
    const rows = await store.listItems(tx, wanted);
    const missing = wanted.find(
      one => !rows.some(row => row.entryId === one.entryId && row.item === one.item),
    );
    if (missing) throw refuse.not_published({ entry: String(missing.entryId), item: missing.item });
    const regions = await organizations.regionsReviewedBy(actor);
    const outside = rows.find(row => !regions.includes(row.regionCode));
    if (outside) throw refuse.outside_region({ entry: outside.title });
    return rows;
  }

  function view(
    actor: Actor,
    row: store.DecisionRow,
    reviewed: readonly string[],
  ): Static<typeof contract.Decision> {
    const actions: ('end' | 'help')[] = [];
    if (row.endedAt === null) {
      if (reviewed.includes(row.regionCode)) actions.push('end');
      const owes = row.members.some(one => one.departmentId === actor.departmentId && one.helpedAt === null);
      const mayHelp = actor.permissions.has('catalog.compile');
      if (owes && mayHelp && row.sourceDepartmentId !== actor.departmentId) actions.push('help');
    }
    const { regionCode: _region, ...shown } = row;
    return { ...shown, at: row.at.toISOString(), endedAt: row.endedAt?.toISOString() ?? null, actions };
  }

  async function one(actor: Actor, id: number): Promise<Static<typeof contract.Decision>> {
    const row = await store.findDecision(db, id);
    if (!row) throw platform.not_found();
    return view(actor, row, await organizations.regionsReviewedBy(actor));
  }

  return {
    /** Names the source; the other entries point to it from now on, and their departments owe help until the date. */
    async decide(
      actor: Actor,
      body: Static<typeof contract.DecideBody>,
    ): Promise<Static<typeof contract.DecisionRecorded>> {
      const { value, record } = await audited(
        actor,
        'sources.decide',
        `entry:${body.source.entryId}`,
        async tx => {
          if (body.helpUntil < civilDate(clock.now())) throw refuse.date_past({ date: body.helpUntil });
          const members = await published(tx, actor, [body.source, ...body.others]);
          if (new Set(members.map(row => row.departmentId)).size < 2) throw refuse.one_department();
          for (const { entryId, item } of members) {
            const decided = await store.findInForce(tx, entryId, item);
            if (decided) throw refuse.decided_already({ item, department: decided.departmentName });
          }
          const { id } = await store.insertDecision(tx, {
            name: body.name.trim(),
            ...body.source,
            helpUntil: body.helpUntil,
            note: body.note.trim(),
            at: new Date(tx.at),
            post: actor.post,
          });
          await store.insertMembers(tx, id, members);
          return {
            value: id,
            object: `source:${id}`,
            facts: { name: body.name, source: body.source, others: body.others, helpUntil: body.helpUntil },
            rule: 'duplicate_collection',
          };
        },
      );
      return { decision: await one(actor, value), record };
    },

    async endDecision(
      actor: Actor,
      id: number,
      note: string,
    ): Promise<Static<typeof contract.DecisionRecorded>> {
      const { record } = await audited(actor, 'sources.end', `source:${id}`, async tx => {
        const row = await store.lockDecision(tx, id);
        if (!row) throw platform.not_found();
        if (!(await organizations.regionsReviewedBy(actor)).includes(row.regionCode))
          throw platform.forbidden();
        if ((await store.endDecision(tx, id, new Date(tx.at), note.trim())) === 0)
          throw refuse.already_ended();
        return { value: undefined, facts: { name: row.name, note: note.trim() } };
      });
      return { decision: await one(actor, id), record };
    },

    /** A department says that it has given the help that it owes. */
    async help(actor: Actor, id: number, note: string): Promise<Static<typeof contract.DecisionRecorded>> {
      const { record } = await audited(actor, 'sources.help', `source:${id}`, async tx => {
        const row = await store.lockDecision(tx, id);
        if (!row?.members.some(member => member.departmentId === actor.departmentId))
          throw platform.not_found();
        if (row.endedAt !== null) throw refuse.already_ended();
        const done = await store.setHelped(
          tx,
          id,
          actor.departmentId,
          new Date(tx.at),
          note.trim(),
          actor.post,
        );
        if (done === 0) throw refuse.already_helped();
        return { value: undefined, facts: { name: row.name, note: note.trim() } };
      });
      return { decision: await one(actor, id), record };
    },

    /** Looked at and found to be two different things: the pair is shown no more and keeps no entry from going on. */
    different(actor: Actor, body: Static<typeof contract.DifferentBody>): Promise<Recorded<void>> {
      return audited(actor, 'sources.different', `entry:${body.entryId}`, async tx => {
        const { entryId, item, otherEntryId, otherItem, reason } = body;
        await published(tx, actor, [
          { entryId, item },
          { entryId: otherEntryId, item: otherItem },
        ]);
        const pair =
          entryId < otherEntryId
            ? { entryId, item, otherEntryId, otherItem }
            : { entryId: otherEntryId, item: otherItem, otherEntryId: entryId, otherItem: item };
        await insertDifferent(tx, pair, reason.trim(), new Date(tx.at), actor.post);
        return { value: undefined, facts: { ...pair, reason: reason.trim() } };
      });
    },

    async decisions(
      actor: Actor,
      { page, size }: { page: number; size: number },
    ): Promise<Static<typeof contract.DecisionList>> {
      const filter = {
        departmentId: actor.departmentId,
        regions: await organizations.regionsReviewedBy(actor),
      };
      const [rows, { n }] = await Promise.all([
        store.listDecisions(db, { ...filter, size, offset: (page - 1) * size }),
        store.countDecisions(db, filter),
      ]);
      return { total: n, items: rows.map(row => view(actor, row, filter.regions)) };
    },

    /** Help that a department owes, for its workbench. */
    owedBy: (departmentId: number) => store.listOwed(db, departmentId),

    async joint(): Promise<Static<typeof contract.JointList>> {
      const rows = await store.listJoint(db);
      return { items: rows.map(jointView) };
    },

    async registerJoint(
      actor: Actor,
      body: Static<typeof contract.JointBody>,
    ): Promise<Static<typeof contract.JointRecorded>> {
      const { value, record } = await audited(actor, 'sources.joint', 'platform', async tx => {
        const parts = body.parts.map(({ departmentId, work }) => ({ departmentId, work: work.trim() }));
        const ids = new Set(parts.map(part => part.departmentId));
        if (ids.size < 2 || ids.size < parts.length || !ids.has(body.leadDepartmentId))
          throw refuse.joint_alone();
        const departments = await organizations.departments();
        const known = new Set(departments.filter(each => each.state === 'active').map(each => each.id));
        if ([...ids].some(id => !known.has(id))) throw refuse.joint_unknown_department();
        const { title, leadDepartmentId, method } = body;
        const id = await store.insertJoint(
          tx,
          {
            title: title.trim(),
            leadDepartmentId,
            method: method.trim(),
            at: new Date(tx.at),
            post: actor.post,
          },
          parts,
        );
        return { value: id, object: `joint:${id}`, facts: { title, leadDepartmentId, parts: parts.length } };
      });
      const made = await store.findJoint(db, value);
      if (!made) throw platform.not_found();
      return { joint: jointView(made), record };
    },

    endJoint(actor: Actor, id: number): Promise<Recorded<void>> {
      return audited(actor, 'sources.end_joint', `joint:${id}`, async tx => {
        const row = await store.findJoint(tx, id);
        if (!row) throw platform.not_found();
        if ((await store.endJoint(tx, id, new Date(tx.at))) === 0) throw refuse.already_ended();
        return { value: undefined, facts: { title: row.title } };
      });
    },
  };
}
