import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { RunState } from '#vocabulary/moves.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type { CollectionState, Rank } from './rules.ts';
import { FAILED } from './rules.ts';

export interface PlaceRow {
  sourceId: number;
  departmentId: number;
  host: string;
  port: number;
  database: string;
  user: string;
}

export const findPlace = (db: Db): Promise<PlaceRow | undefined> =>
  db.find(sql`select s.id as "sourceId", s.department_id as "departmentId", s.host, s.port, s.database, s.username as "user"
    from pools.place p join plans.source s on s.id = p.source_id`);

/** Only the writing login may read it. */
export const getPassword = (db: Db, id: number): Promise<{ sealed: Buffer }> =>
  db.get(sql`select password_sealed as sealed from plans.source where id = ${id}`);

/** `seal` is called with the row's number: a sealed password opens only in its own row. */
export async function insertPlace(
  tx: Tx,
  place: Omit<PlaceRow, 'sourceId'>,
  seal: (id: number) => Buffer,
  at: Date,
): Promise<number> {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
    values ('postgres', ${place.host}, ${place.port}, ${place.database}, ${place.user}, ''::bytea, ${place.departmentId}) returning id`);
  await tx.run(sql`update plans.source set password_sealed = ${seal(id)} where id = ${id}`);
  await tx.run(sql`insert into pools.place (source_id, made_at) values (${id}, ${at})`);
  return id;
}

export const setPlace = (tx: Tx, place: PlaceRow, sealed: Buffer): Promise<number> =>
  tx.run(sql`update plans.source set host = ${place.host}, port = ${place.port}, database = ${place.database},
      username = ${place.user}, password_sealed = ${sealed}, department_id = ${place.departmentId} where id = ${place.sourceId}`);

export const findSchema = (db: Db, departmentId: number): Promise<{ name: string } | undefined> =>
  db.find(sql`select name from pools.schema where department_id = ${departmentId}`);
export const insertSchema = (tx: Tx, departmentId: number, name: string): Promise<number> =>
  tx.run(
    sql`insert into pools.schema (department_id, name) values (${departmentId}, ${name}) on conflict (department_id) do nothing`,
  );

export interface DepartmentRow {
  id: number;
  key: string;
  name: string;
  regionCode: string;
  creditCode: string;
}
export const getDepartment = (db: Db, id: number): Promise<DepartmentRow> =>
  db.get(
    sql`select id, key, name, region_code as "regionCode", credit_code as "creditCode" from org.department where id = ${id}`,
  );
/** Who collects: the authority of the platform's own region. */
export const findAuthority = (db: Db, region: string): Promise<{ id: number; name: string } | undefined> =>
  db.find(
    sql`select id, name from org.department where is_authority and region_code = ${region} and state = 'active' order by id limit 1`,
  );

export interface Refused {
  rank: Rank;
  title: string;
  article: string;
  reason: string;
  post: string;
  name: string;
  at: string;
}

export interface CollectionRow {
  entryId: number;
  entryCode: string | null;
  entryTitle: string;
  departmentId: number;
  department: string;
  regionCode: string;
  /** Null: it is not to be collected (any more). */
  kind: 'table' | 'files' | null;
  shareType: 'unconditional' | 'conditional' | 'withheld';
  updateCycle:
    | 'realtime'
    | 'daily'
    | 'weekly'
    | 'monthly'
    | 'quarterly'
    | 'halfyearly'
    | 'yearly'
    | 'irregular'
    | 'other';
  published: boolean;
  mounted: boolean;
  /** Of files: when the last was given out. */
  filedAt: Date | null;
  state: CollectionState;
  schema: string | null;
  table: string | null;
  key: string[];
  taskId: number | null;
  askedAt: Date | null;
  confirmedAt: Date | null;
  refusal: Refused | null;
  ended: 'withdrawn' | 'unmounted' | 'withheld' | null;
  /** Of the last run. */
  runId: number | null;
  runNo: string | null;
  runState: RunState | null;
  runAt: Date | null;
  /** Of the last that was delivered. */
  collectedAt: Date | null;
  rows: number | null;
  todayRows: number;
  failing: boolean;
}

const RUNS = sql`from plans.run r join plans.progress p on p.run_id = r.id where r.task_id = c.task_id`;
/** Corrected rows that are sent again are no collection of the table. */
const WHOLE = sql`and r.resend_of is null`;

/** Every entry that is to be collected, and every collection that there ever was. `today`: when the day began. */
const collections = (today: Date): Sql => sql`
  select e.id as "entryId", e.code as "entryCode", coalesce(s.title, e.title) as "entryTitle", e.department_id as "departmentId",
    d.name as department, d.region_code as "regionCode",
    case when s.entry_id is null or s.share_type = 'withheld' then null when m.entry_id is not null then 'table'
         when f.at is not null then 'files' end as kind,
    coalesce(s.share_type, v.content->>'shareType') as "shareType", coalesce(s.update_cycle, v.content->>'updateCycle') as "updateCycle",
    s.entry_id is not null as published, m.entry_id is not null as mounted, f.at as "filedAt", coalesce(c.state, 'due') as state,
    c.schema, c."table", coalesce(c.key, '{}') as key, c.task_id as "taskId", c.asked_at as "askedAt", c.confirmed_at as "confirmedAt",
    c.refusal, c.ended, last.id as "runId", last.no as "runNo", last.state as "runState", last.at as "runAt",
    done.at as "collectedAt", done.rows, coalesce(today.rows, 0)::bigint as "todayRows",
    coalesce(last.state = any (${[...FAILED]}::text[]), false) and coalesce(c.state, '') = 'collecting' as failing
  from (select entry_id from resources.resource union select entry_id from pools.collection
        union select entry_id from files.file where ended_at is null) any_of
  join catalog.entry e on e.id = any_of.entry_id join org.department d on d.id = e.department_id
  join catalog.entry_version v on v.entry_id = e.id and v.version = coalesce(e.serving, e.version)
  left join catalog.shelf s on s.entry_id = e.id
  left join resources.resource m on m.entry_id = e.id
  left join lateral (select max(g.added_at) as at from files.file g where g.entry_id = e.id and g.ended_at is null) f on true
  left join pools.collection c on c.entry_id = e.id
  left join lateral (select r.id, r.no, p.state, coalesce(p.finished_at, p.started_at, r.created_at) as at
    ${RUNS} order by r.id desc limit 1) last on true
  left join lateral (select p.finished_at as at, p.rows_written as rows ${RUNS} ${WHOLE} and p.state = 'delivered'
    order by r.id desc limit 1) done on true
  left join lateral (select sum(p.rows_written) as rows ${RUNS} and p.state = 'delivered' and p.finished_at >= ${today}) today on true
  where (c.entry_id is not null or (s.entry_id is not null and s.share_type <> 'withheld' and (m.entry_id is not null or f.at is not null)))`;

const inSight = (sight: Sight): Sql =>
  sight === 'all' ? sql`true` : sql`e.department_id = any (${[...sight]}::int[])`;

export const listCollections = (db: Db, sight: Sight, today: Date): Promise<CollectionRow[]> =>
  db.many(sql`${collections(today)} and ${inSight(sight)} order by e.department_id, e.id`);
export const findCollection = (db: Db, entryId: number, today: Date): Promise<CollectionRow | undefined> =>
  db.find(sql`${collections(today)} and e.id = ${entryId}`);

/** Two who decide about one entry do so one after the other, whether it has a collection yet or not. */
export const lockEntry = (tx: Tx, entryId: number): Promise<object | undefined> =>
  tx.find(sql`select from catalog.entry where id = ${entryId} for update`);

/** Departments that have something to collect, or hold a post here; the others have no line. */
export const listDepartments = (
  db: Db,
  sight: Sight,
): Promise<(Omit<DepartmentRow, 'key' | 'creditCode'> & { schema: string })[]> =>
  db.many(sql`select d.id, d.name, d.region_code as "regionCode", coalesce(n.name, '') as schema
    from org.department d left join pools.schema n on n.department_id = d.id
    where d.state = 'active' and ${sight === 'all' ? sql`true` : sql`d.id = any (${[...sight]}::int[])`} order by d.id`);

export interface NewState {
  departmentId: number;
  state: Exclude<CollectionState, 'due'>;
  askedAt: Date | null;
  confirmedAt: Date | null;
  refusal: Refused | null;
  ended: CollectionRow['ended'];
}
/** Where its rows lie, its key and its task stay as they are. */
export const putState = (tx: Tx, entryId: number, next: NewState, at: Date): Promise<number> =>
  tx.run(sql`insert into pools.collection as c (entry_id, department_id, state, asked_at, confirmed_at, refusal, ended, changed_at)
    values (${entryId}, ${next.departmentId}, ${next.state}, ${next.askedAt}, ${next.confirmedAt},
      ${next.refusal && JSON.stringify(next.refusal)}::jsonb, ${next.ended}, ${at})
    on conflict (entry_id) do update set department_id = excluded.department_id, state = excluded.state, asked_at = excluded.asked_at,
      confirmed_at = excluded.confirmed_at, refusal = excluded.refusal, ended = excluded.ended, changed_at = excluded.changed_at`);

export interface Confirmed {
  departmentId: number;
  schema: string;
  table: string;
  key: readonly string[];
}
export const putConfirmed = (
  tx: Tx,
  entryId: number,
  { departmentId, schema, table, key }: Confirmed,
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into pools.collection as c (entry_id, department_id, state, schema, "table", key, confirmed_at, changed_at)
    values (${entryId}, ${departmentId}, 'collecting', ${schema}, ${table}, ${[...key]}::text[], ${at}, ${at})
    on conflict (entry_id) do update set department_id = excluded.department_id, state = 'collecting',
      schema = coalesce(c.schema, excluded.schema), "table" = coalesce(c."table", excluded."table"), key = excluded.key,
      confirmed_at = excluded.confirmed_at, refusal = null, ended = null, changed_at = excluded.changed_at`);
export const setTask = (tx: Tx, entryId: number, taskId: number): Promise<number> =>
  tx.run(sql`update pools.collection set task_id = ${taskId} where entry_id = ${entryId}`);
export const setDepartment = (tx: Tx, entryId: number, departmentId: number): Promise<number> =>
  tx.run(sql`update pools.collection set department_id = ${departmentId} where entry_id = ${entryId}`);

export interface Lost {
  entryId: number;
  ended: 'withdrawn' | 'unmounted' | 'withheld';
}
const LOST = sql`select c.entry_id as "entryId", case when s.entry_id is null then 'withdrawn' when s.share_type = 'withheld' then 'withheld'
      else 'unmounted' end as ended
    from pools.collection c left join catalog.shelf s on s.entry_id = c.entry_id left join resources.resource m on m.entry_id = c.entry_id
    where c.state in ('asked', 'collecting') and (s.entry_id is null or s.share_type = 'withheld' or m.entry_id is null)`;
/** Collections of entries that are withdrawn, withheld by now, or have lost their table. */
export const listLost = (db: Db): Promise<Lost[]> => db.many(sql`${LOST} order by c.entry_id limit 200`);
export const findLost = (db: Db, entryId: number): Promise<Lost | undefined> =>
  db.find(sql`${LOST} and c.entry_id = ${entryId}`);

export interface Step {
  action: string;
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: Citation | undefined;
}
export const insertHistory = (tx: Tx, entryId: number, step: Step): Promise<number> =>
  tx.run(sql`insert into pools.history (entry_id, action, at, post, name, note, citation)
    values (${entryId}, ${step.action}, ${step.at}, ${step.post}, ${step.name}, ${step.note},
      ${step.citation ? JSON.stringify(step.citation) : null}::jsonb)`);

export interface HistoryRow extends Omit<Step, 'citation'> {
  citation: Citation | null;
  record: number | null;
}
export const listHistory = (db: Db, entryId: number): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation, l.number as record from pools.history h
    join pools.collection c on c.entry_id = h.entry_id
    left join ledger.entry l on l.object in (${`collection:${entryId}`}, 'pool:' || c.department_id) and l.action = 'pools.' || h.action and l.at = h.at and l.result = 'done'
    where h.entry_id = ${entryId} order by h.id`);
