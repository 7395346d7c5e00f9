import { readSize } from '#kernel/notes/checkpoint.ts';
import { readNote, verifyNote } from '#kernel/notes/signedNote.ts';
import { type SigningKey, signNote } from '#kernel/notes/signingKey.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';

export const ARCHIVE_FORMAT = 'shuqiao-ledger-archive/2';

/** What an archive is of. Any stretch of a log fits the tree: where the month begins and ends only the platform can say. */
export interface ArchiveBounds {
  origin: string;
  /** 2026-11. */
  month: string;
  /** Number of the month’s first entry. */
  first: number;
  /** The number after its last; the file goes on to the seal point after it. */
  until: number;
}

/**
 * The bounds as a signed note. Its second line is a name where a seal point has a number, so that neither can be taken
 * for the other although the same keys sign them.
 *
 *   shuqiao-ledger-archive/2
 *   shuqiao.local/usage/1        origin, and the name of the keys
 *   2026-11                      month
 *   1284330 1310772              first, until
 */
export function signBounds(bounds: ArchiveBounds, keys: readonly SigningKey[]): string {
  const { origin, month, first, until } = bounds;
  return signNote(`${ARCHIVE_FORMAT}\n${origin}\n${month}\n${first} ${until}\n`, keys);
}

/** What the note says and whether the keys bear it out; undefined when it says no bounds. */
export function readBounds(
  note: string,
  keys: readonly VerifierKey[],
): (ArchiveBounds & { signed: boolean }) | undefined {
  const read = readNote(note);
  const [format, origin = '', month = '', numbers = '', ...more] = read?.text.slice(0, -1).split('\n') ?? [];
  const [first, until, ...rest] = numbers.split(' ').map(readSize);
  if (!read || format !== ARCHIVE_FORMAT || more.length > 0 || rest.length > 0) return undefined;
  if (!/^\d{4}-\d{2}$/.test(month) || first === undefined || until === undefined || first >= until)
    return undefined;
  const mine = keys.filter(key => key.name === origin);
  return { origin, month, first, until, signed: verifyNote(read, mine).ok };
}
