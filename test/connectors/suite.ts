/** What every source of rows promises, whatever database is behind it. Each connector's test file calls this once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { createKeys } from '#kernel/keys.ts';
import { createMaskDigest, digestRows, readMasked } from '#planes/mover/reading/maskDigests.ts';
import { ConnectionProblem, decodeTuples, outputColumns, readRows } from '#planes/mover/ports.ts';
import type { Selection, Source } from '#planes/mover/ports.ts';
import { maskValue } from '#vocabulary/masks.ts';
import type { ColumnType, Mask, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import type { Scratch } from './databases.ts';

export interface Subject {
  name: string;
  skip: string | false;
  create(): Promise<{ scratch: Scratch; schema: string }>;
  open(
    scratch: Scratch,
    overrides?: {
      password?: string;
      port?: number;
      database?: string;
      user?: string;
      queryMilliseconds?: number;
      readMilliseconds?: number;
    },
  ): Source;
  /** A table `person` and its column types, in the database's own words. */
  types: Record<ColumnType, string>;
  /** Counts the statements that now read the table `many`. */
  running: string;
  /** A type whose values cannot travel. */
  unsupported: string;
  /** An expression that takes longer than a second for each row. */
  slow: string;
  literal(text: string): string;
  sequence(rows: number): string;
}

export const none: Mask = { kind: 'none' };

export function item(column: string, type: ColumnType, mask: Mask = none, filter = false): PlanItem {
  return { name: column, column, type, mask, filter };
}

export async function readAll(source: Source, selection: Selection): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const chunk of readRows(source, selection))
    rows.push(...decodeTuples(chunk, outputColumns(selection.items)));
  return rows;
}

export function isProblem(
  code: string,
  facts: Record<string, string | RegExp> = {},
): (error: unknown) => boolean {
  return error => {
    assert.ok(error instanceof ConnectionProblem, `expected a ConnectionProblem, got ${String(error)}`);
    assert.equal(error.code, code, error.message);
    for (const [name, expected] of Object.entries(facts))
      assert.match(error.facts[name] ?? '', new RegExp(expected));
    return true;
  };
}

const digest = createMaskDigest(createKeys(Buffer.alloc(32, 7)), 42);

const maskedTypes = ['text', 'bigint', 'numeric', 'double', 'boolean', 'date', 'timestamp'] as const;

const oddValues: Record<ColumnType, string[]> = {
  text: [
    '',
    ' ',
    '张',
    '张三丰',
    '欧阳娜娜',
    '410402198705061234',
    'a😀b😀c',
    '😀',
    '𠮷野家',
    'é́x',
    'e\u0301',
    'O\'Hara "x" \\ \\n',
    'a\tb\nc',
    ' x ',
    '河南省平顶山市湛河区建设路 18 号',
    '1987-05-06',
    '1987-5-6',
    '1987/12/1',
    '1987.1',
    '1987年5月6日',
    '1987年13月',
    '1987-00-01',
    '198705',
    '19870506',
    '198713',
    '1987\n05',
    '九八七',
    '１９８７年５月',
    'zhang@example.cn',
    'z@example.cn',
    '@example.cn',
    'a@b@c.cn',
    '张@例子.中国',
    '😀😀@例子.中国',
    'zhang＠example.cn',
    'zhang@',
    '@',
    'no mail',
  ],
  bigint: [
    '0',
    '1',
    '-1',
    '9',
    '10',
    '37',
    '-10',
    '-37',
    '9223372036854775807',
    '-9223372036854775808',
    '19870506',
    '198713',
  ],
  numeric: ['0', '0.01', '-0.01', '29.99', '30', '-30', '-30.01', '123456789012345678.99', '19870506.5'],
  double: [
    '0',
    '0.1',
    '-0.1',
    '29.999999999999996',
    '-30',
    '1e20',
    '-1e29',
    '1e30',
    '1.7976931348623157e308',
  ],
  boolean: ['1', '0'],
  date: ['1987-05-06', '2000-01-01', '9999-12-31', '1900-02-28'],
  timestamp: ['1987-05-06 13:14:15.123456', '2000-01-01 00:00:00', '2024-02-29 23:59:59.5'],
};

const textOf: Record<ColumnType, fc.Arbitrary<string>> = {
  text: fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('张三1987年/-.@ 05😀𠮷\u0301é*x')), maxLength: 24 }),
    fc.string({ unit: 'binary', maxLength: 12 }).filter(text => !text.includes('\0')),
  ),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  numeric: fc
    .tuple(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  boolean: fc.constantFrom('1', '0'),
  date: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10)),
  timestamp: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map(at => at.toISOString().replace('T', ' ').slice(0, 23)),
};

const generated = (type: ColumnType, numRuns: number): string[] =>
  fc.sample(textOf[type], { numRuns, seed: 20261121 });

/** Every mask, except that those which show a number or a time in part are for whole numbers, texts and days. */
function masksOf(type: ColumnType): Mask[] {
  const ends = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [3, 4],
    [6, 4],
    [2, 30],
  ].map(([head = 0, tail = 0]): Mask => ({ kind: 'middle', head, tail }));
  return [
    { kind: 'hidden' },
    { kind: 'digest' },
    { kind: 'year' },
    { kind: 'month' },
    { kind: 'mail' },
    ...[1, 3, 9, 30].map((head): Mask => ({ kind: 'address', head })),
    ...[2, 7, 10, 1000, 1_000_000_000_000].map((width): Mask => ({ kind: 'range', width })),
    ...(type === 'text' || type === 'bigint' || type === 'date' ? [{ kind: 'name' } as const, ...ends] : []),
  ];
}

export function testConnector(subject: Subject): void {
  describe(`${subject.name} as a source`, { skip: subject.skip }, () => {
    let scratch: Scratch;
    let schema: string;
    let source: Source;
    const allItems: PlanItem[] = [
      item('id', 'bigint', none, true),
      item('xm', 'text', none, true),
      item('amount', 'numeric', none, true),
      item('score', 'double'),
      item('active', 'boolean', none, true),
      item('born', 'date', none, true),
      item('changed', 'timestamp', none, true),
    ];
    const pick = (...names: string[]): PlanItem[] => allItems.filter(one => names.includes(one.name));
    const person = (items: PlanItem[], rows: RowCondition[] = []): Selection => ({
      table: { schema, table: 'person' },
      items,
      rows,
    });

    before(async () => {
      ({ scratch, schema } = await subject.create());
      source = subject.open(scratch);
      const columns = allItems.map(one => `${one.column} ${subject.types[one.type]}`).join(', ');
      await scratch.run(`create table person (${columns}, primary key (id))`);
      await scratch.run(`insert into person values
        (1, '张三', 12.50, 0.1, true, '1987-05-06', '2024-02-29 13:14:15.123456'),
        (2, '李四', -0.05, -2.5e-10, false, '2000-01-01', '2000-01-01 00:00:00'),
        (9223372036854775807, '', 123456789012345678.99, 1.7976931348623157e308, true, '9999-12-31', '9999-12-31 23:59:59.999999'),
        (-9223372036854775807, '😀', 0, 0, false, '1900-02-28', '1969-12-31 23:59:59.5'),
        (5, null, null, null, null, null, null)`);
      await scratch.run(`create table many as ${subject.sequence(30_000)}`);
    });
    after(async () => {
      await source?.close();
      await scratch?.drop();
    });

    test('the connection test says the version and that the account can write', async () => {
      const report = await source.test();
      assert.match(report.version, /\d+\.\d+/);
      assert.equal(report.canWrite, true);
      assert.ok(report.milliseconds >= 0);
    });

    test('tables and columns are found with their types and keys', async () => {
      const tables = await source.tables();
      assert.deepEqual(
        tables.filter(one => one.table === 'person').map(one => [one.schema, one.isView]),
        [[schema, false]],
      );
      const columns = await source.columns({ schema, table: 'person' });
      assert.deepEqual(
        columns.map(one => [one.name, one.type]),
        allItems.map(one => [one.column, one.type]),
      );
      assert.deepEqual(
        columns.filter(one => one.inKey).map(one => one.name),
        ['id'],
      );
      await assert.rejects(
        source.columns({ schema, table: 'nobody' }),
        isProblem('no_table', { table: 'nobody' }),
      );
    });

    test('every type arrives as it is, extreme values and nulls included', async () => {
      const rows = (await readAll(source, person(allItems))).sort((a, b) => Number(a[0]) - Number(b[0]));
      assert.deepEqual(rows, [
        ['-9223372036854775807', '😀', '0.00', '0', 'false', '1900-02-28', '1969-12-31 23:59:59.5'],
        ['1', '张三', '12.50', '0.1', 'true', '1987-05-06', '2024-02-29 13:14:15.123456'],
        ['2', '李四', '-0.05', '-2.5e-10', 'false', '2000-01-01', '2000-01-01 00:00:00'],
        ['5', null, null, null, null, null, null],
        [
          '9223372036854775807',
          '',
          '123456789012345678.99',
          '1.7976931348623157e+308',
          'true',
          '9999-12-31',
          '9999-12-31 23:59:59.999999',
        ],
      ]);
    });

    test('every mask of every type shows what the reference shows, in a query and in a read', async () => {
      const columns = maskedTypes.map(type => `c_${type} ${subject.types[type]}`).join(', ');
      await scratch.run(`create table masked (id ${subject.types.bigint}, ${columns})`);
      const values = maskedTypes.map(type => [...oddValues[type], ...generated(type, 120)]);
      const longest = Math.max(...values.map(list => list.length));
      const rows = Array.from({ length: longest }, (_, id) => {
        const cells = values.map(list => {
          const value = list[id];
          return value === undefined ? 'null' : subject.literal(value);
        });
        return `(${id}, ${cells.join(', ')})`;
      });
      await scratch.run(`insert into masked values ${rows.join(', ')}`);
      const table = { schema, table: 'masked' };
      const byId = (found: (string | null)[][]): (string | null)[] =>
        found.sort((a, b) => Number(a[0]) - Number(b[0])).map(row => row[1] ?? null);
      for (const type of maskedTypes) {
        const shown = async (mask: Mask): Promise<{ read: (string | null)[]; asked: (string | null)[] }> => {
          const items = [item('id', 'bigint'), item(`c_${type}`, type, mask)];
          const selection = { table, items, rows: [] };
          const read: (string | null)[][] = [];
          const snapshot = await source.snapshot();
          for await (const chunk of readMasked(snapshot, selection, () => digest))
            read.push(...decodeTuples(chunk, outputColumns(items)));
          await snapshot.close();
          const compiled = source.compileQuery({ ...selection, filters: [], limit: longest });
          const asked = await source.query(compiled, { filters: {} });
          digestRows(asked, compiled.digests, digest);
          return { read: byId(read), asked: byId(asked) };
        };
        const { read: clear } = await shown(none);
        assert.equal(clear.length, longest);
        for (const mask of masksOf(type)) {
          const expected = clear.map(text => maskValue(mask, type, text, digest));
          const { read, asked } = await shown(mask);
          assert.deepEqual(read, expected, `${type} ${JSON.stringify(mask)} in a read`);
          assert.deepEqual(asked, expected, `${type} ${JSON.stringify(mask)} in a query`);
        }
      }
    });

    test('a mask without a sound parameter reads nothing', async () => {
      const unsound: Mask[] = [
        { kind: 'middle', head: -1, tail: 0 },
        { kind: 'middle', head: 0.5, tail: 0 },
        { kind: 'address', head: 0 },
        { kind: 'range', width: 0 },
        { kind: 'range', width: 2.5 },
        { kind: 'range', width: Number.NaN },
      ];
      for (const mask of unsound) {
        const shape = { ...person([item('xm', 'text', mask)]), filters: [], limit: 1 };
        assert.throws(() => source.compileQuery(shape), isProblem('failed', { reason: mask.kind }));
      }
    });

    test('the answer alone says in which order rows come, and which of them a limit leaves', async () => {
      const rows = ['甲', '乙', 'a', 'A', 'a ', '😀', ''].flatMap((text, i) =>
        ['1.5', '1.50', '-2'].map(amount => `(${subject.literal(text)}, ${amount}, ${i})`),
      );
      const items = [
        item('t', 'text'),
        item('t', 'text', { kind: 'digest' }),
        item('t', 'text', { kind: 'hidden' }),
        item('amount', 'numeric'),
      ];
      const answers: (string | null)[][][] = [];
      for (const [name, list] of [
        ['forth', rows],
        ['back', rows.toReversed()],
      ] as const) {
        await scratch.run(
          `create table ${name} (t ${subject.types.text}, amount ${subject.types.numeric}, other ${subject.types.bigint})`,
        );
        await scratch.run(`insert into ${name} values ${list.join(', ')}`);
        const compiled = source.compileQuery({
          table: { schema, table: name },
          items,
          rows: [],
          filters: [],
          limit: 9,
        });
        answers.push(await source.query(compiled, { filters: {} }));
      }
      assert.equal(answers[0]?.length, 10);
      assert.deepEqual(answers[0], answers[1]);
    });

    test('row conditions select at the source, and all of them hold at once', async () => {
      const ids = async (...rows: RowCondition[]): Promise<string[]> =>
        (await readAll(source, person(pick('id'), rows))).map(row => row[0] ?? '').sort();
      assert.deepEqual(await ids({ column: 'xm', type: 'text', op: 'eq', values: ['张三'] }), ['1']);
      assert.deepEqual(
        await ids({ column: 'xm', type: 'text', op: 'in', values: ['张三', '李四', "x' or '1'='1"] }),
        ['1', '2'],
      );
      assert.deepEqual(
        await ids({ column: 'born', type: 'date', op: 'between', values: ['1987-05-06', '2000-01-01'] }),
        ['1', '2'],
      );
      assert.deepEqual(await ids({ column: 'active', type: 'boolean', op: 'eq', values: ['true'] }), [
        '1',
        '9223372036854775807',
      ]);
      assert.deepEqual(await ids({ column: 'id', type: 'bigint', op: 'in', values: [] }), []);
      const both: RowCondition[] = [
        { column: 'amount', type: 'numeric', op: 'between', values: ['-1', '100'] },
        {
          column: 'changed',
          type: 'timestamp',
          op: 'between',
          values: ['2024-01-01', '2024-12-31T23:59:59'],
        },
      ];
      assert.deepEqual(await ids(...both), ['1']);
      assert.equal(await source.count(person(pick('id'), both)), 1);
      await assert.rejects(
        ids({ column: 'id', type: 'bigint', op: 'eq', values: ['1 or 1=1'] }),
        isProblem('bad_value', { column: 'id' }),
      );
    });

    test('a query answers the rows of an exact value, masked, and one more than the limit', async () => {
      const shape = {
        ...person([...pick('id', 'active', 'changed'), item('xm', 'text', { kind: 'name' }, true)]),
        filters: ['xm'],
        limit: 10,
      };
      const compiled = source.compileQuery(shape);
      assert.deepEqual(
        compiled.columns.map(column => [column.name, column.type]),
        [
          ['id', 'bigint'],
          ['active', 'boolean'],
          ['changed', 'timestamp'],
          ['xm', 'text'],
        ],
      );
      const rows = await source.query(compiled, { filters: { xm: '张三' } });
      assert.deepEqual(rows, [['1', 'true', '2024-02-29 13:14:15.123456', '张*']]);
      assert.deepEqual(await source.query(compiled, { filters: { xm: '王五' } }), []);
      for (const [name, value] of Object.entries({
        id: '2',
        amount: '-0.05',
        active: 'false',
        born: '2000-01-01',
        changed: '2000-01-01T00:00:00',
      })) {
        const one = source.compileQuery({ ...person(allItems), filters: [name], limit: 5 });
        assert.ok(
          (await source.query(one, { filters: { [name]: value } })).some(row => row[0] === '2'),
          name,
        );
      }
      const all = source.compileQuery({ ...person(pick('id')), filters: [], limit: 2 });
      assert.equal((await source.query(all, { filters: {} })).length, 3);
    });

    test('a query is refused by name before it reaches the source: malformed value, missing value, item that selects nothing', async () => {
      const compiled = source.compileQuery({ ...person(allItems), filters: ['id'], limit: 1 });
      for (const value of ['abc', '1.5', '9223372036854775808', '', "1'"]) {
        await assert.rejects(
          source.query(compiled, { filters: { id: value } }),
          isProblem('bad_value', { column: 'id', type: 'bigint' }),
        );
      }
      await assert.rejects(source.query(compiled, { filters: {} }), isProblem('bad_value', { column: 'id' }));
      for (const [name, value] of Object.entries({
        born: '2023-02-29',
        changed: '2023-01-01 25:00:00',
        amount: '1e5',
        active: 'yes',
      })) {
        const one = source.compileQuery({ ...person(allItems), filters: [name], limit: 1 });
        await assert.rejects(
          source.query(one, { filters: { [name]: value } }),
          isProblem('bad_value', { column: name }),
        );
      }
      assert.throws(
        () => source.compileQuery({ ...person(allItems), filters: ['score'], limit: 1 }),
        isProblem('bad_value', { column: 'score' }),
      );
      assert.throws(
        () => source.compileQuery({ ...person(allItems), filters: ['nothing'], limit: 1 }),
        isProblem('bad_value', { column: 'nothing' }),
      );
    });

    test('a verification answers yes, no, or cannot tell, per claim', async () => {
      const shape = {
        ...person(allItems),
        filters: ['id'],
        limit: 1,
        claims: ['xm', 'born', 'active', 'amount', 'changed'],
      };
      const compiled = source.compileVerify(shape);
      const ask = (id: string, claims: Record<string, string>): Promise<(string | null)[][]> =>
        source.query(compiled, { filters: { id }, claims });
      const right = {
        xm: '张三',
        born: '1987-05-06',
        active: 'true',
        amount: '12.5',
        changed: '2024-02-29 13:14:15.123456',
      };
      assert.deepEqual(await ask('1', right), [['true', 'true', 'true', 'true', 'true']]);
      assert.deepEqual(await ask('1', { ...right, xm: '李四', born: '1987-05-07' }), [
        ['false', 'false', 'true', 'true', 'true'],
      ]);
      assert.deepEqual(await ask('5', right), [[null, null, null, null, null]]);
      assert.deepEqual(await ask('77', right), []);
      await assert.rejects(
        ask('1', { ...right, born: 'yesterday' }),
        isProblem('bad_value', { column: 'born' }),
      );
    });

    test('a read that is broken off leaves no statement behind, and the source still answers', async () => {
      let chunks = 0;
      for await (const chunk of readRows(source, {
        table: { schema, table: 'many' },
        items: [item('n', 'bigint'), item('t', 'text')],
        rows: [],
      })) {
        assert.ok(chunk.length > 0);
        if (++chunks === 2) break;
      }
      assert.equal(chunks, 2);
      const controller = new AbortController();
      const reading = (async () => {
        for await (const chunk of readRows(
          source,
          { table: { schema, table: 'many' }, items: [item('n', 'bigint'), item('t', 'text')], rows: [] },
          { signal: controller.signal },
        )) {
          assert.ok(chunk.length > 0);
          controller.abort(new Error('the grant was revoked'));
        }
      })();
      await assert.rejects(reading, /the grant was revoked/);
      const running = async (): Promise<number> =>
        Number(((await scratch.run(subject.running)) as { n: number | string }[])[0]?.n);
      for (let i = 0; i < 20 && (await running()) > 0; i++)
        await new Promise(resolve => setTimeout(resolve, 100));
      assert.equal(await running(), 0);
      assert.equal(await source.count(person(pick('id'))), 5);
    });

    test('a table that lost a column, changed its type or is gone is refused by name', async () => {
      await scratch.run(
        `create table shrinking (a ${subject.types.bigint}, b ${subject.types.text}, c ${subject.unsupported})`,
      );
      const read = (items: PlanItem[], table = 'shrinking'): Promise<unknown> =>
        readAll(source, { table: { schema, table }, items, rows: [] });
      await assert.rejects(
        read([item('a', 'bigint'), item('c', 'text')]),
        isProblem('unsupported_type', { column: '^c$', table: 'shrinking' }),
      );
      await assert.rejects(
        read([item('b', 'bigint')]),
        isProblem('changed_type', { column: '^b$', expected: 'bigint' }),
      );
      await assert.rejects(read([item('a', 'bigint')], 'gone'), isProblem('no_table', { table: 'gone' }));
      const compiled = source.compileQuery({
        table: { schema, table: 'shrinking' },
        items: [item('a', 'bigint'), item('b', 'text')],
        rows: [],
        filters: [],
        limit: 1,
      });
      await scratch.run('alter table shrinking drop column b');
      await assert.rejects(
        read([item('a', 'bigint'), item('b', 'text')]),
        isProblem('lost_column', { column: '^b$', table: 'shrinking' }),
      );
      await assert.rejects(
        source.query(compiled, { filters: {} }),
        isProblem('lost_column', { column: '^b$' }),
      );
    });

    test('a database that does not answer, does not exist or is too slow each has its own word', async () => {
      const cases: [Parameters<Subject['open']>[1], string][] = [
        [{ port: 1 }, 'unreachable'],
        [{ database: 'shuqiao_no_such_database' }, 'no_database'],
      ];
      for (const [overrides, code] of cases) {
        const other = subject.open(scratch, overrides ?? {});
        await assert.rejects(other.test(), isProblem(code));
        await assert.rejects(readAll(other, person(pick('id'))), isProblem(code));
        await other.close();
      }
      const hasty = subject.open(scratch, { queryMilliseconds: 300, readMilliseconds: 300 });
      await scratch.run(`create view slow as select id, ${subject.slow} as t from person`);
      await assert.rejects(
        readAll(hasty, { table: { schema, table: 'slow' }, items: [item('t', 'text')], rows: [] }),
        isProblem('timeout'),
      );
      await hasty.close();
    });

    test('a name with quotation marks is a name and nothing else', async () => {
      const quote = subject.name.startsWith('Post') ? '"' : '`';
      const name = `odd ${quote} name; drop table person; --`;
      await scratch.run(
        `create table ${quote}${name.replaceAll(quote, quote + quote)}${quote} (id ${subject.types.bigint})`,
      );
      assert.deepEqual(
        await readAll(source, { table: { schema, table: name }, items: [item('id', 'bigint')], rows: [] }),
        [],
      );
      assert.equal(await source.count(person(pick('id'))), 5);
    });
  });
}
