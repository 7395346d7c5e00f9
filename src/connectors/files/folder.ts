/**
 * The folders that the operator opened, and the only way to a file in one of them. A path is resolved and held against
 * its root at every use, links included: what lies outside is refused, whoever put a link there.
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, opendir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { badFile } from './faults.ts';

/** Folders by their whole name, `department/name`; a folder that is not among them does not exist. */
export type Folders = ReadonlyMap<string, string>;

export interface Folder {
  /** Where it is once all links are followed; everything in it is held against `root`. */
  path: string;
  root: string;
}

/** Of a file at one moment: another file, or another content, differs in one of them. */
export interface Mark {
  dev: bigint;
  ino: bigint;
  size: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
  birthtimeNs: bigint;
}

/**
 * Which file of a disk it is, whatever it is called. A number is given anew soon after a file is gone, so the moment when
 * it was made belongs to it, where the disk keeps one.
 */
export const fileId = ({ ino, birthtimeNs }: Mark): string => `${ino}-${birthtimeNs}`;

export const sameMark = (one: Mark, other: Mark): boolean =>
  one.dev === other.dev &&
  one.ino === other.ino &&
  one.size === other.size &&
  one.mtimeNs === other.mtimeNs &&
  one.ctimeNs === other.ctimeNs;

/** One step of a path: no way up, nothing hidden, and nothing that another system reads as a separator. */
export const isPlainName = (name: string): boolean =>
  name !== '' && !name.startsWith('.') && !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= 255;

const isInside = (root: string, path: string): boolean => path === root || path.startsWith(root + sep);

/** `civil/in/2026`: as people know it, without the department and without where it lies on the machine. */
export const shownFolder = ({ host, database }: Pick<SourceAddress, 'host' | 'database'>): string =>
  `${host.slice(host.indexOf('/') + 1)}${database === '' ? '' : `/${database}`}`;

function closed(address: SourceAddress): ConnectionProblem {
  return new ConnectionProblem('folder_closed', { host: shownFolder(address) });
}

/** The folder of an address, or one in it (`.` is itself); `create` makes what is missing of it. */
export async function openFolder(
  folders: Folders,
  address: SourceAddress,
  schema = '.',
  create = false,
): Promise<Folder> {
  const opened = folders.get(address.host);
  if (opened === undefined) throw closed(address);
  const steps = address.database === '' ? [] : address.database.split('/');
  if (schema !== '.') steps.push(schema);
  if (!steps.every(isPlainName)) throw closed(address);
  const missing = (error: unknown): ConnectionProblem =>
    new ConnectionProblem('no_folder', { host: shownFolder(address) }, { cause: error });
  let root: string;
  try {
    root = await realpath(opened);
  } catch (error) {
    throw missing(error);
  }
  let path = root;
  for (const step of steps) {
    const next = join(path, step);
    try {
      if (create) await mkdir(next, { recursive: true, mode: 0o770 });
      path = await realpath(next);
    } catch (error) {
      throw missing(error);
    }
    if (!isInside(root, path)) throw closed(address);
  }
  if (!(await stat(path)).isDirectory()) throw missing(undefined);
  return { path, root };
}

/**
 * Asked again before anything is made, moved or removed in a folder: a run may take hours, and somebody may have put a
 * link in the place of the folder, or of the one with the states in it.
 */
export async function holdFolder({ path, root }: Folder): Promise<void> {
  if ((await realpath(path)) !== path || !isInside(root, path))
    throw new ConnectionProblem('folder_closed', { host: basename(path) });
}

/** Where a descriptor really leads: a name may have been exchanged since it was looked at. */
async function placeOf(handle: FileHandle, path: string): Promise<string> {
  try {
    return await realpath(`/proc/self/fd/${handle.fd}`);
  } catch {
    return realpath(path);
  }
}

/** Opens a file for reading; it is one, it lies in the folder, and a pipe that nobody fills does not hold us up. */
export async function openFile(folder: Folder, name: string): Promise<{ handle: FileHandle; mark: Mark }> {
  const outside = (): ConnectionProblem =>
    badFile(name, {
      zh: '它不是这个文件夹里的普通文件',
      en: 'it is no ordinary file of this folder',
    });
  if (!isPlainName(name)) throw outside();
  const path = await realpath(join(folder.path, name));
  if (!isInside(folder.root, path)) throw outside();
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const mark = await handle.stat({ bigint: true });
    if (!mark.isFile() || !isInside(folder.root, await placeOf(handle, path))) throw outside();
    return { handle, mark };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What a name stands for now; undefined for nothing, and for what is no file of the folder. */
export async function markOf(folder: Folder, name: string): Promise<Mark | undefined> {
  try {
    const { handle, mark } = await openFile(folder, name);
    await handle.close();
    return mark;
  } catch {
    return undefined;
  }
}

/** Names in one folder; who has more keeps an archive there, and its names alone would fill our memory. */
const MOST_NAMES = 100_000;

/** Names of files and of folders in it, hidden ones left out, in a settled order. */
export async function listFolder(
  { path }: Folder,
  most = MOST_NAMES,
): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  let count = 0;
  for await (const entry of await opendir(path, { bufferSize: 1_000 })) {
    if (++count > most)
      throw badFile(basename(path), {
        zh: `文件夹里有超过 ${most} 个文件；请把旧文件移走`,
        en: `the folder holds more than ${most} files; move old ones away`,
      });
    if (!isPlainName(entry.name) || entry.name.startsWith('~$')) continue;
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isFile() || entry.isSymbolicLink()) files.push(entry.name);
  }
  return { files: files.sort(), folders: folders.sort() };
}

/** Makes names that were given in a folder survive a loss of power. */
export async function syncFolder({ path }: Folder): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
