import { hash } from 'node:crypto';
import {
  HASH_BYTES,
  type OnTileHash,
  TILE_LEVELS,
  TILE_WIDTH,
  createRange,
  edgeOf,
  emptyRoot,
  joinNodes,
} from './merkle.ts';

/**
 * The tree of `createRange` for whoever reads a whole log: it hashes a tile at a time and compares a tile at a time with
 * the hashes that are kept of it. The leaves of the open tile lie in pairs, as their parents hash them.
 */
export interface TileRange {
  readonly size: number;
  /** A leaf's hash as a string of 32 bytes. It is hashed further with its tile, or when somebody asks for the root. */
  append(leaf: string): void;
  root(): Buffer;
  /** The hashes of `edgeOf(size)`. */
  edge(): Buffer[];
  /**
   * The first leaf of the open tile, from the number `from` up to, not including, `until`, that is not what `tile`
   * keeps at its place; undefined when all are. A tile that just became full is open until the next leaf.
   */
  differs(tile: Buffer | undefined, from: number, until: number): number | undefined;
}

/** What is hashed for a node: 0x01, the left child, the right child. */
const INPUT = 1 + 2 * HASH_BYTES;
const LEFT = 1;
const PAIR = 2 * HASH_BYTES;

/** One level of the open tile: the inputs of its parents side by side, and how many nodes of it are there. */
interface Level {
  bytes: Buffer;
  inputs: Buffer[];
  filled: number;
}

const placeOf = (index: number): number => Math.floor(index / 2) * INPUT + LEFT + (index % 2) * HASH_BYTES;

function newLevel(parents: number): Level {
  const bytes = Buffer.alloc(parents * INPUT, 1);
  const inputs = Array.from({ length: parents }, (_, i) => bytes.subarray(i * INPUT, (i + 1) * INPUT));
  return { bytes, inputs, filled: 0 };
}

/** `edge` holds the hashes of `edgeOf(size)`; `onTileHash` is told the finished nodes of the levels above the tiles. */
export function createTileRange(size = 0, edge: readonly Buffer[] = [], onTileHash?: OnTileHash): TileRange {
  const levels = Array.from({ length: TILE_LEVELS }, (_, i) => newLevel(TILE_WIDTH / 2 ** (i + 1)));
  const leaves = levels[0] ?? newLevel(TILE_WIDTH / 2);
  const tiles = Math.floor(size / TILE_WIDTH);
  const upperEdge = edge.slice(0, edgeOf(tiles).length);
  const upper = createRange(tiles, upperEdge, (level, index, node) => onTileHash?.(level + 1, index, node));
  let count = size;
  let isFull = false;
  edgeOf(size).forEach(({ level, index }, i) => {
    const node = edge[i];
    const within = levels[level];
    if (node && within) within.bytes.set(node, placeOf(index % (TILE_WIDTH / 2 ** level)));
  });
  levels.forEach((level, i) => {
    level.filled = Math.floor((size % TILE_WIDTH) / 2 ** i);
  });

  /** Hashes every node of the open tile whose children are there and that was not hashed yet. */
  function raise(): void {
    for (let i = 0; i < TILE_LEVELS; i += 1) {
      const level = levels[i];
      const parents = levels[i + 1];
      if (!level || !parents) break;
      for (let done = parents.filled; done < Math.floor(level.filled / 2); done += 1) {
        const input = level.inputs[done];
        if (input) parents.bytes.write(hash('sha256', input, 'binary'), placeOf(done), 'latin1');
        parents.filled += 1;
      }
    }
  }

  /** What stands on its own in the open tile, the largest subtree first. */
  const standing = (): Buffer[] =>
    edgeOf(count % TILE_WIDTH).map(({ level, index }) => {
      const at = placeOf(index);
      return Buffer.from(levels[level]?.bytes.subarray(at, at + HASH_BYTES) ?? []);
    });

  function close(): void {
    raise();
    const top = levels[TILE_LEVELS - 1]?.inputs[0];
    if (top) upper.append(Buffer.from(hash('sha256', top, 'binary'), 'binary'));
    isFull = true;
  }

  function allEdges(): Buffer[] {
    raise();
    return [...upper.edge(), ...standing()];
  }

  return {
    get size() {
      return count;
    },
    append: leaf => {
      if (isFull) {
        for (const level of levels) level.filled = 0;
        isFull = false;
      }
      leaves.bytes.write(leaf, placeOf(count % TILE_WIDTH), 'latin1');
      leaves.filled += 1;
      count += 1;
      if (leaves.filled === TILE_WIDTH) close();
    },
    root: () => (count === 0 ? emptyRoot() : joinNodes(allEdges())),
    edge: allEdges,
    differs: (tile, from, until) => {
      for (let number = from; number < until; ) {
        const index = number % TILE_WIDTH;
        // Two at a time where that is possible; where a pair differs, its leaves say which.
        const isPair = index % 2 === 0 && until - number > 1;
        const length = isPair ? PAIR : HASH_BYTES;
        const at = index * HASH_BYTES;
        const place = placeOf(index);
        const isSame =
          tile !== undefined &&
          tile.length >= at + length &&
          leaves.bytes.compare(tile, at, at + length, place, place + length) === 0;
        if (!isSame && !isPair) return number;
        if (!isSame) {
          const end = at + HASH_BYTES;
          const isLeft =
            tile === undefined ||
            tile.length < end ||
            leaves.bytes.compare(tile, at, end, place, place + HASH_BYTES) !== 0;
          return isLeft ? number : number + 1;
        }
        number += isPair ? 2 : 1;
      }
      return undefined;
    },
  };
}
