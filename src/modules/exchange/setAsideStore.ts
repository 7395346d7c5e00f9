/** Rows that a run set aside, what they are to become, and which run sends them again. */
import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { RunLink } from './runStore.ts';
import type { SetAsideState } from './rules.ts';

export interface SetAside {
  n: number;
  row: number;
  column: string;
  type: string;
  reason: string;
  rawSealed: Buffer;
  keySealed: Buffer;
  /** Null: there is none, or the row is sent as the source has it by then. */
  valueSealed: Buffer | null;
  state: SetAsideState;
  sentBy: RunLink | null;
}

/**
 * A row that was sent arrived unless the run that sent it set it aside anew: there its place is its number, below 0.
 * What a run did not deliver waits to be sent as before.
 */
const STATE = sql`case when c.run_id is null then 'open'
    when xp.state in ('queued', 'running', 'delivering') then 'sent'
    when xp.state = 'delivered' then case when x.resend_of = s.run_id
        and exists (select from plans.set_aside again where again.run_id = c.sent_by and again.source_row = -s.n and again.source_row < 0)
      then 'again' else 'arrived' end
    else 'corrected' end`;
const FROM = sql`from plans.set_aside s left join plans.correction c on c.run_id = s.run_id and c.n = s.n
    left join plans.run x on x.id = c.sent_by left join plans.progress xp on xp.run_id = c.sent_by`;
const ROW = sql`select s.n, abs(s.source_row) as row, s."column", s.type, s.reason, s.raw_sealed as "rawSealed", s.key_sealed as "keySealed",
    c.value_sealed as "valueSealed", ${STATE} as state,
    case when x.id is not null then jsonb_build_object('id', x.id, 'no', x.no, 'state', xp.state) end as "sentBy" ${FROM}`;

const matching = (runId: number, states: readonly SetAsideState[]): Sql =>
  join(
    [sql`s.run_id = ${runId}`, ...(states.length > 0 ? [sql`${STATE} = any (${[...states]}::text[])`] : [])],
    ' and ',
  );

export const listRows = (
  db: Db,
  runId: number,
  states: readonly SetAsideState[],
  { most, from = 0 }: { most: number; from?: number },
): Promise<SetAside[]> =>
  db.many(sql`${ROW} where ${matching(runId, states)} order by s.n limit ${most} offset ${from}`);
export const listRowsOf = (db: Db, runId: number, ns: readonly number[]): Promise<SetAside[]> =>
  db.many(sql`${ROW} where s.run_id = ${runId} and s.n = any (${[...ns]}::int[]) order by s.n`);
export const findRow = (db: Db, runId: number, n: number): Promise<SetAside | undefined> =>
  db.find(sql`${ROW} where s.run_id = ${runId} and s.n = ${n}`);

export const countOf = (db: Db, runId: number, states: readonly SetAsideState[]): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n ${FROM} where ${matching(runId, states)}`);
export type Counts = Record<SetAsideState, number>;
export const countRows = async (db: Db, runId: number): Promise<Counts> => {
  const found = await db.many<{ state: SetAsideState; n: number }>(
    sql`select ${STATE} as state, count(*) as n ${FROM} where s.run_id = ${runId} group by 1`,
  );
  const counts: Counts = { open: 0, corrected: 0, sent: 0, arrived: 0, again: 0 };
  for (const { state, n } of found) counts[state] = n;
  return counts;
};

/** A correction may be changed until a run has taken it along. */
export const putCorrections = (
  tx: Tx,
  runId: number,
  corrections: readonly { n: number; sealed: Buffer | null }[],
): Promise<number> =>
  tx.run(sql`insert into plans.correction (run_id, n, value_sealed)
    select ${runId}, * from unnest(${corrections.map(one => one.n)}::int[], ${corrections.map(one => one.sealed)}::bytea[])
    on conflict (run_id, n) do update set value_sealed = excluded.value_sealed, sent_by = null`);
export const dropCorrection = (tx: Tx, runId: number, n: number): Promise<number> =>
  tx.run(sql`delete from plans.correction where run_id = ${runId} and n = ${n}`);

/** Rows of a run that wait to be corrected, or to be sent. */
export const countLeft = async (db: Db, runId: number): Promise<number> => {
  const { open, corrected } = await countRows(db, runId);
  return open + corrected;
};

/**
 * What was corrected of a delivery and its resends, and taken along once: a target that is made anew needs it again. What
 * was set aside anew by the run that took it goes along with its next correction.
 */
export const listTaken = (tx: Tx, runId: number): Promise<{ runId: number; n: number }[]> =>
  tx.many(sql`with recursive
      up as (select r.id, r.resend_of from plans.run r where r.id = ${runId}
        union all select r.id, r.resend_of from up join plans.run r on r.id = up.resend_of),
      family as (select id from up where resend_of is null
        union all select r.id from family f join plans.run r on r.resend_of = f.id)
    select c.run_id as "runId", c.n from family f join plans.correction c on c.run_id = f.id join plans.run x on x.id = c.sent_by
     where c.value_sealed is not null and not (x.resend_of = c.run_id and exists (select from plans.set_aside again
       where again.run_id = c.sent_by and again.source_row = -c.n and again.source_row < 0))`);

/** Gives corrected rows to the run that sends them. */
export const setSender = (
  tx: Tx,
  rows: readonly { runId: number; n: number }[],
  sender: number,
): Promise<number> =>
  tx.run(sql`update plans.correction c set sent_by = ${sender}
    from unnest(${rows.map(row => row.runId)}::int[], ${rows.map(row => row.n)}::int[]) one(run_id, n)
    where c.run_id = one.run_id and c.n = one.n`);
