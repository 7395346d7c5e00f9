import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { DisposalState } from './rules.ts';
import type { Disposal } from './terms.ts';

/** What becomes of the data of an ended grant; `unclear` until it is known whether anything was delivered. */
export interface DisposalRow {
  grantId: number;
  state: DisposalState | 'unclear' | 'none';
  endedAt: Date;
  way: Disposal['way'];
  demand: string;
  reportWay: Disposal['way'] | null;
  reportOn: string | null;
  reportWhat: string;
  certificate: string;
  digest: string | null;
  sentBack: string;
}

const DISPOSAL = sql`grant_id as "grantId", state, ended_at as "endedAt", way, demand, report_way as "reportWay", report_on as "reportOn",
  report_what as "reportWhat", certificate, digest, sent_back as "sentBack"`;

/** A grant that a decision reopened may end again, and then everything begins anew. */
export const insertDisposal = (
  tx: Tx,
  { grantId, state, endedAt, way }: Pick<DisposalRow, 'grantId' | 'state' | 'endedAt' | 'way'>,
): Promise<number> =>
  tx.run(
    sql`insert into sharing.disposal (grant_id, state, ended_at, way) values (${grantId}, ${state}, ${endedAt}, ${way})
    on conflict (grant_id) do update set state = excluded.state, ended_at = excluded.ended_at, way = excluded.way, demand = '', report_way = null,
      report_on = null, report_what = '', certificate = '', digest = null, sent_back = ''`,
  );

export const setDisposal = (tx: Tx, d: DisposalRow): Promise<number> =>
  tx.run(sql`update sharing.disposal set state = ${d.state}, way = ${d.way}, demand = ${d.demand}, report_way = ${d.reportWay},
      report_on = ${d.reportOn}, report_what = ${d.reportWhat}, certificate = ${d.certificate}, digest = ${d.digest},
      sent_back = ${d.sentBack} where grant_id = ${d.grantId}`);

export const findDisposal = (db: Db, grantId: number): Promise<DisposalRow | undefined> =>
  db.find(sql`select ${DISPOSAL} from sharing.disposal where grant_id = ${grantId}`);

export const listUnclear = (db: Db): Promise<{ grantId: number; endedAt: Date; since: Date }[]> =>
  db.many(sql`select d.grant_id as "grantId", d.ended_at as "endedAt", g.since from sharing.disposal d join sharing.grant g on g.id = d.grant_id
    where d.state = 'unclear' order by d.grant_id limit 500`);
