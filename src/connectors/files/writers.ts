/** Rows as text into a file: CSV and JSON lines. Excel has a writer of its own. */
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { answerValue } from '#planes/mover/ports.ts';
import type { Column } from '#planes/mover/ports.ts';
import type { FileWriting } from '#vocabulary/files.ts';

export type TextRow = readonly (string | null)[];

export interface RowWriter {
  write(rows: readonly TextRow[]): Promise<void>;
  /** Writes the end; the file is whole then, and still to be synced. Decimals by column, of a workbook. */
  finish(): Promise<{ scales: (number | null)[] }>;
  /** Lets go of everything; the file is of no use then. */
  abandon(): void;
}

export interface Out {
  handle: FileHandle;
  /** Takes every byte in the order in which it lies in the file. */
  hash: Hash;
}

/** What must be in quotes, so that a reader finds the same text: line ends, quotes, what is trimmed, and nothing at all. */
const QUOTED = /[",\r\n]|^[\s\ufeff]|\s$|^$/;

const csvField = (text: string | null): string =>
  text === null ? '' : QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
const csvLine = (row: TextRow): string => `${row.map(csvField).join(',')}\r\n`;

/** A text keeps its quotes; what other programs would read as another number is a text. */
function jsonValue({ type }: Column, text: string | null): string {
  if (type === 'double' && text === '-0') return '-0';
  return JSON.stringify(answerValue(type, text));
}

const BATCH = 256 * 1024;

export function createTextWriter(
  { handle, hash }: Out,
  format: 'csv' | 'jsonl',
  columns: readonly Column[],
  writing: FileWriting,
): RowWriter {
  const encoding = writing === '' || writing === 'utf-8-bom' ? 'utf-8' : writing;
  const names = columns.map(({ name }) => JSON.stringify(name));
  const lineOf =
    format === 'csv'
      ? csvLine
      : (row: TextRow): string =>
          `{${columns.map((column, i) => `${names[i]}:${jsonValue(column, row[i] ?? null)}`).join(',')}}\n`;

  async function put(text: string): Promise<void> {
    const bytes = encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, encoding);
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  }

  const marked = writing === 'utf-8-bom' || writing === 'utf-16le';
  let text = marked ? '\ufeff' : '';
  if (format === 'csv') text += csvLine(columns.map(({ name }) => name));
  return {
    async write(rows) {
      for (const row of rows) {
        text += lineOf(row);
        if (text.length < BATCH) continue;
        await put(text);
        text = '';
      }
    },
    async finish() {
      await put(text);
      return { scales: [] };
    },
    abandon: () => undefined,
  };
}
