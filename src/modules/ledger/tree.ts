import {
  type CompactRange,
  HASH_BYTES,
  MissingHash,
  TILE_WIDTH,
  type TileId,
  createRange,
  edgeOf,
  hashesOfLevel,
  nodesFromTiles,
  type ReadTiles,
} from '#kernel/merkle.ts';

export interface Tile extends TileId {
  width: number;
  data: Buffer;
}

/** The ledger's tree while it grows: its right edge and the tiles that changed since they were last taken. */
export interface GrowingTree {
  readonly size: number;
  append(leaf: Buffer): void;
  root(): Buffer;
  takeChanged(): Tile[];
}

/** The tiles at the right end of a tree of `size` leaves that are not full yet, one a level at most. */
function openTilesOf(size: number): (TileId & { width: number })[] {
  const tiles = [];
  for (let level = 0; hashesOfLevel(size, level) > 0; level += 1) {
    const count = hashesOfLevel(size, level);
    const width = count % TILE_WIDTH;
    if (width > 0) tiles.push({ level, n: Math.floor(count / TILE_WIDTH), width });
  }
  return tiles;
}

/** Goes on from the tiles of a tree of `size` leaves; throws when they do not hold it. */
export async function growTree(size: number, readTiles: ReadTiles): Promise<GrowingTree> {
  const open = openTilesOf(size);
  const bytes = await readTiles(open);
  const partial = new Map<number, Tile>();
  open.forEach(({ level, n, width }, i) => {
    const data = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
    const stored = bytes[i];
    if (stored === undefined || stored.length < width * HASH_BYTES)
      throw new MissingHash(`tile ${level}/${n} does not hold ${width} hashes`);
    stored.copy(data, 0, 0, width * HASH_BYTES);
    partial.set(level, { level, n, width, data });
  });
  const range: CompactRange = createRange(
    size,
    size === 0 ? [] : await nodesFromTiles(readTiles)(edgeOf(size)),
    put,
  );
  let full: Tile[] = [];
  const touched = new Set<number>();

  function put(level: number, index: number, hash: Buffer): void {
    let tile = partial.get(level);
    if (!tile) {
      tile = {
        level,
        n: Math.floor(index / TILE_WIDTH),
        width: 0,
        data: Buffer.alloc(TILE_WIDTH * HASH_BYTES),
      };
      partial.set(level, tile);
    }
    hash.copy(tile.data, tile.width * HASH_BYTES);
    tile.width += 1;
    touched.add(level);
    if (tile.width === TILE_WIDTH) {
      full.push(tile);
      partial.delete(level);
      touched.delete(level);
    }
  }

  return {
    get size() {
      return range.size;
    },
    append: leaf => range.append(leaf),
    root: () => range.root(),
    takeChanged: () => {
      const changed = [...full];
      for (const level of touched) {
        const tile = partial.get(level);
        if (tile)
          changed.push({ ...tile, data: Buffer.from(tile.data.subarray(0, tile.width * HASH_BYTES)) });
      }
      full = [];
      touched.clear();
      return changed;
    },
  };
}
