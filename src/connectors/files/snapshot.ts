/** One look at a folder: the files as they were when it was asked first, and whether they still are at the end. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ReadOptions, Selection, Snapshot, TableName } from '#planes/mover/ports.ts';
import type { Position } from '#vocabulary/moves.ts';
import type { ColumnType, SourceAddress } from '#vocabulary/plans.ts';
import { isFault, createJudge, valueAt } from './conditions.ts';
import { columnsIn } from './discover.ts';
import { fileProblem } from './faults.ts';
import { type Folders, fileId, sameMark } from './folder.ts';
import { type Continued, continued, headOf } from './growing.ts';
import { type Look, changedFile, isUnchanged, lookAt, openLooked } from './look.ts';
import { type OpenedRows, findRows, isBlank, openRows } from './openRows.ts';
import type { RowCursor } from './rows.ts';
import { createTaker, placesIn } from './taker.ts';
import { compareValues } from './values.ts';

type Places = Extract<Position, { kind: 'files' }>['files'];

interface ReadFile {
  name: string;
  opened: OpenedRows;
  rows: AsyncGenerator<RowCursor>;
}

export function openFolderSnapshot(
  folders: Folders,
  address: SourceAddress,
  signal: AbortSignal | undefined,
): Snapshot {
  const looks = new Map<string, Promise<Look>>();
  let isStream = false;
  /** Somebody was told that nothing had changed, and counts on it. */
  let isPromised = false;
  let position: Position | undefined;
  /** Rows that were read of each file. */
  const taken = new Map<string, number>();

  const look = ({ schema, table }: TableName): Promise<Look> => {
    const key = JSON.stringify([schema, table]);
    let found = looks.get(key);
    if (!found) looks.set(key, (found = lookAt(folders, address, { schema, table })));
    return found;
  };

  async function explained<T>(table: TableName, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw fileProblem(error, table);
    }
  }

  /** The files one after the other, each open while its rows are read; `isGrowing` leaves lines that are being written. */
  async function* filesOf(
    seen: Look,
    list: readonly Continued[],
    isGrowing: boolean,
    places?: Places,
  ): AsyncGenerator<ReadFile> {
    for (const { looked, after } of list) {
      signal?.throwIfAborted();
      if (after !== undefined && seen.table.format === 'xlsx') {
        if (places) places[looked.name] = { ...after, file: fileId(looked.mark) };
        continue;
      }
      const { handle, mark, file } = await openLooked(seen, looked);
      try {
        // What was looked at is what is read: another file under this name is another moment.
        if (mark.ino !== looked.mark.ino || mark.size < looked.mark.size) throw changedFile(looked.name);
        if (!sameMark(mark, looked.mark)) isStream = true;
        const size = Number(looked.mark.size);
        const isSame = async (): Promise<boolean> => sameMark(await handle.stat({ bigint: true }), mark);
        const takesLast = async (): Promise<boolean> => !isGrowing && (await isSame());
        const span = { takesLast, ...(after ? { after } : {}) };
        const bounded = { ...file, size };
        const opened = await (isGrowing ? findRows(bounded, span) : openRows(bounded, span));
        if (opened === undefined) continue;
        yield { name: looked.name, opened, rows: opened.rows() };
        if ((await handle.stat({ bigint: true })).size < looked.mark.size) throw changedFile(looked.name);
        if (!(await isSame())) isStream = true;
        if (isStream && isPromised && !isGrowing) throw changedFile(looked.name);
        if (!places) continue;
        const bytes = await opened.taken();
        const head = await headOf(handle, bytes);
        places[looked.name] = { bytes, rows: after?.rows ?? 0, head, file: fileId(mark) };
      } finally {
        await handle.close();
      }
    }
  }

  async function* read(selection: Selection, options: ReadOptions): AsyncGenerator<Buffer> {
    const { table } = selection;
    const seen = await look(table);
    const after = options.after?.kind === 'files' ? options.after.files : undefined;
    const going = after ? await continued(seen, after) : undefined;
    if (going) isStream = true;
    if (seen.files.length === 0 && Object.keys(after ?? {}).length === 0)
      throw new ConnectionProblem('no_table', { schema: table.schema, table: table.table });
    const places: Places = { ...going?.gone };
    const pages: Buffer[] = [];
    const taker = createTaker(selection, options, page => pages.push(page));
    const list = going?.files ?? seen.files.map(looked => ({ looked, after: undefined }));
    for await (const { name, opened, rows } of filesOf(seen, list, going !== undefined, places)) {
      taker.begin(opened.names, opened.transcoded, seen.isSeries ? name : undefined);
      for await (const cursor of rows) {
        taker.take(cursor);
        signal?.throwIfAborted();
        yield* pages.splice(0);
      }
      taken.set(name, taker.rows());
    }
    taker.flush();
    yield* pages;
    for (const [name, rows] of taken) if (places[name]) places[name].rows += rows;
    position = { kind: 'files', files: places };
  }
  /** Every row of the selection, for a question about all of them. */
  async function pass(
    { table, rows: conditions }: Selection,
    visit: (cursor: RowCursor, placeOf: (column: string) => number, transcoded: boolean) => void,
  ): Promise<void> {
    const seen = await look(table);
    const judgeOf = createJudge(conditions);
    const list = seen.files.map(looked => ({ looked, after: undefined }));
    for await (const { opened, rows } of filesOf(seen, list, false)) {
      const placeOf = placesIn(opened.names, table);
      const judge = judgeOf(placeOf, opened.transcoded);
      const width = opened.names.length;
      for await (const cursor of rows) {
        signal?.throwIfAborted();
        while (cursor.next()) {
          if (width > 1 && isBlank(cursor)) continue;
          const isWhole = cursor.fault === undefined && cursor.count === width;
          if (!isWhole || judge?.(cursor) !== false) visit(cursor, placeOf, opened.transcoded);
        }
      }
    }
  }

  async function highest(selection: Selection, column: string, type: ColumnType): Promise<string | null> {
    let most: string | null = null;
    await pass(selection, (cursor, placeOf, transcoded) => {
      const at = placeOf(column);
      if (at >= cursor.count || cursor.fault !== undefined) return;
      const value = valueAt(cursor, at, column, type, transcoded);
      if (value === null || isFault(value)) return;
      if (most === null || compareValues(type, value, most) > 0) most = value;
    });
    return most;
  }

  return {
    grade: table =>
      explained(table, async () => {
        if (isStream || !(await isUnchanged(await look(table)))) return 'stream';
        isPromised = true;
        return 'snapshot';
      }),
    columns: table => explained(table, async () => columnsIn(await look(table), table)),
    async *read(selection, options = {}) {
      taken.clear();
      try {
        yield* read(selection, options);
      } catch (error) {
        signal?.throwIfAborted();
        throw fileProblem(error, selection.table);
      }
    },
    count: (selection, empty) =>
      explained(selection.table, async () => {
        let count = 0;
        await pass(selection, (cursor, placeOf, transcoded) => {
          if (empty === undefined) count++;
          else if (cursor.fault === undefined) {
            const at = placeOf(empty.column);
            if (at < cursor.count && valueAt(cursor, at, empty.column, empty.type, transcoded) === null)
              count++;
          }
        });
        return count;
      }),
    highest: (selection, column, type) => explained(selection.table, () => highest(selection, column, type)),
    position: () => position,
    close: () => Promise.resolve(),
  };
}
