import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { connectOwner } from '#kernel/logins.ts';
import { rebuildSearch, verifyAll } from '#modules/ledger/index.ts';
import { createAudited } from '#record/audited.ts';
import { openDatabase } from './lib/database.ts';

const USAGE = `npm run ledger:rebuild-search [-- --data FOLDER]

Makes the tables of the search and the hourly summaries anew from the entries, where “ledger verify” says that they are
not what the entries say. First the whole ledger is verified: nothing is made from entries that are not whole, and
nothing is done where the tables are right. The platform may run: acts and calls are recorded meanwhile, and sealed
afterwards. What was wrong is written into the record.

Ends with 0 when the tables are right, 1 when something is still wrong, 2 when it could not be done.`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const config = readConfig(process.env);
  const folder = resolve(values.data ?? config.dataFolder);
  const database = await openDatabase(config, folder);
  try {
    await (await connectOwner(database.url)).end(); // says what is wrong when it cannot be reached
    const pool = new pg.Pool({ connectionString: database.url, max: 3 });
    pool.on('error', () => undefined);
    pool.on('connect', client => void client.on('error', () => undefined));
    try {
      return await mend(pool, folder);
    } finally {
      await pool.end();
    }
  } finally {
    await database.close();
  }
}

async function mend(pool: pg.Pool, outside: string): Promise<number> {
  const before = await verifyAll({ pool, outside });
  if (before.search?.ok === true) {
    console.log(
      `The search shows what the ${before.search.checked} entries under it say: there is nothing to do.`,
    );
    return 0;
  }
  const found = `${before.fault?.log}: ${before.fault?.en}`;
  if (!before.search) {
    console.error(
      `The entries themselves are NOT whole, so nothing is made from them: log ${found}. ${before.fault?.zh}。`,
    );
    return 1;
  }
  console.log(`Log ${found}.`);
  const { entries, record } = await rebuildSearch({
    pool,
    audited: createAudited(pool, () => Date.now()),
    actor: { accountId: null, post: '平台运维员（命令行）', name: userInfo().username, departmentId: null },
    found,
  });
  const { search, fault } = await verifyAll({ pool, outside });
  if (search?.ok !== true) {
    console.error(
      `The search was made anew from ${entries} entries, but: log ${fault?.log}: ${fault?.en}. ${fault?.zh}。`,
    );
    return 1;
  }
  console.log(
    `The search was made anew from ${entries} entries, and agrees with them. The record says so: control/${record}.`,
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The search could not be made anew: ${(error as Error).message}`);
  process.exitCode = 2;
}
