import { refuse as platform } from '#kernel/errors.ts';
import type { Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Reading } from './reading.ts';
import * as rules from './rules.ts';
import type { CatalogNeeds } from './service.ts';
import * as store from './store.ts';

/** On the way: signed by people of the department that hands it over. */
const SIGNED: ReadonlySet<string> = new Set(['awaiting_office', 'awaiting_department', 'in_review']);

/**
 * The authority hands an entry to the department that takes over its duty, as when the provider is dissolved. Its code,
 * versions and grants stay; from now on the other department answers for it. What was on its way is a draft again:
 * nobody publishes over the signatures of another department.
 */
export function createTransfer(
  { audited, organizations, deadlines, sources, afterStep }: CatalogNeeds,
  reading: Reading,
) {
  return (actor: Actor, id: number, departmentId: number, reason: string): Promise<Recorded<number>> =>
    audited(actor, 'catalog.transfer', `entry:${id}`, async tx => {
      const row = await store.lockWorking(tx, id);
      if (!(await reading.holds(actor, row))('authority')) throw platform.forbidden();
      // A draft that nobody sent on is its department's own affair, as long as there is the department.
      if (row.departmentState !== 'dissolved' && row.serving === null && row.state !== 'in_review')
        throw platform.not_found();
      if (row.departmentId === departmentId)
        throw rules.refuse.same_department({ department: row.departmentName });
      const [departments, regions] = await Promise.all([
        organizations.departments(),
        reading.regionsReviewedBy(actor),
      ]);
      const to = departments.find(one => one.id === departmentId);
      if (!to || to.state !== 'active' || !regions.includes(to.regionCode))
        throw rules.refuse.transfer_outside({ department: to?.name ?? String(departmentId) });
      if (row.state === 'withdrawn' || row.state === 'superseded')
        throw rules.refuse.wrong_state({ state: row.state });
      const at = new Date(tx.at);
      const onItsWay = SIGNED.has(row.state);
      const state = onItsWay ? 'draft' : row.state;
      if (row.state === 'in_review') await deadlines.move(tx, `entry:${id}`, rules.REVIEW, 'stop');
      const { title } = row.content;
      const { version, serving, code } = row;
      const submitted = onItsWay
        ? { submittedBy: null, consulted: '' }
        : { submittedBy: row.submittedBy, consulted: row.consulted };
      await store.setDepartment(tx, id, departmentId);
      await store.updateEntry(tx, id, { title, version, serving, state, code, ...submitted }, at);
      const served = serving === null ? undefined : await store.findServing(tx, id);
      if (served) await sources.index(tx, served);
      await afterStep?.(tx, { entryId: id, action: 'transfer', to: state, departmentId });
      await store.insertHistory(tx, id, {
        action: 'transfer',
        version: row.version,
        revision: row.revision + 1,
        fields: [],
        at,
        post: actor.post,
        name: actor.name,
        note: reason,
        citation: null,
      });
      return {
        value: id,
        facts: { title: row.content.title, from: row.departmentId, to: departmentId, reason },
      };
    });
}
