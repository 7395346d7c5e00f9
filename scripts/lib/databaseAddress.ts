import { StartProblem } from '#kernel/errors.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';

const KINDS: Record<string, { kind: SourceAddress['kind']; port: number }> = {
  'postgres:': { kind: 'postgres', port: 5432 },
  'postgresql:': { kind: 'postgres', port: 5432 },
  'mysql:': { kind: 'mysql', port: 3306 },
  'mariadb:': { kind: 'mysql', port: 3306 },
};

/**
 * What an address asks for and nobody would do is refused: whoever writes `sslmode=require` takes the connection to be
 * encrypted. Its value may be a secret, and is not said.
 */
export function checkParameters(side: string, url: URL, honoured: readonly string[]): void {
  for (const [name, value] of url.searchParams) {
    if (honoured.includes(name) || (name === 'sslmode' && value === 'disable')) continue;
    if (name === 'sslmode')
      throw new StartProblem(
        `${side}：不支持 sslmode（与数据库的连接不加密）。This command does not speak TLS, so “sslmode” asks for what it cannot do: use a network that you trust or a tunnel, and leave it out or write sslmode=disable.`,
      );
    throw new StartProblem(
      `${side}：地址里的参数 ${name} 不起作用。The address has a parameter “${name}”, which nothing here heeds: take it out (known here: ${honoured.join(', ')}).`,
    );
  }
}

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
