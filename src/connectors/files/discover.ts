/** What a folder has for tables, and which columns they have. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, DiscoveredTable, TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { isFault, valueAt } from './conditions.ts';
import { openBook } from './excelRows.ts';
import { type Folder, type Folders, listFolder, openFile, openFolder } from './folder.ts';
import { type Look, lookAt, openLooked } from './look.ts';
import { formatOf, series } from './names.ts';
import { SAMPLE_ROWS, beginningOf, findRows, isBlank, openRows } from './openRows.ts';
import { guessType } from './values.ts';

const always = (): Promise<boolean> => Promise.resolve(true);
/** Files whose heading is read, and workbooks whose sheets are, for a list of tables: in all folders together. */
const MOST_OPENED = 300;

/** The columns of the newest file by name, with their types as its first rows have them. */
export async function columnsIn(look: Look, { schema, table }: TableName): Promise<DiscoveredColumn[]> {
  const last = look.files.at(-1);
  if (last === undefined) throw new ConnectionProblem('no_table', { schema, table });
  const { handle, file } = await openLooked(look, last);
  try {
    const [beginning, takesLast] = beginningOf(file, always);
    const opened = await openRows(beginning, { takesLast });
    const { names, transcoded } = opened;
    const values = names.map((): string[] => []);
    let left = SAMPLE_ROWS;
    for await (const cursor of opened.rows()) {
      while (left > 0 && cursor.next()) {
        if (isBlank(cursor) || cursor.fault !== undefined || cursor.count !== names.length) continue;
        left--;
        for (const [at, list] of values.entries()) {
          const value = valueAt(cursor, at, '', 'text', transcoded);
          if (isFault(value)) list.push('?');
          else if (value !== null && value !== '') list.push(value);
        }
      }
      if (left === 0) break;
    }
    return names.map((name, i) => ({
      name,
      // What was seen in some rows is no definition: a value of another kind later is a wrong row, and no drift.
      databaseType: file.format,
      type: guessType(values[i] ?? []),
      nullable: true,
      comment: '',
      inKey: false,
    }));
  } finally {
    await handle.close();
  }
}

async function sheetsOf(folder: Folder, name: string): Promise<string[]> {
  const { handle } = await openFile(folder, name);
  try {
    return (await openBook(handle.fd)).sheets.filter(sheet => !sheet.hidden).map(sheet => sheet.name);
  } finally {
    await handle.close();
  }
}

/** Whether all files of a series have the same columns; the order may differ. */
async function haveSameColumns(
  folders: Folders,
  address: SourceAddress,
  schema: string,
  names: readonly string[],
): Promise<boolean> {
  const seen = new Set<string>();
  for (const table of names) {
    const look = await lookAt(folders, address, { schema, table });
    const [looked] = look.files;
    if (!looked) return false;
    const { handle, file } = await openLooked(look, looked);
    try {
      const opened = await findRows(file, { takesLast: always });
      seen.add(JSON.stringify([...(opened?.names ?? [])].sort()));
    } finally {
      await handle.close();
    }
    if (seen.size > 1) return false;
  }
  return true;
}

async function tablesOf(
  folders: Folders,
  address: SourceAddress,
  schema: string,
  budget: { left: number },
): Promise<DiscoveredTable[]> {
  const folder = await openFolder(folders, address, schema);
  const names = (await listFolder(folder)).files.filter(name => formatOf(name) !== undefined);
  const table = (name: string, comment = ''): DiscoveredTable => ({
    schema,
    table: name,
    comment,
    rows: undefined,
    isView: false,
  });
  const found: DiscoveredTable[] = [];
  for (const [pattern, files] of series(names)) {
    if (budget.left < files.length) continue;
    budget.left -= files.length;
    const isOne = await haveSameColumns(folders, address, schema, files).catch(() => false);
    if (isOne) found.push(table(pattern, `${files.length} 个文件`));
  }
  for (const name of names) {
    found.push(table(name));
    if (formatOf(name) !== 'xlsx' || budget.left-- <= 0) continue;
    // One that cannot be read is listed too: whoever chooses it is told why.
    const sheets = await sheetsOf(folder, name).catch(() => []);
    for (const sheet of sheets.slice(1)) found.push(table(`${name}#${sheet}`));
  }
  return found;
}

/** Those of the folder itself, and those of the folders in it. */
export async function tablesIn(folders: Folders, address: SourceAddress): Promise<DiscoveredTable[]> {
  const here = await openFolder(folders, address);
  const budget = { left: MOST_OPENED };
  const found = await tablesOf(folders, address, '.', budget);
  for (const name of (await listFolder(here)).folders)
    found.push(...(await tablesOf(folders, address, name, budget).catch(() => [])));
  return found;
}
