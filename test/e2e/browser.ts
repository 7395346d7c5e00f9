/** A person at the page: Debian's Chromium, one window, and everything that the page complained about. */
import { existsSync } from 'node:fs';
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';
import { PASSWORD } from '../instance.ts';

export { buildPage } from '../../scripts/lib/page.ts';

export const CHROMIUM = '/usr/bin/chromium';

/** Why nobody can sit at the page, or false when Chromium is here: the value of a test's `skip`. */
export const chromiumMissing = (): string | false =>
  existsSync(CHROMIUM) ? false : `there is no Chromium at ${CHROMIUM}`;

export interface Window {
  page: Page;
  /** Page errors and errors in the console, in their order. */
  complaints: string[];
  /** What the platform refused to this window: `422 POST /api/sources/test`. */
  refused: string[];
  hook: (name: string) => Locator;
  /** Picks an option of a drop-down by its words. */
  choose(at: Locator, words: string): Promise<void>;
  go(path: string): Promise<void>;
  /** One click on a demonstration post. */
  signIn(login: string): Promise<void>;
  /** By typing. */
  tryPassword(login: string, password?: string): Promise<void>;
  signOut(): Promise<void>;
  /** A second person at a computer of their own. */
  another(): Promise<Window>;
  close(): Promise<void>;
}

export async function openWindow(base: string): Promise<Window> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    headless: true,
  });
  return windowIn(browser, base, () => browser.close());
}

async function windowIn(browser: Browser, base: string, close: () => Promise<void>): Promise<Window> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  const refused: string[] = [];
  page.on('pageerror', fault => complaints.push(`page error at ${page.url()}: ${fault.message}`));
  page.on('console', said => {
    // The browser reports every answer of 4xx as an error; those are in `refused`, with what was asked.
    if (said.type() === 'error' && !said.text().startsWith('Failed to load resource'))
      complaints.push(`console error at ${page.url()}: ${said.text()}`);
  });
  page.on('response', answer => {
    if (answer.status() >= 400)
      refused.push(`${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname}`);
  });
  const hook = (name: string): Locator => page.locator(`[data-test="${name}"]`);
  const go = async (path: string): Promise<void> => {
    await page.goto(base + path);
  };
  return {
    page,
    complaints,
    refused,
    hook,
    choose: async (at, words) => {
      const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
      await at.click();
      await list.locator('.ant-select-item-option', { hasText: words }).click();
      // Another list may still be fading out beside this one: none is left when there is no first.
      await list.first().waitFor({ state: 'hidden' });
    },
    go,
    signIn: async login => {
      if (!page.url().includes('/signin')) {
        // A step that failed left its post behind; the next one begins as nobody.
        await context.clearCookies();
        await go('/signin');
      }
      await page.locator(`[data-test="demo-post"][data-login="${login}"]`).first().click();
      await hook('account').waitFor();
    },
    tryPassword: async (login, password = PASSWORD) => {
      await hook('sign-in-login').fill(login);
      await hook('sign-in-password').fill(password);
      await hook('sign-in-submit').click();
    },
    signOut: async () => {
      const before = refused.splice(0);
      await hook('account').click();
      await hook('sign-out').click();
      await hook('sign-in-submit').waitFor();
      // A page that asks for news by itself may ask once more while its session ends; nobody sees that answer.
      refused.unshift(...before, ...refused.splice(0).filter(line => !line.startsWith('401 GET')));
    },
    another: async () => windowIn(browser, base, () => Promise.resolve()),
    close: async () => {
      await context.close();
      await close();
    },
  };
}
