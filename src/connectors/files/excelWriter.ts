/** Rows into a workbook as they come: numbers that a workbook keeps are numbers, everything else is text. */
import { once } from 'node:events';
import { Writable } from 'node:stream';
import type { Column } from '#planes/mover/ports.ts';
import { type WrittenRow, writeXlsx } from '#sheets/index.ts';
import { MOST_CELL, MOST_SHEET_ROWS } from './excelRows.ts';
import { badFile } from './faults.ts';
import type { Out, RowWriter, TextRow } from './writers.ts';

const SHEET = '数据';
const MOST_DIGITS = 15;

const digitsOf = (text: string): number => text.replaceAll(/[-.]/g, '').replace(/^0+/, '').length;

/**
 * The cell of a value. A number of a column is one where all of the column's have as many decimals, which the state
 * remembers: 12.50 comes back as 12.50 and not as 12.5.
 */
function cellOf(type: Column['type'], text: string, scale: number | null): string | number {
  switch (type) {
    case 'bigint':
      return digitsOf(text) <= MOST_DIGITS ? Number(text) : text;
    case 'double': {
      const value = Number(text);
      return Number.isFinite(value) && text !== '-0' ? value : text;
    }
    case 'numeric':
      return digitsOf(text) <= MOST_DIGITS &&
        (scale ?? 0) <= MOST_DIGITS &&
        Number(text).toFixed(scale ?? 0) === text
        ? Number(text)
        : text;
    case 'text':
    case 'boolean':
    case 'date':
    case 'timestamp':
      return text;
  }
}

const scaleOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** A stream's callback for work that waits. */
async function pass(work: () => Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await work();
  } catch (error) {
    done(error as Error);
    return;
  }
  done();
}

export function createExcelWriter(
  { handle, hash }: Out,
  table: string,
  columns: readonly Column[],
): RowWriter {
  const scales: (number | null)[] = columns.map(() => null);
  let waiting: WrittenRow[] = [];
  let rows = 0;
  let ended = false;
  let failure: Error | undefined;
  let wakeWriter: (() => void) | undefined;
  let wakeReader: (() => void) | undefined;

  async function* given(): AsyncGenerator<WrittenRow> {
    yield columns.map(({ name }) => ({ value: name }));
    for (;;) {
      const portion = waiting;
      waiting = [];
      yield* portion;
      if (waiting.length > 0) continue;
      wakeWriter?.();
      if (ended) return;
      await new Promise<void>(resolve => (wakeReader = resolve));
    }
  }

  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const go = async (): Promise<void> => {
        for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
      };
      void pass(go, done);
    },
  });
  const written = Promise.race([
    writeXlsx(stream, [{ name: SHEET, columns: [], rows: given() }], { inline: true }),
    // The library does not hear of a stream that fails.
    once(stream, 'error').then(([error]: Error[]) => Promise.reject(error ?? new Error('the stream ended'))),
  ]).catch((error: Error) => {
    failure = error;
    wakeWriter?.();
  });

  function rowOf(row: TextRow): WrittenRow {
    return row.map((text, i) => {
      const column = columns[i];
      if (text === null || column === undefined) return undefined;
      if (text.length > MOST_CELL)
        throw badFile(table, {
          zh: `列“${column.name}”有超过 ${MOST_CELL} 个字符的值，Excel 放不下；请改用 .csv`,
          en: `a value in “${column.name}” has more than ${MOST_CELL} characters, which no Excel cell holds; deliver .csv`,
        });
      if (column.type === 'numeric') scales[i] ??= scaleOf(text);
      return { value: cellOf(column.type, text, scales[i] ?? null) };
    });
  }

  return {
    async write(more) {
      rows += more.length;
      if (rows > MOST_SHEET_ROWS)
        throw badFile(table, {
          zh: `超过 ${MOST_SHEET_ROWS} 行，Excel 工作表放不下；请改用 .csv`,
          en: `there are more than ${MOST_SHEET_ROWS} rows, which no Excel sheet holds; deliver .csv`,
        });
      for (const row of more) waiting.push(rowOf(row));
      if (failure) throw failure;
      const taken = new Promise<void>(resolve => (wakeWriter = resolve));
      wakeReader?.();
      await taken;
      if (failure) throw failure;
    },
    async finish() {
      ended = true;
      wakeReader?.();
      await written;
      if (!failure && !stream.writableFinished) await once(stream, 'finish');
      if (failure) throw failure;
      return { scales };
    },
    abandon() {
      ended = true;
      waiting = [];
      failure ??= new Error('The writing was given up.');
      wakeReader?.();
      wakeWriter?.();
      stream.destroy();
    },
  };
}
