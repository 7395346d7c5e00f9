import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_ROLES, readConfig } from '#config.ts';

test('a process without a role does not start: nothing named means all of them', () => {
  assert.deepEqual([...readConfig({}).roles], [...ALL_ROLES]);
  assert.deepEqual([...readConfig({ SHUQIAO_ROLES: '' }).roles], [...ALL_ROLES]);
  assert.deepEqual([...readConfig({ SHUQIAO_ROLES: 'mover, gateway' }).roles], ['mover', 'gateway']);
  for (const SHUQIAO_ROLES of [' ', ',', 'mover,gate'])
    assert.throws(() => readConfig({ SHUQIAO_ROLES }), { name: 'StartProblem' });
});

test('the address that others are told is scheme, host and port, and nothing more', () => {
  const told = (SHUQIAO_ADDRESS: string) => readConfig({ SHUQIAO_ADDRESS }).addresses.government;
  assert.equal(told(''), undefined);
  assert.equal(told('https://data.example.gov.cn/'), 'https://data.example.gov.cn');
  assert.equal(told('http://10.1.2.3:8080'), 'http://10.1.2.3:8080');
  for (const wrong of ['data.example.gov.cn', 'ftp://x', 'https://x/path', 'https://u:p@x', 'https://x?a'])
    assert.throws(() => told(wrong), { name: 'StartProblem' }, wrong);
});

test('mail goes out when a server is named: with an address that it comes from, and never a password in clear', () => {
  const mail = (more: Record<string, string>) =>
    readConfig({ SHUQIAO_SMTP_HOST: 'mail.gov.cn', ...more }).mail;
  const SHUQIAO_SMTP_FROM = 'shuqiao@example.gov.cn';
  assert.equal(readConfig({ SHUQIAO_SMTP_FROM }).mail, undefined);
  assert.equal(mail({ SHUQIAO_SMTP_FROM })?.tls, 'starttls');
  assert.equal(mail({ SHUQIAO_SMTP_FROM })?.port, 587);
  assert.equal(mail({ SHUQIAO_SMTP_FROM, SHUQIAO_SMTP_TLS: 'tls' })?.port, 465);
  assert.equal(mail({ SHUQIAO_SMTP_FROM, SHUQIAO_SMTP_TLS: 'none' })?.user, undefined);
  for (const wrong of [
    {},
    { SHUQIAO_SMTP_FROM: 'nobody' },
    { SHUQIAO_SMTP_FROM, SHUQIAO_SMTP_TLS: 'ssl' },
    { SHUQIAO_SMTP_FROM, SHUQIAO_SMTP_PORT: '0' },
    { SHUQIAO_SMTP_FROM, SHUQIAO_SMTP_TLS: 'none', SHUQIAO_SMTP_USER: 'shuqiao' },
  ])
    assert.throws(() => mail(wrong), { name: 'StartProblem' }, JSON.stringify(wrong));
});

test('prefixes of the national convention are the installation’s; a front is named by networks or a socket file', () => {
  const prefixes = (SHUQIAO_CALL_PREFIXES: string) => readConfig({ SHUQIAO_CALL_PREFIXES }).callSpellings;
  const usual = [
    { prefix: 'gjgxjhpt_', voice: 'code0' },
    { prefix: 'gjzwfwpt_', voice: 'code200' },
  ];
  assert.deepEqual(prefixes(''), usual);
  assert.deepEqual(prefixes('gjgxjhpt_, gjzwfwpt_=code200'), usual);
  assert.deepEqual(prefixes('x-city-=code200,none'), [
    { prefix: 'x-city-', voice: 'code200' },
    { prefix: '', voice: 'code0' },
  ]);
  for (const wrong of ['GJ_', 'a b', 'a=code7', '=code0'])
    assert.throws(() => prefixes(wrong), { name: 'StartProblem' }, wrong);
  assert.deepEqual(readConfig({}).fronts, { networks: [], socket: undefined });
  const fronts = { SHUQIAO_FRONTS: '10.0.0.7/32', SHUQIAO_FRONT_SOCKET: '/run/front.sock' };
  assert.deepEqual(readConfig(fronts).fronts, { networks: ['10.0.0.7/32'], socket: '/run/front.sock' });
  assert.throws(() => readConfig({ SHUQIAO_FRONTS: 'front' }), { name: 'StartProblem' });
});

test('folders are closed unless each is opened for a department, beside each other', () => {
  const folders = (text: string) => [...readConfig({ SHUQIAO_FOLDERS: text }).folders];
  assert.deepEqual(folders(''), []);
  assert.deepEqual(folders('民政局/civil=/srv/drop/civil, 11410400/police=/srv/drop/police/'), [
    ['民政局/civil', '/srv/drop/civil'],
    ['11410400/police', '/srv/drop/police'],
  ]);
  for (const wrong of [
    'civil=/srv/civil',
    'a/civil=srv',
    'a/civil=/',
    'a/civil=/srv/../etc',
    'a/.x=/srv/x',
    'a/x=/srv/x,a/x=/srv/y',
    'a/x=/srv/x,b/y=/srv/x/y',
    'a/x=/srv/x/y,b/y=/srv/x',
  ])
    assert.throws(() => folders(wrong), { name: 'StartProblem' }, wrong);
});
