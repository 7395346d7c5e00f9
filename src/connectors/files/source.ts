/** A folder of a department as a source of rows: CSV, JSON lines, Excel. It is read whole, and asked for nothing else. */
import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { ConnectionProblem, decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import type { CompiledQuery, QueryShape, Source, TableName } from '#planes/mover/ports.ts';
import { type SourceAddress, maskPlace } from '#vocabulary/plans.ts';
import { columnsIn, tablesIn } from './discover.ts';
import { fileProblem } from './faults.ts';
import { type Folders, listFolder, openFolder, shownFolder } from './folder.ts';
import { lookAt } from './look.ts';
import { formatOf } from './names.ts';
import { openFolderSnapshot } from './snapshot.ts';

/** Said where somebody asks a folder as one asks a database. */
function unasked(): never {
  throw new ConnectionProblem('no_queries', {});
}
const refused = (): Promise<never> => Promise.reject(new ConnectionProblem('no_queries', {}));

export async function testFolder(
  folders: Folders,
  address: SourceAddress,
): Promise<{ version: string; canWrite: boolean; milliseconds: number }> {
  const started = performance.now();
  try {
    const folder = await openFolder(folders, address);
    const { files } = await listFolder(folder);
    const tables = files.filter(name => formatOf(name) !== undefined).length;
    const canWrite = await access(folder.path, constants.W_OK).then(
      () => true,
      () => false,
    );
    return {
      version: `${shownFolder(address)}: ${tables} / ${files.length}`,
      canWrite,
      milliseconds: Math.round(performance.now() - started),
    };
  } catch (error) {
    throw fileProblem(error, { schema: '.', table: shownFolder(address) });
  }
}

export function openFolderSource(folders: Folders, address: SourceAddress): Source {
  const shapes = new WeakMap<CompiledQuery, QueryShape>();

  async function explained<T>(table: TableName, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileProblem(error, table);
    }
  }

  return {
    test: () => testFolder(folders, address),
    tables: () => explained({ schema: '.', table: shownFolder(address) }, () => tablesIn(folders, address)),
    columns: table => explained(table, async () => columnsIn(await lookAt(folders, address, table), table)),
    async snapshot({ signal } = {}) {
      signal?.throwIfAborted();
      // Refused now and not at the first read: whether the folder is open at all.
      await explained({ schema: '.', table: shownFolder(address) }, () => openFolder(folders, address));
      return openFolderSnapshot(folders, address, signal);
    },
    count: selection => openFolderSnapshot(folders, address, undefined).count(selection),
    /** Without a filter it is a look at the first rows: what a department sees of its own table when it mounts it. */
    compileQuery(shape) {
      if (shape.filters.length > 0) unasked();
      const digests = shape.items.flatMap(({ mask, type }, at) =>
        maskPlace(mask) === 'plane' ? [{ at, type }] : [],
      );
      const compiled: CompiledQuery = { text: '', slots: [], columns: outputColumns(shape.items), digests };
      shapes.set(compiled, shape);
      return compiled;
    },
    compileVerify: unasked,
    async query(compiled) {
      const shape = shapes.get(compiled);
      if (!shape) return unasked();
      const rows: (string | null)[][] = [];
      const snapshot = openFolderSnapshot(folders, address, undefined);
      for await (const chunk of snapshot.read(shape, { wrong: () => undefined })) {
        rows.push(...decodeTuples(chunk, compiled.columns));
        if (rows.length > shape.limit) break;
      }
      return rows.slice(0, shape.limit + 1);
    },
    verifyMany: refused,
    mark: table =>
      explained(table, async () => {
        const { files } = await lookAt(folders, address, table);
        const marks = files.map(({ name, mark }) => [name, String(mark.size), String(mark.mtimeNs)]);
        return files.length === 0
          ? undefined
          : createHash('sha256').update(JSON.stringify(marks)).digest('base64url');
      }),
    shapeOf: refused,
    compileList: unasked,
    compileListCount: unasked,
    list: refused,
    estimate: refused,
    close: () => Promise.resolve(),
  };
}
