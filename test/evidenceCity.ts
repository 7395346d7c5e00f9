/** A city with a case from application to use: real departments’ databases, gateway, mover, ledger, and a witness. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSink, openSource } from '#connectors/open.ts';
import { reader, sql } from '#kernel/db.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { readNote } from '#kernel/notes/signedNote.ts';
import { makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { createCalls, declareCalls } from '#modules/calls/index.ts';
import type { EntryView } from '#modules/catalog/index.ts';
import {
  type Cosignature,
  createEvidence,
  declareEvidence,
  readVerifierPage,
} from '#modules/evidence/index.ts';
import { declareExchange } from '#modules/exchange/index.ts';
import {
  createAcceptance,
  createArchive,
  createIntegrator,
  createLedger,
  createProofs,
  createRotation,
  createTiles,
  declareLedger,
  verifyAll,
} from '#modules/ledger/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { declareGrants } from '#modules/grants/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { createMover } from '#planes/mover/runs/runner.ts';
import type { Login } from '#kernel/logins.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { buildVerifier } from '../scripts/lib/verifier.ts';
import { createPostgres } from './connectors/databases.ts';
import { openControlPlane } from './controlPlane.ts';
import { exchangeOver } from './exchangeHouse.ts';
import { sharingOver } from './sharingHouse.ts';
import { entryContent } from './catalogEntries.ts';
import { until } from './instance.ts';
import { connector } from '../src/storage.ts';

const READER = `sq_evidence_${process.pid}`;
const clock = { now: () => Date.now() };

const ENTRY = entryContent('低保对象信息', {
  shareType: 'conditional',
  basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
  conditions: ['仅用于社会救助核对'],
});

interface Case {
  id: number;
  grantId: number | null;
}

export async function openEvidenceCity() {
  const city = await openControlPlane('evidence');
  const { storage, db, audited } = city;
  const registry = await createPostgres('evidence_from');
  const inbox = await createPostgres('evidence_to');
  await registry.run(`create schema civil; create table civil.aid (sfzh varchar(18), xm text, djrq date);
    insert into civil.aid values ('410403199001010011', '张三丰', '2020-01-01'), ('410403199001010012', '欧阳修', '2021-02-03');
    create role ${READER} login password 'x'; grant usage on schema civil to ${READER}; grant select on civil.aid to ${READER}`);
  const outside = mkdtempSync(join(tmpdir(), 'shuqiao-evidence-'));
  const ending = new AbortController();
  const log = createLog('fatal');
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock,
    outside,
    name: 'shuqiao.test',
    log,
    signal: ending.signal,
    sealEvery: 50,
  });

  const { host, port } = registry.address;
  const addresses = { exempt: new Set([`${host}:${port}`]), own: new Set<string>() };
  const resources = createResources({
    db,
    secrets: reader(storage.pools.write),
    audited,
    keys: storage.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(openSource),
    addresses,
  });
  const workerPool = storage.pools.worker;
  const ledger = createLedger({
    db,
    workerPool,
    audited,
    keys: storage.keys,
    clock,
    outside,
    retentionMonths: 36,
  });
  const rotation = createRotation({ db, workerPool, audited, keys: storage.keys });
  const { sharing, grants } = sharingOver(city, resources, {
    use: {
      usage: (ids, days) => ledger.usageByGrant(ids, days),
      usageByDay: (days, id) => ledger.usageByDay(days, id),
      reads: (id, days) => ledger.readsOfGrant(id, days),
    },
  });
  const { organizations, http } = city;
  const sightOf = (actor: Actor) => organizations.sightOf(actor, city.policy.homeRegion);
  const exchange = exchangeOver(city, { grants, resources });

  // Another body that keeps our seal points: it signs the first that covers what is asked for.
  const made = makeSigningKey('cosignature');
  const witness = openSigningKey('witness.example/henan', 'cosignature', made.publicKey, made.secret);
  async function cosignatures(ofLog: number, number: number): Promise<Cosignature[]> {
    const point = await db.find<{ size: number; note: string }>(
      sql`select size, note from ledger.checkpoint where log = ${ofLog} and size > ${number} order by size limit 1`,
    );
    const note = point && readNote(point.note);
    if (!note) return [];
    const line = witness.sign(note.text, Math.floor(Date.now() / 1000));
    return [
      { size: point.size, name: '河南省政务大数据中心', key: writeVerifierKey(witness.verifier), line },
    ];
  }

  const page = await buildVerifier();
  const pageFile = join(outside, 'verifier.html');
  writeFileSync(pageFile, page);
  const proofs = createProofs({ db, workerPool, clock });
  const evidence = createEvidence({
    db,
    audited,
    proofs,
    cosignatures,
    sharing,
    grants,
    exchange,
    sightOf,
    verifier: readVerifierPage(pageFile),
  });
  const archive = createArchive({
    db,
    workerPool,
    audited,
    keys: storage.keys,
    clock,
    folder: outside,
    retentionMonths: 36,
  });
  const acceptance = createAcceptance({ audited });
  declareLedger({ http, ledger, tiles: createTiles(db, workerPool), rotation, archive, acceptance, sightOf });
  declareResources({ http, resources });
  declareSharing({ http, sharing });
  declareGrants({
    http,
    grants,
    recordsOfGrant: () => Promise.resolve({ total: 0, more: false, items: [] }),
  });
  declareExchange({ http, exchange });
  declareEvidence({ http, evidence });
  const calls = createCalls({ ...city, grants, ledger, sightOf });
  declareCalls({ http, calls });

  const connectAs = (login: Login) => connector(storage, login);
  const metrics = createMetrics();
  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connectAs('gateway'),
    keys: storage.keys,
    clock,
    openSource,
    trustedProxies: undefined,
    metrics,
    log,
  });
  const listening: Listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  const mover = createMover({
    pool: storage.pools.mover,
    connect: connectAs('mover'),
    keys: storage.keys,
    clock,
    addresses,
    openSource,
    openSink,
    metrics,
    log,
    signal: ending.signal,
  });

  async function done<T>(who: [string, Role], url: string, body: object): Promise<T> {
    const reply = await (await city.as(...who)).post<T>(url, body);
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  async function publishEntry(): Promise<number> {
    const { entry } = await done<{ entry: EntryView }>(['civil', 'data_officer'], '/api/entries', {
      content: ENTRY,
    });
    const act = `/api/entries/${entry.id}/actions`;
    await done(['civil', 'data_officer'], act, { action: 'submit' });
    await done(['civil', 'sharing_head'], act, { action: 'sign_office' });
    await done(['civil', 'department_head'], act, { action: 'sign_department' });
    await done(['authority', 'authority'], act, { action: 'publish' });
    const sourceId = await register('civil', registry, 'provide', READER, 'x');
    await done(['civil', 'data_officer'], '/api/resources', {
      entryId: entry.id,
      sourceId,
      schema: 'civil',
      table: 'aid',
      mapping: [
        { item: '公民身份号码', column: 'sfzh' },
        { item: '姓名', column: 'xm' },
        { item: '登记日期', column: 'djrq' },
      ],
    });
    return entry.id;
  }

  async function register(
    department: string,
    { address }: typeof registry,
    use: 'provide' | 'receive',
    user: string,
    password: string,
  ): Promise<number> {
    const { kind, database } = address;
    const body = { use, kind, host: address.host, port: address.port, database, user, password, note: '' };
    return (await done<{ source: { id: number } }>([department, 'data_officer'], '/api/sources', body)).source
      .id;
  }

  const entryId = await publishEntry();
  const registered = (consumer: string) =>
    done<{ system: { id: number; rid: string }; appSecret: string }>(
      [consumer, 'data_officer'],
      '/api/systems',
      { name: '登记业务系统', addresses: ['127.0.0.1/32'] },
    );
  const { system, appSecret } = await registered('market');

  async function applied(mode: 'query' | 'batch', matter: string, consumer = 'market'): Promise<number> {
    const systemId = consumer === 'market' ? system.id : (await registered(consumer)).system.id;
    const { application } = await done<{ application: Case }>(
      [consumer, 'data_officer'],
      '/api/applications',
      {
        entryId,
        mode,
        items: ['公民身份号码', '姓名', '登记日期'],
        rows: [],
        matter,
        ground: '市场主体登记管理条例第十六条',
        scenario: '业务协同',
        scope: '登记窗口',
        until: '2027-06-30',
        systemId,
        declaration: true,
      },
    );
    await step(application.id, consumer, 'data_officer', { action: 'submit' });
    await step(application.id, consumer, 'sharing_head', { action: 'consent', note: '确有需要' });
    return application.id;
  }
  const step = (id: number, department: string, role: Role, body: object) =>
    done<{ application: Case }>([department, role], `/api/applications/${id}/actions`, body);

  async function granted(
    mode: 'query' | 'batch',
    matter: string,
    consumer = 'market',
  ): Promise<{ id: number; grantId: number }> {
    const id = await applied(mode, matter, consumer);
    await step(id, 'civil', 'sharing_head', {
      action: 'agree',
      items: ['公民身份号码', '姓名'],
      note: '登记日期与事项无关',
    });
    // Less than was asked for: the consumer takes it, or disputes it.
    const { application } = await step(id, consumer, 'sharing_head', { action: 'accept' });
    assert.ok(application.grantId !== null);
    return { id, grantId: application.grantId };
  }

  const sids = new Map<number, string>();
  async function sidOf(grantId: number): Promise<string> {
    const officer = await city.as('market', 'data_officer');
    const sid = sids.get(grantId) ?? (await officer.get<{ sid: string }>(`/api/grants/${grantId}`)).body.sid;
    sids.set(grantId, sid);
    return sid;
  }

  /** Asks once, about one person; every call has a moment of its own. */
  let lastAsked = 0;
  async function ask(grantId: number, identifier: string, more: object = {}): Promise<Response> {
    const sid = await sidOf(grantId);
    lastAsked = Math.max(Date.now(), lastAsked + 1);
    const rtime = String(lastAsked);
    const sign = createHmac('sha256', appSecret)
      .update(sid + system.rid + rtime)
      .digest('base64');
    return fetch(`http://127.0.0.1:${listening.port}/gateway/${sid}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        gjgxjhpt_rid: system.rid,
        gjgxjhpt_sid: sid,
        gjgxjhpt_rtime: rtime,
        gjgxjhpt_sign: sign,
      },
      body: JSON.stringify({ params: { 公民身份号码: identifier }, ...more }),
    });
  }

  async function call(grantId: number): Promise<{ number: number; commitment: string; answer: Buffer }> {
    // The plan reaches the gateway a moment after the decision.
    const reply = await until(
      () => ask(grantId, '410403199001010011'),
      one => one.status === 200,
      10_000,
    );
    return {
      number: Number(reply.headers.get('shuqiao-record')),
      commitment: reply.headers.get('shuqiao-commitment') ?? '',
      answer: Buffer.from(await reply.arrayBuffer()),
    };
  }

  async function delivered(grantId: number): Promise<number> {
    const sourceId = await register('market', inbox, 'receive', inbox.address.user, inbox.password);
    const { task } = await done<{ task: { id: number } }>(['market', 'data_officer'], '/api/exchange/tasks', {
      grantId,
      sourceId,
      schema: 'shared',
      table: 'aid',
    });
    return ranOf(task.id);
  }

  /** Orders a run of a task and waits until it is delivered. */
  async function ranOf(taskId: number): Promise<number> {
    const { run } = await done<{ run: { id: number } }>(
      ['market', 'data_officer'],
      `/api/exchange/tasks/${taskId}/runs`,
      {},
    );
    const officer = await city.as('market', 'data_officer');
    await until(
      () => officer.get<{ state: string }>(`/api/exchange/runs/${run.id}`),
      ({ body }) => body.state === 'delivered',
      20_000,
    );
    return run.id;
  }

  /** Changes the ledger’s keys. */
  const security: Actor = {
    accountId: 1,
    postId: 1,
    role: 'security',
    post: '主管部门 安全人员',
    name: '安全人员',
    departmentId: city.departments['authority'] ?? 0,
    departmentName: '平顶山市政务服务和大数据管理局',
    regionCode: '410400',
    permissions: permissionsOf('security'),
  };
  const cookies = new Map<string, string>();
  /** A file as a browser gets it. */
  async function download(department: string, role: Role, url: string) {
    const login = `${department}.${role}`;
    if (!cookies.has(login)) {
      const payload = { login, password: 'Shuqiao-2026' };
      const entered = await http.app.inject({ method: 'POST', url: '/api/session', payload });
      cookies.set(login, String(entered.headers['set-cookie']).split(';')[0] ?? '');
    }
    const reply = await http.app.inject({
      method: 'GET',
      url,
      headers: { cookie: cookies.get(login) ?? '' },
    });
    return { status: reply.statusCode, text: reply.body, headers: reply.headers };
  }

  return {
    ...city,
    proofs,
    announceKeys: () => rotation.announce(security),
    exportMonth: (month: string) => archive.exportMonth(security, month),
    removeMonth: (month: string) => archive.removeMonth(security, month),
    /** The entries alone: tests date them back, which the hours of the search do not follow. */
    verify: () => verifyAll({ pool: workerPool, outside, quick: true }),
    page,
    witness,
    applied,
    granted,
    step,
    done,
    call,
    ask,
    ledger,
    calls,
    delivered,
    grants,
    ranOf,
    download,
    pack: async (department: string, role: Role, path: string): Promise<string> => {
      const reason = encodeURIComponent('年度审计抽查');
      const reply = await download(department, role, `/api/evidence/${path}?reason=${reason}`);
      assert.equal(reply.status, 200, reply.text.slice(0, 300));
      return reply.text;
    },
    close: async () => {
      await listening.close(0);
      await gateway.close();
      await mover.close();
      ending.abort();
      await integrator.done;
      await city.close();
      await registry.run(`drop owned by ${READER}; drop role ${READER}`);
      await registry.drop();
      await inbox.drop();
      rmSync(outside, { recursive: true, force: true });
    },
  };
}

export type EvidenceCity = Awaited<ReturnType<typeof openEvidenceCity>>;
