/** Every declared route is closed by default: a sweep over all of them, on the whole platform. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readConfig } from '#config.ts';
import type { DeclaredRoute } from '#kernel/http.ts';
import { type Platform, startPlatform } from '#platform.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { PERMISSIONS, ROLES, permissionsOf } from '#vocabulary/permissions.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import { type Scratch, migratedDatabase } from './database.ts';

const PASSWORD = 'Shuqiao-2026';
let scratch: Scratch;
let folder: string;
let platform: Platform;
const sessions = new Map<string, { cookie: string; csrf: string }>();

before(async () => {
  scratch = await migratedDatabase('routes');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-routes-'));
  platform = await startPlatform(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, PORT: '0', SHUQIAO_LOG: 'fatal' }),
  );
  const { audited, organizations } = platform.services;
  await audited(PLATFORM, 'test.department', 'department', async tx => {
    await organizations.addRegion(tx, { code: '410000', name: '河南省', parent: null, level: 'province' });
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: '410000', level: 'city' });
    const front = '1141040000000000X';
    const departmentId = await organizations.addDepartment(tx, {
      key: 'civil',
      name: '平顶山市民政局',
      nameEn: 'civil affairs',
      shortName: '市民政局',
      regionCode: '410400',
      kind: 'government',
      isAuthority: false,
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
    const reply = await platform.http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: role, password: PASSWORD },
    });
    assert.equal(reply.statusCode, 200, reply.body);
    sessions.set(role, {
      cookie: String(reply.headers['set-cookie']).split(';')[0] ?? '',
      csrf: reply.json<{ csrf: string }>().csrf,
    });
  }
});

after(async () => {
  await platform.stop();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The route with 1 for every parameter and an empty body: it must be refused before either is looked at. */
async function ask(route: DeclaredRoute, headers: Record<string, string>) {
  const reply = await platform.http.app.inject({
    method: route.method as 'GET',
    url: route.url.replaceAll(/:\w+/g, '1'),
    headers,
    ...(route.method === 'GET' ? {} : { payload: {} }),
  });
  return `${reply.statusCode} ${reply.json<{ code?: string }>().code ?? ''}`;
}

const closed = (): DeclaredRoute[] => platform.http.routes.filter(route => route.access !== 'public');

test('nobody enters a closed route', async () => {
  const routes = closed();
  assert.ok(routes.length > 40, `only ${routes.length} closed routes were seen`);
  for (const route of routes)
    assert.equal(await ask(route, {}), '401 platform.not_signed_in', `${route.method} ${route.url}`);
});

test('a post without the permission is refused, whichever post it is', async () => {
  let asked = 0;
  for (const route of closed()) {
    const { access } = route;
    if (access === 'public' || access === 'signed_in') continue;
    assert.ok(PERMISSIONS.includes(access), `${route.url} names the unknown permission ${access}`);
    for (const role of ROLES.filter(one => !permissionsOf(one).has(access))) {
      const { cookie = '', csrf = '' } = sessions.get(role) ?? {};
      const told = await ask(route, { cookie, 'x-csrf-token': csrf });
      assert.equal(told, '403 platform.forbidden', `${route.method} ${route.url} as ${role}`);
      asked += 1;
    }
  }
  assert.ok(asked > 80, `only ${asked} refusals were seen`);
});

test('a writing route needs the token that the page alone knows', async () => {
  const { cookie = '' } = sessions.get('data_officer') ?? {};
  const routes = closed().filter(route => route.method !== 'GET');
  assert.ok(routes.length > 15, `only ${routes.length} writing routes were seen`);
  for (const route of routes) {
    assert.equal(await ask(route, { cookie }), '403 platform.csrf', `${route.method} ${route.url}`);
    const wrong = { cookie, 'x-csrf-token': 'x'.repeat(32) };
    assert.equal(await ask(route, wrong), '403 platform.csrf', `${route.method} ${route.url}`);
  }
});
