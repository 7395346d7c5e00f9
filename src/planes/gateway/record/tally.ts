import type { Recorder } from '#record/append.ts';
import type { Entry, NoticeBody } from '#record/entry.ts';

const MINUTE = 60_000;
/** Beyond this many keys in a minute they are counted together: nobody fills the memory from outside either. */
const MOST = 10_000;

/** What repeats is recorded at its first time, and then as one number a minute. */
export interface Tally {
  /** Resolves when the notice is durable, at once when the attempt is only counted. */
  note(key: string, code: string, at: number): Promise<void>;
  flush(at: number): Promise<void>;
}

/** `describe` makes the notice of a key (`others` beyond 10,000 of them) from attempts in all and by code. */
export function createTally(
  recorder: Recorder,
  describe: (key: string, attempts: number, codes: Record<string, number>) => NoticeBody,
): Tally {
  const counted = new Map<string, { since: number; attempts: number; codes: Record<string, number> }>();

  async function write(
    key: string,
    attempts: number,
    codes: Record<string, number>,
    at: number,
  ): Promise<void> {
    const entry: Entry = { kind: 'notice', at, body: describe(key, attempts, codes) };
    await recorder.record({ entry, instead: () => entry });
  }

  return {
    async note(from, code, at) {
      const key = counted.has(from) || counted.size < MOST ? from : 'others';
      const known = counted.get(key);
      if (known) {
        known.attempts++;
        known.codes[code] = (known.codes[code] ?? 0) + 1;
        return;
      }
      counted.set(key, { since: at, attempts: 0, codes: {} });
      await write(key, 1, { [code]: 1 }, at);
    },
    async flush(at) {
      const due: Promise<void>[] = [];
      for (const [key, known] of counted) {
        if (known.attempts === 0) {
          if (at - known.since >= MINUTE) counted.delete(key);
          continue;
        }
        due.push(write(key, known.attempts, known.codes, at));
        counted.set(key, { since: at, attempts: 0, codes: {} });
      }
      await Promise.all(due);
    },
  };
}
