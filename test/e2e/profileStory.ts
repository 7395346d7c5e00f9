/** What every story of the six profiles does at the page: posts that come and go, an application, a signature, a switch. */
import assert from 'node:assert/strict';
import pg from 'pg';
import type { Locator } from 'playwright-core';
import { databaseUrl } from '../../src/storage.ts';
import { TEST_SERVER } from '../database.ts';
import { type Running, until } from '../instance.ts';
import type { Window } from './browser.ts';

export interface Asked {
  /** Title of the entry. */
  entry: string;
  matter: string;
  ground: string;
  scenario: string;
  items: readonly string[];
  mode?: 'query' | 'verify' | 'batch';
  /** One of the department’s systems; the proposed one when left out. */
  system?: string;
  /** The emergency, with the green channel. */
  event?: string;
  /** The need of the supply–demand list that it answers. */
  demand?: number;
  /** What the form says of the law of the place, before it is sent. */
  look?: () => Promise<void>;
}

export interface Caller {
  rid: string;
  appSecret: string;
}

export interface Story {
  window: Window;
  /** From here on this person sits at the page. */
  as: (login: string) => Promise<void>;
  /** The part of the page with this hook, once it says these words. */
  says: (hook: string, words: string | RegExp) => Promise<Locator>;
  /** The same for a clause: its title and article as they stand there. */
  cites: (...clauses: string[]) => Promise<void>;
  /** An entry of the demonstration by its title. */
  entryOf: (title: string) => Promise<number>;
  /** Opens the dialog of a step and confirms it. */
  step: (button: string, confirm: string, fill?: () => Promise<void>) => Promise<void>;
  /** A step of an application that needs a word at most. */
  act: (action: string, note?: string) => Promise<void>;
  /** Fills in an application as the officer who sits at the page and sends it to the head; its number in its address. */
  apply: (asked: Asked) => Promise<number>;
  /** The head of the consumer's sharing office signs it. */
  consent: (login: string, caseId: number) => Promise<void>;
  /** The number of the grant that the case on the page shows. */
  grantId: () => Promise<number>;
  /** A system of the department at the page, with what its calls are signed with. */
  registerSystem: (login: string, name: string) => Promise<Caller>;
  /** The first call under a grant, answered with rows; returns when the platform has noted that data was given. */
  useOnce: (login: string, grantId: number, caller: Caller, params: Record<string, string>) => Promise<void>;
  /** An officer changes a word of a published entry and sends it to be signed: not at the page, it is told elsewhere. */
  changeEntry: (login: string, entryId: number) => Promise<void>;
  /** The rest of its way after the sharing office's signature. */
  publishChange: (entryId: number, login: string) => Promise<void>;
  /** The civil date so many days from today. */
  dayIn: (days: number) => string;
  /** The city follows another profile from today: the authority sees what changes and confirms. */
  switchTo: (profile: string, look?: () => Promise<void>) => Promise<void>;
}

const CITY = '410400';
const DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;

/** The stories begin when the demonstration city is told: its entries mounted, its systems registered. */
export async function whenTold(running: Running): Promise<void> {
  const ready = async () =>
    (await (await fetch(`${running.base}/readyz`)).json()) as { seeding?: { state: string } };
  const told = await until(ready, ({ seeding }) => seeding?.state !== 'loading', 180_000);
  assert.equal(told.seeding?.state, 'complete');
}

/** One value of a column of the demonstration departments' data, which is not the same everywhere. */
export async function anyOf(database: string, table: string, column: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl(TEST_SERVER, database) });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: string }>(`select min(${column}) as value from ${table}`);
    return rows[0]?.value ?? assert.fail(`${table} is empty`);
  } finally {
    await client.end();
  }
}

export function storyAt(window: Window, running: Running): Story {
  const { page, hook } = window;
  async function moveEntry(login: string, entryId: number, action: string): Promise<void> {
    const person = await running.as(login);
    const { status, body } = await person.post(`/api/entries/${entryId}/actions`, { action });
    assert.equal(status, 200, `${login} ${action}: ${JSON.stringify(body)}`);
  }
  const story: Story = {
    window,
    as: async login => {
      // A page that still asks for news by itself would be refused once its session is gone.
      await page.goto('about:blank');
      await window.signIn(login);
    },
    says: async (name, words) => {
      const found = hook(name).filter({ hasText: words }).first();
      await found.waitFor();
      return found;
    },
    cites: async (...clauses) => {
      for (const words of clauses) await story.says('clause', words);
    },
    entryOf: async title => {
      const person = await running.as('sj.authority');
      const { body } = await person.get<{ items: { id: number; title: string }[] }>(
        `/api/catalog?size=50&q=${encodeURIComponent(title)}`,
      );
      return body.items.find(one => one.title === title)?.id ?? assert.fail(`no entry ${title}`);
    },
    step: async (button, confirm, fill) => {
      await hook(button).click();
      await fill?.();
      await hook(confirm).click();
      await hook(confirm).waitFor({ state: 'detached' });
    },
    act: (action, note) =>
      story.step(`act-${action}`, 'act-confirm', async () => {
        if (note !== undefined) await hook('act-note').fill(note);
      }),
    apply: async asked => {
      const demand = asked.demand === undefined ? '' : `&demand=${asked.demand}`;
      await window.go(`/requests/new?entry=${await story.entryOf(asked.entry)}${demand}`);
      await hook('apply-matter').fill(asked.matter);
      await asked.look?.();
      if (asked.event !== undefined) {
        await hook('apply-kind').getByText('绿色通道').click();
        await hook('apply-event').fill(asked.event);
      }
      await hook('apply-scenario').getByText(asked.scenario, { exact: true }).click();
      const rest = hook('apply-rest');
      if ((await rest.count()) > 0 && !(await hook('apply-ground').isVisible()))
        await rest.locator('.ant-collapse-header').click();
      await hook('apply-ground').fill(asked.ground);
      await hook('apply-scope').fill('仅办理本事项的人员');
      await hook(`apply-mode-${asked.mode ?? 'query'}`).check();
      for (const item of asked.items)
        await hook('apply-items').getByRole('checkbox', { name: item, exact: true }).check();
      if (asked.system !== undefined) await window.choose(hook('apply-system'), asked.system);
      await hook('apply-declaration').check();
      await hook('apply-submit').click();
      await page.waitForURL(/\/cases\/\d+$/);
      return Number(/\d+$/.exec(page.url())?.[0]);
    },
    consent: async (login, caseId) => {
      await story.as(login);
      await window.go(`/cases/${caseId}`);
      await story.act('consent');
    },
    grantId: async () =>
      Number(/\d+$/.exec((await hook('case-grant').first().getAttribute('href')) ?? '')?.[0]),
    registerSystem: async (login, name) => {
      const officer = await running.as(login);
      const { status, body } = await officer.post<{ system: { rid: string }; appSecret: string }>(
        '/api/systems',
        {
          name,
          addresses: ['127.0.0.1', '::1'],
        },
      );
      assert.equal(status, 201, JSON.stringify(body));
      return { rid: body.system.rid, appSecret: body.appSecret };
    },
    useOnce: async (login, grantId, caller, params) => {
      const officer = await running.as(login);
      const grant = async () =>
        (await officer.get<{ sid: string; supply: { suppliedAt: string | null } }>(`/api/grants/${grantId}`))
          .body;
      const served = await running.call(caller, (await grant()).sid, { params });
      assert.equal(served.status, 200, JSON.stringify(served.body));
      // The platform looks for first uses every minute.
      await until(grant, ({ supply }) => supply.suppliedAt !== null, 90_000);
    },
    changeEntry: async (login, entryId) => {
      const officer = await running.as(login);
      const { body } = await officer.get<{ content: { abstract: string }; revision: number }>(
        `/api/entries/${entryId}`,
      );
      const content = { ...body.content, abstract: `${body.content.abstract}按月更新。` };
      const saved = await officer.put(`/api/entries/${entryId}`, { content, revision: body.revision });
      assert.equal(saved.status, 200, JSON.stringify(saved.body));
      await moveEntry(login, entryId, 'submit');
    },
    publishChange: async (entryId, login) => {
      await moveEntry(login, entryId, 'sign_department');
      await moveEntry('sj.authority', entryId, 'publish');
    },
    dayIn: days => new Date(Date.now() + BEIJING + days * DAY).toISOString().slice(0, 10),
    switchTo: async (profile, look) => {
      await story.as('sj.authority');
      await window.go(`/rules?region=${CITY}`);
      await hook('switch').click();
      await window.choose(hook('profile'), profile);
      await hook('changes').waitFor();
      await look?.();
      await hook('reason').fill('按新的规定办理');
      await hook('confirm-switch').click();
      await hook('confirm-switch').waitFor({ state: 'detached' });
    },
  };
  return story;
}
