/** The rows that could not travel, in a file that nobody else may read: their values are personal. */
import { isUtf8 } from 'node:buffer';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { StartProblem } from '#kernel/errors.ts';
import type { WrongRow } from '#planes/mover/ports.ts';
import type { WrongStore } from '#planes/mover/reading/wrongRows.ts';

const HEADING = ['row', 'column', 'type', 'reason', 'value', 'value_base64', 'key'];

export interface AsideFile extends WrongStore {
  /** How many rows it holds. */
  rows(): number;
  close(): void;
}

/** Made new: what lies there already may be the only copy of an earlier run's. */
export function openAside(path: string): AsideFile {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartProblem(
      code === 'EEXIST' ? `--aside: ${path} is there already; name another file.` : `--aside: ${message}`,
    );
  }
  let at = 0;
  let held = 0;
  const put = (rows: string[][]): void => {
    const bytes = Buffer.from(stringify(rows));
    writeSync(file, bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  const row = ({ row: number, column, type, reason, raw, key }: WrongRow): string[] => {
    const isText = isUtf8(raw);
    return [
      String(number),
      column,
      type,
      reason,
      isText ? raw.toString() : '',
      isText ? '' : raw.toString('base64'),
      JSON.stringify(key),
    ];
  };
  return {
    clear() {
      ftruncateSync(file);
      [at, held] = [0, 0];
      put([HEADING]);
      return Promise.resolve();
    },
    save(rows) {
      put(rows.map(row));
      held += rows.length;
      return Promise.resolve();
    },
    rows: () => held,
    close: () => closeSync(file),
  };
}
