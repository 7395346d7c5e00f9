import { StartProblem } from '#kernel/errors.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';

const KINDS: Record<string, { kind: SourceAddress['kind']; port: number }> = {
  'postgres:': { kind: 'postgres', port: 5432 },
  'postgresql:': { kind: 'postgres', port: 5432 },
  'mysql:': { kind: 'mysql', port: 3306 },
  'mariadb:': { kind: 'mysql', port: 3306 },
};

/** `postgres://user@host:5432/database`. The password is asked of the address, then of SHUQIAO_PASSWORD, which other users of the machine do not see. */
export function readDatabaseAddress(text: string): SourceAddress & { password: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url && KINDS[url.protocol];
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (!url || !known || url.hostname === '' || database === '')
    throw new StartProblem(
      `“${text}” is no address of a database: write postgres://user@host:5432/database.`,
    );
  return {
    kind: known.kind,
    host: url.hostname,
    port: Number(url.port || known.port),
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || (process.env['SHUQIAO_PASSWORD'] ?? ''),
  };
}
