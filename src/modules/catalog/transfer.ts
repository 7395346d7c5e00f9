import { refuse as platform } from '#kernel/errors.ts';
import type { Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Reading } from './reading.ts';
import * as rules from './rules.ts';
import type { CatalogNeeds } from './service.ts';
import * as store from './store.ts';

/**
 * The authority hands an entry to the department that takes over its duty, as when the provider is dissolved. Its code,
 * versions and grants stay; from now on the other department answers for it.
 */
export function createTransfer({ audited, organizations }: CatalogNeeds, reading: Reading) {
  return (actor: Actor, id: number, departmentId: number, reason: string): Promise<Recorded<number>> =>
    audited(actor, 'catalog.transfer', `entry:${id}`, async tx => {
      const row = await store.lockWorking(tx, id);
      if (!(await reading.holds(actor, row))('authority')) throw platform.forbidden();
      if (row.departmentId === departmentId)
        throw rules.refuse.same_department({ department: row.departmentName });
      const [departments, regions] = await Promise.all([
        organizations.departments(),
        reading.regionsReviewedBy(actor),
      ]);
      const to = departments.find(one => one.id === departmentId);
      if (!to || to.state !== 'active' || !regions.includes(to.regionCode))
        throw rules.refuse.transfer_outside({ department: to?.name ?? String(departmentId) });
      await store.setDepartment(tx, id, departmentId);
      await store.insertHistory(tx, id, {
        action: 'transfer',
        version: row.version,
        revision: row.revision + 1,
        fields: [],
        at: new Date(tx.at),
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
