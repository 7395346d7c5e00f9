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

/** Which versions a reader sees. */
interface Sight {
  sees: (row: Pick<store.VersionRow, 'version' | 'publishedAt'>) => boolean;
  /** He works on it: then he also learns whose grants a change touches. */
  works: boolean;
}

export function createVersions({ db, reading, uses }: VersionsNeeds) {
  /**
   * The department sees all of its versions, everyone those that were published, and the authority besides the one that
   * was sent to it: drafts that never were stay the department's own. Throws when the entry is not for the reader at all.
   */
  async function sightOf(actor: Actor | undefined, id: number): Promise<Sight> {
    const row = await store.findWorking(db, id);
    if (!row) throw platform.not_found();
    if (actor?.departmentId === row.departmentId) return { sees: () => true, works: true };
    if (actor && (await reading.maySeeWork(actor, row)))
      return { sees: one => one.publishedAt !== null || one.version === row.version, works: true };
    if (row.serving === null) throw platform.not_found();
    return { sees: one => one.publishedAt !== null, works: false };
  }

  async function list(actor: Actor | undefined, id: number): Promise<Static<typeof contract.VersionList>> {
    const { sees } = await sightOf(actor, id);
    const rows = await store.listVersions(db, id);
    return {
      items: rows.filter(sees).map((row, at, shown) => {
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
    const { sees, works } = await sightOf(actor, id);
    const [before, after] = await Promise.all(
      [from, to].map(async version => {
        const row = await store.findVersion(db, id, version);
        if (!row || !sees(row)) throw refuse.version_unknown({ version });
        return row;
      }),
    );
    if (!before || !after) throw platform.not_found();
    // Whose grants a change touches is for those who work on it; the public learns what changed and no more.
    const touched = works ? narrowedUses(narrowingOf(before.content, after.content), await uses(id)) : [];
    return { from, to, ...compareContents(before.content, after.content), touched, content: before.content };
  }

  return { list, compare };
}
