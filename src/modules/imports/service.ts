import { PassThrough } from 'node:stream';
import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeper } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Face } from '#kernel/faces.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import { type FileFormat, type FileOut, fileKind } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { writeAnnotated } from './annotate.ts';
import * as contract from './contract.ts';
import { exportOwn, exportSearch, templateFile } from './files.ts';
import { refuse } from './refusals.ts';
import { type Labels, shapesOf } from './shapes.ts';
import { openSource } from './sources.ts';
import * as store from './store.ts';
import { createWork, problemOf } from './work.ts';

export interface ImportsNeeds {
  db: Db;
  pool: pg.Pool;
  audited: Audited;
  clock: Clock;
  catalog: Catalog;
  policy: Pick<Policy, 'findCitation'>;
  labels: Labels;
}

type View = Static<typeof contract.UploadView>;

/** What was brought is forgotten a day later, milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;
/** Milliseconds. */
const FORGET_EVERY = 60_000;
/** Files of one person that are not finished. */
const MOST_OPEN = 5;
/** Without a sign of life for so long, milliseconds, nobody works on it any more. Who waits, waits for others' files. */
const SILENCE: Partial<Record<store.State, number>> = {
  waiting: 10 * 60_000,
  checking: 60_000,
  importing: 60_000,
};

export function createImports({ db, pool, audited, clock, catalog, policy, labels }: ImportsNeeds) {
  const keep = bookkeeper(pool);
  const shapes = () => shapesOf(labels);
  // Until somebody attends to them, bugs of work in the background end the process as any other.
  let lost = (error: unknown): void =>
    queueMicrotask(() => {
      throw error;
    });
  const work = createWork({ keep, audited, clock, catalog, policy, shapes, lost: error => lost(error) });
  const label = (table: string, key: string): string => labels.label(table, key, 'zh');
  const now = (): Date => new Date(clock.now());

  async function open(actor: Actor, id: number): Promise<store.UploadRow> {
    const row = await store.findUpload(db, id, actor.accountId, actor.departmentId);
    if (!row || row.expiresAt.getTime() < clock.now()) throw platform.not_found();
    return row;
  }

  function viewOf(row: store.UploadRow): View {
    const limit = SILENCE[row.state];
    const silent = limit !== undefined && row.beatAt.getTime() < clock.now() - limit;
    const { createdAt, expiresAt } = row;
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      state: silent ? 'refused' : row.state,
      rowsRead: row.rowsRead,
      rows: row.rows,
      entries: row.entries,
      rightEntries: row.rightEntries,
      items: row.items,
      faults: row.faults,
      losses: row.losses,
      strangers: row.strangers,
      problem: silent ? problemOf(refuse.interrupted()) : row.problem,
      imported: row.imported,
      record: row.record,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
  }

  const see = async (actor: Actor, id: number): Promise<View> => viewOf(await open(actor, id));

  return {
    template: (format: FileFormat): FileOut => templateFile(shapes(), format),

    exportSearch: (query: Static<typeof contract.SearchExportQuery>, face: Face): FileOut =>
      exportSearch(catalog, query, face, label),
    exportOwn: (actor: Actor, query: Static<typeof contract.OwnExportQuery>): FileOut =>
      exportOwn(catalog, actor, query, label),

    async upload(actor: Actor, name: string, file: Buffer): Promise<View> {
      const kind = fileKind(name);
      if (file.length === 0) throw refuse.empty_file();
      await store.deleteExpired(keep, now());
      const { n } = await store.countOpen(db, actor.accountId);
      if (n >= MOST_OPEN) throw refuse.too_many_uploads({ limit: MOST_OPEN });
      const { accountId, departmentId } = actor;
      const expiresAt = new Date(clock.now() + KEPT);
      const { id } = await store.insertUpload(keep, {
        accountId,
        departmentId,
        name,
        kind,
        file,
        at: now(),
        expiresAt,
      });
      work.check(actor, id, kind);
      return see(actor, id);
    },

    get: see,

    async list(actor: Actor): Promise<{ items: View[] }> {
      const rows = await store.listUploads(db, actor.accountId, actor.departmentId);
      return { items: rows.filter(row => row.expiresAt.getTime() >= clock.now()).map(viewOf) };
    },

    async faults(
      actor: Actor,
      id: number,
      { kind, page, size }: Static<typeof contract.FaultQuery>,
    ): Promise<Static<typeof contract.FaultList>> {
      await open(actor, id);
      const [items, { n }, kinds] = await Promise.all([
        store.listFaults(db, id, kind, size, (page - 1) * size),
        store.countFaults(db, id, kind),
        store.countKinds(db, id),
      ]);
      return { total: n, items, kinds };
    },

    /** Writes values in place of faulty cells, and checks the whole file again: one cell may bear upon others. */
    async correct(actor: Actor, id: number, body: Static<typeof contract.CorrectBody>): Promise<View> {
      const { kind, state } = await open(actor, id);
      const corrections: Record<string, string> = {};
      if (body.repairs)
        for (const { sheet, cell, repair } of await store.listRepairs(db, id))
          corrections[`${sheet}!${cell}`] = repair;
      const faulty = new Set(
        (await store.listFaultyCells(db, id)).map(({ sheet, cell }) => `${sheet}!${cell}`),
      );
      for (const { sheet, cell, value } of body.cells) {
        if (!faulty.has(`${sheet}!${cell}`)) throw refuse.no_such_cell({ cell: `${sheet}!${cell}` });
        corrections[`${sheet}!${cell}`] = value;
      }
      if ((await store.correct(keep, id, corrections, now())) === 0) throw refuse.not_ready({ state });
      work.check(actor, id, kind);
      return see(actor, id);
    },

    /** Begins the import; the answer to how it went is the upload's. */
    async import(actor: Actor, id: number, which: 'all' | 'right'): Promise<View> {
      const row = await open(actor, id);
      if (row.state !== 'checked') throw refuse.not_ready({ state: row.state });
      if (row.rightEntries === 0) throw refuse.nothing_right();
      const wrong = row.entries - row.rightEntries;
      if (which === 'all' && wrong > 0) throw refuse.still_faults({ wrong });
      if ((await store.step(keep, id, 'checked', 'importing', now())) === 0)
        throw refuse.not_ready({ state: row.state });
      work.bring(actor, id, row.rightEntries);
      return see(actor, id);
    },

    /** The file as it was brought, its faulty cells coloured and explained; always .xlsx. */
    async annotated(actor: Actor, id: number): Promise<FileOut> {
      const { kind, name, state } = await open(actor, id);
      const { file } = await store.getFile(db, id);
      if (state !== 'checked' || !file) throw refuse.not_ready({ state });
      const marks = new Map<string, Map<string, string>>();
      for (const fault of await store.listFaults(db, id, [], contract.LISTED_FAULTS, 0)) {
        const { sheet, cell, problem, remedy } = fault;
        const ofSheet = marks.get(sheet) ?? new Map<string, string>();
        const before = ofSheet.get(cell);
        marks.set(
          sheet,
          ofSheet.set(cell, `${before === undefined ? '' : `${before}\n`}${problem}。${remedy}`),
        );
      }
      const { tables } = await openSource(kind, file, shapes());
      const stream = new PassThrough();
      writeAnnotated(stream, tables, marks).catch((error: Error) => stream.destroy(error));
      return { name: `${name.replace(/\.\w+$/, '')}（已标注）.xlsx`, type: contract.WORKBOOK, stream };
    },

    async remove(actor: Actor, id: number): Promise<{ deleted: boolean }> {
      const row = await open(actor, id);
      const { state } = viewOf(row);
      if (SILENCE[state] !== undefined || (await store.deleteUpload(keep, id, row.state)) === 0)
        throw refuse.not_ready({ state });
      return { deleted: true };
    },

    /**
     * Forgets what is past its time, whoever brought it. `hear` is told of what went wrong in the background. Closing
     * ends the work at hand.
     */
    attend(hear: (error: unknown) => void): { close(): Promise<void> } {
      lost = hear;
      const timer = setInterval(
        () => void store.deleteExpired(keep, now()).catch(hear),
        FORGET_EVERY,
      ).unref();
      return {
        close: async () => {
          clearInterval(timer);
          await work.close();
        },
      };
    },
  };
}

export type Imports = ReturnType<typeof createImports>;
