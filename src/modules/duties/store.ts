import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { ClaimState, TaskState } from './rules.ts';

export interface Affected {
  entryId: number;
  title: string;
  code: string | null;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  version: number;
  basis: string;
}

export type ChangeKind = 'law' | 'duty' | 'reclass';

export interface Cause {
  kind: 'law' | 'duty';
  /** As `plainTitle` writes it. */
  title: string;
  article: string;
  departmentId: number | null;
  regions: readonly string[];
}

/** Marks of a title that do not tell two titles apart, as `plainTitle` drops them. */
const plain = (text: Sql): Sql =>
  sql`regexp_replace(regexp_replace(normalize(${text}, NFKC), '[《》〈〉"“”\\s]', '', 'g'), '^中华人民共和国', '')`;

/**
 * Serving entries that rest on the text or follow from the duty: by the title of their basis, with the article where
 * one is named, or by the duty of the department.
 */
export const listAffected = (db: Db, cause: Cause): Promise<Affected[]> =>
  db.many(sql`select e.id as "entryId", v.content ->> 'title' as title, e.code, e.department_id as "departmentId", d.name as "departmentName",
      d.region_code as "regionCode", e.version,
      concat_ws(' ', v.content -> 'basis' ->> 'title', v.content -> 'basis' ->> 'article') as basis
    from catalog.entry e join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
    join org.department d on d.id = e.department_id
    where d.region_code = any(${[...cause.regions]}::text[]) and case when ${cause.kind} = 'law'
      then ${plain(sql`v.content -> 'basis' ->> 'title'`)} = ${cause.title}
        and (${cause.article} = '' or starts_with(replace(v.content -> 'basis' ->> 'article', ' ', ''), ${cause.article.replaceAll(' ', '')}))
      else e.department_id = ${cause.departmentId} and ${plain(sql`v.content -> 'duty' ->> 'title'`)} = ${cause.title} end
    order by e.id limit 5000`);

export const insertChange = (
  tx: Tx,
  change: Omit<Cause, 'regions' | 'kind'> & {
    kind: ChangeKind;
    shownTitle: string;
    what: string;
    occurredOn: string;
    regionCode: string;
    at: Date;
    post: string;
  },
): Promise<{ id: number }> =>
  tx.get(sql`insert into duties.change (kind, title, article, department_id, what, occurred_on, region_code, at, post)
    values (${change.kind}, ${change.shownTitle}, ${change.article}, ${change.departmentId}, ${change.what}, ${change.occurredOn}, ${change.regionCode},
      ${change.at}, ${change.post}) returning id`);

/** The entry as an order to its department finds it. */
export const findServing = (
  db: Db,
  entryId: number,
): Promise<Pick<Affected, 'entryId' | 'departmentId' | 'regionCode' | 'version'> | undefined> =>
  db.find(sql`select e.id as "entryId", e.department_id as "departmentId", d.region_code as "regionCode", e.version
    from catalog.entry e join org.department d on d.id = e.department_id where e.id = ${entryId}`);

export const insertTasks = (
  tx: Tx,
  changeId: number,
  entries: readonly Pick<Affected, 'entryId' | 'departmentId' | 'version'>[],
): Promise<{ id: number; entryId: number; departmentId: number }[]> =>
  tx.many(sql`insert into duties.task (change_id, entry_id, department_id, version)
    select ${changeId}, "entryId", "departmentId", version
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e ("entryId" int, "departmentId" int, version int)
    returning id, entry_id as "entryId", department_id as "departmentId"`);

export interface ChangeRow {
  id: number;
  kind: ChangeKind;
  title: string;
  article: string;
  what: string;
  occurredOn: string;
  departmentName: string | null;
  at: Date;
  post: string;
  tasks: number;
  open: number;
}

export const listChanges = (
  db: Db,
  regions: readonly string[],
  size: number,
  offset: number,
): Promise<ChangeRow[]> =>
  db.many(sql`select c.id, c.kind, c.title, c.article, c.what, c.occurred_on::text as "occurredOn", d.name as "departmentName", c.at, c.post,
      count(t.id)::int as tasks, (count(t.id) filter (where t.state in ('open', 'extension_asked', 'sent')))::int as open
    from duties.change c left join org.department d on d.id = c.department_id left join duties.task t on t.change_id = c.id
    where c.region_code = any(${[...regions]}::text[]) group by c.id, d.name order by c.id desc limit ${size} offset ${offset}`);

export const countChanges = (db: Db, regions: readonly string[]): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n from duties.change where region_code = any(${[...regions]}::text[])`);

export interface TaskRow {
  id: number;
  changeId: number;
  changeKind: ChangeKind;
  changeTitle: string;
  changeArticle: string;
  what: string;
  occurredOn: string;
  entryId: number;
  entryTitle: string;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  state: TaskState;
  askedDays: number | null;
  askedWhy: string;
  note: string;
}

/** A task goes with its entry: whoever took the entry over answers for it. */
const TASKS = sql`from duties.task t join catalog.entry e on e.id = t.entry_id join org.department d on d.id = e.department_id`;
const TASK = sql`select t.id, t.change_id as "changeId", c.kind as "changeKind", c.title as "changeTitle", c.article as "changeArticle", c.what,
    c.occurred_on::text as "occurredOn", t.entry_id as "entryId", e.title as "entryTitle", e.department_id as "departmentId",
    d.name as "departmentName", d.region_code as "regionCode", t.state, t.asked_days as "askedDays", t.asked_why as "askedWhy", t.note
  ${TASKS} join duties.change c on c.id = t.change_id`;

export interface Filter {
  departmentId: number;
  regions: readonly string[];
  open: boolean;
  changeId: number | null;
  size: number;
  offset: number;
}

const taskWhere = ({ departmentId, regions, open, changeId }: Omit<Filter, 'size' | 'offset'>): Sql => sql`
  where (e.department_id = ${departmentId} or d.region_code = any(${[...regions]}::text[]))
    and (not ${open} or t.state in ('open', 'extension_asked', 'sent')) and (${changeId}::int is null or t.change_id = ${changeId})`;

export const listTasks = (db: Db, filter: Filter): Promise<TaskRow[]> =>
  db.many(
    sql`${TASK} ${taskWhere(filter)} order by t.closed_at is not null, t.id desc limit ${filter.size} offset ${filter.offset}`,
  );

export const countTasks = (db: Db, filter: Omit<Filter, 'size' | 'offset'>): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n ${TASKS} ${taskWhere(filter)}`);

export const lockTask = async (tx: Tx, id: number): Promise<TaskRow | undefined> => {
  await tx.find(sql`select from duties.task where id = ${id} for update`);
  return tx.find(sql`${TASK} where t.id = ${id}`);
};
export const findTask = (db: Db, id: number): Promise<TaskRow | undefined> =>
  db.find(sql`${TASK} where t.id = ${id}`);

export interface TaskChange {
  state: TaskState;
  askedDays: number | null;
  askedWhy: string;
  note: string;
  closedAt: Date | null;
}

export const setTask = (tx: Tx, id: number, change: TaskChange): Promise<number> =>
  tx.run(sql`update duties.task set state = ${change.state}, asked_days = ${change.askedDays}, asked_why = ${change.askedWhy},
    note = ${change.note}, closed_at = ${change.closedAt} where id = ${id}`);

export const reopenTask = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`update duties.task set state = 'open', closed_at = null where id = ${id}`);

/** Moves the running tasks of an entry; answers which. */
export const moveTasksOf = (
  tx: Tx,
  entryId: number,
  from: readonly TaskState[],
  to: TaskState,
  closedAt: Date | null,
): Promise<{ id: number; occurredOn: string; kind: ChangeKind }[]> =>
  tx.many(sql`update duties.task t set state = ${to}, closed_at = ${closedAt} from duties.change c
    where c.id = t.change_id and t.entry_id = ${entryId} and t.state = any(${[...from]}::text[])
    returning t.id, c.occurred_on::text as "occurredOn", c.kind`);

export interface ClaimRow {
  id: number;
  departmentId: number;
  departmentName: string;
  title: string;
  duty: string;
  basis: string;
  abstract: string;
  claimUntil: string;
  state: ClaimState;
  entryId: number | null;
  dispute: string;
  chased: number;
  chasedAt: Date | null;
  regionCode: string;
  at: Date;
  post: string;
}

const CLAIM = sql`select c.id, c.department_id as "departmentId", d.name as "departmentName", c.title, c.duty, c.basis, c.abstract,
    c.claim_until::text as "claimUntil", c.state, c.entry_id as "entryId", c.dispute, c.chased, c.chased_at as "chasedAt", c.region_code as "regionCode",
    c.at, c.post
  from duties.claim c join org.department d on d.id = c.department_id`;

export interface ClaimFilter {
  departmentId: number;
  regions: readonly string[];
  states: readonly string[];
  words: string;
  size: number;
  offset: number;
}

const claimWhere = ({
  departmentId,
  regions,
  states,
  words,
}: Omit<ClaimFilter, 'size' | 'offset'>): Sql => sql`
  where (c.department_id = ${departmentId} or c.region_code = any(${[...regions]}::text[]))
    and (cardinality(${[...states]}::text[]) = 0 or c.state = any(${[...states]}::text[]))
    and (${words} = '' or strpos(c.title || ' ' || c.duty || ' ' || d.name, ${words}) > 0)`;

export const listClaims = (db: Db, filter: ClaimFilter): Promise<ClaimRow[]> =>
  db.many(sql`${CLAIM} ${claimWhere(filter)} order by array_position(array['disputed', 'issued', 'claimed', 'withdrawn'], c.state), c.claim_until, c.id
    limit ${filter.size} offset ${filter.offset}`);

export const countClaims = (db: Db, filter: Omit<ClaimFilter, 'size' | 'offset'>): Promise<{ n: number }> =>
  db.get(
    sql`select count(*)::int as n from duties.claim c join org.department d on d.id = c.department_id ${claimWhere(filter)}`,
  );

/** Per department: how many were issued and how many wait. */
export const countByDepartment = (
  db: Db,
  regions: readonly string[],
): Promise<{ departmentId: number; departmentName: string; issued: number; waiting: number }[]> =>
  db.many(sql`select c.department_id as "departmentId", d.name as "departmentName", count(*)::int as issued,
      (count(*) filter (where c.state = 'issued'))::int as waiting
    from duties.claim c join org.department d on d.id = c.department_id
    where c.region_code = any(${[...regions]}::text[]) and c.state <> 'withdrawn' group by 1, 2 order by waiting desc, 1`);

export const lockClaim = async (tx: Tx, id: number): Promise<ClaimRow | undefined> => {
  await tx.find(sql`select from duties.claim where id = ${id} for update`);
  return tx.find(sql`${CLAIM} where c.id = ${id}`);
};
export const findClaim = (db: Db, id: number): Promise<ClaimRow | undefined> =>
  db.find(sql`${CLAIM} where c.id = ${id}`);

export type NewClaim = Pick<
  ClaimRow,
  'departmentId' | 'title' | 'duty' | 'basis' | 'abstract' | 'claimUntil'
>;

export const insertClaims = (
  tx: Tx,
  claims: readonly NewClaim[],
  by: { regionCode: string; at: Date; post: string },
): Promise<{ id: number }[]> =>
  tx.many(sql`insert into duties.claim (department_id, title, duty, basis, abstract, claim_until, region_code, at, post)
    select "departmentId", title, duty, basis, abstract, "claimUntil", ${by.regionCode}, ${by.at}, ${by.post}
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
      as c ("departmentId" int, title text, duty text, basis text, abstract text, "claimUntil" date) returning id`);

export const setClaim = (
  tx: Tx,
  id: number,
  claim: Pick<
    ClaimRow,
    'departmentId' | 'claimUntil' | 'state' | 'entryId' | 'dispute' | 'chased' | 'chasedAt'
  >,
): Promise<number> =>
  tx.run(sql`update duties.claim set department_id = ${claim.departmentId}, claim_until = ${claim.claimUntil}, state = ${claim.state},
    entry_id = ${claim.entryId}, dispute = ${claim.dispute}, chased = ${claim.chased}, chased_at = ${claim.chasedAt} where id = ${id}`);

export const insertHistory = (
  tx: Tx,
  object: string,
  action: string,
  by: { at: Date; post: string; name: string },
  note: string,
): Promise<number> =>
  tx.run(sql`insert into duties.history (object, action, at, post, name, note)
    values (${object}, ${action}, ${by.at}, ${by.post}, ${by.name}, ${note})`);

export const listHistory = (
  db: Db,
  object: string,
): Promise<{ action: string; at: Date; post: string; name: string; note: string }[]> =>
  db.many(sql`select action, at, post, name, note from duties.history where object = ${object} order by id`);
