/** A folder that lives as long as a test, opened as an operator opens one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { createConnectors } from '#connectors/open.ts';
import { decodeTuples, outputColumns, readRows } from '#planes/mover/ports.ts';
import type { ReadOptions, Selection, Sink, Source, WrongRow } from '#planes/mover/ports.ts';
import type { ColumnType, Mask, PlanItem, RowCondition, SourceAddress } from '#vocabulary/plans.ts';

export interface Drop {
  path: string;
  address: SourceAddress & { password: string };
  source: Source;
  sink: Sink;
  put(name: string, content: string | Buffer): string;
}

export function createDrop(t: TestContext, writing = '', database = ''): Drop {
  const path = mkdtempSync(join(tmpdir(), 'shuqiao-files-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  const connectors = createConnectors(new Map([['mz/civil', path]]));
  const address = {
    kind: 'files',
    host: 'mz/civil',
    port: 0,
    database,
    user: writing,
    password: '',
  } as const;
  return {
    path,
    address,
    source: connectors.openSource(address),
    sink: connectors.openSink(address),
    put(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

export const makeFolder = (file: string): Promise<string | undefined> =>
  mkdir(dirname(file), { recursive: true });

export const item = (column: string, type: ColumnType = 'text', mask: Mask = { kind: 'none' }): PlanItem => ({
  name: column,
  column,
  type,
  mask,
  filter: false,
});

export const selection = (
  table: string,
  items: PlanItem[],
  rows: RowCondition[] = [],
  schema = '.',
): Selection => ({ table: { schema, table }, items, rows });

export async function rowsOf(
  source: Source,
  selected: Selection,
  options: ReadOptions = {},
): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const chunk of readRows(source, selected, options))
    rows.push(...decodeTuples(chunk, outputColumns(selected.items)));
  return rows;
}

/** The rows that travel, and those that are set aside. */
export async function sorted(
  source: Source,
  selected: Selection,
  options: ReadOptions = {},
): Promise<{ rows: (string | null)[][]; wrong: WrongRow[]; read: number }> {
  const wrong: WrongRow[] = [];
  let read = 0;
  const rows = await rowsOf(source, selected, {
    ...options,
    wrong: (row, so) => {
      wrong.push(row);
      read = so;
    },
  });
  return { rows, wrong, read };
}
