/** A person at the page: Debian's Chromium, one window, and everything that the page complained about. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';
import { build } from 'vite';

const CHROMIUM = '/usr/bin/chromium';
const WEB = resolve(import.meta.dirname, '..', '..', 'web');

export const hasChromium = (): boolean => existsSync(CHROMIUM);

export interface Window {
  page: Page;
  /** Page errors and errors in the console, in their order; an answer of 4xx is one too. */
  complaints: string[];
  hook: (name: string) => Locator;
  /** Picks an option of a drop-down by its words. */
  choose(name: string, words: string): Promise<void>;
  go(path: string): Promise<void>;
  signIn(login: string): Promise<void>;
  signOut(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the page once where nobody has built it. */
export async function buildPage(): Promise<void> {
  if (!existsSync(resolve(WEB, 'dist/index.html'))) await build({ root: WEB, logLevel: 'error' });
}

export async function openWindow(base: string): Promise<Window> {
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox'],
    headless: true,
  });
  const page = await browser.newPage({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 800 },
  });
  page.setDefaultTimeout(8000);
  const complaints: string[] = [];
  page.on('pageerror', fault => complaints.push(`page error at ${page.url()}: ${fault.message}`));
  page.on('console', said => {
    if (said.type() === 'error')
      complaints.push(`console error at ${page.url()}: ${said.text()} ${said.location().url}`);
  });
  const hook = (name: string): Locator => page.locator(`[data-test="${name}"]`);
  const go = async (path: string): Promise<void> => {
    await page.goto(base + path);
  };
  return {
    page,
    complaints,
    hook,
    choose: async (name, words) => {
      await hook(name).click();
      await page
        .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
          hasText: words,
        })
        .click();
    },
    go,
    signIn: async login => {
      // A step that failed left its post behind; the next one begins as nobody.
      await page.context().clearCookies();
      await go('/signin');
      await page.locator(`[data-test="demo-post"][data-login="${login}"]`).first().click();
      await hook('account').waitFor();
    },
    signOut: async () => {
      // A dialog that closes takes the focus with it, and the menu of the account too.
      await page.locator('.ant-modal-wrap:visible').waitFor({ state: 'hidden' });
      await hook('account').click();
      await hook('sign-out').click();
      await hook('sign-in-submit').waitFor();
    },
    close: () => browser.close(),
  };
}
