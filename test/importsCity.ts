/** A city whose clerks bring spreadsheets. */
import assert from 'node:assert/strict';
import { createImports, declareImports, shapesOf } from '#modules/imports/index.ts';
import { type Values, csvOf, sheetOf } from '#sheets/index.ts';
import { openControlPlane } from './controlPlane.ts';
import { workbookOf } from './sheets/files.ts';

const PASSWORD = 'Shuqiao-2026';

export interface Upload {
  id: number;
  state: string;
  rowsRead: number;
  rows: number;
  entries: number;
  rightEntries: number;
  items: number;
  faults: number;
  losses: { kind: string; cells: string[] }[];
  strangers: { sheet: string; title: string; cell: string }[];
  problem: {
    code: string;
    title: string;
    titleEn: string;
    remedy: string;
    citation?: { article: string };
  } | null;
  imported: number[];
  record: number | null;
}

export interface Fault {
  sheet: string;
  row: number;
  column: string;
  cell: string;
  value: string;
  kind: string;
  problem: string;
  problemEn: string;
  remedy: string;
  remedyEn: string;
  repair: string | null;
  mild: boolean;
}

export async function openImportsCity(label: string) {
  const city = await openControlPlane(label);
  const { db, storage, audited, catalog, policy, standards, http } = city;
  const imports = createImports({
    db,
    pool: storage.pools.write,
    audited,
    clock: { now: () => Date.now() },
    catalog,
    policy,
    labels: standards,
  });
  declareImports({ http, imports });
  await http.app.ready();
  const attended = imports.attend(error => city.bugs.push(error));
  const shapes = shapesOf(standards);

  const sessions = new Map<string, Record<string, string>>();
  async function headersOf(login: string): Promise<Record<string, string>> {
    const known = sessions.get(login);
    if (known) return known;
    const reply = await http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login, password: PASSWORD },
    });
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    const headers = { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
    sessions.set(login, headers);
    return headers;
  }

  async function ask<T>(
    login: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | Buffer,
  ) {
    const headers = await headersOf(login);
    const reply = await http.app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    assert.deepEqual(city.bugs.splice(0), [], `${method} ${url} met a bug`);
    return {
      status: reply.statusCode,
      headers: reply.headers,
      bytes: reply.rawPayload,
      json: () => reply.json<T>(),
    };
  }

  const CLERK = 'civil.data_officer';
  const upload = (file: Buffer, name = '目录.xlsx', login = CLERK) =>
    ask<Upload>(login, 'POST', `/api/imports?name=${encodeURIComponent(name)}`, file);

  /** The upload once nobody works on it any more. */
  async function settled(id: number, login = CLERK): Promise<Upload> {
    for (;;) {
      const view = (await ask<Upload>(login, 'GET', `/api/imports/${id}`)).json();
      if (!['waiting', 'checking', 'importing'].includes(view.state)) return view;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  return {
    ...city,
    shapes,
    ask,
    upload,
    settled,
    /** Uploads and waits for the check. */
    async check(file: Buffer, name?: string): Promise<Upload> {
      const sent = await upload(file, name);
      assert.equal(sent.status, 201, sent.bytes.toString());
      return settled(sent.json().id);
    },
    async faults(id: number, query = ''): Promise<Fault[]> {
      const url = `/api/imports/${id}/faults?size=100${query}`;
      return (await ask<{ items: Fault[] }>(CLERK, 'GET', url)).json().items;
    },
    /** As people do who are done with a file that they do not import: only few may lie open. */
    async drop(...ids: number[]): Promise<void> {
      for (const id of ids) assert.equal((await ask(CLERK, 'DELETE', `/api/imports/${id}`)).status, 200);
    },
    async bring(id: number, which: 'all' | 'right'): Promise<Upload> {
      const begun = await ask<Upload>(CLERK, 'POST', `/api/imports/${id}/import`, { which });
      assert.equal(begun.status, 202, begun.bytes.toString());
      return settled(id);
    },
    workbook: (entries: Values[], items: Values[]): Promise<Buffer> =>
      workbookOf([sheetOf(shapes.entries, entries), sheetOf(shapes.items, items)]),
    async csv(records: Values[], encoding: 'utf-8' | 'gb18030'): Promise<Buffer> {
      const chunks: Buffer[] = [];
      for await (const chunk of csvOf(shapes.flat, records, encoding)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    close: async () => {
      await attended.close();
      await city.close();
    },
  };
}

export type ImportsCity = Awaited<ReturnType<typeof openImportsCity>>;
