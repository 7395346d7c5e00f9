/** Which files a table is made of, as they are at one moment. */
import type { FileHandle } from 'node:fs/promises';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type { FileWriting } from '#vocabulary/files.ts';
import { badFile } from './faults.ts';
import {
  type Folder,
  type Folders,
  type Mark,
  listFolder,
  markOf,
  openFile,
  openFolder,
  sameMark,
} from './folder.ts';
import { type FileTable, fileTable, formatOf, matches } from './names.ts';
import type { FileOnDisk } from './openRows.ts';

export interface Looked {
  name: string;
  mark: Mark;
}

export interface Look {
  folder: Folder;
  table: FileTable;
  /** In the order of their names. */
  files: Looked[];
  /** The table is a pattern, so that a row is found by its file too. */
  isSeries: boolean;
  writing: FileWriting;
}

/** Files of one pattern that are read in one run. */
const MOST_FILES = 10_000;

export async function lookAt(folders: Folders, address: SourceAddress, table: TableName): Promise<Look> {
  const found = fileTable(table);
  const folder = await openFolder(folders, address, table.schema);
  const isSeries = found.pattern.includes('*');
  const names = isSeries
    ? (await listFolder(folder)).files.filter(
        name => matches(found.pattern, name) && formatOf(name) === found.format,
      )
    : [found.pattern];
  if (names.length > MOST_FILES)
    throw badFile(table.table, {
      zh: `有 ${names.length} 个文件，一次最多读 ${MOST_FILES} 个`,
      en: `there are ${names.length} files, at most ${MOST_FILES} are read at once`,
    });
  const files: Looked[] = [];
  for (const name of names) {
    if (isSeries) {
      const mark = await markOf(folder, name);
      if (mark !== undefined) files.push({ name, mark });
      continue;
    }
    // Of a single file it is said why it cannot be read.
    const { handle, mark } = await openFile(folder, name);
    await handle.close();
    files.push({ name, mark });
  }
  return { folder, table: found, files, isSeries, writing: address.user as FileWriting };
}

/** Whether all that was looked at is still what it was. */
export async function isUnchanged({ folder, files }: Look): Promise<boolean> {
  for (const { name, mark } of files) {
    const now = await markOf(folder, name);
    if (now === undefined || !sameMark(now, mark)) return false;
  }
  return true;
}

export const changedFile = (name: string, options?: ErrorOptions): ConnectionProblem =>
  new ConnectionProblem('file_changed', { table: name }, options);

export interface OpenedFile {
  file: FileOnDisk;
  handle: FileHandle;
  mark: Mark;
}

/** Opens a file that was looked at, as it is now. */
export async function openLooked(look: Look, { name }: Looked): Promise<OpenedFile> {
  const { folder, table, writing } = look;
  let opened: { handle: FileHandle; mark: Mark };
  try {
    opened = await openFile(folder, name);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? changedFile(name, { cause: error }) : error;
  }
  const { handle, mark } = opened;
  const { format, sheet } = table;
  return { handle, mark, file: { handle, name, size: Number(mark.size), format, sheet, writing } };
}
