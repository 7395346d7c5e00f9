/**
 * What `shuqiao.run` is in a database, a small file is in a folder: who holds a target, which runs were placed, where
 * the next one begins. It lies in `.shuqiao` beside the files, and every change of it is a file of its own with the
 * next number, made by a hard link: of two that want to change the same state, one finds the number taken.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { PlacedRun, TableName } from '#planes/mover/ports.ts';
import type { Position } from '#vocabulary/moves.ts';
import { badFile } from './faults.ts';
import { type Folder, holdFolder, isPlainName, syncFolder } from './folder.ts';

export interface KeptRun extends Pick<PlacedRun, 'runNo' | 'grantNo' | 'version' | 'rows' | 'sha256'> {
  /** Of the file, as any program computes it. */
  fileSha256: string;
  file: string;
  /** The file before it got its name; gone once it has. */
  part: string;
  /** Of a workbook: decimals of each column's numbers. */
  scales: (number | null)[];
  placedAt: string;
  position: Position | null;
}

export interface TargetState extends TableName {
  epoch: number;
  /** The run that an attempt is about to place. */
  holder: string | null;
  /** In the order in which they were placed. */
  runs: KeptRun[];
  /** Files that make up the table now. */
  files: string[];
}

export interface Loaded {
  number: number;
  state: TargetState;
}

export const STATES = '.shuqiao';
/** Runs that are remembered; of a table that is added to every file counts. */
const MOST_RUNS = 5_000;
const STATE = /^([0-9a-f]{16})\.(\d{10})\.json$/;
const PART = /^[0-9a-f]{16}\.\d+\.[0-9a-f]{16}\.part$/;

export const stateFolder = ({ path, root }: Folder): Folder => ({ path: join(path, STATES), root });
export const keyOf = ({ schema, table }: TableName): string =>
  createHash('sha256')
    .update(JSON.stringify([schema, table]))
    .digest('hex')
    .slice(0, 16);
const fileOf = (key: string, number: number): string => `${key}.${String(number).padStart(10, '0')}.json`;

/** The numbers that each target has; nothing where nothing was ever placed. */
async function numbersIn(folder: Folder): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const states = stateFolder(folder);
  let names: string[];
  try {
    await holdFolder(states);
    names = await readdir(states.path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return found;
    throw error;
  }
  for (const name of names) {
    const [, key, number] = STATE.exec(name) ?? [];
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), Number(number)]);
  }
  return found;
}

const isRun = (run: Partial<KeptRun> | null): boolean =>
  run !== null &&
  [run.runNo, run.grantNo, run.sha256, run.fileSha256].every(one => typeof one === 'string') &&
  [run.version, run.rows].every(Number.isSafeInteger) &&
  typeof run.file === 'string' &&
  isPlainName(run.file) &&
  PART.test(String(run.part)) &&
  Array.isArray(run.scales) &&
  run.scales.every(one => one === null || (Number.isSafeInteger(one) && one >= 0 && one <= 100)) &&
  !Number.isNaN(Date.parse(String(run.placedAt))) &&
  typeof run.position === 'object';

/**
 * Whoever may write into the folder may have written the state: what it says of rows is the consumer's own affair, but a
 * file that it names is renamed, read and removed by us.
 */
function stateIn(text: string, key: string, file: string): TargetState {
  let found: Partial<TargetState> | null;
  try {
    found = JSON.parse(text) as Partial<TargetState> | null;
  } catch {
    found = null;
  }
  const isWhole =
    typeof found?.schema === 'string' &&
    typeof found.table === 'string' &&
    keyOf({ schema: found.schema, table: found.table }) === key &&
    Number.isSafeInteger(found.epoch) &&
    (found.holder === null || typeof found.holder === 'string') &&
    Array.isArray(found.runs) &&
    found.runs.every(isRun) &&
    Array.isArray(found.files) &&
    found.files.every(one => typeof one === 'string' && isPlainName(one));
  if (!isWhole)
    throw badFile(`${STATES}/${file}`, {
      zh: '它不是平台写下的内容；请从备份恢复它，或移走它并删除该目标后重新开始',
      en: 'it is not what the platform wrote; restore it, or move it away and begin the target anew',
    });
  return found as TargetState;
}

async function loadKey(folder: Folder, key: string): Promise<Loaded | undefined> {
  // A state that was the newest a moment ago may be cleared away by whoever made the next.
  for (let tries = 0; ; tries++) {
    const number = Math.max(0, ...((await numbersIn(folder)).get(key) ?? []));
    if (number === 0) return undefined;
    try {
      const file = fileOf(key, number);
      const text = await readFile(join(stateFolder(folder).path, file), 'utf8');
      return { number, state: stateIn(text, key, file) };
    } catch (error) {
      if (tries === 5 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

export async function loadState(folder: Folder, target: TableName): Promise<Loaded> {
  const { schema, table } = target;
  const empty = { schema, table, epoch: 0, holder: null, runs: [], files: [] };
  return (await loadKey(folder, keyOf(target))) ?? { number: 0, state: empty };
}

/** The states of all targets of a folder. */
export async function loadAll(folder: Folder): Promise<TargetState[]> {
  const found: TargetState[] = [];
  for (const key of (await numbersIn(folder)).keys()) {
    const loaded = await loadKey(folder, key);
    if (loaded) found.push(loaded.state);
  }
  return found;
}

/** Puts a state in the place of the one that was loaded; false when somebody else was first. */
export async function saveState(folder: Folder, { number, state }: Loaded): Promise<Loaded | undefined> {
  const states = stateFolder(folder);
  await holdFolder(folder);
  await mkdir(states.path, { recursive: true, mode: 0o770 });
  await holdFolder(states);
  const key = keyOf(state);
  const next = { number: number + 1, state: { ...state, runs: state.runs.slice(-MOST_RUNS) } };
  const draft = join(states.path, `${key}.${randomBytes(8).toString('hex')}.draft`);
  const handle = await open(draft, 'wx', 0o660);
  try {
    await handle.writeFile(JSON.stringify(next.state));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, join(states.path, fileOf(key, next.number)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    await unlink(draft);
  }
  const numbers = (await numbersIn(folder)).get(key) ?? [];
  // Who slept for long may find its number cleared away: a later one tells that it came too late.
  if (Math.max(...numbers) > next.number) {
    await unlink(join(states.path, fileOf(key, next.number)));
    return undefined;
  }
  await syncFolder(states);
  for (const old of numbers.filter(one => one < number))
    await unlink(join(states.path, fileOf(key, old))).catch(() => undefined);
  return next;
}

/** Gives the file of the last run its name, where whoever placed it did not get that far. */
export async function settle(folder: Folder, { runs }: TargetState): Promise<void> {
  const last = runs.at(-1);
  if (last === undefined) return;
  try {
    await holdFolder(folder);
    await holdFolder(stateFolder(folder));
    await rename(join(stateFolder(folder).path, last.part), join(folder.path, last.file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await syncFolder(folder);
}

export const superseded = ({ schema, table }: TableName): ConnectionProblem =>
  new ConnectionProblem('superseded', { schema, table });
