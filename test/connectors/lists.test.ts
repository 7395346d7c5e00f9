/** Lists over the types of columns that departments have: what a row shows finds it again, and every order has all rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import type { Comparing, ListCondition, ListShape, Source } from '#planes/mover/ports.ts';
import type { ColumnType, PlanItem } from '#vocabulary/plans.ts';
import { type Scratch, createMariadb, createPostgres, mariadbMissing } from './databases.ts';

interface Typed {
  column: string;
  own: string;
  type: ColumnType;
  /** Values as the database takes them in a statement. */
  values: readonly string[];
}

const text = (column: string, own: string, values: readonly string[]): Typed => ({
  column,
  own,
  type: 'text',
  values: values.map(value => `'${value}'`),
});

const WORDS = ['a', 'A', '张三', 'Zoë', 'Zoe', '', 'a  b', '', '\u{20BB7}'];
const UUIDS = ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'];

const POSTGRES: readonly Typed[] = [
  text('plain', 'text', WORDS),
  text('varying', 'varchar(50)', WORDS),
  text('fixed', 'char(8)', ['a', 'b  ', '张三', '']),
  text('icu', 'text collate "und-x-icu"', WORDS),
  text('loose', 'text collate loose', WORDS),
  text('mood', 'mood', ['sad', 'glad', 'sad']),
  text('ident', 'uuid', UUIDS),
  text('document', 'json', ['{"a": 1}', '[]']),
  text('binary', 'jsonb', ['{"a": 1}', '[]']),
  text('host', 'inet', ['10.0.0.1', '10.0.0.0/8']),
  text('clock', 'time', ['08:30:00', '23:59:59.5']),
  { column: 'small', own: 'smallint', type: 'bigint', values: ['1', '-32768', '7'] },
  { column: 'big', own: 'bigint', type: 'bigint', values: ['9223372036854775807', '-9223372036854775808'] },
  {
    column: 'exact',
    own: 'numeric',
    type: 'numeric',
    values: ['1.50', '1.5', '-0.000000000000000000001', '12345678901234567890.5'],
  },
  { column: 'single', own: 'real', type: 'double', values: ['0.5', '0.1', '-3.4e38', '16777217'] },
  { column: 'double', own: 'double precision', type: 'double', values: ['0.1', '1e-300', '-5e-324'] },
  { column: 'flag', own: 'boolean', type: 'boolean', values: ['true', 'false'] },
  { column: 'day', own: 'date', type: 'date', values: ["'2026-02-28'", "'0900-01-01'"] },
  {
    column: 'moment',
    own: 'timestamp',
    type: 'timestamp',
    values: ["'2026-02-28 08:30:00'", "'2026-02-28 08:30:00.000001'"],
  },
  {
    column: 'zoned',
    own: 'timestamptz',
    type: 'timestamp',
    values: ["'2026-02-28 08:30:00+00'", "'2026-02-28 08:30:00+08'"],
  },
];

const MYSQL: readonly Typed[] = [
  text('varying', 'varchar(50) character set utf8mb4 collate utf8mb4_general_ci', WORDS),
  text('exact_text', 'varchar(50) character set utf8mb4 collate utf8mb4_nopad_bin', WORDS),
  text('old', 'varchar(50) character set gbk', ['a', 'A', '张三', '']),
  text('latin', 'varchar(50) character set latin1', ['a', 'é', 'E']),
  text('fixed', 'char(8) character set utf8mb4', ['a', 'b', '张三', '']),
  text('long_text', 'text character set utf8mb4', WORDS),
  text('mood', "enum('sad','glad') character set utf8mb4", ['sad', 'glad']),
  text('several', "set('a','b') character set utf8mb4", ['a', 'a,b', '']),
  text('document', 'json', ['{"a": 1}', '[]']),
  text('ident', 'uuid', UUIDS),
  text('clock', 'time', ['08:30:00', '-23:59:59']),
  { column: 'year', own: 'year', type: 'bigint', values: ['2026', '1999'] },
  { column: 'big', own: 'bigint', type: 'bigint', values: ['9223372036854775807', '-9223372036854775808'] },
  { column: 'unsigned', own: 'bigint unsigned', type: 'numeric', values: ['18446744073709551615', '0'] },
  {
    column: 'exact',
    own: 'decimal(30,10)',
    type: 'numeric',
    values: ['1.5', '-0.0000000001', '12345678901234567890.5'],
  },
  { column: 'single', own: 'float', type: 'double', values: ['0.5', '0.1', '-2048'] },
  { column: 'double', own: 'double', type: 'double', values: ['0.1', '1e-300'] },
  { column: 'flag', own: 'boolean', type: 'boolean', values: ['true', 'false'] },
  { column: 'bit', own: 'bit(1)', type: 'boolean', values: ["b'1'", "b'0'"] },
  { column: 'day', own: 'date', type: 'date', values: ["'2026-02-28'", "'1000-01-01'"] },
  {
    column: 'moment',
    own: 'datetime(6)',
    type: 'timestamp',
    values: ["'2026-02-28 08:30:00'", "'2026-02-28 08:30:00.000001'"],
  },
  {
    column: 'stamp',
    own: 'timestamp',
    type: 'timestamp',
    values: ["'2026-02-28 08:30:00'", "'2026-02-28 08:30:01'"],
  },
];

const item = ({ column, type }: Typed): PlanItem => ({
  name: column,
  column,
  type,
  mask: { kind: 'none' },
  filter: false,
});

const always: ListCondition = { kind: 'all', not: false, parts: [] };

async function check(
  source: Source,
  scratch: Scratch,
  schema: string,
  one: Typed,
  quote: string,
): Promise<void> {
  const table = { schema, table: `of_${one.column}` };
  const name = `${quote}${one.column}${quote}`;
  await scratch.run(`create table ${table.table} (id int primary key, ${name} ${one.own} null)`);
  await scratch
    .run(
      `create index ix_${one.column} on ${table.table} (${one.own.startsWith('text ') && quote === '`' ? `${name}(10)` : name})`,
    )
    .catch(() => undefined);
  const values = [...one.values, 'null'];
  await scratch.run(
    `insert into ${table.table} values ${values.map((value, i) => `(${i}, ${value})`).join(', ')}`,
  );
  const shape = await source.shapeOf(table);
  const base: ListShape = {
    table,
    items: [item(one)],
    rows: [],
    where: always,
    values: 0,
    order: [],
    tieSalt: 'salt',
    from: undefined,
  };
  const ask = async (more: Partial<ListShape>, given: string[]): Promise<(string | null)[][]> => {
    const made = { ...base, ...more };
    return source.list(source.compileList(made, shape), [...given, '0', '100']);
  };
  const all = await ask({}, []);
  assert.equal(all.length, values.length);
  const condition = (by: Comparing, count = 1): ListCondition => ({
    kind: 'column',
    column: one.column,
    type: one.type,
    by,
    not: false,
    values: Array.from({ length: count }, (_, i) => i),
  });
  for (const [shown] of all) {
    if (shown === null || shown === undefined) continue;
    const same = all.filter(([other]) => other === shown).length;
    const isSingle = one.own === 'real' || one.own === 'float';
    // A number of single precision is shown shorter than it is.
    const isExact = !isSingle || Math.fround(Number(shown)) === Number(shown);
    const isNumber = one.type === 'numeric' || one.type === 'double';
    const expected = isNumber
      ? all.filter(([other]) => other !== null && other !== undefined && Number(other) === Number(shown))
          .length
      : same;
    const wanted = isExact ? expected : 0;
    for (const [by, given] of [
      ['eq', [shown]],
      ['in', [shown, shown]],
    ] as const) {
      const found = await ask({ where: condition(by, given.length), values: given.length }, [...given]);
      assert.equal(found.length, wanted, `${one.own}: ${by} ${shown}`);
    }
    if (isExact) {
      const [above, below] = [
        await ask({ where: condition('gt'), values: 1 }, [shown]),
        await ask({ where: condition('lte'), values: 1 }, [shown]),
      ];
      assert.equal(above.length + below.length, one.values.length, `${one.own}: beside ${shown}`);
    }
  }
  const nulls = await ask({ where: condition('null', 0) }, []);
  assert.deepEqual(
    nulls.map(([shown]) => shown),
    [null],
  );
  // Every place of the order, begun at, gives the rows from there on.
  for (const own of [false, true])
    for (const descending of [false, true])
      for (const nullsFirst of [false, true]) {
        if (own && shape.columns.get(one.column)?.finds !== true) continue;
        const order = [{ column: one.column, type: one.type, descending, nullsFirst, isNullable: true, own }];
        const ordered = await ask({ order }, []);
        assert.equal(ordered.length, values.length);
        assert.equal(
          ordered.findIndex(([shown]) => shown === null),
          nullsFirst ? 0 : values.length - 1,
          one.own,
        );
        for (const [i, row] of ordered.entries()) {
          const keys = row.slice(1);
          const from = keys.map(key => ({ isNull: key === null }));
          const rest = await ask(
            { order, from },
            keys.filter(key => key !== null),
          );
          const alike = ordered.findIndex(other => other.slice(1).join('|') === keys.join('|'));
          assert.deepEqual(rest, ordered.slice(alike), `${one.own}: from row ${i}`);
        }
      }
  const counted = source.compileListCount(base, shape);
  assert.equal((await source.list(counted, []))[0]?.[0], String(values.length));
  assert.ok((await source.estimate(counted, [])) < 100_000);
}

test('PostgreSQL: every type of column is found by what it shows, and ordered without loss', async () => {
  const scratch = await createPostgres('lists');
  const source = openPostgresSource(scratch.address, scratch.password);
  try {
    await scratch.run("create type mood as enum ('sad', 'glad')");
    await scratch.run(
      `create collation loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
    );
    for (const one of POSTGRES) await check(source, scratch, 'public', one, '"');
  } finally {
    await source.close();
    await scratch.drop();
  }
});

test('MariaDB: every type of column is found by what it shows, and ordered without loss', {
  skip: await mariadbMissing(),
}, async () => {
  const scratch = await createMariadb('lists');
  const source = openMysqlSource(scratch.address, scratch.password);
  try {
    for (const one of MYSQL) await check(source, scratch, scratch.address.database, one, '`');
  } finally {
    await source.close();
    await scratch.drop();
  }
});
