import { randomInt } from 'node:crypto';

const HOUR = 3_600_000;
const BITS = 1024;
/** Posts of a grant that are told apart in an hour. */
const MOST_POSTS = 50;

/** Another number in every process: what is kept of an identifier cannot be looked up afterwards. */
const SEED = randomInt(2 ** 31);

function hashOf(text: string): number {
  let hash = SEED;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  // The low bits of such a hash repeat; the high ones are mixed into them.
  hash ^= hash >>> 15;
  return Math.imul(hash, 2_246_822_507) >>> 13;
}

/** Linear counting: 128 bytes tell up to about 3,000 persons, within some 5 percent. */
class Sketch {
  readonly #bits = new Uint32Array(BITS / 32);
  #ones = 0;

  add(text: string): number {
    const bit = hashOf(text) % BITS;
    const place = bit >>> 5;
    const mask = 1 << (bit & 31);
    if (((this.#bits[place] ?? 0) & mask) === 0) {
      this.#bits[place] = (this.#bits[place] ?? 0) | mask;
      this.#ones += 1;
    }
    return Math.round(-BITS * Math.log(1 - Math.min(this.#ones, BITS - 1) / BITS));
  }
}

/** About how many persons each post of a grant asked about in this hour; nothing of an identifier is kept. */
export class Persons {
  #hour = 0;
  #posts = new Map<string, Sketch>();

  /** So many persons the post has asked about since the hour began, this one included. */
  add(post: string, identifier: string, at: number): number {
    const hour = Math.floor(at / HOUR);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#posts = new Map();
    }
    let sketch = this.#posts.get(post);
    if (!sketch) {
      if (this.#posts.size >= MOST_POSTS) return 0;
      sketch = new Sketch();
      this.#posts.set(post, sketch);
    }
    return sketch.add(identifier);
  }
}
