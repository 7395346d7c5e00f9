/** A disk that becomes full under what a run delivers: the run says so, readers keep what they had, and the next run passes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createConnectors } from '#connectors/open.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Sink, Source } from '#planes/mover/ports.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { TransferOrder, TransferResult } from '#planes/mover/transfer.ts';
import { type Scratch, createPostgres } from './databases.ts';
import { isProblem, item } from './suite.ts';

const mount = mkdtempSync(join(tmpdir(), 'shuqiao-disk-'));
const mounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m,mode=755', 'tmpfs', mount]).status === 0;
const skip = mounted ? false : 'needs a system that lets us mount a file system (Linux, as root)';
const SPACE = `shuqiao_test_small_${process.pid}`;
const SHOWN: [string, string] = ['shared', 'wide'];
const FILE: [string, string] = ['.', 'wide.csv'];
const FEW = 2_000;
/** About 60 MB of them. */
const MANY = 60_000;

let from: Scratch;
let to: Scratch;
let source: Source;
let sink: Sink;
let epoch = 0;

before(async () => {
  if (!mounted) return;
  from = await createPostgres('disk_source');
  to = await createPostgres('disk_sink');
  await from.run('create table wide (id bigint primary key, t text)');
  await fill(FEW);
  // The tables' disk is the small one, and the log's another: a server whose log finds no room ends, which is as any break.
  const [{ status } = { status: '' }] = (await to.run(
    `select pg_read_file('/proc/self/status') as status`,
  )) as { status: string }[];
  const [, uid = '0'] = /^Uid:\t(\d+)/m.exec(status) ?? [];
  const folder = join(mount, 'tables');
  chmodSync(mount, 0o755);
  mkdirSync(folder);
  chownSync(folder, Number(uid), -1);
  await to.run(`create tablespace ${SPACE} location '${folder}'`);
  await to.run(
    `alter role current_user in database ${to.address.database} set default_tablespace = '${SPACE}'`,
  );
  source = openPostgresSource(from.address, from.password);
  sink = openPostgresSink(to.address, to.password);
});
after(async () => {
  if (mounted) {
    await source?.close();
    await sink?.close();
    await to?.run('drop schema if exists shared, shuqiao cascade');
    await to?.run(`alter role current_user in database ${to.address.database} reset default_tablespace`);
    await to?.run(`drop tablespace if exists ${SPACE}`);
    await from?.drop();
    await to?.drop();
    spawnSync('umount', [mount]);
  }
  rmSync(mount, { recursive: true, force: true });
});

const fill = (rows: number): Promise<unknown> =>
  from.run(
    `truncate wide; insert into wide select i, (select string_agg(md5(i::text || j), '') from generate_series(1, 32) j) from generate_series(1, ${rows}) i`,
  );

function move(
  into: Sink,
  [schema, table]: [string, string],
  order: Partial<TransferOrder> = {},
): Promise<TransferResult> {
  epoch += 1;
  return transfer({
    source,
    sink: into,
    plan: {
      grantNo: '授权-1',
      version: 1,
      entryTitle: '宽表',
      table: { sourceId: 1, schema: 'public', table: 'wide' },
      sink: { sourceId: 2, schema, table },
      items: [item('id', 'bigint'), item('t', 'text')],
      rows: [],
      key: ['id'],
    },
    runNo: `运行-${epoch}`,
    epoch,
    digestKey: Buffer.alloc(16, 7),
    subjectKey: () => Buffer.alloc(32, 5),
    maskDigest: () => assert.fail('nothing is masked'),
    checkpoint: () => Promise.resolve(),
    beforeSwitch: () => Promise.resolve(),
    ...order,
  });
}

test('PostgreSQL: the run ends and says so, in one piece or in several, and the view shows what it showed', {
  skip,
}, async () => {
  const shown = async (): Promise<unknown> =>
    (await to.run('select count(*)::int as n, max(id)::int as most from shared.wide'))[0];
  await move(sink, SHOWN);
  assert.deepEqual(await shown(), { n: FEW, most: FEW });
  await fill(MANY);
  await assert.rejects(move(sink, SHOWN), isProblem('disk_full'));
  assert.deepEqual(await shown(), { n: FEW, most: FEW });
  let kept = 0;
  const failpoint = (name: string): void => void (kept += Number(name === 'move.after-keep'));
  const small = { bytes: 4 * 1024 * 1024, milliseconds: 0 };
  await assert.rejects(move(sink, SHOWN, { pieces: small, failpoint }), isProblem('disk_full'));
  assert.ok(kept > 0, 'some pieces were kept before the disk was full');
  assert.deepEqual(await shown(), { n: FEW, most: FEW });
  // The next run drops what the broken ones kept: there is room again.
  await fill(FEW * 2);
  assert.equal((await move(sink, SHOWN)).rowsWritten, FEW * 2);
  assert.deepEqual(await shown(), { n: FEW * 2, most: FEW * 2 });
});

test('files: the run ends and says so, and the file that stood there stands', { skip }, async () => {
  const path = join(mount, 'drop');
  mkdirSync(path);
  const address = { kind: 'files', host: 'mz', port: 0, database: '', user: '', password: '' } as const;
  const folder = createConnectors(new Map([['mz', path]])).openSink(address);
  await fill(FEW);
  await move(folder, FILE);
  // The books of the last runs are small, and change with each.
  const files = (): string[] =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(name => !name.endsWith('.json'))
      .sort();
  const [before, names] = [readFileSync(join(path, 'wide.csv')), files()];
  await fill(MANY);
  await assert.rejects(move(folder, FILE), isProblem('disk_full'));
  assert.ok(readFileSync(join(path, 'wide.csv')).equals(before));
  assert.deepEqual(files(), names, 'nothing of the broken run takes space');
  await fill(FEW * 2);
  assert.equal((await move(folder, FILE)).rowsWritten, FEW * 2);
});
