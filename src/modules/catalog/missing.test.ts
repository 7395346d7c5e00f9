import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLANK, blankItem } from './blank.ts';
import { missingIn, unknownIn } from './missing.ts';
import { type Content, codeFront, lifecycle, maskOf, maskProblem, shownItems } from './rules.ts';

const DEMANDS = {
  assessments: ['secrecy', 'personal_information'],
  identifiers: ['citizen_id', 'credit_code'],
};

const item = (name: string, more: Partial<Content['items'][number]> = {}): Content['items'][number] => ({
  ...blankItem(name),
  length: 18,
  required: true,
  ...more,
});

const COMPLETE: Content = {
  ...BLANK,
  title: '婚姻登记信息',
  abstract: '婚姻登记的基本情况',
  subject: 'person',
  classCode: '101',
  modes: ['query', 'verify'],
  secrecy: { conclusion: 'no_secret', date: '2026-11-01' },
  personalInfo: { conclusion: 'acceptable', date: '2026-11-02' },
  phone: '0375-2666666',
  items: [item('公民身份号码', { identifier: true }), item('登记日期', { type: 'date' })],
};

const fieldsOf = (change: Partial<Content>): string[] =>
  missingIn({ ...COMPLETE, ...change }, DEMANDS).map(one => one.field);

test('A complete entry lacks nothing', () => assert.deepEqual(missingIn(COMPLETE, DEMANDS), []));

for (const [world, change, field] of [
  ['An entry without a title', { title: ' ' }, 'title'],
  ['An entry that says nothing of itself', { abstract: '' }, 'abstract'],
  ['An entry without a class', { classCode: '' }, 'classCode'],
  ['An entry that nobody can be asked about', { phone: '' }, 'phone'],
  ['An entry that can be had in no way', { modes: [] }, 'modes'],
  ['An entry without items', { items: [] }, 'items'],
  [
    'An entry with two items of one name',
    { items: [item('公民身份号码', { identifier: true }), item('姓名'), item('姓名 ')] },
    'items',
  ],
  [
    'An entry about persons that does not mark the identity number as identifier',
    { items: [item('公民身份号码'), item('登记证号', { identifier: true })] },
    'items',
  ],
  [
    'An entry about companies identified by the citizen number',
    { subject: 'legal', personalInfo: { conclusion: 'not_needed', date: '' } },
    'items',
  ],
  [
    'An entry whose identifier is never given',
    { items: [item('公民身份号码', { identifier: true, mask: { kind: 'hidden' } })] },
    'items',
  ],
  [
    'An entry that shows the year of a text',
    { items: [item('公民身份号码', { identifier: true }), item('姓名', { mask: { kind: 'year' } })] },
    'items',
  ],
  [
    'An entry that shows the month of a name',
    { items: [item('公民身份号码', { identifier: true }), item('姓名', { mask: { kind: 'month' } })] },
    'items',
  ],
  [
    'An entry that shows a text as a range',
    {
      items: [
        item('公民身份号码', { identifier: true }),
        item('年龄', { mask: { kind: 'range', width: 10 } }),
      ],
    },
    'items',
  ],
  [
    'An entry that shows a range and does not say how wide',
    {
      items: [
        item('公民身份号码', { identifier: true }),
        item('年龄', { type: 'bigint', mask: { kind: 'range' } }),
      ],
    },
    'items',
  ],
  [
    'An entry that keeps nothing of an address',
    { items: [item('公民身份号码', { identifier: true }), item('住址', { mask: { kind: 'address' } })] },
    'items',
  ],
  [
    'An entry that shows a number as a mail address',
    {
      items: [
        item('公民身份号码', { identifier: true }),
        item('年龄', { type: 'bigint', mask: { kind: 'mail' } }),
      ],
    },
    'items',
  ],
  ['An entry before its secrecy assessment', { secrecy: { conclusion: 'not_done', date: '' } }, 'secrecy'],
  [
    'An entry whose secrecy assessment has no date',
    { secrecy: { conclusion: 'no_secret', date: '' } },
    'secrecy',
  ],
  [
    'Data about persons without an impact assessment',
    { personalInfo: { conclusion: 'not_needed', date: '' } },
    'personalInfo',
  ],
  [
    'Data whose impact assessment failed',
    { personalInfo: { conclusion: 'not_acceptable', date: '2026-11-02' } },
    'personalInfo',
  ],
  [
    'Withheld data that is open to the public',
    { shareType: 'withheld', modes: [], openType: 'unconditional' },
    'openType',
  ],
] as const satisfies [string, Partial<Content>, string][]) {
  test(`${world} is not complete`, () => assert.deepEqual(fieldsOf(change), [field]));
}

test('Where no text asks for assessments and identifiers, nobody waits for them', () => {
  const bare = {
    ...COMPLETE,
    items: [item('登记证号')],
    secrecy: { conclusion: 'not_done', date: '' },
    personalInfo: { conclusion: 'not_done', date: '' },
  } as const;
  assert.deepEqual(missingIn({ ...bare, items: [...bare.items] }, { assessments: [], identifiers: [] }), []);
});

test('A withheld entry need not say in which way it is shared', () => {
  assert.deepEqual(fieldsOf({ shareType: 'withheld', modes: [] }), []);
});

test('An entry is signed by office, head and authority in this order and by nobody else', () => {
  const way = ['draft', 'awaiting_office', 'awaiting_department', 'in_review', 'published'] as const;
  const steps = ['submit', 'sign_office', 'sign_department', 'publish'] as const;
  const actors = ['officer', 'office_head', 'department_head', 'authority'] as const;
  for (const [i, action] of steps.entries()) {
    const from = way[i] ?? 'withdrawn';
    assert.equal(lifecycle.next(action, from), way[i + 1]);
    for (const relation of actors)
      assert.equal(
        lifecycle.allows(action, from, one => one === relation),
        relation === actors[i],
        `${relation} ${action}`,
      );
    for (const other of way)
      if (other !== from) assert.equal(lifecycle.next(action, other), undefined, `${action} from ${other}`);
  }
});

test('A code names the class, then the region', () => {
  assert.equal(codeFront('101', '410411'), '101000410411');
  assert.equal(codeFront('3070110247', '410411'), '3070110247410411');
});

test('Items that were searched for are shown first, and eight at most', () => {
  assert.deepEqual(shownItems(['姓名', '性别', '登记日期'], ['登记']), ['登记日期', '姓名', '性别']);
  assert.equal(
    shownItems(
      Array.from({ length: 20 }, (_, i) => `项${i}`),
      [],
    ).length,
    8,
  );
});

test('A date that is kept as text or as a number may be shown by year or month', () => {
  for (const type of ['text', 'bigint', 'date', 'timestamp'] as const)
    for (const kind of ['year', 'month'] as const)
      assert.equal(maskProblem({ name: '出生日期', type }, { kind }), undefined);
  assert.ok(maskProblem({ name: '出生日期', type: 'boolean' }, { kind: 'year' }));
});

test('A mask without what it needs leaves nothing readable', () => {
  assert.deepEqual(maskOf({ kind: 'address' }), { kind: 'hidden' });
  assert.deepEqual(maskOf({ kind: 'range' }), { kind: 'hidden' });
  assert.deepEqual(maskOf({ kind: 'middle' }), { kind: 'middle', head: 0, tail: 0 });
  assert.deepEqual(maskOf({ kind: 'name', head: 3 }), { kind: 'name' });
});

const LIBRARY = {
  classByCode: (code: string) =>
    ({
      '1': { name: '基础信息资源', level: 1, retired: false },
      '101': { name: '人口', level: 2, retired: false },
      '199': { name: '旧分类', level: 2, retired: true },
    })[code],
  elementByCode: (code: string) => (code === 'DE00001' ? { retired: false } : undefined),
};
const unknown = (change: Partial<Content>, coded = false): string[] =>
  unknownIn({ ...COMPLETE, ...change }, LIBRARY, coded).map(one => one.field);

test('What the library of standards does not know keeps an entry from being sent on', () => {
  assert.deepEqual(unknown({ items: [item('姓名', { element: 'DE00001' })] }), []);
  assert.deepEqual(unknown({ classCode: '999' }), ['classCode']);
  assert.deepEqual(unknown({ classCode: '1' }), ['classCode']);
  assert.deepEqual(unknown({ items: [item('姓名', { element: 'DE99999' })] }), ['items']);
});

test('A class that was retired stays in entries that have it, and comes into no new one', () => {
  assert.deepEqual(unknown({ classCode: '199' }), ['classCode']);
  assert.deepEqual(unknown({ classCode: '199' }, true), []);
});
