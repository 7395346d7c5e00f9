/**
 * A set of rows as 64 bits of each one's keyed hash, with how often each is there: what one side has, so that the other
 * side's rows can be taken out of it one by one. It is as small as it can be held: 9 bytes a slot, four slots for three
 * rows, and nothing that the collector of garbage has to look at. Two rows of the same 64 bits would pass for one; the
 * digest of 128 bits, which is compared afterwards, sees that.
 */

/** More rows at once are taken in several passes: with these it holds some 90 MB. */
export const MOST_FINGERPRINTS = 7_000_000;

const FILL = 0.75;
const MOST_COUNT = 255;

export interface Fingerprints {
  add(high: number, low: number): void;
  /** Takes one out; false when there is none, or none any more. */
  take(high: number, low: number): boolean;
  /** How many are in it, doubles as often as they are. */
  readonly size: number;
}

/** `expected`: how many different ones there may be. More than that cost a rebuild, not correctness. */
export function createFingerprints(expected: number): Fingerprints {
  let slots = Math.max(64, Math.ceil(expected / FILL));
  let highs = new Int32Array(slots);
  let lows = new Int32Array(slots);
  /** How many are there; a slot that was emptied again keeps its fingerprint, or the ones behind it would not be found. */
  let counts = new Uint8Array(slots);
  /** What a byte cannot count, by the fingerprint. */
  const beyond = new Map<string, number>();
  let used = 0;
  let size = 0;

  /** The slot of a fingerprint, or the free one where it belongs. (0, 0) means free: `lowOf` keeps it out. */
  function find(high: number, low: number): number {
    let slot = Math.floor(((high >>> 0) / 4_294_967_296) * slots);
    for (;;) {
      const [h, l] = [highs[slot], lows[slot]];
      if ((h === 0 && l === 0) || (h === high && l === low)) return slot;
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
  }
  const lowOf = (high: number, low: number): number => (high === 0 && low === 0 ? 1 : low);

  function grow(): void {
    const [oldHighs, oldLows, oldCounts] = [highs, lows, counts];
    slots *= 2;
    highs = new Int32Array(slots);
    lows = new Int32Array(slots);
    counts = new Uint8Array(slots);
    used = 0;
    for (const [i, count] of oldCounts.entries()) {
      if (count === 0) continue;
      const slot = find(oldHighs[i] ?? 0, oldLows[i] ?? 0);
      highs[slot] = oldHighs[i] ?? 0;
      lows[slot] = oldLows[i] ?? 0;
      counts[slot] = count;
      used += 1;
    }
  }

  return {
    add(high, givenLow) {
      const low = lowOf(high, givenLow);
      let slot = find(high, low);
      if (highs[slot] === 0 && lows[slot] === 0) {
        if (used >= slots * FILL + 1) {
          grow();
          slot = find(high, low);
        }
        highs[slot] = high;
        lows[slot] = low;
        used += 1;
      }
      size += 1;
      const count = counts[slot] ?? 0;
      if (count < MOST_COUNT) counts[slot] = count + 1;
      else beyond.set(`${high} ${low}`, (beyond.get(`${high} ${low}`) ?? 0) + 1);
    },
    take(high, givenLow) {
      const low = lowOf(high, givenLow);
      const slot = find(high, low);
      const count = counts[slot] ?? 0;
      if (count === 0) return false;
      size -= 1;
      const more = count === MOST_COUNT ? beyond.get(`${high} ${low}`) : undefined;
      if (more === undefined) counts[slot] = count - 1;
      else if (more > 1) beyond.set(`${high} ${low}`, more - 1);
      else beyond.delete(`${high} ${low}`);
      return true;
    },
    get size() {
      return size;
    },
  };
}
