/** The keys of a system at the page: shown once, rotated with days of overlap, ended with a reason. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { selfSigned } from '../certificates.ts';
import { type Installation, type Running, newInstallation } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';

describe('Keys of systems at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;

  before(async () => {
    await buildPage();
    installation = await newInstallation('keyspage');
    running = await installation.start({ SHUQIAO_DEMO_SCALE: '0.01' });
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
  });

  const row = (words: string) => window.page.locator('tr.ant-table-row', { hasText: words }).first();
  const saved = async (hook: string): Promise<string> => {
    const shown = await window.hook(hook).innerText();
    await window.hook('secret-saved').click();
    await window.hook(hook).waitFor({ state: 'hidden' });
    return shown.trim();
  };

  test('a system is registered with the conventions it uses, and its keys are looked after on its page', async () => {
    await window.signIn('mz.officer');
    await window.go('/systems?register=1');
    await window.hook('system-name').fill('婚姻登记核验系统');
    await window.hook('system-addresses').fill('10.20.3.0/24');
    await window.hook('convention-front').click();
    await window.hook('system-submit').click();
    await saved('secret-app-secret');
    await window.page.getByRole('link', { name: '婚姻登记核验系统' }).click();
    await row('appSecret（登记时）').getByText('有效', { exact: true }).waitFor();
    await window.page.getByText('双向 TLS 证书').waitFor();

    await window.hook('key-rotate').click();
    await window.page.getByText('现有 1 个密钥 7 天后失效').waitFor();
    await window.hook('key-overlap').fill('3');
    await window.page.getByText('现有 1 个密钥 3 天后失效').waitFor();
    await window.hook('dialog-confirm').click();
    const secret = await saved('new-app-secret');
    assert.match(secret, /^[0-9a-f]{32}$/);
    await row('appSecret（登记时）').getByText('即将失效').waitFor();
    assert.equal(await window.page.getByText(secret).count(), 0, 'it is not shown again');

    await window.hook('key-more').hover();
    await window.page.getByText('增加密钥', { exact: true }).click();
    await window.hook('key-note').fill('联调用');
    await window.hook('dialog-confirm').click();
    await saved('new-app-secret');
    await row('联调用').getByText('沙箱').waitFor();

    await window.hook('key-more').hover();
    await window.page.getByText('登记证书', { exact: true }).click();
    await window.hook('certificate-pem').fill(selfSigned('婚姻登记核验系统', 90).cert);
    await window.hook('dialog-confirm').click();
    await row('CN=婚姻登记核验系统').getByText('有效', { exact: true }).waitFor();

    await window.hook('key-end-0').click();
    await window.hook('reason').fill('已换上新密钥');
    await window.hook('dialog-confirm').click();
    await row('appSecret（登记时）').getByText('已失效').waitFor();
    assert.deepEqual([window.complaints, window.refused], [[], []]);
  });

  test('a list of addresses that lets everybody in is refused where the signature covers too little', async () => {
    await window.hook('system-change').click();
    await window.hook('system-addresses').fill('0.0.0.0/0');
    await window.hook('dialog-confirm').click();
    await window.page.getByText('地址范围太宽：0.0.0.0/0').waitFor();
    await window.hook('system-addresses').fill('10.20.3.0/24\n10.20.4.7');
    await window.hook('dialog-confirm').click();
    await window.page.getByText('10.20.3.0/24、10.20.4.7').waitFor();
    assert.deepEqual(window.refused.splice(0), [
      `422 PUT ${new URL(window.page.url()).pathname.replace('/systems', '/api/systems')}`,
    ]);
    assert.deepEqual(window.complaints, []);
  });
});
