import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { TEST_SERVER } from '../database.ts';
import { type Installation, type Running, newInstallation, until } from '../instance.ts';
import { type Window, buildPage, hasChromium, openWindow } from './browser.ts';

const CI = process.env['CI'] !== undefined && process.env['CI'] !== '';
const skip = hasChromium() || CI ? false : 'the browser story needs /usr/bin/chromium, which is not here';
const TITLE = '婚姻登记信息';
const COLUMN = '男方公民身份号码';
const PERSON = '11010519491231002X';

describe('From an entry to reconciled rows and a revocation, at the page', { skip }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;
  let caller: { rid: string; appSecret: string };
  let grant: { id: number; sid: string };
  let caseId = '';
  let newEntryId = '';

  before(async () => {
    assert.ok(hasChromium(), '/usr/bin/chromium is missing');
    await buildPage();
    installation = await newInstallation('story');
    running = await installation.start();
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    if (installation) await dropDepartments(installation.scratch.name);
    await installation?.drop();
  });

  test('An officer compiles an entry and sends it to be signed', async () => {
    const { page, hook } = window;
    await window.signIn('mz.officer');
    await window.go('/our-catalog/new');
    await hook('entry-title').fill('社会组织年检结论');
    await hook('entry-abstract').fill('本市社会组织历年年度检查的结论，2019 年起，覆盖全市。');
    await hook('entry-classification').fill('社会组织');
    await hook('entry-matter').fill('社会组织年度检查');
    await hook('entry-phone').fill('0375-2660000');
    await window.choose('entry-subject', '法人');
    await hook('item-name-0').fill('统一社会信用代码');
    await hook('item-add').click();
    await hook('item-name-1').fill('年检结论');
    await hook('entry-share-type').getByText('无条件共享').click();
    await window.choose('entry-secrecy', '不涉密');
    await window.choose('entry-personal', '无需评估');
    await page.waitForURL(/\/our-catalog\/\d+\/edit/);
    newEntryId = /(\d+)\/edit$/.exec(page.url())?.[1] ?? '';
    const officer = await running.as('mz.officer');
    await until(
      () => officer.get<{ missing: { field: string; text: string }[] }>(`/api/entries/${newEntryId}`),
      reply => reply.body.missing.length === 0,
      6000,
    );
    assert.equal(await hook('entry-missing').textContent(), '已填全');
    await hook('entry-submit').click();
    await page.waitForURL(/\/our-catalog\/\d+$/);
    await window.signOut();
  });

  test('Two heads sign it, and the authority publishes it for every department to find', async () => {
    for (const [login, action] of [
      ['mz.office', 'sign_office'],
      ['mz.head', 'sign_department'],
    ] as const) {
      const signed = await (await running.as(login)).post(`/api/entries/${newEntryId}/actions`, {
        action,
        note: '',
      });
      assert.equal(signed.status, 200, JSON.stringify(signed.body));
    }
    const { page, hook } = window;
    await window.signIn('sj.authority');
    await window.go(`/review/${newEntryId}`);
    await hook('act-publish').click();
    await hook('act-confirm').click();
    await hook('act-publish').waitFor({ state: 'detached' });
    await window.go(`/catalog?q=${encodeURIComponent('社会组织年检结论')}`);
    await page.locator('[data-test="result"]', { hasText: '社会组织年检结论' }).first().waitFor();
    await window.signOut();
  });

  test('A consumer asks for items of a mounted table, and its head consents', async () => {
    const officer = await running.as('zh-jt.officer');
    const made = await officer.post<{ system: { rid: string }; appSecret: string }>('/api/systems', {
      name: '入学报名系统',
      addresses: ['127.0.0.1/32', '::1/128'],
    });
    assert.equal(made.status, 201);
    caller = { rid: made.body.system.rid, appSecret: made.body.appSecret };
    const found = await until(
      () =>
        officer.get<{ items: { id: number; title: string }[] }>(
          `/api/catalog?q=${encodeURIComponent(TITLE)}`,
        ),
      reply => reply.body.items.some(item => item.title === TITLE),
      20_000,
    );
    const entryId = found.body.items.find(item => item.title === TITLE)?.id;

    const { page, hook } = window;
    await window.signIn('zh-jt.officer');
    await window.go(`/catalog/${entryId}`);
    await hook('entry-apply').first().click();
    await hook('apply-matter').fill('入学资格审核');
    await hook('apply-ground').fill('《中华人民共和国义务教育法》第十二条');
    await hook('apply-scope').fill('仅招生窗口办理本事项的人员');
    await hook('apply-mode-query').click();
    await page.getByText('全选', { exact: true }).click();
    await window.choose('apply-system', '入学报名系统');
    await hook('apply-declaration').check();
    await hook('apply-submit').click();
    await page.waitForURL(/\/cases\/\d+$/);
    caseId = /\d+$/.exec(page.url())?.[0] ?? '';
    await window.signOut();

    await window.signIn('zh-jt.office');
    await window.go('/');
    const card = page.locator('[data-test="sign-card"]', { has: page.locator(`a[href="/cases/${caseId}"]`) });
    await card.locator('[data-test="card-agree"]').click();
    await hook('card-confirm').click();
    await card.waitFor({ state: 'detached' });
    await window.signOut();
  });

  test('The provider agrees, and a signed call is served with masked values only', async () => {
    const { hook } = window;
    await window.signIn('mz.office');
    await window.go(`/cases/${caseId}`);
    await hook('act-agree').click();
    await hook('act-confirm').click();
    await hook('case-grant').waitFor();
    await window.signOut();

    const officer = await running.as('zh-jt.officer');
    const done = await officer.get<{ grantId: number }>(`/api/applications/${caseId}`);
    grant = (await officer.get<{ id: number; sid: string }>(`/api/grants/${done.body.grantId}`)).body;
    const known = await personOf(installation);
    const answer = await running.call(caller, grant.sid, { params: { [COLUMN]: known.number } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const said = JSON.stringify(answer.body.data);
    assert.match(said, /\*/, said);
    assert.ok(!said.includes(known.name), 'a name left the platform unmasked');
    assert.ok(Number(answer.headers.get('shuqiao-record')) > 0);
    const unknown = await running.call(caller, grant.sid, { params: { [COLUMN]: PERSON } });
    assert.equal(unknown.status, 200);
  });

  test('A run of the exchange ends with a receipt whose two sides agree', async () => {
    const { page, hook } = window;
    const officer = await running.as('mz.officer');
    await until(
      () => officer.get<{ items: { state: string }[] }>('/api/exchange/runs'),
      reply => reply.body.items.some(run => run.state === 'delivered'),
      20_000,
    );
    await window.signIn('mz.officer');
    await window.go('/exchange');
    await hook('run-start').first().click();
    await page.waitForURL(/\/exchange\/runs\/\d+$/);
    await page.locator('[data-test="receipt"][data-equal="true"]').waitFor({ timeout: 15_000 });
    await window.signOut();
  });

  test('The auditor verifies the whole ledger', async () => {
    const { page, hook } = window;
    await window.signIn('sj.auditor');
    await window.go('/ledger');
    await hook('ledger-verify').click();
    await hook('verify-start').click();
    await page.locator('[data-test="verify-result"][data-ok="true"]').waitFor();
    await page.keyboard.press('Escape');
    await window.go('/');
    await window.signOut();
  });

  test('The provider revokes: the call is refused at once and both pages show it within 2 seconds', async () => {
    const { page, hook } = window;
    const consumer = await openWindow(running.base);
    try {
      await consumer.signIn('zh-jt.officer');
      await consumer.go(`/grants/${grant.id}`);
      await consumer.hook('grant-items').waitFor();
      await window.signIn('mz.office');
      await window.go(`/grants/${grant.id}`);
      await hook('revoke').click();
      await hook('grant-reason').fill('共享目的已经消失');
      await hook('revoke-consulted').check();
      const [answered] = await Promise.all([
        page.waitForResponse(reply => reply.url().endsWith(`/api/grants/${grant.id}/actions`)),
        hook('revoke-confirm').click(),
      ]);
      assert.equal(answered.status(), 200);
      const at = Date.now();
      const refused = await running.call(caller, grant.sid, { params: { [COLUMN]: PERSON } });
      assert.notEqual(refused.status, 200);
      await consumer.hook('grant-stopped').waitFor();
      assert.ok(Date.now() - at <= 3000, `the consumer's page took ${Date.now() - at} ms`);
      await hook('grant-stopped').waitFor();
      assert.match((await consumer.hook('grant-stopped').textContent()) ?? '', /终止/);
      assert.deepEqual(consumer.complaints, []);
    } finally {
      await consumer.close();
    }
  });

  test('In all of this the page complained about nothing', () => {
    assert.deepEqual(window.complaints, []);
  });
});

/** Someone who has a record, read behind the platform from the department's own table. */
async function personOf(place: Installation): Promise<{ number: string; name: string }> {
  const client = new pg.Client({ connectionString: `${place.scratch.url}_departments` });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: string; name: string }>(
      'select husband_no as number, husband_name as name from pds_civil_affairs.marriage_registration order by husband_no limit 1',
    );
    return rows[0] ?? assert.fail('no marriage is registered');
  } finally {
    await client.end();
  }
}

/** The demonstration makes the departments' database; the installation does not know it. */
async function dropDepartments(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: TEST_SERVER });
  await client.connect();
  try {
    await client.query(`drop database if exists "${name}_departments" with (force)`);
  } finally {
    await client.end();
  }
}
