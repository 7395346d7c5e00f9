/** A disk that is truly full: the data folder lies on a small file system of its own, filled up while the platform works. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, chmodSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { createKeys, loadMasterKey } from '#kernel/keys.ts';
import { embeddedPassword } from '../src/storage.ts';
import { type House, furnish } from './crashHouse.ts';
import { type Installation, type Person, type Running, newInstallation, until } from './instance.ts';

const SENTENCE = /The disk under the data folder is full\. Free some space/;
const mount = mkdtempSync(join(tmpdir(), 'shuqiao-disk-'));
chmodSync(mount, 0o755);
const mounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=755', 'tmpfs', mount]).status === 0;
const skip = mounted ? false : 'needs a system that lets us mount a file system (Linux, as root)';
const folder = join(mount, 'data');
const ballast = join(mount, 'ballast');

let installation: Installation;
let running: Running;
let house: House;
let officer: Person;
const acknowledged: string[] = [];
let said = '';

/** Takes all the space that is left. */
function fill(): void {
  const file = openSync(ballast, 'a');
  try {
    for (const size of [1 << 20, 4096]) {
      const bytes = Buffer.alloc(size);
      try {
        while (writeSync(file, bytes) === size);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'ENOSPC');
      }
    }
  } finally {
    closeSync(file);
  }
}

async function start(): Promise<Running> {
  const started = await installation.start({ DATABASE_URL: '', SHUQIAO_DATA: folder });
  started.process.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  return started;
}

let number = 0;
async function register(): Promise<number> {
  const name = `满盘系统 ${(number += 1)}`;
  // Of some size, so that pages fill quickly.
  const addresses = Array.from({ length: 20 }, (_, i) => `10.${number % 250}.${i}.0/24`);
  const { status, body } = await officer.post<{ code?: string }>('/api/systems', { name, addresses });
  if (status === 201) acknowledged.push(name);
  else assert.match(`${status} ${body.code}`, /^(507 platform.disk_full|503 platform.unavailable)$/);
  return status;
}

async function nothingIsLost(): Promise<void> {
  const there = new Set((await officer.get<{ name: string }[]>('/api/systems')).body.map(({ name }) => name));
  for (const name of acknowledged) assert.ok(there.has(name), `${name} was acknowledged`);
  await house.nothingIsLost(running);
}

before(async () => {
  if (!mounted) return;
  installation = await newInstallation('disk');
  running = await start();
  house = await furnish(running);
  officer = await running.as('mz.officer');
});
after(async () => {
  if (mounted) {
    if (running.process.exitCode !== null) console.error(said);
    await running.stop();
    await installation.drop();
    spawnSync('umount', [mount]);
  }
  rmSync(mount, { recursive: true, force: true });
});

test('On a full disk commands are refused in one sentence, reading goes on, and so does all when there is space', {
  skip,
}, async () => {
  fill();
  for (let i = 0; (await register()) === 201; i += 1) assert.ok(i < 20_000, 'the disk never became full');
  assert.equal((await officer.get('/api/systems')).status, 200);
  assert.match(said, SENTENCE);
  rmSync(ballast);
  assert.equal(await register(), 201);
  await house.use(running, 1);
  await house.decide(running);
  await nothingIsLost();
});

test('When the full disk ends the embedded server, it comes back by itself once there is space', {
  skip,
}, async () => {
  fill();
  await endForWantOfWal();
  const refused = await until(register, status => status !== 201, 5000);
  assert.ok([503, 507].includes(refused), String(refused));
  assert.match(said, SENTENCE);
  rmSync(ballast);
  await until(
    () => register(),
    status => status === 201,
    30_000,
  );
  await house.use(running, 2);
  await nothingIsLost();
});

test('A start on a full disk says in one sentence what to do, and the next one has everything', {
  skip,
}, async () => {
  await running.stop();
  fill();
  await assert.rejects(start(), SENTENCE);
  rmSync(ballast);
  running = await start();
  officer = await running.as('mz.officer');
  await nothingIsLost();
});

/** Asks the server for new pieces of its log until there is no space for one: it then gives itself up. */
async function endForWantOfWal(): Promise<void> {
  const keys = createKeys(
    loadMasterKey({ value: undefined, file: undefined, dataFolder: folder, mayCreate: true }),
  );
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8')
    .split('\n')[3]
    ?.trim();
  const client = new pg.Client({
    connectionString: `postgres://postgres:${embeddedPassword(keys)}@127.0.0.1:${port}/shuqiao`,
  });
  client.on('error', () => undefined);
  await client.connect();
  await assert.rejects(async () => {
    for (let i = 0; i < 50; i += 1) {
      await client.query("select pg_logical_emit_message(false, 'full', 'disk'), pg_switch_wal()");
      fill();
    }
  });
  await client.end().catch(() => undefined);
}
