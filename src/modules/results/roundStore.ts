import { type Db, type Tx, sql } from '#kernel/db.ts';

export interface RoundRow {
  id: number;
  regionCode: string;
  regionName: string;
  title: string;
  firstDay: string;
  lastDay: string;
  closedAt: Date | null;
}
const ROUND = sql`select o.id, o.region_code as "regionCode", g.name as "regionName", o.title, o.first_day as "firstDay",
    o.last_day as "lastDay", o.closed_at as "closedAt" from results.round o join org.region g on g.code = o.region_code`;

/** Rounds of these regions, the newest first. */
export const listRounds = (db: Db, regions: readonly string[]): Promise<RoundRow[]> =>
  db.many(sql`${ROUND} where o.region_code = any(${[...regions]}::text[])
    order by o.closed_at is not null, o.id desc limit 20`);

export const findRound = (db: Db, id: number): Promise<RoundRow | undefined> =>
  db.find(sql`${ROUND} where o.id = ${id}`);
export const lockRound = async (tx: Tx, id: number): Promise<RoundRow | undefined> => {
  await tx.find(sql`select from results.round where id = ${id} for update`);
  return findRound(tx, id);
};

export const insertRound = (
  tx: Tx,
  one: { regionCode: string; title: string; firstDay: string; lastDay: string },
  by: { at: Date; post: string },
): Promise<{ id: number }> =>
  tx.get(sql`insert into results.round (region_code, title, first_day, last_day, opened_at, opened_post)
    values (${one.regionCode}, ${one.title}, ${one.firstDay}, ${one.lastDay}, ${by.at}, ${by.post}) returning id`);

export const insertCandidates = (tx: Tx, roundId: number, exampleIds: readonly number[]): Promise<number> =>
  tx.run(
    sql`insert into results.candidate (round_id, example_id) select ${roundId}, id from unnest(${[...exampleIds]}::int[]) as c (id)`,
  );

export const setClosed = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update results.round set closed_at = ${at} where id = ${id}`);

export interface CandidateRow {
  roundId: number;
  exampleId: number;
  title: string;
  departmentId: number;
  departmentName: string;
  excellent: boolean;
  votes: number;
}
export const listCandidates = (db: Db, rounds: readonly number[]): Promise<CandidateRow[]> =>
  db.many(sql`select c.round_id as "roundId", c.example_id as "exampleId", x.title, x.department_id as "departmentId",
      d.name as "departmentName", x.state = 'excellent' as excellent,
      (select count(*)::int from results.vote v where v.round_id = c.round_id and v.example_id = c.example_id) as votes
    from results.candidate c join results.example x on x.id = c.example_id join org.department d on d.id = x.department_id
    where c.round_id = any(${[...rounds]}::int[]) order by c.round_id, c.example_id`);

/** What a department voted for. */
export const listVotesOf = (
  db: Db,
  departmentId: number,
  rounds: readonly number[],
): Promise<{ roundId: number; exampleId: number }[]> =>
  db.many(sql`select round_id as "roundId", example_id as "exampleId" from results.vote
    where department_id = ${departmentId} and round_id = any(${[...rounds]}::int[])`);

export const insertVote = (
  tx: Tx,
  one: { roundId: number; departmentId: number; exampleId: number; at: Date; post: string },
): Promise<number> =>
  tx.run(sql`insert into results.vote (round_id, department_id, example_id, at, post)
    values (${one.roundId}, ${one.departmentId}, ${one.exampleId}, ${one.at}, ${one.post})`);
