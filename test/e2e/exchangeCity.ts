/** A batch grant for the story of exchange, made over HTTP by those whose turn it is: entry, table, system, decision. */
import assert from 'node:assert/strict';
import { entryContent, entryItem } from '../catalogEntries.ts';
import type { Person } from '../instance.ts';
import type { Department } from './department.ts';

export const TITLE = '社会组织年检结果';
const ITEMS = [
  [entryItem('统一社会信用代码', { identifier: true }), 'credit_code'],
  [entryItem('负责人姓名', { sensitivity: 3, mask: { kind: 'name' } }), 'principal'],
  [entryItem('检查日期', { type: 'date' }), 'inspected_on'],
  [entryItem('年检结论'), 'verdict'],
] as const;

/**
 * The receiving account as a department's administrator makes it: no superuser, and of the role that keeps the schema of
 * runs in this database, which is the demonstration's own receiver. Of a stranger's schema nothing would be trusted.
 */
export async function joinReceiver(department: Department): Promise<void> {
  const { user, database } = department.receives;
  const [owner] = await department.received<{ name: string }>(
    `select pg_get_userbyid(nspowner) as name from pg_namespace where nspname = 'shuqiao'`,
  );
  assert.ok(owner, 'the demonstration has delivered nothing yet');
  await department.received(`alter role ${user} nosuperuser`);
  await department.received(`grant "${owner.name}" to ${user}`);
  await department.received(`grant create on database ${database} to ${user}`);
  await department.received(`grant usage, create on schema public to ${user}`);
}

type As = (login: string) => Promise<Person>;

export interface BatchGrant {
  id: number;
  entryId: number;
}

/** 市民政局 gives 湛河区教育体育局 the table `yearbook.inspection` in batches; the key stays in clear. */
export async function giveBatchGrant(as: As, department: Department, title = TITLE): Promise<BatchGrant> {
  async function done<T>(login: string, url: string, body: object): Promise<T> {
    const reply = await (await as(login)).post<T>(url, body);
    assert.ok(reply.status < 300, `${login} ${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  const content = entryContent(title, {
    subject: 'legal',
    classCode: '201',
    personalInfo: { conclusion: 'not_needed', date: '' },
    items: ITEMS.map(([item]) => item),
  });
  const { entry } = await done<{ entry: { id: number } }>('mz.officer', '/api/entries', { content });
  const officer = await as('mz.officer');
  const acts = `/api/entries/${entry.id}/actions`;
  for (;;) {
    // What others share already is collected again only with a reason.
    const sent = await officer.post<{ code?: string; facts?: { items?: string[] } }>(acts, {
      action: 'submit',
    });
    if (sent.status < 300) break;
    assert.equal(sent.body.code, 'sources.shared_already', JSON.stringify(sent.body));
    for (const item of sent.body.facts?.items ?? []) {
      const reply = await officer.put(`/api/entries/${entry.id}/reasons`, {
        item,
        reason: '年检时须当场核对',
      });
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
    }
  }
  await done('mz.office', acts, { action: 'sign_office' });
  await done('mz.head', acts, { action: 'sign_department' });
  await done('sj.authority', acts, { action: 'publish' });

  const { source } = await done<{ source: { id: number } }>('mz.officer', '/api/sources', {
    ...department.provides,
    kind: 'postgres',
    use: 'provide',
    note: '',
  });
  await done('mz.officer', '/api/resources', {
    entryId: entry.id,
    sourceId: source.id,
    schema: 'yearbook',
    table: 'inspection',
    mapping: ITEMS.map(([item, column]) => ({ item: item.name, column })),
  });

  const { system } = await done<{ system: { id: number } }>('zh-jt.officer', '/api/systems', {
    name: '入学资格审核系统',
    addresses: ['127.0.0.1/32'],
  });
  const { application } = await done<{ application: { id: number } }>('zh-jt.officer', '/api/applications', {
    entryId: entry.id,
    mode: 'batch',
    items: ITEMS.map(([item]) => item.name),
    rows: [],
    matter: '入学资格审核',
    ground: '《中华人民共和国义务教育法》第十二条',
    scenario: '数据分析',
    scope: '招生窗口',
    until: `${new Date().getFullYear() + 1}-12-31`,
    systemId: system.id,
    declaration: true,
  });
  const step = `/api/applications/${application.id}/actions`;
  type Moved = { application: { state: string; grantId: number | null } };
  await done('zh-jt.officer', step, { action: 'submit' });
  let { application: moved } = await done<Moved>('zh-jt.office', step, {
    action: 'consent',
    note: '确有必要',
  });
  if (moved.state === 'awaiting_authorisation')
    ({ application: moved } = await done<Moved>('sj.authority', step, {
      action: 'authorise',
      note: '予以授权',
    }));
  if (moved.state === 'awaiting_answer')
    ({ application: moved } = await done<Moved>('mz.office', step, { action: 'agree' }));
  assert.ok(moved.grantId !== null, JSON.stringify(moved));
  return { id: moved.grantId, entryId: entry.id };
}
