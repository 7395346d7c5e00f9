import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { nodesFromTiles, proveConsistency, proveInclusion } from '#kernel/merkle.ts';
import { verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import type { Audited } from '#record/audited.ts';
import { decodeEntry } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { CONTROL, LOGS, USAGE, logName, logOf } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { subjectDigest } from '#record/subjects.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type {
  LedgerView,
  RecordList,
  RecordQuery,
  RecordRow,
  RecordView,
  SubjectView,
  VerifyProgress,
  VerifyView,
} from './contract.ts';
import { commit, unpackAsFarAsItGoes } from './hashing.ts';
import { subjectKey } from './lookups.ts';
import { type IndexRow, indexRowOf, instantOf } from './rules.ts';
import * as search from './search.ts';

import { ownKeys } from './signing.ts';
import * as store from './store.ts';
import { rootsWith } from './subjectLists.ts';
import { searchUsage } from './usageSearch.ts';
import { type WholeVerification, verifyAll } from './verifyAll.ts';

const DAY = 86_400_000;

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

const NOTHING: search.Search = {
  from: undefined,
  until: undefined,
  departmentId: undefined,
  grantId: undefined,
  entryId: undefined,
  action: undefined,
  result: undefined,
  object: undefined,
  systemId: undefined,
  post: undefined,
  caseNo: undefined,
  key: undefined,
};

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
  let progress = { checked: 0, total: 0 };

  async function verifyOnce(): Promise<WholeVerification> {
    const ends = await Promise.all(LOGS.map(log => store.getEnd(db, log)));
    // Two people who press the button together wait for one reading of the record.
    if (!verifying) {
      progress = { checked: 0, total: ends.reduce((sum, end) => sum + end, 0) };
      verifying = verifyAll({
        pool: workerPool,
        outside,
        onProgress: read => {
          progress.checked = read;
        },
      }).finally(() => {
        verifying = undefined;
      });
    }
    return verifying;
  }

  async function logViews(): Promise<Static<typeof LedgerView>['logs']> {
    const [rows, publicKeys] = await Promise.all([store.listLogs(db), store.listPublicKeys(db)]);
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
        };
      }),
    );
  }

  /** What the pages show comes out of the record itself: the index only says where. */
  async function readActs(found: readonly search.FoundRow[]): Promise<Static<typeof RecordRow>[]> {
    const batches = await store.listBatchesAt(db, CONTROL, [...new Set(found.map(row => row.batchFirst))]);
    const entries = new Map(batches.map(batch => [batch.first, unpackEntries(batch.body, batch.n)]));
    return found.flatMap(({ number, batchFirst }) => {
      const bytes = entries.get(batchFirst)?.[number - batchFirst];
      return bytes ? [show(indexRowOf(number, batchFirst, bytes), 'control')] : [];
    });
  }

  /** The newest first, of all logs that were asked for. */
  async function find(asked: search.Search, log: LogName | undefined, page: number, size: number) {
    const most = page * size;
    const [acts, actCount, use] = await Promise.all([
      log === 'usage/1' ? [] : search.searchRows(db, asked, 0, most),
      log === 'usage/1' ? 0 : search.countRows(db, asked),
      log === 'control'
        ? { rows: [], total: 0, exact: true }
        : searchUsage(db, USAGE, asked, Math.min(most, search.EXACT) + 1),
    ]);
    const total = actCount + use.total;
    const items = [...(await readActs(acts)), ...use.rows.map(row => show(row, 'usage/1'))]
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.number - a.number))
      .slice(most - size, most);
    const more = total > search.EXACT || !use.exact;
    return { total: Math.min(total, search.EXACT), more, items };
  }

  return {
    async overview(): Promise<Static<typeof LedgerView>> {
      const [logs, states, oldest, months] = await Promise.all([
        logViews(),
        Promise.all(LOGS.map(log => store.getState(db, log))),
        search.findOldest(db),
        search.listMonths(db, since(retentionMonths * 31)),
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

    async records(query: Static<typeof RecordQuery>): Promise<Static<typeof RecordList>> {
      const { from, until, log, page, size, ...plain } = query;
      const asked = {
        ...NOTHING,
        ...plain,
        from: instant('from', from, false),
        until: instant('until', until, true),
      };
      return find(asked, log, page, size);
    },

    /**
     * Who used the data of a person or company. The digests are keyed by year and the key is not in the database, so
     * that only this look-up can answer; it is counted and recorded, with its reason, whatever it finds.
     */
    async bySubject(
      actor: Actor,
      { identifier, reason }: { identifier: string; reason: string },
    ): Promise<Static<typeof SubjectView>> {
      const years = Math.ceil(retentionMonths / 12) + 1;
      const thisYear = new Date(clock.now()).getUTCFullYear();
      const digests = Array.from({ length: years }, (_, i) => subjectDigest(keys, identifier, thisYear - i));
      const key = [...digests.map(subjectKey), ...(await rootsWith(inWorker, digests, thisYear))];
      const { rows, total } = await searchUsage(db, USAGE, { ...NOTHING, key }, search.EXACT);
      const { record } = await audited(actor, 'ledger.subject', 'ledger:2', () =>
        Promise.resolve({ value: undefined, facts: { subject: digests[0], reason, found: total } }),
      );
      return { record, total, items: rows.map(row => show(row, 'usage/1')) };
    },

    /** One entry with the path from its leaf to the last seal point; refuses when it is not there. */
    async record(name: LogName, number: number): Promise<Static<typeof RecordView>> {
      const log = logOf(name);
      const batch = await store.findBatch(db, log, number);
      const salts = batch && (await store.findSalts(inWorker, log, batch.first));
      const one =
        batch && salts && unpackAsFarAsItGoes(batch.body, salts.salts, batch.n).entries[number - batch.first];
      if (!one) throw refuse.not_found();
      const last = await store.findLastCheckpoint(db, log);
      const isSealed = last !== undefined && number < last.size;
      const readNodes = nodesFromTiles(ids => store.readTiles(db, log, ids));
      const row = indexRowOf(number, batch.first, one.entry);
      return {
        ...show(row, name),
        body: JSON.stringify(decodeEntry(one.entry).body, null, 2),
        commitment: commit(one.salt, one.entry).toString('hex'),
        proof: isSealed
          ? (await proveInclusion(number, last.size, readNodes)).map(hash => hash.toString('hex'))
          : [],
        checkpoint: isSealed ? last.note : '',
      };
    },

    /** The newest records of a grant. Whoever calls has checked whose grant it is. */
    recordsOfGrant: async (grantId: number, take = 100): Promise<Static<typeof RecordRow>[]> =>
      (await find({ ...NOTHING, grantId }, undefined, 1, take)).items,

    /** What was done under each grant; a grant without use is not in the map. Failures are refusals and faults. */
    async usageByGrant(
      grantIds: readonly number[],
      sinceDays: number,
    ): Promise<Map<number, search.GrantUse>> {
      return new Map(
        (await search.listGrantUse(db, grantIds, since(sinceDays))).map(row => [row.grantId, row]),
      );
    },

    /** Days without use are left out. */
    usageByDay: (days: number, grantId?: number): Promise<search.DayUse[]> =>
      search.listDayUse(db, since(days), grantId),

    /** From whom to whom, the busiest first. */
    flows: (days: number): Promise<search.Flow[]> => search.listFlows(db, since(days)),

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

function instant(place: string, written: string | undefined, end: boolean): Date | undefined {
  if (written === undefined || written === '') return undefined;
  const at = instantOf(written, end);
  if (!at)
    throw refuse.bad_input({
      place: `querystring.${place}`,
      problem: 'must be a date or an instant (ISO 8601)',
    });
  return at;
}

function show(row: IndexRow, log: LogName): Static<typeof RecordRow> {
  const { number, kind, action, post, departmentId, object, grantId, grantNo, result, code, rows, micros } =
    row;
  return {
    log,
    number,
    at: new Date(row.at).toISOString(),
    kind,
    action,
    post,
    departmentId,
    object,
    grantId,
    grantNo,
    result,
    code,
    rows,
    micros,
  };
}
