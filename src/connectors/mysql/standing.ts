/**
 * The table of a target that goes on from run to run in MySQL: `merge`, `append` and `history` change it. Rows are known
 * by the digest of their key, of one length whatever the key's columns are: MySQL indexes no long text, and holds empty
 * values apart.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import type { Home } from './home.ts';
import { HISTORY_COLUMNS, NOW, generationOf, ownTable } from './runs.ts';
import type { Claim } from './runs.ts';
import { ask, askLong, change } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import {
  DATA_TYPES,
  definitionsOf,
  filledBy,
  literal,
  name,
  scaleName,
  tableSaid,
  valuesOf,
} from './sinkNames.ts';
import type { Definition } from './sinkNames.ts';
import { columnsOf } from './views.ts';
import { ROW, makeTable } from './ways.ts';
import type { Way } from './ways.ts';

const KEY: Definition = { name: 'sq_key', type: 'binary(16) not null' };
/** Which of the rows with one key: of rows known by their whole, the doubles. */
const NTH: Definition = { name: 'sq_nth', type: 'int not null default 1' };
const [RUN = '', FROM = '', TO = ''] = HISTORY_COLUMNS;
const RUN_COLUMN: Definition = { name: RUN, type: 'varchar(190) not null' };
const TIMES: Definition[] = [
  { name: FROM, type: 'datetime(6) not null' },
  { name: TO, type: 'datetime(6) null' },
  { name: NOW, type: 'tinyint null' },
];

interface Standing {
  table: TableName;
  isNew: boolean;
}

/** Columns that are not as they were: only one that is new, and may be empty, can be added to what is there. */
async function fitColumns(
  link: Link,
  target: DeliveryTarget,
  table: TableName,
  shown: readonly string[],
): Promise<void> {
  const lies = new Map((await columnsOf(link, table)).map(one => [one.name, one.type]));
  const wanted = new Map(target.columns.map(one => [one.name, DATA_TYPES[one.type]]));
  const where = { schema: target.schema, table: target.table };
  if (lies.size === 0) {
    // Somebody of the consumer's dropped it; a run that brings only what changed would pass for all there is.
    const reason = `its table ${table.schema}.${table.table} is gone; remove the target, and it begins anew`;
    throw new ConnectionProblem('failed', { ...where, reason });
  }
  const changed = shown.filter(one => lies.get(one) !== wanted.get(one));
  if (changed.length > 0)
    throw new ConnectionProblem('columns_changed', {
      ...where,
      columns: changed.join(', '),
      dependents: 'the rows of earlier runs',
    });
  // Left by a run that added them and then failed: nobody has seen them.
  const stale = [...lies.keys()].filter(
    is => !is.startsWith('sq_') && !shown.includes(is) && wanted.get(is) !== lies.get(is),
  );
  const have = new Set([...lies.keys()].filter(is => !stale.includes(is)));
  const changes = [
    ...stale.map(is => `drop column ${name(is)}`),
    ...definitionsOf(target.columns)
      .filter(one => !have.has(one.name))
      .map(one => `add column ${name(one.name)} ${one.type}`),
  ];
  if (changes.length > 0) await change(link, `alter table ${tableSaid(table)} ${changes.join(', ')}`);
}

/** The target's table, fitted to the plan's columns; what the first run makes is its own. */
async function findStanding(
  link: Link,
  home: Home,
  target: DeliveryTarget,
  { showing }: Claim,
): Promise<Standing> {
  if (showing === undefined || showing.apply === 'replace')
    return { table: ownTable(home, target), isNew: true };
  const table = generationOf(home, showing);
  await fitColumns(link, target, table, showing.shown);
  return { table, isNew: false };
}

const keyOf = ({ columns, key }: DeliveryTarget): number[] =>
  key.length === 0
    ? columns.map((_, i) => i)
    : key.map(is => columns.findIndex(column => column.name === is));

/** A key that came twice has no winner among its rows: the refusal says how many there are. */
async function checkDoubles(link: Link, target: DeliveryTarget, rows: TableName): Promise<void> {
  const [[keys, count] = [0, 0]] = await askLong<[string | number, string | number]>(
    link,
    `select count(*), coalesce(sum(n), 0) from
       (select count(*) as n from ${tableSaid(rows)} group by ${name(KEY.name)} having count(*) > 1) twice`,
  );
  if (Number(keys) === 0) return;
  const { schema, table, key } = target;
  throw new ConnectionProblem('double_keys', {
    schema,
    table,
    column: key.join(', '),
    keys: String(keys),
    rows: String(count),
  });
}

const alias = (columns: readonly string[], of: string): string =>
  columns.map(one => `${of}.${one}`).join(', ');

export async function mergeWay(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<Way> {
  const { columns } = target;
  const standing = await findStanding(link, home, target, claim);
  const batch = ownTable(home, target);
  const [into, from] = [tableSaid(standing.table), tableSaid(batch)];
  await makeTable(link, target, batch, [KEY]);
  await change(link, 'start transaction');
  const filled = [...filledBy(columns), name(KEY.name)];
  const key = name(KEY.name);
  return {
    kept: 0,
    shown: standing.table,
    into: { table: from, columns: filledBy(columns), digest: key },
    key: keyOf(target),
    async carryOver() {
      await checkDoubles(link, target, batch);
      if (standing.isNew) {
        // Commits the rows, which nobody sees before the view shows them.
        await change(link, `alter table ${from} add unique key sq_key (${key})`);
        await change(link, 'start transaction');
        return;
      }
      const set = filledBy(columns).map(one => `${one} = values(${one})`);
      await change(
        link,
        `insert into ${into} (${filled.join(', ')}) select ${filled.join(', ')} from ${from}
          order by ${name(ROW.name)} on duplicate key update ${set.join(', ')}`,
      );
    },
    readBack: standing.isNew
      ? `select ${valuesOf(columns)} from ${into}`
      : `select ${valuesOf(columns, 't.')} from ${from} b straight_join ${into} t on t.${key} = b.${key}`,
  };
}

export async function appendWay(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<Way> {
  const { columns } = target;
  const standing = await findStanding(link, home, target, claim);
  const said = tableSaid(standing.table);
  if (standing.isNew) await makeTable(link, target, standing.table, [RUN_COLUMN]);
  // Nobody else adds rows while the target is ours: what lies behind these is this run's.
  const [[last] = [null]] = await ask<[string | number | null]>(
    link,
    `select max(${name(ROW.name)}) from ${said}`,
  );
  await change(link, 'start transaction');
  return {
    kept: 0,
    shown: standing.table,
    into: { table: said, columns: filledBy(columns), fixed: { [name(RUN)]: literal(target.runNo) } },
    carryOver: () => Promise.resolve(),
    readBack: `select ${valuesOf(columns)} from ${said}
      where ${name(ROW.name)} > ${BigInt(last ?? 0)} and ${name(RUN)} = ${literal(target.runNo)}`,
  };
}

/** Whether a row's bytes differ: collations call some texts equal, and 0 and -0 are two values. */
function differs(columns: readonly Column[]): string {
  const same = columns.flatMap(({ name: is, type }) => {
    const bytes = (of: string): string => `cast(${of}.${name(is)} as binary)`;
    const scale = name(scaleName(is));
    return [`${bytes('t')} <=> ${bytes('b')}`, ...(type === 'numeric' ? [`t.${scale} <=> b.${scale}`] : [])];
  });
  return `not (${same.join(' and ')})`;
}

/** Ends what changed or is gone, adds what is new or changed; what is as it was is not touched. */
async function carryHistory(
  link: Link,
  target: DeliveryTarget,
  into: string,
  from: string,
  complete: boolean,
): Promise<void> {
  const { columns, key, whole } = target;
  const filled = [...filledBy(columns), name(KEY.name), name(NTH.name)];
  const same = [KEY, NTH].map(one => `t.${name(one.name)} = b.${name(one.name)}`).join(' and ');
  const ends = `set t.${name(TO)} = @sq_now, t.${name(NOW)} = null`;
  await change(link, 'set @sq_now = now(6)');
  if (key.length > 0)
    await change(
      link,
      `update ${into} t join ${from} b on ${same} ${ends} where t.${name(NOW)} = 1 and ${differs(columns)}`,
    );
  if (whole && complete)
    await change(
      link,
      `update ${into} t left join ${from} b on ${same} ${ends}
        where t.${name(NOW)} = 1 and b.${name(KEY.name)} is null`,
    );
  await change(
    link,
    `insert into ${into} (${[...HISTORY_COLUMNS, NOW].map(name).join(', ')}, ${filled.join(', ')})
     select ${literal(target.runNo)}, @sq_now, null, 1, ${alias(filled, 'b')} from ${from} b
      where not exists (select 1 from ${into} t where ${same} and t.${name(NOW)} = 1)`,
  );
}

export async function historyWay(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<Way> {
  const { columns } = target;
  const standing = await findStanding(link, home, target, claim);
  const batch = ownTable(home, target);
  const [into, from] = [tableSaid(standing.table), tableSaid(batch)];
  const [key, nth] = [name(KEY.name), name(NTH.name)];
  await makeTable(link, target, batch, [KEY, NTH, ...(standing.isNew ? [RUN_COLUMN, ...TIMES] : [])]);
  await change(link, 'start transaction');
  const firsts = { [name(RUN)]: literal(target.runNo), [name(FROM)]: 'now(6)', [name(NOW)]: '1' };

  /** Rows that are the same as a whole are told apart by their number. */
  async function numberRows(): Promise<void> {
    const row = name(ROW.name);
    await change(
      link,
      `update ${from} b join (select ${row}, row_number() over (partition by ${key} order by ${row}) as n
                                from ${from}) c on c.${row} = b.${row}
          set b.${nth} = c.n where c.n > 1`,
    );
  }

  return {
    kept: 0,
    shown: standing.table,
    into: {
      table: from,
      columns: filledBy(columns),
      digest: key,
      ...(standing.isNew ? { fixed: firsts } : {}),
    },
    key: keyOf(target),
    async carryOver(complete) {
      if (target.key.length === 0) await numberRows();
      else await checkDoubles(link, target, batch);
      // Commits the rows, of which none is shown yet.
      const unique = standing.isNew ? `${key}, ${nth}, ${name(NOW)}` : `${key}, ${nth}`;
      await change(link, `alter table ${from} add unique key sq_key (${unique})`);
      await change(link, 'start transaction');
      if (!standing.isNew) await carryHistory(link, target, into, from, complete);
    },
    readBack: standing.isNew
      ? `select ${valuesOf(columns)} from ${into}`
      : `select ${valuesOf(columns, 't.')} from ${from} b straight_join ${into} t
           on t.${key} = b.${key} and t.${nth} = b.${nth} and t.${name(NOW)} = 1`,
  };
}
