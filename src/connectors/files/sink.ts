/**
 * A folder of the consumer as a sink: each run is a file, whole or not there. What it keeps of its runs lies beside the
 * files (`state.ts`); who reads them reads names that do not begin with a dot.
 */
import { rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, Loss, PlacedRun, Sink, TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { beginDelivery } from './delivery.ts';
import type { FileWriting } from '#vocabulary/files.ts';
import { badFile, fileProblem } from './faults.ts';
import { type Folder, type Folders, isPlainName, listFolder, openFolder } from './folder.ts';
import { type FileTable, type Format, fileTable } from './names.ts';
import { readWritten } from './placed.ts';
import { testFolder } from './source.ts';
import { type KeptRun, type TargetState, loadAll, loadState, saveState, settle } from './state.ts';

const NAMES: Record<Format, string> = { csv: 'CSV', jsonl: 'JSON lines', xlsx: 'Excel' };
/** Years and numbers that PostgreSQL has and a file's reader has not: infinity, NaN, what lies before the year 1. */
const RANGED = new Set(['date', 'timestamp', 'double', 'numeric']);

function lossesOf(columns: readonly Column[], format: Format): Loss[] {
  const to = NAMES[format];
  return columns.flatMap(({ name: column, type: from }): Loss[] => {
    if (RANGED.has(from)) return [{ column, from, to, what: 'range' }];
    // A cell that holds an empty text looks as one that holds nothing, and holds 32,767 characters.
    if (format !== 'xlsx' || from !== 'text') return [];
    return [
      { column, from, to, what: 'length' },
      { column, from, to, what: 'empty_is_null' },
    ];
  });
}

function placedRun(state: TargetState, run: KeptRun): PlacedRun {
  const { schema, table, files } = state;
  const { file, part: _part, fileSha256: _digest, scales: _scales, placedAt, position, ...kept } = run;
  return {
    ...kept,
    schema,
    table,
    generation: file,
    placedAt: new Date(placedAt),
    showing: run === state.runs.at(-1) && files.includes(file),
    position: position ?? undefined,
  };
}

export function openFolderSink(folders: Folders, address: SourceAddress): Sink {
  const writing = address.user as FileWriting;

  async function explained<T>(target: TableName, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileProblem(error, target);
    }
  }

  /** The name of one file that can be written: no pattern, no sheet, nothing hidden. */
  function writable({ schema, table }: TableName): FileTable {
    const isFile = isPlainName(table) && !/[*#]/.test(table);
    if (!isFile) throw new ConnectionProblem('no_table', { schema, table });
    return fileTable({ schema, table });
  }

  /** Undefined where nobody ever delivered, so that there is no folder either. */
  async function opened(schema: string): Promise<Folder | undefined> {
    try {
      return await openFolder(folders, address, schema);
    } catch (error) {
      if (schema !== '.' && error instanceof ConnectionProblem && error.code === 'no_folder')
        return undefined;
      throw error;
    }
  }

  return {
    test: () => testFolder(folders, address),
    losses: (columns, target) => lossesOf(columns, target ? writable(target).format : 'csv'),
    abilities: () => Promise.resolve({ keepsRuns: true, pieces: false }),
    begin: target =>
      explained(target, async () => {
        const { format } = writable(target);
        if (target.apply !== 'replace' && target.apply !== 'append')
          throw badFile(target.table, {
            zh: '文件只能整体替换，或每次运行增加一个文件；要按主键合并或留历史，请送到数据库',
            en: 'a file is replaced as a whole, or each run adds one; to merge by key or keep history, deliver to a database',
          });
        const folder = await openFolder(folders, address, target.schema, true);
        return beginDelivery({ folder, format, writing }, target);
      }),
    findRun: runNo =>
      explained({ schema: '.', table: '' }, async () => {
        const here = await openFolder(folders, address);
        for (const schema of ['.', ...(await listFolder(here)).folders]) {
          const folder = await opened(schema);
          for (const state of folder ? await loadAll(folder) : []) {
            const run = state.runs.find(one => one.runNo === runNo);
            if (folder === undefined || run === undefined) continue;
            await settle(folder, state);
            return placedRun(state, run);
          }
        }
        return undefined;
      }),
    findShowing: target =>
      explained(target, async () => {
        const folder = await opened(target.schema);
        if (folder === undefined) return undefined;
        const { state } = await loadState(folder, target);
        const run = state.runs.at(-1);
        if (run === undefined || !state.files.includes(run.file)) return undefined;
        await settle(folder, state);
        return placedRun(state, run);
      }),
    async *readPlaced(target, columns) {
      try {
        const folder = await opened(target.schema);
        if (folder === undefined) throw new ConnectionProblem('no_table', { ...target });
        const { format } = writable(target);
        const { state } = await loadState(folder, target);
        await settle(folder, state);
        for (const file of state.files) {
          const run = state.runs.findLast(one => one.file === file);
          const kept = { rows: run?.rows ?? 0, scales: run?.scales ?? [] };
          yield* readWritten({ folder, file, table: file, format, writing, ...kept }, columns);
        }
      } catch (error) {
        throw fileProblem(error, target);
      }
    },
    /** A file is not kept in pieces: nothing is left of a run that was not placed. */
    forget: () => Promise.resolve(),
    remove: target =>
      explained(target, async () => {
        const folder = await opened(target.schema);
        if (folder === undefined) return;
        const loaded = await loadState(folder, target);
        const { state } = loaded;
        if (state.files.length === 0) return;
        await settle(folder, state);
        const saved = await saveState(folder, { ...loaded, state: { ...state, holder: null, files: [] } });
        if (saved === undefined) throw new ConnectionProblem('busy', { ...target });
        for (const file of state.files) await unlink(join(folder.path, file)).catch(() => undefined);
        if (target.schema !== '.') await rmdir(folder.path).catch(() => undefined);
      }),
    close: () => Promise.resolve(),
  };
}
