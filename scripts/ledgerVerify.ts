import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Config, readConfig } from '#config.ts';
import { takeDataFolder } from '#kernel/dataFolder.ts';
import { startEmbeddedPostgres } from '#kernel/embeddedPostgres.ts';
import { StartProblem } from '#kernel/errors.ts';
import { createKeys, loadMasterKey } from '#kernel/keys.ts';
import { connectOwner } from '#kernel/logins.ts';
import { type Verification, verifyLedger } from '#modules/ledger/index.ts';

const USAGE = `npm run ledger:verify [-- --data FOLDER] [--checkpoint FILE] [--record N --commitment HEX]

Reads the whole record and compares it with the seal points outside the database: checkpoints.log in the data folder,
or FILE (a copy of it, or one signed note). --record and --commitment: what a caller was told when its call was
recorded. Ends with 0 when the ledger is whole, 1 when it is not, 2 when it could not be verified.`;

interface Database {
  url: string;
  close(): Promise<void>;
}

/** The database of the data folder: the running platform's, or else one that is started for this and stopped again. */
async function openDatabase(config: Config, folder: string): Promise<Database> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, close: () => Promise.resolve() };
  const cluster = join(folder, 'postgres');
  if (!existsSync(join(cluster, 'PG_VERSION')))
    throw new StartProblem(
      `There is no platform in ${folder}. Name its data folder with --data, or its database with DATABASE_URL.`,
    );
  if (
    config.masterKey === undefined &&
    config.masterKeyFile === undefined &&
    !existsSync(join(folder, 'master.key'))
  )
    throw new StartProblem(`The master key is not in ${folder}. Name it with SHUQIAO_MASTER_KEY_FILE.`);
  const keys = createKeys(
    loadMasterKey({
      value: config.masterKey,
      file: config.masterKeyFile,
      dataFolder: folder,
      mayCreate: true,
    }),
  );
  const password = keys.derive('database-logins', 'postgres').toString('base64url');
  const held = await takeDataFolder(folder).catch((error: unknown) => {
    if (error instanceof StartProblem) return undefined;
    throw error;
  });
  if (held === undefined) {
    const port = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3]?.trim();
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/shuqiao`,
      close: () => Promise.resolve(),
    };
  }
  try {
    const server = await startEmbeddedPostgres(folder, password);
    const url = new URL(server.url);
    url.pathname = '/shuqiao';
    return {
      url: url.href,
      close: async () => {
        await server.stop();
        held.release();
      },
    };
  } catch (error) {
    held.release();
    throw error;
  }
}

function describe(found: Verification): string {
  const { seals, size } = found.outside;
  const rate = Math.round((found.checked / Math.max(1, found.milliseconds)) * 1000);
  const unsealed =
    found.unsealed === 0 ? '' : ` ${found.unsealed} entries after the last seal point are not sealed yet.`;
  return `The ledger is whole: ${found.checked} entries read in ${found.milliseconds} ms (${rate}/s), ${seals} seal points outside the database agree, the last of ${size} entries.${unsealed}`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      checkpoint: { type: 'string' },
      record: { type: 'string' },
      commitment: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const { record, commitment = '' } = values;
  if (
    (record !== undefined || commitment !== '') &&
    !(/^\d{1,15}$/.test(record ?? '') && /^[0-9a-fA-F]{64}$/.test(commitment))
  )
    throw new StartProblem(
      '--record needs a number and --commitment 64 hexadecimal digits; give both or neither.',
    );
  const config = readConfig(process.env);
  const folder = resolve(values.data ?? config.dataFolder);
  const file = values.checkpoint === undefined ? join(folder, 'checkpoints.log') : resolve(values.checkpoint);
  if (!existsSync(file))
    throw new StartProblem(
      `There is no file of seal points at ${file}. Name the data folder with --data, or a file with --checkpoint.`,
    );
  const database = await openDatabase(config, folder);
  try {
    await (await connectOwner(database.url)).end(); // says what is wrong when it cannot be reached
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    try {
      const claim =
        record === undefined
          ? {}
          : { claim: { number: Number(record), commitment: Buffer.from(commitment, 'hex') } };
      const found = await verifyLedger({ pool, checkpointFile: file, ...claim });
      if (found.ok) console.log(describe(found));
      else console.error(`The ledger is NOT whole: ${found.problemEn}. ${found.problem}。`);
      return found.ok ? 0 : 1;
    } finally {
      await pool.end();
    }
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The ledger could not be verified: ${(error as Error).message}`);
  process.exitCode = 2;
}
