/** The file that was brought, with its faulty cells coloured and what is wrong with them in their notes. */
import type { Writable } from 'node:stream';
import {
  type Cell,
  type Row,
  type Shape,
  type WrittenCell,
  type WrittenRow,
  columnNamed,
  columnOf,
  writeXlsx,
} from '#sheets/index.ts';
import type { Table } from './sources.ts';

/** Notes by sheet and address. */
export type Marks = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** As the file had it: numbers stay numbers, all else is text. */
const valueOf = ({ kind, text }: Cell): string | number => (kind === 'number' ? Number(text) : text);

async function* flatten(portions: AsyncIterable<Row[]>): AsyncGenerator<Row> {
  for await (const portion of portions) yield* portion;
}

function rowsBetween(
  row: Row,
  expected: number,
  marks: ReadonlyMap<number, Map<number, string>>,
): WrittenRow[] {
  // Empty rows stay, so that every address is that of the file.
  const gap: WrittenRow[] = Array.from({ length: row.number - expected }, () => []);
  const cells: (WrittenCell | undefined)[] = [];
  for (const cell of row.cells) cells[cell.column - 1] = { value: valueOf(cell) };
  for (const [column, mark] of marks.get(row.number) ?? [])
    cells[column - 1] = { value: cells[column - 1]?.value, mark };
  return [...gap, Array.from(cells)];
}

async function* annotated(
  first: Row | undefined,
  rest: AsyncIterable<Row>,
  marks: ReadonlyMap<string, string>,
): AsyncGenerator<WrittenRow> {
  const byRow = new Map<number, Map<number, string>>();
  for (const [address, mark] of marks) {
    const row = Number(/\d+$/.exec(address)?.[0]);
    byRow.set(row, (byRow.get(row) ?? new Map<number, string>()).set(columnOf(address) ?? 1, mark));
  }
  let next = 1;
  if (!first) return;
  for (const row of rowsBetween(first, next, byRow)) yield row;
  next = first.number + 1;
  for await (const row of rest) {
    for (const written of rowsBetween(row, next, byRow)) yield written;
    next = row.number + 1;
  }
}

/** Columns where the header row has them, so that lists and formats come back too. */
const columnsAt = (shape: Shape, header: Row | undefined) => {
  const columns: (Shape['columns'][number] | undefined)[] = [];
  for (const { column, text } of header?.cells ?? []) columns[column - 1] = columnNamed(shape, text);
  return Array.from(columns);
};

export async function writeAnnotated(sink: Writable, tables: readonly Table[], marks: Marks): Promise<void> {
  const sheets = [];
  for (const { sheet, shape, source } of tables) {
    const rows = flatten(source.rows);
    const first = (await rows.next()).value as Row | undefined;
    sheets.push({
      name: sheet,
      columns: columnsAt(shape, first),
      rows: annotated(first, rows, marks.get(sheet) ?? new Map<string, string>()),
    });
  }
  await writeXlsx(sink, sheets);
}
