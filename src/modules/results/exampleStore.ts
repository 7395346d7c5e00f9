import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import { FIGURES } from './resultStore.ts';
import type { ExampleState } from './rules.ts';

export interface ExampleRow {
  id: number;
  resultId: number;
  title: string;
  story: string;
  class: string | null;
  state: ExampleState;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  entryTitle: string;
  providerName: string;
  matter: string;
  body: string;
  periodFrom: string;
  periodUntil: string;
  timesUsed: number | null;
  peopleServed: number | null;
  materialsSaved: number | null;
  daysSaved: number | null;
  createdAt: Date;
  changedAt: Date;
}

const FROM = sql`from results.example x join results.result r on r.id = x.result_id join org.department d on d.id = x.department_id
  join sharing.grant g on g.id = r.grant_id join org.department p on p.id = g.provider_id`;
const EXAMPLE = sql`select x.id, x.result_id as "resultId", x.title, x.story, x.class, x.state, x.department_id as "departmentId",
    d.name as "departmentName", d.region_code as "regionCode", g.entry_title as "entryTitle", p.name as "providerName", ${FIGURES},
    x.created_at as "createdAt", x.changed_at as "changedAt" ${FROM}`;

export interface ExampleFilter {
  departmentId: number;
  /** Regions whose examples the reader puts up. */
  regions: readonly string[];
  states: readonly string[];
  classes: readonly string[];
  of: number | null;
  words: string;
}

/** What is up is everybody's; the rest is its department's and its authority's. */
const where = ({ departmentId, regions, states, classes, of, words }: ExampleFilter): Sql => sql`where
  (x.state in ('up', 'excellent') or x.department_id = ${departmentId} or d.region_code = any(${[...regions]}::text[]))
  and (case when cardinality(${[...states]}::text[]) = 0 then x.state <> 'withdrawn' else x.state = any(${[...states]}::text[]) end)
  and (cardinality(${[...classes]}::text[]) = 0 or x.class = any(${[...classes]}::text[]))
  and (${of}::int is null or x.department_id = ${of})
  and (${words} = '' or strpos(lower(concat_ws(' ', x.title, x.story, d.name, r.matter, g.entry_title)), lower(${words})) > 0)`;

export const listExamples = (
  db: Db,
  filter: ExampleFilter,
  size: number,
  offset: number,
): Promise<ExampleRow[]> =>
  db.many(sql`${EXAMPLE} ${where(filter)}
    order by array_position(array['proposed', 'excellent', 'up', 'returned', 'withdrawn'], x.state), x.id desc limit ${size} offset ${offset}`);

export const countExamples = (db: Db, filter: ExampleFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n ${FROM} ${where(filter)}`);

export const findExample = (db: Db, id: number): Promise<ExampleRow | undefined> =>
  db.find(sql`${EXAMPLE} where x.id = ${id}`);
export const lockExample = async (tx: Tx, id: number): Promise<ExampleRow | undefined> => {
  await tx.find(sql`select from results.example where id = ${id} for update`);
  return findExample(tx, id);
};
export const listByIds = (db: Db, ids: readonly number[]): Promise<ExampleRow[]> =>
  db.many(sql`${EXAMPLE} where x.id = any(${[...ids]}::int[])`);

export const insertExample = (
  tx: Tx,
  one: { resultId: number; departmentId: number; title: string; story: string; class: string | null },
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into results.example (result_id, department_id, title, story, class, state, created_at, changed_at)
    values (${one.resultId}, ${one.departmentId}, ${one.title}, ${one.story}, ${one.class}, 'proposed', ${at}, ${at}) returning id`);

export const setExample = (
  tx: Tx,
  id: number,
  one: Pick<ExampleRow, 'title' | 'story' | 'class' | 'state'>,
  at: Date,
): Promise<number> =>
  tx.run(sql`update results.example set title = ${one.title}, story = ${one.story}, class = ${one.class}, state = ${one.state},
    changed_at = ${at} where id = ${id}`);

export const insertHistory = (
  tx: Tx,
  id: number,
  step: { action: string; at: Date; post: string; name: string; note: string },
): Promise<number> =>
  tx.run(sql`insert into results.example_history (example_id, action, at, post, name, note)
    values (${id}, ${step.action}, ${step.at}, ${step.post}, ${step.name}, ${step.note})`);

export const listHistory = (
  db: Db,
  id: number,
): Promise<{ action: string; at: Date; post: string; name: string; note: string; record: number | null }[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, l.number as record from results.example_history h
    left join ledger.entry l on l.object = ${`example:${id}`} and l.action = 'examples.' || h.action and l.at = h.at and l.result = 'done'
    where h.example_id = ${id} order by h.id`);
