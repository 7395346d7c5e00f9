/** Words by how they are typed: 低保 by “db”, by “dibao”, and 低保对象 by “dbdx” as the two words in a row. */
import { pinyin } from 'pinyin-pro';

const LONGEST_WORD = 8;
/** More parts than a name has words would only be chance. */
const MOST_PARTS = 3;
const HAN = /^\p{Script=Han}+$/u;

/** First letters and full spelling of a text; undefined where it is not all Chinese. */
export function spellingsOf(text: string): { initials: string; full: string } | undefined {
  if (text.length > LONGEST_WORD * 4 || !HAN.test(text)) return undefined;
  const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true });
  return { initials: syllables.map(one => one[0] ?? '').join(''), full: syllables.join('') };
}

export class Spellings {
  readonly #numbers = new Map<string, number[]>();
  #known = 0;

  /** Learns the words that came since the last time; `word` answers them by number. */
  learn(size: number, word: (number: number) => string): void {
    for (; this.#known < size; this.#known += 1) {
      const text = word(this.#known);
      if (text.length > LONGEST_WORD) continue;
      const spelled = spellingsOf(text);
      if (!spelled) continue;
      // One letter would find half of the language.
      if (text.length > 1) this.#add(spelled.initials, this.#known);
      if (spelled.full !== spelled.initials) this.#add(spelled.full, this.#known);
    }
  }

  #add(spelling: string, number: number): void {
    const numbers = this.#numbers.get(spelling);
    if (numbers) numbers.push(number);
    else this.#numbers.set(spelling, [number]);
  }

  /** Ways to read the letters as words in a row: for each part the words that are typed so. The shortest come first. */
  readings(letters: string): number[][][] {
    const found: number[][][] = [];
    const walk = (rest: string, parts: number[][]): void => {
      if (rest === '') {
        found.push(parts);
        return;
      }
      if (parts.length === MOST_PARTS) return;
      for (let length = rest.length; length >= 2; length -= 1) {
        const words = this.#numbers.get(rest.slice(0, length));
        if (words) walk(rest.slice(length), [...parts, words]);
      }
    };
    walk(letters, []);
    return found.sort((one, other) => one.length - other.length).slice(0, 4);
  }
}
