import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import { GRANT, GRANTS, type GrantFilter, type GrantRow, seenBy } from './grantStore.ts';
import type { ExampleState, Occasion } from './rules.ts';

export interface NewResult {
  grantId: number;
  matter: string;
  body: string;
  periodFrom: string;
  periodUntil: string;
  timesUsed: number | null;
  peopleServed: number | null;
  materialsSaved: number | null;
  daysSaved: number | null;
}
export interface ResultRow extends NewResult {
  resultId: number;
  grant: GrantRow;
  at: Date;
  post: string;
  name: string;
  exampleId: number | null;
  exampleState: ExampleState | null;
}

/** The columns of a result `r`, as they stand beside those of others. */
export const FIGURES = sql`r.matter, r.body, r.period_from as "periodFrom", r.period_until as "periodUntil", r.times_used as "timesUsed",
  r.people_served as "peopleServed", r.materials_saved as "materialsSaved", r.days_saved::float8 as "daysSaved"`;

type Flat = Omit<ResultRow, 'grant'> & GrantRow;
const RESULT = sql`select ${GRANT}, r.id as "resultId", r.grant_id as "grantId", ${FIGURES}, r.at, r.post, r.name,
  x.id as "exampleId", x.state as "exampleState"`;
const FROM = sql`from ${GRANTS} join results.result r on r.grant_id = g.id
  left join results.example x on x.result_id = r.id and x.state <> 'withdrawn'`;

function nested(row: Flat): ResultRow {
  const { resultId, grantId, matter, body, periodFrom, periodUntil, at, post, name, ...rest } = row;
  const { timesUsed, peopleServed, materialsSaved, daysSaved, exampleId, exampleState, ...grant } = rest;
  return {
    resultId,
    grantId,
    grant,
    matter,
    body,
    periodFrom,
    periodUntil,
    timesUsed,
    peopleServed,
    materialsSaved,
    daysSaved,
    at,
    post,
    name,
    exampleId,
    exampleState,
  };
}

const where = (
  filter: GrantFilter,
  grantId: number | null,
): Sql => sql`where ${seenBy({ ...filter, words: '' })}
  and (${grantId}::int is null or g.id = ${grantId})
  and (${filter.words} = '' or strpos(lower(concat_ws(' ', r.matter, r.body, g.entry_title, g.no, c.name, p.name)), lower(${filter.words})) > 0)`;

export const listResults = async (
  db: Db,
  filter: GrantFilter,
  grantId: number | null,
  size: number,
  offset: number,
): Promise<ResultRow[]> =>
  (
    await db.many<Flat>(
      sql`${RESULT} ${FROM} ${where(filter, grantId)} order by r.id desc limit ${size} offset ${offset}`,
    )
  ).map(nested);

export interface Sums {
  n: number;
  timesUsed: number;
  peopleServed: number;
  materialsSaved: number;
  daysSaved: number;
}
export const sumResults = (db: Db, filter: GrantFilter, grantId: number | null): Promise<Sums> =>
  db.get(sql`select count(*)::int as n, coalesce(sum(r.times_used), 0)::bigint as "timesUsed", coalesce(sum(r.people_served), 0)::bigint as "peopleServed",
      coalesce(sum(r.materials_saved), 0)::bigint as "materialsSaved", coalesce(sum(r.days_saved), 0)::float8 as "daysSaved"
    ${FROM} ${where(filter, grantId)}`);

export const findResult = async (db: Db, id: number): Promise<ResultRow | undefined> => {
  const found = await db.find<Flat>(sql`${RESULT} ${FROM} where r.id = ${id}`);
  return found && nested(found);
};
export const lockResult = async (tx: Tx, id: number): Promise<ResultRow | undefined> => {
  await tx.find(sql`select from results.result where id = ${id} for update`);
  return findResult(tx, id);
};

/** The day of the newest report on a grant. */
export const findLastReport = async (db: Db, grantId: number): Promise<string | null> =>
  (
    await db.get<{ day: string | null }>(
      sql`select max((at at time zone 'Asia/Shanghai')::date) as day from results.result where grant_id = ${grantId}`,
    )
  ).day;

export const insertResult = (
  tx: Tx,
  result: NewResult,
  by: { at: Date; post: string; name: string },
): Promise<{ id: number }> =>
  tx.get(sql`insert into results.result (grant_id, matter, body, period_from, period_until, times_used, people_served, materials_saved,
      days_saved, at, post, name)
    values (${result.grantId}, ${result.matter}, ${result.body}, ${result.periodFrom}, ${result.periodUntil}, ${result.timesUsed},
      ${result.peopleServed}, ${result.materialsSaved}, ${result.daysSaved}, ${by.at}, ${by.post}, ${by.name}) returning id`);

export const updateResult = (tx: Tx, id: number, result: Omit<NewResult, 'grantId'>): Promise<number> =>
  tx.run(sql`update results.result set matter = ${result.matter}, body = ${result.body}, period_from = ${result.periodFrom},
    period_until = ${result.periodUntil}, times_used = ${result.timesUsed}, people_served = ${result.peopleServed},
    materials_saved = ${result.materialsSaved}, days_saved = ${result.daysSaved} where id = ${id}`);

/** Whether it was not told before. */
export const insertReminder = async (
  tx: Tx,
  grantId: number,
  occasion: Occasion,
  at: Date,
): Promise<boolean> =>
  (await tx.run(sql`insert into results.reminder (grant_id, occasion, at) values (${grantId}, ${occasion}, ${at})
    on conflict do nothing`)) > 0;
