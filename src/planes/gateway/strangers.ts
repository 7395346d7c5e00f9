import type { Recorder } from '#record/append.ts';
import type { Entry } from '#record/entry.ts';

const MINUTE = 60_000;
/** Beyond this many addresses in a minute they are counted together: nobody fills the memory from outside either. */
const MOST = 10_000;

/** Attempts that no registered caller stands behind: the first of an address is recorded, then one number a minute. */
export interface Strangers {
  /** Resolves when the notice is durable, at once when the attempt is only counted. */
  note(address: string, code: string, at: number): Promise<void>;
  flush(at: number): Promise<void>;
}

export function createStrangers(recorder: Recorder): Strangers {
  const counted = new Map<string, { since: number; attempts: number; codes: Record<string, number> }>();

  async function write(
    address: string,
    attempts: number,
    codes: Record<string, number>,
    at: number,
  ): Promise<void> {
    const entry: Entry = {
      kind: 'notice',
      at,
      body: { action: 'gateway.strangers', facts: { address, attempts, codes } },
    };
    await recorder.record({ entry, instead: () => entry });
  }

  return {
    async note(from, code, at) {
      const address = counted.has(from) || counted.size < MOST ? from : 'others';
      const known = counted.get(address);
      if (known) {
        known.attempts++;
        known.codes[code] = (known.codes[code] ?? 0) + 1;
        return;
      }
      counted.set(address, { since: at, attempts: 0, codes: {} });
      await write(address, 1, { [code]: 1 }, at);
    },
    async flush(at) {
      const due: Promise<void>[] = [];
      for (const [address, known] of counted) {
        if (known.attempts === 0) {
          if (at - known.since >= MINUTE) counted.delete(address);
          continue;
        }
        due.push(write(address, known.attempts, known.codes, at));
        counted.set(address, { since: at, attempts: 0, codes: {} });
      }
      await Promise.all(due);
    },
  };
}
