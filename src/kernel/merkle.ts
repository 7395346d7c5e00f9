import { hash } from 'node:crypto';

/**
 * The arithmetic of an append-only Merkle tree: hashing and proofs of RFC 6962 section 2.1, stored in the tiles of
 * C2SP tlog-tiles (256 hashes a tile, eight levels of the tree a level of tiles). No storage and no clock here.
 * Sizes stay below 2^53, so positions are plain numbers and never shifted with 32-bit operators.
 */
export const HASH_BYTES = 32;
export const TILE_LEVELS = 8;
export const TILE_WIDTH = 256;

const leafInput = Buffer.alloc(1 + HASH_BYTES);
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** One digest, by way of a string: Node's one-shot hash takes three times as long when it must make a buffer. */
export function sha256(data: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', data, 'binary'), 'binary');
}

/** MTH({d}) = SHA-256(0x00 ‖ d). */
export function hashLeaf(data: Uint8Array): Buffer {
  const input = data.length === HASH_BYTES ? leafInput : Buffer.alloc(1 + data.length);
  input.set(data, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

export function emptyRoot(): Buffer {
  return sha256(Buffer.alloc(0));
}

/** The root of the perfect subtree over the leaves `index * 2^level` up to, not including, `(index + 1) * 2^level`. */
export interface NodeId {
  level: number;
  index: number;
}

/** Leaves `start` up to, not including, `start + count`, as the definitions of RFC 6962 cut them. */
interface Span {
  start: number;
  count: number;
}

/** The exponent of the largest power of two that is at most n; exact, where a logarithm alone would round up near a power. */
export function levelOf(n: number): number {
  const level = Math.floor(Math.log2(n));
  return 2 ** level > n ? level - 1 : level;
}

/** The perfect subtrees that make up a span, largest (leftmost) first. */
function nodesOf({ start, count }: Span): NodeId[] {
  const nodes: NodeId[] = [];
  let at = start;
  let rest = count;
  while (rest > 0) {
    const level = levelOf(rest);
    const width = 2 ** level;
    nodes.push({ level, index: at / width });
    at += width;
    rest -= width;
  }
  return nodes;
}

/** The right edge of a tree of `size` leaves: what an appending writer must know, largest subtree first. */
export function edgeOf(size: number): NodeId[] {
  return nodesOf({ start: 0, count: size });
}

/** Joins the perfect subtrees of a span, largest first, to the span's root. */
export function joinNodes(hashes: readonly Buffer[]): Buffer {
  return hashes.reduceRight((right, left) => hashNode(left, right));
}

/** Says each finished node whose level is a multiple of eight: what the tiles hold. */
export type OnTileHash = (tileLevel: number, index: number, hash: Buffer) => void;

/** A tree that only grows, kept as its right edge: one hash an append, root in the logarithm of the size. */
export interface CompactRange {
  readonly size: number;
  append(leaf: Buffer): void;
  root(): Buffer;
  /** The hashes of `edgeOf(size)`: another tree can go on from them. */
  edge(): Buffer[];
}

const LEFT = 1;
const RIGHT = LEFT + HASH_BYTES;

/**
 * `edge` holds the hashes of `edgeOf(size)`. What is hashed for a node lies ready, a buffer a level: the left child
 * waits in it for the right one, and a finished node is written where its parent needs it, without a buffer of its own.
 */
export function createRange(size = 0, edge: readonly Buffer[] = [], onTileHash?: OnTileHash): CompactRange {
  const inputs: Buffer[] = [];
  const inputAt = (level: number): Buffer => (inputs[level] ??= Buffer.alloc(1 + 2 * HASH_BYTES, 1));
  edgeOf(size).forEach(({ level }, i) => {
    const node = edge[i];
    if (node) inputAt(level).set(node, LEFT);
  });
  let count = size;
  const present = (): Buffer[] =>
    edgeOf(count).map(({ level }) => Buffer.from(inputAt(level).subarray(LEFT, RIGHT)));
  return {
    get size() {
      return count;
    },
    append: leaf => {
      onTileHash?.(0, count, leaf);
      let input = inputAt(0);
      let isRight = count % 2 === 1;
      input.set(leaf, isRight ? RIGHT : LEFT);
      for (let level = 1, index = Math.floor(count / 2); isRight; level += 1) {
        const node = hash('sha256', input, 'binary');
        if (level % TILE_LEVELS === 0) onTileHash?.(level / TILE_LEVELS, index, Buffer.from(node, 'binary'));
        input = inputAt(level);
        isRight = index % 2 === 1;
        input.write(node, isRight ? RIGHT : LEFT, 'latin1');
        index = Math.floor(index / 2);
      }
      count += 1;
    },
    root: () => (count === 0 ? emptyRoot() : joinNodes(present())),
    edge: present,
  };
}

export interface TileId {
  level: number;
  n: number;
}

/** How many hashes of a level of tiles exist in a tree of `size` leaves. */
export function hashesOfLevel(size: number, tileLevel: number): number {
  return Math.floor(size / TILE_WIDTH ** tileLevel);
}

/** Answers the hashes of perfect subtrees, in the order asked; rejects when one is not there. */
export type ReadNodes = (nodes: readonly NodeId[]) => Promise<Buffer[]>;
/** Answers the bytes of tiles in the order asked; a partial tile may be wider than its reader expects. */
export type ReadTiles = (tiles: readonly TileId[]) => Promise<(Buffer | undefined)[]>;

/** The tiles do not hold what the tree's size says they hold. */
export class MissingHash extends Error {}

/** Nodes inside a tile are not stored: they are computed from the tile's bottom row. */
export function nodesFromTiles(readTiles: ReadTiles): ReadNodes {
  return async nodes => {
    const places = nodes.map(({ level, index }) => {
      const width = 2 ** (level % TILE_LEVELS);
      const first = index * width;
      return {
        level: Math.floor(level / TILE_LEVELS),
        n: Math.floor(first / TILE_WIDTH),
        from: first % TILE_WIDTH,
        width,
      };
    });
    const wanted = [...new Map(places.map(place => [`${place.level}/${place.n}`, place])).values()];
    const bytes = await readTiles(wanted.map(({ level, n }) => ({ level, n })));
    const tiles = new Map(wanted.map((place, i) => [`${place.level}/${place.n}`, bytes[i]]));
    return places.map(({ level, n, from, width }) => {
      const tile = tiles.get(`${level}/${n}`);
      if (tile === undefined || tile.length < (from + width) * HASH_BYTES)
        throw new MissingHash(`tile ${level}/${n} does not hold ${from + width} hashes`);
      return perfectRoot(tile, from, width);
    });
  };
}

function perfectRoot(tile: Buffer, from: number, width: number): Buffer {
  const range = createRange();
  for (let i = from; i < from + width; i += 1)
    range.append(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  return range.root();
}

/** The root that the tree had at `size` leaves. */
export async function rootAt(size: number, read: ReadNodes): Promise<Buffer> {
  return size === 0 ? emptyRoot() : joinNodes(await read(edgeOf(size)));
}

/** The largest power of two smaller than n (n > 1). */
function split(n: number): number {
  const power = 2 ** levelOf(n);
  return power === n ? n / 2 : power;
}

async function rootsOf(spans: readonly Span[], read: ReadNodes): Promise<Buffer[]> {
  const groups = spans.map(nodesOf);
  const hashes = await read(groups.flat());
  let at = 0;
  return groups.map(group => {
    at += group.length;
    return joinNodes(hashes.slice(at - group.length, at));
  });
}

/** PATH(number, D[size]): the hashes that lead from a leaf to the root, from the leaf upwards. */
export function proveInclusion(number: number, size: number, read: ReadNodes): Promise<Buffer[]> {
  if (number < 0 || number >= size) throw new RangeError(`a tree of ${size} leaves has no leaf ${number}`);
  const spans: Span[] = [];
  let start = 0;
  for (let n = size; n > 1; ) {
    const k = split(n);
    if (number - start < k) {
      spans.unshift({ start: start + k, count: n - k });
      n = k;
    } else {
      spans.unshift({ start, count: k });
      start += k;
      n -= k;
    }
  }
  return rootsOf(spans, read);
}

/** PROOF(before, D[size]): what shows that the tree of `size` leaves begins with the tree of `before` leaves. */
export function proveConsistency(before: number, size: number, read: ReadNodes): Promise<Buffer[]> {
  if (before < 0 || before > size)
    throw new RangeError(`a tree of ${size} leaves was never one of ${before}`);
  if (before === 0 || before === size) return Promise.resolve([]);
  const spans: Span[] = [];
  let start = 0;
  let n = size;
  let m = before;
  let known = true;
  while (m !== n) {
    const k = split(n);
    if (m <= k) {
      spans.unshift({ start: start + k, count: n - k });
      n = k;
    } else {
      spans.unshift({ start, count: k });
      start += k;
      m -= k;
      n -= k;
      known = false;
    }
  }
  if (!known) spans.unshift({ start, count: n });
  return rootsOf(spans, read);
}
