/** A file that was written, read back from the disk: the other half of a receipt. */
import type { Column, Selection } from '#planes/mover/ports.ts';
import type { FileWriting } from '#vocabulary/files.ts';
import { SheetRows, openBook, sheetOf } from './excelRows.ts';
import { type Folder, openFile } from './folder.ts';
import { type Format } from './names.ts';
import { findRows } from './openRows.ts';
import type { RowCursor } from './rows.ts';
import { createTaker } from './taker.ts';

export interface Written {
  folder: Folder;
  /** Its name there: of a run that is not placed yet another one than the table's. */
  file: string;
  table: string;
  format: Format;
  writing: FileWriting;
  rows: number;
  scales: readonly (number | null)[];
}

const always = (): Promise<boolean> => Promise.resolve(true);

async function* sheetRows(
  fd: number,
  { table, rows, scales }: Written,
  width: number,
): AsyncGenerator<RowCursor> {
  const book = await openBook(fd);
  const cursor = new SheetRows(width, { rows, scales });
  for await (const portion of book.read(sheetOf(book, table, undefined)).rows) {
    cursor.give(portion);
    yield cursor;
  }
  cursor.end();
  yield cursor;
}

/** Its rows as tuples; a value that came back as something else ends it. */
export async function* readWritten(written: Written, columns: readonly Column[]): AsyncGenerator<Buffer> {
  const { folder, file: name, table, format, writing } = written;
  const { handle, mark } = await openFile(folder, name);
  try {
    const size = Number(mark.size);
    const items: Selection['items'] = columns.map(({ name, type }) => ({
      name,
      column: name,
      type,
      mask: { kind: 'none' },
      filter: false,
    }));
    const pages: Buffer[] = [];
    const taker = createTaker({ table: { schema: '.', table }, items, rows: [] }, {}, page =>
      pages.push(page),
    );
    const names = columns.map(({ name }) => name);
    let rows: AsyncGenerator<RowCursor>;
    if (format === 'xlsx') {
      taker.begin(names, false, undefined);
      rows = sheetRows(handle.fd, written, names.length);
    } else {
      // Written with a mark, it is read with one; a file without rows has no keys either.
      const file = { handle, name: table, size, format, sheet: undefined, writing };
      const opened = await findRows(file, { takesLast: always });
      if (opened === undefined) return;
      taker.begin(opened.names, opened.transcoded, undefined);
      rows = opened.rows();
    }
    for await (const cursor of rows) {
      taker.take(cursor);
      yield* pages.splice(0);
    }
    taker.flush();
    yield* pages;
  } finally {
    await handle.close();
  }
}
