import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Db } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { TILE_WIDTH, createRange, edgeOf, hashesOfLevel, nodesFromTiles } from '#kernel/merkle.ts';
import { createTileRange } from '#kernel/merkleTile.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';
import { CHANGED, CUT, type Fault, Found, INSERTED, MISSING, faults } from './faults.ts';
import { commit, openBatch } from './hashing.ts';
import { KINDS, decodeEntry } from '#record/decode.ts';
import { USAGE } from '#record/logs.ts';
import { addKeysOf, announces, openKeyChain } from './keyChain.ts';
import { readSeal } from './note.ts';
import { ANCHOR } from './rules.ts';
import { lengthOfOutside } from './outside.ts';
import { findUnproven } from './carried.ts';
import { type RemovalFound, removalsIn } from './removal.ts';
import { inSnapshot } from './snapshot.ts';
import { replayTurns } from './turns.ts';
import * as store from './store.ts';
import {
  hashIn,
  peek,
  readBatches,
  readInside,
  readOutsideSeals,
  sameAt,
  tilesInOrder,
} from './verifyStreams.ts';

export interface VerifyNeeds {
  /** Of a login that may read salts. */
  pool: pg.Pool;
  log: number;
  /** Seal points outside the database: the platform's own file, */
  checkpointFile?: string;
  /** or another one in its place: a copy of that file, or one signed note. */
  checkpoint?: string;
  /** What somebody was told when the entry was recorded. */
  claim?: { number: number; commitment: Buffer };
  /** Only these keys count, where the reader names some. */
  keys?: readonly VerifierKey[];
  /** Told after each batch how many entries have been read. */
  onProgress?: (read: number) => void;
}

/** What an entry of this log says about another log. */
export interface AnchorFound {
  number: number;
  origin: string;
  size: number;
  /** Hexadecimal. */
  root: string;
}

export interface Verification {
  ok: boolean;
  /** Entries read. */
  checked: number;
  /** The first entry that does not fit; null when the fault is not in an entry. */
  firstBad: number | null;
  /** Empty when all is well. */
  problem: string;
  problemEn: string;
  milliseconds: number;
  against: string;
  /** Seal points outside the database that were compared, and the entries that the last of them covers. */
  outside: { seals: number; size: number };
  /** Entries after the last seal point: nothing proves them yet. */
  unsealed: number;
  /** Below this number entries were removed past their retention; the tree above still proves the rest. */
  minimum: number;
  anchors: AnchorFound[];
  removals: RemovalFound[];
}

/** The byte that marks a use: what says something about logs is an act or a notice. */
const USE = KINDS.indexOf('usage');
/** Milliseconds of reading before others have their turn. */
const A_TURN = 5;

interface Authority {
  size: number;
  root: Buffer;
}

/**
 * Reads the whole record and computes the tree anew. Seal points outside the database are the measure; the hashes
 * that the database keeps only help to name the exact entry, and only when they add up to a signed seal point.
 */
export async function verifyLedger(needs: VerifyNeeds): Promise<Verification> {
  const started = performance.now();
  const file = needs.checkpoint ?? needs.checkpointFile;
  // Before the snapshot: every seal point in the file is then in the database's view as well.
  const length = file === undefined ? undefined : await lengthOfOutside(file);
  const result = await inSnapshot(needs.pool, (db, copying) => readAll(db, copying, file, length, needs));
  return { ...result, milliseconds: Math.round(performance.now() - started) };
}

async function readAll(
  db: Db,
  copying: pg.ClientBase,
  file: string | undefined,
  length: number | undefined,
  { log, claim, keys, onProgress }: VerifyNeeds,
): Promise<Omit<Verification, 'milliseconds'>> {
  const { position, minimum } = await store.getState(db, log);
  const origin = (await store.listLogs(db)).find(row => row.id === log)?.origin ?? '';
  const chain = await openKeyChain(db, keys);
  // An SM2 signature takes twenty times as long to check as an Ed25519 one: of many seal points only the last bears it.
  const all = (): readonly VerifierKey[] => (origin === '' ? [] : chain.under(origin));
  const trusted = (): readonly VerifierKey[] => all().filter(key => key.type !== 'sm2');
  const anchors: AnchorFound[] = [];
  const removals: RemovalFound[] = [];
  const turns = replayTurns();
  const outside = await peek(
    file === undefined || length === undefined
      ? nothing()
      : readOutsideSeals(file, length, key => void chain.add(key)),
  );
  await addKeysOf(db, chain);
  const inside = await peek(readInside(db, log));
  const tileAt = tilesInOrder(db, log, 0);
  const highTiles = new Map<number, (n: number) => Promise<Buffer | undefined>>();
  /** Finished nodes of the upper levels, to be compared between two batches: reading tiles takes time. */
  let upper: { level: number; index: number; hash: Buffer }[] = [];
  const edge = await nodesFromTiles(ids => store.readTiles(db, log, ids))(edgeOf(minimum));
  const range = createTileRange(minimum, edge, (level, index, hash) => upper.push({ level, index, hash }));
  /** The last point up to which everything is proven. */
  let good = { size: minimum, edge };
  /** Up to here the leaves were compared with what the tree keeps of them. */
  let compared = minimum;
  /** Since `good`: the first entry that differs from what the tree keeps of it. */
  let differs: number | undefined;
  let upperDiffers: number | undefined;
  /** A fault of the tree or of the seal points in the database, kept back: one in an entry weighs more. */
  let aside: Fault | undefined;
  let seals = 0;
  /** A seal point of the file was passed, of removed entries too. */
  let isBegun = false;
  let lastNote: string | undefined;
  let sealedOutside = 0;
  let sealedInside = 0;
  let read = minimum;
  let rested = performance.now();

  /** The next number before which something is to be compared: the end of the tile, or a seal point. */
  const nextStop = (): number => {
    const out = outside.next;
    return Math.min(
      range.size + TILE_WIDTH - (range.size % TILE_WIDTH),
      out && 'size' in out ? out.size : Infinity,
      inside.next?.size ?? Infinity,
    );
  };

  try {
    await readCarried();
    await passBeforeMinimum();
    await passSeals();
    for await (const batch of readBatches(copying, log)) {
      if (batch.first !== range.size) {
        const text = batch.first > range.size ? MISSING : INSERTED;
        throw await broken(Math.min(batch.first, range.size), text);
      }
      const entries = openBatch(batch);
      for (let stop = nextStop(); entries.next(); ) {
        const number = range.size;
        if (number === claim?.number && !commit(entries.salt(), entries.entry()).equals(claim.commitment))
          throw new Found(faults.notTheClaimed(number));
        if (entries.kind() !== USE) noteWords(number, entries.entry());
        range.append(entries.leaf());
        if (range.size < stop) continue;
        await compareLeaves();
        await compareUpper();
        await passSeals();
        stop = nextStop();
      }
      read = range.size;
      const fault = entries.fault();
      if (fault) throw await broken(range.size, fault);
      onProgress?.(read);
      if (performance.now() - rested < A_TURN) continue;
      await setImmediate(); // a verification in the running platform leaves its calls their turn
      rested = performance.now();
    }
    await atEnd();
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    return result(error.fault);
  }
  return result(aside);

  function result(fault: Fault | undefined): Omit<Verification, 'milliseconds'> {
    const sealed = seals > 0 ? sealedOutside : sealedInside;
    return {
      ok: fault === undefined,
      checked: read,
      firstBad: fault?.number ?? null,
      problem: fault?.zh ?? '',
      problemEn: fault?.en ?? '',
      against: seals > 0 ? `库外存证点 ${seals} 个，最近一个至第 ${sealedOutside} 条` : '没有库外存证点',
      outside: { seals, size: sealedOutside },
      unsealed: Math.max(0, range.size - sealed),
      minimum,
      anchors,
      removals,
    };
  }

  function noteWords(number: number, bytes: Buffer): void {
    let entry: ReturnType<typeof decodeEntry>;
    try {
      entry = decodeEntry(bytes);
    } catch {
      return; // whether its bytes are right is for the tree to say
    }
    if (announces(entry) && !chain.vouchesFor(entry)) keepAside(faults.unsignedKeys(number));
    turns.note(entry);
    if (entry.kind === 'command') removals.push(...removalsIn(entry));
    if (entry.kind !== 'notice' || entry.body.action !== ANCHOR || !entry.body.facts) return;
    const { origin: of, size, root } = entry.body.facts;
    if (typeof of === 'string' && typeof size === 'number' && typeof root === 'string')
      anchors.push({ number, origin: of, size, root });
  }

  /** What outlived its month must be a leaf of the tree that the rest goes on from; the seal points prove that one. */
  async function readCarried(): Promise<void> {
    const carried = await store.listCarried(db, log);
    const wrong =
      carried.length > 0
        ? await findUnproven(db, log, carried, { size: minimum, root: range.root() })
        : undefined;
    if (wrong !== undefined) throw new Found(faults.alteredCarried(wrong));
    for (const { number, entry } of carried) noteWords(number, entry);
  }

  /** Seal points of removed entries can be checked for their signatures, and that both places have them. */
  async function passBeforeMinimum(): Promise<void> {
    for (;;) {
      const out = outside.next;
      const row = inside.next;
      const isOut = out !== undefined && 'size' in out && out.size < minimum;
      if (row && row.size < minimum && (!isOut || row.size <= out.size)) {
        if (!isOut || row.size < out.size) noteUnpublished(row.size);
        await inside.take();
        continue;
      }
      if (!isOut) return;
      if (readSeal(out.note, trusted())?.signed !== true) throw new Found(faults.wrongSignature(out.size));
      isBegun = true;
      await outside.take();
    }
  }

  /** The file may begin later than the database, as a copy of its end does, and end earlier; nothing is left out between. */
  function noteUnpublished(size: number): void {
    const out = outside.next;
    if (isBegun && out && 'size' in out && out.size > size) keepAside(faults.missingOutside(size));
  }

  function keepAside(fault: Fault): void {
    aside ??= fault;
  }

  /** What was read of the open tile since the last comparison, against what is kept of it. */
  async function compareLeaves(): Promise<void> {
    const until = Math.min(range.size, position);
    if (compared < until && differs === undefined)
      differs = range.differs(await tileAt(Math.floor(compared / TILE_WIDTH)), compared, until);
    compared = range.size;
  }

  async function compareUpper(): Promise<void> {
    for (const { level, index, hash } of upper) {
      if (index >= hashesOfLevel(position, level)) continue;
      const tiles = highTiles.get(level) ?? tilesInOrder(db, log, level);
      highTiles.set(level, tiles);
      if (!sameAt(await tiles(Math.floor(index / TILE_WIDTH)), index, hash))
        upperDiffers ??= index * TILE_WIDTH ** level;
    }
    upper = [];
  }

  /** Compares with every seal point of exactly the size that was reached. */
  async function passSeals(): Promise<void> {
    for (;;) {
      const out = outside.next;
      const row = inside.next;
      if (out && 'fault' in out) throw new Found(faults.damagedFile(out.fault));
      const outHere = out !== undefined && out.size <= range.size;
      const inHere = row !== undefined && row.size <= range.size;
      if (!outHere && !inHere) return;
      if (inHere && (!outHere || row.size < out.size)) {
        noteUnpublished(row.size);
        await passInside(row);
        continue;
      }
      if (!outHere) return;
      const point = readSeal(out.note, trusted());
      if (!point?.signed || point.size !== out.size || !point.root.equals(out.root))
        throw new Found(faults.wrongSignature(out.size));
      if (out.size < range.size) throw new Found(faults.outOfOrder(out.size));
      await settle(out);
      lastNote = out.note;
      seals += 1;
      isBegun = true;
      sealedOutside = out.size;
      if (inHere) {
        // The time is under no signature; it stands in both places.
        if (out.at !== '' && Date.parse(out.at) !== row.at.getTime()) keepAside(faults.alteredSeal(row.size));
        await passInside(row);
      } else keepAside(faults.missingSeal(out.size));
      await outside.take();
    }
  }

  async function passInside(row: store.CheckpointRow): Promise<void> {
    const point = readSeal(row.note, trusted());
    if (point?.signed && point.size === row.size && point.root.equals(row.root)) await settle(row);
    else keepAside(faults.alteredSeal(row.size));
    sealedInside = row.size;
    await inside.take();
  }

  /** A signed seal point says what the tree was: either all entries up to here are right, or one since `good` is not. */
  async function settle(authority: Authority): Promise<void> {
    if (!range.root().equals(authority.root)) throw await broken(undefined, CHANGED, authority);
    const first = differs ?? upperDiffers;
    if (first !== undefined) keepAside(faults.alteredTree(first));
    differs = undefined;
    upperDiffers = undefined;
    good = { size: range.size, edge: range.edge() };
  }

  /** Names the first bad entry as exactly as the evidence allows; `number` is where the record itself breaks off. */
  async function broken(number: number | undefined, text: Text, authority?: Authority): Promise<Found> {
    await compareLeaves();
    const judge = authority ?? (await nextAuthority());
    const exact = judge === undefined || (await storedRoot(judge.size))?.equals(judge.root) === true;
    const candidates = [number, exact ? differs : undefined].filter(n => n !== undefined);
    const first = candidates.length > 0 ? Math.min(...candidates) : undefined;
    if (first !== undefined) {
      const said = first === number ? text : CHANGED;
      return new Found({ number: first, zh: `第 ${first} 条${said.zh}`, en: `entry ${first} ${said.en}` });
    }
    const last = (judge?.size ?? range.size) - 1;
    return new Found(faults.somewhere(good.size, last));
  }

  async function nextAuthority(): Promise<Authority | undefined> {
    const out = outside.next;
    if (out && 'size' in out && readSeal(out.note, trusted())?.signed === true) return out;
    const row = inside.next;
    const point = row && readSeal(row.note, trusted());
    return point?.signed === true ? point : undefined;
  }

  /** The root that the kept hashes give at `size`, going on from the last proven point. */
  async function storedRoot(size: number): Promise<Buffer | undefined> {
    const again = createRange(good.size, good.edge);
    const tiles = tilesInOrder(db, log, 0);
    while (again.size < size) {
      const hash = hashIn(await tiles(Math.floor(again.size / TILE_WIDTH)), again.size);
      if (hash === undefined) return undefined;
      again.append(Buffer.from(hash));
    }
    return again.root();
  }

  /** What lies between the last proven point and the end may be right or new; only kept hashes can show it. */
  async function cutOff(): Promise<Found> {
    const judge = await nextAuthority();
    const proven = judge === undefined || (await storedRoot(judge.size))?.equals(judge.root) === true;
    if (proven || good.size === range.size) return broken(range.size, CUT);
    return new Found(faults.cutUnproven(good.size, range.size - good.size));
  }

  async function atEnd(): Promise<void> {
    await compareLeaves();
    if (lastNote !== undefined && readSeal(lastNote, all())?.signed !== true)
      throw new Found(faults.wrongSignature(sealedOutside));
    const out = outside.next;
    const cut = (out && 'size' in out) || inside.next !== undefined || position > range.size;
    if (cut) throw await cutOff();
    const first = differs ?? upperDiffers;
    if (first !== undefined) throw new Found(faults.differsFromTree(first));
    if (claim && claim.number >= range.size) throw new Found(faults.noSuchEntry(claim.number));
    if (claim && claim.number < minimum) throw new Found(faults.claimRemoved(claim.number));
    if (seals === 0 && range.size > 0) keepAside(faults.nothingOutside());
    const turn = log === USAGE ? await turns.compare(db) : undefined;
    if (turn) keepAside(turn);
  }
}

async function* nothing(): AsyncGenerator<never> {}
