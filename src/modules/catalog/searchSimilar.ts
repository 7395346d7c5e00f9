/** Which entries say the same as a title and names of items: words that few entries have count more. */
import { plain, wordsOf } from '#kernel/search.ts';
import { Best } from './searchBest.ts';
import type { SearchIndex } from './searchIndex.ts';
import { slotOf, weightOf } from './searchPostings.ts';

/** A word of the title says more of what the data are than one of an item. */
const TITLE_COUNTS = 3;
const UNKNOWN_COUNTS = 0.5;
/** Words that more than one entry in five has tell nothing apart, as long as there are others. */
const COMMON = 0.2;
/** Below this share of what was asked, likeness is chance. */
const LEAST_SHARE = 0.25;

export interface Alike {
  slot: number;
  /** How much of what was asked stands there, 0 to 1. */
  share: number;
}

export function similarSlots(
  index: SearchIndex,
  asked: { title: string; items: readonly string[]; not?: number },
  most: number,
): Alike[] {
  const weights = new Map<number, { weight: number; title: boolean }>();
  const hear = (words: readonly string[], title: boolean): number => {
    let sum = 0;
    for (const word of words) {
      if (word.length < 2) continue;
      const number = index.postings.numberOf(word);
      const frequency = number === undefined ? 0 : index.postings.frequency(number);
      const rarity = Math.log((index.entries + 1) / (frequency + 1)) + 0.1;
      // A word that no entry has keeps two things from being alike, but may be just another way to say it.
      const weight = rarity * (title ? TITLE_COUNTS : 1) * (number === undefined ? UNKNOWN_COUNTS : 1);
      sum += weight;
      if (number === undefined || frequency > index.entries * COMMON + 20) continue;
      const known = weights.get(number);
      weights.set(number, { weight: (known?.weight ?? 0) + weight, title: title || known?.title === true });
    }
    return sum;
  };
  const titleWords = wordsOf(asked.title);
  const itemWords = [...new Set(asked.items.slice(0, 300).flatMap(name => wordsOf(plain(name))))];
  const whole = hear(titleWords, true) + hear(itemWords, false);
  const sums = new Map<number, number>();
  for (const [number, { weight, title }] of weights)
    for (const posting of index.visible(index.postings.list(number), false)) {
      // A word of the title that stands in the other's abstract is a weak sign.
      const part = title && weightOf(posting) < 2 ? weight / TITLE_COUNTS : weight;
      const slot = slotOf(posting);
      sums.set(slot, (sums.get(slot) ?? 0) + part);
    }
  const best = new Best(most + 1);
  for (const [slot, sum] of sums) if (sum >= whole * LEAST_SHARE) best.offer(sum, slot);
  return best
    .slots()
    .filter(slot => index.idOf(slot) !== asked.not)
    .slice(0, most)
    .map(slot => ({ slot, share: Math.min(1, Math.round(((sums.get(slot) ?? 0) / whole) * 100) / 100) }));
}
