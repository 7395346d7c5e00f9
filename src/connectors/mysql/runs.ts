/**
 * The account of runs in a consumer's MySQL: one row for each run, as `postgres/runs.ts` keeps it, and one thing more. A
 * view is replaced by a statement that commits by itself, so a run that is placed says first, in the commit of its rows,
 * that it is `placing`; then the view is replaced; then the row says that it shows. After a crash between them the
 * view is asked.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget, Placing, TableName } from '#planes/mover/ports.ts';
import type { Apply, Position } from '#vocabulary/moves.ts';
import { elsewhere, generationName, historyOf, markOf, superseded } from '#connectors/targets.ts';
import type { ShownRun } from '#connectors/targets.ts';
import type { Home } from './home.ts';
import { runTable } from './home.ts';
import { ask, change, inTransaction, isLockTimeout } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import { name, tableSaid } from './sinkNames.ts';
import { showView, viewShows } from './views.ts';
import type { View } from './views.ts';

export interface MysqlRun extends ShownRun {
  /** Names of the columns that its view shows. */
  shown: string[];
}

/** Columns of ours in a table that keeps what held before: the run, from when, until when. */
export const HISTORY_COLUMNS = ['sq_run', 'sq_from', 'sq_to'];
/** 1 while the row holds, empty afterwards: MySQL holds no part of a table unique. */
export const NOW = 'sq_now';

export interface Claim {
  /** Rows that an earlier attempt at this run committed. */
  kept: number;
  showing: MysqlRun | undefined;
}

const COLUMNS = `run_no, target_schema, target_table, generation, grant_no, version, row_count, sha256, showing,
  placed_at, position, applies, key_columns, shown_columns, placing`;
type Text = string | number;
type RunRow = [
  runNo: string,
  schema: string,
  table: string,
  generation: string,
  grantNo: string,
  version: Text,
  rows: Text,
  sha256: string,
  showing: Text | null,
  placedAt: string | null,
  position: string | null,
  apply: string,
  key: string,
  shown: string,
  placing: Text,
];

export const ofTarget = 'target_schema = ? and target_table = ?';
const placeOf = ({ schema, table }: TableName): [string, string] => [schema, table];

/** Where a run's own table lies: its rows, or what waits to be carried over. */
export const ownTable = (home: Home, target: TableName & { runNo: string }): TableName => ({
  schema: home.schema,
  table: `${home.prefix}${generationName(target)}`,
});

const runOf = (row: RunRow): MysqlRun => ({
  runNo: row[0],
  schema: row[1],
  table: row[2],
  generation: row[3],
  grantNo: row[4],
  version: Number(row[5]),
  rows: Number(row[6]),
  sha256: row[7],
  showing: Number(row[8]) === 1,
  placedAt: new Date(`${row[9]?.replace(' ', 'T') ?? ''}Z`),
  position: row[10] === null ? undefined : (JSON.parse(row[10]) as Position),
  apply: row[11] as Apply,
  key: JSON.parse(row[12]) as string[],
  shown: JSON.parse(row[13]) as string[],
});

/** Writes down that a run shows, which its view says; false where somebody did before. */
async function endPlacing(link: Link, home: Home, run: TableName & { runNo: string }): Promise<boolean> {
  return inTransaction(link, async () => {
    const [waiting] = await ask<[string]>(
      link,
      `select run_no from ${runTable(home)} where run_no = ? and placing = 1 for update`,
      [run.runNo],
    );
    if (waiting === undefined) return false;
    await markShowing(link, home, run, 'placing = 1');
    return true;
  });
}

async function markShowing(
  link: Link,
  home: Home,
  run: TableName & { runNo: string },
  where: string,
): Promise<number> {
  await change(
    link,
    `update ${runTable(home)} set showing = null where ${ofTarget} and showing = 1`,
    placeOf(run),
  );
  return change(
    link,
    `update ${runTable(home)} set showing = 1, placing = 0, kept = 0, placed_at = utc_timestamp(6)
      where run_no = ? and ${where}`,
    [run.runNo],
  );
}

/** What is shown of a run: with `history` also all that held before, first, so that it is there when the target is. */
export function viewsOf(
  home: Home,
  run: Pick<MysqlRun, 'schema' | 'table' | 'generation' | 'apply' | 'shown'>,
): View[] {
  const { schema, table, shown, apply } = run;
  const from = { schema: home.schema, table: run.generation };
  const view = { schema, table, columns: shown, from };
  if (apply !== 'history') return [view];
  return [
    { ...historyOf(run), columns: [...HISTORY_COLUMNS, ...shown], from },
    { ...view, where: `${name(NOW)} = 1` },
  ];
}

/** Whether the target's view already shows this. */
export async function isShown(link: Link, home: Home, run: Parameters<typeof viewsOf>[1]): Promise<boolean> {
  for (const view of viewsOf(home, run)) if (!(await viewShows(link, view))) return false;
  return true;
}

/** A run that was placed; one that a crash left between the view and its row is written down first. */
async function findRow(
  link: Link,
  home: Home,
  where: string,
  values: string[],
): Promise<MysqlRun | undefined> {
  const rows = await ask<RunRow>(
    link,
    `select ${COLUMNS} from ${runTable(home)} where placing = 1 and ${where}`,
    values,
  );
  for (const row of rows) {
    const run = runOf(row);
    if (await isShown(link, home, run)) await endPlacing(link, home, run);
  }
  const [row] = await ask<RunRow>(
    link,
    `select ${COLUMNS} from ${runTable(home)} where placed_at is not null and ${where} order by showing desc limit 1`,
    values,
  );
  return row && runOf(row);
}

export const findRunOf = (link: Link, home: Home, runNo: string): Promise<MysqlRun | undefined> =>
  findRow(link, home, 'run_no = ?', [runNo]);

export async function findShowingOf(
  link: Link,
  home: Home,
  target: TableName,
): Promise<MysqlRun | undefined> {
  const run = await findRow(link, home, ofTarget, placeOf(target));
  return run?.showing === true ? run : undefined;
}

/**
 * What the last holder left half-way: rows that joined the table that is shown are there, and lack a view of their
 * columns. Where a table of its own was to be shown, nothing happened yet, and the run goes on.
 */
async function goOnPlacing(link: Link, home: Home, target: TableName): Promise<void> {
  const rows = await ask<RunRow>(
    link,
    `select ${COLUMNS} from ${runTable(home)} r where placing = 1 and ${ofTarget}
        and exists (select 1 from ${runTable(home)} s where s.target_schema = r.target_schema
                      and s.target_table = r.target_table and s.showing = 1 and s.generation = r.generation)`,
    placeOf(target),
  );
  for (const run of rows.map(runOf)) {
    for (const view of viewsOf(home, run)) await showView(link, view);
    await endPlacing(link, home, run);
  }
}

/** Makes the target this epoch's, or refuses with `superseded`. Whoever calls has the target's lock. */
export async function claimRun(link: Link, home: Home, target: DeliveryTarget): Promise<Claim> {
  const { runNo, epoch, apply, key } = target;
  const place = placeOf(target);
  const table = runTable(home);
  await goOnPlacing(link, home, target);
  const showing = await findShowingOf(link, home, target);
  return inTransaction(link, async () => {
    const [owner] = await ask<[Text]>(
      link,
      `select epoch from ${table} where ${ofTarget} and owner = 1 for update`,
      place,
    );
    if (Number(owner?.[0] ?? 0) > epoch) throw superseded(target);
    await change(link, `update ${table} set owner = null where ${ofTarget} and owner = 1`, place);
    await change(link, `update ${table} set placing = 0 where ${ofTarget} and placing = 1`, place);
    const [known] = await ask<[Text]>(link, `select 1 from ${table} where run_no = ? and not (${ofTarget})`, [
      runNo,
      ...place,
    ]);
    if (known !== undefined) throw elsewhere(target);
    await change(
      link,
      `insert into ${table} (run_no, target_schema, target_table, epoch, owner, applies, key_columns, shown_columns)
       values (?, ?, ?, ?, 1, ?, ?, ?)
       on duplicate key update epoch = values(epoch), owner = 1, shown_columns = values(shown_columns)`,
      [
        runNo,
        ...place,
        epoch,
        apply,
        JSON.stringify(key),
        JSON.stringify(target.columns.map(one => one.name)),
      ],
    );
    const [mine] = await ask<[Text, string | null]>(
      link,
      `select kept, placed_at from ${table} where run_no = ?`,
      [runNo],
    );
    // An attempt that was thought lost placed it after all: whoever asks `findRun` now will hear so.
    if (mine?.[1] !== null) throw superseded(target);
    await change(link, `delete from ${table} where ${ofTarget} and placed_at is null and run_no <> ?`, [
      ...place,
      runNo,
    ]);
    return { kept: Number(mine[0]), showing };
  });
}

/** Changes the owner's row if the epoch is still ours: what every commit of rows goes through. */
async function changeOwned(
  link: Link,
  home: Home,
  target: DeliveryTarget,
  set: string,
  values: (string | number | null)[],
): Promise<void> {
  const changed = await change(
    link,
    `update ${runTable(home)} set ${set} where run_no = ? and epoch = ? and owner = 1 and placed_at is null`,
    [...values, target.runNo, target.epoch],
  );
  if (changed === 0) throw superseded(target);
}

export const keepRun = (link: Link, home: Home, target: DeliveryTarget, rows: number): Promise<void> =>
  changeOwned(link, home, target, 'kept = ?', [rows]);

/** In the transaction of the rows: from its commit on only the view is missing, or with `shows` nothing. */
export async function placeRun(
  link: Link,
  home: Home,
  target: DeliveryTarget,
  { generation, kept, shows }: { generation: string; kept: number; shows: boolean },
  run: Placing,
): Promise<void> {
  await changeOwned(
    link,
    home,
    target,
    'generation = ?, kept = ?, placing = 1, grant_no = ?, version = ?, row_count = ?, sha256 = ?, position = ?',
    [
      generation,
      kept,
      run.grantNo,
      run.version,
      run.rows,
      run.sha256,
      run.position === undefined ? null : JSON.stringify(run.position),
    ],
  );
  if (shows) await markShowing(link, home, target, 'placing = 1');
}

/** The last step of a placing whose view was replaced. */
export async function endPlacingOf(link: Link, home: Home, target: DeliveryTarget): Promise<void> {
  if (await endPlacing(link, home, target)) return;
  const [row] = await ask(
    link,
    `select 1 from ${runTable(home)} where run_no = ? and placed_at is not null`,
    [target.runNo],
  );
  if (row === undefined) throw superseded(target);
}

/** Tables of a target by the comment they were made with; whole names. */
async function tablesOf(link: Link, home: Home, target: TableName): Promise<TableName[]> {
  const rows = await ask<[string]>(
    link,
    'select table_name from information_schema.tables where table_schema = ? and table_comment = ?',
    [home.schema, markOf(target)],
  );
  return rows.map(([table]) => ({ schema: home.schema, table }));
}

export const dropTable = (link: Link, table: TableName): Promise<number> =>
  change(link, `drop table if exists ${tableSaid(table)}`);

/** Tables of the target that nobody shows and that are not this run's own; one that a reader holds waits for the next run. */
export async function sweep(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<void> {
  const stay = [claim.showing?.generation, ...(claim.kept > 0 ? [ownTable(home, target).table] : [])];
  await change(link, 'set session lock_wait_timeout = 1');
  for (const table of await tablesOf(link, home, target)) {
    if (stay.includes(table.table)) continue;
    try {
      await dropTable(link, table);
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
  }
  await change(link, `set session lock_wait_timeout = ${link.lockSeconds}`);
}

/** What this attempt made, where nothing of it was kept; whoever calls has the target's lock. */
export async function dropOwn(link: Link, home: Home, target: DeliveryTarget): Promise<void> {
  const [mine] = await ask(
    link,
    `select 1 from ${runTable(home)} where run_no = ? and epoch = ? and owner = 1 and kept = 0
        and placing = 0 and placed_at is null`,
    [target.runNo, String(target.epoch)],
  );
  if (mine !== undefined) await dropTable(link, ownTable(home, target));
}

/** What was kept of a run that nobody will continue; its row stays, for the epoch. */
export async function forgetRun(
  link: Link,
  home: Home,
  target: TableName & { runNo: string },
): Promise<void> {
  const changed = await change(
    link,
    `update ${runTable(home)} set kept = 0, placing = 0 where ${ofTarget} and run_no = ? and placed_at is null`,
    [...placeOf(target), target.runNo],
  );
  if (changed > 0) await dropTable(link, ownTable(home, target));
}

/** All tables of a target, none of which shows any more. */
export async function forgetTarget(link: Link, home: Home, target: TableName): Promise<void> {
  await change(
    link,
    `update ${runTable(home)} set showing = null, kept = 0, placing = 0 where ${ofTarget}`,
    placeOf(target),
  );
  for (const table of await tablesOf(link, home, target)) await dropTable(link, table);
}

export const generationOf = (home: Home, run: MysqlRun): TableName => ({
  schema: home.schema,
  table: run.generation,
});

/** Refuses a name under which something lies that this platform did not put there. */
export function nameTaken({ schema, table }: TableName): ConnectionProblem {
  return new ConnectionProblem('name_taken', { schema, table });
}
