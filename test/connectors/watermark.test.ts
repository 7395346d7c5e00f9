/** The bounds of incremental runs, asked of real databases: no row between two runs is lost, to the microsecond. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { countExcluded } from '#planes/mover/reading/excluded.ts';
import { incrementOf } from '#planes/mover/reading/watermark.ts';
import { decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import type { Selection, Source } from '#planes/mover/ports.ts';
import type { Position, Watermark } from '#vocabulary/moves.ts';
import { type Scratch, createMariadb, createPostgres, mariadbMissing } from './databases.ts';
import { isProblem, item } from './suite.ts';

const DATABASES = {
  PostgreSQL: {
    skip: false as const,
    create: createPostgres,
    schemaOf: () => 'public',
    open: (scratch: Scratch) => openPostgresSource(scratch.address, scratch.password),
    time: 'timestamp',
  },
  MariaDB: {
    skip: await mariadbMissing(),
    create: createMariadb,
    schemaOf: (scratch: Scratch) => scratch.address.database,
    open: (scratch: Scratch) => openMysqlSource(scratch.address, scratch.password),
    time: 'datetime(6)',
  },
};

for (const [name, { skip, create, schemaOf, open, time }] of Object.entries(DATABASES))
  describe(`watermarks in ${name}`, { skip }, () => {
    let scratch: Scratch;
    let source: Source;
    let selection: Selection;
    before(async () => {
      scratch = await create('watermark');
      source = open(scratch);
      selection = {
        table: { schema: schemaOf(scratch), table: 'moved' },
        items: [item('id', 'bigint')],
        rows: [],
      };
    });
    after(async () => {
      await source?.close();
      await scratch?.drop();
    });

    /** What a run reads, and where the next one begins. */
    async function run(type: Watermark, overlap: number, last: Position | undefined) {
      const snapshot = await source.snapshot();
      try {
        const mode = { kind: 'incremental' as const, column: 'w', type, overlap };
        const { rows, position, notice } = await incrementOf(
          mode,
          last,
          snapshot,
          selection,
          Date.UTC(9999, 0, 1),
        );
        const ids: string[] = [];
        for await (const chunk of snapshot.read({ ...selection, rows }))
          ids.push(...decodeTuples(chunk, outputColumns(selection.items)).map(row => row[0] ?? ''));
        return { ids: ids.sort(), position, notice: await notice() };
      } finally {
        await snapshot.close();
      }
    }

    const TYPES: [Watermark, string, overlap: number, values: [string, string, string, string]][] = [
      [
        'timestamp',
        time,
        0.000002,
        [
          `'2024-02-29 23:59:59.999997'`,
          `'2024-02-29 23:59:59.999998'`,
          `'2024-03-01 00:00:00.000000'`,
          `'2024-03-01 00:00:00.000001'`,
        ],
      ],
      ['date', 'date', 1, [`'2024-02-28'`, `'2024-02-29'`, `'2024-03-01'`, `'2024-03-02'`]],
      [
        'bigint',
        'bigint',
        1,
        ['9007199254740991', '9007199254740992', '9007199254740993', '9007199254740994'],
      ],
      [
        'numeric',
        'decimal(40,8)',
        0.00000002,
        [
          '12345678901234567890.00000001',
          '12345678901234567890.00000002',
          '12345678901234567890.00000004',
          '12345678901234567890.00000005',
        ],
      ],
    ];
    for (const [type, databaseType, overlap, [before2, before1, last, next]] of TYPES)
      test(`${type}: from the last value less the overlap, both ends included`, async () => {
        await scratch.run('drop table if exists moved');
        await scratch.run(`create table moved (id bigint, w ${databaseType})`);
        await scratch.run(
          `insert into moved values (1, ${before2}), (2, ${before1}), (3, ${last}), (4, null)`,
        );
        const first = await run(type, overlap, undefined);
        assert.deepEqual(first.ids, ['1', '2', '3', '4']);
        assert.deepEqual(first.notice, { kind: 'watermark', column: 'w', without: 1, back: false });
        await scratch.run(
          `insert into moved values (5, ${before1}), (6, ${last}), (7, ${next}), (8, ${before2})`,
        );
        // The last one less the overlap is the second value.
        const second = await run(type, overlap, first.position);
        assert.deepEqual(second.ids, ['2', '3', '5', '6', '7']);
        assert.notDeepEqual(second.position, first.position);
        const third = await run(type, 0, second.position);
        assert.deepEqual([third.ids, third.position], [['7'], second.position]);
        await scratch.run(`delete from moved where id in (3, 6, 7)`);
        const back = await run(type, 0, second.position);
        assert.deepEqual([back.ids, back.position, back.notice?.back], [[], second.position, true]);
      });

    test('an empty table, and then its first row', async () => {
      await scratch.run('drop table if exists moved');
      await scratch.run('create table moved (id bigint, w bigint)');
      const first = await run('bigint', 0, undefined);
      assert.deepEqual(first, { ids: [], position: undefined, notice: undefined });
      await scratch.run('insert into moved values (1, -5)');
      assert.deepEqual((await run('bigint', 0, first.position)).ids, ['1']);
    });

    test('rows left out are counted in the snapshot that was read', async () => {
      await scratch.run('drop table if exists moved');
      await scratch.run('create table moved (id bigint, w bigint)');
      await scratch.run('insert into moved values (1, 1), (2, 2), (3, 3), (4, 4)');
      const rows = [{ column: 'id', type: 'bigint' as const, op: 'in' as const, values: ['2', '3'] }];
      const bounds = [{ column: 'w', type: 'bigint' as const, op: 'between' as const, values: ['2', '4'] }];
      const snapshot = await source.snapshot();
      try {
        assert.equal(await snapshot.count({ ...selection, rows }), 2);
        await scratch.run('insert into moved values (5, 3)');
        assert.equal(await countExcluded(snapshot, { ...selection, rows }, bounds, 2, 'snapshot'), 1);
        assert.equal(await countExcluded(snapshot, { ...selection, rows }, [], 2, 'snapshot'), 2);
        assert.equal(await countExcluded(snapshot, { ...selection, rows }, [], 2, 'stream'), null);
        assert.equal(await countExcluded(snapshot, selection, [], 4, 'snapshot'), 0);
      } finally {
        await snapshot.close();
      }
    });

    if (name === 'PostgreSQL')
      test('a highest value that nothing lies past is refused', async () => {
        await scratch.run('drop table if exists moved');
        await scratch.run(
          `create table moved (id bigint, w timestamp); insert into moved values (1, 'infinity')`,
        );
        await assert.rejects(run('timestamp', 0, undefined), isProblem('bad_value', { column: '^w$' }));
      });
    else
      test('a zero date is no watermark', async () => {
        await scratch.run('drop table if exists moved');
        await scratch.run('create table moved (id bigint, w datetime)');
        await scratch.run(`set sql_mode = ''; insert into moved values (1, '0000-00-00')`);
        const first = await run('timestamp', 0, undefined);
        assert.deepEqual([first.ids, first.position, first.notice?.without], [['1'], undefined, 1]);
      });
  });
