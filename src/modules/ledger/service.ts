import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import { nodesFromTiles, proveInclusion } from '#kernel/merkle.ts';
import type { Audited } from '#record/audited.ts';
import { decodeEntry } from '#record/entry.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { LedgerView, RecordList, RecordQuery, RecordRow, RecordView, VerifyView } from './contract.ts';
import { commit, unpackAsFarAsItGoes } from './hashing.ts';
import { verifierKey } from './note.ts';
import { instantOf } from './rules.ts';
import * as search from './search.ts';
import * as store from './store.ts';
import { type Verification, verifyLedger } from './verify.ts';

const DAY = 86_400_000;

export interface LedgerNeeds {
  db: Db;
  /** Of the login that may read salts and note what a verification found. */
  workerPool: pg.Pool;
  audited: Audited;
  clock: Clock;
  checkpointFile: string;
  retentionMonths: number;
}

export function createLedger(needs: LedgerNeeds) {
  const { db, workerPool, audited, clock, checkpointFile, retentionMonths } = needs;
  const inWorker = reader(workerPool);
  const readNodes = nodesFromTiles(ids => store.readTiles(db, ids));
  const since = (days: number): Date => new Date(clock.now() - days * DAY);
  let verifying: Promise<Verification> | undefined;

  function verifyOnce(): Promise<Verification> {
    // Two people who press the button together wait for one reading of the record.
    verifying ??= verifyLedger({ pool: workerPool, checkpointFile }).finally(() => {
      verifying = undefined;
    });
    return verifying;
  }

  return {
    async overview(): Promise<Static<typeof LedgerView>> {
      const [state, size, last, oldest, months, keys] = await Promise.all([
        store.getState(db),
        store.getEnd(db),
        store.findLastCheckpoint(db),
        search.findOldest(db),
        search.listMonths(db, since(retentionMonths * 31)),
        store.listPublicKeys(db),
      ]);
      const key = keys.findLast(row => row.retiredAt === null);
      const broken = state.problem !== null || state.verifiedOk === false;
      return {
        size,
        sealed: last?.size ?? 0,
        root: last?.root.toString('hex') ?? '',
        sealedAt: last?.at.toISOString() ?? null,
        state: broken ? 'broken' : size === 0 ? 'empty' : 'whole',
        firstBad: state.firstBad,
        verifiedAt: state.verifiedAt?.toISOString() ?? null,
        retentionMonths,
        oldestAt: oldest?.at.toISOString() ?? null,
        months,
        publicKey: key ? verifierKey(key.publicKey) : '',
      };
    },

    /** Reads the whole record against the seal points outside the database; that it was done is itself recorded. */
    async verify(actor: Actor): Promise<Static<typeof VerifyView>> {
      const found = await verifyOnce();
      await bookkeeping(workerPool, 'the last verification', tx =>
        store.saveVerification(tx, new Date(clock.now()), found.checked, found.ok, found.firstBad),
      );
      const { ok, checked, firstBad, problem, problemEn, milliseconds, against } = found;
      await audited(actor, 'ledger.verify', 'ledger:1', () =>
        Promise.resolve({ value: undefined, facts: { ok, checked, firstBad, problem: problemEn } }),
      );
      return { ok, checked, firstBad, problem, problemEn, milliseconds, against };
    },

    async records(query: Static<typeof RecordQuery>): Promise<Static<typeof RecordList>> {
      const { from, until, departmentId, grantId, entryId, action, result, object, page, size } = query;
      const asked: search.Search = {
        from: instant('from', from, false),
        until: instant('until', until, true),
        departmentId,
        grantId,
        entryId,
        action,
        result,
        object,
      };
      const [rows, count] = await Promise.all([
        search.searchRows(db, asked, (page - 1) * size, size),
        search.countRows(db, asked),
      ]);
      return { total: Math.min(count, search.EXACT), more: count > search.EXACT, items: rows.map(show) };
    },

    /** One entry with the path from its leaf to the last seal point; refuses when it is not there or not indexed yet. */
    async record(number: number): Promise<Static<typeof RecordView>> {
      const row = await search.findRow(db, number);
      const batch = await store.findBatch(db, number);
      const salts = batch && (await store.findSalts(inWorker, batch.first));
      if (!row || !batch || !salts) throw refuse.not_found();
      const one = unpackAsFarAsItGoes(batch.body, salts.salts, batch.n).entries[number - batch.first];
      if (!one) throw refuse.not_found();
      const last = await store.findLastCheckpoint(db);
      const isSealed = last !== undefined && number < last.size;
      return {
        ...show(row),
        body: JSON.stringify(decodeEntry(one.entry).body, null, 2),
        commitment: commit(one.salt, one.entry).toString('hex'),
        proof: isSealed
          ? (await proveInclusion(number, last.size, readNodes)).map(hash => hash.toString('hex'))
          : [],
        checkpoint: isSealed ? last.note : '',
      };
    },

    /** The newest records of a grant. Whoever calls has checked whose grant it is. */
    async recordsOfGrant(grantId: number, take = 100): Promise<Static<typeof RecordRow>[]> {
      const none = {
        from: undefined,
        until: undefined,
        departmentId: undefined,
        entryId: undefined,
        action: undefined,
        result: undefined,
        object: undefined,
      };
      return (await search.searchRows(db, { ...none, grantId }, 0, take)).map(show);
    },

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

    /** The last seal point as a signed note; refuses before the first. */
    async checkpoint(): Promise<string> {
      const last = await store.findLastCheckpoint(db);
      if (!last) throw refuse.not_found();
      return last.note;
    },

    /** All keys that ever signed, one a line, in the form that verifiers of signed notes read. */
    async keys(): Promise<string> {
      return (await store.listPublicKeys(db)).map(row => `${verifierKey(row.publicKey)}\n`).join('');
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

function show(row: search.FoundRow): Static<typeof RecordRow> {
  const { batchFirst: _, at, ...rest } = row;
  return { ...rest, at: at.toISOString() };
}
