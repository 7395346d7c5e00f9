/** One attempt at one run into a folder: a file that nobody sees, read back, and then given its name. */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectionProblem, decodeTuples } from '#planes/mover/ports.ts';
import type { Delivery, DeliveryTarget } from '#planes/mover/ports.ts';
import type { FileWriting } from '#vocabulary/files.ts';
import { createExcelWriter } from './excelWriter.ts';
import { badFile, fileProblem } from './faults.ts';
import { type Folder, markOf } from './folder.ts';
import { type Format } from './names.ts';
import { type Written, readWritten } from './placed.ts';
import {
  type KeptRun,
  type Loaded,
  keyOf,
  loadState,
  saveState,
  settle,
  stateFolder,
  superseded,
} from './state.ts';
import { type RowWriter, createTextWriter } from './writers.ts';

export interface FileTarget {
  folder: Folder;
  format: Format;
  writing: FileWriting;
}

/** `persons-运-2026-000123.csv`: what one run adds to a table is a file of its own. */
function fileOfRun({ table, runNo }: DeliveryTarget): string {
  const dot = table.lastIndexOf('.');
  return `${table.slice(0, dot)}-${runNo.replaceAll(/[^\p{L}\p{N}-]/gu, '_')}${table.slice(dot)}`;
}

/** Claims of a target that may come between two looks at its state. */
const TRIES = 5;

/** Takes the target for this attempt; whoever holds it with a smaller epoch can place nothing any more. */
async function claim(folder: Folder, target: DeliveryTarget, file: string): Promise<Loaded> {
  const { schema, table, epoch, runNo } = target;
  for (let tries = 0; tries < TRIES; tries++) {
    const loaded = await loadState(folder, target);
    const { state } = loaded;
    await settle(folder, state);
    if (state.epoch > epoch || state.runs.some(run => run.runNo === runNo)) throw superseded(target);
    if (state.epoch === epoch && state.holder !== null)
      throw new ConnectionProblem('busy', { schema, table });
    if (!state.files.includes(file) && (await markOf(folder, file)) !== undefined)
      throw new ConnectionProblem('name_taken', { schema, table: file });
    const claimed = await saveState(folder, { ...loaded, state: { ...state, epoch, holder: runNo } });
    if (claimed) return claimed;
  }
  throw new ConnectionProblem('busy', { schema, table });
}

/** Files of attempts before this one that nobody will go on with. */
async function clearParts(folder: Folder, key: string): Promise<void> {
  const { path } = stateFolder(folder);
  for (const name of await readdir(path))
    if (name.startsWith(`${key}.`) && name.endsWith('.part'))
      await unlink(join(path, name)).catch(() => undefined);
}

function openWriter(
  { format, writing }: FileTarget,
  target: DeliveryTarget,
  handle: FileHandle,
): { writer: RowWriter; digest: () => string } {
  const hash = createHash('sha256');
  const out = { handle, hash };
  const writer =
    format === 'xlsx'
      ? createExcelWriter(out, target.table, target.columns)
      : createTextWriter(out, format, target.columns, writing);
  return { writer, digest: () => hash.digest('hex') };
}

export async function beginDelivery(to: FileTarget, target: DeliveryTarget): Promise<Delivery> {
  const { folder, format, writing } = to;
  const { table, columns, runNo, apply } = target;
  const problem = (error: unknown): unknown => fileProblem(error, target);
  const file = apply === 'append' ? fileOfRun(target) : table;
  const claimed = await claim(folder, target, file);
  const key = keyOf(target);
  const states = stateFolder(folder);
  await clearParts(folder, key);
  const part = `${key}.${target.epoch}.${randomBytes(8).toString('hex')}.part`;
  const path = join(states.path, part);
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o660);
  const { writer, digest } = openWriter(to, target, handle);
  const whole = { rows: 0, scales: [] as (number | null)[], fileSha256: '' };
  let isOpen = true;
  /** Also where it is not known: then the rows are left for whoever asks next. */
  let isPlaced = false;
  let aborting: Promise<void> | undefined;

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  }

  async function abort(): Promise<void> {
    if (isPlaced) return;
    writer.abandon();
    await close().catch(() => undefined);
    await unlink(path).catch(() => undefined);
    // Lets go of the target, unless another attempt has it.
    await saveState(folder, { ...claimed, state: { ...claimed.state, holder: null } }).catch(() => undefined);
  }

  const written = (): Written => ({ folder: states, file: part, table, format, writing, ...whole });
  const unkept = (): Promise<never> =>
    Promise.reject(
      badFile(table, {
        zh: '文件不能分段保存，运行中断后从头再来',
        en: 'a file is not kept in pieces: a run that was broken off begins anew',
      }),
    );

  return {
    kept: 0,
    async write(chunk) {
      try {
        const rows = decodeTuples(chunk, [...columns]);
        whole.rows += rows.length;
        await writer.write(rows);
      } catch (error) {
        throw problem(error);
      }
    },
    keep: unkept,
    async finish() {
      try {
        whole.scales = (await writer.finish()).scales;
        whole.fileSha256 = digest();
        await handle.sync();
        await close();
        return whole.rows;
      } catch (error) {
        throw problem(error);
      }
    },
    async *readBack() {
      try {
        yield* readWritten(written(), columns);
      } catch (error) {
        throw problem(error);
      }
    },
    async *readPlaces() {
      yield await unkept();
    },
    drop: unkept,
    async place({ title: _title, position, ...kept }) {
      const { state } = claimed;
      const run: KeptRun = {
        ...kept,
        runNo,
        fileSha256: whole.fileSha256,
        file,
        part,
        scales: whole.scales,
        placedAt: new Date().toISOString(),
        position: position ?? null,
      };
      const files = apply === 'append' ? [...state.files, file] : [file];
      const placed = { ...state, holder: null, runs: [...state.runs, run], files };
      try {
        isPlaced = true;
        const saved = await saveState(folder, { ...claimed, state: placed });
        isPlaced = saved !== undefined;
        if (!isPlaced) throw superseded(target);
        // From here on the run is placed: whoever looks next gives the file its name, if we do not.
        await settle(folder, placed);
        // What an earlier replacement stood beside is part of the table no more.
        for (const old of state.files.filter(one => !files.includes(one)))
          await unlink(join(folder.path, old)).catch(() => undefined);
      } catch (error) {
        throw problem(error);
      }
    },
    abort() {
      aborting ??= abort();
      return aborting;
    },
  };
}
