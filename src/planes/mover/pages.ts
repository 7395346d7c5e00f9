/**
 * Pages that rows travel in. A run fills thousands of them, and leaving them and the sockets' buffers to the garbage
 * collector cost a quarter of the mover's processor time: whoever is the last to need a page may give it back, and it
 * is filled again. One that nobody gives back is garbage as any other buffer.
 */
export const PAGE_BYTES = 256 * 1024;
/** More than one run has in hand; the rest is for the garbage collector. */
const MOST_SPARE = 16;

const spare: Buffer[] = [];
/**
 * By the very buffer that was handed out: a part of it, or a copy of some of its rows, gives nothing back, because
 * somebody may still read the rest.
 */
const lent = new WeakMap<Buffer, Buffer>();

/** What is in it is of no meaning. */
export const takePage = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES);

/** A larger buffer in a page's place, which begins with its first bytes and has room for so many more. */
export function growPage(page: Buffer, end: number, more: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(page.length * 2, end + more));
  page.copy(larger, 0, 0, end);
  return larger;
}

/** The first bytes of a page, to be handed out; whoever filled it does not touch it any more. */
export function lendPage(page: Buffer, end: number): Buffer {
  const rows = page.subarray(0, end);
  if (page.length === PAGE_BYTES) lent.set(rows, page);
  return rows;
}

/** Nobody reads these rows any more. */
export function givePage(rows: Buffer): void {
  const page = lent.get(rows);
  if (page === undefined) return;
  lent.delete(rows);
  if (spare.length < MOST_SPARE) spare.push(page);
}
