import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/errors.ts';
import type { Condition } from './restAsked.ts';
import { parseListQuery } from './restQuery.ts';
import { parseWish } from './restWish.ts';

const queryOf = (parameters: Record<string, string>): string =>
  `/rest/v1/s?${new URLSearchParams(parameters).toString()}`;
const where = (key: string, value: string): readonly Condition[] =>
  parseListQuery(queryOf({ [key]: value })).where;

/** A condition without its place, in few words. */
function brief(condition: Condition): unknown {
  if (condition.kind !== 'item')
    return [condition.not ? 'not' : '', condition.kind, ...condition.parts.map(brief)];
  const { item, not, by, values } = condition;
  return `${not ? '!' : ''}${item} ${by} ${values.join('|')}`;
}

const refused = (work: () => unknown, code: string, about?: string | RegExp): void =>
  assert.throws(work, (error: unknown) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, `gateway.${code}`);
    if (about !== undefined) assert.match(JSON.stringify([error.title, error.facts]), new RegExp(about));
    return true;
  });

test('a query without parameters asks for everything that is granted', () => {
  assert.deepEqual(parseListQuery('/rest/v1/s'), {
    select: ['all'],
    where: [],
    order: [],
    limit: undefined,
    offset: 0,
    after: undefined,
  });
});

test('items are selected by name, renamed, quoted, and by an asterisk', () => {
  const select = (text: string): unknown => parseListQuery(queryOf({ select: text })).select;
  assert.deepEqual(select('姓名, 年龄'), [
    { item: '姓名', as: '姓名' },
    { item: '年龄', as: '年龄' },
  ]);
  assert.deepEqual(select('id:身份证号,*'), [{ item: '身份证号', as: 'id' }, 'all']);
  assert.deepEqual(select('"金额(元)","a.b":"c,\\"d\\\\"'), [
    { item: '金额(元)', as: '金额(元)' },
    { item: 'c,"d\\', as: 'a.b' },
  ]);
  assert.deepEqual(select('"count"'), [{ item: 'count', as: 'count' }]);
  for (const text of ['', 'a,', ',a', 'a b,"c', 'a:', ':a', 'a)', 'a.b'])
    refused(() => select(text), 'bad_input');
});

test('what PostgREST has beyond reading items is refused by its name', () => {
  const parts: [Record<string, string>, string][] = [
    [{ select: 'a,other(b)' }, 'embedded'],
    [{ select: '...other(b)' }, 'embedded'],
    [{ select: 'x:other!inner(b)' }, 'hints'],
    [{ select: 'a::text' }, 'casts'],
    [{ select: 'x:a::text' }, 'casts'],
    [{ select: 'count()' }, 'aggregates'],
    [{ select: 'n:count()' }, 'aggregates'],
    [{ select: 'a.sum()' }, 'aggregates'],
    [{ select: 'm:a.max()' }, 'aggregates'],
    [{ select: 'a->b' }, 'arrows'],
    [{ select: 'a->>b' }, 'arrows'],
    [{ order: 'other(a).desc' }, 'embedded'],
    [{ order: 'a->b' }, 'arrows'],
    [{ 'other.a': 'eq.1' }, 'embedded'],
    [{ 'other.order': 'a' }, 'embedded'],
    [{ 'a->>b': 'eq.1' }, 'arrows'],
    [{ 'a::text': 'eq.1' }, 'casts'],
    [{ a: 'fts.x' }, 'full-text'],
    [{ a: 'not.plfts(simple).x' }, 'full-text'],
    [{ a: 'match.^x' }, 'operator'],
    [{ a: 'cs.{1}' }, 'operator'],
    [{ a: 'isdistinct.1' }, 'operator'],
    [{ a: 'nosuch.1' }, 'operator'],
    [{ a: 'like(any).{a,b}' }, 'any and all'],
    [{ or: '(a.wfts.x)' }, 'full-text'],
    [{ or: '(a->>b.eq.1)' }, 'arrows'],
  ];
  for (const [parameters, about] of parts)
    refused(() => parseListQuery(queryOf(parameters)), 'not_offered', about);
});

test('a condition has an operator, perhaps a not, and a value that goes to the end', () => {
  assert.deepEqual(where('姓名', 'eq.张三').map(brief), ['姓名 eq 张三']);
  assert.deepEqual(where('a', 'not.eq.a.b,(c)"d"').map(brief), ['!a eq a.b,(c)"d"']);
  assert.deepEqual(where('a', 'eq.').map(brief), ['a eq ']);
  assert.deepEqual(where('"金额(元)"', 'gte.1.5').map(brief), ['金额(元) gte 1.5']);
  assert.deepEqual(where('金额(元)', 'lt.1').map(brief), ['金额(元) lt 1']);
  assert.deepEqual(where('a', 'like.*三%_').map(brief), ['a like %三%_']);
  assert.deepEqual(where('a', 'ilike.ÉZoe*').map(brief), ['a ilike Ézoe%']);
  assert.deepEqual(where('a', 'is.null').map(brief), ['a null ']);
  assert.deepEqual(where('a', 'not.is.null').map(brief), ['!a null ']);
  assert.deepEqual(where('a', 'is.not_null').map(brief), ['!a null ']);
  assert.deepEqual(where('a', 'not.is.not_null').map(brief), ['a null ']);
  assert.deepEqual(where('a', 'is.TRUE').map(brief), ['a true ']);
  assert.deepEqual(where('a', 'in.(1,2)').map(brief), ['a in 1|2']);
  assert.deepEqual(where('a', 'not.in.("x,y","\\"q\\"", z)').map(brief), ['!a in x,y|"q"| z']);
  assert.deepEqual(where('a', 'in.("a"b,c)').map(brief), ['a in "a"b|c']);
  assert.deepEqual(
    where('a', 'in.()').map(one => 'values' in one && one.values),
    [[]],
  );
  for (const value of ['', '1', 'eq', 'is.maybe', 'in.1', 'in.(1', 'in.(1)x', 'like.a\\', 'ilike.a\\\\\\'])
    refused(() => where('a', value), 'bad_input', '"place":"a');
});

test('conditions form trees', () => {
  assert.deepEqual(where('or', '(a.eq.1,b.not.is.null)').map(brief), [['', 'any', 'a eq 1', '!b null ']]);
  assert.deepEqual(where('not.and', '( a.eq.1 , not.or(b.gt.2,"c.d".in.(1,2)) )').map(brief), [
    ['not', 'all', 'a eq 1 ', ['not', 'any', 'b gt 2', 'c.d in 1|2']],
  ]);
  assert.deepEqual(where('and', '(a.eq."x,)y",b.eq.{1})').map(brief), [['', 'all', 'a eq x,)y', 'b eq {1}']]);
  assert.deepEqual(where('or', '(and.eq.1,not.eq.2)').map(brief), [['', 'any', 'and eq 1', 'not eq 2']]);
  for (const value of [
    '',
    '()',
    '(a)',
    '(a.eq.1',
    '(a.eq.1)x',
    'a.eq.1',
    '(a.eq.1,)',
    '(or())',
    '('.repeat(50),
  ])
    refused(() => where('or', value), 'bad_input');
  const deep = `${'(or'.repeat(9)}(a.eq.1)${')'.repeat(9)}`;
  refused(() => where('or', deep), 'bad_input', 'levels');
  refused(
    () => where('or', `(${Array.from({ length: 101 }, () => 'a.eq.1').join(',')})`),
    'bad_input',
    '100',
  );
});

test('the order has directions and places for null, which else is the greatest of all', () => {
  const order = (text: string): unknown =>
    parseListQuery(queryOf({ order: text })).order.map(
      one => `${one.item} ${one.descending ? 'desc' : 'asc'} ${one.nullsFirst ? 'first' : 'last'}`,
    );
  assert.deepEqual(order('a'), ['a asc last']);
  assert.deepEqual(order('a.desc,b.asc.nullsfirst, "c(d)".desc.nullslast,e.nullsfirst'), [
    'a desc first',
    'b asc first',
    'c(d) desc last',
    'e asc first',
  ]);
  for (const text of ['', 'a.up', 'a.desc.asc', 'a,', 'a.nullsfirst.desc'])
    refused(() => order(text), 'bad_input');
});

test('pages are whole numbers; a place is told from a filter on an item called after', () => {
  const query = parseListQuery('/rest/v1/s?limit=5&offset=10');
  assert.deepEqual([query.limit, query.offset], [5, 10]);
  assert.equal(parseListQuery('/rest/v1/s?after=AbC-_9').after, 'AbC-_9');
  assert.deepEqual(where('after', 'eq.1').map(brief), ['after eq 1']);
  for (const text of [
    'limit=-1',
    'limit=1.5',
    'offset=x',
    'limit=1&limit=2',
    'select=a&select=b',
    'order=a&order=b',
  ])
    refused(() => parseListQuery(`/rest/v1/s?${text}`), 'bad_input');
});

test('headers say the form, the count, the range and the purpose', () => {
  const form = (accept: string): unknown => parseWish({ accept }).form;
  assert.equal(form('*/*'), 'array');
  assert.equal(form('text/csv'), 'csv');
  assert.equal(form('application/vnd.pgrst.object+json'), 'object');
  assert.equal(form('text/html, text/csv;q=0.5, application/json;q=0.9'), 'array');
  assert.equal(parseWish({ accept: 'application/vnd.pgrst.array+json;nulls=stripped' }).stripNulls, true);
  for (const accept of [
    'text/html',
    'application/geo+json',
    'application/vnd.pgrst.plan+json',
    'application/json;q=0',
  ])
    refused(() => form(accept), 'not_acceptable');
  assert.equal(parseWish({ prefer: 'return=representation, count=exact' }).count, true);
  assert.equal(parseWish({ prefer: 'return=representation' }).count, false);
  refused(() => parseWish({ prefer: 'count=planned' }), 'not_offered', 'planned');
  refused(() => parseWish({ prefer: 'count=estimated' }), 'not_offered', 'estimated');
  assert.deepEqual(parseWish({ range: '0-9', 'range-unit': 'items' }).range, { from: 0, to: 9 });
  assert.deepEqual(parseWish({ range: '10-' }).range, { from: 10, to: undefined });
  for (const range of ['9-0', '-5', 'bytes=0-1', 'x']) refused(() => parseWish({ range }), 'bad_input');
  const { purpose } = parseWish({
    'x-scenario': '%E9%AB%98%E9%BE%84',
    'x-case-no': '2026-1',
    'x-post': Buffer.from('窗口').toString('latin1'),
  });
  assert.deepEqual(purpose, { scenario: '高龄', caseNo: '2026-1', post: '窗口' });
  for (const post of ['50%', '%00', '%FF', 'x'.repeat(201)])
    refused(() => parseWish({ 'x-post': post }), 'bad_input');
});

test('no query and no header makes the parser throw anything but a refusal', () => {
  const word = fc.constantFrom(
    ...'select order limit offset after and or not.and not.or eq. neq. not. in.( is. like. ilike. null true . , ( ) " \\ * : :: -> ->> ! ... 姓名 a 1 % %00 && = count() .sum() asc desc .nullsfirst \u{20BB7} \uD800 \0'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc
      .array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 24 })
      .map(parts => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  const refusesOnly = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(word, text), text), { maxLength: 6 }), text, (pairs, raw) => {
      refusesOnly(() => parseListQuery(`/rest/v1/s?${new URLSearchParams(pairs).toString()}`));
      refusesOnly(() => parseListQuery(`/rest/v1/s?${raw}`));
      refusesOnly(() =>
        parseWish({ accept: raw, prefer: raw, range: raw, 'range-unit': raw, 'x-post': raw }),
      );
    }),
    { numRuns: 5_000 },
  );
});

test('a long malicious query is read in time that grows with its length', () => {
  for (const [unit, key] of [
    ['(', 'or'],
    ['"', 'select'],
    ['\\"', 'select'],
    ['a,', 'select'],
    [' ', 'order'],
    ['not.', 'a'],
    ['"\\', 'or'],
    ['(a.eq.1,', 'or'],
    [',', 'select'],
  ] as const) {
    const started = performance.now();
    assert.throws(() => parseListQuery(queryOf({ [key]: unit.repeat(20_000) })), Refusal);
    assert.ok(performance.now() - started < 5_000, `${key}=${unit}…`);
  }
});
