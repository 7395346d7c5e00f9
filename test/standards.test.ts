/** The library of standards over HTTP on a real database: reading, versions, maps to other platforms, what is in use. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import * as entries from '#modules/catalog/contract.ts';
import { sql } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import {
  type Standards,
  createStandards,
  declareStandards,
  loadStandards,
} from '#modules/standards/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

const FOLDER = resolve(import.meta.dirname, '..', 'reference', 'standards');
const delivered = loadStandards(FOLDER);

interface Standing {
  version: number;
  retired: boolean;
  used: boolean;
  origin: string;
}
interface Code extends Standing {
  key: string;
  zh: string;
  en: string;
  position: number;
  under: string;
  foreign: Record<string, string>;
  note: string;
  source: string;
  certainty: string;
}
interface Table extends Standing {
  key: string;
  zh: string;
  hits: string[];
  toCheck: number;
  codes: Code[];
}
interface Class extends Standing {
  code: string;
  parent: string;
  name: string;
  departmentId: number | null;
}
interface Version {
  version: number;
  action: string;
  name: string;
  why: string;
  differs: { field: string; before: string; after: string }[];
}

let plane: ControlPlane;
let standards: Standards;
/** The same library in another process of the platform. */
let elsewhere: Standards;
let authority: Client;
let district: Client;
let officer: Client;

before(async () => {
  plane = await openControlPlane('standards');
  const { db, audited, organizations, http, policy } = plane;
  const needs = { db, audited, organizations, delivered, homeRegion: policy.homeRegion };
  standards = await createStandards(needs);
  elsewhere = await createStandards(needs);
  declareStandards({ http, standards });
  authority = await plane.as('authority', 'authority');
  district = await plane.as('zhanhe', 'authority');
  officer = await plane.as('civil', 'data_officer');
});
after(() => plane.close());

const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

/** What a form sends back: the fields of the thing that was read, with changes. */
async function codeOf(table: string, key: string): Promise<Code> {
  const { body } = await plane.visitor.get<Table>(`/api/standards/tables/${table}`);
  const found = body.codes.find(one => one.key === key);
  assert.ok(found, `${table} has no ${key}`);
  return found;
}
const fieldsOf = ({ zh, en, position, under, foreign, note, source, certainty, version }: Code) => ({
  zh,
  en,
  position,
  under,
  foreign,
  note,
  source,
  certainty,
  version,
  why: '核对后更正',
});
const saveCode = async (table: string, key: string, change: object) =>
  authority.put<Problem & { version: number }>(`/api/standards/tables/${table}/codes/${key}`, {
    ...fieldsOf(await codeOf(table, key)),
    ...change,
  });
const newCode = (zh: string, more: object = {}) => ({
  zh,
  en: '',
  position: 900,
  under: '',
  foreign: {},
  note: '',
  source: '本市约定',
  certainty: 'verified',
  version: 0,
  why: '',
  ...more,
});
const standing = (kind: string, key: string, version: number, action: string, client = authority) =>
  client.post<Problem & { version: number }>('/api/standards/standing', {
    kind,
    key,
    version,
    action,
    why: '不再使用',
  });
const classOf = async (code: string): Promise<Class> => {
  const { body } = await plane.visitor.get<{ items: Class[] }>('/api/standards/classes');
  const found = body.items.find(one => one.code === code);
  assert.ok(found, `there is no class ${code}`);
  return found;
};
const addClass = (code: string, parent: string, name: string, version = 0) =>
  authority.put<Problem & { version: number }>(`/api/standards/classes/${code}`, {
    name,
    nameEn: '',
    note: '',
    source: '本市约定',
    certainty: 'verified',
    parent,
    version,
    why: '',
  });

test('a visitor reads the tables and finds a value by its words or its code elsewhere', async () => {
  const all = await plane.visitor.get<{ items: Table[] }>('/api/standards/tables');
  assert.equal(all.status, 200);
  const types = all.body.items.find(one => one.key === 'format_type');
  assert.ok((types?.toCheck ?? 0) >= 20, 'recalled values carry their mark');
  const found = await plane.visitor.get<{ items: Table[] }>(
    `/api/standards/tables?q=${encodeURIComponent('每半年')}`,
  );
  assert.deepEqual(
    found.body.items.map(one => [one.key, one.hits]),
    [['update_cycle', ['每半年']]],
  );
  const none = await plane.visitor.get<{ items: Table[] }>('/api/standards/tables?q=zzz');
  assert.deepEqual(none.body.items, []);
  assert.equal(
    (await plane.visitor.get<Problem>('/api/standards/tables/zzz')).body.code,
    'standards.unknown_table',
  );
});

test('forms get values with the guide’s code, of the tables they ask for', async () => {
  const { body } = await plane.visitor.get<{ tables: Record<string, { key: string; code: string }[]> }>(
    '/api/standards/codes?table=share_type&table=format_kind',
  );
  assert.deepEqual(Object.keys(body.tables), ['share_type', 'format_kind']);
  assert.deepEqual(
    body.tables['share_type']?.map(one => `${one.key} ${one.code}`),
    ['unconditional 1', 'conditional 2', 'withheld 3'],
  );
});

test('what the words of an entry may be stands in a closed table, value by value', () => {
  const lists: Record<string, readonly string[]> = {
    share_type: entries.SHARE_TYPES,
    share_mode: entries.SHARE_MODES,
    share_means: entries.SHARE_MEANS,
    update_cycle: entries.UPDATE_CYCLES,
    format_kind: entries.FORMAT_KINDS,
    open_type: entries.OPEN_TYPES,
    grade: entries.GRADES,
    carrier: entries.CARRIERS,
    basis_rank: entries.BASIS_RANKS,
    subject: entries.SUBJECTS,
    item_type: entries.COLUMN_TYPES,
  };
  for (const [table, keys] of Object.entries(lists)) {
    assert.deepEqual(new Set(standards.codes(table).map(one => one.key)), new Set(keys), table);
    const head = delivered.find(one => one.kind === 'table' && one.key === table);
    assert.equal(head && 'closed' in head.content && head.content.closed, true, table);
  }
});

test('every meaning goes to every platform’s code and comes back the same, or is refused', () => {
  const platforms = standards.codes('platform').map(one => one.key);
  const values = standards
    .tables()
    .flatMap(table => standards.codes(table).map(({ key }) => ({ table, key })));
  let mapped = 0;
  fc.assert(
    fc.property(fc.constantFrom(...platforms), fc.constantFrom(...values), (platform, { table, key }) => {
      let code: string;
      try {
        code = standards.toForeign(platform, table, key);
      } catch (error) {
        assert.ok(refusedAs('standards.no_counterpart')(error) || refusedAs('standards.no_map')(error));
        return;
      }
      mapped += 1;
      assert.equal(standards.fromForeign(platform, table, code), key);
    }),
    { numRuns: 1000 },
  );
  assert.ok(mapped > 100, `only ${mapped} of 1000 were mapped`);
});

test('the three codings of the update cycle keep their own meanings', () => {
  const three = (key: string) =>
    ['direct', 'local'].map(one => standards.toForeign(one, 'update_cycle', key));
  assert.deepEqual(three('halfyearly'), ['6', '7']);
  assert.deepEqual(three('other'), ['8', '9']);
  assert.equal(standards.fromForeign('guide', 'update_cycle', '6'), 'yearly');
  assert.equal(standards.fromForeign('direct', 'update_cycle', '6'), 'halfyearly');
  assert.equal(standards.fromForeign('local', 'update_cycle', '6'), 'quarterly');
  assert.equal(standards.fromForeign('local', 'update_cycle', '1'), 'irregular');
  assert.throws(
    () => standards.toForeign('guide', 'update_cycle', 'halfyearly'),
    (error: unknown) =>
      refusedAs('standards.no_counterpart')(error) && (error as Refusal).title.zh.includes('每半年'),
  );
  assert.throws(
    () => standards.toForeign('direct', 'update_cycle', 'irregular'),
    refusedAs('standards.no_counterpart'),
  );
  assert.throws(
    () => standards.fromForeign('guide', 'update_cycle', '7'),
    refusedAs('standards.unknown_foreign'),
  );
  assert.throws(() => standards.toForeign('guide', 'processing', 'raw'), refusedAs('standards.no_map'));
  assert.throws(
    () => standards.toForeign('nobody', 'update_cycle', 'daily'),
    refusedAs('standards.unknown_platform'),
  );
});

test('only the city’s authority changes the standards', async () => {
  const code = await codeOf('processing', 'raw');
  const body = { ...fieldsOf(code), zh: '原始' };
  const url = '/api/standards/tables/processing/codes/raw';
  assert.equal((await officer.put<Problem>(url, body)).body.code, 'platform.forbidden');
  assert.equal((await district.put<Problem>(url, body)).body.code, 'standards.not_your_region');
  assert.equal((await codeOf('processing', 'raw')).version, 1);
});

test('a change makes a version with who, why and what was before; another process has it too', async () => {
  const saved = await saveCode('processing', 'labelled', { zh: '打标签的数据', certainty: 'verified' });
  assert.equal(saved.body.version, 2);
  assert.equal(standards.label('processing', 'labelled', 'zh'), '打标签的数据');
  assert.equal(elsewhere.label('processing', 'labelled', 'zh'), '标签数据');
  const following = elsewhere.follow(error => assert.fail(String(error)));
  for (let tries = 0; elsewhere.label('processing', 'labelled', 'zh') !== '打标签的数据'; tries += 1) {
    assert.ok(tries < 100, 'the other process never noticed');
    await new Promise(done => setTimeout(done, 100));
  }
  await following.close();
  const { body } = await officer.get<{ items: Version[] }>(
    '/api/standards/history?kind=code&key=processing/labelled',
  );
  assert.deepEqual(
    body.items.map(one => `${one.version} ${one.action} ${one.name} ${one.why}`),
    [
      '2 change authority authority 核对后更正',
      `1 deliver  ${(await codeOf('processing', 'labelled')).source}`,
    ],
  );
  assert.deepEqual(body.items[0]?.differs, [
    { field: 'zh', before: '标签数据', after: '打标签的数据' },
    { field: 'certainty', before: 'found', after: 'verified' },
  ]);
  assert.equal(
    (await plane.visitor.get('/api/standards/history?kind=code&key=processing/labelled')).status,
    401,
  );
});

test('who changes what another has changed meanwhile is told by whom', async () => {
  const seen = fieldsOf(await codeOf('network', 'private'));
  const url = '/api/standards/tables/network/codes/private';
  assert.equal((await authority.put(url, { ...seen, zh: '部门专网' })).status, 200);
  const late = await authority.put<Problem>(url, { ...seen, zh: '部门内网' });
  assert.equal(late.body.code, 'standards.changed_meanwhile');
  assert.equal(late.body.facts['by'], 'authority authority');
  assert.equal(standards.label('network', 'private', 'zh'), '部门专网');
  const same = await saveCode('network', 'private', {});
  assert.equal(same.body.code, 'standards.same_content');
});

test('two who change one value at the same moment: one is told', async () => {
  const seen = fieldsOf(await codeOf('network', 'internet'));
  const url = '/api/standards/tables/network/codes/internet';
  const answers = await Promise.all(
    ['公网', '外网', '国际互联网'].map(zh => authority.put<Problem>(url, { ...seen, zh })),
  );
  assert.deepEqual(
    answers.map(one => one.status).toSorted((one, other) => one - other),
    [200, 409, 409],
  );
});

test('one foreign code has one meaning, and platforms are registered first', async () => {
  const taken = await saveCode('update_cycle', 'irregular', { foreign: { direct: '8' } });
  assert.equal(taken.body.code, 'standards.foreign_taken');
  const unknown = await saveCode('update_cycle', 'irregular', { foreign: { province: '9' } });
  assert.equal(unknown.body.code, 'standards.unknown_platform');
  const platform = '/api/standards/tables/platform/codes/province';
  assert.equal((await authority.put(platform, newCode('省共享平台'))).status, 200);
  assert.equal((await saveCode('update_cycle', 'irregular', { foreign: { province: '9' } })).status, 200);
  assert.equal(standards.toForeign('province', 'update_cycle', 'irregular'), '9');
  const cited = await standing('code', 'platform/province', 1, 'remove');
  assert.equal(cited.body.code, 'standards.cited');
});

test('two values that claim one foreign code at the same moment: one gets it', async () => {
  const url = '/api/standards/tables/schedule/codes/';
  const keys = ['none', 'minute', 'weekday', 'dayofmonth'];
  const bodies = await Promise.all(
    keys.map(async key => ({ ...fieldsOf(await codeOf('schedule', key)), foreign: { direct: 'shared' } })),
  );
  const answers = await Promise.all(
    keys.map((key, at) => authority.put<Problem>(`${url}${key}`, bodies[at] ?? {})),
  );
  assert.equal(answers.filter(one => one.status === 200).length, 1);
  assert.equal(answers.filter(one => one.body.code === 'standards.foreign_taken').length, 3);
});

test('what the platform’s steps rest on can be renamed, and neither grow nor shrink', async () => {
  assert.equal((await saveCode('share_type', 'withheld', { zh: '不予共享类' })).status, 200);
  const grown = await authority.put<Problem>(
    '/api/standards/tables/share_type/codes/half',
    newCode('半共享'),
  );
  assert.equal(grown.body.code, 'standards.closed_table');
  assert.equal(
    (await standing('code', 'share_type/withheld', 2, 'retire')).body.code,
    'standards.closed_table',
  );
  assert.equal(
    (await standing('code', 'share_type/withheld', 2, 'remove')).body.code,
    'standards.closed_table',
  );
});

test('a type belongs to a class of formats', async () => {
  const url = '/api/standards/tables/format_type/codes/ofdx';
  assert.equal((await authority.put<Problem>(url, newCode('OFDX'))).body.code, 'standards.wrong_under');
  assert.equal((await authority.put(url, newCode('OFDX', { under: 'electronic_file' }))).status, 200);
  assert.ok(
    standards.codes('format_type').some(one => one.key === 'ofdx' && one.under === 'electronic_file'),
  );
  const wrong = await authority.put<Problem>(
    '/api/standards/tables/tag/codes/t',
    newCode('标签', { under: 'database' }),
  );
  assert.equal(wrong.body.code, 'standards.wrong_under');
});

test('a value that an entry used is retired, never removed; an unused one goes, and its name comes back', async () => {
  const url = '/api/standards/tables/tag/codes/pilot';
  assert.equal((await authority.put(url, newCode('试点'))).status, 200);
  await plane.audited(PLATFORM, 'test.use', 'entry:1', async tx => {
    await standards.noteUse(tx, { codes: [{ table: 'tag', key: 'pilot' }] });
    return { value: undefined };
  });
  assert.equal((await standing('code', 'tag/pilot', 1, 'remove')).body.code, 'standards.in_use');
  assert.equal((await standing('code', 'tag/pilot', 1, 'retire')).body.version, 2);
  assert.equal(standards.isCode('tag', 'pilot'), false);
  assert.equal(standards.label('tag', 'pilot', 'zh'), '试点');
  assert.equal((await standing('code', 'tag/pilot', 2, 'retire')).body.code, 'standards.already_so');
  assert.equal((await standing('code', 'tag/pilot', 2, 'restore')).body.version, 3);
  assert.equal(standards.isCode('tag', 'pilot'), true);

  // Delivered and unused: removed for good, for the files do not bring it back, and no entry can name it again.
  const twin = await createStandards({ ...plane, delivered, homeRegion: '410400' });
  assert.equal((await standing('code', 'tag/levy', 1, 'remove')).body.version, 2);
  assert.equal(standards.knowsCode('tag', 'levy'), false);
  await assert.rejects(
    plane.audited(PLATFORM, 'test.use', 'entry:1', async tx => {
      await twin.noteUse(tx, { codes: [{ table: 'tag', key: 'levy' }] });
      return { value: undefined };
    }),
    refusedAs('standards.unknown_code'),
  );
  const again = await authority.put<{ version: number }>(
    '/api/standards/tables/tag/codes/levy',
    newCode('行政征收', { foreign: { direct: '43' } }),
  );
  assert.equal(again.body.version, 3);
});

test('what an entry is just beginning to use is not removed under it', async () => {
  assert.equal((await authority.put('/api/standards/tables/tag/codes/race', newCode('抢用'))).status, 200);
  let noted = (): void => undefined;
  const isNoted = new Promise<void>(done => (noted = done));
  let finish = (): void => undefined;
  const mayFinish = new Promise<void>(done => (finish = done));
  const using = plane.audited(PLATFORM, 'test.use', 'entry:2', async tx => {
    await standards.noteUse(tx, { codes: [{ table: 'tag', key: 'race' }] });
    noted();
    await mayFinish;
    return { value: undefined };
  });
  await isNoted;
  const removal = standing('code', 'tag/race', 1, 'remove');
  // Long enough for a removal that waits for nobody to be done.
  await new Promise(done => setTimeout(done, 200));
  finish();
  await using;
  assert.equal((await removal).body.code, 'standards.in_use');
});

test('a class has the digits of its level and stands below the one its code begins with', async () => {
  const refusals: [string, string, string][] = [
    ['3071', '307', 'standards.bad_class_code'],
    ['201001', '101', 'standards.bad_class_code'],
    ['101001', '1', 'standards.bad_class_code'],
    ['1010010', '101', 'standards.bad_class_code'],
    ['399001', '399', 'standards.class_unknown'],
  ];
  for (const [code, parent, refusal] of refusals)
    assert.equal((await addClass(code, parent, '试验')).body.code, refusal, code);
  assert.equal((await addClass('101001', '101', '自然人')).status, 200);
  assert.equal((await addClass('1010017', '101001', '常住人口')).status, 200);
  assert.equal((await addClass('101002', '101', '自然人')).body.code, 'standards.name_taken');
  assert.equal((await addClass('101001', '101', '自然人（改名）', 1)).status, 200);
  assert.equal(standards.classByCode('101001')?.name, '自然人（改名）');
  assert.equal((await addClass('1010017', '101', '移走', 1)).body.code, 'standards.class_stays');
  assert.deepEqual(
    standards.classPath('1010017').map(one => [one.level, one.code]),
    [
      [1, '1'],
      [2, '101'],
      [3, '101001'],
      [4, '1010017'],
    ],
  );
});

test('what stands before the “/” is the code of a live class, no coarser than 项', async () => {
  assert.equal(standards.frontOf('1010017'), '1010017');
  assert.equal(standards.frontOf('102'), '102');
  assert.throws(() => standards.frontOf('1'), refusedAs('standards.class_too_coarse'));
  assert.throws(() => standards.frontOf('9'), refusedAs('standards.class_unknown'));
  assert.equal((await standing('class', '101001', 2, 'retire')).body.code, 'standards.class_divided');
  assert.equal((await standing('class', '1010017', 1, 'retire')).status, 200);
  assert.throws(() => standards.frontOf('1010017'), refusedAs('standards.class_retired'));
  assert.equal((await standing('class', '101001', 2, 'remove')).body.code, 'standards.class_divided');
  assert.equal((await standing('class', '101001', 2, 'retire')).status, 200);
  const below = await standing('class', '1010017', 2, 'restore');
  assert.equal(below.body.code, 'standards.class_retired');
});

test('departments get classes once, keep them under a new name, and lose them when dissolved', async () => {
  const wrong = await authority.post<Problem>('/api/standards/departments', { parent: '307' });
  assert.equal(wrong.body.code, 'standards.not_a_department_class');
  assert.equal((await addClass('307041', '307', '河南省')).status, 200);
  const before = await plane.visitor.get<{ uncoded: number }>('/api/standards/classes');
  const coded = await authority.post<{ added: number }>('/api/standards/departments', { parent: '307041' });
  assert.equal(coded.body.added, before.body.uncoded + 3, 'the departments and their three regions');
  const civil = standards.classes().find(one => one.departmentId === plane.departments['civil']);
  assert.equal(civil?.code, '307041410400002');
  assert.equal(civil?.name, '平顶山市民政局');
  assert.equal((await classOf('307041410400')).name, '平顶山市');
  const again = await authority.post<Problem>('/api/standards/departments', { parent: '307041' });
  assert.equal(again.body.code, 'standards.no_departments');

  const { organizations } = plane;
  await plane.audited(PLATFORM, 'test.department', 'department', async tx => {
    await tx.run(
      sql`update org.department set name = '平顶山市民政和养老局' where id = ${plane.departments['civil']}`,
    );
    await tx.run(
      sql`update org.department set state = 'dissolved' where id = ${plane.departments['streets']}`,
    );
    return { value: undefined };
  });
  assert.ok((await organizations.departments()).some(one => one.name === '平顶山市民政和养老局'));
  const followed = await authority.post<{ added: number; renamed: number; retired: number }>(
    '/api/standards/departments',
    { parent: '307041' },
  );
  assert.deepEqual([followed.body.added, followed.body.renamed, followed.body.retired], [0, 1, 1]);
  assert.equal(standards.classByCode('307041410400002')?.name, '平顶山市民政和养老局');
});

test('synonyms mean their name, however they are written', async () => {
  const number = '公民身份号码';
  for (const word of [
    '身份证号',
    '身份证号码',
    ' 居民身份证号码 ',
    'ｓｆｚｈ',
    '身份证号（18位）',
    '身份证-号',
  ])
    assert.equal(standards.canonicalName(word), number, word);
  assert.equal(standards.canonicalName(' 申请人身份证号 '), '申请人身份证号');
  assert.equal(standards.synonymsOf('身份证号')[0], number);
  assert.deepEqual(standards.synonymsOf('无此词'), ['无此词']);
  const found = await plane.visitor.get<{ items: { name: string }[] }>(
    `/api/standards/elements?q=${encodeURIComponent('身份证号码')}`,
  );
  assert.equal(found.body.items[0]?.name, number);
});

test('a word belongs to one name; sets grow, retire and return', async () => {
  const put = (name: string, words: string[], version = 0) =>
    authority.put<Problem & { version: number }>(`/api/standards/synonyms/${encodeURIComponent(name)}`, {
      words,
      source: '本市约定',
      certainty: 'verified',
      version,
      why: '',
    });
  const clash = await put('户主身份', ['身份证号']);
  assert.equal(clash.body.code, 'standards.word_taken');
  assert.deepEqual([clash.body.facts['name'], clash.body.facts['other']], ['公民身份号码', '户主身份']);
  assert.equal(standards.canonicalName('身份证号'), '公民身份号码');
  assert.equal((await put('公民身份号码', ['身份证编码'])).status, 200);
  assert.equal(standards.canonicalName('身份证编码'), '公民身份号码');
  assert.ok(standards.synonymsOf('身份证编码').includes('身份证号'));
  assert.equal((await put('办件状态', ['办理状态'])).status, 200);
  assert.equal((await standing('synonyms', '办件状态', 1, 'retire')).status, 200);
  assert.equal(standards.canonicalName('办理状态'), '办理状态');
  assert.equal((await put('事项状态', ['办理状态'])).status, 200);
  assert.equal((await standing('synonyms', '办件状态', 2, 'restore')).body.code, 'standards.word_taken');
  assert.equal(standards.canonicalName('办理状态'), '事项状态');
});

test('an element names a table and a document that are there, and a document that is cited stays', async () => {
  const element = (more: object) => ({
    name: '养老机构等级',
    english: 'careHomeGrade',
    type: 'string',
    length: 1,
    codeTable: '',
    format: '',
    check: 'none',
    document: '',
    synonyms: [],
    source: '本市约定',
    certainty: 'verified',
    version: 0,
    why: '',
    ...more,
  });
  const url = '/api/standards/elements/YL00001';
  const codeOfPut = async (more: object) => (await authority.put<Problem>(url, element(more))).body.code;
  assert.equal(await codeOfPut({ codeTable: 'zzz' }), 'standards.unknown_table');
  assert.equal(await codeOfPut({ document: 'zzz' }), 'standards.unknown_document');
  assert.equal(await codeOfPut({ english: 'sex' }), 'standards.name_taken');
  assert.equal(await codeOfPut({ synonyms: ['性别代码'] }), 'standards.word_taken');
  assert.equal(await codeOfPut({ english: 'care home' }), 'platform.bad_input');
  const document = {
    title: '平顶山市养老数据规范',
    number: '',
    kind: 'element',
    edition: '1',
    from: '2026-01-01',
    until: '2025-01-01',
    text: '',
    link: '',
    note: '',
    source: '本市',
    certainty: 'verified',
    version: 0,
    why: '',
  };
  const at = '/api/standards/documents/pds_care';
  assert.equal((await authority.put<Problem>(at, document)).body.code, 'standards.wrong_dates');
  assert.equal((await authority.put(at, { ...document, until: null })).status, 200);
  assert.equal((await authority.put(url, element({ document: 'pds_care' }))).status, 200);
  assert.equal(standards.elementByCode('YL00001')?.english, 'careHomeGrade');
  assert.equal((await standing('document', 'pds_care', 1, 'remove')).body.code, 'standards.cited');
  const script = { ...document, until: null, link: 'javascript:alert(1)', version: 1 };
  assert.equal((await authority.put<Problem>(at, script)).body.code, 'platform.bad_input');
});

test('the library that is delivered answers what every city needs, and says what is to be checked', () => {
  const elements = standards.elements();
  assert.ok(elements.length >= 60);
  assert.equal(standards.elementByCode('DE00001')?.check, 'person_number');
  for (const { code, codeTable } of elements)
    if (codeTable !== '') assert.ok(standards.codes(codeTable).length > 0, code);
  const recalled = delivered.filter(one => one.content.certainty === 'recalled');
  assert.ok(recalled.length > 50 && recalled.every(one => one.content.source !== ''));
});

test('an item’s code table is found by key, by the Chinese name that pages write, and by its element', () => {
  const values = standards.codes('gender').filter(one => !one.retired);
  assert.ok(values.length > 1);
  assert.deepEqual(standards.codesOfItem({ codeTable: 'gender', element: '' }), values);
  assert.deepEqual(standards.codesOfItem({ codeTable: '性别代码', element: '' }), values);
  assert.deepEqual(standards.codesOfItem({ codeTable: '', element: 'DE00003' }), values);
  // A table of the department's own says nothing; the element still does.
  assert.deepEqual(standards.codesOfItem({ codeTable: '民政性别表', element: 'DE00003' }), values);
  assert.deepEqual(standards.codesOfItem({ codeTable: '民政性别表', element: '' }), []);
  assert.deepEqual(standards.codesOfItem({ codeTable: '', element: '' }), []);
});

test('a file that contradicts itself stops the start with the place and the fault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-standards-'));
  const faults: [name: string, from: string, to: string, told: RegExp][] = [
    [
      'tables.json',
      '"guide": "2", "direct": "2", "local": "3"',
      '"guide": "1", "direct": "2", "local": "3"',
      /foreign_taken/,
    ],
    ['tables.json', '"under": "media"', '"under": "nothing"', /wrong_under/],
    ['classes.json', '"code": "105"', '"code": "205"', /class 205 stands there twice/],
    ['elements.json', '"document": "gb_32100"', '"document": "gb_00000"', /unknown_document/],
    ['synonyms.json', '"低保"', '"身份证号"', /“身份证号” belongs to both/],
    ['documents.json', '"kind": "quality"', '"kind": "poem"', /documents\.json/],
  ];
  for (const [name, from, to, told] of faults) {
    cpSync(FOLDER, folder, { recursive: true });
    const text = readFileSync(join(folder, name), 'utf8');
    assert.ok(text.includes(from), `${name} has no ${from}`);
    writeFileSync(join(folder, name), text.replace(from, to));
    assert.throws(() => loadStandards(folder), told);
  }
  rmSync(folder, { recursive: true, force: true });
});
