/**
 * One platform with six places in it, each under its own documents: a provider, a consumer and an authority in each,
 * with entries on the shelf and rows behind them.
 */
import assert from 'node:assert/strict';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { declareGrants } from '#modules/grants/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent } from './catalogEntries.ts';
import { createPostgres } from './connectors/databases.ts';
import { type Client, type Problem, openControlPlane } from './controlPlane.ts';
import { sharingOver } from './sharingHouse.ts';

const PASSWORD = 'Shuqiao-2026';
const DEPARTMENT_ROLES = ['data_officer', 'sharing_head', 'department_head'] as const;
const AUTHORITY_ROLES = ['data_officer', 'authority'] as const;
export const CONDITION = '仅用于社会救助核对';
export const CONDITIONAL: Partial<Content> = {
  shareType: 'conditional',
  basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
  conditions: [CONDITION],
};
export const WITHHELD: Partial<Content> = {
  ...CONDITIONAL,
  shareType: 'withheld',
  conditions: ['涉及个人隐私'],
};

/** Places by their profile; `n809` is a region without documents of its own. */
export const PLACES = {
  pd: { code: '410400', parent: '410000', name: '平顶山市', authority: 'authority' },
  zh: { code: '410411', parent: '410400', name: '湛河区', authority: 'zhanhe' },
  xy: { code: '411426', parent: '411400', name: '夏邑县', authority: 'xy.a' },
  la: { code: '341500', parent: '340000', name: '六安市', authority: 'la.a' },
  sz: { code: '140600', parent: '140000', name: '朔州市', authority: 'sz.a' },
  n809: { code: '411400', parent: '410000', name: '商丘市', authority: 'n809.a' },
} as const;
export type Place = keyof typeof PLACES;

export interface Case {
  id: number;
  no: string;
  state: string;
  actions: string[];
  grantId: number | null;
  path: string;
  clock: { state: string; legalDays: number | null; localDays: number | null; extendedDays: number } | null;
  materialClock: { state: string; localDays: number | null } | null;
  items: { name: string; requested: boolean; approved: boolean | null; standing: boolean }[];
  history: { action: string; post: string; note: string; citation?: { article: string } }[];
  extension: { days: number; answered: string | null } | null;
  proposal: { reasons: Record<string, string>; mode: string } | null;
  answer: { reason: string; category: string | null } | null;
  movedTo: { id: number; provider: string } | null;
  disputable: string | null;
  form: { no: string }[];
  formNo: string | null;
  holder: string;
  remarks: { text: string }[];
}
export type Reply = { application: Case; record: number } & Problem;

export async function openSharingCity(label: string) {
  const city = await openControlPlane(label);
  const registry = await createPostgres(label);
  const readerName = `sq_${label}_${process.pid}`;
  await registry.run(`create schema civil; create table civil.person (sfzh varchar(18), xm text, djrq date);
    insert into civil.person values ('410403199001010011', '张三丰', '2020-01-01');
    create role ${readerName} login password 'x'; grant usage on schema civil to ${readerName};
    grant select on civil.person to ${readerName}`);
  const { host, port, database } = registry.address;
  const resources = createResources({
    ...city,
    secrets: reader(city.storage.pools.write),
    keys: city.storage.keys,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
  });
  const house = sharingOver(city, resources);
  declareResources({ http: city.http, resources });
  declareSharing({ http: city.http, sharing: house.sharing });
  declareGrants({
    http: city.http,
    grants: house.grants,
    recordsOfGrant: async () => ({ total: 0, more: false, items: [] }),
  });

  await city.audited(PLATFORM, 'test.places', 'city', async tx => {
    for (const [code, name] of [
      ['411400', '商丘市'],
      ['340000', '安徽省'],
      ['140000', '山西省'],
    ] as const)
      await city.organizations.addRegion(tx, {
        code,
        name,
        parent: code === '411400' ? '410000' : null,
        level: code === '411400' ? 'city' : 'province',
      });
    for (const { code, parent, name } of [PLACES.xy, PLACES.la, PLACES.sz])
      await city.organizations.addRegion(tx, {
        code,
        name,
        parent,
        level: code === '411426' ? 'county' : 'city',
      });
    const add = async (
      key: string,
      name: string,
      regionCode: string,
      isAuthority: boolean,
    ): Promise<void> => {
      const front = `11${regionCode}00000${String(Object.keys(city.departments).length).padStart(3, '0')}X`;
      city.departments[key] = await city.organizations.addDepartment(tx, {
        key,
        name,
        nameEn: key,
        shortName: name,
        regionCode,
        kind: 'government',
        isAuthority,
        creditCode: front + (creditCodeCheckDigit(front) ?? ''),
      });
      // Each costs a password hash: only those that act.
      for (const role of isAuthority ? AUTHORITY_ROLES : DEPARTMENT_ROLES)
        await city.organizations.addAccount(
          tx,
          {
            login: `${key}.${role}`,
            name: `${key} ${role}`,
            password: PASSWORD,
            mustChange: false,
            isDemo: false,
          },
          [{ departmentId: city.departments[key] ?? 0, role, since: '2026-01-01' }],
        );
    };
    for (const [key, place] of Object.entries(PLACES)) {
      if (!Object.keys(city.departments).includes(place.authority))
        await add(place.authority, `${place.name}数据管理局`, place.code, true);
      await add(`${key}.p`, `${place.name}社会救助局`, place.code, false);
      await add(`${key}.c`, `${place.name}教育体育局`, place.code, false);
    }
    return { value: undefined };
  });

  const ok = async <T>(client: Client, url: string, body: object): Promise<T> => {
    const reply = await client.post<T>(url, body);
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };

  async function signed(provider: string, authority: string, id: number, standing: boolean): Promise<void> {
    const steps = [
      [provider, 'data_officer', 'submit'],
      [provider, 'sharing_head', 'sign_office'],
      [provider, 'department_head', 'sign_department'],
      [authority, 'authority', 'publish'],
    ] as const;
    for (const [who, role, action] of steps)
      await ok(await city.as(who, role), `/api/entries/${id}/actions`, {
        action,
        ...(standing && action === 'sign_office' ? { standingConsent: true } : {}),
      });
  }

  const sourceIds = new Map<string, number>();
  async function mounted(provider: string, entryId: number): Promise<void> {
    const officer = await city.as(provider, 'data_officer');
    let sourceId = sourceIds.get(provider);
    if (sourceId === undefined) {
      const made = await ok<{ source: { id: number } }>(officer, '/api/sources', {
        use: 'provide',
        kind: 'postgres',
        host,
        port,
        database,
        user: readerName,
        password: 'x',
        note: '',
      });
      sourceId = made.source.id;
      sourceIds.set(provider, sourceId);
    }
    await ok(officer, '/api/resources', {
      entryId,
      sourceId,
      schema: 'civil',
      table: 'person',
      mapping: [
        { item: '公民身份号码', column: 'sfzh' },
        { item: '姓名', column: 'xm' },
        { item: '登记日期', column: 'djrq' },
      ],
    });
  }

  /** An entry on the shelf of a place, mounted. */
  async function published(
    place: Place,
    title: string,
    more: Partial<Content> = {},
    { standing = false, mount = true, provider = `${place}.p` } = {},
  ): Promise<number> {
    const officer = await city.as(provider, 'data_officer');
    const { entry } = await ok<{ entry: EntryView }>(officer, '/api/entries', {
      content: entryContent(title, more),
    });
    await signed(provider, PLACES[place].authority, entry.id, standing);
    if (mount) await mounted(provider, entry.id);
    return entry.id;
  }

  /** The provider changes a published entry, and it is signed and published again. */
  async function republished(place: Place, id: number, more: Partial<Content>): Promise<void> {
    const officer = await city.as(`${place}.p`, 'data_officer');
    const { body } = await officer.get<EntryView & { revision: number }>(`/api/entries/${id}`);
    const content = entryContent(body.title, more);
    const saved = await officer.put(`/api/entries/${id}`, { content, revision: body.revision });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    await signed(`${place}.p`, PLACES[place].authority, id, false);
  }

  const systems = new Map<string, number>();
  /** A system of its own for each application: one grant a service and system. */
  async function systemOf(department: string): Promise<number> {
    const officer = await city.as(department, 'data_officer');
    const n = systems.get(department) ?? 0;
    systems.set(department, n + 1);
    const made = await ok<{ system: { id: number } }>(officer, '/api/systems', {
      name: `业务系统 ${n}`,
      addresses: ['10.1.0.0/16'],
    });
    return made.system.id;
  }

  async function asked(place: Place, entryId: number, more: object = {}, consumer = `${place}.c`) {
    return {
      entryId,
      mode: 'query',
      items: ['公民身份号码', '姓名', '登记日期'],
      rows: [],
      matter: '家庭经济困难学生认定',
      ground: '学生资助资金管理办法第六条',
      scenario: place === 'sz' ? '行政依据' : '信息查询',
      scope: '学生资助中心',
      until: dayAfter(200),
      systemId: await systemOf(consumer),
      declaration: true,
      ...more,
    };
  }

  const act = async (who: string, role: Role, id: number, body: object) =>
    (await city.as(who, role)).post<Reply>(`/api/applications/${id}/actions`, body);

  /** As `act`, and it must be allowed. */
  async function done(who: string, role: Role, id: number, body: object): Promise<Case> {
    const reply = await act(who, role, id, body);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body.application;
  }

  async function drafted(
    place: Place,
    entryId: number,
    more: object = {},
    consumer = `${place}.c`,
  ): Promise<number> {
    const officer = await city.as(consumer, 'data_officer');
    const { application } = await ok<Reply>(
      officer,
      '/api/applications',
      await asked(place, entryId, more, consumer),
    );
    return application.id;
  }

  /** An application that its head has signed. */
  async function consented(
    place: Place,
    entryId: number,
    more: object = {},
    consumer = `${place}.c`,
  ): Promise<Case> {
    const id = await drafted(place, entryId, more, consumer);
    await done(consumer, 'data_officer', id, { action: 'submit' });
    return done(consumer, 'sharing_head', id, { action: 'consent' });
  }

  return {
    ...city,
    ...house,
    published,
    republished,
    mounted,
    asked,
    act,
    done,
    drafted,
    consented,
    systemOf,
    seen: async (who: string, role: Role, id: number) =>
      (await city.as(who, role)).get<Case & Problem>(`/api/applications/${id}`),
    close: async () => {
      await city.close();
      await registry.run(`drop owned by ${readerName}; drop role ${readerName}`);
      await registry.drop();
    },
  };
}

export type SharingCity = Awaited<ReturnType<typeof openSharingCity>>;

/** A civil date so many days from today, in Beijing. */
export const dayAfter = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
