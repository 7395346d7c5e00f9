/**
 * Exchange and collection at the page: a scheduled incremental task and its receipt, a row that was set aside corrected
 * and sent again, a plan that is changed, the departments' pools, and the board that tells it all as it goes.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Installation, type Running, newInstallation, until } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';
import { type Department, ROWS, newDepartment } from './department.ts';
import { type BatchGrant, TITLE, giveBatchGrant, joinReceiver } from './exchangeCity.ts';
import { whenTold } from './profileStory.ts';

const BROKEN = '51410400MJ00000022';

describe('Exchange and collection at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let department: Department;
  let window: Window;
  let grant: BatchGrant;
  let first = '';

  before(async () => {
    await buildPage();
    installation = await newInstallation('exchangepage');
    department = await newDepartment('exchangepage', `${installation.scratch.name}_departments`);
    running = await installation.start();
    // An empty verdict is what the entry does not allow.
    await department.received(`update yearbook.inspected set verdict = null where credit_code = '${BROKEN}'`);
    await whenTold(running);
    await joinReceiver(department);
    grant = await giveBatchGrant(login => running.as(login), department);
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
    await department?.drop();
  });

  const arrived = () =>
    department.received<{ rows: number; broken: string | null }>(
      `select count(*)::int as rows, max(verdict) filter (where credit_code = '${BROKEN}') as broken from public."年检结果"`,
    );

  test('a data officer makes a scheduled incremental task, and is told beforehand what would happen', async () => {
    const { page, hook } = window;
    const { receives } = department;
    await window.signIn('zh-jt.officer');
    await window.go(`/exchange/new?grant=${grant.id}`);
    await hook('receiver-host').fill(receives.host);
    await hook('receiver-port').fill(String(receives.port));
    await hook('receiver-database').fill(receives.database);
    await hook('receiver-user').fill(receives.user);
    await hook('receiver-password').fill(receives.password);
    await hook('receiver-submit').click();
    await hook('receiver-form').waitFor({ state: 'detached' });
    await hook('task-table').fill('年检结果');
    // Append is for files: it is there, it says why it cannot be chosen, and it cannot.
    assert.ok(await hook('mode-append').isDisabled());
    await hook('mode-incremental').check();
    await hook('task-watermark').getByText('检查日期').waitFor();
    await page.getByText('不会变成两行').waitFor();
    await hook('task-schedule').getByText('每周').click();
    const check = hook('task-check');
    await check.getByText('按标识项更新').waitFor();
    await check.getByText('每个数据项都能原样放下').waitFor();
    await check
      .getByText(/\d\d-\d\d 02:00/)
      .first()
      .waitFor();
    await hook('task-run').click();
    await page.waitForURL(/\/exchange\/runs\/\d+$/);
    first = new URL(page.url()).pathname;
  });

  test('its run adds up: read = written + set aside, equal on both sides, each half signed', async () => {
    const { page, hook } = window;
    await page.locator('[data-test="receipt"][data-equal="true"]').waitFor();
    await hook('receipt').getByText('读出 3,000 = 写入 2,999 + 搁置 1').waitFor();
    assert.equal(await hook('receipt-halves').getByText('签于').count(), 2);
    assert.deepEqual(await arrived(), [{ rows: ROWS - 1, broken: null }]);
    // The consumer sees that a row is set aside, and not what stood there.
    const row = hook('set-aside-rows').getByRole('row', { name: '年检结论' });
    await row.getByText('必填而为空').waitFor();
    assert.equal(await page.getByText(BROKEN).count(), 0);
    assert.equal(await hook('set-aside-open').count(), 0);
    const [file] = await Promise.all([page.waitForEvent('download'), hook('receipt-download').click()]);
    assert.match(file.suggestedFilename(), /\.json$/);
    await page.getByRole('tab', { name: '来龙去脉' }).click();
    await hook('lineage').getByRole('link', { name: TITLE }).waitFor();
    await page.getByRole('tab', { name: '字段对应' }).click();
    await hook('run-fields')
      .getByRole('row', { name: /principal.*负责人姓名.*姓名/ })
      .waitFor();
    assert.deepEqual([window.complaints, window.refused], [[], []]);
    await window.signOut();
  });

  test('the provider’s officer opens the row, corrects it and sends it again', async () => {
    const { page, hook } = window;
    await window.signIn('mz.officer');
    await window.go(first);
    await hook('set-aside-open').click();
    await page.getByText(BROKEN).waitFor();
    await hook('correct-1').fill('合格');
    await hook('correct-save-1').click();
    await hook('set-aside-rows').getByText('已改正，待重送').waitFor();
    await hook('set-aside-resend').click();
    await page.waitForURL(url => /\/exchange\/runs\/\d+$/.test(url.pathname) && url.pathname !== first);
    await hook('receipt').getByText('读出 1 = 写入 1 + 搁置 0').waitFor();
    assert.deepEqual(await arrived(), [{ rows: ROWS, broken: '合格' }]);
    await window.go(first);
    await hook('run-resends').waitFor();
    await hook('set-aside-rows').getByText('已送达').waitFor();
    assert.deepEqual([window.complaints, window.refused], [[], []]);
    await window.signOut();
  });

  test('the plan is changed and the task paused; a cron line that never was one is refused with its remedy', async () => {
    const { page, hook } = window;
    await window.signIn('zh-jt.officer');
    await window.go('/exchange');
    await hook('task-link').filter({ hasText: TITLE }).click();
    await hook('task-plan').getByText('每周').waitFor();
    await hook('task-change').click();
    assert.ok(await hook('task-save').isDisabled());
    await page.getByText('高级：').click();
    await hook('task-cron-on').click();
    await hook('task-cron').fill('30 2 * * 一');
    const refusal = hook('task-check').locator('[data-test="refusal"]');
    await refusal.getByText('请写五段').waitFor();
    assert.equal(await refusal.getAttribute('data-code'), 'exchange.bad_cron');
    await hook('task-cron').fill('30 2 * * 1-5');
    await hook('task-check').getByText(/02:30/).first().waitFor();
    await hook('task-save').click();
    await page.waitForURL(/\/exchange\/tasks\/\d+$/);
    await hook('task-plan').getByText('凭“检查日期”').waitFor();
    await hook('task-pause').click();
    await hook('task-resume').waitFor();
    assert.deepEqual(window.refused.splice(0), ['422 POST /api/exchange/check']);
    assert.deepEqual(window.complaints, []);
    await window.signOut();
  });

  test('an account that its database does not take is not kept; one that it takes is, and the task goes on with it', async () => {
    const { page, hook } = window;
    const { receives } = department;
    await window.signIn('zh-jt.officer');
    await window.go('/exchange');
    await hook('login-open').click();
    await hook('login-user').fill('nobody_here');
    await hook('login-password').fill('x');
    await hook('login-save').click();
    await page.locator('.ant-modal [data-code="resources.wrong_password"]').waitFor();
    await hook('login-user').fill(receives.user);
    await hook('login-password').fill(receives.password);
    await hook('login-save').click();
    await page.getByText('新的账号口令已保存').waitFor();
    await hook('login-save').waitFor({ state: 'detached' });
    assert.match(window.refused.splice(0).join(), /^422 PUT \/api\/sources\/\d+\/login$/);
    assert.deepEqual(window.complaints, []);
    await window.signOut();
  });

  test('a department refuses a collection only with a law, and confirms another, which is collected', async () => {
    const { page, hook } = window;
    await window.signIn('sj.authority');
    await window.go('/pools');
    await page.getByRole('row', { name: '平顶山市民政局' }).locator('[data-test="pool-start"]').click();
    await page.waitForURL(/\/pools\/\d+$/);
    const pool = new URL(page.url()).pathname;
    await page.getByRole('row', { name: TITLE }).getByText('待部门确认').waitFor();
    await window.signOut();

    await window.signIn('mz.officer');
    await window.go(`${pool}?state=asked`);
    const other = page.getByRole('row', { name: '殡葬火化信息' });
    await other.locator('[data-test="collection-refuse"]').click();
    assert.ok(await hook('refuse-confirm').isDisabled());
    await hook('ground-title').fill('中华人民共和国统计法');
    await hook('ground-article').fill('第二十五条');
    await hook('ground-reason').fill('能够识别单个对象的资料不得对外提供');
    await hook('refuse-confirm').click();
    await other.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: TITLE }).locator('[data-test="collection-confirm"]').click();
    await window.go(pool);
    await page.getByRole('row', { name: '殡葬火化信息' }).getByText('依法不归集').first().waitFor();
    await page.getByRole('row', { name: TITLE }).getByRole('link', { name: TITLE }).click();
    await hook('lineage').waitFor({ timeout: 30_000 });
    await hook('look-value').fill(BROKEN.replace('22', '23'));
    await hook('look-ask').click();
    await hook('look-found').getByText('现行').waitFor();
    assert.deepEqual([window.complaints, window.refused], [[], []]);
    await window.signOut();
  });

  test('the authority opens the board and sees a run as it goes, without a reload', async () => {
    const { page, hook } = window;
    await window.signIn('sj.authority');
    await window.go('/exchange/departments');
    const line = page.getByRole('row', { name: '湛河区教育体育局' });
    await line.getByText('3,000', { exact: true }).waitFor();
    // All rows are newer than what was seen, and each takes its time.
    await department.received(`update yearbook.inspected set inspected_on = inspected_on + 90`);
    await department.slowDown();
    const officer = await running.as('zh-jt.officer');
    const { items } = (
      await officer.get<{ items: { id: number; entryTitle: string }[] }>('/api/exchange/tasks')
    ).body;
    const task = items.find(one => one.entryTitle === TITLE) ?? assert.fail('no task');
    const { run } = (
      await officer.post<{ run: { id: number; no: string } }>(`/api/exchange/tasks/${task.id}/runs`)
    ).body;
    const going = page.locator('[data-test="board-run"]', { hasText: run.no });
    await page.locator('[data-test="board-run"][data-state="running"]', { hasText: run.no }).waitFor();
    const words = going.locator('[data-test="run-words"]');
    const before = await words.innerText();
    await until(
      () => words.innerText(),
      text => text !== before,
      30_000,
    );
    await officer.post(`/api/exchange/runs/${run.id}/stop`);
    await page.locator('[data-test="board-run"][data-state="stopped"]', { hasText: run.no }).waitFor();

    await hook('open-screen').click();
    await hook('screen').getByText('数据归集与交换').waitFor();
    await hook('screen').getByText('湛河区教育体育局').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/exchange\/departments$/);
    assert.deepEqual([window.complaints, window.refused], [[], []]);
  });
});
