/** One table of each department is collected into its pool, so that a visitor sees a pool, its history and the board. */
import { ENTRIES } from './data/entries.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';

/**
 * The authority sets off all that a department has mounted; the department confirms its first. The others wait for the
 * visitor.
 */
export async function collectTables(
  { services: { departmentPools }, log }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const problem = await departmentPools.ensure();
  if (problem) {
    log.error({ err: problem }, 'demonstration: nothing is collected, for there is no pool');
    return;
  }
  for (const key of new Set(ENTRIES.map(entry => entry.departmentKey))) {
    const authority = await people.authorityOf(key);
    const { id } = people.department(key);
    const { department, collections } = await departmentPools.pool(authority, id);
    if (department.actions.includes('start')) await departmentPools.start(authority, id);
    // A former start may have come so far.
    if (collections.some(one => one.state === 'collecting')) continue;
    const own = new Set(ENTRIES.flatMap(one => (one.departmentKey === key ? [entryIds.get(one.key)] : [])));
    const first = collections.find(one => one.kind === 'table' && own.has(one.entryId));
    if (first) await departmentPools.confirm(people.actor(key, 'data_officer'), first.entryId, {});
  }
}
