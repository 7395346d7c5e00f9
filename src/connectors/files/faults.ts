/** What is wrong with a file or a folder, in words for the people who can mend it. */
import type { Text } from '#kernel/errors.ts';
import { Refusal } from '#kernel/errors.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';

/** A file that cannot be read or written as it is; `reason` and `reasonEn` say why. */
export const badFile = (
  table: string,
  { zh, en }: Text,
  more: Record<string, string> = {},
  options?: ErrorOptions,
): ConnectionProblem =>
  new ConnectionProblem('bad_file', { table, reason: zh, reasonEn: en, ...more }, options);

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const GONE = new Set(['ENOENT', 'ENOTDIR']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The system's words become ours: they hold paths of the platform's machine, which are nobody else's business. */
export function fileProblem(error: unknown, { schema, table }: { schema: string; table: string }): unknown {
  if (error instanceof ConnectionProblem) return error;
  if (error instanceof Refusal) return badFile(table, error.title, {}, { cause: error });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code !== 'string') return error;
  const facts = { schema, table };
  if (FULL.has(code)) return new ConnectionProblem('disk_full', facts, { cause: error });
  if (GONE.has(code)) return new ConnectionProblem('no_table', facts, { cause: error });
  if (FORBIDDEN.has(code)) return new ConnectionProblem('no_permission', facts, { cause: error });
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  return badFile(
    table,
    { zh: `操作系统说 ${code}`, en: `the operating system says ${code}` },
    {},
    { cause: error },
  );
}
