/** The register that the mover's benches move: ten columns, two of them masked. */
import { item, planFor } from './moving.ts';

export const PEOPLE_ITEMS = [
  item('id', 'bigint'),
  item('idno', 'text', { kind: 'middle', head: 6, tail: 4 }),
  item('xm', 'text', { kind: 'name' }),
  item('born', 'date'),
  item('address', 'text'),
  item('phone', 'text'),
  item('income', 'numeric'),
  item('score', 'double'),
  item('active', 'boolean'),
  item('changed', 'timestamp'),
];

export const PEOPLE_PLAN = planFor('public', 'person', PEOPLE_ITEMS);

/** The target's definition, for both sides. */
export const PERSON_COLUMNS =
  'id bigint, idno text, xm text, born date, address text, phone text, income numeric, score double precision, active boolean, changed timestamp';

/** Rows from formulas, so that every run of every machine has the same. */
export const fillPeople = (rows: number): string => `
  create table person (${PERSON_COLUMNS});
  insert into person
  select i, '4104' || lpad((i * 7919 % 100)::text, 2, '0') || to_char(date '1940-01-01' + (i * 31 % 28000)::int, 'YYYYMMDD')
            || lpad((i * 104729 % 10000)::text, 4, '0'),
         substr('王李张刘陈杨黄赵吴周', (i % 10)::int + 1, 1) || substr('伟芳娜秀英敏静丽强磊军洋', (i * 7 % 12)::int + 1, 1 + (i % 2)::int),
         date '1940-01-01' + (i * 31 % 28000)::int,
         '河南省平顶山市湛河区' || (i * 13 % 400) || '号院' || (i % 30) || '号楼' || (i % 6) || '单元',
         '13' || lpad((i * 48271 % 1000000000)::text, 9, '0'),
         case when i % 17 = 0 then null else round((i * 37 % 2000000) / 100.0, 2) end,
         (i * 97 % 100000) / 7.0::float8, i % 3 = 0, timestamp '2020-01-01' + (i * 61 % 150000000) * interval '1 second'
    from generate_series(1, ${rows}::bigint) i`;
