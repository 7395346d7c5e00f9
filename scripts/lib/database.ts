import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config.ts';
import { takeDataFolder } from '#kernel/dataFolder.ts';
import { startEmbeddedPostgres } from '#kernel/embeddedPostgres.ts';
import { StartProblem } from '#kernel/errors.ts';
import { createKeys, loadMasterKey } from '#kernel/keys.ts';

export interface Database {
  url: string;
  close(): Promise<void>;
}

/** The database of the data folder: the running platform's, or else one that is started for this and stopped again. */
export async function openDatabase(config: Config, folder: string): Promise<Database> {
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
