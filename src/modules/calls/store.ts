import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { AlertKind, AlertState, Response, Watched, WatchRule } from './rules.ts';

export type Figures = Record<string, string | number | boolean | null>;

export interface AlertRow {
  id: number;
  grantId: number;
  grantNo: string;
  grantState: string;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  provider: string;
  consumer: string;
  system: string;
  kind: AlertKind;
  response: Response;
  state: AlertState;
  figures: Figures;
  rule: string;
  citation: Citation | null;
  raisedAt: Date;
  perSecond: number | null;
  note: string;
  closedAt: Date | null;
  closedPost: string;
}

const ALERT = sql`a.id, a.grant_id as "grantId", a.grant_no as "grantNo", g.state as "grantState", a.entry_id as "entryId",
  g.entry_title as "entryTitle", a.provider_id as "providerId", a.consumer_id as "consumerId", p.name as provider, c.name as consumer,
  coalesce(s.name, '') as system, a.kind, a.response, a.state, a.figures, a.rule, a.citation, a.raised_at as "raisedAt",
  w.per_second as "perSecond", a.note, a.closed_at as "closedAt", a.closed_post as "closedPost"`;
const ALERTS = sql`calls.alert a join sharing.grant g on g.id = a.grant_id join org.department p on p.id = a.provider_id
  join org.department c on c.id = a.consumer_id left join org.system s on s.id = a.system_id
  left join plans.slowed w on w.grant_id = a.grant_id and w.alert_id = a.id`;

export interface AlertFilter {
  /** Departments in sight; null: all. */
  seen: readonly number[] | null;
  state?: AlertState | undefined;
  kind?: AlertKind | undefined;
  grantId?: number | undefined;
}

function where({ seen, state, kind, grantId }: AlertFilter): Sql {
  const parts: Sql[] = [sql`true`];
  if (seen !== null) {
    const ids = sql`any(${[...seen]}::int[])`;
    parts.push(sql`(a.provider_id = ${ids} or a.consumer_id = ${ids})`);
  }
  if (state !== undefined) parts.push(sql`a.state = ${state}`);
  if (kind !== undefined) parts.push(sql`a.kind = ${kind}`);
  if (grantId !== undefined) parts.push(sql`a.grant_id = ${grantId}`);
  return join(parts, ' and ');
}

/** What is open first, then the newest. */
export const listAlerts = (db: Db, filter: AlertFilter, page: number, size: number): Promise<AlertRow[]> =>
  db.many(sql`select ${ALERT} from ${ALERTS} where ${where(filter)}
    order by (a.state = 'open') desc, a.raised_at desc, a.id desc offset ${(page - 1) * size} limit ${size}`);

export const countAlerts = (db: Db, filter: AlertFilter): Promise<{ total: number; open: number }> =>
  db.get(sql`select count(*)::int as total, (count(*) filter (where a.state = 'open'))::int as open
    from calls.alert a where ${where(filter)}`);

export const findAlert = (db: Db, id: number): Promise<AlertRow | undefined> =>
  db.find(sql`select ${ALERT} from ${ALERTS} where a.id = ${id}`);

/** The same, held until the command ends. */
export const lockAlert = (tx: Tx, id: number): Promise<AlertRow | undefined> =>
  tx.find(sql`select ${ALERT} from ${ALERTS} where a.id = ${id} for update of a`);

export const findOpen = (
  db: Db,
  grantId: number,
  kind: AlertKind,
): Promise<{ id: number; response: Response } | undefined> =>
  db.find(
    sql`select id, response from calls.alert where grant_id = ${grantId} and kind = ${kind} and state = 'open'`,
  );

export interface NewAlert {
  grantId: number;
  grantNo: string;
  entryId: number;
  systemId: number;
  providerId: number;
  consumerId: number;
  kind: AlertKind;
  response: Response;
  figures: Figures;
  rule: string;
  citation: Citation | undefined;
  at: Date;
}

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

export const insertAlert = (tx: Tx, a: NewAlert): Promise<{ id: number }> =>
  tx.get(sql`insert into calls.alert (grant_id, grant_no, entry_id, system_id, provider_id, consumer_id, kind, response, figures,
      rule, citation, state, raised_at)
    values (${a.grantId}, ${a.grantNo}, ${a.entryId}, ${a.systemId}, ${a.providerId}, ${a.consumerId}, ${a.kind}, ${a.response},
      ${JSON.stringify(a.figures)}::jsonb, ${a.rule}, ${jsonOf(a.citation)}::jsonb, 'open', ${a.at}) returning id`);

/** What goes on got worse. */
export const worsen = (
  tx: Tx,
  id: number,
  { response, figures, rule, citation }: Pick<NewAlert, 'response' | 'figures' | 'rule' | 'citation'>,
): Promise<number> =>
  tx.run(sql`update calls.alert set response = ${response}, figures = ${JSON.stringify(figures)}::jsonb, rule = ${rule},
    citation = ${jsonOf(citation)}::jsonb where id = ${id}`);

export const closeAlert = (
  tx: Tx,
  id: number,
  { state, note, at, post, name }: { state: AlertState; note: string; at: Date; post: string; name: string },
): Promise<number> =>
  tx.run(sql`update calls.alert set state = ${state}, note = ${note}, closed_at = ${at}, closed_post = ${post}, closed_name = ${name}
    where id = ${id}`);

/** The slowest of what holds a grant stays. */
export const slow = (
  tx: Tx,
  grantId: number,
  alertId: number,
  perSecond: number,
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into plans.slowed as s (grant_id, per_second, alert_id, since) values (${grantId}, ${perSecond}, ${alertId}, ${at})
    on conflict (grant_id) do update set per_second = excluded.per_second, alert_id = excluded.alert_id, since = excluded.since
    where excluded.per_second < s.per_second`);

export const speedUp = (tx: Tx, alertId: number): Promise<number> =>
  tx.run(sql`delete from plans.slowed where alert_id = ${alertId}`);

/** The grants that gateways wrote something down of after this row, and the last row. */
export async function grantsSince(
  db: Db,
  id: number,
  since: Date,
): Promise<{ grantIds: number[]; last: number }> {
  const rows = await db.many<{ grantId: number; last: number }>(
    sql`select grant_id as "grantId", max(id) as last from plans.watched where id > ${id} and at >= ${since} group by 1`,
  );
  return {
    grantIds: rows.map(row => row.grantId),
    last: rows.reduce((most, row) => Math.max(most, row.last), id),
  };
}

export type WatchedRow = Watched & { grantId: number; post: string; facts: Figures | null };

/**
 * What was counted of grants since an instant, for each kind of alert since its last one was dealt with: what a person
 * has looked into does not speak again.
 */
export const sumWatched = (
  db: Db,
  grantIds: readonly number[],
  kind: AlertKind,
  since: Date,
): Promise<WatchedRow[]> =>
  db.many(sql`select w.grant_id as "grantId", sum(w.calls)::int as calls, sum(w.refused)::int as refused, sum(w.failed)::int as failed,
      sum(w.empty)::int as empty, sum(w.near)::int as near, sum(w.guesses)::int as guesses, max(w.post_persons) as persons,
      (array_agg(w.post order by w.post_persons desc))[1] as post,
      (array_agg(w.facts order by w.id desc) filter (where w.facts is not null))[1] as facts
    from plans.watched w
    where w.grant_id = any(${[...grantIds]}::int[]) and w.at >= greatest(${since}, (
      select max(a.closed_at) from calls.alert a where a.grant_id = w.grant_id and a.kind = ${kind}))
    group by 1`);

export interface RuleRow extends WatchRule {
  kind: AlertKind;
  basis: string;
  setAt: Date;
  setBy: string;
}

export const listRules = (db: Db): Promise<RuleRow[]> =>
  db.many(sql`select kind, tell::float8 as tell, slow::float8 as slow, suspend::float8 as suspend, least, per_second as "perSecond", basis,
    set_at as "setAt", set_by as "setBy" from calls.rule`);

export const saveRule = (
  tx: Tx,
  { kind, tell, slow: slowed, suspend, least, perSecond, basis, setAt, setBy }: RuleRow,
): Promise<number> =>
  tx.run(sql`insert into calls.rule (kind, tell, slow, suspend, least, per_second, basis, set_at, set_by)
    values (${kind}, ${tell}, ${slowed}, ${suspend}, ${least}, ${perSecond}, ${basis}, ${setAt}, ${setBy})
    on conflict (kind) do update set tell = excluded.tell, slow = excluded.slow, suspend = excluded.suspend, least = excluded.least,
      per_second = excluded.per_second, basis = excluded.basis, set_at = excluded.set_at, set_by = excluded.set_by`);
