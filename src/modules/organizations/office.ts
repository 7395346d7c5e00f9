import type { Tx } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { countAdministrators } from './administrationStore.ts';
import { ROLE_NAMES, refuse } from './rules.ts';

/**
 * Does the work, and refuses it when it leaves the platform without an operator or a security officer in office:
 * nobody could then undo it. The caller holds `lockOffice`.
 */
export async function keepAdministrators<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const before = await countAdministrators(tx);
  const value = await work();
  const after = await countAdministrators(tx);
  for (const role of ['operator', 'security'] as const satisfies readonly Role[])
    if (before[role] > 0 && after[role] === 0)
      throw refuse.last_administrator({
        role: ROLE_NAMES[role].zh,
        roleEn: ROLE_NAMES[role].en.toLowerCase(),
      });
  return value;
}
