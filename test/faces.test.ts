/** The listener for the Internet: a route that does not declare itself does not exist there, and nobody is signed in. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readConfig } from '#config.ts';
import { StartProblem } from '#kernel/errors.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Platform, startPlatform } from '#platform.ts';
import { type Scratch, migratedDatabase } from './database.ts';

const PASSWORD = 'Shuqiao-2026';
let scratch: Scratch;
let folder: string;
let platform: Platform;
/** Of the operator, signed in on the government network. */
let cookie: string;

before(async () => {
  scratch = await migratedDatabase('faces');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-faces-'));
  platform = await startPlatform(
    readConfig({
      SHUQIAO_DATA: folder,
      DATABASE_URL: scratch.url,
      HOST: '127.0.0.1',
      PORT: '0',
      SHUQIAO_INTERNET_HOST: '127.0.0.1',
      SHUQIAO_INTERNET_PORT: '0',
      SHUQIAO_LOG: 'fatal',
    }),
  );
  const { organizations, audited, deadlines, policy } = platform.services;
  await audited(PLATFORM, 'test.operator', 'account:1', async tx => {
    await organizations.addFirstOperator(tx, policy.homeRegion, PASSWORD, deadlines.today());
    return { value: undefined };
  });
  const reply = await fetch(`http://127.0.0.1:${platform.port}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: PASSWORD }),
  });
  cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});
after(async () => {
  await platform.stop();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  code: string;
}

async function ask(port: number | undefined, method: string, path: string): Promise<Answer> {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(method === 'GET' || method === 'HEAD'
      ? {}
      : { body: '{}', headers: { 'content-type': 'application/json' } }),
  });
  const text = await reply.text();
  const isProblem = reply.headers.get('content-type')?.startsWith('application/problem+json') === true;
  return {
    status: reply.status,
    code: isProblem && text !== '' ? (JSON.parse(text) as { code: string }).code : '',
  };
}

test('on the Internet every route that does not declare itself answers like an address that nobody knows', async () => {
  const { routes } = platform.http;
  const closed = routes.filter(route => !route.faces.includes('internet'));
  assert.ok(closed.length > 60, `only ${closed.length} closed routes were seen`);
  const missing = { status: 404, code: 'platform.not_found' };
  for (const { method, url } of closed) {
    const path = url.replaceAll(/:\w+/g, '1').replace('*', 'x');
    assert.deepEqual(await ask(platform.internetPort, method, path), missing, `${method} ${url}`);
  }
  const open = routes.filter(route => route.faces.includes('internet'));
  assert.ok(open.some(route => route.url === '/api/catalog'));
  for (const { access, url } of open) assert.equal(access, 'public', `${url} can have no signed-in reader`);
  for (const path of [
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/gateway/query/x',
    '/signin',
    '/our-catalog',
  ]) {
    assert.equal((await ask(platform.internetPort, 'GET', path)).status, 404, path);
    assert.equal((await ask(platform.internetPort, 'HEAD', path)).status, 404, path);
  }
});

test('declared routes and the public pages answer on both listeners', async () => {
  for (const path of [
    '/api/catalog',
    '/api/catalog?q=x',
    '/api/session',
    '/',
    '/catalog',
    '/catalog?q=x',
    '/catalog/1',
  ]) {
    assert.equal((await ask(platform.internetPort, 'GET', path)).status, 200, path);
    assert.equal((await ask(platform.port, 'GET', path)).status, 200, path);
  }
  assert.equal((await ask(platform.port, 'GET', '/our-catalog')).status, 200);
});

test('a session of the government network is nobody on the Internet', async () => {
  const seen = await Promise.all(
    [platform.port, platform.internetPort].map(async port => {
      const reply = await fetch(`http://127.0.0.1:${port}/api/session`, { headers: { cookie } });
      return (await reply.json()) as { signedIn: boolean; face: string };
    }),
  );
  assert.deepEqual(
    seen.map(({ signedIn, face }) => ({ signedIn, face })),
    [
      { signedIn: true, face: 'government' },
      { signedIn: false, face: 'internet' },
    ],
  );
});

test('a listener for the Internet without the part that answers there is refused at the start', () => {
  assert.throws(
    () => readConfig({ SHUQIAO_ROLES: 'gateway', SHUQIAO_INTERNET_PORT: '8090' }),
    (error: unknown) => error instanceof StartProblem && error.message.includes('SHUQIAO_INTERNET_PORT'),
  );
});
