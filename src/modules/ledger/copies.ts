import { pause } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { type OutsideLook, lookOutside } from './outside.ts';
import type { Disagreement } from './repair.ts';
import * as store from './store.ts';

/** Milliseconds. A process that died leaves at most one seal point unwritten; nobody writes to its file any more. */
const AFTER_A_CRASH = 1000;

/** Tells a file that a person is still copying back from one that a crash left short. */
export interface Copies {
  /** Why the file is not to be written to yet; undefined when it may. */
  objection(db: Db, look: OutsideLook): Promise<Disagreement | undefined>;
}

/**
 * Half of a file looks like the whole of an older one, and what is cut from it or appended to it while the other half
 * arrives spoils both. So a file that ends before the database does is taken only after it stood still for `settle`
 * milliseconds, measured from look to look: clocks of file servers differ.
 */
export function watchCopies(file: string, log: number, settle: number): Copies {
  let mark: string | undefined;
  let since = 0;
  return {
    objection: async (db, look) => {
      if (look.mark !== mark) since = performance.now();
      mark = look.mark;
      const behind = (await store.listCheckpoints(db, log, look.last?.size ?? 0, 2)).length;
      if (mark === undefined || (behind === 0 && !look.isTorn)) return undefined;
      if (performance.now() - since >= settle) return undefined;
      if (behind <= 1) {
        await pause(Math.min(AFTER_A_CRASH, settle));
        if ((await lookOutside(file)).mark === mark) return undefined;
      }
      const seconds = Math.ceil(settle / 1000);
      return {
        zh: `库外存证点文件止于数据库之前，可能仍在复制：${seconds} 秒不再变化后继续封存`,
        en: `the file of seal points outside the database ends before the database does and may still be being copied: sealing goes on once it has not changed for ${seconds} seconds`,
      };
    },
  };
}
