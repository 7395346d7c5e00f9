/**
 * Chance that is the same on every machine: xoshiro128** over 32-bit integers, with nothing but integer arithmetic
 * and one division by a power of two, so that no mathematics library can make a difference.
 */
export class Draw {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** Draws with different names are independent of one another, though they share the seed. */
  constructor(seed: string, name: string) {
    // FNV-1a, then splitmix to spread it over the four words.
    let hash = 0x811c9dc5;
    for (const character of `${seed}/${name}`)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    const word = () => {
      hash = (hash + 0x9e3779b9) | 0;
      return scramble(hash);
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word() | 1;
  }

  /** 32 random bits, unsigned. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to draw from');
    return value;
  }

  digits(length: number): string {
    let result = '';
    for (let i = 0; i < length; i += 1) result += this.below(10);
    return result;
  }
}

/** Spreads a 32-bit number over all 32 bits (murmur3's finaliser): for values that follow from a number alone. */
export function scramble(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Draws an index by weight; weights are turned into sums once. */
export function weighted(weights: readonly number[]): (draw: Draw) => number {
  const sums: number[] = [];
  let total = 0;
  for (const weight of weights) sums.push((total += weight));
  return draw => {
    const target = draw.below(total);
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Exactly `count` of the candidates (all of them where there are fewer), in their order. */
export function* choose(draw: Draw, candidates: readonly number[], count: number): Generator<number> {
  let needed = Math.min(count, candidates.length);
  for (let i = 0; i < candidates.length && needed > 0; i += 1) {
    if (draw.below(candidates.length - i) < needed) {
      needed -= 1;
      yield candidates[i] ?? 0;
    }
  }
}
