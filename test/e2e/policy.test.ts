/** The law at the page: what holds where, a switch that is seen before it is made, a repeal entered and withdrawn. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Installation, type Running, newInstallation } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';

describe('The law at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;

  before(async () => {
    await buildPage();
    installation = await newInstallation('law');
    running = await installation.start({ SHUQIAO_DEMO_SCALE: '0.01' });
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
  });

  const row = (name: string) => window.page.locator('tr.ant-table-row', { hasText: name }).first();

  test('any place whose texts are here can be looked at, and any day', async () => {
    await window.signIn('sj.authority');
    await window.go('/rules');
    await window.hook('switch').waitFor();
    await window.choose(window.page.getByLabel('地区').first(), '朔州市');
    await window.page.getByText('原文还没有录入的文件：山西省政务数据管理与应用办法').waitFor();
    await window.choose(window.page.getByLabel('地区').first(), '六安市');
    await window.page.getByText('（征求意见稿）（草案，不适用）').waitFor();
    await window.go('/rules?region=410411&date=2025-07-31');
    await row('有条件共享申请的答复期限').click();
    const decree = window.hook('chain').filter({ hasText: '政务数据共享条例' });
    await decree.getByText('尚未施行').waitFor();
    assert.doesNotMatch(await decree.innerText(), /现行有效/);
  });

  test('a switch shows what it changes, below the region too, and stands in the history by its title', async () => {
    await window.go('/rules?region=410400');
    await window.hook('switch').click();
    await window.choose(window.hook('profile'), '政务数据共享条例');
    await window.hook('changes').waitFor();
    await window.hook('below').getByText('下辖的湛河区也改变').click();
    await window
      .hook('below')
      .locator('tr', { hasText: '有条件共享申请的答复期限' })
      .getByText('10 个工作日')
      .waitFor();
    await window.hook('open-cases').waitFor();
    await window.hook('reason').fill('改按国家条例办理');
    await window.hook('confirm-switch').click();
    await window.page.getByText(/起：政务数据共享条例。改按国家条例办理/).waitFor();
    await row('有条件共享申请的答复期限').getByText('10 个工作日').first().waitFor();
  });

  test('a repealed section marks its parts; an entry that was wrong is withdrawn', async () => {
    await window.go('/law/shuozhou');
    const section = window.page.locator('[id="article-三（五）"]');
    const part = window.page.locator('[id="article-三（五）3"]');
    await section.getByRole('button', { name: '登记废止' }).click();
    await window.hook('repealed-by').fill('新的实施方案');
    await window.hook('confirm-repeal').click();
    await part.getByText('起废止').waitFor();
    await window.hook('withdraw-repeal').click();
    await window.hook('withdraw-why').fill('登记有误');
    await window.hook('confirm-withdraw').click();
    await window.hook('repeal-entry').waitFor({ state: 'detached' });
    assert.doesNotMatch(await part.innerText(), /起废止/);
    assert.deepEqual(window.complaints, []);
    assert.deepEqual(window.refused, []);
  });
});
