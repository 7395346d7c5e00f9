import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static } from 'typebox';
import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import { type Db, bookkeeping, reader } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { edgeOf, nodesFromTiles } from '#kernel/merkle.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { type Audited, recordNotice } from '#record/audited.ts';
import { LOGS, logName } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { slugOfLog } from '#vocabulary/logs.ts';
import { signBounds } from './archiveBounds.ts';
import { type ArchiveBatch, verifyArchive, writeArchive } from './archiveFile.ts';
import * as store from './archiveStore.ts';
import type { MonthDone, MonthList } from './contract.ts';
import { refuse } from './refusals.ts';
import { REMOVED } from './removal.ts';
import { openKeysInForce, verifiersOf } from './signing.ts';
import { readTiles } from './store.ts';

export interface ArchiveNeeds {
  db: Db;
  workerPool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  /** The folder that holds `archive/`. */
  folder: string;
  retentionMonths: number;
}

export interface Archive {
  months(): Promise<Omit<Static<typeof MonthList>, 'mayHandle'>>;
  /** Writes each log's records of a month to a file that verifies by itself, and reads it back before it counts. */
  exportMonth(actor: Actor, month: string): Promise<Static<typeof MonthDone>>;
  /** Removes a month past its retention whose files still verify. What stays is proved as before. */
  removeMonth(actor: Actor, month: string): Promise<Static<typeof MonthDone>>;
}

/** The database's own floor; a profile may ask for more. */
const FLOOR = 36;
/** Milliseconds. */
const PATIENCE = 10_000;
const LOOK_EVERY = 100;

export function createArchive(needs: ArchiveNeeds): Archive {
  const { db, workerPool, audited, keys, clock, folder } = needs;
  const inWorker = reader(workerPool);
  const keep = Math.max(FLOOR, needs.retentionMonths);

  /** From this month on everything stays: a month is kept until `keep` whole months have passed after it. */
  function keptFrom(): string {
    const now = new Date(clock.now() + 8 * 3_600_000);
    const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keep, 1));
    return at.toISOString().slice(0, 7);
  }

  const pathOf = (log: number, month: string): string =>
    join(folder, 'archive', `${slugOfLog(logName(log))}-${month}.sqledger`);

  async function* batchesOf(log: number, from: number, until: number): AsyncGenerator<ArchiveBatch> {
    for (let next = from; next < until; ) {
      const batches = await store.listFrom(inWorker, log, next, 200);
      if (batches.length === 0) throw new Error(`entry ${next} is gone from the record`);
      for (const batch of batches) {
        if (batch.first >= until) return;
        yield batch;
        next = batch.first + batch.n;
      }
    }
  }

  /** The newest entries of the running month are sealed within a second; longer means that nobody seals. */
  async function sealedAfter(log: number, until: number) {
    const patience = clock.now() + PATIENCE;
    for (;;) {
      const point = await store.findSealAtBatchEnd(db, log, until);
      if (point || clock.now() >= patience) return point;
      await pause(LOOK_EVERY);
    }
  }

  async function writeOne(log: number, span: store.MonthSpan, month: string): Promise<store.ArchiveRow> {
    const point = await sealedAfter(log, span.until);
    if (!point) throw refuse.month_not_sealed({ month });
    const origin = (await store.originOf(db, log)) ?? '';
    const edge = await nodesFromTiles(ids => readTiles(db, log, ids))(edgeOf(span.first));
    const path = pathOf(log, month);
    const unfinished = `${path}.part`;
    await rm(unfinished, { force: true });
    const signing = await openKeysInForce(inWorker, keys);
    if (!signing) throw refuse.keys_unusable();
    const verifiers = await verifiersOf(db, origin);
    const { sha256 } = await writeArchive(
      unfinished,
      {
        bounds: signBounds({ origin, month, first: span.first, until: span.until }, signing.of(origin)),
        edge: edge.map(hash => hash.toString('base64')),
        note: point.note,
        keys: verifiers.map(writeVerifierKey),
      },
      batchesOf(log, span.first, point.size),
    );
    const verdict = await verifyArchive(unfinished, verifiers);
    if (!verdict.ok || !verdict.sha256.equals(sha256))
      throw new Error(`the archive of ${month} does not verify: ${verdict.problemEn}`);
    await rename(unfinished, path);
    return { log, month, first: span.first, until: span.until, size: point.size, file: path, sha256 };
  }

  return {
    months: async () => {
      const rows = await store.listMonths(db);
      const from = keptFrom();
      return {
        keptFrom: from,
        items: rows.map(row => ({
          month: row.month,
          log: logName(row.log),
          first: row.first,
          entries: row.until - row.first,
          bytes: row.bytes,
          exportedAt: row.at?.toISOString() ?? null,
          sha256: row.sha256?.toString('hex') ?? '',
          removedAt: row.removedAt?.toISOString() ?? null,
          removable: row.month < from && row.at !== null && row.removedAt === null,
        })),
      };
    },

    exportMonth: async (actor, month) => {
      const spans = await store.spansOf(db, month);
      if (spans.length === 0) throw platform.not_found();
      await mkdir(join(folder, 'archive'), { recursive: true, mode: 0o700 });
      const rows: store.ArchiveRow[] = [];
      for (const log of LOGS) {
        const span = spans.find(one => one.log === log);
        if (span) rows.push(await writeOne(log, span, month));
      }
      const files = rows.map(row => ({
        log: logName(row.log),
        first: row.first,
        until: row.until,
        size: row.size,
        sha256: row.sha256.toString('hex'),
      }));
      const { record } = await audited(actor, 'ledger.export_month', 'ledger:1', () =>
        Promise.resolve({ value: undefined, facts: { month, files } }),
      );
      await bookkeeping(workerPool, 'what lies in files', async tx => {
        for (const row of rows) await store.saveArchive(tx, row, new Date(clock.now()));
      });
      return { record };
    },

    removeMonth: async (actor, month) => {
      if (month >= keptFrom()) throw refuse.month_kept({ month, months: keep });
      const rows = await store.listArchives(db, month);
      if (rows.length === 0) throw refuse.month_not_exported({ month });
      for (const row of rows) {
        const origin = (await store.originOf(db, row.log)) ?? '';
        const verdict = await verifyArchive(row.file, await verifiersOf(db, origin)).catch(() => undefined);
        if (!verdict?.ok || !verdict.sha256.equals(row.sha256))
          throw refuse.month_file_damaged({ month, file: row.file });
      }
      const spans = await store.spansOf(db, month);
      const covered = spans.every(span =>
        rows.some(row => row.log === span.log && row.first <= span.first && row.until >= span.until),
      );
      if (!covered) throw refuse.month_not_exported({ month });
      // Recorded first: a removal without its record is what must never be; a record without its removal is told by
      // the month that is still there.
      const facts = {
        month,
        files: rows.map(row => ({
          log: logName(row.log),
          // The verifier believes a removal only up to here.
          until: row.until,
          sha256: row.sha256.toString('hex'),
        })),
      };
      const { record } = await audited(actor, 'ledger.remove_month', 'ledger:1', () =>
        Promise.resolve({ value: undefined, facts }),
      );
      // The same for strangers, without the name of whoever did it.
      await recordNotice(workerPool, clock.now(), REMOVED, facts);
      await bookkeeping(workerPool, 'a month past its retention', tx => store.removeMonth(tx, month));
      return { record };
    },
  };
}
