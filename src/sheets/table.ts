/** Reads the rows of a sheet as records of its shape, with every wrong cell by its address. */
import { type Cell, type Range, type Row, addressOf, letterOf } from './cells.ts';
import { type Problem, readValue } from './cellValues.ts';
import type { Column, Shape, Values } from './columns.ts';
import { refuse } from './refusals.ts';
import { nameKey } from './xlsx.ts';

export interface Fault extends Problem {
  sheet: string;
  row: number;
  /** The column's title, as the description has it. */
  column: string;
  /** C17. */
  cell: string;
  /** What stands there, at most 200 characters. */
  value: string;
}

export interface Entry {
  row: number;
  values: Values;
  /** What stands in the cells of the shape's columns, by key: also where it is no value. */
  texts: Record<string, string>;
  faults: Fault[];
  /** No fault that stops it. */
  right: boolean;
}

export interface TableReading {
  entries: AsyncGenerator<Entry[]>;
  /** Faults that are known at the end only: merged cells. */
  late(): Fault[];
  /** Header cells that no column of the shape is called. */
  strangers(): { title: string; cell: string }[];
  /** Where each column stands, by key. */
  places(): ReadonlyMap<string, number>;
}

/** A title as a person may have retyped it: a mark of what must be filled in is no part of it. */
const titleKey = (title: string): string => nameKey(title).replace(/[*]+$/, '');

interface Header {
  row: number;
  places: Map<string, number>;
  strangers: { title: string; cell: string }[];
}

/** Which column of the shape a header cell names. */
export const columnNamed = (shape: Shape, text: string): Column | undefined => {
  const key = titleKey(text);
  return shape.columns.find(({ title }) => titleKey(title.zh) === key || titleKey(title.en) === key);
};

function readHeader(shape: Shape, sheet: string, { number, cells }: Row): Header {
  const places = new Map<string, number>();
  const strangers: Header['strangers'] = [];
  for (const { column, text } of cells) {
    const key = titleKey(text);
    const found = columnNamed(shape, text);
    const before = found && places.get(found.key);
    if (before !== undefined)
      throw refuse.column_twice({
        sheet,
        column: text,
        first: addressOf(number, before),
        second: addressOf(number, column),
      });
    if (found) places.set(found.key, column);
    else if (key !== '') strangers.push({ title: text.slice(0, 80), cell: addressOf(number, column) });
  }
  const missing = shape.columns.filter(column => column.required && !places.has(column.key));
  if (missing.length > 0)
    throw refuse.column_missing({ sheet, row: number, columns: missing.map(column => column.title.zh) });
  return { row: number, places, strangers };
}

/** `replaced` are cells that a person corrected in place, by their address. */
export function readTable(
  shape: Shape,
  sheet: string,
  source: { rows: AsyncIterable<Row[]>; merged?: readonly Range[] },
  replaced: ReadonlyMap<string, string> = new Map(),
): TableReading {
  let header: Header | undefined;
  let last = 0;

  function faultAt(row: number, column: Column, place: number, value: string, problem: Problem): Fault {
    return {
      ...problem,
      sheet,
      row,
      column: column.title.zh,
      cell: addressOf(row, place),
      value: value.slice(0, 200),
    };
  }

  function readRow({ number, cells }: Row, { places }: Header): Entry {
    const values: Values = {};
    const texts: Record<string, string> = {};
    const faults: Fault[] = [];
    const byPlace = new Map(cells.map(cell => [cell.column, cell]));
    for (const column of shape.columns) {
      const place = places.get(column.key);
      if (place === undefined) continue;
      const correction = replaced.get(addressOf(number, place));
      const cell: Cell | undefined =
        correction === undefined ? byPlace.get(place) : { column: place, kind: 'text', text: correction };
      const { value, problems } = readValue(column, cell);
      values[column.key] = value;
      if (cell) texts[column.key] = cell.text;
      for (const problem of problems) faults.push(faultAt(number, column, place, cell?.text ?? '', problem));
    }
    return { row: number, values, texts, faults, right: faults.every(fault => fault.mild === true) };
  }

  /** A row whose only texts stand outside the columns of the shape is none of the table. */
  const concerns = ({ cells }: Row, { places }: Header): boolean => {
    const known = new Set(places.values());
    return cells.some(cell => known.has(cell.column) && (cell.text.trim() !== '' || cell.formula === true));
  };

  async function* entries(): AsyncGenerator<Entry[]> {
    for await (const portion of source.rows) {
      const read: Entry[] = [];
      for (const row of portion) {
        last = row.number;
        if (!header) header = readHeader(shape, sheet, row);
        else if (concerns(row, header)) read.push(readRow(row, header));
      }
      if (read.length > 0) yield read;
    }
    if (!header) throw refuse.no_rows({ sheet });
  }

  function mergedFaults(): Fault[] {
    if (!header) return [];
    const faults: Fault[] = [];
    const top = header.row + 1;
    for (const range of source.merged ?? []) {
      const column = shape.columns.find(({ key }) => {
        const place = header?.places.get(key);
        return place !== undefined && place >= range.left && place <= range.right;
      });
      if (!column) continue;
      const text = `${addressOf(range.top, range.left)}:${letterOf(range.right)}${range.bottom}`;
      for (let row = Math.max(top, range.top); row <= Math.min(range.bottom, last); row += 1)
        faults.push(
          faultAt(row, column, range.left, text, {
            kind: 'merged',
            problem: { zh: `单元格 ${text} 是合并的`, en: `The cells ${text} are merged` },
            remedy: { zh: '请取消合并，在每一行都填写', en: 'Undo the merge and fill in every row' },
          }),
        );
    }
    return faults;
  }

  return {
    entries: entries(),
    late: mergedFaults,
    strangers: () => header?.strangers ?? [],
    places: () => header?.places ?? new Map(),
  };
}
