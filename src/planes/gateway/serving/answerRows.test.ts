import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PlanInterface, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { EVERY, isValuePath, parseResponsePath } from '#vocabulary/responsePaths.ts';
import {
  AnswerReader,
  Unexpected,
  UpstreamCode,
  isSame,
  maskRow,
  typedText,
  verdictOf,
} from './answerRows.ts';
import { jsonReading, parseJson } from './answerTree.ts';
import { readXml, rewriteWsdl, writeSoap } from './soap.ts';
import { BadXml, type XmlNode, escapeXml, parseXml, xmlReading } from './xml.ts';

const item = (name: string, column: string, more: Partial<PlanItem> = {}): PlanItem => ({
  name,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
  ...more,
});

const upstream = (more: Partial<PlanInterface> = {}): PlanInterface => ({
  upstreamId: 1,
  method: 'GET',
  path: '/',
  parameters: [],
  request: 'none',
  response: 'json',
  rows: '$.data[*]',
  items: [],
  passThrough: false,
  ...more,
});

const readerOf = (
  items: PlanItem[],
  rows: RowCondition[] = [],
  more: Partial<PlanInterface> = {},
): AnswerReader => new AnswerReader({ items, rows, upstream: upstream(more) });

const read = (reader: AnswerReader, answer: unknown, params: Record<string, string> = {}) =>
  reader.rows(jsonReading, answer, params).map(row => row.clear);

test('paths: names, quoted names, positions and lists; nothing else', () => {
  for (const good of [
    '$',
    '$.data',
    '$.data[*].list',
    "$['a b'][0].姓名",
    '@.a',
    '=',
    "@['it\\'s']",
    '$.a-b._c',
  ])
    assert.ok(parseResponsePath(good), good);
  for (const bad of [
    '',
    'data',
    '$.',
    '$..a',
    '$.a[',
    '$.a[-1]',
    '$.a[?(@.b)]',
    '$[*',
    '=.a',
    '$.__proto__',
    "@['constructor']",
    '$.a b',
    '$.1',
    '$[12345]',
    `$${'.a'.repeat(21)}`,
  ])
    assert.equal(parseResponsePath(bad), undefined, bad);
  assert.deepEqual(parseResponsePath("$.a['b\\\\c'][2][*]")?.steps, ['a', 'b\\c', 2, EVERY]);
  assert.equal(isValuePath(parseResponsePath('@.a[*]')), false);
  assert.equal(isValuePath(parseResponsePath('@')), false);
});

test('rows in an array, in arrays of objects, alone, or absent', () => {
  const items = [item('甲', '@.a'), item('乙', '$.head.b')];
  const answer = (data: unknown): unknown => ({ head: { b: 'B' }, data });
  assert.deepEqual(read(readerOf(items), answer([{ a: 1 }, null, { a: true }])), [
    ['1', 'B'],
    ['true', 'B'],
  ]);
  assert.deepEqual(read(readerOf(items), answer({ a: 'x' })), [['x', 'B']]);
  for (const none of [null, undefined, []]) assert.deepEqual(read(readerOf(items), answer(none)), []);
  const nested = readerOf([item('甲', '@.a')], [], { rows: '$.data[*].list[*]' });
  assert.deepEqual(read(nested, { data: [{ list: [{ a: 1 }] }, {}, { list: [{ a: 2 }, {}] }] }), [
    ['1'],
    ['2'],
    [null],
  ]);
  assert.throws(() => read(readerOf(items), answer(['text'])), Unexpected);
  assert.throws(() => read(readerOf(items), answer([{ a: [1] }])), Unexpected);
});

test('members are an object’s own: what it inherits is not there', () => {
  assert.deepEqual(read(readerOf([item('甲', '@.toString'), item('乙', "@['length']")]), { data: [{}] }), [
    [null, null],
  ]);
});

test('values of a type are written as PostgreSQL writes them; empty text of any but text is null', () => {
  for (const [type, text, wanted] of [
    ['date', '2020-02-29T08:00:00', '2020-02-29'],
    ['date', '2021-02-29', undefined],
    ['timestamp', '2020-02-29T08:00:00+08:00', '2020-02-29 08:00:00'],
    ['bigint', ' 12 ', '12'],
    ['bigint', '1.5', undefined],
    ['numeric', '', null],
    ['text', '', ''],
    ['boolean', '1', 'true'],
  ] as const)
    assert.equal(typedText(type, text), wanted, `${type} ${text}`);
});

test('conditions hold by the order of the type, and never over what is missing', () => {
  const values = (type: PlanItem['type'], op: RowCondition['op'], of: string[], list: unknown[]): unknown[] =>
    read(readerOf([item('甲', '@.a')], [{ column: '@.a', type, op, values: of }]), {
      data: list.map(a => ({ a })),
    }).flat();
  assert.deepEqual(values('bigint', 'between', ['9', '10'], [8, 9, 10, 11, null, '9007199254740993']), [
    '9',
    '10',
  ]);
  assert.deepEqual(values('numeric', 'eq', ['1.50'], ['1.5', '1.51']), ['1.5']);
  assert.deepEqual(values('text', 'in', ['a', 'b'], ['a', 'A', 'b', null]), ['a', 'b']);
  assert.deepEqual(values('date', 'between', ['2020-01-01', '2020-12-31'], ['2019-12-31', '2020-06-01']), [
    '2020-06-01',
  ]);
});

test('a status says whether it is an answer', () => {
  const reader = readerOf([item('甲', '@.a')], [], {
    success: { path: '$.code', values: ['0'], nothing: ['1'], refusals: [] },
  });
  assert.deepEqual(read(reader, { code: 0, data: [{ a: 1 }] }), [['1']]);
  assert.deepEqual(read(reader, { code: '1', data: [{ a: 1 }] }), []);
  assert.throws(() => read(reader, { code: 2 }), UpstreamCode);
  assert.throws(() => read(reader, { data: [] }), Unexpected);
});

test('claims: some row has it, rows have others, nothing to compare', () => {
  assert.equal(verdictOf('text', ['a', null], 'a'), 'true');
  assert.equal(verdictOf('text', ['b', null], 'a'), 'false');
  assert.equal(verdictOf('text', [null], 'a'), null);
  assert.equal(verdictOf('numeric', ['1.50'], '1.5'), 'true');
  assert.equal(isSame('text', '41041119900101123x', '41041119900101123X'), true);
});

test('numbers that a double does not hold stay as they were written', () => {
  assert.deepEqual(parseJson('{"a": 12345678901234567890, "b": 1.5, "c":"12345678901234567890"}'), {
    a: '12345678901234567890',
    b: 1.5,
    c: '12345678901234567890',
  });
});

const GRANTED = ['姓名', 'a', 'b-c', 'd e'];
const quoted = (name: string): string => `['${name}']`;
const MARK = 'S3CRET';
/** Anything that JSON holds, with the mark in every text, every key that is not granted among them. */
const secret = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(MARK),
    fc.integer().map(n => `${MARK}${n}`),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'data', MARK, 'row', '姓', 'A'), tie('any'), { maxKeys: 4 }),
  ),
})).any;
const row = fc
  .tuple(
    fc.record(
      Object.fromEntries(
        GRANTED.map(name => [name, fc.oneof(fc.constant(null), fc.integer(), fc.string({ maxLength: 5 }))]),
      ),
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.constantFrom('x', 'y', MARK, 'Name'), secret, { maxKeys: 4 }),
  )
  .map(([granted, other]) => ({ ...other, ...granted }));

test('nothing that is not granted is in what is read, whatever the answer holds', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('m', 'n', MARK), secret),
      fc.subarray(GRANTED),
      (data, rest, names) => {
        const reader = readerOf(names.map(name => item(name, `@${quoted(name)}`)));
        const answer = JSON.parse(JSON.stringify({ ...rest, data })) as unknown;
        const out = reader.rows(jsonReading, answer, {});
        assert.ok(!JSON.stringify(out.map(one => one.clear)).includes(MARK));
        assert.deepEqual(
          out.map(one => one.clear),
          data.map(one =>
            names.map(name => {
              const value = (one as Record<string, string | number | null | undefined>)[name];
              return value === undefined || value === null ? null : String(value);
            }),
          ),
        );
      },
    ),
    { numRuns: 3000 },
  );
});

test('two answers that agree on what is granted give the same, byte for byte', () => {
  const reader = readerOf(
    [
      item('姓名', '@.n', { mask: { kind: 'name' } }),
      item('额', '@.m', { type: 'bigint', mask: { kind: 'hidden' } }),
    ],
    [{ column: '@.area', type: 'text', op: 'eq', values: ['1'] }],
  );
  const one = fc.record({ n: fc.string({ maxLength: 1 }), area: fc.constantFrom('1', '2') });
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: 5 }),
      fc.array(secret, { minLength: 12, maxLength: 12 }),
      fc.array(fc.integer(), { minLength: 12, maxLength: 12 }),
      (data, others, numbers) => {
        const answerOf = (at: number): unknown => ({
          data: data.map((value, i) => ({ ...value, m: numbers[at + i], other: others[at + i] })),
          more: others[at],
        });
        const shown = (at: number): string =>
          JSON.stringify(
            reader
              .rows(jsonReading, answerOf(at), {})
              .map(({ clear }) => maskRow(reader.items, clear, {}, () => 'd')),
          );
        assert.equal(shown(0), shown(6));
      },
    ),
    { numRuns: 1000 },
  );
});

const xmlText = fc.string({ unit: 'grapheme', maxLength: 12 });

test('XML: of any envelope only granted elements are left, and it stays well formed', () => {
  const element: fc.Arbitrary<string> = fc.letrec<{ node: string }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.constant(`<!-- ${MARK} --><x>${MARK}</x>`),
      fc.constant(`<y ${MARK}="${MARK}"><![CDATA[${MARK}]]></y>`),
      fc.constant(`<?p ${MARK}?>${MARK}`),
      fc.array(tie('node'), { maxLength: 3 }).map(inner => `<z a="${MARK}">${inner.join('')}</z>`),
    ),
  })).node;
  const person = fc.tuple(element, xmlText, element).map(([before, name, after]) => ({
    name,
    xml: `<p:person xmlns:p="urn:p" k="${MARK}">${before}<p:name t="${MARK}">${escapeXml(name)}</p:name>${after}</p:person>`,
  }));
  const reader = readerOf([item('姓名', '@.name')], [], { response: 'xml', rows: '$.e.b.person' });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 4 }), element, (people, other) => {
      const answer = readXml(`<e><h>${other}</h><b>${people.map(one => one.xml).join(other)}</b></e>`);
      const rows = reader.rows<XmlNode>(xmlReading, answer.document, {});
      const out = writeSoap(answer, reader, rows, {}, () => '');
      assert.ok(!out.includes(MARK), out);
      const again = readXml(out);
      assert.deepEqual(
        reader.rows<XmlNode>(xmlReading, again.document, {}).map(one => one.clear[0]),
        people.map(one => parseXml(`<a>${escapeXml(one.name)}</a>`).text),
      );
    }),
    { numRuns: 2000 },
  );
});

test('XML: entities, document types and endless depth are refused; a value in two masks is in neither', () => {
  for (const bad of [
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a>&unknown;</a>',
    '<a>',
    '',
    '<a/><b/>',
    '<a:b/>',
    `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
  ])
    assert.throws(() => parseXml(bad), BadXml, bad);
  const empty = readXml('<a>\n  <r>\n  </r></a>');
  assert.deepEqual(
    readerOf([item('甲', '@.n')], [], { rows: '$.a.r' }).rows<XmlNode>(xmlReading, empty.document, {}),
    [],
  );
  const reader = readerOf([item('甲', '@.n'), item('乙', '@.n', { mask: { kind: 'name' } })], [], {
    rows: '$.a.r',
  });
  const answer = readXml('<a><r><n>张三</n></r></a>');
  assert.equal(
    writeSoap(answer, reader, reader.rows<XmlNode>(xmlReading, answer.document, {}), {}, () => ''),
    '<?xml version="1.0" encoding="UTF-8"?><a><r><n></n></r></a>',
  );
});

test('a description is served with our address alone', () => {
  const text = `<d xmlns:s="urn:s"><import schemaLocation='http://a/x.xsd' namespace="n"/><s:address  location = 'http://a/ws'/></d>`;
  assert.equal(
    rewriteWsdl(text, 'https://us/gateway/s&1'),
    `<?xml version="1.0" encoding="UTF-8"?><d xmlns:s="urn:s"><import namespace="n"/><s:address location="https://us/gateway/s&amp;1"/></d>`,
  );
});

test('what lies beside the rows is looked for once, however many rows there are', () => {
  const reader = readerOf([item('年度', '$.a.year'), item('姓名', '@.n')], [], { rows: '$.a.r' });
  const { document } = readXml(`<a>${'<r><n>x</n></r>'.repeat(60_000)}<year>2026</year></a>`);
  const began = performance.now();
  const rows = reader.rows<XmlNode>(xmlReading, document, {});
  assert.equal(rows.length, 60_000);
  assert.deepEqual(rows.at(-1)?.clear, ['2026', 'x']);
  assert.ok(performance.now() - began < 10_000);
});
