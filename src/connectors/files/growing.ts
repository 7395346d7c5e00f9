/** Files that only grow: where each of them was left, and whether it is still the one that it was. */
import { createHash } from 'node:crypto';
import type { Position } from '#vocabulary/moves.ts';
import type { ConnectionProblem } from '#planes/mover/ports.ts';
import { readAt } from './encoding.ts';
import { badFile } from './faults.ts';
import { fileId } from './folder.ts';
import { type Look, type Looked, changedFile, openLooked } from './look.ts';

type Places = Extract<Position, { kind: 'files' }>['files'];
type Taken = Places[string];

/** So much of the beginning and of the end of what was taken tells one file from another. */
const HEAD = 64 * 1024;
/** Files that are gone are remembered, so that one that comes back is not taken twice; so many of them. */
const MOST_GONE = 2_000;

/**
 * SHA-256 of the beginning and of the end of the first so many bytes of an open file. The end ties the place to the
 * content: the position lies in the consumer's keeping, and who moved the place into the middle of a row would be given
 * its fields in other columns than their own.
 */
export async function headOf(handle: Parameters<typeof readAt>[0], bytes: number): Promise<string> {
  const hash = createHash('sha256').update(await readAt(handle, 0, Math.min(bytes, HEAD)));
  const last = Math.min(HEAD, Math.max(0, bytes - HEAD));
  return hash.update(await readAt(handle, bytes - last, last)).digest('hex');
}

export interface Continued {
  looked: Looked;
  /** What was taken of it before; undefined: it is new. */
  after: Taken | undefined;
}

/** The digests of one file by how much of it was taken, each made once. */
function headsOf(look: Look, looked: Looked): (bytes: number) => Promise<string> {
  const known = new Map<number, string>();
  return async bytes => {
    let head = known.get(bytes);
    if (head === undefined) {
      const { handle } = await openLooked(look, looked);
      try {
        head = await headOf(handle, bytes);
      } finally {
        await handle.close();
      }
      known.set(bytes, head);
    }
    return head;
  };
}

const isPlace = (taken: Partial<Taken> | null): boolean =>
  [taken?.bytes, taken?.rows].every(one => Number.isSafeInteger(one) && Number(one) >= 0) &&
  typeof taken?.head === 'string';

/** A file that nobody can tell from one that was taken and is gone, or from a new one that begins with the same rows. */
const unclear = (name: string, before: string): ConnectionProblem =>
  badFile(name, {
    zh: `它的开头和已取过的“${before}”一样，但不是那个文件改名而来，分不清是副本还是新文件。若是新文件，请把“${before}”放回来；若是副本，请改回原名`,
    en: `it begins like “${before}”, which was taken and is gone, and is not that file under another name: a copy or a new file, nobody can tell. Put “${before}” back if it is new, give it its old name if it is a copy`,
  });

/**
 * Where to go on in each file. One that was renamed is the same file of the disk and begins as it did; one that only
 * begins so is refused, for its rows would be lost if it is new, and doubled if it is a copy. One that shrank, or whose
 * beginning is another and found nowhere else, is named: what was taken of it may not be what it holds.
 */
export async function continued(look: Look, before: Places): Promise<{ files: Continued[]; gone: Places }> {
  const strange = Object.entries(before).find(([, taken]) => !isPlace(taken));
  if (strange !== undefined) throw changedFile(strange[0]);
  const grows = look.table.format !== 'xlsx';
  const heads = new Map(look.files.map(looked => [looked.name, headsOf(look, looked)]));
  const goesOn = async ({ name, mark }: Looked, taken: Taken): Promise<boolean> =>
    (grows ? Number(mark.size) >= taken.bytes : Number(mark.size) === taken.bytes) &&
    (await heads.get(name)?.(taken.bytes)) === taken.head;

  const files = new Map<string, Continued>();
  const loose = new Map(Object.entries(before));
  /** Gives each file that has no place yet the first of these that it goes on from. */
  async function settle(places: (looked: Looked) => readonly string[]): Promise<void> {
    for (const looked of look.files) {
      if (files.has(looked.name)) continue;
      for (const name of places(looked)) {
        const taken = loose.get(name);
        if (taken === undefined || !(await goesOn(looked, taken))) continue;
        files.set(looked.name, { looked, after: taken });
        loose.delete(name);
        break;
      }
    }
  }
  const byFile = new Map<string, string[]>();
  for (const [name, { file }] of loose)
    if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), name]);
  // The file itself first: where logs are rotated, all of them carry a name that another had before.
  await settle(({ name, mark }) => (byFile.get(fileId(mark)) ?? []).filter(one => one === name));
  await settle(({ mark }) => byFile.get(fileId(mark)) ?? []);
  await settle(({ name }) => [name]);
  // Rotation by copying: the file itself is there, begun anew in place, and what it held lies beside it.
  const ids = new Map(look.files.map(({ name, mark }) => [name, fileId(mark)]));
  await settle(() =>
    [...loose].flatMap(([name, { file }]) => (file && ids.get(name) === file ? [name] : [])),
  );

  const others = look.files.filter(({ name }) => !files.has(name));
  for (const looked of others) {
    // Of a file of which no row was taken nothing is taken twice.
    for (const [name, taken] of loose)
      if (taken.rows > 0 && (await goesOn(looked, taken))) throw unclear(looked.name, name);
    files.set(looked.name, { looked, after: undefined });
  }
  for (const { name } of others) if ((loose.get(name)?.rows ?? 0) > 0) throw changedFile(name);
  const there = new Set(look.files.map(({ name }) => name));
  const gone = [...loose].filter(([name]) => !there.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    files: look.files.flatMap(({ name }) => files.get(name) ?? []),
    gone: Object.fromEntries(gone.slice(-MOST_GONE)),
  };
}
