/** What each step of a need changes, and what it asks for. */
import type { Static } from 'typebox';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as store from './demandStore.ts';
import { refuse } from './refusals.ts';
import type { DemandState } from './rules.ts';
import type { ListsNeeds } from './service.ts';

type Body = Static<typeof contract.DemandActBody>;

export function createSteps({ deadlines, organizations, catalog }: ListsNeeds) {
  const regionsOf = (actor: Actor) => organizations.regionsCoordinatedBy(actor);
  function checkDate(date: string | undefined): string | null {
    if (date !== undefined && date < deadlines.today()) throw refuse.date_past({ date });
    return date ?? null;
  }

  async function providerOf(row: store.DemandRow, { departmentId }: Body): Promise<number> {
    const departments = await organizations.departments();
    const found = departments.find(one => one.id === departmentId && one.state !== 'dissolved');
    if (!found) throw refuse.department_unknown();
    if (found.id === row.departmentId) throw refuse.provider_is_proposer({ department: found.name });
    return found.id;
  }

  /** A provider speaks of its own entries alone; the proposer and the authority may point to any. */
  async function entryOf(tx: Command, actor: Actor, row: store.DemandRow, { entryId }: Body) {
    const entry = entryId === undefined ? undefined : await catalog.publishedContent(entryId, tx);
    if (!entry) throw refuse.entry_not_published();
    const speaksForAll =
      row.departmentId === actor.departmentId || (await regionsOf(actor)).includes(row.regionCode);
    if (!speaksForAll && entry.departmentId !== actor.departmentId) throw refuse.entry_of_others();
    return entry;
  }

  async function mergeInto(tx: Command, actor: Actor, row: store.DemandRow, { into }: Body): Promise<number> {
    const target = into === undefined || into === row.id ? undefined : await store.findDemand(tx, into);
    const open = ['registered', 'assigned', 'accepted', 'matched'];
    if (!target || !open.includes(target.state) || !(await regionsOf(actor)).includes(target.regionCode))
      throw refuse.merge_impossible({ into: into ?? 0 });
    await store.moveSeconds(tx, row, target, { at: new Date(tx.at), post: actor.post });
    return target.id;
  }

  /** The need after the step; what the step needs and does not find is refused. */
  return async (
    tx: Command,
    actor: Actor,
    row: store.DemandRow,
    state: DemandState,
    body: Body,
  ): Promise<store.DemandStep> => {
    const change: store.DemandStep = { ...row, state };
    const by = { at: new Date(tx.at), post: actor.post, note: body.note.trim() };
    switch (body.action) {
      case 'second':
        if ((await store.insertSecond(tx, row.id, actor.departmentId, by)) === 0)
          throw refuse.seconded_already();
        break;
      case 'unsecond':
        if ((await store.deleteSecond(tx, row.id, actor.departmentId)) === 0) throw refuse.not_seconded();
        break;
      case 'assign':
        change.providerId = await providerOf(row, body);
        change.until = checkDate(body.until);
        break;
      case 'accept':
        change.until = checkDate(body.until) ?? row.until;
        break;
      case 'decline':
        change.providerId = null;
        change.until = null;
        break;
      case 'match': {
        const entry = await entryOf(tx, actor, row, body);
        change.entryId = entry.id;
        change.providerId = entry.departmentId;
        break;
      }
      case 'reopen':
        change.entryId = null;
        change.providerId = null;
        change.until = null;
        break;
      case 'merge':
        change.mergedInto = await mergeInto(tx, actor, row, body);
        break;
      case 'list':
        if (row.listedAt !== null) throw refuse.listed_already();
        if (row.providerId === null && row.entryId === null) throw refuse.no_supplier();
        change.listedAt = by.at;
        break;
      case 'hand_over': {
        const [first] = row.secondedBy;
        if (first === undefined) throw refuse.nobody_seconded();
        await store.deleteSecond(tx, row.id, first);
        change.departmentId = first;
        break;
      }
      case 'withdraw':
        if (row.seconds > 0) throw refuse.others_need_it({ seconds: row.seconds });
        break;
      case 'close':
        break;
    }
    return change;
  };
}
