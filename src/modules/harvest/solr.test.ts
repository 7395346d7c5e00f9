import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMoment } from './moments.ts';
import { BadQuery, type Query, readQuery } from './solr.ts';

/** A query as one line: how its parts belong together. */
function line(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or':
      return `(${query.of.map(line).join(query.kind === 'and' ? ' & ' : ' | ')})`;
    case 'not':
      return `!${line(query.of)}`;
    case 'term':
      return `${query.field}=${query.text}${query.pattern ? ' ~' : ''}`;
    case 'range':
      return `${query.field}${query.fromIn ? '[' : '{'}${query.from};${query.to}${query.toIn ? ']' : '}'}`;
  }
}

test('Queries that clients of CKAN send mean what they mean by them', () => {
  const cases: [string, string][] = [
    ['*:*', '*=* ~'],
    ['食品 许可', '(=食品 & =许可)'],
    ['a b OR c d', '(=a & (=b | =c) & =d)'],
    ['a AND b OR c', '((=a & =b) | =c)'],
    ['a && b || !c', '((=a & =b) | !=c)'],
    [
      'organization:x OR organization:y metadata_modified:[2026-01-01T00:00:00Z TO *]',
      '((organization=x | organization=y) & metadata_modified[2026-01-01T00:00:00Z;*])',
    ],
    ['-organization:x -organization:y', '(!organization=x & !organization=y)'],
    ['+tags:(a OR "b c") +state:active', '((tags=a | tags=b c) & state=active)'],
    ['metadata_modified:{NOW-1DAY TO NOW]', 'metadata_modified{NOW-1DAY;NOW]'],
    ['title:"say \\"a\\""^2.5 x^3', '(title=say "a" & =x)'],
    ['name:10\\*1', 'name=10*1'],
    ['name:10* OR NOT (a b)', '(name=10* ~ | !(=a & =b))'],
    ['ORDER ANDROID', '(=ORDER & =ANDROID)'],
    ['', '()'],
  ];
  for (const [text, meant] of cases) assert.equal(line(readQuery(text)), meant, text);
});

test('What is not supported is said, and nothing but that is thrown, however a query is written', () => {
  for (const text of [
    '(a',
    'a)',
    '"a',
    'title:',
    'a:b:c',
    '/x/',
    'a~',
    '"a b"~2',
    '{!join}a',
    '[a TO b]',
    'x:[a b]',
    '^',
    '('.repeat(5000),
    '-'.repeat(5000),
    'a '.repeat(3000),
  ])
    assert.throws(() => readQuery(text), BadQuery, text.slice(0, 40));
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.string({ minLength: 1, maxLength: 1 }),
          fc.constantFrom('(', ')', '[', ']', '{', '}', '"', '*', ':', '\\', '\0', '\ud800', '漢'),
        ),
        maxLength: 60,
      }),
      text => {
        try {
          line(readQuery(text));
        } catch (error) {
          assert.ok(error instanceof BadQuery);
        }
      },
    ),
  );
});

test('Moments are computed as Solr does', () => {
  const now = new Date('2026-03-31T10:20:30.456Z');
  for (const [text, at] of [
    ['NOW', '2026-03-31T10:20:30.456Z'],
    ['NOW/DAY', '2026-03-31T00:00:00.000Z'],
    ['NOW-7DAYS/DAY', '2026-03-24T00:00:00.000Z'],
    ['NOW/MONTH-1YEAR+2HOURS', '2025-03-01T02:00:00.000Z'],
    ['2026-01-02T03:04:05.678901Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  ] as const)
    assert.equal(readMoment(text, now).toISOString(), at, text);
  for (const text of [
    '',
    'tomorrow',
    '2026-13-01',
    'NOW+1',
    'NOW-1DECADE',
    'NOW+9999YEARS+9999YEARS',
    '2026-01-02Z',
  ])
    assert.throws(() => readMoment(text, now), BadQuery, text);
});
