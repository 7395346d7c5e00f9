/** All versions of an entry, and any two of them side by side. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Use, compareContents, narrowedUses, narrowingOf } from './compare.ts';
import type * as contract from './contract.ts';
import type { Reading } from './reading.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';

export interface VersionsNeeds {
  db: Db;
  reading: Reading;
  uses: (entryId: number) => Promise<Use[]>;
}

/** What the public may see of an entry's versions: those that were published. */
const wasPublished = (row: store.VersionRow): boolean => row.publishedAt !== null;

export function createVersions({ db, reading, uses }: VersionsNeeds) {
  /** Whether the reader may see drafts; throws when the entry is not for him at all. */
  async function seesWork(actor: Actor | undefined, id: number): Promise<boolean> {
    const row = await store.findWorking(db, id);
    if (!row) throw platform.not_found();
    if (actor && (await reading.maySeeWork(actor, row))) return true;
    if (row.serving === null) throw platform.not_found();
    return false;
  }

  async function list(actor: Actor | undefined, id: number): Promise<Static<typeof contract.VersionList>> {
    const all = await seesWork(actor, id);
    const rows = await store.listVersions(db, id);
    return {
      items: rows
        .filter(row => all || wasPublished(row))
        .map((row, at, shown) => {
          const older = shown[at + 1];
          const difference = older && compareContents(older.content, row.content);
          return {
            version: row.version,
            state: row.state,
            changedAt: row.changedAt.toISOString(),
            publishedAt: row.publishedAt?.toISOString() ?? null,
            itemCount: row.content.items.length,
            changedFields: difference ? difference.fields.map(one => one.field) : [],
            changedItems: difference ? difference.items.length : 0,
          };
        }),
    };
  }

  async function compare(
    actor: Actor | undefined,
    id: number,
    from: number,
    to: number,
  ): Promise<Static<typeof contract.ComparisonView>> {
    const all = await seesWork(actor, id);
    const [before, after] = await Promise.all(
      [from, to].map(async version => {
        const row = await store.findVersion(db, id, version);
        if (!row || !(all || wasPublished(row))) throw refuse.version_unknown({ version });
        return row;
      }),
    );
    if (!before || !after) throw platform.not_found();
    // Whose grants a change touches is for those who work on it; the public learns what changed and no more.
    const touched = all ? narrowedUses(narrowingOf(before.content, after.content), await uses(id)) : [];
    return { from, to, ...compareContents(before.content, after.content), touched, content: before.content };
  }

  return { list, compare };
}
