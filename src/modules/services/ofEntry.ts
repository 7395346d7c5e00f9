/** What every service stands on: its published entry, and what its provider says about calls of it. */
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { DEFAULT_SERVICE, type ServiceSettings } from '#vocabulary/services.ts';
import type { ServicesNeeds } from './needs.ts';
import * as store from './store.ts';

/** The entry of the actor's department; to everybody else it is not there. */
export async function ownEntry(
  catalog: Pick<ServicesNeeds['catalog'], 'publishedContent'>,
  actor: Actor,
  entryId: number,
): Promise<PublishedEntry> {
  const entry = await catalog.publishedContent(entryId);
  if (!entry || entry.departmentId !== actor.departmentId) throw platform.not_found();
  return entry;
}

/** What nobody has said is as it usually is. */
export const settingsOf = async (db: Db, entryId: number): Promise<ServiceSettings> => ({
  ...DEFAULT_SERVICE,
  ...(await store.findSettings(db, entryId))?.body,
});
