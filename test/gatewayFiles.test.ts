/** Files through the gateway, and answers that are streamed: their two records, and what becomes of them on bad days. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import pg from 'pg';
import { pause } from '#kernel/clock.ts';
import { sql } from '#kernel/db.ts';
import { createIntegrator, verifyAll } from '#modules/ledger/index.ts';
import { FileLinkAnswer, FileListAnswer } from '#planes/gateway/fileDescription.ts';
import { addSpan, coversAll, spanOf } from '#planes/gateway/serving/ranges.ts';
import { type Audited, createAudited } from '#record/audited.ts';
import { type UsageBody, commitmentOf, decodeEntry, unpackEntries } from '#record/entry.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { FILE_PIECE } from '#vocabulary/files.ts';
import type { FilePlan, TablePlan } from '#vocabulary/plans.ts';
import { type TestStorage, freshStorage } from './database.ts';
import { type FileGateway, startFileGateway } from './fileGateway.ts';

const RID = '7f000001-0000-4000-8000-000000000001';
const SECRET = '0123456789abcdef0123456789abcdef';
const FAR = Date.UTC(2100, 0, 1);
const MEGABYTE = 1024 * 1024;
const LARGE = 300 * MEGABYTE;

let own: TestStorage;
let owner: pg.Client;
let audited: Audited;
let own1: FileGateway;
let port = 0;
const started: FileGateway[] = [];

/** Two and a half pieces, so that ranges cross their borders. */
const SMALL = randomBytes(2.5 * FILE_PIECE);

const plan = (grantId: number, version = 1): FilePlan => ({
  kind: 'file',
  grantId,
  version,
  grantNo: `授-2026-${grantId}`,
  provider: '市民政局',
  consumer: '市人社局',
  providerId: 1,
  consumerId: 2,
  systemId: 1,
  scenario: '高龄津贴',
  entryId: 1,
  entryTitle: '高龄老人名册',
  items: [
    { name: '身份证号', column: '', type: 'text', mask: { kind: 'none' }, filter: true },
    { name: '姓名', column: '', type: 'text', mask: { kind: 'none' }, filter: false },
  ],
  rows: [],
  from: 0,
  until: FAR,
  sid: `s_test_${grantId}`,
  required: [],
});

const publish = (one: FilePlan | TablePlan): Promise<unknown> =>
  audited(PLATFORM, 'test.publish', `grant:${one.grantId}`, async tx => {
    await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
      values (${one.grantId}, ${one.version}, ${one.kind}, ${one.sid}, ${one.systemId}, ${JSON.stringify(one)}::jsonb)`);
    await tx.run(sql`insert into plans.live (grant_id, version) values (${one.grantId}, ${one.version})
      on conflict (grant_id) do update set version = excluded.version, changed = clock_timestamp()`);
    return { value: undefined };
  });

const revoke = (grantId: number): Promise<unknown> =>
  audited(PLATFORM, 'test.revoke', `grant:${grantId}`, async tx => {
    await tx.run(
      sql`update plans.live set version = 0, changed = clock_timestamp() where grant_id = ${grantId}`,
    );
    return { value: undefined };
  });

/** Puts a file in as the control plane would; `piece` gives each of its pieces. */
async function putFile(name: string, size: number, piece: (n: number) => Buffer): Promise<number> {
  const { rows } = await owner.query<{ id: number }>(
    `insert into files.upload (entry_id, department_id, name, size, started_at) values (1, 1, $1, $2, now()) returning id`,
    [name, size],
  );
  const upload = rows[0]?.id;
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  for (let n = 0; n * FILE_PIECE < size; n += 1) {
    const bytes = piece(n);
    sha256.update(bytes);
    sm3.update(bytes);
    await owner.query('insert into files.piece (upload_id, n, bytes) values ($1, $2, $3)', [
      upload,
      n,
      bytes,
    ]);
  }
  const { value } = await audited(PLATFORM, 'test.file', 'entry:1', async tx => {
    const { id } = await tx.get<{ id: number }>(
      sql`insert into files.file (entry_id, department_id, upload_id, name, kind, media_type, size, sha256, sm3, period, version, post, person, added_at)
        values (1, 1, ${upload}, ${name}, 'csv', 'text/csv', ${size}, ${sha256.digest()}, ${sm3.digest()}, '2026-10', 1, '岗', '人', now()) returning id`,
    );
    return { value: id };
  });
  return value;
}

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Whether it came to its end. */
  whole: boolean;
}

interface Asking {
  grant?: number;
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  port?: number;
  signed?: boolean;
  /** Looks at each chunk; may destroy the answer. */
  onChunk?: (chunk: Buffer, res: IncomingMessage) => void;
  keep?: boolean;
}

let last = 0;
function send(asking: Asking): Promise<Reply> {
  const { grant = 1, method = 'GET', signed = true, keep = true } = asking;
  const sid = `s_test_${grant}`;
  last = Math.max(last + 1, Date.now());
  const rtime = String(last);
  const sign = createHmac('sha256', SECRET)
    .update(sid + RID + rtime)
    .digest('base64');
  const headers = signed
    ? { gjgxjhpt_rid: RID, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign }
    : {};
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: asking.port ?? port,
        method,
        path: asking.path,
        agent: false,
        headers: { ...headers, ...asking.headers },
      },
      res => {
        const parts: Buffer[] = [];
        res.on('data', (chunk: Buffer) => {
          if (keep) parts.push(chunk);
          asking.onChunk?.(chunk, res);
        });
        res.on('error', () => undefined);
        res.on('close', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: Buffer.concat(parts),
            whole: res.complete,
          }),
        );
      },
    );
    req.on('error', reject);
    req.end(asking.body === undefined ? undefined : JSON.stringify(asking.body));
  });
}

interface Recorded {
  number: number;
  body: UsageBody;
  commitment: string;
  salt: Buffer;
}

async function readUsage(): Promise<Recorded[]> {
  const { rows } = await owner.query<{ first: number; n: number; body: Buffer; salts: Buffer }>(
    'select first, n, body, salts from record.batch where log = 2 order by first',
  );
  return rows.flatMap(row =>
    unpackEntries(row.body, row.n).flatMap((bytes, i) => {
      const entry = decodeEntry(bytes);
      const salt = row.salts.subarray(i * 16, i * 16 + 16);
      if (entry.kind !== 'usage') return [];
      const commitment = commitmentOf(salt, bytes).toString('hex');
      return [{ number: row.first + i, body: entry.body, commitment, salt }];
    }),
  );
}

/** The closing of an answer by its opening's number, which may come after the last byte. */
async function closingOf(reply: Reply): Promise<Recorded> {
  const opening = Number(reply.headers['shuqiao-record']);
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await readUsage()).find(
      one => one.body.action === 'gateway.closed' && one.body.facts?.['opening'] === opening,
    );
    if (found) return found;
    await pause(50);
  }
  assert.fail(`the opening ${opening} has no closing`);
}

async function begin(more: Parameters<typeof startFileGateway>[1] = {}): Promise<FileGateway> {
  const one = await startFileGateway(own.storage, more);
  started.push(one);
  return one;
}

let small = 0;

before(async () => {
  own = await freshStorage('gatewayfiles');
  owner = new pg.Client({ connectionString: own.storage.ownerUrl });
  await owner.connect();
  audited = createAudited(own.storage.pools.write, () => Date.now());
  const { keys } = own.storage;
  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1'),
             ('rs', '市人社局', 'Human Resources', '人社', '410400', 'government', '2')`);
    await tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
      values (1, ${RID}, 2, '系统', ${['127.0.0.0/8', '10.20.0.0/16']}, ${Buffer.of(1)},
        ${keys.seal('app-keys', 'plans.system/app_secret/1', SECRET)}, ${new Date(FAR)})`);
    await tx.run(sql`insert into catalog.entry (department_id, title, version, state, created_at, updated_at)
      values (1, '高龄老人名册', 1, 'draft', now(), now())`);
    return { value: undefined };
  });
  for (const grant of [1, 2, 3, 4, 5]) await publish(plan(grant));
  small = await putFile('高龄老人 "名册".csv', SMALL.length, n =>
    SMALL.subarray(n * FILE_PIECE, (n + 1) * FILE_PIECE),
  );
  own1 = await begin();
  port = own1.listening.port;
});

after(async () => {
  for (const one of started) await one.stop();
  await owner.end();
  await own.close();
});

test('the list names the files of the grant’s entry with their digests', async () => {
  const reply = await send({ path: '/gateway/s_test_1/files' });
  assert.equal(reply.status, 200, reply.body.toString());
  const { code, data } = JSON.parse(reply.body.toString()) as {
    code: string;
    data: Record<string, unknown>[];
  };
  assert.equal(code, '0');
  const answer = new Ajv().compile(FileListAnswer);
  assert.ok(answer(JSON.parse(reply.body.toString())), JSON.stringify(answer.errors));
  assert.equal(data.length, 1);
  assert.deepEqual(
    [data[0]?.['id'], data[0]?.['size'], data[0]?.['sha256'], data[0]?.['period']],
    [small, SMALL.length, createHash('sha256').update(SMALL).digest('hex'), '2026-10'],
  );
});

test('a file goes out whole with its digests, under an opening and a closing with the totals', async () => {
  const reply = await send({
    path: `/gateway/s_test_1/files/${small}?post=窗口3&caseNo=办-1`.replace(
      /[^\x20-\x7e]/g,
      encodeURIComponent,
    ),
  });
  assert.equal(reply.status, 200);
  assert.ok(reply.body.equals(SMALL));
  const sha = createHash('sha256').update(SMALL).digest();
  assert.equal(reply.headers['repr-digest'], `sha-256=:${sha.toString('base64')}:`);
  assert.equal(reply.headers['content-digest'], reply.headers['repr-digest']);
  assert.equal(reply.headers['shuqiao-sm3'], createHash('sm3').update(SMALL).digest('hex'));
  assert.equal(reply.headers['etag'], `"${sha.toString('hex')}"`);
  assert.equal(reply.headers['content-length'], String(SMALL.length));
  assert.match(
    String(reply.headers['content-disposition']),
    /filename="____ _________?\.csv"|filename\*=UTF-8''%E9%AB%98/,
  );
  const closing = await closingOf(reply);
  const opening = (await readUsage()).find(one => one.number === Number(reply.headers['shuqiao-record']));
  assert.ok(opening);
  assert.equal(opening.commitment, reply.headers['shuqiao-commitment']);
  assert.deepEqual(
    [opening.body.action, opening.body.bytes, opening.body.items, opening.body.post, opening.body.caseNo],
    ['gateway.opened', 0, [0, 1], '窗口3', '办-1'],
  );
  assert.ok(opening.number < closing.number);
  assert.deepEqual(
    [closing.body.result, closing.body.bytes, closing.body.items, closing.body.grantId, closing.body.caseNo],
    ['served', SMALL.length, [0, 1], 1, '办-1'],
  );
  assert.equal(
    closing.body.answer,
    createHash('sha256').update(closing.salt).update(SMALL).digest('base64url'),
    'the closing holds the digest of what left',
  );
});

test('HEAD says what a GET would, without a body', async () => {
  const reply = await send({ path: `/gateway/s_test_1/files/${small}`, method: 'HEAD' });
  assert.deepEqual(
    [reply.status, reply.body.length, reply.headers['content-length'], reply.headers['accept-ranges']],
    [200, 0, String(SMALL.length), 'bytes'],
  );
});

test('any range is what a slice of the file is', async () => {
  const size = SMALL.length;
  const near = fc.constantFrom(
    0,
    1,
    FILE_PIECE - 1,
    FILE_PIECE,
    FILE_PIECE + 1,
    2 * FILE_PIECE,
    size - 1,
    size,
    size + 1,
  );
  const place = fc.oneof(near, fc.nat(size + 10));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc
          .tuple(place, place)
          .map(([a, b]) => ({ header: `bytes=${a}-${b}`, from: a, to: b < a ? -1 : b + 1 })),
        place.map(a => ({ header: `bytes=${a}-`, from: a, to: size })),
        place.map(n => ({ header: `bytes=-${n}`, from: n === 0 ? size : Math.max(0, size - n), to: size })),
      ),
      async ({ header, from, to }) => {
        const reply = await send({ path: `/gateway/s_test_1/files/${small}`, headers: { range: header } });
        if (to < 0) {
          assert.ok(reply.status === 200 && reply.body.equals(SMALL), header);
          return;
        }
        if (from >= size) {
          assert.equal(reply.status, 416, header);
          assert.equal(reply.headers['content-range'], `bytes */${size}`);
          return;
        }
        assert.equal(reply.status, 206, header);
        const end = Math.min(to, size);
        assert.ok(reply.body.equals(SMALL.subarray(from, end)), header);
        assert.equal(reply.headers['content-range'], `bytes ${from}-${end - 1}/${size}`);
        assert.equal(reply.headers['content-digest'], undefined);
      },
    ),
    { numRuns: 150 },
  );
});

test('the reader of ranges agrees with a slice for small files, and spans that are added with a set', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('bytes', '=', '-', '0', '3', '9', ',', ' '), maxLength: 8 }),
      fc.integer({ min: 1, max: 12 }),
      (header, size) => {
        const found = spanOf(header, size);
        const exact = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/.exec(header);
        if (!exact || (exact[1] === '' && exact[2] === '')) return found === 'whole';
        const bytes = Array.from({ length: size }, (_, i) => i);
        const [, a = '', b = ''] = exact;
        if (a !== '' && b !== '' && Number(b) < Number(a)) return found === 'whole';
        const slice =
          a === ''
            ? Number(b) === 0
              ? []
              : bytes.slice(-Number(b))
            : bytes.slice(Number(a), b === '' ? undefined : Number(b) + 1);
        if (slice.length === 0) return found === 'none';
        return typeof found === 'object' && found.from === slice[0] && found.to === (slice.at(-1) ?? 0) + 1;
      },
    ),
    { numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 }), given => {
      const held = new Set<number>();
      let spans: { from: number; to: number }[] = [];
      for (const [a, b] of given) {
        for (let i = Math.min(a, b); i < Math.max(a, b); i += 1) held.add(i);
        spans = addSpan(spans, { from: Math.min(a, b), to: Math.max(a, b) });
      }
      const covered = spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
      assert.deepEqual(
        covered,
        [...held].sort((a, b) => a - b),
      );
      assert.equal(
        coversAll(spans, 20),
        Array.from({ length: 20 }, (_, i) => i).every(i => held.has(i)),
      );
    }),
    { numRuns: 5000 },
  );
});

test('a range counts only while the file is the same (If-Range)', async () => {
  const etag = `"${createHash('sha256').update(SMALL).digest('hex')}"`;
  const path = `/gateway/s_test_1/files/${small}`;
  const same = await send({ path, headers: { range: 'bytes=5-9', 'if-range': etag } });
  const other = await send({ path, headers: { range: 'bytes=5-9', 'if-range': '"else"' } });
  assert.deepEqual([same.status, same.body.length], [206, 5]);
  assert.deepEqual([other.status, other.body.length], [200, SMALL.length]);
});

test('a download that breaks off is closed as failed and goes on where it was', async () => {
  const path = `/gateway/s_test_1/files/${small}`;
  let held = 0;
  const cut = await send({
    path,
    onChunk: (chunk, res) => {
      held += chunk.length;
      if (held > 100_000) res.destroy();
    },
  });
  assert.equal(cut.whole, false);
  const closing = await closingOf(cut);
  assert.deepEqual([closing.body.result, closing.body.code], ['failed', 'gateway.stream_left']);
  assert.ok(closing.body.bytes >= cut.body.length);
  const rest = await send({
    path,
    headers: { range: `bytes=${cut.body.length}-`, 'if-range': String(cut.headers['etag']) },
  });
  assert.equal(rest.status, 206);
  assert.ok(Buffer.concat([cut.body, rest.body]).equals(SMALL));
});

async function linkFor(
  grant = 1,
  body: unknown = {},
  file = small,
): Promise<{ url: string; address: string }> {
  const reply = await send({
    grant,
    path: `/gateway/s_test_${grant}/files/${file}/link`,
    method: 'POST',
    body,
  });
  assert.equal(reply.status, 200, reply.body.toString());
  const answer = new Ajv().compile(FileLinkAnswer);
  assert.ok(answer(JSON.parse(reply.body.toString())), JSON.stringify(answer.errors));
  return (JSON.parse(reply.body.toString()) as { data: { url: string; address: string } }).data;
}

test('a link gives its file out once, without a signature, under the system that asked', async () => {
  const { url } = await linkFor(1, { post: '统计科', caseNo: '办-7' });
  const reply = await send({ path: url, signed: false });
  assert.equal(reply.status, 200, reply.body.toString().slice(0, 300));
  assert.ok(reply.body.equals(SMALL));
  const closing = await closingOf(reply);
  assert.deepEqual(
    [
      closing.body.systemId,
      closing.body.grantId,
      closing.body.post,
      closing.body.caseNo,
      closing.body.facts?.['link'],
    ],
    [1, 1, '统计科', '办-7', true],
  );
  const again = await send({ path: url, signed: false });
  assert.equal(again.status, 410);
  assert.match(again.body.toString(), /gateway.link_used/);
});

test('a link goes on after a cut, and is used up by the last byte', async () => {
  const { url } = await linkFor();
  let held = 0;
  const cut = await send({
    path: url,
    signed: false,
    onChunk: (chunk, res) => {
      held += chunk.length;
      if (held > 200_000) res.destroy();
    },
  });
  assert.equal(cut.whole, false);
  await closingOf(cut);
  const rest = await send({ path: url, signed: false, headers: { range: `bytes=${cut.body.length}-` } });
  assert.equal(rest.status, 206);
  assert.ok(Buffer.concat([cut.body, rest.body]).equals(SMALL));
  await closingOf(rest);
  assert.equal((await send({ path: url, signed: false })).status, 410);
});

test('two downloads by one link at once: the later takes it over, and only one comes whole', async () => {
  // More than the sockets of both sides hold.
  const size = 64 * MEGABYTE;
  const piece = randomBytes(FILE_PIECE);
  const { url } = await linkFor(1, {}, await putFile('两次.csv', size, () => piece));
  let second: Promise<Reply> | undefined;
  const first = await send({
    path: url,
    signed: false,
    onChunk: (_chunk, res) => {
      if (second) return;
      res.pause();
      second = send({ path: url, signed: false });
      void second.then(() => res.resume());
    },
  });
  const taken = await second;
  assert.equal(first.whole, false, 'the first one was cut off');
  assert.ok(taken?.whole && taken.body.length === size);
});

test('a link that was altered, is past, or comes from another address opens nothing', async () => {
  const { url } = await linkFor();
  const at = url.length - 10;
  const altered = `${url.slice(0, at)}${url[at] === 'A' ? 'B' : 'A'}${url.slice(at + 1)}`;
  assert.equal((await send({ path: altered, signed: false })).status, 404);
  assert.equal((await send({ path: '/gateway/links/x', signed: false })).status, 404);
  const elsewhere = await send({ path: url, signed: false, headers: { 'x-forwarded-for': '10.20.0.9' } });
  assert.equal(elsewhere.status, 403);
  const handed = await linkFor(1, { address: '10.20.0.9' });
  assert.equal(handed.address, '10.20.0.9');
  const there = await send({ path: handed.url, signed: false, headers: { 'x-forwarded-for': '10.20.0.9' } });
  assert.ok(there.body.equals(SMALL));
  const foreign = await send({
    path: `/gateway/s_test_1/files/${small}/link`,
    method: 'POST',
    body: { address: '8.8.8.8' },
  });
  assert.equal(foreign.status, 403);
  const late = await begin({ clock: { now: () => Date.now() + 11 * 60_000 } });
  const past = await send({ path: url, signed: false, port: late.listening.port });
  assert.equal(past.status, 410);
  assert.match(past.body.toString(), /link_past/);
});

test('a link opens its file and nothing else, whatever its service has become', async () => {
  await publish(plan(7));
  for (
    let tries = 0;
    (await send({ grant: 7, path: '/gateway/s_test_7/files' })).status !== 200;
    tries += 1
  ) {
    assert.ok(tries < 100);
    await pause(20);
  }
  const { url } = await linkFor(7);
  const { kind: _kind, ...same } = plan(8);
  const table = { sourceId: 1, schema: 'public', table: 'person' };
  const params = `params.${encodeURIComponent('身份证号')}=1`;
  await publish({ ...same, kind: 'query', sid: 's_test_7', table, required: ['身份证号'], rowLimit: 10 });
  await revoke(7);
  // It follows when a signed call reaches the table, which no database stands behind here.
  for (
    let tries = 0;
    (await send({ grant: 7, path: `/gateway/s_test_7?${params}` })).status !== 503;
    tries += 1
  ) {
    assert.ok(tries < 100);
    await pause(20);
  }
  const asFiles = await send({ grant: 7, path: `/gateway/s_test_7/files?${params}`, method: 'HEAD' });
  assert.equal(asFiles.status, 400, 'an address of files leads to no table');
  const reply = await send({ path: `${url}?${params}`, signed: false });
  assert.equal(reply.status, 403, reply.body.toString());
  assert.match(reply.body.toString(), /gateway.revoked/);
});

test('what is no file of the entry, was withdrawn, or is no service of files is refused and recorded', async () => {
  assert.equal((await send({ path: '/gateway/s_test_1/files/99999' })).status, 404);
  assert.equal((await send({ path: '/gateway/s_test_1' })).status, 400);
  assert.equal((await send({ path: `/gateway/s_test_1/files/${small}`, method: 'POST' })).status, 400);
  assert.equal(
    (await send({ path: `/gateway/s_test_1/files?姓名=x`.replace('姓名', '%E5%A7%93') })).status,
    400,
  );
  const gone = await putFile('旧.csv', 10, () => Buffer.alloc(10, 1));
  await audited(PLATFORM, 'test.withdraw', 'entry:1', async tx => {
    await tx.run(sql`update files.file set ended = 'withdrawn', ended_at = now() where id = ${gone}`);
    return { value: undefined };
  });
  const reply = await send({ path: `/gateway/s_test_1/files/${gone}` });
  assert.equal(reply.status, 410);
  const body = (await readUsage()).find(one => one.number === Number(reply.headers['shuqiao-record']))?.body;
  assert.deepEqual(
    [body?.action, body?.result, body?.code],
    ['gateway.call', 'refused', 'gateway.file_ended'],
  );
});

let large = 0;

test('300 MB go out with flat memory, and the digest fits', async () => {
  const piece = randomBytes(FILE_PIECE);
  const pieceOf = (n: number): Buffer => {
    piece.writeUInt32BE(n);
    return piece;
  };
  large = await putFile('全量.csv', LARGE, pieceOf);
  const digest = createHash('sha256');
  let most = 0;
  global.gc?.();
  const beforeIt = process.memoryUsage().rss;
  let count = 0;
  const reply = await send({
    path: `/gateway/s_test_1/files/${large}`,
    keep: false,
    onChunk: chunk => {
      digest.update(chunk);
      count += chunk.length;
      most = Math.max(most, process.memoryUsage().rss);
    },
  });
  assert.ok(reply.whole);
  assert.equal(count, LARGE);
  assert.equal(reply.headers['repr-digest'], `sha-256=:${digest.digest('base64')}:`);
  assert.ok(most - beforeIt < 120 * MEGABYTE, `grew by ${Math.round((most - beforeIt) / MEGABYTE)} MB`);
  assert.equal((await closingOf(reply)).body.bytes, LARGE);
});

test('a revocation stops a stream within two seconds, and the closing says so', async () => {
  let at = 0;
  const reply = await send({
    grant: 2,
    path: `/gateway/s_test_2/files/${large}`,
    keep: false,
    onChunk: (_chunk, res) => {
      // Takes its time, so that the file does not come to its end first.
      res.pause();
      setTimeout(() => res.resume(), 5);
      if (at !== 0) return;
      at = performance.now();
      void revoke(2);
    },
  });
  const took = performance.now() - at;
  assert.equal(reply.whole, false);
  assert.ok(took < 2000, `took ${took} ms`);
  const { body } = await closingOf(reply);
  assert.deepEqual([body.result, body.code], ['failed', 'gateway.revoked']);
  assert.ok(body.bytes > 0 && body.bytes < LARGE);
});

test('a caller that takes nothing is given up', async () => {
  const impatient = await begin({ streams: { idle: 300, look: 50 } });
  let res: IncomingMessage | undefined;
  const replying = send({
    grant: 3,
    port: impatient.listening.port,
    path: `/gateway/s_test_3/files/${large}`,
    keep: false,
    onChunk: (_chunk, response) => {
      res ??= response;
      response.pause();
    },
  });
  let closing: Recorded | undefined;
  for (let tries = 0; !closing && tries < 100; tries += 1) {
    await pause(50);
    closing = (await readUsage()).find(one => one.body.action === 'gateway.closed' && one.body.grantId === 3);
  }
  assert.deepEqual([closing?.body.result, closing?.body.code], ['failed', 'gateway.stream_slow']);
  res?.destroy();
  await replying;
});

test('a gateway that cannot read plans any more stops what it streams', async () => {
  const blind = await begin({ streams: { blind: -1, look: 50 } });
  const reply = await send({
    grant: 4,
    port: blind.listening.port,
    path: `/gateway/s_test_4/files/${large}`,
    keep: false,
  });
  assert.equal(reply.whole, false);
  assert.equal((await closingOf(reply)).body.code, 'gateway.stream_unsure');
});

test('kill -9 while it sends: the opening without its closing is found, told and shown', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-dying-'));
  copyFileSync(join(own.folder, 'master.key'), join(folder, 'master.key'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'dyingGateway.ts')], {
    env: {
      ...process.env,
      SHUQIAO_DATA: folder,
      DATABASE_URL: own.config.databaseUrl ?? '',
      SHUQIAO_LOG: 'fatal',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([
    createInterface(child.stdout)
      [Symbol.asyncIterator]()
      .next()
      .then(one => [one.value as string]),
    pause(60_000).then(() => ['']),
  ])) as [string];
  assert.ok(Number(line) > 0, 'the child listens');
  const reply = await send({
    grant: 5,
    port: Number(line),
    path: `/gateway/s_test_5/files/${large}`,
    keep: false,
    onChunk: () => void child.kill('SIGKILL'),
  });
  assert.equal(reply.whole, false);
  rmSync(folder, { recursive: true, force: true });
  const opening = Number(reply.headers['shuqiao-record']);
  const usage = await readUsage();
  assert.equal(usage.find(one => one.number === opening)?.body.action, 'gateway.opened');
  assert.ok(!usage.some(one => one.body.facts?.['opening'] === opening));

  const ending = new AbortController();
  const ahead = 2 * 3_600_000;
  const integrator = createIntegrator({
    pool: own.storage.pools.worker,
    keys: own.storage.keys,
    clock: { now: () => Date.now() + ahead },
    outside: own.folder,
    name: 'test.local',
    log: { info: () => undefined, error: () => undefined },
    signal: ending.signal,
    anchorEvery: 200,
  });
  const told = async (): Promise<{ number: number; told: boolean }[]> =>
    (
      await owner.query<{ number: number; told: boolean }>(
        'select number, told from ledger.opening order by number',
      )
    ).rows;
  for (let tries = 0; tries < 200 && !(await told()).some(row => row.told); tries += 1) await pause(50);
  assert.deepEqual(
    (await told()).map(row => [Number(row.number), row.told]),
    [[opening, true]],
    'of all openings of these tests only this one has no closing',
  );
  const notices = await owner.query<{ first: number; n: number; body: Buffer }>(
    'select first, n, body from record.batch where log = 2 order by first',
  );
  const said = notices.rows
    .flatMap(row => unpackEntries(row.body, row.n).map(bytes => decodeEntry(bytes)))
    .filter(entry => entry.body.action === 'gateway.unclosed');
  assert.equal(said.length, 1, 'told once');
  assert.equal(said[0]?.kind === 'notice' ? said[0].body.facts['opening'] : undefined, opening);
  await pause(1500);
  ending.abort();
  await integrator.done;

  const found = await verifyAll({
    pool: own.storage.pools.worker,
    outside: own.folder,
  });
  assert.equal(found.fault, undefined);
  assert.deepEqual(
    found.search?.unclosed.map(one => one.number),
    [opening],
  );
  await owner.query('delete from ledger.opening');
  const altered = await verifyAll({ pool: own.storage.pools.worker, outside: own.folder });
  assert.equal(altered.ok, false);
  assert.equal(altered.fault?.number, opening);
});

test('the summaries count a streamed answer once, with its totals', async () => {
  const { rows } = await owner.query<{ action: string; calls: number; bytes: number }>(
    `select action, sum(calls)::int as calls, sum(bytes)::float8 as bytes from ledger.usage_hour
      where kind = 'usage' and grant_id = 1 and action in ('gateway.opened', 'gateway.closed') group by action order by action`,
  );
  const [closed, opened] = rows;
  assert.equal(closed?.calls, opened?.calls);
  assert.equal(opened?.bytes, 0);
  assert.ok((closed?.bytes ?? 0) > LARGE);
});

test('the record of a file names the key that proved its call', async () => {
  await audited(PLATFORM, 'test.key', 'system:1', async tx => {
    const sealed = own.storage.keys.seal('app-keys', 'plans.system_key/sealed/1/1', SECRET.toUpperCase());
    await tx.run(sql`insert into plans.system_key (system_id, no, environment, kind, origin, note, sealed, since, until)
      values (1, 1, 'live', 'secret', 'person', '', ${sealed}, now(), ${new Date(FAR)})`);
    return { value: undefined };
  });
  for (let tries = 0; ; tries += 1) {
    const { body } = await closingOf(await send({ path: `/gateway/s_test_1/files/${small}` }));
    if (body.facts?.['key'] === 0 && body.facts['file'] === small) break;
    assert.ok(tries < 20, JSON.stringify(body.facts));
    await pause(100);
  }
});
