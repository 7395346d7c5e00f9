/** The interface as strangers and clumsy programs meet it: no input is a bug of the platform, and nothing is kept. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import writerOf from 'fast-json-stringify';
import { readConfig } from '#config.ts';
import { refusalCodes } from '#kernel/errors.ts';
import type { DeclaredRoute } from '#kernel/http.ts';
import { type Platform, startPlatform } from '#platform.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { ROLES, type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import { type Scratch, migratedDatabase } from './database.ts';

const PASSWORD = 'Shuqiao-2026';
/** Above what the database's `integer` holds; above its `bigint`. */
const TOO_LARGE = ['2147483648', '99999999999999999999'];
let scratch: Scratch;
let folder: string;
let platform: Platform;
const sessions = new Map<Role, Record<string, string>>();
let departmentId = 0;

before(async () => {
  scratch = await migratedDatabase('interface');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-interface-'));
  platform = await startPlatform(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, PORT: '0', SHUQIAO_LOG: 'fatal' }),
  );
  const { audited, organizations, deadlines } = platform.services;
  await deadlines.loadCalendar('test', { knownThrough: '2030-12-31', days: [] });
  await audited(PLATFORM, 'test.department', 'department', async tx => {
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: null, level: 'city' });
    const front = '1141040000000000X';
    departmentId = await organizations.addDepartment(tx, {
      key: 'civil',
      name: '平顶山市民政局',
      nameEn: 'civil affairs',
      shortName: '市民政局',
      regionCode: '410400',
      kind: 'government',
      isAuthority: true,
      creditCode: front + (creditCodeCheckDigit(front) ?? ''),
    });
    for (const role of ROLES)
      await organizations.addAccount(
        tx,
        { login: role, name: role, password: PASSWORD, mustChange: false, isDemo: false },
        [{ departmentId, role, since: '2026-01-01' }],
      );
    return { value: undefined };
  });
  for (const role of ROLES) {
    const reply = await ask('POST', '/api/session', {}, { login: role, password: PASSWORD });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    sessions.set(role, { cookie, 'x-csrf-token': String(reply.body['csrf']) });
  }
});

after(async () => {
  await platform.stop();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(method: string, url: string, headers: Record<string, string>, payload?: object) {
  const reply = await platform.http.app.inject({
    method: method as 'GET',
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  const json = String(reply.headers['content-type']).includes('json');
  return {
    status: reply.statusCode,
    headers: reply.headers,
    body: (json ? reply.json() : {}) as Record<string, unknown>,
  };
}

/** Somebody who may use the route. */
function entrant({ access }: DeclaredRoute): Record<string, string> {
  const role = ROLES.find(one => access === 'signed_in' || permissionsOf(one).has(access as never));
  return access === 'public' ? {} : (sessions.get(role ?? 'operator') ?? assert.fail(access));
}

const propertiesOf = (schema: unknown): [string, { type?: string }][] =>
  Object.entries(
    (schema as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {},
  );

test('every contract can be compiled: what a route says of its input and its answer is found wrong here, not by its first caller', () => {
  const ajv = new Ajv({ strict: false, formats: { date: true } });
  for (const { method, url, body, query, params, reply } of platform.http.routes)
    assert.doesNotThrow(() => {
      for (const schema of [body, query, params]) if (schema) ajv.compile(schema);
      writerOf(reply);
    }, `${method} ${url}`);
});

test('a number that no row can have is refused or found nowhere, in every route that takes one', async () => {
  let asked = 0;
  for (const route of platform.http.routes) {
    const paths = propertiesOf(route.params).filter(([, { type }]) => type === 'integer');
    const queries = propertiesOf(route.query).filter(([, { type }]) => type === 'integer');
    for (const large of TOO_LARGE)
      for (const url of [
        ...paths.map(([name]) => route.url.replace(`:${name}`, large).replaceAll(/:\w+/g, '1')),
        ...queries.map(([name]) => `${route.url.replaceAll(/:\w+/g, '1')}?${name}=${large}`),
      ]) {
        const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {};
        const reply = await ask(route.method, url, entrant(route), body);
        assert.ok(
          reply.status >= 400 && reply.status < 500,
          `${route.method} ${url}: ${reply.status} ${JSON.stringify(reply.body)}`,
        );
        asked += 1;
      }
  }
  assert.ok(asked > 60, `only ${asked} were asked`);
});

const application = {
  entryId: 1,
  mode: 'query',
  items: ['姓名'],
  rows: [],
  matter: '市场主体登记',
  ground: '条例第十六条',
  scenario: '业务协同',
  scope: '窗口',
  until: '2027-06-30',
  systemId: 1,
  declaration: true,
};

test('what no database takes is refused in a sentence: zero characters, half pairs, days that are none', async () => {
  const cases: [Role | undefined, string, string, object][] = [
    [undefined, 'POST', '/api/session', { login: 'a\0b', password: 'x' }],
    [undefined, 'POST', '/api/session', { login: 'a\ud800', password: 'x' }],
    ['integrator', 'POST', '/api/systems', { name: 'a\0b', addresses: ['10.0.0.0/8'] }],
    ['operator', 'POST', '/api/departments/{own}/networks', { cidr: '10.9.0.0/16', note: 'a\0b' }],
    ['operator', 'POST', '/api/departments/{own}/networks', { cidr: '10.9.0.0/16/5', note: '政务外网' }],
    ['operator', 'POST', '/api/departments/{own}/networks', { cidr: '10.9.0.0/', note: '政务外网' }],
    ['data_officer', 'POST', '/api/applications', { ...application, until: '2027-02-31' }],
    ['data_officer', 'POST', '/api/applications', { ...application, entryId: 2_147_483_648 }],
    ['data_officer', 'POST', '/api/applications', { ...application, matter: '登\ud800记' }],
    ['integrator', 'POST', '/api/exchange/tasks', { grantId: 1e12, sourceId: 1, schema: 's', table: 't' }],
  ];
  for (const [role, method, url, body] of cases) {
    const headers = role === undefined ? {} : (sessions.get(role) ?? {});
    const reply = await ask(method, url.replace('{own}', String(departmentId)), headers, body);
    assert.deepEqual(
      [reply.status, reply.body['code']],
      [400, 'platform.bad_input'],
      `${url} ${JSON.stringify(body)}: ${JSON.stringify(reply.body)}`,
    );
  }
  const deep = `{"login":${'['.repeat(200_000)}${']'.repeat(200_000)},"password":"x"}`;
  const nested = await platform.http.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'content-type': 'application/json' },
    payload: deep,
  });
  assert.equal(nested.statusCode, 400);
});

test('what is written about something that is not there is not found, and not recorded as done', async () => {
  const operator = sessions.get('operator') ?? {};
  const network = { cidr: '10.9.0.0/16', note: '政务外网' };
  for (const [method, url, body] of [
    ['POST', '/api/departments/999/networks', network],
    ['DELETE', '/api/networks/999999', undefined],
  ] as const) {
    const reply = await ask(method, url, operator, body);
    assert.deepEqual([reply.status, reply.body['code']], [404, 'platform.not_found'], url);
  }
});

test('the page is asked for anew each time, its built files are kept, and what the interface says is not', async () => {
  const asset = readdirSync(resolve(import.meta.dirname, '..', 'web/dist/assets'))[0] ?? '';
  const kept: [string, string][] = [
    ['/', 'no-cache'],
    ['/index.html', 'no-cache'],
    ['/catalog/12', 'no-cache'],
    ['/witness', 'no-cache'],
    [`/assets/${asset}`, 'public, max-age=31536000, immutable'],
    ['/api/session', 'no-store'],
    ['/api/nothing', 'no-store'],
    ['/openapi.json', 'no-store'],
    ['/readyz', 'no-store'],
    ['/ledger/keys', 'no-store'],
    ['/witness/nothing', 'no-store'],
  ];
  for (const [url, control] of kept)
    assert.equal((await ask('GET', url, {})).headers['cache-control'], control, url);
});

interface Operation {
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}

test('the published description has the gateway, with every refusal that it can give', async () => {
  const { paths } = (await ask('GET', '/openapi.json', {})).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  for (const path of ['/gateway/{sid}', '/httpproxy'])
    for (const method of ['get', 'post']) {
      const operation = paths[path]?.[method];
      assert.ok(operation, `${method} ${path}`);
      const headers = operation.parameters.filter(one => one.in === 'header').map(one => one.name);
      assert.deepEqual(headers, ['gjgxjhpt_rid', 'gjgxjhpt_sid', 'gjgxjhpt_rtime', 'gjgxjhpt_sign']);
      assert.equal(operation.requestBody !== undefined, method === 'post');
      for (const [code, { status }] of refusalCodes())
        if (code.startsWith('gateway.'))
          assert.match(operation.responses[status]?.description ?? '', new RegExp(`^${code}: `, 'm'));
    }
  // What a stranger is really told fits what is published.
  const refused = await fetch(`http://127.0.0.1:${platform.port}/gateway/s_1`, {
    method: 'POST',
    body: '{}',
  });
  const schema =
    paths['/gateway/{sid}']?.['post']?.responses[refused.status]?.content['application/json']?.schema;
  assert.ok(schema);
  const valid = new Ajv({ strict: false }).compile(schema);
  assert.ok(valid(await refused.json()), JSON.stringify(valid.errors));
});
