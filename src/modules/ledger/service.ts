import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { nodesFromTiles, proveConsistency } from '#kernel/merkle.ts';
import { verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import type { Audited } from '#record/audited.ts';
import { LOGS, logName, logOf } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type { LedgerView, VerifyProgress, VerifyView } from './contract.ts';
import { type CallDimension, type CallFilter, type CallGroup, findBegin, sumCalls } from './callReading.ts';
import { createCallSums } from './callSums.ts';
import { listPublicKeys } from './keyStore.ts';
import type { Step } from './minutes.ts';
import { listUnclosed } from './openings.ts';
import { createReading } from './reading.ts';
import { DAY } from './rules.ts';
import * as search from './search.ts';
import { ownKeys } from './signing.ts';
import * as store from './store.ts';
import { type WholeVerification, verifyAll } from './verifyAll.ts';

export interface LedgerNeeds {
  db: Db;
  /** Of the login that may read salts and note what a verification found. */
  workerPool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  /** The folder of the seal points outside the database. */
  outside: string;
  retentionMonths: number;
  /** What the law in force asks for; null where no rule says it. */
  retentionClause?: Static<typeof LedgerView>['retentionClause'];
}

/** One of this platform's logs, for whoever hands its seal points on. */
export interface OwnLog {
  id: number;
  origin: string;
  lastCheckpoint(): Promise<{ size: number; note: string } | undefined>;
  /** RFC 6962 consistency proof between two seal points, 0 < before < size. */
  consistency(before: number, size: number): Promise<Buffer[]>;
}

export function createLedger(needs: LedgerNeeds) {
  const { db, workerPool, audited, keys, clock, outside, retentionMonths, retentionClause = null } = needs;
  const inWorker = reader(workerPool);
  const since = (days: number): Date => new Date(clock.now() - days * DAY);
  let verifying: Promise<WholeVerification> | undefined;
  let progress: Omit<Static<typeof VerifyProgress>, 'running'> = { phase: 'leaves', checked: 0, total: 0 };

  async function verifyOnce(): Promise<WholeVerification> {
    const ends = await Promise.all(LOGS.map(log => store.getEnd(db, log)));
    // Two people who press the button together wait for one reading of the record.
    if (!verifying) {
      progress = { phase: 'leaves', checked: 0, total: ends.reduce((sum, end) => sum + end, 0) };
      verifying = verifyAll({
        pool: workerPool,
        outside,
        onProgress: (read, phase) => {
          progress.phase = phase;
          progress.checked = read;
        },
      }).finally(() => {
        verifying = undefined;
      });
    }
    return verifying;
  }

  async function logViews(): Promise<Static<typeof LedgerView>['logs']> {
    const [rows, publicKeys] = await Promise.all([store.listLogs(db), listPublicKeys(db)]);
    const signing = publicKeys.filter(row => row.activeAt !== null && row.retiredAt === null);
    return Promise.all(
      rows.map(async ({ id, origin }) => {
        const [state, size, last] = await Promise.all([
          store.getState(db, id),
          store.getEnd(db, id),
          store.findLastCheckpoint(db, id),
        ]);
        return {
          log: logName(id),
          origin: origin ?? '',
          size,
          sealed: last?.size ?? 0,
          root: last?.root.toString('hex') ?? '',
          sealedAt: last?.at.toISOString() ?? null,
          minimum: state.minimum,
          keys:
            origin === null
              ? []
              : signing.map(row => writeVerifierKey(verifierKey(origin, row.algorithm, row.publicKey))),
          problem: state.problem ?? '',
          problemEn: state.problemEn ?? '',
          outsideLost: state.outsideLost,
        };
      }),
    );
  }

  return {
    ...createReading(needs),
    ...createCallSums(needs),

    /** Calls summed by everything in `by`, in steps where that is `at`; a group without calls is left out. */
    sumCalls: (step: Step, filter: CallFilter, by: readonly CallDimension[]): Promise<CallGroup[]> =>
      sumCalls(db, step, filter, by),
    /** Since when calls are summed up by minute: the first start of the release that brought it. */
    callsBegin: (): Promise<Date> => findBegin(db),

    /** State and size of the logs are public; the months are counted as far as the reader sees. */
    async overview(sight: Sight): Promise<Static<typeof LedgerView>> {
      const [logs, states, oldest, months, unclosed] = await Promise.all([
        logViews(),
        Promise.all(LOGS.map(log => store.getState(db, log))),
        search.findOldest(db),
        search.listMonths(db, since(retentionMonths * 31), sight),
        listUnclosed(db, clock.now(), sight),
      ]);
      const size = logs.reduce((sum, log) => sum + log.size, 0);
      const broken = states.some(state => state.problem !== null || state.verifiedOk === false);
      const verified = states.every(state => state.verifiedAt !== null);
      const bad = LOGS.map((log, i) => ({ log: logName(log), state: states[i] })).find(
        one => (one.state?.firstBad ?? null) !== null,
      );
      const sealedAt = logs.flatMap(log => log.sealedAt ?? []).sort();
      return {
        logs,
        size,
        sealed: logs.reduce((sum, log) => sum + log.sealed, 0),
        sealedAt: sealedAt.at(-1) ?? null,
        state: broken ? 'broken' : size === 0 ? 'empty' : verified ? 'whole' : 'unverified',
        firstBad: bad?.state?.firstBad ?? null,
        firstBadLog: bad?.log ?? null,
        verifiedAt: states[0]?.verifiedAt?.toISOString() ?? null,
        retentionMonths,
        retentionClause,
        oldestAt: oldest?.at.toISOString() ?? null,
        unclosed: unclosed.map(({ log, at, ...one }) => ({
          ...one,
          log: logName(log),
          at: at.toISOString(),
        })),
        months,
      };
    },

    /** Reads the whole record against the seal points outside the database; that it was done is itself recorded. */
    async verify(actor: Actor): Promise<Static<typeof VerifyView>> {
      const found = await verifyOnce();
      const { ok, checked, milliseconds, fault, logs } = found;
      await bookkeeping(workerPool, 'the last verification', async tx => {
        for (const one of logs) {
          const mine = fault?.log === one.log;
          const firstBad = mine ? fault.number : null;
          await store.saveVerification(
            tx,
            logOf(one.log),
            new Date(clock.now()),
            one.checked,
            !mine,
            firstBad,
          );
        }
      });
      const firstBad = fault?.number ?? null;
      const problemEn = fault?.en ?? '';
      const log = fault?.log ?? null;
      await audited(actor, 'ledger.verify', 'ledger:1', () =>
        Promise.resolve({ value: undefined, facts: { ok, checked, log, firstBad, problem: problemEn } }),
      );
      const seals = logs.map(one => ({ log: one.log, seals: one.outside.seals, size: one.outside.size }));
      return { ok, checked, firstBad, log, problem: fault?.zh ?? '', problemEn, milliseconds, seals };
    },

    verifying: (): Static<typeof VerifyProgress> => ({ running: verifying !== undefined, ...progress }),

    /** The last seal point of a log as a signed note; refuses before the first. */
    async checkpoint(name: LogName): Promise<string> {
      const last = await store.findLastCheckpoint(db, logOf(name));
      if (!last) throw refuse.not_found();
      return last.note;
    },

    /** The logs as witnesses see them. Named before the first seal point, if they have no name yet. */
    async ownLogs(name: string): Promise<OwnLog[]> {
      await bookkeeping(workerPool, 'names of the logs', async tx => {
        for (const log of LOGS) await store.nameLog(tx, log, `${name}/${logName(log)}`);
      });
      return (await store.listLogs(db)).map(({ id, origin }) => ({
        id,
        origin: origin ?? '',
        lastCheckpoint: () => store.findLastCheckpoint(db, id),
        consistency: (before, size) =>
          proveConsistency(
            before,
            size,
            nodesFromTiles(ids => store.readTiles(db, id, ids)),
          ),
      }));
    },

    /** All keys of ours that ever signed for a log, one a line, in the form that verifiers of signed notes read. */
    async keys(name: LogName): Promise<string> {
      const origin = (await store.listLogs(db)).find(row => row.id === logOf(name))?.origin;
      if (!origin) throw refuse.not_found();
      return (await ownKeys(inWorker, keys))
        .map(row => `${writeVerifierKey(verifierKey(origin, row.algorithm, row.publicKey))}\n`)
        .join('');
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;
