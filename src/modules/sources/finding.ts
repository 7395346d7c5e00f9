/** Finds what other departments share already. */
import type { Db } from '#kernel/db.ts';
import { type Described, type Evidence, type Shape, ALIKE, filedUnder, isJoin, likeness } from './meaning.ts';
import { type Language, type Subject, topicOf } from './naming.ts';
import * as store from './store.ts';

/** A draft or a published entry, as far as its items are compared. */
export interface Collected {
  departmentId: number;
  title: string;
  subject: Subject;
  items: readonly { name: string; type: string; element: string; codeTable: string }[];
  /** How values look, by item, where they are known. */
  shapes: ReadonlyMap<string, Shape>;
}

export interface FoundItem {
  item: string;
  entryId: number;
  entryTitle: string;
  departmentName: string;
  otherItem: string;
  /** 0 to 1, at least `ALIKE`. */
  score: number;
  evidence: Evidence[];
}

/** All that other departments publish and that looks like an item of this entry, the most alike first. */
export async function findShared(
  db: Db,
  { departmentId, title, subject, items, shapes }: Collected,
  language: Language,
): Promise<FoundItem[]> {
  const topic = topicOf(title, language);
  const asked = items
    .map((item): Described => ({ ...item, subject, topic, shape: shapes.get(item.name) ?? null }))
    .filter(item => item.name.trim() !== '' && !isJoin(item, language));
  if (asked.length === 0) return [];
  const candidates = await store.listCandidates(
    db,
    departmentId,
    asked.map(item => ({ words: filedUnder(item, language), element: item.element })),
  );
  return candidates
    .flatMap(candidate => {
      const item = asked[candidate.asked];
      if (!item) return [];
      const { score, evidence } = likeness(item, candidate, language);
      if (score < ALIKE) return [];
      const { entryId, entryTitle, departmentName } = candidate;
      return [
        { item: item.name, entryId, entryTitle, departmentName, otherItem: candidate.name, score, evidence },
      ];
    })
    .toSorted((one, other) => other.score - one.score || one.entryId - other.entryId);
}
