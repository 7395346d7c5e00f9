/** Takes the pictures of README.md from a demonstration of its own: `node scripts/screenshots.ts`. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { buildPage, openWindow } from '../test/e2e/browser.ts';
import { TEST_SERVER } from '../test/database.ts';
import { newInstallation, until } from '../test/instance.ts';

const FOLDER = resolve(import.meta.dirname, '..', 'docs', 'screenshots');
mkdirSync(FOLDER, { recursive: true });
await buildPage();

const installation = await newInstallation('pictures');
const running = await installation.start({ SHUQIAO_DEMO_SCALE: '0.01' });
const window = await openWindow(running.base);

/** The page at rest: nothing loads, no chart moves. */
async function take(name: string, login: string, path: string): Promise<void> {
  const account = window.page.locator('[data-test="account"]');
  if ((await account.count()) > 0) await window.signOut();
  await window.signIn(login);
  await window.go(path);
  await window.page.waitForTimeout(1000);
  await window.page.locator('.ant-skeleton').first().waitFor({ state: 'detached', timeout: 60_000 });
  await window.page.waitForTimeout(1500);
  await window.page.screenshot({ path: resolve(FOLDER, `${name}.png`) });
}

try {
  await until(
    async () => (await (await fetch(`${running.base}/readyz`)).json()) as { seeding?: { state: string } },
    ready => ready.seeding?.state === 'complete',
    300_000,
  );
  const officer = await running.as('mz.officer');
  const runs = await until(
    () => officer.get<{ items: { id: number; state: string }[] }>('/api/exchange/runs'),
    reply => reply.body.items.some(run => run.state === 'delivered'),
    90_000,
  );
  const run = runs.body.items.find(one => one.state === 'delivered');
  const found = await officer.get<{ items: { id: number }[] }>(
    `/api/catalog?q=${encodeURIComponent('婚姻登记信息')}`,
  );
  const head = await running.as('mz.office');
  const waiting = await head.get<{ items: { id: number }[] }>('/api/applications?box=todo');
  const disputes = await head.get<{ items: { id: number }[] }>('/api/disputes?box=ours');
  const held = await head.get<{ items: { id: number; calls30: number }[] }>(
    '/api/grants?side=holding&state=active',
  );
  const used = held.body.items.toSorted((a, b) => b.calls30 - a.calls30)[0];
  await take('workbench', 'mz.office', '/');
  await take('catalog', 'zh-jt.officer', `/catalog?q=${encodeURIComponent('婚姻')}`);
  await take('entry', 'zh-jt.officer', `/catalog/${found.body.items[0]?.id}`);
  await take('case', 'mz.office', `/cases/${waiting.body.items[0]?.id}`);
  await take('grant', 'mz.office', `/grants/${used?.id}`);
  await take('dispute', 'mz.office', `/disputes/${disputes.body.items[0]?.id}`);
  await take('deadlines', 'sj.authority', '/deadlines');
  await take('run', 'mz.officer', `/exchange/runs/${run?.id}`);
  await take('console', 'mz.officer', '/console');
  await take('ledger', 'sj.auditor', '/ledger');
  await take('overview', 'sj.authority', '/overview');
  for (const complaint of window.complaints) process.stderr.write(`${complaint}\n`);
} finally {
  await window.close();
  await running.stop();
  const client = new pg.Client({ connectionString: TEST_SERVER });
  await client.connect();
  await client.query(`drop database if exists "${installation.scratch.name}_departments" with (force)`);
  await client.end();
  await installation.drop();
}
