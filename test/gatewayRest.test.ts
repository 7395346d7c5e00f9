/** Lists in PostgREST's dialect against real databases: the client as it is published, and a model that knows no SQL. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { PostgrestClient } from '@supabase/postgrest-js';
import fc from 'fast-check';
import { isLike } from '#planes/gateway/serving/likePattern.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';
import { SYNTHETIC_ROWS } from '#vocabulary/synthetic.ts';
import { mariadbMissing } from './connectors/databases.ts';
import {
  type Held,
  ITEMS,
  type Kind,
  type ListHouse,
  SEARCHABLE,
  SOURCES,
  createListHouse,
  heldRows,
  isGranted,
} from './listHouse.ts';
import {
  type Ordering,
  type Tree,
  compareRows,
  isLike as modelLike,
  itemOf,
  nameText,
  parametersOf,
  shownValue,
  truthOf,
} from './listModel.ts';

const OPEN: Partial<ServiceSettings> = {
  listing: true,
  scans: true,
  searchable: SEARCHABLE,
  maskedEq: ['电话'],
};
const KINDS: readonly Kind[] = (await mariadbMissing()) === false ? ['postgres', 'mysql'] : ['postgres'];

let house: ListHouse;
let bearer = '';
const open: Partial<Record<Kind, string>> = {};

interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: () => unknown;
}

async function ask(
  sid: string,
  parameters: [string, string][] | string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Reply> {
  const query = typeof parameters === 'string' ? parameters : new URLSearchParams(parameters).toString();
  const reply = await fetch(`${house.url}/rest/v1/${sid}?${query}`, {
    method,
    headers: { authorization: bearer, ...headers },
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, text, json: () => JSON.parse(text) as unknown };
}

const codeOf = (reply: Reply): string => (reply.json() as { code?: string }).code ?? '';

async function client(): Promise<PostgrestClient> {
  const token = await house.token();
  return new PostgrestClient(`${house.url}/rest/v1`, {
    headers: { apikey: token, Authorization: `Bearer ${token}` },
  });
}

/** The rows of the model's answer; the key decides between rows that are alike in the order asked for. */
function expected(trees: readonly Tree[], order: readonly Ordering[]): Held[] {
  const key: Ordering = { item: '身份证号', descending: false, nullsFirst: false };
  return house.rows
    .filter(row => isGranted(row) && trees.every(tree => truthOf(row, tree) === true))
    .toSorted((a, b) => compareRows(a, b, [...order, key]));
}

before(async () => {
  house = await createListHouse(KINDS, heldRows(300), 'rest');
  bearer = `Bearer ${await house.token()}`;
  for (const kind of KINDS) open[kind] = await house.publish(kind, OPEN);
});

after(() => house.close());

for (const kind of KINDS)
  describe(`lists over ${kind}`, () => {
    const sid = (): string => open[kind] ?? assert.fail();

    test('the client of PostgREST reads, unchanged, with nothing but a token', async () => {
      const db = await client();
      const all = await db.from(sid()).select('身份证号').limit(1000);
      assert.equal(all.error, null);
      assert.deepEqual(
        all.data,
        expected([], []).map(row => ({ 身份证号: row['idno'] })),
      );

      const page = await db
        .from(sid())
        .select('id:身份证号,年龄', { count: 'exact' })
        .gt('年龄', 50)
        .order('年龄', { ascending: false, nullsFirst: false })
        .range(2, 6);
      const over = expected(
        [{ item: '年龄', by: 'gt', not: false, values: ['50'] }],
        [{ item: '年龄', descending: true, nullsFirst: false }],
      );
      assert.deepEqual([page.status, page.count], [206, over.length]);
      assert.deepEqual(
        page.data,
        over.slice(2, 7).map(row => ({ id: row['idno'], 年龄: Number(row['age']) })),
      );

      const names = await db
        .from(sid())
        .select('姓名')
        .in('姓名', ['a,b', '(x)', 'Zoe', 'nobody'])
        .not('姓名', 'eq', 'Zoe')
        .order('姓名');
      assert.deepEqual(
        names.data,
        expected(
          [{ item: '姓名', by: 'in', not: false, values: ['a,b', '(x)'] }],
          [{ item: '姓名', descending: false, nullsFirst: false }],
        ).map(row => ({ 姓名: row['xm'] })),
      );
      const none = await db.from(sid()).select('姓名').in('姓名', []);
      assert.deepEqual([none.error, none.data], [null, []]);

      const either = await db
        .from(sid())
        .select('身份证号')
        .or('姓名.ilike.zo*,and(年龄.lt.10,在册.is.true)')
        .is('出生日期', null);
      const trees: Tree[] = [
        {
          any: true,
          not: false,
          parts: [
            { item: '姓名', by: 'ilike', not: false, values: ['zo*'] },
            {
              any: false,
              not: false,
              parts: [
                { item: '年龄', by: 'lt', not: false, values: ['10'] },
                { item: '在册', by: 'is', not: false, values: ['true'] },
              ],
            },
          ],
        },
        { item: '出生日期', by: 'is', not: false, values: ['null'] },
      ];
      assert.deepEqual(
        either.data,
        expected(trees, []).map(row => ({ 身份证号: row['idno'] })),
      );

      const first = expected([], [])[0] ?? assert.fail();
      const one = await db
        .from(sid())
        .select('身份证号')
        .eq('身份证号', first['idno'] ?? '')
        .single();
      assert.deepEqual([one.status, one.data], [200, { 身份证号: first['idno'] }]);
      const many = await db.from(sid()).select('身份证号').single();
      assert.deepEqual([many.status, many.error?.code], [406, 'gateway.not_one_row']);
      const maybe = await db.from(sid()).select('身份证号').eq('身份证号', 'nobody').maybeSingle();
      assert.deepEqual([maybe.error, maybe.data], [null, null]);
      const csv = await db.from(sid()).select('身份证号,x:姓名').eq('姓名', 'a,b').limit(2).csv();
      const commas = expected([{ item: '姓名', by: 'eq', not: false, values: ['a,b'] }], []);
      assert.equal(
        csv.data,
        ['身份证号,x', ...commas.slice(0, 2).map(row => `${row['idno']},"a,b"`)].join('\n'),
      );
      const head = await db.from(sid()).select('*', { count: 'exact', head: true }).eq('姓名', 'a,b');
      assert.deepEqual([head.status, head.count, head.data], [200, commas.length, null]);
      const stripped = await db.from(sid()).select('身份证号,年龄').is('年龄', null).limit(1).stripNulls();
      assert.deepEqual(Object.keys((stripped.data as object[] | null)?.[0] ?? {}), ['身份证号']);
    });

    test('every generated query is answered as the model that reads everything answers it', async () => {
      const pools = new Map(
        ITEMS.map(({ name, column }) => [
          name,
          [...new Set(house.rows.map(row => row[column] ?? null))].filter(value => value !== null),
        ]),
      );
      const searched = ['身份证号', ...SEARCHABLE];
      const odd: Record<string, string[]> = {
        text: [
          '',
          ' ',
          'a ',
          'ZO*',
          '*三*',
          '_',
          '%',
          '\\%',
          'a\\\\b',
          "'; drop table person; --",
          '1=1',
          '"',
          '\u{20BB7}%',
          'NULL',
        ],
        bigint: ['0', '-9', '9223372036854775807', '+18'],
        numeric: ['0', '-0.0', '1.5', '12345678901234567890.123456789'],
        double: ['0', '1e1', '-0.125'],
        boolean: ['true', 'false'],
        date: ['1950-01-01', '1953-02-14', '9999-12-31'],
        timestamp: ['2026-02-05', '2026-02-05T03:30:00', '2026-02-05 03:30:00.5'],
      };
      const value = (name: string): fc.Arbitrary<string> =>
        fc.constantFrom(...(pools.get(name) ?? []), ...(odd[itemOf(name).type] ?? []));
      const isPattern = (text: string): boolean => !/(^|[^\\])(\\\\)*\\$/.test(text);
      const leaf: fc.Arbitrary<Tree> = fc.constantFrom(...searched).chain(name => {
        const one = value(name);
        const not = fc.boolean();
        const plain = fc.record({
          item: fc.constant(name),
          by: fc.constantFrom('eq', 'neq', 'gt', 'gte', 'lt', 'lte'),
          not,
          values: one.map(text => [text]),
        });
        const list = fc.record({
          item: fc.constant(name),
          by: fc.constant('in'),
          not,
          values: fc.array(one, { maxLength: 5 }),
        });
        const is = fc.record({
          item: fc.constant(name),
          by: fc.constant('is'),
          not,
          values: fc
            .constantFrom(...(itemOf(name).type === 'boolean' ? ['null', 'true', 'false'] : ['null']))
            .map(text => [text]),
        });
        const like = fc.record({
          item: fc.constant(name),
          by: fc.constantFrom('like', 'ilike'),
          not,
          values: one.filter(isPattern).map(text => [text]),
        });
        return fc.oneof(
          plain,
          list,
          is,
          ...(itemOf(name).type === 'text' ? [like] : []),
        ) as fc.Arbitrary<Tree>;
      });
      const { tree } = fc.letrec<{ tree: Tree; group: Tree }>(tie => ({
        group: fc.record({
          any: fc.boolean(),
          not: fc.boolean(),
          parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
        tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('group')),
      }));
      const ordering = fc.record({
        item: fc.constantFrom(...searched),
        descending: fc.boolean(),
        nullsFirst: fc.boolean(),
      });
      const order = fc.uniqueArray(ordering, { maxLength: 3, selector: one => one.item });
      const select = fc.uniqueArray(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: ITEMS.length });
      const window = fc.record({ limit: fc.option(fc.nat(60)), offset: fc.nat(40), count: fc.boolean() });
      const digest = createMaskDigest(house.keys, 2);
      await fc.assert(
        fc.asyncProperty(
          fc.array(tree, { maxLength: 3 }),
          order,
          select,
          window,
          async (trees, by, items, { limit, offset, count }) => {
            const parameters = parametersOf(trees, by);
            parameters.push(
              ['select', items.map(({ name }) => nameText(name)).join(',')],
              ['offset', String(offset)],
            );
            if (limit !== null) parameters.push(['limit', String(limit)]);
            const reply = await ask(sid(), parameters, count ? { prefer: 'count=exact' } : {});
            const all = expected(trees, by);
            if (count && offset > all.length)
              return assert.deepEqual(
                [reply.status, codeOf(reply), reply.headers.get('content-range')],
                [416, 'gateway.beyond_the_end', `*/${all.length}`],
              );
            const page = all.slice(offset, limit === null ? undefined : offset + limit);
            assert.deepEqual(
              [reply.status, reply.headers.get('content-range')],
              [
                count && page.length < all.length ? 206 : 200,
                `${page.length > 0 ? `${offset}-${offset + page.length - 1}` : '*'}/${count ? all.length : '*'}`,
              ],
              reply.text,
            );
            assert.deepEqual(
              reply.json(),
              page.map(row => Object.fromEntries(items.map(one => [one.name, shownValue(one, row, digest)]))),
            );
          },
        ),
        { numRuns: 400 },
      );
    });

    test('pages go on from their place to the last row, also where rows are alike and no key is granted', async () => {
      const items = ITEMS.filter(({ name }) => name !== '身份证号');
      const keyless = await house.publish(kind, OPEN, { items: [...items] });
      const granted = house.rows.filter(isGranted);
      for (const [select, order] of [
        ['在册', ''],
        ['年龄', '年龄.desc.nullslast'],
        ['姓名', '姓名.asc.nullsfirst,score.desc'],
        ['score,"金额(元)"', 'score.desc.nullsfirst,出生日期,登记时间.desc'],
        ['电话,化名', ''],
        ['*', '在册.desc,姓名'],
      ] as const) {
        const found: unknown[] = [];
        let after: string | null = null;
        let position = 0;
        for (let pages = 0; ; pages++) {
          assert.ok(pages < 100);
          const parameters: [string, string][] = [
            ['select', select],
            ['limit', String(7 + (pages % 5))],
            ...(order === '' ? [] : [['order', order] as [string, string]]),
          ];
          const reply: Reply = await ask(
            keyless,
            parameters,
            after === null ? {} : { 'shuqiao-after': after },
          );
          assert.equal(reply.status, 200, reply.text);
          const rows = reply.json() as unknown[];
          assert.equal(reply.headers.get('content-range'), `${position}-${position + rows.length - 1}/*`);
          found.push(...rows);
          position += rows.length;
          after = reply.headers.get('shuqiao-next');
          if (after === null) break;
        }
        const whole = (
          await ask(keyless, [
            ['select', select],
            ...(order === '' ? [] : [['order', order] as [string, string]]),
          ])
        ).json();
        assert.equal(found.length, granted.length, select);
        assert.deepEqual(found, whole, 'pages are the whole in pieces');
      }
    });

    test('a place serves its own query, grant and version alone, and is not made by anybody else', async () => {
      const parameters: [string, string][] = [
        ['select', '身份证号'],
        ['order', '年龄'],
        ['limit', '5'],
      ];
      const next = (await ask(sid(), parameters)).headers.get('shuqiao-next') ?? assert.fail();
      assert.equal((await ask(sid(), [...parameters, ['after', next]])).status, 200);
      assert.equal(
        (
          await ask(sid(), [
            ['select', '身份证号'],
            ['order', '年龄'],
            ['limit', '50'],
            ['after', next],
          ])
        ).status,
        200,
      );
      const flipped = `${next.slice(0, 20)}${next[20] === 'A' ? 'B' : 'A'}${next.slice(21)}`;
      for (const [parameter, more] of [
        [next, [['order', '年龄.desc']]],
        [
          next,
          [
            ['order', '年龄'],
            ['年龄', 'gt.1'],
          ],
        ],
        [flipped, [['order', '年龄']]],
        ['AAAA', [['order', '年龄']]],
      ] as [string, [string, string][]][])
        assert.equal(
          codeOf(await ask(sid(), [['select', '身份证号'], ...more, ['after', parameter]])),
          'gateway.wrong_page',
        );
      const other = await house.publish(kind, OPEN);
      assert.equal(codeOf(await ask(other, [...parameters, ['after', next]])), 'gateway.wrong_page');
      assert.equal(
        codeOf(await ask(sid(), [...parameters, ['after', next], ['offset', '1']])),
        'gateway.bad_input',
      );
    });

    test('a masked item is looked up by one eq where the entry says so, and is otherwise not asked about', async () => {
      const row = house.rows.find(one => isGranted(one) && one['phone'] !== null) ?? assert.fail();
      const phone = row['phone'] ?? '';
      const found = await ask(sid(), [
        ['select', '身份证号,电话'],
        ['电话', `eq.${phone}`],
      ]);
      assert.equal(found.status, 200, found.text);
      assert.ok(
        (found.json() as Record<string, string>[]).some(
          one => one['身份证号'] === row['idno'] && one['电话']?.includes('*'),
        ),
      );
      const entry = await house.record(Number(found.headers.get('shuqiao-record')));
      assert.ok(entry.kind === 'usage' && entry.body.subject !== '', 'it counts as a look-up of somebody');
      for (const [key, value] of [
        ['电话', `neq.${phone}`],
        ['电话', `not.eq.${phone}`],
        ['电话', `gt.${phone}`],
        ['电话', 'like.138*'],
        ['电话', `in.(${phone})`],
        ['电话', 'is.null'],
        ['or', `(电话.eq.${phone},年龄.gt.0)`],
        ['not.and', `(电话.eq.${phone})`],
        ['order', '电话'],
        ['地址', 'eq.河南'],
        ['化名', 'eq.P1'],
        ['化名', 'is.null'],
        ['order', '化名'],
      ] as const)
        assert.deepEqual(
          [key, value, codeOf(await ask(sid(), [[key, value]]))],
          [key, value, 'gateway.item_not_comparable'],
        );
      const twice = await ask(sid(), [
        ['电话', `eq.${phone}`],
        ['电话', 'eq.1'],
      ]);
      assert.equal(codeOf(twice), 'gateway.item_not_comparable');
      const often = Array.from({ length: 40 }, (_, i) => `x${i}:姓名`).join(',');
      assert.equal(
        codeOf(await ask(sid(), [['select', often]])),
        'gateway.bad_input',
        'one item in many names',
      );
      for (const [key, value] of [
        ['secret', 'eq.S1'],
        ['select', 'secret'],
        ['order', 'area'],
        ['or', '(area.eq.1,年龄.gt.0)'],
        ['select', '没有这一项'],
      ] as const)
        assert.equal(codeOf(await ask(sid(), [[key, value]])), 'gateway.item_not_granted');
    });

    test('without leave to list, a call looks up by an identifier, and comes back clear and cut', async () => {
      const masked = ITEMS.map(one =>
        one.name === '身份证号' ? { ...one, mask: { kind: 'middle' as const, head: 6, tail: 4 } } : one,
      );
      const single = await house.publish(kind, { searchable: ['年龄'] }, { items: masked, rowLimit: 1 });
      const row = expected([], [])[3] ?? assert.fail();
      const id = row['idno'] ?? '';
      for (const parameters of [
        [],
        [['年龄', 'gt.0']],
        [['身份证号', 'eq.']],
        [['or', `(年龄.gt.0,年龄.lt.0)`]],
      ] as [string, string][][])
        assert.equal(codeOf(await ask(single, parameters)), 'gateway.identifier_expected');
      const found = await ask(single, [
        ['身份证号', `eq.${id}`],
        ['select', '身份证号,姓名'],
      ]);
      assert.deepEqual(found.json(), [{ 身份证号: id, 姓名: row['xm'] }]);
      assert.equal(
        codeOf(
          await ask(single, [
            ['身份证号', `eq.${id}`],
            ['姓名', 'eq.x'],
          ]),
        ),
        'gateway.item_not_comparable',
        'not searchable',
      );
      assert.equal(
        codeOf(await ask(single, [['or', `(身份证号.eq.${id},年龄.gt.0)`]])),
        'gateway.item_not_comparable',
      );
      const lists = await house.publish(kind, OPEN, { items: masked });
      const shown = (
        await ask(lists, [
          ['select', '身份证号'],
          ['limit', '1'],
        ])
      ).json() as Record<string, string>[];
      assert.match(shown[0]?.['身份证号'] ?? '', /^\d{6}\*+.{4}$/, 'nobody who lists gets it clear');
    });

    test('where the provider allows no scans, an index must serve what is compared', async () => {
      const strict = await house.publish(kind, { ...OPEN, scans: false });
      const id = expected([], [])[0]?.['idno'] ?? '';
      const outcome = async (...parameters: [string, string][]): Promise<unknown> => {
        const reply = await ask(strict, parameters);
        return reply.status === 200 ? 'served' : codeOf(reply);
      };
      // Null lies at the end of an index where the database has it; elsewhere all rows are sorted for it.
      const [natural, sorted] = kind === 'postgres' ? ['asc', 'asc.nullsfirst'] : ['asc.nullsfirst', 'asc'];
      assert.equal(await outcome(['order', `年龄.${natural}`]), 'served');
      assert.equal(await outcome(['order', `年龄.${sorted}`]), 'gateway.would_scan');
      assert.equal(await outcome(), 'served', 'in the order of the key');
      assert.equal(await outcome(['年龄', 'gt.5'], ['order', '年龄']), 'served');
      assert.equal(await outcome(['or', '(年龄.gt.5,年龄.is.null)']), 'served');
      assert.equal(
        await outcome(['姓名', 'eq.Zoe'], ['score', 'gt.0'], ['order', 'score']),
        'served',
        'few rows have that name',
      );
      assert.equal(await outcome(['身份证号', `eq.${id}`], ['score', 'not.gt.0']), 'served');
      for (const parameters of [
        [['score', 'gt.0']],
        [['年龄', 'neq.5']],
        [['年龄', 'not.gt.5']],
        [['姓名', 'like.Z*']],
        [['order', 'score']],
        [['order', '姓名']],
        [['or', '(年龄.gt.5,score.gt.0)']],
        [['姓名', 'gt.Z']],
      ] as [string, string][][])
        assert.deepEqual([parameters, await outcome(...parameters)], [parameters, 'gateway.would_scan']);
      const keyless = await house.publish(
        kind,
        { ...OPEN, scans: false },
        { items: ITEMS.filter(({ name }) => name !== '身份证号') },
      );
      assert.equal(
        codeOf(await ask(keyless, [])),
        'gateway.would_scan',
        'an order of its own would read everything',
      );
      assert.equal((await ask(keyless, [['年龄', 'eq.54']])).status, 200);
    });

    test('what is withheld changes nothing of an answer', async () => {
      const queries: [string, string][][] = [
        [],
        [
          ['select', '姓名,电话,地址,化名'],
          ['order', '姓名'],
          ['limit', '40'],
        ],
        [
          ['select', '在册'],
          ['offset', '11'],
          ['limit', '13'],
        ],
        [
          ['年龄', 'gt.20'],
          ['order', 'score.desc'],
        ],
        [['电话', 'eq.13800000000']],
        [['secret', 'eq.S1']],
        [['order', '地址']],
      ];
      const all = ITEMS.filter(({ name }) => name !== '身份证号');
      const keyless = await house.publish(kind, OPEN, { items: [...all] });
      const answers = async (): Promise<unknown[]> => {
        const found: unknown[] = [];
        for (const one of [sid(), keyless])
          for (const parameters of queries) {
            const { status, text, headers } = await ask(one, parameters, { prefer: 'count=exact' });
            found.push([status, text, headers.get('content-range')]);
          }
        return found;
      };
      const before = await answers();
      const quote = kind === 'mysql' ? '`' : '"';
      await house.run(
        kind,
        `update person set secret = reverse(secret), ${quote}address${quote} = concat(${quote}address${quote}, '1') where ${quote}address${quote} like '____%'`,
      );
      await house.run(kind, `delete from person where area <> '410411'`);
      await house.run(kind, `create table other as select * from person order by secret, phone desc`);
      await house.run(kind, 'delete from person');
      await house.run(kind, 'insert into person select * from other');
      await house.run(kind, 'drop table other');
      assert.deepEqual(await answers(), before);
    });

    test('counts and pages of large tables are bounded', async () => {
      const numbers =
        kind === 'postgres'
          ? 'select i, i % 3 from generate_series(1, 120000) i'
          : 'select seq, seq % 3 from seq_1_to_120000';
      await house.run(kind, 'create table many (id bigint primary key, third bigint not null)');
      await house.run(kind, `insert into many ${numbers}`);
      await house.run(kind, 'analyze ' + (kind === 'postgres' ? 'many' : 'table many'));
      const items = [
        {
          name: '编号',
          column: 'id',
          type: 'bigint' as const,
          mask: { kind: 'none' as const },
          filter: true,
        },
        {
          name: '余数',
          column: 'third',
          type: 'bigint' as const,
          mask: { kind: 'none' as const },
          filter: false,
        },
      ];
      const table = { sourceId: SOURCES[kind], schema: house.schemaOf(kind), table: 'many' };
      const many = await house.publish(
        kind,
        { listing: true, scans: true, searchable: ['余数'], maxPage: 4000 },
        { items, table, rows: [], required: ['编号'] },
      );
      assert.equal(codeOf(await ask(many, [], { prefer: 'count=exact' })), 'gateway.too_many_to_count');
      const counted = await ask(
        many,
        [
          ['编号', 'lte.2000'],
          ['limit', '1'],
        ],
        { prefer: 'count=exact' },
      );
      assert.deepEqual([counted.status, counted.headers.get('content-range')], [206, '0-0/2000']);
      const first = await ask(many, [['limit', '100000']]);
      assert.equal(first.headers.get('content-range'), '0-3999/*', 'a page is cut, and says so');
      const deep = await ask(many, [['offset', '10001']]);
      assert.equal(codeOf(deep), 'gateway.too_deep');
      assert.match(deep.text, /shuqiao-next/);
      assert.equal(
        (
          await ask(many, [
            ['offset', '10000'],
            ['limit', '1'],
          ])
        ).text,
        '[{"编号":10001,"余数":2}]',
      );
      let after = first.headers.get('shuqiao-next');
      let last: { 编号: number }[] = [];
      for (let pages = 1; pages < 4; pages++) {
        const reply: Reply = await ask(many, [['after', after ?? '']]);
        last = reply.json() as { 编号: number }[];
        after = reply.headers.get('shuqiao-next');
      }
      assert.deepEqual([last[0]?.编号, last.at(-1)?.编号], [12_001, 16_000]);
    });

    test('SQL in any field is a value, a name that nobody has, or a refusal', async () => {
      const pieces = [
        "'; drop table person; --",
        '"; drop table person; --',
        '` or 1=1 -- ',
        '$1',
        '?',
        '\\',
        '%00',
        "') or ('1'='1",
        '/**/',
        '0x27',
        "\\'; --",
        '\u0000',
        '1; select pg_sleep(9)',
      ];
      for (const piece of pieces) {
        const quotedPiece = `"${piece.replace(/["\\]/g, '\\$&')}"`;
        const calls: [[string, string][], Record<string, string>][] = [
          [[['select', piece]], {}],
          [[['select', quotedPiece]], {}],
          [[['select', `${quotedPiece}:姓名`]], {}],
          [[['order', piece]], {}],
          [[['order', quotedPiece]], {}],
          [[['order', `姓名.${piece}`]], {}],
          [[['姓名', `eq.${piece}`]], {}],
          [[['姓名', `neq.${piece}`]], {}],
          [[['姓名', `like.*${piece}*`]], {}],
          [[['姓名', `ilike.${piece}`]], {}],
          [[['姓名', `in.(${quotedPiece},${piece})`]], {}],
          [[['姓名', `is.${piece}`]], {}],
          [[['姓名', `${piece}.x`]], {}],
          [[[piece, 'eq.1']], {}],
          [[[quotedPiece, 'eq.1']], {}],
          [[['年龄', `eq.${piece}`]], {}],
          [[['出生日期', `lt.${piece}`]], {}],
          [[['在册', `eq.${piece}`]], {}],
          [[['or', `(姓名.eq.${quotedPiece},${piece})`]], {}],
          [[['limit', piece]], {}],
          [[['offset', piece]], {}],
          [[['after', piece]], {}],
          [[['电话', `eq.${piece}`]], {}],
          [[], { 'x-scenario': encodeURIComponent(piece) }],
          [[], { 'x-case-no': encodeURIComponent(piece) }],
          [[], { 'x-post': encodeURIComponent(piece) }],
          [[], { prefer: `count=${encodeURIComponent(piece)}` }],
          [[], { accept: encodeURIComponent(piece) }],
          [[], { range: encodeURIComponent(piece) }],
          [[], { 'shuqiao-after': encodeURIComponent(piece) }],
        ];
        for (const [parameters, headers] of calls) {
          const reply = await ask(sid(), parameters, headers);
          assert.ok(
            reply.status < 500,
            `${piece} in ${JSON.stringify([parameters, headers])}: ${reply.status} ${reply.text}`,
          );
        }
      }
      assert.ok((await house.run(kind, 'select 1 from person')).length > 0);
    });

    test('a column that is gone is told as what it is', async () => {
      await house.run(kind, 'create table fleeting (id bigint primary key, x bigint)');
      const items = [
        {
          name: '编号',
          column: 'id',
          type: 'bigint' as const,
          mask: { kind: 'none' as const },
          filter: true,
        },
        { name: '甲', column: 'x', type: 'bigint' as const, mask: { kind: 'none' as const }, filter: false },
      ];
      const table = { sourceId: SOURCES[kind], schema: house.schemaOf(kind), table: 'fleeting' };
      const fleeting = await house.publish(kind, OPEN, { items, table, rows: [], required: ['编号'] });
      assert.equal((await ask(fleeting, [])).text, '[]');
      await house.run(kind, 'alter table fleeting drop column x');
      const gone = await ask(fleeting, []);
      assert.deepEqual([gone.status, codeOf(gone)], [503, 'gateway.source_changed']);
    });
  });

test('what is not offered is refused by its name to the client of PostgREST', async () => {
  const db = await client();
  const sid = open.postgres ?? '';
  const outcomes: [
    PromiseLike<{
      error: { code: string; details: string | null; hint: string | null } | null;
      status: number;
    }>,
    number,
    RegExp,
  ][] = [
    [db.from(sid).select('*, other(*)'), 400, /embedded/],
    [db.from(sid).select('年龄::text'), 400, /casts/],
    [db.from(sid).select('年龄.sum()'), 400, /aggregates/],
    [db.from(sid).select('count()'), 400, /aggregates/],
    [db.from(sid).select('姓名->x'), 400, /arrows/],
    [db.from(sid).select('*').textSearch('姓名', 'x'), 400, /full-text/],
    [db.from(sid).select('*').likeAnyOf('姓名', ['a']), 400, /any and all/],
    [db.from(sid).select('*').contains('姓名', ['a']), 400, /operator/],
    [db.from(sid).select('*', { count: 'planned' }), 400, /planned/],
    [db.from(sid).insert({ 姓名: 'x' }), 405, /only reads/],
    [db.from(sid).update({ 姓名: 'x' }).eq('姓名', 'y'), 405, /only reads/],
    [db.from(sid).upsert({ 姓名: 'x' }), 405, /only reads/],
    [db.from(sid).delete().eq('姓名', 'y'), 405, /only reads/],
    [db.rpc('anything', { a: 1 }), 400, /functions/],
    [db.from(sid).select('*').geojson(), 406, /geo\+json/],
    [db.from(sid).select('*').explain(), 406, /plan/],
  ];
  for (const [pending, status, about] of outcomes) {
    const { error, status: given } = await pending;
    assert.equal(given, status, JSON.stringify(error));
    assert.match(error?.details ?? '', about);
    assert.ok((error?.hint ?? '').length > 3);
  }
});

test('the purpose stands in headers and lies in the record; where it is asked for, a call without it is refused', async () => {
  const strict = await house.publish('postgres', { ...OPEN, purpose: { caseNo: true, post: true } });
  const missing = await ask(strict, []);
  assert.equal(codeOf(missing), 'gateway.purpose_missing');
  const stated = {
    'x-scenario': encodeURIComponent('高龄津贴'),
    'x-case-no': 'BJ-2026-1',
    'x-post': encodeURIComponent('窗口 3'),
  };
  const served = await ask(
    strict,
    [
      ['select', '姓名,年龄'],
      ['limit', '2'],
    ],
    stated,
  );
  assert.equal(served.status, 200, served.text);
  const entry = await house.record(Number(served.headers.get('shuqiao-record')));
  assert.ok(entry.kind === 'usage');
  const { scenario, caseNo, post, items, rows, result } = entry.body;
  assert.deepEqual(
    { scenario, caseNo, post, items, rows, result },
    { scenario: '高龄津贴', caseNo: 'BJ-2026-1', post: '窗口 3', items: [1, 2], rows: 2, result: 'served' },
  );
  const other = await ask(strict, [], { ...stated, 'x-scenario': 'other' });
  assert.equal(codeOf(other), 'gateway.scenario_not_granted');
  const refused = await house.record(Number(other.headers.get('shuqiao-record')));
  assert.ok(
    refused.kind === 'usage' && refused.body.result === 'refused' && refused.body.caseNo === 'BJ-2026-1',
  );
});

test('a caller of the national convention reads lists too, and a service of another kind is none', async () => {
  const sid = open.postgres ?? '';
  const reply = await fetch(`${house.url}/rest/v1/${sid}?limit=1&select=${encodeURIComponent('身份证号')}`, {
    headers: house.signed(sid),
  });
  assert.deepEqual([reply.status, ((await reply.json()) as unknown[]).length], [200, 1]);
  const verify = await house.publish('postgres', OPEN, { kind: 'verify' });
  const answer = await ask(verify, []);
  assert.deepEqual([answer.status, codeOf(answer)], [404, 'gateway.not_listed']);
  const stranger = await fetch(`${house.url}/rest/v1/${sid}`);
  assert.equal(stranger.status, 401);
  assert.deepEqual(Object.keys((await stranger.json()) as object).slice(0, 4), [
    'code',
    'message',
    'details',
    'hint',
  ]);
});

test('a HEAD has the headers of its GET and no body, and its record says that nothing was handed over', async () => {
  const sid = open.postgres ?? '';
  const got = await ask(sid, [['limit', '3']], { prefer: 'count=exact' });
  const seen = await ask(sid, [['limit', '3']], { prefer: 'count=exact' }, 'HEAD');
  assert.deepEqual(
    [seen.status, seen.text, seen.headers.get('content-range')],
    [got.status, '', got.headers.get('content-range')],
  );
  const entry = await house.record(Number(seen.headers.get('shuqiao-record')));
  assert.ok(entry.kind === 'usage');
  assert.deepEqual([entry.body.rows, entry.body.items], [0, []]);
  const ranged = await ask(sid, [], { range: '5-9', 'range-unit': 'items' });
  assert.equal(ranged.headers.get('content-range'), '5-9/*');
});

test('a refusal that tells how many rows there are is a call like any other', async () => {
  // One is for the call by which the house sees that the gateway follows.
  const sid = await house.publish('postgres', OPEN, { limits: { perDay: 5 } });
  const one = { accept: 'application/vnd.pgrst.object+json' };
  const count = { prefer: 'count=exact' };
  const seen = [
    await ask(sid, [['身份证号', 'eq.nobody']], one),
    await ask(sid, [['limit', '5']], one),
    await ask(sid, [['offset', '9000']], count),
    await ask(sid, [['offset', '9001']], count),
    await ask(sid, [['身份证号', 'eq.nobody']], one),
  ];
  assert.deepEqual(seen.map(codeOf), [
    'gateway.not_one_row',
    'gateway.not_one_row',
    'gateway.beyond_the_end',
    'gateway.beyond_the_end',
    'gateway.quota_used',
  ]);
});

test('under one signature no more is told by refusals than by answers', async () => {
  const sid = open.postgres ?? '';
  const signed = house.signed(sid);
  const accept = 'application/vnd.pgrst.object+json';
  const askOnce = async (i: number): Promise<string> => {
    const query = new URLSearchParams([['身份证号', `eq.nobody-${i}`]]).toString();
    const reply = await fetch(`${house.url}/rest/v1/${sid}?${query}`, { headers: { ...signed, accept } });
    return ((await reply.json()) as { code: string }).code;
  };
  assert.equal(await askOnce(0), 'gateway.not_one_row');
  assert.equal(await askOnce(0), 'gateway.replayed');
  const codes: string[] = [];
  for (let i = 1; i <= 20; i++) codes.push(await askOnce(i));
  assert.deepEqual([...new Set(codes)], ['gateway.not_one_row', 'gateway.too_many_bodies']);
  assert.equal(codes.filter(code => code === 'gateway.not_one_row').length, 19);
});

test('headers that are no text are refused, not thrown over', async () => {
  const sid = open.postgres ?? '';
  const status = await new Promise<number>((resolve, reject) => {
    const req = request(
      `${house.url}/rest/v1/${sid}`,
      { headers: { authorization: bearer, 'x-post': Buffer.from([0xff, 0xfe]).toString('latin1') } },
      res => {
        res.resume();
        resolve(res.statusCode ?? 0);
      },
    );
    req.on('error', reject);
    req.end();
  });
  assert.equal(status, 400);
});

test('a sandbox lists rows of nobody by the same rules, and looks them up by their identifier', async () => {
  const values = ITEMS.map(({ type }, at) => ({
    kind: at === 0 ? ('person' as const) : type === 'text' ? ('name' as const) : ('typed' as const),
    length: null,
  }));
  const synthetic = { seed: 'entry/1', values, front: true, granted: false };
  const items = ITEMS.map(one => ({ ...one, column: one.name }));
  const sid = await house.publish('postgres', OPEN, { environment: 'sandbox', synthetic, items });
  const list = async (...parameters: [string, string][]): Promise<Reply> =>
    ask(sid, parameters, { prefer: 'count=exact' });
  const all = await list(['order', '年龄.desc,身份证号']);
  assert.deepEqual(
    [all.status, all.headers.get('shuqiao-environment'), all.headers.get('content-range')],
    [200, 'sandbox', `0-${SYNTHETIC_ROWS - 1}/${SYNTHETIC_ROWS}`],
  );
  const rows = all.json() as { 身份证号: string; 年龄: number; 姓名: string; 电话: string; 在册: boolean }[];
  const ages = rows.map(one => one.年龄);
  assert.deepEqual(
    ages,
    ages.toSorted((a, b) => b - a),
  );
  assert.ok(
    rows.every(one => one.电话.includes('*')),
    'masked as data would be',
  );

  const [middle] = rows.slice(20);
  assert.ok(middle);
  const older = await list(['年龄', `gt.${middle.年龄}`], ['select', '身份证号']);
  assert.equal((older.json() as unknown[]).length, ages.filter(age => age > middle.年龄).length);
  const found = await list(
    ['姓名', `eq.${middle.姓名}`],
    ['or', `(姓名.like.${middle.姓名.slice(0, 1)}*,年龄.is.null)`],
    ['在册', `is.${middle.在册}`],
  );
  assert.ok((found.json() as typeof rows).some(one => one.身份证号 === middle.身份证号));
  const known = await list(['身份证号', `eq.${middle.身份证号}`], ['select', '姓名,年龄']);
  assert.deepEqual(known.json(), [{ 姓名: middle.姓名, 年龄: middle.年龄 }]);
  assert.deepEqual((await list(['身份证号', 'eq.123'])).json(), []);

  const pages: unknown[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const reply: Reply = await list(
      ['order', '在册'],
      ['limit', '9'],
      ...(after === '' ? [] : [['after', after] as [string, string]]),
    );
    pages.push(...(reply.json() as unknown[]));
    after = reply.headers.get('shuqiao-next');
  }
  assert.deepEqual(pages, (await list(['order', '在册'])).json());
  assert.equal(codeOf(await list(['电话', 'like.138*'])), 'gateway.item_not_comparable');
});

test('patterns of the sandbox are those of the databases, however they are made', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '\\', '\u{20BB7}'), maxLength: 8 });
  const pattern = text.filter(one => !/(^|[^\\])(\\\\)*\\$/.test(one));
  fc.assert(
    fc.property(text, pattern, (held, wanted) => assert.equal(isLike(held, wanted), modelLike(held, wanted))),
    { numRuns: 20_000 },
  );
  const started = performance.now();
  assert.equal(isLike('a'.repeat(10_000), `${'%a'.repeat(200)}b`), false);
  assert.ok(performance.now() - started < 10_000);
});
