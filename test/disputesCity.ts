/**
 * The whole platform with departments of two cities of a province: 平顶山市 and 湛河区 with authorities, 石龙区 without,
 * 夏邑县 in another city. What is disputed comes from applications as people make them.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config.ts';
import { sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { hashPassword } from '#modules/organizations/index.ts';
import { type Platform, startPlatform } from '#platform.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';
import type { Problem } from './controlPlane.ts';
import { createPostgres } from './connectors/databases.ts';
import { migratedDatabase } from './database.ts';

const PASSWORD = 'Shuqiao-2026';
const READER = `sq_disputes_${process.pid}`;
const DAY = 86_400_000;

export type Who = readonly [department: string, role: Role];

export interface Dispute {
  id: number;
  no: string;
  kind: string;
  state: string;
  body: string;
  bodyHere: boolean;
  government: string;
  desk: { name: string };
  deskIsParty: boolean;
  argument: string;
  contested: string;
  yourTurn: boolean;
  proposal: { by: string; outcome: string } | null;
  opinion: { outcome: string; documentNo: string } | null;
  result: { outcome: string } | null;
  statements: { side: string; text: string; post: string }[];
  meetings: { heldOn: string; participants: string }[];
  stepCitations: { document: string; article: string; quotation: string }[];
  bodyCitations: { document: string }[];
  actions: string[];
  outcomes: string[];
  history: { action: string; note: string; record: number | null }[];
}

export interface Case {
  id: number;
  no: string;
  state: string;
  grantId: number | null;
  actions: string[];
}

const REGIONS = [
  { code: '410000', name: '河南省', parent: null, level: 'province' },
  { code: '410400', name: '平顶山市', parent: '410000', level: 'city' },
  { code: '410411', name: '湛河区', parent: '410400', level: 'county' },
  { code: '410404', name: '石龙区', parent: '410400', level: 'county' },
  { code: '411400', name: '商丘市', parent: '410000', level: 'city' },
  { code: '411426', name: '夏邑县', parent: '411400', level: 'county' },
] as const;

const DEPARTMENTS = [
  ['authority', '平顶山市政务服务和大数据管理局', '410400', true],
  ['civil', '平顶山市民政局', '410400', false],
  ['market', '平顶山市市场监督管理局', '410400', false],
  ['zhanhe', '湛河区政务服务和大数据管理局', '410411', true],
  ['streets', '湛河区城市管理局', '410411', false],
  ['shilong', '石龙区民政局', '410404', false],
  ['xiayi', '夏邑县民政局', '411426', false],
] as const;

export const day = (ahead: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + ahead * DAY).toISOString().slice(0, 10);

/** Conditional on a law, with a condition that a refusal can name. */
export const CONDITIONAL: Partial<Content> = {
  shareType: 'conditional',
  basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
  conditions: ['仅用于社会救助核对'],
};
export const WITHHELD: Partial<Content> = {
  shareType: 'withheld',
  modes: [],
  basis: { rank: 'law', title: '中华人民共和国未成年人保护法', article: '第一百零三条' },
  conditions: ['涉及未成年人'],
};

/** What one department shares another does not list again: each has its items. */
export const itemsOf = (department: string): string[] =>
  department === 'streets' ? ['公民身份号码', '处罚文号'] : ['公民身份号码', '姓名', '登记日期'];

function contentOf(department: string, title: string, more: Partial<Content>): Content {
  const own = new Set(itemsOf(department));
  const items = [...PERSON_ITEMS, entryItem('处罚文号')].filter(one => own.has(one.name));
  return entryContent(title, { items, ...more });
}

export async function openDisputesCity(label: string) {
  const scratch = await migratedDatabase(label);
  const registry = await createPostgres(label);
  await registry.run(`create schema civil; create table civil.aid (sfzh varchar(18), xm text, djrq date);
    create role ${READER} login password 'x'; grant usage on schema civil to ${READER}; grant select on civil.aid to ${READER}`);
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-disputes-'));
  const platform: Platform = await startPlatform(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, PORT: '0', SHUQIAO_LOG: 'fatal' }),
  );
  const { audited, organizations, deadlines, addresses, db } = platform.services;
  const { host, port, database } = registry.address;
  addresses.exempt.add(`${host}:${port}`);
  await deadlines.loadCalendar('test', { knownThrough: '2030-12-31', days: [] });

  const departments: Record<string, number> = {};
  // Hashing is slow on purpose: once for all.
  const passwordHash = await hashPassword(PASSWORD);
  await audited(PLATFORM, 'test.city', 'city', async tx => {
    for (const region of REGIONS) await organizations.addRegion(tx, region);
    for (const [key, name, regionCode, isAuthority] of DEPARTMENTS) {
      const front = `11${regionCode}00000${String(Object.keys(departments).length).padStart(3, '0')}X`;
      const departmentId = await organizations.addDepartment(tx, {
        key,
        name,
        nameEn: key,
        shortName: name,
        regionCode,
        kind: 'government',
        isAuthority,
        creditCode: front + (creditCodeCheckDigit(front) ?? ''),
      });
      departments[key] = departmentId;
      const roles: Role[] = ['data_officer', 'sharing_head', 'department_head', 'auditor'];
      for (const role of [...roles, ...(isAuthority ? (['authority'] as const) : [])])
        await organizations.addAccount(
          tx,
          {
            login: `${key}.${role}`,
            name: `${key} ${role}`,
            password: PASSWORD,
            passwordHash,
            mustChange: false,
            isDemo: false,
          },
          [{ departmentId, role, since: '2026-01-01' }],
        );
    }
    return { value: undefined };
  });

  const sessions = new Map<string, Promise<Record<string, string>>>();
  async function signIn(login: string): Promise<Record<string, string>> {
    const reply = await platform.http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login, password: PASSWORD },
    });
    assert.equal(reply.statusCode, 200, reply.body);
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    return { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
  }
  async function send<T>(
    [department, role]: Who,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
  ) {
    const login = `${department}.${role}`;
    const session = sessions.get(login) ?? signIn(login);
    sessions.set(login, session);
    const reply = await platform.http.app.inject({
      method,
      url,
      headers: await session,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: reply.statusCode, body: reply.json<T & Problem>() };
  }
  async function must<T>(
    who: Who,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
  ): Promise<T> {
    const { status, body } = await send<T>(who, method, url, payload);
    assert.ok(status < 300, `${who.join(' ')} ${method} ${url}: ${JSON.stringify(body)}`);
    return body;
  }
  const get = <T>(who: Who, url: string) => send<T>(who, 'GET', url);
  const post = <T>(who: Who, url: string, body: object) => send<T>(who, 'POST', url, body);

  const authorityOf = (department: string): string =>
    ['streets', 'zhanhe'].includes(department) ? 'zhanhe' : 'authority';

  /** From the officer’s draft to the shelf. */
  async function walk(department: string, id: number): Promise<void> {
    for (const [who, action] of [
      [[department, 'data_officer'], 'submit'],
      [[department, 'sharing_head'], 'sign_office'],
      [[department, 'department_head'], 'sign_department'],
      [[authorityOf(department), 'authority'], 'publish'],
    ] as const)
      await must(who, 'POST', `/api/entries/${id}/actions`, { action });
  }

  async function publish(department: string, title: string, more: Partial<Content>): Promise<number> {
    const content = contentOf(department, title, more);
    const { entry } = await must<{ entry: EntryView }>([department, 'data_officer'], 'POST', '/api/entries', {
      content,
    });
    await walk(department, entry.id);
    return entry.id;
  }

  /** Registered by the first department that mounts, 市民政局. */
  let source: Promise<{ source: { id: number } }> | undefined;
  const systems = new Map<string, Promise<number>>();
  const systemOf = (department: string): Promise<number> => {
    const known =
      systems.get(department) ??
      must<{ system: { id: number } }>([department, 'data_officer'], 'POST', '/api/systems', {
        name: '业务系统',
        addresses: ['10.1.0.0/16'],
      }).then(({ system }) => system.id);
    systems.set(department, known);
    return known;
  };

  return {
    platform,
    db,
    departments,
    get,
    post,
    must,
    publish,

    /** The entry in another version, signed and published again. */
    async republish(department: string, id: number, more: Partial<Content>): Promise<void> {
      const officer: Who = [department, 'data_officer'];
      const { title, revision } = await must<EntryView & { revision: number }>(
        officer,
        'GET',
        `/api/entries/${id}`,
      );
      const content = contentOf(department, title, more);
      await must(officer, 'PUT', `/api/entries/${id}`, { content, revision });
      await walk(department, id);
    },

    /** The entry’s data lie in a table that can be read. */
    async mount(department: string, entryId: number): Promise<void> {
      const officer: Who = [department, 'data_officer'];
      source ??= must<{ source: { id: number } }>(officer, 'POST', '/api/sources', {
        use: 'provide',
        kind: 'postgres',
        host,
        port,
        database,
        user: READER,
        password: 'x',
        note: '',
      });
      const sourceId = (await source).source.id;
      await must(officer, 'POST', '/api/resources', {
        entryId,
        sourceId,
        schema: 'civil',
        table: 'aid',
        mapping: [
          { item: '公民身份号码', column: 'sfzh' },
          { item: '姓名', column: 'xm' },
          { item: '登记日期', column: 'djrq' },
        ],
      });
    },

    /** An application with the consent of its department’s head. */
    async apply(department: string, entryId: number, more: object = {}): Promise<Case> {
      const officer: Who = [department, 'data_officer'];
      const entry = await must<EntryView>(officer, 'GET', `/api/catalog/${entryId}`);
      const { application } = await must<{ application: Case }>(officer, 'POST', '/api/applications', {
        entryId,
        mode: 'query',
        items: entry.content.items.map(item => item.name),
        rows: [],
        matter: '低保审核',
        ground: '社会救助暂行办法第十条',
        scenario: '业务协同',
        scope: '救助窗口',
        until: day(300),
        systemId: await systemOf(department),
        declaration: true,
        ...more,
      });
      const url = `/api/applications/${application.id}/actions`;
      await must(officer, 'POST', url, { action: 'submit' });
      const head: Who = [department, 'sharing_head'];
      return (await must<{ application: Case }>(head, 'POST', url, { action: 'consent' })).application;
    },

    async answer(department: string, id: number, body: object): Promise<Case> {
      const url = `/api/applications/${id}/actions`;
      return (await must<{ application: Case }>([department, 'sharing_head'], 'POST', url, body)).application;
    },

    application: (who: Who, id: number) => must<Case>(who, 'GET', `/api/applications/${id}`),

    raise: (who: Who, applicationId: number, more: object = {}) =>
      post<{ dispute: Dispute }>(who, '/api/disputes', {
        applicationId,
        argument: '核对低保对象是法定职责，缺少这些数据无法办理',
        ...more,
      }),

    act: (who: Who, id: number, body: object) =>
      post<{ dispute: Dispute }>(who, `/api/disputes/${id}/actions`, body),

    dispute: (who: Who, id: number) => must<Dispute>(who, 'GET', `/api/disputes/${id}`),

    /** A page as it is handed out. */
    async page([department, role]: Who, url: string): Promise<string> {
      const login = `${department}.${role}`;
      const session = sessions.get(login) ?? signIn(login);
      sessions.set(login, session);
      const reply = await platform.http.app.inject({ method: 'GET', url, headers: await session });
      assert.equal(reply.statusCode, 200, reply.body.slice(0, 300));
      return reply.body;
    },

    /** What happened to a dispute lies so many days further back. */
    async age(id: number, days: number): Promise<void> {
      await audited(PLATFORM, 'test.age', `dispute:${id}`, async tx => {
        await tx.run(sql`update disputes.dispute set raised_at = raised_at - make_interval(days => ${days}),
          opined_at = opined_at - make_interval(days => ${days}) where id = ${id}`);
        return { value: undefined };
      });
    },

    async close(): Promise<void> {
      await platform.stop();
      await scratch.drop();
      await registry.run(`drop owned by ${READER}; drop role ${READER}`);
      await registry.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type DisputesCity = Awaited<ReturnType<typeof openDisputesCity>>;
