import type pg from 'pg';
import { type Db, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import { HASH_BYTES, TILE_WIDTH, hashesOfLevel } from '#kernel/merkle.ts';
import { commit, unpackAsFarAsItGoes } from './hashing.ts';
import { type Minimum, createMinimum } from './removal.ts';
import * as store from './store.ts';

/** Which tile is asked for: C2SP tlog-tiles, “tile/<L>/<N>[.p/<W>]”. */
export interface TilePath {
  n: number;
  /** 256 of a full tile. */
  width: number;
}

/** Reads `x001/x234/067` and `x001/x234/067.p/44`; undefined for everything else, other spellings included. */
export function readTilePath(path: string): TilePath | undefined {
  const match = /^((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!match) return undefined;
  const [, groups = '', partial] = match;
  const n = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (!Number.isSafeInteger(n) || groups !== writeTileNumber(n) || width > TILE_WIDTH) return undefined;
  if (partial !== undefined && width === TILE_WIDTH) return undefined;
  return { n, width };
}

/** A tile as it is spelt in addresses: `x001/x234/067`, or `x001/x234/067.p/44`. */
export const writeTilePath = ({ n, width }: TilePath): string =>
  `${writeTileNumber(n)}${width < TILE_WIDTH ? `.p/${width}` : ''}`;

/** The number in groups of three digits, all but the last marked with an x. */
export function writeTileNumber(n: number): string {
  const digits = String(n);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return (padded.match(/\d{3}/g) ?? [])
    .map((group, i, all) => (i < all.length - 1 ? `x${group}` : group))
    .join('/');
}

export interface Tiles {
  /** The hashes of a tile, as far as the last seal point covers them; refuses what is not there. */
  hashes(log: number, level: number, asked: TilePath): Promise<Buffer>;
  /**
   * The leaves of a level-0 tile: each is a commitment of 32 bytes, with its length (2 bytes, big endian) before it. In
   * the bundle in which the minimum lies, what was removed stands with length 0; those before it are not there.
   */
  leaves(log: number, asked: TilePath): Promise<Buffer>;
  /** From which number on the log is there. */
  minimum: Minimum['of'];
}

/** What anyone may read. Leaves are commitments: they say nothing about their entries to whoever lacks the salts. */
export function createTiles(db: Db, workerPool: pg.Pool): Tiles {
  const inWorker = reader(workerPool);
  const minimum = createMinimum(db, inWorker);

  /** Throws unless the last seal point covers the tile in the width asked for. */
  async function mustBeSealed(log: number, level: number, { n, width }: TilePath): Promise<void> {
    const size = (await store.findLastCheckpoint(db, log))?.size ?? 0;
    if (n * TILE_WIDTH + width > hashesOfLevel(size, level)) throw refuse.not_found();
  }

  return {
    minimum: log => minimum.of(log),

    async hashes(log, level, asked) {
      await mustBeSealed(log, level, asked);
      // Some of these tiles are kept for what was carried over; nobody needs them to check what is published.
      const { minimum } = await store.getState(db, log);
      if (level === 0 && (asked.n + 1) * TILE_WIDTH <= minimum) throw refuse.not_found();
      const [tile] = await store.readTiles(db, log, [{ level, n: asked.n }]);
      const length = asked.width * HASH_BYTES;
      if (!tile || tile.length < length) throw refuse.not_found();
      return tile.subarray(0, length);
    },

    async leaves(log, asked) {
      await mustBeSealed(log, 0, asked);
      const from = asked.n * TILE_WIDTH;
      const to = from + asked.width - 1;
      const { minimum } = await store.getState(db, log);
      const gone = Math.min(Math.max(0, minimum - from), asked.width);
      if (gone === asked.width) throw refuse.not_found();
      const bundle = Buffer.alloc(gone * 2 + (asked.width - gone) * (2 + HASH_BYTES));
      let filled = gone;
      for (const batch of await store.listSaltedBetween(inWorker, log, from, to)) {
        const { entries } = unpackAsFarAsItGoes(batch.body, batch.salts, batch.n);
        entries.forEach((one, i) => {
          const place = batch.first + i - from;
          if (place < gone || place >= asked.width) return;
          const at = gone * 2 + (place - gone) * (2 + HASH_BYTES);
          bundle.writeUInt16BE(HASH_BYTES, at);
          commit(one.salt, one.entry).copy(bundle, at + 2);
          filled += 1;
        });
      }
      // Half a bundle would be taken for another.
      if (filled !== asked.width) throw refuse.not_found();
      return bundle;
    },
  };
}
