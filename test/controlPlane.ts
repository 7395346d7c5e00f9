/** The lower modules of the control plane over HTTP on a real database, with people who sign in. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { reader } from '#kernel/db.ts';
import { type Http, createHttp } from '#kernel/http.ts';
import { type CatalogNeeds, createCatalog, declareCatalog } from '#modules/catalog/index.ts';
import { createDeadlines, declareDeadlines } from '#modules/deadlines/index.ts';
import { createDuties, declareDuties } from '#modules/duties/index.ts';
import { createFiles, declareFiles } from '#modules/files/index.ts';
import { createMandates, declareMandates } from '#modules/mandates/index.ts';
import { createMessages, declareMessages } from '#modules/messages/index.ts';
import { createOrganizations, createSignIn, declareOrganizations } from '#modules/organizations/index.ts';
import { createPolicy, loadPolicyLibrary } from '#modules/policy/index.ts';
import { clockSubject } from '#modules/reminders/index.ts';
import { createSources, declareSources } from '#modules/sources/index.ts';
import { createStandards, loadStandards } from '#modules/standards/index.ts';
import { createAudited } from '#record/audited.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { freshStorage } from './database.ts';

const PROFILES = resolve(import.meta.dirname, '..', 'profiles');
const STANDARDS = resolve(import.meta.dirname, '..', 'reference', 'standards');
const PASSWORD = 'Shuqiao-2026';

export interface Client {
  get<T>(url: string): Promise<{ status: number; body: T }>;
  post<T>(url: string, body: object): Promise<{ status: number; body: T }>;
  put<T>(url: string, body: object): Promise<{ status: number; body: T }>;
  del<T>(url: string): Promise<{ status: number; body: T }>;
  /** A file, as it comes. */
  text(url: string): Promise<{ status: number; body: string }>;
}

export interface Problem {
  code: string;
  title: string;
  titleEn: string;
  remedy: string;
  facts: Record<string, unknown>;
  citation?: { document: string; article: string; quotation: string };
}

/** 平顶山市 with its authority, a civil affairs and a market department; 湛河区 with an authority; 石龙区 without. */
export async function openControlPlane(label: string) {
  const test = await freshStorage(label);
  const { storage } = test;
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const db = reader(storage.pools.read);
  const audited = createAudited(storage.pools.write, clock.now);
  const organizations = createOrganizations({
    db,
    pool: storage.pools.write,
    audited,
    keys: storage.keys,
    now: clock.now,
  });
  const addresses = { exempt: new Set<string>(), own: new Set<string>() };
  const messages = createMessages({
    db,
    pool: storage.pools.write,
    audited,
    keys: storage.keys,
    clock,
    organizations,
    addresses,
    mailAvailable: true,
  });
  const signIn = createSignIn({ pool: storage.pools.write, audited, keys: storage.keys, clock });
  const policy = createPolicy(loadPolicyLibrary(PROFILES), 'pingdingshan', clock);
  const deadlines = await createDeadlines({
    db,
    audited,
    clock,
    homeRegion: policy.homeRegion,
    moved: (tx, clockId) => messages.settle(tx, clockSubject(clockId)),
  });
  await deadlines.loadCalendar('test', { knownThrough: '2030-12-31', days: [] });
  const standards = await createStandards({
    db,
    audited,
    organizations,
    delivered: loadStandards(STANDARDS),
    homeRegion: policy.homeRegion,
  });
  const sources = createSources({
    db,
    audited,
    clock,
    organizations,
    standards,
    findCitation: (region, rule) => policy.findCitation(region, rule),
  });
  const serviceUse: { entryId: number; calls: number; scenarios: string[] }[] = [];
  let uses: CatalogNeeds['uses'] = async () => [];
  let handOver: Grants['handOver'] | undefined;
  let entryMoved: Sharing['entryMoved'] | undefined;
  const catalog = createCatalog({
    db,
    audited,
    policy,
    organizations,
    deadlines,
    clock,
    standards,
    sources,
    afterStep: async (tx, step) => {
      await duties.changes.entryMoved(tx, step);
      await mandates.standing.entryMoved(tx, step);
      await entryMoved?.(tx, step);
      if (step.departmentId !== undefined) await handOver?.(tx, step.entryId, step.departmentId);
    },
    serviceUse: async () => serviceUse,
    uses: (entryId, within) => uses(entryId, within),
  });
  const duties = createDuties({ db, audited, clock, policy, deadlines, organizations, catalog });
  const mandates = createMandates({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    standards,
    catalog,
    messages,
    // No applications here: sharing is not one of the lower modules.
    cases: async () => [],
  });
  let filesChanged: Grants['filesChanged'] | undefined;
  const files = createFiles({
    db,
    pool: storage.pools.write,
    audited,
    clock,
    catalog,
    policy,
    largest: 4,
    afterChange: async (entryId, change) => filesChanged?.(entryId, change),
  });
  const bugs: unknown[] = [];
  const http: Http = createHttp({
    authenticate: request => signIn.visitOf(request),
    fastify: {},
    onBug: error => bugs.push(error),
  });
  declareOrganizations({
    http,
    organizations,
    signIn,
    demonstration: false,
    addressOf: request => request.ip,
  });
  declareMessages({ http, messages });
  declareDeadlines({ http, deadlines });
  declareCatalog({ http, catalog });
  declareDuties({ http, duties });
  declareFiles({ http, files });
  declareMandates({ http, mandates });
  declareSources({ http, sources, mayCompile: (actor, id) => catalog.mayCompile(actor, id) });

  const departments: Record<string, number> = {};
  await audited(PLATFORM, 'test.city', 'city', async tx => {
    await organizations.addRegion(tx, { code: '410000', name: '河南省', parent: null, level: 'province' });
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: '410000', level: 'city' });
    await organizations.addRegion(tx, { code: '410411', name: '湛河区', parent: '410400', level: 'county' });
    await organizations.addRegion(tx, { code: '410404', name: '石龙区', parent: '410400', level: 'county' });
    const add = async (
      key: string,
      name: string,
      regionCode: string,
      isAuthority: boolean,
    ): Promise<void> => {
      const front = `11${regionCode}00000${String(Object.keys(departments).length).padStart(3, '0')}X`;
      departments[key] = await organizations.addDepartment(tx, {
        key,
        name,
        nameEn: key,
        shortName: name,
        regionCode,
        kind: 'government',
        isAuthority,
        creditCode: front + (creditCodeCheckDigit(front) ?? ''),
      });
      const roles: Role[] = isAuthority
        ? ['data_officer', 'authority']
        : ['data_officer', 'sharing_head', 'department_head'];
      for (const role of roles) {
        await organizations.addAccount(
          tx,
          {
            login: `${key}.${role}`,
            name: `${key} ${role}`,
            password: PASSWORD,
            mustChange: false,
            isDemo: false,
          },
          [{ departmentId: departments[key], role, since: '2026-01-01' }],
        );
      }
    };
    await add('authority', '平顶山市政务服务和大数据管理局', '410400', true);
    await add('civil', '平顶山市民政局', '410400', false);
    await add('market', '平顶山市市场监督管理局', '410400', false);
    await add('zhanhe', '湛河区政务服务和大数据管理局', '410411', true);
    await add('streets', '湛河区城市管理局', '410411', false);
    await add('shilong', '石龙区民政局', '410404', false);
    return { value: undefined };
  });

  async function send<T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    headers: Record<string, string>,
    payload?: object,
  ) {
    const reply = await http.app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    assert.deepEqual(bugs.splice(0), [], `${method} ${url} met a bug`);
    return { status: reply.statusCode, body: reply.json<T>() };
  }

  function clientWith(headers: Record<string, string>): Client {
    return {
      get: url => send('GET', url, headers),
      post: (url, body) => send('POST', url, headers, body),
      put: (url, body) => send('PUT', url, headers, body),
      del: url => send('DELETE', url, headers),
      text: async url => {
        const reply = await http.app.inject({ method: 'GET', url, headers });
        return { status: reply.statusCode, body: reply.body };
      },
    };
  }

  const clients = new Map<string, Promise<Client>>();
  async function signedIn(login: string): Promise<Client> {
    const reply = await http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login, password: PASSWORD },
    });
    assert.equal(reply.statusCode, 200, reply.body);
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    return clientWith({ cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf });
  }

  return {
    /** Where a test has sharing, the catalog hears of grants, and tells both who has an entry now. */
    bindSharing(
      sharing: Pick<Sharing, 'handOver'> & Partial<Pick<Sharing, 'entryMoved'>>,
      grants: Pick<Grants, 'usesOf' | 'handOver'> & Partial<Pick<Grants, 'filesChanged'>>,
    ): void {
      entryMoved = sharing.entryMoved;
      filesChanged = grants.filesChanged;
      uses = grants.usesOf;
      handOver = async (tx, entryId, departmentId) => {
        await sharing.handOver(tx, entryId, departmentId);
        await grants.handOver(tx, entryId, departmentId);
      };
    },
    /** What sharing and the record would tell of the use of services. */
    serviceUse,
    /** What is read again every minute is read again. */
    passMinute(): void {
      ahead += 61_000;
    },
    clock,
    /** The clock stands so many milliseconds later; everybody signs in again, as after a long time. */
    pass(milliseconds: number): void {
      ahead += milliseconds;
      clients.clear();
    },
    ...test,
    keys: storage.keys,
    files,
    db,
    audited,
    organizations,
    messages,
    addresses,
    policy,
    deadlines,
    catalog,
    standards,
    /** What met a request and was no refusal. */
    bugs,
    sources,
    duties,
    mandates,
    http,
    departments,
    /** Nobody: the public. */
    visitor: clientWith({}),
    /** A person by department and role: `as('civil', 'data_officer')`. */
    as(department: string, role: Role): Promise<Client> {
      const login = `${department}.${role}`;
      const known = clients.get(login) ?? signedIn(login);
      clients.set(login, known);
      return known;
    },
    close: async () => {
      await http.app.close();
      await test.close();
    },
  };
}

export type ControlPlane = Awaited<ReturnType<typeof openControlPlane>>;
