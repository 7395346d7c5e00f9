import { wordsInOrder } from '#kernel/search.ts';
import type { Citation } from '#kernel/errors.ts';
import { secretMark } from '#modules/catalog/index.ts';
import { refuse } from './refusals.ts';
import { tellingWords } from './rules.ts';

/** What a need is filed and looked for under. */
export const demandWords = (title: string): string[] => tellingWords(wordsInOrder(title));

/** Refuses texts that say of themselves that they are secret; the place is named, never the text. */
export function checkNotSecret(
  texts: readonly [text: string, zh: string, en: string][],
  citation: Citation | undefined,
): void {
  for (const [text, place, placeEn] of texts) {
    const mark = secretMark(text);
    if (mark !== undefined) throw refuse.secret_marks({ place, placeEn, mark }, citation);
  }
}
