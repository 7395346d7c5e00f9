import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ChangeState } from './rules.ts';
import type { Limits } from './terms.ts';

/** The end or change of a service that its provider proposes. */
export interface ChangeRow {
  id: number;
  grantId: number;
  kind: 'end' | 'change';
  state: ChangeState;
  reason: string;
  /** The day on which it takes effect. */
  on: string;
  consultUntil: string;
  items: string[] | null;
  until: string | null;
  window: NonNullable<Limits['window']> | null;
  /** Bounds and required statements that become tighter. */
  limits: Limits | null;
  answer: string;
  filedAt: Date | null;
  notedAt: Date | null;
}

const CHANGE = sql`id, grant_id as "grantId", kind, state, reason, effective_on as "on", consult_until as "consultUntil", items, until,
  hours as "window", limits, answer, filed_at as "filedAt", noted_at as "notedAt"`;

export const insertChange = (
  tx: Tx,
  change: Pick<
    ChangeRow,
    'grantId' | 'kind' | 'reason' | 'on' | 'consultUntil' | 'items' | 'until' | 'window' | 'limits'
  >,
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into sharing.service_change (grant_id, kind, state, reason, effective_on, consult_until, items, until, hours, limits, proposed_at)
    values (${change.grantId}, ${change.kind}, 'proposed', ${change.reason}, ${change.on}, ${change.consultUntil}, ${change.items},
      ${change.until}, ${change.window === null ? null : JSON.stringify(change.window)}::jsonb,
      ${change.limits === null ? null : JSON.stringify(change.limits)}::jsonb, ${at}) returning id`);

export const setChange = (tx: Tx, { id, state, on, answer, filedAt, notedAt }: ChangeRow): Promise<number> =>
  tx.run(sql`update sharing.service_change set state = ${state}, effective_on = ${on}, answer = ${answer}, filed_at = ${filedAt},
      noted_at = ${notedAt} where id = ${id}`);

/** The newest of a grant. */
export const findLastChange = (db: Db, grantId: number): Promise<ChangeRow | undefined> =>
  db.find(
    sql`select ${CHANGE} from sharing.service_change where grant_id = ${grantId} order by id desc limit 1`,
  );

/** Filed, and their day has come. */
export const listDueChanges = (db: Db, today: string): Promise<{ grantId: number }[]> =>
  db.many(sql`select grant_id as "grantId" from sharing.service_change where state = 'filed' and effective_on <= ${today}
    order by id limit 500`);
