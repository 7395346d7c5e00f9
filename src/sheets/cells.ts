/** What a file of rows holds, whatever its format: cells that know where they stand. */

export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error';

export interface Cell {
  /** 1 for A. */
  column: number;
  kind: CellKind;
  /** As text: numbers as JavaScript writes them, dates as YYYY-MM-DD or with T and the time, booleans TRUE and FALSE. */
  text: string;
  /** The file holds a formula; `text` is the result that its program kept, empty when it kept none. */
  formula?: true;
}

export interface Row {
  /** As the program shows it: the first row is 1. */
  number: number;
  /** Those that hold something, from left to right. */
  cells: readonly Cell[];
}

const A = 64;

/** 1 → A, 27 → AA. */
export function letterOf(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(A + ((left - 1) % 26) + 1) + letters;
  return letters;
}

/** C17 for row 17, column 3. */
export const addressOf = (row: number, column: number): string => `${letterOf(column)}${row}`;

/** The column of an address (`C17`, `$C$17`, `C`); undefined where there is none. */
export function columnOf(address: string): number | undefined {
  const letters = /^\$?([A-Z]{1,3})(?:\$?\d+)?$/.exec(address)?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - A;
  return column;
}

export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** `B2:D5`, or one cell; undefined for what is no range of cells. */
export function rangeOf(text: string): Range | undefined {
  const [first = '', last = first] = text.split(':');
  const [left, right] = [columnOf(first), columnOf(last)];
  const [top, bottom] = [first, last].map(one => Number(/\d+$/.exec(one)?.[0] ?? Number.NaN));
  if (left === undefined || right === undefined || !(top! >= 1) || !(bottom! >= 1)) return undefined;
  return { top: top!, left, bottom: bottom!, right };
}

/** What is in a file that the platform reads over and never writes back. */
export type LossKind =
  | 'macros'
  | 'pictures'
  | 'charts'
  | 'pivot_tables'
  | 'embedded'
  | 'external_links'
  | 'notes';

export interface Loss {
  kind: LossKind;
  /** Addresses, where they are known: `Sheet1!C17`. At most 20. */
  cells: string[];
}
