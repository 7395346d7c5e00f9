import type { Db, Tx } from '#kernel/db.ts';
import { type Looking, lookAgain } from '#kernel/lookAgain.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Audited } from '#record/audited.ts';
import { createDepartmentCoding } from './departments.ts';
import { createEditing } from './editing.ts';
import { createReading } from './reading.ts';
import { refuse } from './refusals.ts';
import { type Shelf, buildShelf } from './shelf.ts';
import * as store from './store.ts';
import { type Kind, type Thing, codeKey } from './things.ts';
import { createViews } from './views.ts';

/** How often a process looks for what others entered. */
const FOLLOW_MILLISECONDS = 2000;

export interface StandardsNeeds {
  db: Db;
  audited: Audited;
  organizations: Organizations;
  /** What `loadStandards` read. */
  delivered: readonly Thing[];
  /** Whose authority keeps the standards for the whole installation. */
  homeRegion: string;
}

/** What an entry names in the library. */
export interface Uses {
  classes?: readonly string[];
  codes?: readonly { table: string; key: string }[];
  elements?: readonly string[];
}

export async function createStandards(needs: StandardsNeeds) {
  const { db, delivered } = needs;
  let stamp = '';
  let shelf: Shelf = buildShelf(delivered, [], new Set());

  /** The library as a connection sees it: a transaction that changes it asks anew. */
  const readShelf = async (from: Db): Promise<Shelf> => {
    const [changes, used] = [await store.listChanges(from), await store.listUsed(from)];
    return buildShelf(delivered, changes, new Set(used.map(one => `${one.kind} ${one.key}`)));
  };

  async function reload(): Promise<void> {
    // Read before the tables: what is entered in between is found the next time.
    const next = await store.getStamp(db);
    shelf = await readShelf(db);
    stamp = next;
  }
  await reload();

  const current = (): Shelf => shelf;
  const editing = createEditing({ ...needs, readShelf, reload });
  return {
    ...createReading(current),
    ...editing,
    ...createDepartmentCoding({ ...needs, readShelf, reload }),
    views: createViews({ ...needs, current }),
    reload,

    /**
     * Notes in the caller's transaction that an entry names these: from now on they can be retired, never removed.
     * Refuses what another process has removed in the meantime.
     */
    async noteUse(tx: Tx, { classes = [], codes = [], elements = [] }: Uses): Promise<void> {
      const pairs: [Kind, string][] = [
        ...classes.map((code): [Kind, string] => ['class', code]),
        ...codes.map(({ table, key }): [Kind, string] => ['code', codeKey(table, key)]),
        ...elements.map((code): [Kind, string] => ['element', code]),
      ];
      const fresh = pairs.filter(([kind, key]) => !shelf.used.has(`${kind} ${key}`));
      if (fresh.length === 0) return;
      await store.holdStandards(tx);
      const kinds = fresh.map(([kind]) => kind);
      const keys = fresh.map(([, key]) => key);
      const newest = await store.listNewest(tx, kinds, keys);
      for (const [kind, key] of fresh) {
        const change = newest.find(one => one.kind === kind && one.key === key);
        const there = change
          ? !change.removed
          : delivered.some(thing => thing.kind === kind && thing.key === key);
        if (there) continue;
        if (kind === 'class') throw refuse.class_unknown({ code: key });
        if (kind === 'element') throw refuse.unknown_element({ code: key });
        const [table = '', own = ''] = key.split('/');
        throw refuse.unknown_code({ table: shelf.tables.get(table)?.content.zh ?? table, key: own });
      }
      await store.insertUsed(tx, kinds, keys);
    },

    /** Notices what other processes of the platform entered. `lost` hears of what went wrong; it goes on. */
    follow: (lost: (error: unknown) => void): Looking =>
      lookAgain(
        FOLLOW_MILLISECONDS,
        async () => {
          if ((await store.getStamp(db)) !== stamp) await reload();
        },
        lost,
      ),
  };
}

export type Standards = Awaited<ReturnType<typeof createStandards>>;
