/** A whole platform with two departments whose tables lie in databases of their own, and the pool that it made itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '#config.ts';
import type { Content } from '#modules/catalog/index.ts';
import { startPlatform } from '#platform.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent } from './catalogEntries.ts';
import { createPostgres } from './connectors/databases.ts';
import { databaseUrl } from '../src/storage.ts';
import { TEST_SERVER, migratedDatabase } from './database.ts';
import { PASSWORD, type Person, signIn, until } from './instance.ts';

const DEPARTMENTS = {
  authority: { name: '平顶山市政务服务和大数据管理局', isAuthority: true },
  civil: { name: '平顶山市民政局', isAuthority: false },
  market: { name: '平顶山市市场监督管理局', isAuthority: false },
} as const;
export type Key = keyof typeof DEPARTMENTS;

export interface Table {
  schema: string;
  table: string;
  /** Item → column. */
  columns: Record<string, string>;
}

export interface Mark {
  id: number;
  no: string;
  state: string;
}
export interface Collection {
  entryId: number;
  entryTitle: string;
  state: string;
  collected: boolean;
  schema: string;
  table: string;
  key: string[];
  taskId: number | null;
  rows: number | null;
  todayRows: number;
  lastRun: Mark | null;
  late: boolean;
  failing: boolean;
  dueBy: string | null;
  refusal: { rank: string; title: string } | null;
  ended: string | null;
  actions: string[];
  identifiers: string[];
  history: { action: string; post: string; note: string; record: number | null }[];
}

export async function openPoolsCity(label: string) {
  const scratch = await migratedDatabase(label);
  const folder = mkdtempSync(join(tmpdir(), `shuqiao-${label}-`));
  const platform = await startPlatform(
    readConfig({
      SHUQIAO_DATA: folder,
      DATABASE_URL: scratch.url,
      PORT: '0',
      HOST: '127.0.0.1',
      SHUQIAO_DEMO: '0',
      SHUQIAO_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      SHUQIAO_LOG: process.env['TEST_LOG'] ?? 'fatal',
    }),
  );
  const { services } = platform;
  const sources = {
    civil: await createPostgres(`${label}_civil`),
    market: await createPostgres(`${label}_market`),
  };
  const { host, port } = sources.civil.address;
  for (const rule of [services.addresses, services.moverAddresses]) rule.exempt.add(`${host}:${port}`);

  const departments = {} as Record<Key, number>;
  await services.audited(PLATFORM, 'test.city', 'city', async tx => {
    const { organizations } = services;
    await organizations.addRegion(tx, { code: '410000', name: '河南省', parent: null, level: 'province' });
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: '410000', level: 'city' });
    for (const [key, { name, isAuthority }] of Object.entries(DEPARTMENTS)) {
      const front = `1141040000000${String(Object.keys(departments).length).padStart(3, '0')}X`;
      const id = await organizations.addDepartment(tx, {
        key,
        name,
        nameEn: key,
        shortName: name,
        regionCode: '410400',
        kind: 'government',
        isAuthority,
        creditCode: front + (creditCodeCheckDigit(front) ?? ''),
      });
      departments[key as Key] = id;
      const roles: Role[] = isAuthority
        ? ['data_officer', 'authority']
        : ['data_officer', 'sharing_head', 'department_head', 'integrator'];
      for (const role of roles)
        await organizations.addAccount(
          tx,
          {
            login: `${key}.${role}`,
            name: `${key} ${role}`,
            password: PASSWORD,
            mustChange: false,
            isDemo: false,
          },
          [{ departmentId: id, role, since: '2026-01-01' }],
        );
    }
    return { value: undefined };
  });
  // The start found no authority yet.
  assert.equal(await services.departmentPools.ensure(), undefined);

  const base = `http://127.0.0.1:${platform.port}`;
  const people = new Map<string, Promise<Person>>();
  const as = (key: Key, role: Role): Promise<Person> => {
    const login = `${key}.${role}`;
    const known = people.get(login) ?? signIn(base, login);
    people.set(login, known);
    return known;
  };

  async function ok<T>(person: Person, path: string, body: object = {}): Promise<T> {
    const reply = await person.post<T>(path, body);
    assert.ok(reply.status < 300, `${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  const sourceIds = new Map<Key, number>();
  async function sourceOf(key: 'civil' | 'market'): Promise<number> {
    const known = sourceIds.get(key);
    if (known !== undefined) return known;
    const { kind, database, user } = sources[key].address;
    const body = {
      use: 'provide',
      kind,
      host,
      port,
      database,
      user,
      password: sources[key].password,
      note: '',
    };
    const { source } = await ok<{ source: { id: number } }>(
      await as(key, 'data_officer'),
      '/api/sources',
      body,
    );
    sourceIds.set(key, source.id);
    return source.id;
  }

  /** Compiled, signed, published, and mounted to the table. */
  async function published(
    key: 'civil' | 'market',
    title: string,
    table: Table | undefined,
    more: Partial<Content>,
  ): Promise<number> {
    const officer = await as(key, 'data_officer');
    const content = entryContent(title, more);
    const { entry } = await ok<{ entry: { id: number } }>(officer, '/api/entries', { content });
    const steps = [
      [key, 'data_officer', 'submit'],
      [key, 'sharing_head', 'sign_office'],
      [key, 'department_head', 'sign_department'],
      ['authority', 'authority', 'publish'],
    ] as const;
    for (const [who, role, action] of steps)
      await ok(await as(who, role), `/api/entries/${entry.id}/actions`, { action });
    if (table)
      await ok(officer, '/api/resources', {
        entryId: entry.id,
        sourceId: await sourceOf(key),
        schema: table.schema,
        table: table.table,
        mapping: Object.entries(table.columns).map(([item, column]) => ({ item, column })),
      });
    return entry.id;
  }

  const collection = async (person: Person, entryId: number): Promise<Collection> => {
    const reply = await person.get<Collection>(`/api/pools/entries/${entryId}`);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body;
  };

  /** The end of the entry’s last run, which must be a newer one than `after`. */
  async function ended(person: Person, entryId: number, after = 0): Promise<Collection> {
    const over = ['delivered', 'mismatch', 'failed', 'stopped', 'revoked'];
    return until(
      () => collection(person, entryId),
      one => one.lastRun !== null && one.lastRun.id > after && over.includes(one.lastRun.state),
      30_000,
    );
  }

  /** Another run of its task, to its end. */
  async function again(person: Person, entryId: number): Promise<Collection> {
    const { taskId, lastRun } = await collection(person, entryId);
    await ok(person, `/api/exchange/tasks/${taskId}/runs`);
    return ended(person, entryId, lastRun?.id ?? 0);
  }

  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const pool = await connect(databaseUrl(TEST_SERVER, services.poolDatabase.address.database));
  const owner = await connect(scratch.url);

  return {
    platform,
    services,
    base,
    departments,
    sources,
    pool,
    owner,
    as,
    ok,
    published,
    collection,
    ended,
    again,
    close: async () => {
      await pool.end();
      await owner.end();
      await platform.stop();
      await sources.civil.drop();
      await sources.market.drop();
      await scratch.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PoolsCity = Awaited<ReturnType<typeof openPoolsCity>>;
