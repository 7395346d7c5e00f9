/** What a column is: the one description from which template, reader and writer are made, so that they cannot disagree. */
import type { Text } from '#kernel/errors.ts';

export interface Choice {
  /** What is kept. */
  code: string;
  /** What people read and pick. */
  label: Text;
}

type ColumnKind = 'text' | 'integer' | 'enum' | 'date' | 'boolean';

export interface Column {
  key: string;
  title: Text;
  /** Stands in the header cell's note. */
  note: Text;
  required: boolean;
  kind: ColumnKind;
  /** For `enum`; labels without the characters that part the values of a cell. */
  choices?: readonly Choice[];
  /** A cell holds several values, parted by ； or a line break (choices also by 、). */
  many?: true;
  /** Characters of one value. */
  maxLength?: number;
  /** Values of one cell. */
  maxValues?: number;
  min?: number;
  max?: number;
  /** Digits, letters and signs only, as in codes and telephone numbers: full-width ones are reported. */
  halfWidth?: true;
  /** Characters wide; the title's width where it is not given. */
  width?: number;
}

/** A column of text that may stay empty, unless `more` says otherwise. */
export const column = (
  key: string,
  title: Text,
  note: Text,
  more: Partial<Omit<Column, 'key' | 'title' | 'note'>> = {},
): Column => ({ key, title, note, required: false, kind: 'text', ...more });

export interface Shape {
  /** The sheet's name. */
  name: Text;
  columns: readonly Column[];
}

/** The value of a cell: `undefined` where nothing stands. */
export type Value = string | number | boolean | string[] | undefined;
export type Values = Record<string, Value>;

export const YES: Text = { zh: '是', en: 'yes' };
export const NO: Text = { zh: '否', en: 'no' };

/** What a person may pick in a cell of the column; undefined where he writes. */
export function picks(column: Column): string[] | undefined {
  if (column.many === true) return undefined;
  if (column.kind === 'boolean') return [YES.zh, NO.zh];
  return column.choices?.map(choice => choice.label.zh);
}

/** The cell for a value, as a person writes it. */
export function written(column: Column, value: Value): string | number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? YES.zh : NO.zh;
  if (typeof value === 'number') return value;
  const label = (one: string): string => column.choices?.find(choice => choice.code === one)?.label.zh ?? one;
  return Array.isArray(value) ? value.map(label).join('；') : label(value);
}

/** The note of a column's header: what it is, whether it must be there, and what may be chosen. */
export function headerNote(column: Column): string {
  const lines = [column.required ? '必填。' : '选填。', column.note.zh, column.note.en];
  if (column.many === true) lines.push('可填多项，用“；”或换行分开。Several values, parted by ；');
  if (column.maxLength !== undefined) lines.push(`每项不超过 ${column.maxLength} 字。`);
  if (column.kind === 'date') lines.push('日期，如 2026-11-20。');
  if (column.choices && column.choices.length <= 40)
    lines.push(`可选：${column.choices.map(choice => choice.label.zh).join('、')}`);
  return lines.filter(line => line !== '').join('\n');
}
