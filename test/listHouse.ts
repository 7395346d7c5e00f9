/** A gateway with lists over one table, kept in PostgreSQL and in MariaDB, and the same rows in memory as plain values. */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { openSource } from '#connectors/open.ts';
import { sql } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { type Gateway, createGateway } from '#planes/gateway/gateway.ts';
import { type Entry, decodeEntry, unpackEntries } from '#record/entry.ts';
import { createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { PlanItem, SourceAddress, TablePlan } from '#vocabulary/plans.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';
import { type Scratch as Database, createMariadb, createPostgres } from './connectors/databases.ts';
import { freshStorage } from './database.ts';
import { connector } from '../src/storage.ts';

export const RID = '7f000001-0000-4000-8000-00000000000a';
export const SECRET = '0123456789abcdef0123456789abcdef';
const FAR = Date.UTC(2100, 0, 1);

export type Kind = Exclude<SourceAddress['kind'], 'files'>;
export const SOURCES: Record<Kind, number> = { postgres: 1, mysql: 2 };

/** A row of the table, by column; what the department holds, granted or not. */
export type Held = Record<string, string | null>;

const COLUMNS = [
  ['idno', 'varchar(40)', 'text'],
  ['xm', 'varchar(200)', 'text'],
  ['age', 'bigint', 'bigint'],
  ['amount', 'decimal(20,2)', 'numeric'],
  ['score', 'double precision', 'double'],
  ['alive', 'boolean', 'boolean'],
  ['born', 'date', 'date'],
  ['at', 'timestamp(6)', 'timestamp'],
  ['phone', 'varchar(40)', 'text'],
  ['address', 'varchar(200)', 'text'],
  ['pseudonym', 'varchar(40)', 'text'],
  ['secret', 'varchar(40)', 'text'],
  ['area', 'varchar(40)', 'text'],
] as const;

const item = (name: string, column: string, more: Partial<PlanItem> = {}): PlanItem => ({
  name,
  column,
  type: COLUMNS.find(([one]) => one === column)?.[2] ?? 'text',
  mask: { kind: 'none' },
  filter: false,
  ...more,
});

/** What the grants give: one item that looks people up, six in clear, three masked; `secret` and `area` are withheld. */
export const ITEMS: readonly PlanItem[] = [
  item('身份证号', 'idno', { filter: true }),
  item('姓名', 'xm'),
  item('年龄', 'age'),
  item('金额(元)', 'amount'),
  item('score', 'score'),
  item('在册', 'alive'),
  item('出生日期', 'born'),
  item('登记时间', 'at'),
  item('电话', 'phone', { mask: { kind: 'middle', head: 3, tail: 2 } }),
  item('地址', 'address', { mask: { kind: 'address', head: 3 } }),
  item('化名', 'pseudonym', { mask: { kind: 'digest' } }),
];

export const SEARCHABLE = ['姓名', '年龄', '金额(元)', 'score', '在册', '出生日期', '登记时间'];

const NAMES = [
  '张三',
  '张三丰',
  '張三',
  '李四',
  'Zoe',
  'Zoë',
  'zoe',
  'ZOE',
  'a',
  'A',
  'a ',
  ' a',
  '',
  '𠮷野家',
  'ａ',
  '50%',
  'a_b',
  'a\\b',
  "O'Hara",
  '"引"',
  'a,b',
  '(x)',
  'null',
  'a*b',
  'é',
  'e\u0301',
  '\n',
  'ß',
  'ss',
];
const AREA = '410411';

/** The same rows each time: what differs between runs is nothing. */
export function heldRows(count: number): Held[] {
  let state = 7;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const maybe = (text: string): string | null => (next(6) === 0 ? null : text);
  const two = (n: number): string => String(n).padStart(2, '0');
  return Array.from({ length: count }, (_, i) => ({
    idno: `4104${String(i * 7919 + 1000).padStart(8, '0')}${'0123456789X'[i % 11] ?? ''}`,
    xm: maybe(NAMES[next(NAMES.length)] ?? ''),
    age: maybe(String(next(12) * 9 - 9)),
    amount: maybe(`${next(40) - 20}.${two(next(4) * 25)}`),
    score: maybe(String((next(100) - 50) / 8)),
    alive: maybe(next(2) === 0 ? 'true' : 'false'),
    born: maybe(`${1950 + next(6)}-${two(1 + next(3))}-${two(1 + next(28))}`),
    at: maybe(`2026-0${1 + next(3)}-0${1 + next(9)} 0${next(10)}:30:00${next(2) === 0 ? '' : '.500000'}`),
    phone: maybe(`138${String(next(90) + 10)}${String(next(900) + 100)}`),
    address: maybe(['河南省平顶山市新华区', '河南省郑州市', '河南'][next(3)] ?? ''),
    pseudonym: maybe(`P${next(20)}`),
    secret: `S${next(1000)}`,
    area: next(4) === 0 ? '410402' : AREA,
  }));
}

export const isGranted = ({ area }: Held): boolean => area === AREA;

async function fill(database: Database, kind: Kind, rows: readonly Held[]): Promise<void> {
  const types = COLUMNS.map(([name, type]) => {
    const own = kind === 'mysql' && type === 'timestamp(6)' ? 'datetime(6)' : type;
    const collated = kind === 'postgres' && name === 'xm' ? ' collate "und-x-icu"' : '';
    const quoted = kind === 'mysql' ? `\`${name}\`` : `"${name}"`;
    return `${quoted} ${own}${collated}${name === 'idno' ? ' not null' : ''}`;
  });
  // Collations for which Zoe, ZOE and Zoë are one, or stand side by side, as departments have them.
  const end = kind === 'mysql' ? ' character set utf8mb4 collate utf8mb4_general_ci' : '';
  const write = (value: string | null, name: string): string => {
    if (value === null) return 'null';
    if (name === 'alive') return value;
    const text = kind === 'mysql' ? value.replaceAll('\\', '\\\\') : value;
    return `'${text.replaceAll("'", "''")}'`;
  };
  const values = rows.map(row => `(${COLUMNS.map(([name]) => write(row[name] ?? null, name)).join(', ')})`);
  await database.run(`create table person (${types.join(', ')}, primary key (idno))${end}`);
  await database.run(`create index person_age on person (age)`);
  await database.run(`create index person_xm on person (xm)`);
  for (let i = 0; i < values.length; i += 500)
    await database.run(`insert into person values ${values.slice(i, i + 500).join(', ')}`);
}

export interface ListHouse {
  port: number;
  url: string;
  rows: readonly Held[];
  keys: Keys;
  schemaOf(kind: Kind): string;
  /** The service number of a grant whose entry has these settings; the plan may differ too. */
  publish(kind: Kind, service: Partial<ServiceSettings>, plan?: Partial<TablePlan>): Promise<string>;
  /** A fresh access token of the system. */
  token(): Promise<string>;
  /** Headers that sign a call of the service in the national convention. */
  signed(sid: string): Record<string, string>;
  record(number: number): Promise<Entry>;
  run(kind: Kind, statement: string): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function createListHouse(
  kinds: readonly Kind[],
  rows: readonly Held[],
  label: string,
): Promise<ListHouse> {
  const own = await freshStorage(label);
  const { storage } = own;
  const databases = new Map<Kind, Database>();
  for (const kind of kinds) {
    const database = kind === 'postgres' ? await createPostgres(label) : await createMariadb(label);
    await fill(database, kind, rows);
    databases.set(kind, database);
  }
  const owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  // Entries stand in the catalog with all that belongs to them; of a plane's tests they are numbers.
  await owner.query('alter table plans.service drop constraint service_entry_id_fkey');
  const audited = createAudited(storage.pools.write, () => Date.now());
  const { keys } = storage;
  await audited(PLATFORM, 'test.setup', 'city', async tx => {
    await tx.run(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
    await tx.run(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
      values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1')`);
    await tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until)
      values (1, ${RID}, 2, '系统', ${['127.0.0.0/8']}, ${Buffer.of(1)},
              ${keys.seal('app-keys', 'plans.system/app_secret/1', SECRET)}, ${new Date(FAR)})`);
    for (const [kind, { address, password }] of databases) {
      const id = SOURCES[kind];
      const sealed = keys.seal('credentials', `plans.source/password/${id}`, password);
      await tx.run(sql`insert into plans.source (id, kind, host, port, database, username, password_sealed, department_id)
        overriding system value
        values (${id}, ${kind}, ${address.host}, ${address.port}, ${address.database}, ${address.user}, ${sealed}, 1)`);
    }
    return { value: undefined };
  });
  const gateway: Gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys,
    clock: { now: () => Date.now() },
    openSource,
    trustedProxies: undefined,
    metrics: createMetrics(),
    log: createLog('fatal'),
  });
  const listening: Listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  const url = `http://127.0.0.1:${listening.port}`;
  let grants = 0;
  let last = 0;

  const schemaOf = (kind: Kind): string =>
    kind === 'postgres' ? 'public' : (databases.get(kind)?.address.database ?? '');

  async function token(): Promise<string> {
    const reply = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: RID, client_secret: SECRET }),
    });
    const body = (await reply.json()) as { access_token: string };
    return body.access_token;
  }

  return {
    port: listening.port,
    url,
    rows,
    keys,
    schemaOf,
    async publish(kind, service, more = {}) {
      const grantId = ++grants;
      const sid = `s_list_${grantId}`;
      const plan: TablePlan = {
        kind: 'query',
        grantId,
        version: 1,
        grantNo: `授-2026-${grantId}`,
        provider: '市民政局',
        consumer: '市人社局',
        providerId: 1,
        consumerId: 2,
        systemId: 1,
        scenario: '高龄津贴',
        entryId: grantId,
        entryTitle: '人员信息',
        table: {
          sourceId: SOURCES[kind],
          schema: schemaOf(kind),
          table: 'person',
        },
        items: [...ITEMS],
        rows: [{ column: 'area', type: 'text', op: 'eq', values: [AREA] }],
        from: 0,
        until: FAR,
        sid,
        required: ['身份证号'],
        rowLimit: 100,
        ...more,
      };
      await audited(PLATFORM, 'test.publish', sid, async tx => {
        await tx.run(
          sql`insert into plans.service (entry_id, body) values (${grantId}, ${JSON.stringify(service)}::jsonb)`,
        );
        await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
          values (${grantId}, 1, ${plan.kind}, ${sid}, 1, ${JSON.stringify(plan)}::jsonb)`);
        await tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, 1)`);
        return { value: undefined };
      });
      const bearer = `Bearer ${await token()}`;
      const started = performance.now();
      for (;;) {
        const reply = await fetch(`${url}/rest/v1/${sid}?limit=0`, { headers: { authorization: bearer } });
        const { code } = (await reply.json()) as { code?: string };
        if (code !== 'gateway.no_grant') return sid;
        if (performance.now() - started > 5000) throw new Error('The gateway does not follow the plan.');
      }
    },
    token,
    signed(sid) {
      last = Math.max(last + 1, Date.now());
      const rtime = String(last);
      const sign = createHmac('sha256', SECRET)
        .update(sid + RID + rtime)
        .digest('base64');
      return { gjgxjhpt_rid: RID, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign };
    },
    async record(number) {
      const { rows: batches } = await owner.query<{ first: number; n: number; body: Buffer }>(
        'select first, n, body from record.batch where log = 2 and first <= $1 order by first desc limit 1',
        [number],
      );
      const [batch] = batches;
      const bytes = batch && unpackEntries(batch.body, batch.n)[number - batch.first];
      if (!bytes) throw new Error(`There is no record ${number}.`);
      return decodeEntry(bytes);
    },
    run: async (kind, statement) => (await databases.get(kind)?.run(statement)) ?? [],
    async close() {
      await listening.close(1000);
      await gateway.close();
      await owner.end();
      await own.close();
      for (const database of databases.values()) await database.drop();
    },
  };
}
