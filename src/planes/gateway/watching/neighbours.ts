/** Tells identifiers that are worked through one after another from those of real cases, by their differences alone. */

/** 1..1000 apart: the next person in the register’s order, or the same person born a day later. */
const NEAR = 1000;
/** With several tries under way at once a neighbour is not always the call before. */
const KEPT = 4;
const DIGITS = 15;

/**
 * The place of an identifier in the order of its kind, as a number below 2^53: the last 15 digits, without the check
 * digit of an identity number, or the last 10 letters and digits as a number of base 36. NaN where it has no order.
 */
export function orderOf(identifier: string): number {
  const { length } = identifier;
  if (length === 0 || length > 40) return Number.NaN;
  const body = length === 18 ? identifier.slice(0, 17) : identifier;
  if (/^\d+$/.test(body)) return Number(body.slice(-DIGITS));
  const plain = body.replace(/[^0-9a-z]/gi, '').slice(-10);
  return plain === '' ? Number.NaN : Number.parseInt(plain, 36);
}

/** The last identifiers of a grant; they stay in this process’s memory until the next ones take their place. */
export class Neighbours {
  readonly #last = new Float64Array(KEPT).fill(Number.NaN);
  #next = 0;

  /** Whether this identifier lies next to one of the last; the same one again does not. */
  isNear(order: number): boolean {
    let near = false;
    for (let i = 0; i < KEPT; i += 1) {
      const apart = Math.abs(order - (this.#last[i] ?? Number.NaN));
      if (apart === 0) return false;
      if (apart <= NEAR) near = true;
    }
    this.#last[this.#next] = order;
    this.#next = (this.#next + 1) % KEPT;
    return near;
  }
}
