/** Evidence packs as people open them: a file on disk in a browser without network, and the published verifier. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';
import { type Listening, listen } from '#kernel/listen.ts';
import { type Pack, packInto, readPack } from '../src/modules/evidence/verifier/pack.ts';
import { verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { CHROMIUM, chromiumMissing } from './e2e/browser.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { forge, lyingVerifier } from './evidenceForgery.ts';
import { until } from './instance.ts';

const skip = chromiumMissing();

let city: EvidenceCity;
let browser: Browser;
let listening: Listening;
let folder: string;
let html: string;
let matter: string;

before(async () => {
  if (skip !== false) return;
  city = await openEvidenceCity();
  const { grantId } = await city.granted('query', '市场主体登记');
  const { number, answer } = await city.call(grantId);
  html = await city.pack('market', 'data_officer', `records/usage-1/${number}`);
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-evidence-page-'));
  matter = keep('pack.html', html);
  keep('answer.json', answer.toString());
  await city.http.app.ready();
  listening = await listen(['127.0.0.1'], 0, (req, res) => city.http.app.routing(req, res));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], headless: true });
});
after(async () => {
  if (skip !== false) return;
  await browser.close();
  await listening.close(0);
  rmSync(folder, { recursive: true, force: true });
  await city.close();
});

function keep(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function packOf(text: string): Pack {
  const read = readPack(text);
  assert.ok('pack' in read);
  return read.pack;
}

/** A page whose every complaint and every request is kept. */
async function openPage(offline: boolean): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
  const context = await browser.newContext({ offline, viewport: { width: 794, height: 1123 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', fault => complaints.push(fault.message));
  page.on('console', said => {
    if (said.type() === 'error') complaints.push(said.text());
  });
  page.on('request', request => requests.push(request.url()));
  return { page, complaints, requests };
}

const outcomeOf = (page: Page): Promise<string | null> =>
  page.locator('[data-outcome]').getAttribute('data-outcome');

test('a pack opens from disk without network, and says what it knows', { skip }, async () => {
  const { page, complaints, requests } = await openPage(true);
  await page.goto(pathToFileURL(matter).href);
  assert.equal(await outcomeOf(page), 'unknown_key');
  assert.match(
    await page.locator('main').innerText(),
    /未知密钥[\s\S]*存证名称[\s\S]*shuqiao\.test\/usage\/1/,
  );

  // The fingerprint that somebody read out on the telephone.
  const [line = ''] = await city.proofs.keys('shuqiao.test/control');
  const key = Buffer.from(line.split('+').slice(2).join('+'), 'base64').subarray(1);
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 32);
  await page.locator('#known').fill(fingerprint.replaceAll(/(.{4})/g, '$1 '));
  assert.equal(await outcomeOf(page), 'passed');
  await page.locator('#original').setInputFiles(join(folder, 'answer.json'));
  await page.locator('#compared', { hasText: 'answer.json 就是使用存证' }).waitFor();
  await page.locator('#original').setInputFiles(matter);
  await page.locator('#compared', { hasText: '不是所记的答复或请求原文' }).waitFor();
  await page.locator('#language').click();
  assert.match(await page.locator('main').innerText(), /Verified[\s\S]*Steps and signatures/);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests, [pathToFileURL(matter).href], 'nothing was fetched');
  await page.context().close();
});

test('a changed pack says in the browser what was changed', { skip }, async () => {
  const changed = html.replace('市场主体登记', '市场主体注销');
  assert.notEqual(changed, html);
  const { page } = await openPage(true);
  await page.goto(pathToFileURL(keep('changed.html', changed)).href);
  assert.equal(await outcomeOf(page), 'failed');
  assert.match(await page.locator('.outcome').innerText(), /申请内容：被改动或缺失/);
  await page.context().close();
});

test('the published verifier takes the keys from the platform, passes a true pack and calls a forged one’s key unknown', {
  skip,
}, async () => {
  const { page, complaints } = await openPage(false);
  const base = `http://127.0.0.1:${listening.port}`;
  const answer = await page.goto(`${base}/verifier.html`);
  assert.ok(answer);
  assert.equal(answer.headers()['content-security-policy']?.includes("frame-ancestors 'none'"), true);
  await until(
    () => page.locator('#known').inputValue(),
    value => value.includes('+'),
    10_000,
  );
  await page.locator('#file').setInputFiles(matter);
  assert.equal(await outcomeOf(page), 'passed');

  const forged = packInto(
    lyingVerifier(city.page),
    await forge(packOf(html), '市场主体登记', '全市人口普查'),
  );
  const path = keep('forged.html', forged);
  const alone = await openPage(true);
  await alone.page.goto(pathToFileURL(path).href);
  // What the forger's own page says is worth nothing.
  assert.equal(await outcomeOf(alone.page), 'passed');
  assert.match(await alone.page.locator('.outcome h2').innerText(), /核验通过/);

  await page.locator('#file').setInputFiles(path);
  await page.locator('[data-outcome="unknown_key"]').waitFor();
  assert.match(await page.locator('.outcome').innerText(), /未知密钥/);
  assert.deepEqual(complaints, []);
  await page.context().close();
  await alone.page.context().close();

  // A page that is no pack.
  const { page: other } = await openPage(false);
  await other.goto(`${base}/verifier.html`);
  await other.locator('#file').setInputFiles(keep('other.html', '<p>hello</p>'));
  await other.locator('#notice', { hasText: '这不是一份证据文件' }).waitFor();
  await other.context().close();
});

test('the verifier alone is the pack without its evidence, byte for byte', { skip }, async () => {
  const alone = await (await fetch(`http://127.0.0.1:${listening.port}/verifier.html`)).text();
  assert.equal(alone, city.page);
  const published = await (await fetch(`http://127.0.0.1:${listening.port}/verifier.sha256`)).text();
  const sha256 = createHash('sha256').update(alone).digest('hex');
  assert.equal(published, `${sha256}  verifier.html\n`);
  const { issued } = verifyPack(packOf(html), new Set()).file;
  assert.equal(issued?.body.facts['verifier'], sha256, 'the pack’s own entry names it too');
  const start = html.indexOf('id="evidence">') + 'id="evidence">'.length;
  const end = html.indexOf('</script>', start);
  assert.equal(html.slice(0, start) + html.slice(end), alone);
  assert.equal(/\bimport\(|\brequire\(|node:/.test(alone), false, 'nothing is loaded');
});
