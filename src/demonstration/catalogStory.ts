/** What happened around the catalog before the visitor came, so that none of its pages is empty. */
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { tellLaw, tellSources } from './tellChanges.ts';
import { tellEntries, tellNotices } from './tellEntries.ts';
import { tellInventory, tellLists } from './tellLists.ts';
import { tellClaims, tellNeeds } from './tellNeeds.ts';
import { tellLinks, tellUse } from './tellUse.ts';

export interface Published {
  /** By the demonstration's keys. */
  entryIds: ReadonlyMap<string, number>;
  /** Entries on their way, by their titles. */
  storyIds: ReadonlyMap<string, number>;
}

/** Goes on after a crash: each part finds what of it is there. */
export async function tellCatalog(
  platform: Demonstrated,
  people: People,
  { entryIds, storyIds }: Published,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const parts: readonly (() => Promise<void>)[] = [
    () => tellNeeds(platform, people, entryIds),
    () => tellClaims(platform, people),
    () => tellEntries(platform, people, entryIds, storyIds),
    () => tellInventory(platform, people, entryIds),
    () => tellSources(platform, people, entryIds),
    () => tellLaw(platform, people),
    () => tellLinks(platform, people, entryIds),
    () => tellUse(platform, people),
    // Lists show what the others left open, and notices what all of it published.
    () => tellLists(platform, people),
    () => tellNotices(platform, people),
  ];
  for (const [done, tell] of parts.entries()) {
    progress(done, parts.length);
    await tell();
  }
}
