/** The best so many of many, without sorting the rest: a heap whose top is the worst that is kept. */
export class Best {
  readonly #keys: Float64Array;
  readonly #slots: Uint32Array;
  readonly #room: number;
  #length = 0;

  constructor(room: number) {
    this.#room = room;
    this.#keys = new Float64Array(room);
    this.#slots = new Uint32Array(room);
  }

  /** Greater keys are better; of equal ones the later slot. */
  offer(key: number, slot: number): void {
    if (this.#length < this.#room) {
      this.#length += 1;
      this.#up(this.#length - 1, key, slot);
    } else if (this.#room > 0 && this.#worse(0, key, slot)) this.#down(0, key, slot);
  }

  /** Best first. */
  slots(): number[] {
    return Array.from({ length: this.#length }, (_, at) => at)
      .sort((one, other) => this.#key(other) - this.#key(one) || this.#slot(other) - this.#slot(one))
      .map(at => this.#slot(at));
  }

  #key(at: number): number {
    return this.#keys[at] ?? 0;
  }
  #slot(at: number): number {
    return this.#slots[at] ?? 0;
  }
  #worse(at: number, key: number, slot: number): boolean {
    return this.#key(at) < key || (this.#key(at) === key && this.#slot(at) < slot);
  }
  #put(at: number, key: number, slot: number): void {
    this.#keys[at] = key;
    this.#slots[at] = slot;
  }

  #up(from: number, key: number, slot: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#worse(above, key, slot)) break;
      this.#put(at, this.#key(above), this.#slot(above));
      at = above;
    }
    this.#put(at, key, slot);
  }

  #down(from: number, key: number, slot: number): void {
    let at = from;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= this.#length) break;
      if (below + 1 < this.#length && this.#worse(below + 1, this.#key(below), this.#slot(below))) below += 1;
      if (!this.#worse(below, key, slot)) break;
      this.#put(at, this.#key(below), this.#slot(below));
      at = below;
    }
    this.#put(at, key, slot);
  }
}
