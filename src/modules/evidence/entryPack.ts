import { USAGE } from '#record/logs.ts';
import { type Assembling, createAssembly } from './assemble.ts';
import { refuse } from './rules.ts';
import { PATIENCE } from './service.ts';
import type { Pack } from './verifier/pack.ts';

/**
 * Entries of the log of use with their way to a seal point, for a file that another module gives out; that it does is
 * recorded there.
 */
export function createEntryPacks(needs: Assembling): (numbers: readonly number[]) => Promise<Pack> {
  return async numbers => {
    const newest = await needs.proofs.sealed(USAGE, Math.max(...numbers) + 1, PATIENCE);
    if (!newest) throw refuse.not_sealed();
    const assembly = createAssembly(needs);
    await assembly.addKeyHistory();
    await assembly.addCase(USAGE, numbers, newest);
    await assembly.addExtensions();
    return assembly.pack();
  };
}
