/**
 * In charge of files of rows: reading and writing .xlsx and .csv, templates, and the address of every wrong cell. Knows
 * no word of the field: what a column means is said by whoever describes it.
 */
export {
  type Cell,
  type Loss,
  type Row,
  addressOf,
  columnOf,
  letterOf,
} from './cells.ts';
export {
  type Choice,
  type Column,
  type Shape,
  type Values,
  column,
  headerNote,
  written,
} from './columns.ts';
export { encodingOf, readCsv } from './csv.ts';
export { type FileFormat, type FileOut, asFile, tableFile, workbookFile } from './files.ts';
export type { Limits } from './limits.ts';
export {
  MOST_RECORDS,
  type Records,
  type Report,
  type Saving,
  fileKind,
  readRecords,
  saveRecords,
} from './records.ts';
export { type Entry, type Fault, type TableReading, columnNamed, readTable } from './table.ts';
export { type RowReader, type Workbook, openXlsx, sameName } from './xlsx.ts';
export {
  type WrittenCell,
  type WrittenRow,
  type WrittenSheet,
  csvOf,
  rowsOf,
  sheetOf,
  writeXlsx,
} from './write.ts';
