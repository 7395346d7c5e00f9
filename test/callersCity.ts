/** Systems that call, their keys as the control plane gives them, and gateways that ask for proof. */
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import pg from 'pg';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { callerAddress, networks } from '#kernel/addresses.ts';
import { reader, sql } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import { type Patience, listen, listenAt } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { createOrganizations, createSignIn, declareOrganizations } from '#modules/organizations/index.ts';
import { markFront } from '#planes/gateway/callers/front.ts';
import { type GatewayOptions, createGateway } from '#planes/gateway/gateway.ts';
import { createAudited } from '#record/audited.ts';
import { type Entry, decodeEntry, unpackEntries } from '#record/entry.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import { freshStorage, scratchDatabase } from './database.ts';
import { PERSON } from './signing.ts';
import { connector } from '../src/storage.ts';

const FAR = Date.UTC(2100, 0, 1);

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown>;
}

export interface Call {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** A socket file in place of the port. */
  socketPath?: string;
}

export function send(
  port: number,
  { method = 'POST', path, headers = {}, body, socketPath }: Call,
): Promise<Reply> {
  const where: RequestOptions = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
  return new Promise((resolve, reject) => {
    const req = request({ ...where, method, path, headers }, res => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => (text += chunk));
      res.on('end', () => {
        let read: Record<string, unknown> = {};
        try {
          read = JSON.parse(text) as Record<string, unknown>;
        } catch {
          // Node's own refusals have no body.
        }
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text, body: read });
      });
    });
    req.on('error', reject);
    req.end(body ?? '');
  });
}

export async function openCallersCity(label: string) {
  const own = await freshStorage(label);
  const department = await scratchDatabase(`${label}source`);
  const { storage } = own;
  const { keys } = storage;
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const audited = createAudited(storage.pools.write, clock.now);
  const db = reader(storage.pools.read);
  const organizations = createOrganizations({ db, pool: storage.pools.write, audited, keys, now: clock.now });
  const signIn = createSignIn({ pool: storage.pools.write, audited, keys, clock });
  const owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();

  const source = new pg.Client({ connectionString: department.url });
  await source.connect();
  await source.query(`create table person (idno text, xm text);
    insert into person values ('${PERSON}', '张三丰')`);
  await source.end();

  const { hostname, port, username, password, pathname } = new URL(department.url);
  let consumerId = 0;
  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    const add = (key: string) =>
      tx.get<{
        id: number;
      }>(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
        values (${key}, ${key}, ${key}, ${key}, '410400', 'government', ${key}) returning id`);
    const provider = await add('市民政局');
    consumerId = (await add('市人社局')).id;
    const sealed = keys.seal('credentials', 'plans.source/password/1', decodeURIComponent(password));
    await tx.run(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
      values ('postgres', ${hostname}, ${Number(port)}, ${pathname.slice(1)}, ${username}, ${sealed}, ${provider.id})`);
    return { value: undefined };
  });

  const actorOf = (role: 'integrator' | 'sharing_head', departmentId = consumerId): Actor => ({
    accountId: 1,
    postId: 1,
    role,
    post: `市人社局 ${role}`,
    name: 'test',
    departmentId,
    departmentName: '市人社局',
    regionCode: '410400',
    permissions: permissionsOf(role),
  });

  const item = (name: string, column: string, filter: boolean) =>
    ({ name, column, type: 'text', mask: { kind: 'none' }, filter }) as const;
  /** Gives a system a service; answers its number. */
  async function grant(
    systemId: number,
    grantId: number,
    environment: 'live' | 'sandbox' = 'live',
  ): Promise<string> {
    const plan: TablePlan = {
      kind: 'query',
      grantId,
      version: 1,
      grantNo: `授-2026-${grantId}`,
      provider: '市民政局',
      consumer: '市人社局',
      providerId: 1,
      consumerId,
      systemId,
      scenario: '高龄津贴',
      entryId: 9,
      entryTitle: '人口信息',
      table: { sourceId: 1, schema: 'public', table: 'person' },
      items: [item('公民身份号码', 'idno', true), item('姓名', 'xm', false)],
      rows: [],
      from: 0,
      until: FAR,
      sid: `s_test_${Math.abs(grantId)}`,
      required: ['公民身份号码'],
      rowLimit: 2,
      ...(environment === 'sandbox' ? { environment } : {}),
    };
    await audited(PLATFORM, 'test.publish', `grant:${grantId}`, async tx => {
      await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
        values (${grantId}, 1, ${plan.kind}, ${plan.sid}, ${systemId}, ${JSON.stringify(plan)}::jsonb)`);
      await tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, 1)`);
      return { value: undefined };
    });
    return plan.sid;
  }

  const trusted = networks(['127.0.0.1/32']);
  const stops: (() => Promise<void>)[] = [];

  /** One process with both planes, on a port of its own. */
  async function start(
    more: Partial<GatewayOptions> & { patience?: Patience; socket?: string } = {},
  ): Promise<number> {
    const { patience, socket, ...options } = more;
    const gateway = createGateway({
      pool: storage.pools.gateway,
      connect: connector(storage, 'gateway'),
      keys,
      clock,
      openSource: ({ password: secret, ...address }) => openPostgresSource(address, secret),
      trustedProxies: trusted,
      metrics: createMetrics(),
      log: createLog('fatal'),
      ...options,
    });
    const bugs: unknown[] = [];
    const http = createHttp({
      authenticate: asked => signIn.visitOf(asked),
      fastify: {},
      onBug: error => bugs.push(error),
    });
    declareOrganizations({
      http,
      organizations,
      signIn,
      demonstration: false,
      addressOf: asked =>
        callerAddress(
          asked.socket.remoteAddress ?? '',
          asked.headers['x-forwarded-for'] as string | undefined,
          trusted,
        ),
    });
    await http.app.ready();
    const listening = await listen(
      ['127.0.0.1'],
      0,
      (req, res) => {
        if (gateway.matches(req.url ?? '')) gateway.handle(req, res);
        else http.app.routing(req, res);
      },
      { host: 'HOST', port: 'PORT' },
      ...(patience ? [patience] : []),
    );
    const file =
      socket === undefined
        ? undefined
        : await listenAt(
            socket,
            (req, res) => {
              markFront(req);
              gateway.handle(req, res);
            },
            'SHUQIAO_FRONT_SOCKET',
          );
    stops.push(async () => {
      await listening.close(500);
      await file?.close(500);
      await gateway.close();
      await http.app.close();
      if (bugs.length > 0) throw new Error('a route met a bug', { cause: bugs[0] });
    });
    return listening.port;
  }

  return {
    organizations,
    audited,
    owner,
    storage,
    clock,
    consumerId,
    actorOf,
    grant,
    start,
    travel: (milliseconds: number): void => {
      ahead += milliseconds;
    },
    /** Every entry of a log, in its order. */
    async records(log: number): Promise<Entry[]> {
      const { rows } = await owner.query<{ n: number; body: Buffer }>(
        'select n, body from record.batch where log = $1 order by first',
        [log],
      );
      return rows.flatMap(row => unpackEntries(row.body, row.n).map(decodeEntry));
    },
    async close(): Promise<void> {
      for (const stop of stops) await stop();
      await signIn.flush();
      await owner.end();
      await own.close();
      await department.drop();
    },
  };
}

export type CallersCity = Awaited<ReturnType<typeof openCallersCity>>;
