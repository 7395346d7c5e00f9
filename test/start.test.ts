/** The start as an operator meets it: what is wrong is said in one sentence, and a second start finds all of the first. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { prefixOf } from '#demonstration/places.ts';
import { StartProblem } from '#kernel/errors.ts';
import { createKeys, loadMasterKey } from '#kernel/keys.ts';
import { loginName, loginPassword } from '#kernel/logins.ts';
import { type House, furnish } from './crashHouse.ts';
import { type Scratch, TEST_SERVER, dropDatabase, scratchDatabase } from './database.ts';
import { type Installation, type Running, newInstallation, until } from './instance.ts';

const root = mkdtempSync(join(tmpdir(), 'shuqiao-start-'));
chmodSync(root, 0o755); // as root the embedded server runs as another user, who must be able to enter

let installation: Installation;
before(async () => {
  installation = await newInstallation('start');
});
after(async () => {
  await installation.drop();
  rmSync(root, { recursive: true, force: true });
});

const folderOf = (name: string): string => {
  const folder = join(root, name);
  mkdirSync(folder, { mode: 0o755 });
  return folder;
};
const keysOf = (folder: string) =>
  createKeys(loadMasterKey({ value: undefined, file: undefined, dataFolder: folder, mayCreate: true }));

/** Whether earlier tests left the groups behind, on a server where that matters (16 or newer). */
async function groupsAreOfAnother(): Promise<boolean> {
  const client = new pg.Client({ connectionString: TEST_SERVER });
  await client.connect();
  const { rowCount } = await client.query(
    "select from pg_roles where rolname = 'sq_read' and current_setting('server_version_num')::int >= 160000",
  );
  await client.end();
  return rowCount === 1;
}

/** A start that must fail: what it says, which is one sentence and no trace of the program. */
async function refusal(environment: Record<string, string>): Promise<string> {
  let said = '';
  await assert.rejects(
    installation.start(environment).then(running => running.stop()),
    (error: Error) => {
      said = error.message;
      return true;
    },
  );
  assert.doesNotMatch(said, /\n\s+at /, said);
  return said;
}

async function asOwner(database: string, ...statements: string[]): Promise<void> {
  const url = new URL(TEST_SERVER);
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

test('what the environment says wrongly is told by the name of the variable', () => {
  const wrong: Record<string, string> = {
    PORT: '18.5',
    SHUQIAO_INTERNET_PORT: '80000',
    SHUQIAO_LOG: 'loud',
    SHUQIAO_TRUSTED_PROXIES: 'foo',
    SHUQIAO_FAILPOINT: 'nonsense',
    SHUQIAO_ROLES: ',',
    DATABASE_URL: 'postgres://postgres@127.0.0.1:5432',
    POOL_DATABASE_URL: 'postgres://postgres@127.0.0.1:5432/',
  };
  for (const [name, value] of Object.entries(wrong))
    assert.throws(
      () => readConfig({ [name]: value }),
      (error: unknown) => error instanceof StartProblem && error.message.includes(name),
      `${name}=${value}`,
    );
  for (const name of Object.keys(wrong)) assert.ok(readConfig({ [name]: '' }), `${name} may be empty`);
});

test('a user who may not make tables, or no database for the demonstration, is told what to change', async () => {
  const { name } = installation.scratch;
  const user = `${name}_user`;
  const url = new URL(installation.scratch.url);
  url.username = user;
  url.password = 'p';
  await asOwner('postgres', `create role ${user} login createrole password 'p'`);
  try {
    const DATABASE_URL = url.href;
    assert.match(await refusal({ DATABASE_URL }), new RegExp(`alter database "${name}" owner to "${user}"`));
    await asOwner('postgres', `alter database ${name} owner to ${user}`);
    // Groups are the whole server's: since PostgreSQL 16 only who made them, or is let, may hand them on.
    const groups = ['read', 'write', 'gateway', 'mover', 'worker'].map(one => `sq_${one}`).join(', ');
    if (await groupsAreOfAnother()) {
      assert.match(await refusal({ DATABASE_URL }), /sq_read.*were made by another user.*with admin option/);
      await asOwner('postgres', `grant ${groups} to ${user} with admin option`);
    }
    assert.match(await refusal({ DATABASE_URL }), /“\w+_departments”.*alter role … createdb/);
  } finally {
    // The next test's installation is another one.
    await installation.drop();
    await asOwner('postgres', `drop role if exists ${user}`);
    installation = await newInstallation('start');
  }
});

test('another master key is refused before anything is changed under the platform that runs', async () => {
  const running = await installation.start();
  try {
    const said = await refusal({ SHUQIAO_DATA: folderOf('second') });
    assert.match(said, /The master key .* is not the one that this database was made with/);
    // The logins' passwords are still those of the first key: a new connection is let in.
    const keys = keysOf(installation.folder);
    const { name, url } = installation.scratch;
    const client = new pg.Client({
      ...parts(url),
      user: loginName(name, 'read'),
      password: loginPassword(keys, name, 'read'),
    });
    await client.connect();
    await client.end();
    assert.equal((await (await running.as('mz.officer')).get('/api/systems')).status, 200);
  } finally {
    await running.stop();
  }
});

function parts(url: string): { host: string; port: number; database: string } {
  const { hostname, port, pathname } = new URL(url);
  return { host: hostname, port: Number(port || '5432'), database: pathname.slice(1) };
}

test('a login of one installation may not enter the database of another on the same server', async () => {
  const running = await installation.start();
  await running.stop();
  let other: Scratch | undefined;
  const folder = folderOf('other');
  try {
    other = await scratchDatabase('start_other');
    await (await installation.start({ DATABASE_URL: other.url, SHUQIAO_DATA: folder })).stop();
    const keys = keysOf(folder);
    const login = {
      user: loginName(other.name, 'write'),
      password: loginPassword(keys, other.name, 'write'),
    };
    const own = new pg.Client({ ...parts(other.url), ...login });
    await own.connect();
    await own.end();
    const foreign = new pg.Client({ ...parts(installation.scratch.url), ...login });
    await assert.rejects(foreign.connect(), (error: { code?: string }) => error.code === '42501');
  } finally {
    if (other) {
      await dropDatabase(`${other.name}_departments`);
      await other.drop();
    }
  }
});

test('login names of databases with long names differ, and fit', () => {
  const long = 'shuqiao_of_the_municipal_data_administration_of_';
  assert.notEqual(loginName(`${long}a`, 'read'), loginName(`${long}b`, 'read'));
  for (const name of [`${long}a`, '平顶山市公共数据共享平台数据库', 'short'])
    assert.ok(Buffer.byteLength(loginName(name, 'gateway')) <= 63, name);
});

test('the departments’ accounts of two embedded installations on one MariaDB have different names', () => {
  const ownerUrl = 'postgres://postgres@127.0.0.1:1/shuqiao';
  const prefixes = ['one', 'two'].map(name =>
    prefixOf({ storage: { ownerUrl, keys: keysOf(folderOf(name)) } }),
  );
  assert.notEqual(prefixes[0], prefixes[1]);
  assert.equal(prefixOf({ storage: { ownerUrl, keys: keysOf(join(root, 'one')) } }), prefixes[0]);
});

test('the platform’s own database is nobody’s source, also in the demonstration that shares its server', async () => {
  const running = await installation.start();
  try {
    const officer = await running.as('mz.officer');
    const { host, port, database } = parts(installation.scratch.url);
    const body = {
      kind: 'postgres',
      host,
      port,
      database,
      user: 'postgres',
      password: 'p',
      use: 'provide',
      note: '',
    };
    for (const own of [database, 'postgres']) {
      const { status, body: said } = await officer.post<{ code: string }>('/api/sources', {
        ...body,
        database: own,
      });
      assert.deepEqual([status, said.code], [403, 'address.forbidden'], own);
    }
  } finally {
    await running.stop();
  }
});

const EMBEDDED = { DATABASE_URL: '' };
const portOf = (folder: string): string =>
  readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8')
    .split('\n')[3]
    ?.trim() ?? '';

test('on the embedded server a second start serves what the first one mounted, also when its port is taken', async () => {
  const folder = folderOf('embedded');
  const environment = { ...EMBEDDED, SHUQIAO_DATA: folder };
  let house: House | undefined;
  /** One start from its beginning to its end, in which everything mounted is there and a caller gets its answer. */
  const serveOnce = async (round: number): Promise<string> => {
    const running = await installation.start(environment);
    try {
      house ??= await furnish(running);
      await serves(running);
      await house.serves(running);
      await house.use(running, round);
      return portOf(folder);
    } finally {
      await running.stop();
    }
  };
  const serves = async (running: Running): Promise<void> => {
    const officer = await running.as('mz.officer');
    const mounted = (await officer.get<{ id: number }[]>('/api/resources')).body;
    assert.ok(mounted.length > 0);
    for (const { id } of mounted) {
      const sample = await officer.get<{ rows: unknown[] }>(`/api/resources/${id}/sample`);
      assert.equal(sample.status, 200, JSON.stringify(sample.body));
      assert.ok(sample.body.rows.length > 0);
    }
  };
  const port = await serveOnce(1);
  assert.equal(await serveOnce(2), port);
  const squatter = createServer().listen(Number(port), '127.0.0.1');
  try {
    assert.notEqual(await serveOnce(3), port);
  } finally {
    squatter.close();
  }

  const started = performance.now();
  const said = await refusal({ ...environment, SHUQIAO_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') });
  assert.match(said, /The master key .* is not the one that this database was made with/);
  assert.ok(performance.now() - started < 30_000);
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false, 'its server has ended');
});

test('told to end while it starts, the platform leaves no server behind', async () => {
  const folder = folderOf('ended');
  const file = join(folder, 'postgres', 'postmaster.pid');
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...EMBEDDED,
      PORT: '0',
      SHUQIAO_DATA: folder,
      MARIADB_URL: 'mysql://root@127.0.0.1:1',
    },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>(done =>
    child.once('exit', (code, signal) => done(code ?? signal)),
  );
  await until(
    async () => existsSync(file),
    is => is,
    60_000,
  );
  child.kill('SIGTERM');
  assert.equal(await ended, 0, said);
  assert.equal(existsSync(file), false, 'its server has ended');
  assert.doesNotMatch(said, /Cannot use a pool|\n\s+at /);
});

test('told to end while the demonstration loads, the platform ends without a complaint', async () => {
  const folder = folderOf('loading');
  const running = await installation.start({ ...EMBEDDED, SHUQIAO_DATA: folder });
  let said = '';
  running.process.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  await until(
    async () =>
      (await (await fetch(`${running.base}/readyz`)).json()) as { seeding?: { step: string; done: number } },
    ({ seeding }) => seeding?.step === 'entries' && seeding.done > 3,
    60_000,
  );
  running.process.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  assert.equal(said, '');
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false);
});
