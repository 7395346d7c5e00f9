/** A city whose departments have needs, lists and an inventory. */
import assert from 'node:assert/strict';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { createInventory, declareInventory } from '#modules/inventory/index.ts';
import { createLists, declareLists } from '#modules/lists/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { openControlPlane } from './controlPlane.ts';

const PASSWORD = 'Shuqiao-2026';

/** What became of a file. */
export interface Report {
  rows: number;
  right: number;
  saved: number;
  faultCount: number;
  faults: { row: number; column: string; cell: string; value: string; problem: string }[];
  record: number | null;
  code?: string;
}

/** `reachable` are servers outside the allowed networks that sources may lie on. */
export async function openListsCity(label: string, reachable: readonly string[] = []) {
  const city = await openControlPlane(label);
  const { db, audited, organizations, policy, deadlines, catalog, standards, sources, storage, http } = city;
  const resources = createResources({
    db,
    secrets: reader(storage.pools.write),
    audited,
    keys: storage.keys,
    catalog,
    organizations,
    policy,
    sources,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set(reachable), own: new Set() },
  });
  const inventory = createInventory({ db, audited, organizations, policy, resources });
  const lists = createLists({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    inventory,
    standards,
  });
  declareResources({ http, resources });
  declareInventory({ http, inventory });
  declareLists({ http, lists });

  async function headersOf(login: string): Promise<Record<string, string>> {
    const reply = await http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login, password: PASSWORD },
    });
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    return { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
  }

  return {
    ...city,
    lists,

    /** A person as the modules know one, for what has no route. */
    async actorOf(department: string, role: Role): Promise<Actor> {
      const departments = await organizations.departments();
      const found = departments.find(one => one.id === city.departments[department]);
      assert.ok(found, `no department ${department}`);
      return {
        accountId: 1,
        postId: 1,
        role,
        post: `${found.name} ${role}`,
        name: role,
        departmentId: found.id,
        departmentName: found.name,
        regionCode: found.regionCode,
        permissions: permissionsOf(role),
      };
    },

    /** A file that goes out. */
    async fetchFile(department: string, role: Role, url: string): Promise<{ type: string; bytes: Buffer }> {
      const reply = await http.app.inject({
        method: 'GET',
        url,
        headers: await headersOf(`${department}.${role}`),
      });
      assert.equal(reply.statusCode, 200, reply.body);
      return { type: String(reply.headers['content-type']), bytes: reply.rawPayload };
    },

    /** A file that a person brings. */
    async bring(department: string, url: string, name: string, file: Buffer, save: 'no' | 'all' | 'right') {
      const reply = await http.app.inject({
        method: 'POST',
        url: `${url}?name=${encodeURIComponent(name)}&save=${save}`,
        headers: {
          ...(await headersOf(`${department}.data_officer`)),
          'content-type': 'application/octet-stream',
        },
        payload: file,
      });
      return { status: reply.statusCode, body: reply.json<Report>() };
    },

    async remove(department: string, url: string): Promise<number> {
      const headers = await headersOf(`${department}.data_officer`);
      return (await http.app.inject({ method: 'DELETE', url, headers })).statusCode;
    },

    async compile(department: string, content: Content): Promise<number> {
      const officer = await city.as(department, 'data_officer');
      const made = await officer.post<{ entry: EntryView }>('/api/entries', { content });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      return made.body.entry.id;
    },

    async publish(department: string, id: number): Promise<void> {
      for (const [who, role, action] of [
        [department, 'data_officer', 'submit'],
        [department, 'sharing_head', 'sign_office'],
        [department, 'department_head', 'sign_department'],
        ['authority', 'authority', 'publish'],
      ] as const) {
        const done = await (await city.as(who, role)).post(`/api/entries/${id}/actions`, { action });
        assert.equal(done.status, 200, JSON.stringify(done.body));
      }
    },
  };
}

export type ListsCity = Awaited<ReturnType<typeof openListsCity>>;
