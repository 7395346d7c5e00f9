import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { DemandState } from './rules.ts';

export interface DemandRow {
  id: number;
  title: string;
  matter: string;
  description: string;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  suggestedId: number | null;
  suggestedName: string | null;
  wantedBy: string | null;
  state: DemandState;
  providerId: number | null;
  providerName: string | null;
  until: string | null;
  entryId: number | null;
  entryTitle: string | null;
  entryCode: string | null;
  mergedInto: number | null;
  listedAt: Date | null;
  seconds: number;
  secondedBy: number[];
  createdAt: Date;
  changedAt: Date;
}

const DEMAND = sql`select m.id, m.title, m.matter, m.description, m.department_id as "departmentId", d.name as "departmentName",
    d.region_code as "regionCode", m.suggested_id as "suggestedId", s.name as "suggestedName", m.wanted_by::text as "wantedBy", m.state,
    m.provider_id as "providerId", p.name as "providerName", m.until::text as until, m.entry_id as "entryId", e.title as "entryTitle",
    e.code as "entryCode", m.merged_into as "mergedInto", m.listed_at as "listedAt", m.created_at as "createdAt", m.changed_at as "changedAt",
    coalesce(cardinality(x.ids), 0) as seconds, coalesce(x.ids, '{}') as "secondedBy"
  from lists.demand m join org.department d on d.id = m.department_id
  left join org.department s on s.id = m.suggested_id left join org.department p on p.id = m.provider_id
  left join catalog.entry e on e.id = m.entry_id
  left join lateral (select array_agg(department_id order by at) as ids from lists.second where demand_id = m.id) x on true`;

export interface DemandFilter {
  box: 'all' | 'ours' | 'asked';
  departmentId: number;
  states: readonly string[];
  /** Of the department that needs it; null for any. */
  of: number | null;
  listed: boolean | null;
  words: string;
}

const where = ({ box, departmentId, states, of, listed, words }: DemandFilter): Sql => sql`where
  (${box} = 'all' or (${box} = 'asked' and m.provider_id = ${departmentId})
    or (${box} = 'ours' and (m.department_id = ${departmentId}
      or exists (select from lists.second where demand_id = m.id and department_id = ${departmentId}))))
  and (cardinality(${[...states]}::text[]) = 0 or m.state = any(${[...states]}::text[]))
  and (${of}::int is null or m.department_id = ${of})
  and (${listed}::boolean is null or (m.listed_at is not null) = ${listed})
  and (${words} = '' or strpos(lower(m.title || ' ' || m.matter || ' ' || d.name), lower(${words})) > 0)`;

export const listDemands = (
  db: Db,
  filter: DemandFilter,
  size: number,
  offset: number,
): Promise<DemandRow[]> =>
  db.many(
    sql`${DEMAND} ${where(filter)} order by m.state in ('merged', 'closed', 'withdrawn'), m.id desc limit ${size} offset ${offset}`,
  );

export const countDemands = (db: Db, filter: DemandFilter): Promise<{ n: number }> =>
  db.get(
    sql`select count(*)::int as n from lists.demand m join org.department d on d.id = m.department_id ${where(filter)}`,
  );

export const findDemand = (db: Db, id: number): Promise<DemandRow | undefined> =>
  db.find(sql`${DEMAND} where m.id = ${id}`);

/** Locks the need, and another that the step touches, in one order: of two who merge them crosswise one waits. */
export const lockDemand = async (tx: Tx, id: number, other = id): Promise<DemandRow | undefined> => {
  await tx.many(sql`select from lists.demand where id in (${id}, ${other}) order by id for update`);
  return findDemand(tx, id);
};

/** Open needs that share words, those that share most of them first. */
export const listSimilar = (
  db: Db,
  words: readonly string[],
  not: number,
  limit: number,
): Promise<DemandRow[]> =>
  db.many(sql`${DEMAND}
    cross join lateral (select count(*) as n from unnest(m.words) w where w = any(${[...words]}::text[])) shared
    where m.words && ${[...words]}::text[] and m.id <> ${not} and m.state in ('registered', 'assigned', 'accepted', 'matched')
      and shared.n * 2 >= least(cardinality(m.words), ${words.length})
    order by shared.n desc, cardinality(m.words), m.id limit ${limit}`);

export interface NewDemand {
  title: string;
  matter: string;
  description: string;
  suggestedId: number | null;
  wantedBy: string | null;
  words: readonly string[];
}

export const insertDemand = (
  tx: Tx,
  departmentId: number,
  demand: NewDemand,
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into lists.demand (department_id, title, matter, description, suggested_id, wanted_by, words, created_at, changed_at)
    values (${departmentId}, ${demand.title}, ${demand.matter}, ${demand.description}, ${demand.suggestedId}, ${demand.wantedBy},
      ${[...demand.words]}::text[], ${at}, ${at}) returning id`);

export const updateDemand = (tx: Tx, id: number, demand: NewDemand, at: Date): Promise<number> =>
  tx.run(sql`update lists.demand set title = ${demand.title}, matter = ${demand.matter}, description = ${demand.description},
    suggested_id = ${demand.suggestedId}, wanted_by = ${demand.wantedBy}, words = ${[...demand.words]}::text[], changed_at = ${at}
    where id = ${id}`);

export type DemandStep = Pick<
  DemandRow,
  'departmentId' | 'state' | 'providerId' | 'until' | 'entryId' | 'mergedInto' | 'listedAt'
>;

export const setDemand = (tx: Tx, id: number, step: DemandStep, at: Date): Promise<number> =>
  tx.run(sql`update lists.demand set department_id = ${step.departmentId}, state = ${step.state}, provider_id = ${step.providerId},
    until = ${step.until}, entry_id = ${step.entryId}, merged_into = ${step.mergedInto}, listed_at = ${step.listedAt}, changed_at = ${at}
    where id = ${id}`);

export const insertSecond = (
  tx: Tx,
  id: number,
  departmentId: number,
  by: { at: Date; post: string; note: string },
): Promise<number> =>
  tx.run(sql`insert into lists.second (demand_id, department_id, note, at, post)
    values (${id}, ${departmentId}, ${by.note}, ${by.at}, ${by.post}) on conflict do nothing`);

export const deleteSecond = (tx: Tx, id: number, departmentId: number): Promise<number> =>
  tx.run(sql`delete from lists.second where demand_id = ${id} and department_id = ${departmentId}`);

/** Whoever needs the one needs the other: its department and those that seconded it. */
export const moveSeconds = (
  tx: Tx,
  from: DemandRow,
  into: DemandRow,
  by: { at: Date; post: string },
): Promise<number> =>
  tx.run(sql`insert into lists.second (demand_id, department_id, note, at, post)
    select ${into.id}, id, '', ${by.at}, ${by.post} from unnest(${[from.departmentId, ...from.secondedBy]}::int[]) as c (id)
    where id <> ${into.departmentId} on conflict do nothing`);

export const listSeconds = (
  db: Db,
  id: number,
): Promise<{ departmentName: string; note: string; at: Date }[]> =>
  db.many(sql`select d.name as "departmentName", s.note, s.at from lists.second s join org.department d on d.id = s.department_id
    where s.demand_id = ${id} order by s.at, d.id`);

export const insertHistory = (
  tx: Tx,
  id: number,
  step: { action: string; at: Date; post: string; name: string; note: string },
): Promise<number> =>
  tx.run(sql`insert into lists.demand_history (demand_id, action, at, post, name, note)
    values (${id}, ${step.action}, ${step.at}, ${step.post}, ${step.name}, ${step.note})`);

export const listHistory = (
  db: Db,
  id: number,
): Promise<{ action: string; at: Date; post: string; name: string; note: string; record: number | null }[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, l.number as record from lists.demand_history h
    left join ledger.entry l on l.object = ${`demand:${id}`} and l.action = 'demands.' || h.action and l.at = h.at and l.result = 'done'
    where h.demand_id = ${id} order by h.id`);

export interface AppliedRow {
  applicationId: number;
  no: string;
  at: Date;
}
/** The applications that a need led to. */
export const listApplied = (db: Db, id: number): Promise<AppliedRow[]> =>
  db.many(
    sql`select application_id as "applicationId", no, at from lists.demand_application where demand_id = ${id} order by at, application_id`,
  );

export const insertApplied = (
  tx: Tx,
  demandId: number,
  { applicationId, no, at }: AppliedRow,
): Promise<number> =>
  tx.run(sql`insert into lists.demand_application (demand_id, application_id, no, at)
    values (${demandId}, ${applicationId}, ${no}, ${at})`);
