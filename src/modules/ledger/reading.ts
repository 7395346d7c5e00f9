import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, reader } from '#kernel/db.ts';
import { refuse } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { nodesFromTiles, proveInclusion } from '#kernel/merkle.ts';
import type { Audited } from '#record/audited.ts';
import { decodeEntry } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { CONTROL, USE_LOGS, logName, logOf } from '#record/logs.ts';
import { subjectDigest } from '#record/subjects.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Sight, isInSight } from '#vocabulary/sight.ts';
import type { RecordQuery, RecordRow, RecordView, SeenRecords, SubjectView } from './contract.ts';
import { commit, unpackAsFarAsItGoes } from './hashing.ts';
import { type GrantReads, readItems } from './itemReads.ts';
import { subjectKey } from './lookups.ts';
import { DAY, type IndexRow, bodyFor, departmentsOf, indexRowOf, instantOf } from './rules.ts';
import * as search from './search.ts';
import * as store from './store.ts';
import { rootsWith } from './subjectLists.ts';
import { searchUsage } from './usageSearch.ts';

/** Who reads single entries. */
export interface RecordReader {
  sight: Sight;
  /** Whether the digests of persons are shown: they let uses of one person be told from those of others. */
  seesSubjects: boolean;
}

export interface ReadingNeeds {
  db: Db;
  /** Of the login that may read salts and lists of persons. */
  workerPool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  retentionMonths: number;
}

/** What is asked of the record: searches, single entries with their proof, who used a person’s data, how often. */
export function createReading({ db, workerPool, audited, keys, clock, retentionMonths }: ReadingNeeds) {
  const inWorker = reader(workerPool);
  const since = (days: number): Date => new Date(clock.now() - days * DAY);

  /** What the pages show comes out of the record itself: the index only says where. */
  async function readActs(found: readonly search.FoundRow[]): Promise<Static<typeof RecordRow>[]> {
    const batches = await store.listBatchesAt(db, CONTROL, [...new Set(found.map(row => row.batchFirst))]);
    const entries = new Map(batches.map(batch => [batch.first, unpackEntries(batch.body, batch.n)]));
    return found.flatMap(({ number, batchFirst }) => {
      const bytes = entries.get(batchFirst)?.[number - batchFirst];
      return bytes ? [show(indexRowOf(number, batchFirst, bytes), 'control')] : [];
    });
  }

  /** The newest of each log, at most `most` of each. */
  async function findUses(logs: readonly number[], asked: search.Search, most: number) {
    const found = await Promise.all(
      logs.map(async log => ({ log, ...(await searchUsage(db, log, asked, most)) })),
    );
    return {
      rows: found.flatMap(({ log, rows }) => rows.map(row => show(row, logName(log)))),
      total: found.reduce((sum, one) => sum + one.total, 0),
      exact: found.every(one => one.exact),
    };
  }

  /** The newest first, of all logs that were asked for. */
  async function find(asked: search.Search, log: LogName | undefined, page: number, size: number) {
    const most = page * size;
    const wants = (one: number): boolean => log === undefined || log === logName(one);
    const [acts, actCount, uses] = await Promise.all([
      wants(CONTROL) ? search.searchRows(db, asked, 0, most) : [],
      wants(CONTROL) ? search.countRows(db, asked) : 0,
      findUses(USE_LOGS.filter(wants), asked, Math.min(most, search.EXACT) + 1),
    ]);
    const total = actCount + uses.total;
    const items = [...(await readActs(acts)), ...uses.rows].sort(newestFirst).slice(most - size, most);
    const more = total > search.EXACT || !uses.exact;
    return { total: Math.min(total, search.EXACT), more, items };
  }

  return {
    async records(sight: Sight, query: Static<typeof RecordQuery>): Promise<Static<typeof SeenRecords>> {
      const { from, until, log, page, size, ...plain } = query;
      const asked = {
        ...search.ANYTHING,
        ...plain,
        sight,
        from: instant('from', from, false),
        until: instant('until', until, true),
      };
      return { ...(await find(asked, log, page, size)), partial: sight !== 'all' };
    },

    /**
     * Who used the data of a person or company. The digests are keyed by year and the key is not in the database, so
     * that only this look-up can answer; it is counted and recorded, with its reason, whatever it finds.
     */
    async bySubject(
      actor: Actor,
      sight: Sight,
      { identifier, reason }: { identifier: string; reason: string },
    ): Promise<Static<typeof SubjectView>> {
      const years = Math.ceil(retentionMonths / 12) + 1;
      const thisYear = new Date(clock.now()).getUTCFullYear();
      const digests = Array.from({ length: years }, (_, i) => subjectDigest(keys, identifier, thisYear - i));
      const key = [...digests.map(subjectKey), ...(await rootsWith(inWorker, digests, thisYear))];
      const asked = { ...search.ANYTHING, sight, key };
      const { rows, total } = await findUses(USE_LOGS, asked, search.EXACT);
      const { record } = await audited(actor, 'ledger.subject', 'ledger:2', () =>
        Promise.resolve({ value: undefined, facts: { subject: digests[0], reason, found: total } }),
      );
      return { record, total, items: rows.sort(newestFirst), partial: sight !== 'all' };
    },

    /** One entry with the path from its leaf to the last seal point; refuses when it is not there, or not in sight. */
    async record(
      { sight, seesSubjects }: RecordReader,
      name: LogName,
      number: number,
    ): Promise<Static<typeof RecordView>> {
      const log = logOf(name);
      const batch = await store.findBatch(db, log, number);
      const salts = batch && (await store.findSalts(inWorker, log, batch.first));
      const one =
        batch && salts && unpackAsFarAsItGoes(batch.body, salts.salts, batch.n).entries[number - batch.first];
      if (!one) throw refuse.not_found();
      const row = indexRowOf(number, batch.first, one.entry);
      if (!isInSight(sight, departmentsOf(row))) throw refuse.not_found();
      const body = bodyFor(seesSubjects, decodeEntry(one.entry));
      const last = await store.findLastCheckpoint(db, log);
      const isSealed = last !== undefined && number < last.size;
      const readNodes = nodesFromTiles(ids => store.readTiles(db, log, ids));
      return {
        ...show(row, name),
        body: JSON.stringify(body.shown, null, 2),
        withheld: body.withheld,
        commitment: commit(one.salt, one.entry).toString('hex'),
        proof: isSealed
          ? (await proveInclusion(number, last.size, readNodes)).map(hash => hash.toString('hex'))
          : [],
        checkpoint: isSealed ? last.note : '',
      };
    },

    /** The newest records of a grant. Whoever calls has checked whose grant it is. */
    recordsOfGrant: async (grantId: number, take = 100): Promise<Static<typeof RecordRow>[]> =>
      (await find({ ...search.ANYTHING, sight: 'all', grantId }, undefined, 1, take)).items,

    /** What was done under each grant; a grant without use is not in the map. Failures are refusals and faults. */
    async usageByGrant(
      grantIds: readonly number[],
      sinceDays: number,
    ): Promise<Map<number, search.GrantUse>> {
      return new Map(
        (await search.listGrantUse(db, grantIds, since(sinceDays))).map(row => [row.grantId, row]),
      );
    },

    /** Which items were given out under a grant in the last days. Whoever calls has checked whose grant it is. */
    readsOfGrant: (grantId: number, sinceDays: number): Promise<GrantReads> =>
      readItems(db, grantId, since(sinceDays)),

    /** Days without use are left out. */
    usageByDay: (days: number, grantId?: number): Promise<search.DayUse[]> =>
      search.listDayUse(db, since(days), grantId),

    /** From whom to whom, the busiest first. */
    flows: (days: number): Promise<search.Flow[]> => search.listFlows(db, since(days)),
  };
}

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

const newestFirst = (a: Static<typeof RecordRow>, b: Static<typeof RecordRow>): number =>
  a.at < b.at ? 1 : a.at > b.at ? -1 : b.number - a.number;

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
