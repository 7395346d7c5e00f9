import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import { type Db, type Tx, writer } from '#kernel/db.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import { LOCKS } from '#kernel/locks.ts';
import { MissingHash } from '#kernel/merkle.ts';
import { unpackEntries } from '#record/entry.ts';
import { CONTROL, LOGS, logName } from '#record/logs.ts';
import { takeAnchors } from './anchors.ts';
import { watchCopies } from './copies.ts';
import { GONE, grow } from './grow.ts';
import { type Lookups, collectLookups } from './lookups.ts';
import { saveOpenings, tellUnclosed } from './openings.ts';
import { type HeldMinutes, holdMinutes } from './heldMinutes.ts';
import { signSeal } from './note.ts';
import { activateKeys, lockKeys } from './keyStore.ts';
import { NoSealFile, type OutsideFile, lookOutside, openOutside, outsideFile } from './outside.ts';
import { createPublication } from './publication.ts';
import { isTurnWanted } from './rebuildStore.ts';
import { type Disagreement, compareWithOutside } from './repair.ts';
import { type SigningKeys, ensureKeys } from './signing.ts';
import { BLOCK } from './spans.ts';
import * as store from './store.ts';
import { type GrowingTree, growTree } from './tree.ts';
import { transact } from './transact.ts';
import { readBatches } from './verifyStreams.ts';

export interface IntegratorNeeds {
  /** Of the login that may write the ledger. */
  pool: pg.Pool;
  keys: Keys;
  clock: Clock;
  /** Where seal points lie outside the database: a folder. */
  outside: string;
  /** What the logs' origins begin with, when they have none yet. */
  name: string;
  log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
  signal: AbortSignal;
  /** Milliseconds between two seal points while entries come in. */
  sealEvery?: number;
  /** Milliseconds after which a log takes the others' seal points as leaves. */
  anchorEvery?: number;
  /** Milliseconds between two looks at new keys, at the file, and whether what kept from sealing is mended. */
  lookEvery?: number;
  /** Milliseconds for which a file that ends before the database does must stand still until it is written to. */
  settle?: number;
}

export interface Integrator {
  /** Resolves after the signal, when nothing is under way any more. */
  readonly done: Promise<void>;
  /** `waiting`: another process integrates, or the database is away. */
  state(): 'waiting' | 'sealing' | 'broken';
  /** Entries in the tree, and how many of them the last published seal point covers. */
  progress(): { integrated: number; sealed: number };
}

const POLL = 200;
const RETRY = 1000;
/** With the poll before it and the work after it, a seal point is never more than a second behind. */
const SEAL_EVERY = 400;
/** After fewer than these it waits for more: a turn adds to the same summaries, however few its entries are. */
const FEW_ENTRIES = 2048;
/** What a turn takes at most: so much is hashed and saved well within a second, in some tens of megabytes. */
const ENTRIES_A_TURN = 8192;
const BATCHES_A_TURN = 4096;
const INDEX_CHUNK = 5_000;
const ANCHOR_EVERY = 60_000;
const LOOK_EVERY = 5_000;
const SETTLE = 30_000;

/** What an integrator holds while it has the turn. */
interface Work {
  tree: GrowingTree;
  lookups: Lookups;
  minutes: HeldMinutes;
  signing: SigningKeys;
  origin: string;
  substance: number;
  outside: OutsideFile | undefined;
}

/** The ledger is not what it was: sealing on would hide it. */
class Broken extends Error {
  readonly zh: string;
  readonly outsideLost: boolean;
  constructor({ zh, en, outsideLost }: Disagreement) {
    super(en);
    this.zh = zh;
    this.outsideLost = outsideLost === true;
  }
}

type State = 'waiting' | 'sealing' | 'broken';

/** Every log by itself: one that is broken or behind does not hold up another. */
export function createIntegrator(needs: IntegratorNeeds): Integrator {
  const logs = LOGS.map(log => integrateLog(needs, log));
  return {
    done: Promise.all(logs.map(one => one.done)).then(() => undefined),
    state: () => {
      const states = logs.map(one => one.state());
      return (['broken', 'waiting'] as const).find(state => states.includes(state)) ?? 'sealing';
    },
    progress: () => {
      const all = logs.map(one => one.progress());
      const sum = (of: 'integrated' | 'sealed'): number => all.reduce((total, one) => total + one[of], 0);
      return { integrated: sum('integrated'), sealed: sum('sealed') };
    },
  };
}

/**
 * Turns a log of the record into its part of the ledger: hashes, tiles, search, summaries, position and seal point in
 * one transaction, then the seal point outside the database. Whatever ends it, the next start goes on at the position.
 */
function integrateLog(needs: IntegratorNeeds, log: number): Integrator {
  const {
    pool,
    keys,
    clock,
    signal,
    sealEvery = SEAL_EVERY,
    anchorEvery = ANCHOR_EVERY,
    lookEvery = LOOK_EVERY,
    settle = SETTLE,
  } = needs;
  const file = outsideFile(needs.outside, log);
  const copies = watchCopies(file, log, settle);
  const publication = createPublication({
    log,
    keys,
    info: (facts, message) => needs.log.info(facts, message),
  });
  let state: State = 'waiting';
  /** The last problem that the operator was told in the process's log: once is enough. */
  let said = '';
  let integrated = 0;
  let sealed = 0;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await takeTurn();
      } catch (error) {
        state = error instanceof Broken ? 'broken' : 'waiting';
        const { message } = error as Error;
        if (message !== said)
          needs.log.error({ err: error, log: logName(log) }, `the ledger is not sealed: ${message}`);
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
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
        LOCKS.integrate,
        log,
      ]);
      if (rows[0]?.mine === true) await integrate(client);
    } catch (error) {
      const text =
        error instanceof MissingHash
          ? { zh: '存证树有缺失', en: `the tree is damaged: ${error.message}` }
          : error instanceof NoSealFile
            ? error
            : undefined;
      if (!text) throw error;
      const problem = new Broken(text);
      await tell(client, writer(client), problem);
      throw problem;
    } finally {
      // The turn belongs to the connection: closing it gives the turn back, whatever state it is in.
      client.release(true);
    }
  }

  async function integrate(client: pg.ClientBase): Promise<void> {
    const db = writer(client);
    const signing = await openKeys(client, db);
    const origin = await originOf(client, db);
    const { position, substance } = await store.getState(db, log);
    const tree = await growTree(position, ids => store.readTiles(db, log, ids));
    integrated = tree.size;
    const look = await lookOutside(file);
    const unsettled = await copies.objection(db, look);
    const text = (await compareWithOutside(db, log, look, tree.size)) ?? unsettled;
    const problem = text && new Broken(text);
    const outside = problem ? undefined : await openOutside(file, look);
    try {
      if (problem) {
        if (problem.message !== said)
          needs.log.error({ file }, `the ledger is not sealed: ${problem.message}`);
        said = problem.message;
        await tell(client, db, problem);
        state = 'broken';
      }
      if (outside) await publication.catchUp(db, outside);
      sealed = (await store.findLastCheckpoint(db, log))?.size ?? 0;
      await loop(client, db, {
        tree,
        lookups: await goOnWithLookups(db, tree.size),
        minutes: holdMinutes(log),
        signing,
        origin,
        substance,
        outside,
      });
    } finally {
      await outside?.close();
    }
  }

  /** Leaves in the database what the pages show; `undefined` when all is well again. */
  async function tell(client: pg.ClientBase, db: Tx, problem: Broken | undefined): Promise<void> {
    const { problemEn } = await store.getState(db, log);
    if (problemEn === (problem?.message ?? null)) return;
    await transact(client, () =>
      store.saveProblem(
        db,
        log,
        problem && { zh: problem.zh, en: problem.message, outsideLost: problem.outsideLost },
      ),
    );
  }

  /**
   * Without a file nothing is sealed; the search goes on so that people can look into what happened. Every few seconds
   * it ends by itself, so that a file that was put back, or an acceptance, is seen.
   */
  async function loop(client: pg.ClientBase, db: Tx, work: Work): Promise<void> {
    const { tree, outside } = work;
    let sealedAt = -Infinity;
    let anchoredAt = performance.now();
    let lookedAt = performance.now();
    while (!signal.aborted) {
      const batches = await nextBatches(client, tree.size);
      const before = tree.size;
      const grown = grow(log, work, batches);
      const end = batches.length === 0 ? await store.getEnd(db, log) : Infinity;
      const bad = grown.fault ?? (end < tree.size ? { number: end, ...GONE } : undefined);
      if (grown.count === 0 && bad) {
        const { number, zh, en } = bad;
        const problem = new Broken({ zh: `第 ${number} 条${zh}`, en: `entry ${number} ${en}` });
        await tell(client, db, problem);
        throw problem;
      }
      work.substance = grown.substance ?? work.substance;
      const due = outside !== undefined && tree.size > sealed && performance.now() - sealedAt >= sealEvery;
      const point = due ? pointOf(work) : undefined;
      if (grown.count > 0 || point) {
        await transact(client, async () => {
          if ((await store.movePosition(db, log, before, tree.size, work.substance)) !== 1)
            throw new Error('another integrator went on first');
          await save(db, work, grown);
          if (point) await store.insertCheckpoint(db, log, point);
          failpoint('ledger.before-commit');
        });
        integrated = tree.size;
      }
      if (point && outside) {
        await publication.publish(db, outside, point);
        sealed = point.size;
        sealedAt = performance.now();
      }
      if (outside && state !== 'sealing') {
        state = 'sealing';
        said = '';
        await tell(client, db, undefined);
      }
      if (outside && performance.now() - anchoredAt >= anchorEvery) {
        await takeAnchors(client, db, log, clock.now());
        await tellOpenings(client, db);
        anchoredAt = performance.now();
      }
      if (performance.now() - lookedAt >= lookEvery) {
        if (!outside) return;
        if (await isTurnWanted(db, log)) {
          state = 'waiting';
          return;
        }
        if (!(await outside.isInPlace())) throw new Error(`${file} was taken away while it was written to`);
        work.signing = await openKeys(client, db);
        lookedAt = performance.now();
      }
      if (grown.count < FEW_ENTRIES) await pause(POLL, signal);
    }
  }

  /** The records of a block that is not full are looked up in no table: they are read again. */
  async function goOnWithLookups(db: Db, size: number): Promise<Lookups> {
    const lookups = collectLookups();
    const from = size - (size % BLOCK);
    if (log === CONTROL || from === size) return lookups;
    for (const batch of await store.listBatchesIn(db, log, [{ first: from, last: size - 1 }]))
      unpackEntries(batch.body, batch.n).forEach((bytes, i) => {
        const number = batch.first + i;
        if (number >= from && number < size) lookups.addEntry(number, bytes);
      });
    return lookups;
  }

  /** Numbers are dense, so a range of them bounds the entries; whatever lies beyond a gap is seen as well. */
  async function nextBatches(client: pg.ClientBase, from: number): Promise<store.BatchRow[]> {
    const take = async (until: number, most: number): Promise<store.BatchRow[]> => {
      const batches: store.BatchRow[] = [];
      for await (const batch of readBatches(client, log, { from, until, most })) batches.push(batch);
      return batches;
    };
    const batches = await take(from + ENTRIES_A_TURN, BATCHES_A_TURN);
    return batches.length > 0 ? batches : take(Number.MAX_SAFE_INTEGER, 1);
  }

  async function save(db: Tx, { tree, minutes }: Work, grown: ReturnType<typeof grow>): Promise<void> {
    const tiles = tree.takeChanged();
    if (tiles.length > 0) await store.saveTiles(db, log, tiles);
    const { rows, spans, lookups, hours, openings } = grown;
    for (let i = 0; i < rows.length; i += INDEX_CHUNK)
      await store.saveIndex(db, rows.slice(i, i + INDEX_CHUNK));
    if (spans.length > 0) await store.saveSpans(db, log, spans);
    if (lookups.length > 0) await store.saveLookups(db, log, lookups);
    if (hours.length > 0) await store.saveHours(db, hours);
    await saveOpenings(db, log, openings);
    if (grown.minutes.length > 0) await minutes.save(db, grown.minutes);
  }

  async function tellOpenings(client: pg.ClientBase, db: Tx): Promise<void> {
    const told = await tellUnclosed(client, db, log, clock.now());
    if (told > 0)
      needs.log.error(
        { log: logName(log), openings: told },
        'streamed answers were opened and never closed: a gateway died while it sent them',
      );
  }

  function pointOf({ tree, origin, signing }: Work): store.CheckpointRow {
    const point = { origin, size: tree.size, root: tree.root() };
    const note = signSeal(point, signing.of(origin));
    return { size: point.size, root: point.root, at: new Date(clock.now()), note };
  }

  async function originOf(client: pg.ClientBase, db: Tx): Promise<string> {
    await transact(client, () => store.nameLog(db, log, `${needs.name}/${logName(log)}`));
    const row = (await store.listLogs(db)).find(one => one.id === log);
    if (!row?.origin) throw new Error(`log ${log} has no origin`);
    return row.origin;
  }

  async function openKeys(client: pg.ClientBase, db: Tx): Promise<SigningKeys> {
    let changed = 0;
    const opened = await transact(client, async () => {
      await lockKeys(db);
      // A new key signs from when the entry that announces it is sealed by the one before it.
      changed = log === CONTROL ? await activateKeys(db, sealed, new Date(clock.now())) : 0;
      return ensureKeys(db, keys, clock);
    });
    if (changed > 0) failpoint('ledger.keys-in-force');
    if (opened) return opened;
    const problem = new Broken({
      zh: '存证签名密钥与主密钥不符',
      en: 'the ledger’s signing key does not open with this master key',
    });
    await tell(client, db, problem);
    throw problem;
  }

  return { done: run(), state: () => state, progress: () => ({ integrated, sealed }) };
}
