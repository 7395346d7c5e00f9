/** Pieces of a paper, so that each document reads as what it says. */
import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { PaperBlock, PaperCell, PaperView } from './contract.ts';

export type Block = Static<typeof PaperBlock>;
export type Cell = Static<typeof PaperCell>;
export type Paper = Static<typeof PaperView>;

/** A clause with the whole article that its quotation is from, where the library has it. */
export interface Clause extends Pick<Citation, 'title' | 'article' | 'quotation'> {
  /** Empty where the library does not have it. */
  full: string;
}

/** Columns of an official form: label, number, name, label, narrow, wide; of a hundred. */
export const FORM_COLUMNS = [16, 9, 25, 16, 12, 22];
const ALL = FORM_COLUMNS.length;
/** The column of numbers in a list, of a hundred. */
const NUMBER = 10;

type Lines = string | readonly string[];
const linesOf = (lines: Lines): string[] => (typeof lines === 'string' ? [lines] : [...lines]);

export const cell = (lines: Lines, columns = 1, rows = 1): Cell => ({
  lines: linesOf(lines),
  columns,
  rows,
  kind: 'text',
});
export const label = (text: Lines, columns = 1, rows = 1): Cell => ({
  ...cell(text, columns, rows),
  kind: 'label',
});
const stamp = (lines: Lines): Cell => ({ ...cell(lines, ALL / 2), kind: 'stamp' });

/** One thing across the form. */
export const line = (name: string, value: Lines): Cell[] => [label(name), cell(value, ALL - 1)];
/** Two things beside each other. */
export const pair = (name: string, value: Lines, other: string, otherValue: Lines): Cell[] => [
  label(name),
  cell(value, 2),
  label(other),
  cell(otherValue, 2),
];
/** A line across the form that names what follows. */
export const band = (text: string): Cell[] => [label(text, ALL)];

/** Rows of their own beside one label: number, name, and two more columns, the last of which is wide. */
export function listed(
  name: Lines,
  head: readonly [string, string, string],
  rows: readonly (readonly [string, string, string])[],
): Cell[][] {
  const [first, second, third] = head;
  return [
    [label(name, 1, rows.length + 1), label('序号'), label(first), label(second), label(third, 2)],
    ...rows.map(([one, two, three], at) => [label(String(at + 1)), cell(one), cell(two), cell(three, 2)]),
  ];
}

const SIGNED = '负责人（签字）：';
const DATED = '年　　月　　日';

/** Boxes two by two, each with room for a stamp and a signature. */
export function stamps(titles: readonly string[]): Cell[][] {
  const boxes = titles.map(title => stamp([title, SIGNED, DATED]));
  const rows: Cell[][] = [];
  while (boxes.length > 0) rows.push(boxes.splice(0, 2));
  return rows.map(([left, right]) =>
    right || !left ? [left, right].filter(box => box !== undefined) : [{ ...left, columns: ALL }],
  );
}

export const form = (rows: Cell[][]): Block => ({ type: 'table', columns: [...FORM_COLUMNS], rows });

/** A ruled list of its own, numbered, with a head. */
export const list = (
  columns: number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Block => ({
  type: 'table',
  columns: [NUMBER, ...columns],
  rows: [
    ['序号', ...head].map(text => label(text)),
    ...rows.map((cells, at) => [label(String(at + 1)), ...cells.map(text => cell(text))]),
  ],
});

export const heading = (text: string): Block => ({ type: 'heading', text });
export const addressee = (name: string): Block => ({ type: 'text', text: `${name}：`, style: 'plain' });
export const text = (words: string): Block => ({ type: 'text', text: words, style: 'indented' });
const clause = ({ title, article }: Clause, quotation: string): Block => ({
  type: 'clause',
  source: `《${title}》${article}`,
  quotation,
});
/** What the paper rests on: the whole article, where the library has it. */
export const inFull = (cited: readonly Clause[]): Block[] =>
  cited.map(one => clause(one, one.full === '' ? one.quotation : one.full));
/** What the paper points to: the sentence that counts. */
export const inShort = (cited: readonly Clause[]): Block[] => cited.map(one => clause(one, one.quotation));

/** Who issues the paper, and when; the stamp goes over both. */
export const signature = (who: string, day: string): Block[] => [
  { type: 'text', text: `${who}（盖章）`, style: 'end' },
  { type: 'text', text: day, style: 'end' },
];
