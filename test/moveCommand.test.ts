/** `shuqiao move`: an engineer copies a table from the terminal, with a receipt and without a platform. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import { markOf } from '#connectors/targets.ts';
import type { ReceiptFile } from '#vocabulary/receiptFile.ts';
import { readReceiptFile, verifyReceipt } from '../scripts/lib/receiptFile.ts';
import { createMariadb, createPostgres, mariadbMissing } from './connectors/databases.ts';
import type { Scratch } from './connectors/databases.ts';

const ROOT = join(import.meta.dirname, '..');
const ROWS = 20_000;
const SECRET = 'Geheim-7391';
const missing = await mariadbMissing();

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(
  args: string[],
  env: Record<string, string> = {},
  script = 'move.ts',
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', script), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) };
}
/** Resolves when its error output holds the words, or it has ended. */
const says = (child: ChildProcess, words: string): Promise<void> =>
  new Promise(resolve => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes(words)) resolve();
    });
    child.once('close', () => resolve());
  });
const move = (...args: string[]): Promise<Ended> => start(args).ended;
const verify = (...args: string[]): Promise<Ended> => start(args, {}, 'receiptVerify.ts').ended;
const check = (...args: string[]): Promise<Ended> => start(args, {}, 'receiptCheck.ts').ended;

const receiptOf = ({ out, err, code }: Ended): ReceiptFile => {
  assert.equal(code, 0, err);
  const file = readReceiptFile(out);
  assert.ok(file, out);
  return file;
};

/** As the address is written, with a table. */
const at = ({ address, password }: Scratch, table?: string): string =>
  `${address.kind}://${address.user}${password === '' ? '' : `:${password}`}@${address.host}:${address.port}/${address.database}${table === undefined ? '' : `?table=${encodeURIComponent(table)}`}`;

/** Drivers hand over some sums as text, and decimals with zeros at their end. */
const plainNumbers = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? Number(value) : value;

const COLUMNS = 'id, xm, idno, income, born, changed, active';

describe('shuqiao move', { skip: missing }, () => {
  let postgres: Scratch;
  let mariadb: Scratch;
  let folder: string;
  const file = (name: string): string => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shuqiao-move-'));
    postgres = await createPostgres('move_command');
    mariadb = await createMariadb('move_command');
    await postgres.run(
      `create table public."人口" (id bigint primary key, xm text, idno varchar(18), income numeric, born date, changed timestamp, active boolean);
       insert into public."人口" select i, case when i % 11 = 0 then null else '张' || i || E'\\\\\\n\\t' end, lpad(i::text, 18, '4'),
              case when i % 7 = 0 then null else (i || '.50')::numeric end, date '1900-01-01' + i % 40000,
              timestamp '2024-02-29 13:14:15.123456' + i * interval '1 second', i % 2 = 0
         from generate_series(1, ${ROWS}) i`,
    );
  });
  after(async () => {
    const schema = mariadb.address.database;
    const targets = await mariadb.run(
      `select distinct target_table as name from shuqiao.run where target_schema = '${schema}'`,
    );
    for (const { name } of targets as { name: string }[]) {
      const tables = await mariadb.run(
        `select table_name as name from information_schema.tables
          where table_schema = 'shuqiao' and table_comment = '${markOf({ schema, table: name })}'`,
      );
      for (const one of tables as { name: string }[]) await mariadb.run(`drop table shuqiao.\`${one.name}\``);
    }
    await mariadb.run(`delete from shuqiao.run where target_schema = '${schema}'`);
    await postgres.drop();
    await mariadb.drop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await postgres.run(
      'drop event trigger if exists meddle; drop schema if exists shuqiao cascade; drop schema if exists shared cascade',
    );
  });

  /** Rows that one of the two tables has and the other has not, doubles counted. */
  async function differing(one: string, other: string, columns = COLUMNS): Promise<number> {
    const less = (a: string, b: string): string =>
      `(select ${columns} from ${a} except all select ${columns} from ${b})`;
    const [row] = await postgres.run(
      `select (select count(*) from ${less(one, other)} x) + (select count(*) from ${less(other, one)} y) as n`,
    );
    return Number((row as { n: string }).n);
  }
  const inMariadb = async (table: string): Promise<string> =>
    JSON.stringify(
      await mariadb.run(
        `select count(*) as n, count(distinct id) as ids, sum(id) as total, sum(income) * 1 as income, sum(char_length(xm)) as letters from ${table}`,
      ),
      plainNumbers,
    );
  const inPostgres = async (table: string): Promise<string> =>
    JSON.stringify(
      await postgres.run(
        `select count(*) as n, count(distinct id) as ids, sum(id) as total, sum(income) as income, sum(char_length(xm)) as letters from ${table}`,
      ),
      plainNumbers,
    );

  test('PostgreSQL to MariaDB and back is the same table, row for row, each with its receipt', async () => {
    const there = receiptOf(await move(at(postgres, 'public.人口'), at(mariadb)));
    assert.equal(there.receipt.rowsWritten, ROWS);
    assert.equal(there.receipt.grade, 'snapshot');
    assert.equal(there.receipt.operator, 'one');
    assert.deepEqual(there.receipt.halves, [], 'nobody signed');
    assert.equal(await inMariadb('`人口`'), await inPostgres('public."人口"'));
    const back = receiptOf(await move(at(mariadb, '人口'), at(postgres, 'shared.人口')));
    assert.equal(back.receipt.rowsWritten, ROWS);
    // Decimals that a value shows are no part of MySQL's columns: 1.50 comes back as 1.50000…, an equal number.
    assert.equal(await differing('public."人口"', 'shared."人口"'), 0);
  });

  test('to a file and back, with masks, conditions, a key and a name for whoever moves', async () => {
    const csv = `file://${file('人口.csv')}`;
    const out = receiptOf(
      await move(
        '--items',
        'id,xm,income',
        '--mask',
        'xm=name',
        '--where',
        'id=1..100',
        '--name',
        '王工',
        at(postgres, 'public.人口'),
        csv,
      ),
    );
    assert.equal(out.receipt.rowsWritten, 100);
    assert.equal(out.receipt.excluded, ROWS - 100);
    const text = readFileSync(file('人口.csv'), 'utf8');
    assert.match(text, /张\*/);
    assert.doesNotMatch(text, /张1/);
    const back = await move('--type', 'income=numeric', csv, at(postgres, 'shared.人'));
    assert.equal(receiptOf(back).receipt.rowsWritten, 100);
    assert.equal(
      await differing(
        '(select id, income from public."人口" where id <= 100) z',
        'shared."人"',
        'id, income',
      ),
      0,
    );
  });

  test('--dry-run says columns, types, losses and abilities, and moves nothing', async () => {
    const { code, out, err } = await move('--dry-run', at(postgres, 'public.人口'), at(mariadb, 'dry'));
    assert.equal(code, 0, err);
    assert.match(out, /income\s+numeric → numeric/);
    assert.match(out, /损失 loss\s+income: numeric → decimal\(65,30\)/);
    assert.match(out, new RegExp(`rows\\s+${ROWS}`));
    assert.match(out, /can go on/);
    assert.equal((await mariadb.run(`show tables like 'dry'`)).length, 0);
  });

  test('columns that cannot travel end it before it begins, unless they are left out; losses are said first', async () => {
    await postgres.run(
      'create table public.odd (id bigint primary key, raw bytea, tags integer[], at timestamptz); insert into public.odd (id) values (1)',
    );
    const [from, to] = [at(postgres, 'public.odd'), at(mariadb, 'odd')];
    const refused = await move(from, to);
    assert.equal(refused.code, 2, refused.err);
    assert.match(refused.err, /raw \(bytea\), tags \(integer\[\]\).*--without raw,tags/);
    assert.equal((await mariadb.run(`show tables like 'odd'`)).length, 0);
    const dry = await move('--dry-run', from, to);
    assert.equal(dry.code, 2);
    assert.match(dry.out, /stays behind\s+raw\s+bytea/);
    assert.match(dry.out, /loss\s+at: timestamp with time zone → timestamp/);
    const left = await move('--without', 'raw,tags', from, to);
    assert.deepEqual(receiptOf(left).receipt.columns, ['id', 'at']);
    assert.match(left.err, /stays behind\s+raw\s+bytea/);
    assert.ok(left.err.indexOf('loss  at') < left.err.indexOf('运行 run'), 'before the first row');
    const unknown = await move('--without', 'nix', from, to);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /no column “nix”/);
  });

  test('a run’s name that placed one table is refused for another', async () => {
    const args = ['--run', 'mv-once', '--where', 'id=1..5', at(postgres, 'public.人口')];
    receiptOf(await move(...args, at(postgres, 'shared.one')));
    const other = await move(...args, at(postgres, 'shared.two'));
    assert.equal(other.code, 2, other.err);
    assert.match(other.err, /placed shared\.one, not shared\.two/);
    const same = await move(...args, at(postgres, 'shared.one'));
    assert.equal(same.code, 0, same.err);
    assert.match(same.err, /placed 5 rows/);
    // A script that asked for a receipt must not go on as if it had one.
    const receipt = file('once.json');
    const unwritten = await move('--receipt', receipt, ...args, at(postgres, 'shared.one'));
    assert.equal(unwritten.code, 1, unwritten.err);
    assert.match(unwritten.err, /once\.json was not written/);
    assert.equal(existsSync(receipt), false);
  });

  test('a plan file says it all, is checked by place, and runs again from where it came to', async () => {
    const plan = (changes: object): string => {
      const path = file(`plan-${randomBytes(4).toString('hex')}.json`);
      writeFileSync(
        path,
        JSON.stringify({
          from: at(postgres, 'public.人口'),
          to: at(mariadb, 'grows'),
          items: [
            { column: 'id' },
            { column: 'xm', name: '姓名', mask: { kind: 'name' } },
            { column: 'income' },
          ],
          key: ['id'],
          mode: { kind: 'incremental', column: 'id', overlap: 10 },
          ...changes,
        }),
      );
      return path;
    };
    const bad = await move(plan({ items: [{ column: 'id', mask: { kind: 'middle', head: -1 } }] }));
    assert.equal(bad.code, 2);
    assert.match(bad.err, /\/items\/0\/mask\/head/);
    const extra = await move(plan({ speed: 1 }));
    assert.equal(extra.code, 2);
    assert.match(extra.err, /at \/speed: there is no “speed” here/);
    const below = await move(plan({ mode: { kind: 'incremental', column: 'id', overlap: -5 } }));
    assert.match(below.err, /at \/mode\/overlap: it must be >= 0/);
    const good = plan({});
    assert.equal(receiptOf(await move(good)).receipt.rowsWritten, ROWS);
    await postgres.run(`insert into public."人口" (id, xm) values (${ROWS + 1}, '新')`);
    try {
      const again = receiptOf(await move(good));
      assert.equal(again.receipt.rowsWritten, 12, 'the new one, the highest before, and ten of overlap');
      assert.deepEqual(again.receipt.position, { kind: 'watermark', value: String(ROWS + 1) });
      const [row] = await mariadb.run('select count(*) as n, max(id) as last from grows');
      assert.deepEqual({ ...(row as object) }, { n: ROWS + 1, last: ROWS + 1 });
    } finally {
      await postgres.run(`delete from public."人口" where id > ${ROWS}`);
    }
  });

  test('wrong rows: more than are forgiven end it with 4, the others go into a file for one reader', async () => {
    writeFileSync(file('wrong.csv'), 'id,n\n1,10\n2,zehn\n3,30\n');
    const from = `file://${file('wrong.csv')}`;
    const strict = await move('--type', 'n=bigint', from, at(postgres, 'shared.wrong'));
    assert.equal(strict.code, 4, strict.err);
    assert.doesNotMatch(strict.err, /zehn/, 'the value is personal');
    const aside = file('aside.csv');
    const forgiven = await move(
      '--type',
      'n=bigint',
      '--tolerance',
      '1',
      '--key',
      'id',
      '--aside',
      aside,
      from,
      at(postgres, 'shared.wrong'),
    );
    const { receipt } = receiptOf(forgiven);
    assert.deepEqual([receipt.rowsRead, receipt.rowsWritten, receipt.setAside], [3, 2, 1]);
    assert.equal(statSync(aside).mode & 0o777, 0o600);
    const lines = readFileSync(aside, 'utf8').trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /n,bigint,not_a_number,zehn,,"\{""id"":""2""\}"/);
    assert.match(forgiven.err, /1 rows were set aside, all in/);
    writeFileSync(file('many.csv'), `id,n\n1,10\n${'2,zehn\n'.repeat(10_020)}`);
    const many = await move(
      '--type',
      'n=bigint',
      '--tolerance',
      '100%',
      '--aside',
      file('many-aside.csv'),
      `file://${file('many.csv')}`,
      at(postgres, 'shared.many'),
    );
    assert.equal(receiptOf(many).receipt.setAside, 10_020);
    assert.match(many.err, /10020 rows were set aside; .*many-aside\.csv holds the first 10000 alone/);
    const twice = await move('--aside', aside, from, at(postgres, 'shared.wrong'));
    assert.equal(twice.code, 2, 'a file that is there is not written over');
  });

  test('what was asked wrongly ends with 2 and says what to write; what failed ends with 1', async () => {
    const from = at(postgres, 'public.人口');
    const to = at(mariadb, 'x');
    const wrongly: [string[], RegExp][] = [
      [[], /shuqiao move FROM TO/],
      [['--speed', '1', from, to], /--speed/],
      [['--mask', 'xm=middle:1', from, to], /--mask middle:1/],
      [['--mask', 'xy=name', from, to], /“xy” is none of the columns/],
      [['--mask', 'born=range:10', from, to], /is none for “born”/],
      [['--mask', 'xm=digest', from, to], /--secret/],
      [['--items', 'id,nix', from, to], /no column “nix”/],
      [['--mode', 'incremental:xm', '--key', 'id', from, to], /“xm” is text/],
      [['--tolerance', 'viel', from, to], /--tolerance viel/],
      [['postgres://x@h/d', to], /name the table/],
      [['nowhere', to], /no address of a table/],
      [[`${from}&sslmode=require`, to], /from：不支持 sslmode.*leave it out or write sslmode=disable/],
      [[from, `${at(mariadb)}?ssl-mode=REQUIRED`], /to：.*parameter “ssl-mode”.*take it out/],
      [[from, `${at(mariadb)}?schema=shared`], /parameter “schema”/],
      [['file:///x.csv?sheet=2', to], /parameter “sheet”.*known here: encoding/],
      [[file('none.json')], /none\.json/],
      [['--mode', 'incremental:id:-5', from, to], /write incremental:COLUMN/],
      [['--mode', 'append', from, to], /takes what was added to files/],
      [['--apply', 'append', from, to], /choose --apply replace/],
      [['--mode', 'incremental:id', '--apply', 'append', from, to], /choose --apply merge/],
      [['--mode', 'incremental:id', '--apply', 'replace', from, to], /choose --apply merge/],
      [['--apply', 'history', '--mask', 'id=hidden', from, to], /without a mask/],
      [['--mode', 'incremental:born', '--mask', 'born=year', from, to], /“born” is masked/],
      [['--where', 'id=viele', from, to], /“id” .*“viele” is no bigint/],
      [['--where', 'id=1..2..3', from, to], /COLUMN=FROM\.\.TO/],
      [[from, `file://${file('x.pdf')}`], /ends in \.csv/],
    ];
    const next = wrongly[Symbol.iterator]();
    const askAll = async (): Promise<void> => {
      for (const [args, said] of next) {
        const { code, out, err } = await move(...args);
        assert.equal(code, 2, `${args.join(' ')}: ${err}`);
        assert.match(out + err, said);
      }
    };
    await Promise.all([askAll(), askAll(), askAll()]);
    const gone = await move(at(postgres, 'public.nix'), to);
    assert.equal(gone.code, 1, gone.err);
    assert.match(gone.err, /has no table public\.nix/);
    assert.doesNotMatch(gone.err, /gone/);
    const noFile = await move(`file://${file('nix.csv')}`, to);
    assert.equal(noFile.code, 1, noFile.err);
    assert.ok(noFile.err.includes(`there is no file ${file('nix.csv')};`), noFile.err);
    const dead = await move('postgres://x@127.0.0.1:1/d?table=a.b', to);
    assert.equal(dead.code, 1, dead.err);
    assert.match(dead.err, /127\.0\.0\.1/);
  });

  test('a target that changes rows as they are written ends with 3, and nothing is placed', async () => {
    await postgres.run(`create or replace function public.change_row() returns trigger language plpgsql as $f$ begin
        if new.id = 1500 then new.income := 1; end if; return new; end $f$;
      create or replace function public.meddle() returns event_trigger language plpgsql as $f$
        declare made record; begin
        for made in select * from pg_event_trigger_ddl_commands() where object_type = 'table' and object_identity not like '%.run' loop
          execute format('create trigger change_row before insert on %s for each row execute function public.change_row()', made.object_identity);
        end loop; end $f$;
      create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function public.meddle()`);
    const { code, err } = await move(at(postgres, 'public.人口'), at(postgres, 'shared.meddled'));
    assert.equal(code, 3, err);
    assert.match(err, /对账不一致/);
    const [row] = await postgres.run(`select to_regclass('shared.meddled') as found`);
    assert.equal((row as { found: unknown }).found, null);
  });

  test('a password is in no output and in no receipt, wherever it came from', async () => {
    const user = `sq_mover_${process.pid}`;
    await mariadb.run(
      `drop user if exists ${user}; create user ${user} identified by '${SECRET}'; grant all on *.* to ${user}`,
    );
    try {
      const to = at({ ...mariadb, address: { ...mariadb.address, user }, password: '' }, 'secret');
      const withPassword = to.replace(`${user}@`, `${user}:${SECRET}@`);
      const refused = await move(at(postgres, 'public.人口'), to);
      assert.equal(refused.code, 1, 'nobody is there to be asked');
      const spoken = await move(at(postgres, 'public.人口'), withPassword);
      const told = await start([at(postgres, 'public.人口'), to], { SHUQIAO_TO_PASSWORD: SECRET }).ended;
      const wrong = await move(
        at(postgres, 'public.人口'),
        `${withPassword}x`.replace(SECRET, `${SECRET}-no`),
      );
      for (const { out, err } of [refused, spoken, told, wrong])
        assert.equal((out + err).includes(SECRET), false);
      receiptOf(spoken);
      receiptOf(told);
    } finally {
      await mariadb.run(`drop user ${user}`);
    }
  });

  test('a key of one’s own signs both halves, and any word that is changed breaks them', async () => {
    const key = file('engineer.key');
    const path = file('receipt.json');
    const args = ['--sign', key, '--receipt', path, '--name', '王工'];
    const { code, out, err } = await move(...args, at(postgres, 'public.人口'), at(mariadb, 'signed'));
    assert.equal(code, 0, err);
    assert.equal(out, '');
    assert.equal(statSync(key).mode & 0o777, 0o600);
    const signatures = (text: string): boolean[] =>
      verifyReceipt(readReceiptFile(text) as ReceiptFile, new Set())
        .findings.filter(
          one =>
            one.subject.en.startsWith('Signature') ||
            one.subject.en === 'Numbers' ||
            one.subject.en === 'Sums by bucket',
        )
        .map(one => one.ok);
    const text = readFileSync(path, 'utf8');
    assert.deepEqual(signatures(text), [true, true, true, true]);
    const checked = await check(path, at(mariadb));
    assert.equal(checked.code, 0, checked.err);
    const auditor = `sq_auditor_${process.pid}`;
    await mariadb.run(
      `create user ${auditor} identified by 'p'; grant select on ${mariadb.address.database}.signed to ${auditor}`,
    );
    try {
      const reading = { ...mariadb, address: { ...mariadb.address, user: auditor }, password: 'p' };
      const blind = await check(path, at(reading));
      assert.equal(blind.code, 2, 'what it cannot see has not changed');
      assert.match(blind.err, /grant it select on shuqiao\.\*/);
      await mariadb.run(
        `grant select on shuqiao.* to ${auditor}; grant select, show view on ${mariadb.address.database}.* to ${auditor}`,
      );
      const read = await check(path, at(reading));
      assert.equal(read.code, 0, read.err);
    } finally {
      await mariadb.run(`drop user ${auditor}`);
    }
    assert.equal(text.includes(readFileSync(key, 'utf8').trim()), false);
    assert.deepEqual(signatures(text.replace('"grade": "snapshot"', '"grade": "stream"')).slice(0, 2), [
      false,
      false,
    ]);
  });

  test('its receipts can be verified for what they are, and the table held against them', async () => {
    const from = at(postgres, 'public.人口');
    const some = ['--where', 'id=1..50'];
    const keep = (name: string, { out }: Ended): string => {
      writeFileSync(file(name), out);
      return file(name);
    };
    const plain = keep('plain.json', await move(...some, from, at(postgres, 'shared.checked')));
    const unsigned = await verify(plain);
    assert.equal(unsigned.code, 3, unsigned.err);
    assert.match(unsigned.out, /Nobody signed it/);
    assert.doesNotMatch(unsigned.out + unsigned.err, /NOT true/);
    const equal = await check(plain, at(postgres));
    assert.equal(equal.code, 0, equal.err);
    assert.match(equal.out, /shared\.checked is what the receipt says: 50 rows/);
    const other = await check(plain, at(postgres, 'public.人口'));
    assert.equal(other.code, 1, other.err);
    assert.match(other.err, /50 rows then, 20000 now/);

    const [auditor, office] = [`sq_auditor_${process.pid}`, `sq_office_${process.pid}`];
    const asAuditor = (table?: string): string =>
      at({ ...postgres, address: { ...postgres.address, user: auditor }, password: 'p' }, table);
    // Views of an account that is no superuser, as receiving ones should be.
    await postgres.run(`create role ${auditor} login password 'p'; create role ${office};
      grant usage on schema shared to ${auditor}; grant usage on schema shuqiao to ${office};
      grant select on all tables in schema shuqiao to ${office};
      create view shared.other as select id, lower(xm) as xm from shared.checked;
      grant select on shared.checked, shared.other to ${auditor}, ${office};
      alter view shared.checked owner to ${office}; alter view shared.other owner to ${office}`);
    try {
      const read = await check(plain, asAuditor());
      assert.equal(read.code, 0, read.err);
      const strange = await check(plain, asAuditor('shared.other'));
      assert.equal(strange.code, 2, strange.out);
      assert.match(strange.err, /belongs to another role and is more than columns of a table/);
    } finally {
      await postgres.run(
        `reassign owned by ${office} to current_user; drop owned by ${auditor}, ${office}; drop role ${auditor}, ${office}`,
      );
    }

    const csv = `file://${file('checked.csv')}`;
    const signed = keep('signed.json', await move('--sign', file('own.key'), ...some, from, csv));
    const alone = await verify(signed);
    assert.equal(alone.code, 3, alone.err);
    assert.match(alone.out, /The signatures are valid/);
    const key = readReceiptFile(readFileSync(signed, 'utf8'))?.keys[0]?.key ?? '';
    assert.equal((await verify(signed, '--key', key)).code, 0);
    assert.equal((await verify(signed, '--log', signed)).code, 2);
    assert.equal((await check(signed, csv)).code, 0);
    writeFileSync(file('forged.json'), readFileSync(signed, 'utf8').replace('"excluded": ', '"excluded": 1'));
    const forged = await verify(file('forged.json'));
    assert.equal(forged.code, 1, forged.out);
    assert.match(forged.err, /NOT true/);

    const merged = keep(
      'merged.json',
      await move('--mode', 'incremental:id', ...some, from, at(postgres, 'shared.merged')),
    );
    assert.equal((await verify(merged)).code, 3);
    const part = await check(merged, at(postgres));
    assert.equal(part.code, 2, part.out);
    assert.match(part.err, /merged into the rows that were there/);
  });

  test('Ctrl+C stops it, and nothing is there that was not before', async () => {
    const { child, ended } = start(['--pace', '2000', at(postgres, 'public.人口'), at(mariadb, 'stopped')]);
    await says(child, 'copying');
    await wait(500);
    child.kill('SIGINT');
    const { code, err } = await ended;
    assert.equal(code, 1, err);
    assert.match(err, /已停止/);
    assert.equal((await mariadb.run(`show tables like 'stopped'`)).length, 0);
    const left = await mariadb.run(
      `select 1 from information_schema.tables where table_schema = 'shuqiao' and table_comment = '${markOf({ schema: mariadb.address.database, table: 'stopped' })}'`,
    );
    assert.equal(left.length, 0);
  });

  for (const [name, from, to] of [
    ['PostgreSQL to MariaDB', () => at(postgres, 'public.人口'), () => at(mariadb, 'killed')],
    ['MariaDB to PostgreSQL', () => at(mariadb, '人口'), () => at(postgres, 'shared.killed')],
  ] as const)
    test(`${name}: killed with -9 wherever it is, it goes on, and no row is lost or doubled`, async () => {
      const run = `mv-${randomBytes(4).toString('hex')}`;
      const args = ['--run', run, '--piece', '0.1', '--pace', '12000', from(), to()];
      for (let round = 1; round <= 4; round++) {
        const { child, ended } = start(args);
        await says(child, 'copying');
        await wait(200 + Math.random() * 1_000);
        child.kill('SIGKILL');
        await ended;
      }
      const { code, out, err } = await move(...args);
      assert.equal(code, 0, err);
      const expected = await inPostgres('public."人口"');
      assert.equal(
        name.endsWith('MariaDB') ? await inMariadb('killed') : await inPostgres('shared.killed'),
        expected,
      );
      assert.match(err, /repaired/);
      assert.equal(readReceiptFile(out)?.receipt.rowsWritten, ROWS);
      assert.equal(existsSync(file('no')), false);
    });
});
