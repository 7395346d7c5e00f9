/** The tables of a file that was brought, whatever its format. */
import { type Loss, type RowReader, type Shape, openXlsx, readCsv } from '#sheets/index.ts';
import type { Shapes } from './shapes.ts';

export interface Table {
  part: 'entries' | 'items' | 'flat';
  sheet: string;
  shape: Shape;
  source: Pick<RowReader, 'rows'> & Partial<RowReader>;
}

export interface Source {
  /** Entries before items, whatever their order in the file. */
  tables: Table[];
  losses: readonly Loss[];
  /** A measure for the progress. */
  rows: number;
}

/** Refuses whatever cannot be read, and workbooks without the template's sheets. */
export async function openSource(kind: 'xlsx' | 'csv', file: Buffer, shapes: Shapes): Promise<Source> {
  if (kind === 'csv') {
    const sheet = shapes.flat.name.zh;
    const table = {
      part: 'flat',
      sheet,
      shape: shapes.flat,
      source: { rows: readCsv(file, sheet) },
    } as const;
    const lines = file.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 0);
    return { tables: [table], losses: [], rows: lines };
  }
  const workbook = await openXlsx(file);
  const [entries, items] = [shapes.entries.name.zh, shapes.items.name.zh];
  const tables: Table[] = [
    { part: 'entries', sheet: entries, shape: shapes.entries, source: workbook.read(entries) },
    { part: 'items', sheet: items, shape: shapes.items, source: workbook.read(items) },
  ];
  const rows = (await workbook.countRows(entries)) + (await workbook.countRows(items));
  return { tables, losses: workbook.losses, rows };
}
