/** Rows that wait to be named, copied into pages: an object for each would take more room than the rows. */

const PAGE = 1024 * 1024;

export interface HeldRows {
  readonly length: number;
  /** Of the rows alone. */
  readonly bytes: number;
  add(view: DataView, from: number, end: number): void;
  /** The row of this place, in the order in which they came; no copy. */
  at(place: number): Buffer;
}

export function createHeldRows(): HeldRows {
  const pages: Buffer[] = [];
  const pageOf: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let filled = PAGE;
  let bytes = 0;
  return {
    get length() {
      return starts.length;
    },
    get bytes() {
      return bytes;
    },
    add(view, from, end) {
      const size = end - from;
      let page = pages.at(-1);
      if (!page || filled + size > page.length) {
        page = Buffer.allocUnsafe(Math.max(PAGE, size));
        pages.push(page);
        filled = 0;
      }
      page.set(new Uint8Array(view.buffer, view.byteOffset + from, size), filled);
      pageOf.push(pages.length - 1);
      starts.push(filled);
      filled += size;
      ends.push(filled);
      bytes += size;
    },
    at(place) {
      const page = pages[pageOf[place] ?? 0];
      if (!page) throw new RangeError(`there is no row ${place}`);
      return page.subarray(starts[place], ends[place]);
    },
  };
}
