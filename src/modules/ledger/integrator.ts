import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import { type Db, type Tx, writer } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import { MissingHash, nodesFromTiles, rootAt } from '#kernel/merkle.ts';
import { GONE, grow } from './grow.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from './note.ts';
import { type OutsideFile, openOutside } from './outside.ts';
import * as store from './store.ts';
import { type GrowingTree, growTree } from './tree.ts';

export interface IntegratorNeeds {
  /** Of the login that may write the ledger. */
  pool: pg.Pool;
  keys: Keys;
  clock: Clock;
  /** Seal points outside the database. */
  checkpointFile: string;
  log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
  signal: AbortSignal;
  /** Milliseconds between two seal points while entries come in. */
  sealEvery?: number;
}

export interface Integrator {
  /** Resolves after the signal, when nothing is under way any more. */
  readonly done: Promise<void>;
  /** `waiting`: another process integrates, or the database is away. */
  state(): 'waiting' | 'sealing' | 'broken';
  /** Entries in the tree, and how many of them the last published seal point covers. */
  progress(): { integrated: number; sealed: number };
}

/** The turn of one process at a time, over all processes on this database. */
const TURN = [7422, 1];
const POLL = 200;
const RETRY = 1000;
/** With the poll before it and the work after it, a seal point is never more than a second behind. */
const SEAL_EVERY = 600;
const ENTRIES_A_TURN = 10_000;
const INDEX_CHUNK = 5_000;

/** The ledger is not what it was: sealing on would hide it. */
class Broken extends Error {
  readonly zh: string;
  constructor(text: Text) {
    super(text.en);
    this.zh = text.zh;
  }
}

/**
 * Turns the record into the ledger: hashes, tiles, search, summaries, position and seal point in one transaction,
 * then the seal point outside the database. Whatever ends it, the next start goes on at the position.
 */
export function createIntegrator(needs: IntegratorNeeds): Integrator {
  const { pool, keys, clock, checkpointFile, log, signal, sealEvery = SEAL_EVERY } = needs;
  let state: 'waiting' | 'sealing' | 'broken' = 'waiting';
  let integrated = 0;
  let sealed = 0;

  async function run(): Promise<void> {
    let said = '';
    while (!signal.aborted) {
      try {
        await takeTurn();
        said = '';
      } catch (error) {
        state = error instanceof Broken ? 'broken' : 'waiting';
        const { message } = error as Error;
        if (message !== said) log.error({ err: error }, `the ledger is not sealed: ${message}`);
        said = message;
      }
      await pause(RETRY, signal);
    }
  }

  /** Holds the turn until the signal, or until something fails. */
  async function takeTurn(): Promise<void> {
    const client = await pool.connect();
    client.on('error', () => undefined); // the next statement says that the connection is gone
    try {
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock($1, $2) as mine',
        TURN,
      );
      if (rows[0]?.mine === true) await integrate(client);
    } catch (error) {
      if (!(error instanceof MissingHash)) throw error;
      const problem = new Broken({ zh: '存证树有缺失', en: `the tree is damaged: ${error.message}` });
      await tell(client, writer(client), problem);
      throw problem;
    } finally {
      // The turn belongs to the connection: closing it gives the turn back, whatever state it is in.
      client.release(true);
    }
  }

  async function integrate(client: pg.ClientBase): Promise<void> {
    const db = writer(client);
    const key = await openKey(client, db);
    const { position } = await store.getState(db);
    const tree = await growTree(position, ids => store.readTiles(db, ids));
    integrated = tree.size;
    const { file, problem } = await openAndRepair(db, key, tree);
    try {
      if (problem) {
        state = 'broken';
        log.error({ file: checkpointFile }, `the ledger is not sealed: ${problem.message}`);
        await tell(client, db, problem);
      }
      sealed = (await store.findLastCheckpoint(db))?.size ?? 0;
      await loop(client, db, tree, key, problem ? undefined : file);
    } finally {
      await file.close();
    }
  }

  /** Leaves in the database what the pages show; `undefined` when all is well again. */
  async function tell(client: pg.ClientBase, db: Tx, problem: Broken | undefined): Promise<void> {
    const { problemEn } = await store.getState(db);
    if (problemEn === (problem?.message ?? null)) return;
    await transact(client, () => store.saveProblem(db, problem?.zh ?? null, problem?.message ?? null));
  }

  /** Without a file nothing is sealed; the search goes on so that people can look into what happened. */
  async function loop(
    client: pg.ClientBase,
    db: Tx,
    tree: GrowingTree,
    key: SigningKey,
    file: OutsideFile | undefined,
  ): Promise<void> {
    let lastAt = -Infinity;
    let perBatch = 1;
    while (!signal.aborted) {
      const limit = Math.max(1, Math.min(500, Math.floor(ENTRIES_A_TURN / perBatch)));
      const batches = await store.listBatches(db, tree.size, limit);
      const before = tree.size;
      const { rows, hours, fault } = grow(tree, batches);
      const end = batches.length === 0 ? await store.getEnd(db) : Infinity;
      const bad = fault ?? (end < tree.size ? { number: end, ...GONE } : undefined);
      if (rows.length === 0 && bad) {
        const { number, zh, en } = bad;
        const problem = new Broken({ zh: `第 ${number} 条${zh}`, en: `entry ${number} ${en}` });
        await tell(client, db, problem);
        throw problem;
      }
      const due = file !== undefined && tree.size > sealed && performance.now() - lastAt >= sealEvery;
      const point = due ? pointOf(tree, key) : undefined;
      if (rows.length > 0 || point) {
        await transact(client, async () => {
          if ((await store.movePosition(db, before, tree.size)) !== 1)
            throw new Error('another integrator went on first');
          const tiles = tree.takeChanged();
          if (tiles.length > 0) await store.saveTiles(db, tiles);
          for (let i = 0; i < rows.length; i += INDEX_CHUNK)
            await store.saveIndex(db, rows.slice(i, i + INDEX_CHUNK));
          if (hours.length > 0) await store.saveHours(db, hours);
          if (point) await store.insertCheckpoint(db, point);
          failpoint('ledger.before-commit');
        });
        integrated = tree.size;
      }
      if (point && file) {
        failpoint('ledger.before-publish');
        await file.append([{ ...point, at: point.at.toISOString() }]);
        sealed = point.size;
        lastAt = performance.now();
      }
      if (file && state !== 'sealing') {
        state = 'sealing';
        await tell(client, db, undefined);
      }
      if (rows.length > 0) perBatch = Math.max(1, rows.length / batches.length);
      else await pause(POLL, signal);
    }
  }

  function pointOf(tree: GrowingTree, key: SigningKey): store.CheckpointRow {
    const point = { size: tree.size, root: tree.root() };
    return { ...point, at: new Date(clock.now()), note: signNote(point, key) };
  }

  async function openKey(client: pg.ClientBase, db: Tx): Promise<SigningKey> {
    const known = await store.findSealedKey(db);
    const place = (id: number): string => `ledger.signing_key/sealed/${id}`;
    if (known) {
      try {
        return openSigningKey(
          known.id,
          known.publicKey,
          keys.open('ledger-signing', place(known.id), known.sealed),
        );
      } catch {
        const problem = new Broken({
          zh: '存证签名密钥与主密钥不符',
          en: 'the ledger’s signing key does not open with this master key',
        });
        await tell(client, db, problem);
        throw problem;
      }
    }
    const { publicKey, secret } = makeSigningKey();
    const id = ((await store.listPublicKeys(db)).at(-1)?.id ?? 0) + 1;
    await transact(client, () =>
      store.insertKey(
        db,
        id,
        publicKey,
        keys.seal('ledger-signing', place(id), secret),
        new Date(clock.now()),
      ),
    );
    return openSigningKey(id, publicKey, secret);
  }

  /** Brings the file up to the database; the other way round there is no repair, only a problem. */
  async function openAndRepair(
    db: Db,
    key: SigningKey,
    tree: GrowingTree,
  ): Promise<{ file: OutsideFile; problem: Broken | undefined }> {
    const file = await openOutside(checkpointFile);
    try {
      const problem = await compare(db, file, tree);
      if (problem) return { file, problem };
      if (!file.names(key.publicKey)) await file.append([{ key: key.id, publicKey: key.publicKey }]);
      for (;;) {
        const missing = await store.listCheckpoints(db, file.last?.size ?? 0, 500);
        if (missing.length === 0) return { file, problem: undefined };
        log.info(
          { from: missing[0]?.size, seals: missing.length },
          'seal points that were not published yet are published now',
        );
        await file.append(missing.map(row => ({ ...row, at: row.at.toISOString() })));
      }
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async function compare(db: Db, file: OutsideFile, tree: GrowingTree): Promise<Broken | undefined> {
    const read = nodesFromTiles(ids => store.readTiles(db, ids));
    const inside = await store.findLastCheckpoint(db);
    const { last } = file;
    if (inside && inside.size > tree.size)
      return new Broken({
        zh: `库内存证点（${inside.size} 条）超前于台账（${tree.size} 条）`,
        en: `the database holds a seal point of ${inside.size} entries, but its tree has only ${tree.size}`,
      });
    if (last && last.size > (inside?.size ?? 0))
      return new Broken({
        zh: `库外存证点有 ${last.size} 条，数据库只到 ${inside?.size ?? 0} 条：数据库被退回到较早的状态`,
        en: `the seal points outside the database reach ${last.size} entries, the database only ${inside?.size ?? 0}: it was put back to an earlier state`,
      });
    for (const point of [last, inside]) {
      if (!point || (await rootAt(point.size, read)).equals(point.root)) continue;
      return new Broken({
        zh: `前 ${point.size} 条与存证点不符`,
        en: `the tree of the first ${point.size} entries differs from its seal point`,
      });
    }
    const twin = last && (await store.findCheckpoint(db, last.size));
    if (last && !twin?.root.equals(last.root))
      return new Broken({
        zh: `库外存证点（${last.size} 条）在数据库中不存在或不符`,
        en: `the seal point of ${last.size} entries is missing from the database or differs there`,
      });
    return undefined;
  }

  return { done: run(), state: () => state, progress: () => ({ integrated, sealed }) };
}

async function transact(client: pg.ClientBase, work: () => Promise<unknown>): Promise<void> {
  await client.query('begin read write');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
