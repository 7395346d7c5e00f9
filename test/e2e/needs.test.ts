/** Needs and lists at the page: a need that somebody has already is seconded, and a list is signed as a version. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Installation, type Running, newInstallation } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';

describe('Needs and lists at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;

  before(async () => {
    await buildPage();
    installation = await newInstallation('needs');
    running = await installation.start();
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
  });

  test('who finds nothing registers the need with the same words; who needs the same sees it and seconds it', async () => {
    await window.signIn('mz.officer');
    await window.go(`/catalog?q=${encodeURIComponent('流浪动物收容台账')}`);
    await window.hook('register-need').click();
    assert.equal(await window.hook('demand-title').inputValue(), '流浪动物收容台账');
    await window.hook('demand-matter').fill('社区服务');
    await window.hook('demand-save').click();
    await window.hook('status').and(window.page.locator('[data-state="registered"]')).waitFor();

    await window.signOut();
    await window.signIn('zh-jt.officer');
    await window.go('/demands/new');
    await window.hook('demand-title').fill('流浪动物收容信息');
    await window.hook('similar-needs').getByText('流浪动物收容台账').click();
    await window.hook('demand-second').click();
    await window.hook('dialog-confirm').click();
    await window.page.getByText('附议部门（1）').waitFor();
  });

  test('a department adds a responsibility, sends its list, and the head signs version 1', async () => {
    // A department whose lists the demonstration’s own story leaves alone.
    await window.signOut();
    await window.signIn('pds-justice.officer');
    await window.go('/our-catalog/lists');
    await window.hook('list-add').click();
    await window.page.locator('#own-title').fill('志愿服务队伍信息');
    await window.hook('dialog-confirm').click();
    await window.hook('gaps').getByText('自己补充、还没有编目的 1').waitFor();
    await window.hook('list-submit').click();
    await window.hook('dialog-confirm').click();
    await window.hook('list-take_back').waitFor();

    await window.signOut();
    await window.signIn('pds-justice.head');
    await window.go('/our-catalog/lists');
    await window.hook('list-sign').click();
    await window.hook('dialog-confirm').click();
    await window.page.getByText('版本比较').waitFor();
    await window.go('/our-catalog/lists?version=1');
    await window.page.getByText('志愿服务队伍信息').waitFor();
    assert.deepEqual([window.complaints, window.refused], [[], []]);
  });
});
