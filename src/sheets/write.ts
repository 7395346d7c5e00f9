/** Writes tables as .xlsx and .csv, row by row, so that a hundred thousand rows need no more room than a hundred. */
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import { stringify } from 'csv-stringify';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { letterOf } from './cells.ts';
import { type Column, type Shape, type Values, headerNote, picks, written } from './columns.ts';
import { guarded } from './guard.ts';
import { escapeText } from './strings.ts';

export interface WrittenCell {
  value: string | number | undefined;
  /** The cell is coloured and carries this note. */
  mark?: string;
}
export type WrittenRow = readonly (WrittenCell | undefined)[];

export interface WrittenSheet {
  name: string;
  /** The column of each place, where it is one of a shape; its list, width and format go with it. */
  columns: readonly (Column | undefined)[];
  /** The header row too. */
  rows: Iterable<WrittenRow> | AsyncIterable<WrittenRow>;
}

/** The sheet that holds lists too long for a cell's rule. */
const LISTS = '选项';
/** What a rule itself may hold, characters (ECMA-376 18.3.1.33). */
const RULE = 255;
/** Rows below the header that get drop-down lists. */
const LISTED_ROWS = 120_000;

const fill = (argb: string): ExcelJS.Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } });
const HEADER: Partial<ExcelJS.Style> = {
  font: { bold: true },
  fill: fill('FFDCE9F7'),
  alignment: { vertical: 'middle', wrapText: true },
  numFmt: '@',
};
const MARKED = fill('FFFFD9D6');

interface LongList {
  labels: readonly string[];
  place: number;
}

/** The rule of a column's cells; a long list goes to the sheet of lists. */
function ruleOf(column: Column, long: LongList[]): ExcelJS.DataValidation | undefined {
  const labels = picks(column);
  if (!labels) return undefined;
  const inline = labels.join(',');
  let source = `"${inline}"`;
  if (inline.length > RULE || labels.some(label => /[",]/.test(label))) {
    long.push({ labels, place: long.length + 1 });
    const letter = letterOf(long.length);
    source = `${LISTS}!$${letter}$1:$${letter}$${labels.length}`;
  }
  return {
    type: 'list',
    allowBlank: !column.required,
    formulae: [source],
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: column.title.zh,
    error: '请从下拉列表里选',
  };
}

/** Streams of exceljs know data validations; its type for them does not. */
interface WithRules {
  dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
}

const widthOf = (column: Column): number => column.width ?? Math.max(10, column.title.zh.length * 2 + 4);

async function writeSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  { name, columns, rows }: WrittenSheet,
  sink: Writable,
  long: LongList[],
): Promise<void> {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(column => ({
    ...(column ? { width: widthOf(column) } : {}),
    // Codes must keep their zeros, and what begins with = stays what was written.
    style: column && column.kind !== 'integer' ? { numFmt: '@' } : {},
  }));
  columns.forEach((column, index) => {
    const rule = column && ruleOf(column, long);
    const letter = letterOf(index + 1);
    if (rule) (sheet as unknown as WithRules).dataValidations.add(`${letter}2:${letter}${LISTED_ROWS}`, rule);
  });
  let number = 0;
  for await (const cells of rows) {
    number += 1;
    const row = sheet.getRow(number);
    cells.forEach((given, index) => {
      if (!given) return;
      const cell = row.getCell(index + 1);
      if (given.value !== undefined)
        cell.value = typeof given.value === 'string' ? escapeText(given.value) : given.value;
      if (number === 1) {
        cell.style = HEADER;
        const column = columns[index];
        if (column) cell.note = { texts: [{ text: headerNote(column) }] };
      }
      if (given.mark !== undefined) {
        cell.style = { ...cell.style, fill: MARKED };
        cell.note = { texts: [{ text: escapeText(given.mark) }] };
      }
    });
    row.commit();
    // The library ignores that its reader is full; without waiting, everything would lie in memory.
    if (sink.writableNeedDrain) await once(sink, 'drain');
  }
  sheet.commit();
}

/** Writes a workbook and ends the sink; `inline`: texts that come again are written again, and none is remembered. */
export async function writeXlsx(
  sink: Writable,
  sheets: readonly WrittenSheet[],
  { inline = false } = {},
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: sink,
    useStyles: true,
    useSharedStrings: !inline,
  });
  const long: LongList[] = [];
  for (const sheet of sheets) await writeSheet(book, sheet, sink, long);
  if (long.length > 0) {
    const lists = book.addWorksheet(LISTS, { state: 'hidden' });
    const height = Math.max(...long.map(list => list.labels.length));
    for (let row = 1; row <= height; row += 1) {
      for (const { labels, place } of long) {
        const label = labels[row - 1];
        if (label !== undefined) lists.getRow(row).getCell(place).value = escapeText(label);
      }
      lists.getRow(row).commit();
    }
    lists.commit();
  }
  await book.commit();
}

/** The header and the rows of records, as they are written. */
export async function* rowsOf(
  shape: Shape,
  records: Iterable<Values> | AsyncIterable<Values>,
): AsyncGenerator<WrittenRow> {
  yield shape.columns.map(column => ({ value: column.title.zh }));
  for await (const record of records)
    yield shape.columns.map(column => ({ value: written(column, record[column.key]) }));
}

/** A shape's own sheet with records, none for a template. */
export const sheetOf = (
  shape: Shape,
  records: Iterable<Values> | AsyncIterable<Values> = [],
): WrittenSheet => ({ name: shape.name.zh, columns: shape.columns, rows: rowsOf(shape, records) });

/** Text in the encoding asked for: UTF-8 with its mark, or GB18030, which GBK is part of. */
export async function* csvOf(
  shape: Shape,
  records: Iterable<Values> | AsyncIterable<Values>,
  encoding: 'utf-8' | 'gb18030',
): AsyncGenerator<Buffer> {
  const encode = (text: string): Buffer => iconv.encode(text.toWellFormed(), encoding);
  if (encoding === 'utf-8') yield Buffer.from('\ufeff');
  const lines = stringify({ record_delimiter: 'windows', quoted_match: /[\r\n']|^\s|\s$/ });
  const feed = (async () => {
    for await (const cells of rowsOf(shape, records)) {
      const line = cells.map(cell => {
        const value = cell?.value;
        return typeof value === 'string' ? guarded(value) : (value ?? '');
      });
      if (!lines.write(line)) await once(lines, 'drain');
    }
    lines.end();
  })();
  feed.catch((error: Error) => lines.destroy(error));
  for await (const chunk of lines) yield encode(String(chunk));
  await feed;
}
