import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Terms } from './contract.ts';
import type { DisputeKind, DisputeState, Outcome, Side } from './rules.ts';

/** How a dispute is to end, or ended. */
export interface Ending {
  outcome: Outcome;
  terms: Terms | null;
}
export interface Proposal extends Ending {
  by: Side;
  note: string;
  at: string;
}
export interface Opinion extends Ending {
  text: string;
  documentNo: string;
}
export interface Decision extends Opinion {
  date: string;
}

export interface DisputeRow {
  id: number;
  no: string;
  kind: DisputeKind;
  applicationId: number;
  applicationNo: string;
  grantId: number | null;
  entryId: number;
  entryTitle: string;
  consumerId: number;
  consumerName: string;
  consumerRegion: string;
  providerId: number;
  providerName: string;
  providerRegion: string;
  argument: string;
  contested: string;
  state: DisputeState;
  raisedAt: Date;
  raisedPost: string;
  bodyId: number | null;
  bodyName: string;
  government: string;
  deskId: number;
  deskName: string;
  answeredAt: Date | null;
  mediatingAt: Date | null;
  askedAt: Date | null;
  proposal: Proposal | null;
  opinion: Opinion | null;
  opinedAt: Date | null;
  consumerAccepts: boolean | null;
  providerAccepts: boolean | null;
  reportedAt: Date | null;
  decision: Decision | null;
  result: Ending | null;
  closedAt: Date | null;
  /** Each side’s last statement. */
  consumerSpokeAt: Date | null;
  providerSpokeAt: Date | null;
}

const FROM = sql`disputes.dispute d join org.department c on c.id = d.consumer_id join org.department p on p.id = d.provider_id
  join org.department k on k.id = d.desk_id`;
const DISPUTE = sql`select d.id, d.no, d.kind, d.application_id as "applicationId", d.application_no as "applicationNo", d.grant_id as "grantId",
    d.entry_id as "entryId", d.entry_title as "entryTitle", d.consumer_id as "consumerId", c.name as "consumerName", c.region_code as "consumerRegion",
    d.provider_id as "providerId", p.name as "providerName", p.region_code as "providerRegion", d.argument, d.contested, d.state,
    d.raised_at as "raisedAt", d.raised_post as "raisedPost", d.body_id as "bodyId", d.body_name as "bodyName", d.government,
    d.desk_id as "deskId", k.name as "deskName", d.answered_at as "answeredAt", d.mediating_at as "mediatingAt", d.asked_at as "askedAt",
    d.proposal, d.opinion, d.opined_at as "opinedAt", d.consumer_accepts as "consumerAccepts", d.provider_accepts as "providerAccepts",
    d.reported_at as "reportedAt", d.decision, d.result, d.closed_at as "closedAt",
    (select max(at) from disputes.statement where dispute_id = d.id and side = 'consumer') as "consumerSpokeAt",
    (select max(at) from disputes.statement where dispute_id = d.id and side = 'provider') as "providerSpokeAt"
  from ${FROM}`;

export const getDispute = (db: Db, id: number): Promise<DisputeRow> =>
  db.get(sql`${DISPUTE} where d.id = ${id}`);

/** The same, held against others who act on it until the command ends. */
export async function lockDispute(tx: Tx, id: number): Promise<DisputeRow> {
  await tx.get(sql`select id from disputes.dispute where id = ${id} for update`);
  return getDispute(tx, id);
}

export const findOpenOf = (db: Db, applicationId: number): Promise<DisputeRow | undefined> =>
  db.find(sql`${DISPUTE} where d.application_id = ${applicationId} and d.closed_at is null`);

export const listOpenOverClass = (db: Db, entryId: number): Promise<DisputeRow[]> =>
  db.many(
    sql`${DISPUTE} where d.entry_id = ${entryId} and d.kind = 'class' and d.closed_at is null order by d.id`,
  );

export const listOfApplication = (
  db: Db,
  applicationId: number,
): Promise<Pick<DisputeRow, 'id' | 'no' | 'kind' | 'state' | 'result'>[]> =>
  db.many(
    sql`select id, no, kind, state, result from disputes.dispute where application_id = ${applicationId} order by id desc`,
  );

export type NewDispute = Pick<
  DisputeRow,
  | 'no'
  | 'kind'
  | 'applicationId'
  | 'applicationNo'
  | 'grantId'
  | 'entryId'
  | 'entryTitle'
  | 'consumerId'
  | 'providerId'
  | 'argument'
  | 'contested'
  | 'raisedAt'
  | 'raisedPost'
  | 'bodyId'
  | 'bodyName'
  | 'government'
  | 'deskId'
>;

export const insertDispute = (tx: Tx, d: NewDispute): Promise<{ id: number }> =>
  tx.get(sql`insert into disputes.dispute (no, kind, application_id, application_no, grant_id, entry_id, entry_title, consumer_id, provider_id,
      argument, contested, state, raised_at, raised_post, body_id, body_name, government, desk_id)
    values (${d.no}, ${d.kind}, ${d.applicationId}, ${d.applicationNo}, ${d.grantId}, ${d.entryId}, ${d.entryTitle}, ${d.consumerId}, ${d.providerId},
      ${d.argument}, ${d.contested}, 'negotiating', ${d.raisedAt}, ${d.raisedPost}, ${d.bodyId}, ${d.bodyName}, ${d.government}, ${d.deskId})
    returning id`);

/** What steps change; the rest of a dispute stays as it was raised. */
export type Change = Partial<
  Pick<
    DisputeRow,
    | 'state'
    | 'providerId'
    | 'bodyId'
    | 'bodyName'
    | 'government'
    | 'deskId'
    | 'answeredAt'
    | 'mediatingAt'
    | 'askedAt'
    | 'proposal'
    | 'opinion'
    | 'opinedAt'
    | 'consumerAccepts'
    | 'providerAccepts'
    | 'reportedAt'
    | 'decision'
    | 'result'
    | 'closedAt'
  >
>;

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

/** Writes the dispute as it was locked, with what the step changes. */
export function setDispute(tx: Tx, row: DisputeRow, change: Change): Promise<number> {
  const d = { ...row, ...change };
  return tx.run(sql`update disputes.dispute set state = ${d.state}, provider_id = ${d.providerId}, body_id = ${d.bodyId}, body_name = ${d.bodyName},
    government = ${d.government}, desk_id = ${d.deskId}, answered_at = ${d.answeredAt}, mediating_at = ${d.mediatingAt}, asked_at = ${d.askedAt},
    proposal = ${json(d.proposal)}::jsonb, opinion = ${json(d.opinion)}::jsonb, opined_at = ${d.opinedAt},
    consumer_accepts = ${d.consumerAccepts}, provider_accepts = ${d.providerAccepts}, reported_at = ${d.reportedAt},
    decision = ${json(d.decision)}::jsonb, result = ${json(d.result)}::jsonb, closed_at = ${d.closedAt} where id = ${d.id}`);
}

/** Another department answers for the entry: also in what is disputed about it. Nobody becomes its own adversary. */
export const setProvider = (tx: Tx, entryId: number, departmentId: number): Promise<number> =>
  tx.run(sql`update disputes.dispute set provider_id = ${departmentId}
    where entry_id = ${entryId} and consumer_id <> ${departmentId} and closed_at is null`);

export interface Filter {
  where: Sql;
  states: readonly string[];
  q: string;
  page: number;
  size: number;
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Open ones first, then the newest. */
export async function listDisputes(
  db: Db,
  { where, states, q, page, size }: Filter,
): Promise<{ total: number; rows: DisputeRow[] }> {
  const conditions = [where];
  if (states.length > 0) conditions.push(sql`d.state = any(${[...states]}::text[])`);
  if (q !== '')
    conditions.push(
      sql`(d.no ilike ${like(q)} or d.application_no ilike ${like(q)} or d.entry_title ilike ${like(q)})`,
    );
  const that = sql`where ${join(conditions, ' and ')}`;
  const { n } = await db.get<{ n: number }>(sql`select count(*)::int as n from ${FROM} ${that}`);
  const rows = await db.many<DisputeRow>(
    sql`${DISPUTE} ${that} order by d.closed_at is not null, d.id desc limit ${size} offset ${(page - 1) * size}`,
  );
  return { total: n, rows };
}

export interface StatementRow {
  side: Side | 'mediator';
  text: string;
  at: Date;
  post: string;
  name: string;
}

export interface By {
  at: Date;
  post: string;
  name: string;
}

export const insertStatement = (
  tx: Tx,
  disputeId: number,
  side: Side | 'mediator',
  text: string,
  { at, post, name }: By,
): Promise<number> =>
  tx.run(sql`insert into disputes.statement (dispute_id, side, text, at, post, name)
    values (${disputeId}, ${side}, ${text}, ${at}, ${post}, ${name})`);

export const listStatements = (db: Db, disputeId: number): Promise<StatementRow[]> =>
  db.many(
    sql`select side, text, at, post, name from disputes.statement where dispute_id = ${disputeId} order by id`,
  );

export interface MeetingRow {
  heldOn: string;
  participants: string;
  minutes: string;
  at: Date;
  post: string;
}

export const insertMeeting = (
  tx: Tx,
  disputeId: number,
  { heldOn, participants, minutes }: Pick<MeetingRow, 'heldOn' | 'participants' | 'minutes'>,
  { at, post, name }: By,
): Promise<number> =>
  tx.run(sql`insert into disputes.meeting (dispute_id, held_on, participants, minutes, at, post, name)
    values (${disputeId}, ${heldOn}, ${participants}, ${minutes}, ${at}, ${post}, ${name})`);

export const listMeetings = (db: Db, disputeId: number): Promise<MeetingRow[]> =>
  db.many(sql`select held_on as "heldOn", participants, minutes, at, post from disputes.meeting
    where dispute_id = ${disputeId} order by id`);

export const insertHistory = (
  tx: Command,
  disputeId: number,
  action: string,
  note: string,
  citation: Citation | undefined,
  { at, post, name }: By,
): Promise<number> =>
  tx.run(sql`insert into disputes.history (dispute_id, action, at, post, name, note, citation, account_id, department_id)
    values (${disputeId}, ${action}, ${at}, ${post}, ${name}, ${note}, ${json(citation ?? null)}::jsonb, ${tx.by.accountId},
      ${tx.by.departmentId})`);

/** Whether somebody took a step in it for another department. */
export const hasActedForAnother = async (
  db: Db,
  disputeId: number,
  { accountId, departmentId }: Pick<Actor, 'accountId' | 'departmentId'>,
): Promise<boolean> =>
  (await db.find(sql`select from disputes.history
    where dispute_id = ${disputeId} and account_id = ${accountId} and department_id <> ${departmentId} limit 1`)) !==
  undefined;

/** Each step with the number of its record; one that followed from another’s command has none of its own. */
export const listHistory = (
  db: Db,
  disputeId: number,
): Promise<
  {
    action: string;
    at: Date;
    post: string;
    name: string;
    note: string;
    citation: Citation | null;
    record: number | null;
  }[]
> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation,
      (select e.number from ledger.entry e where e.object = ${`dispute:${disputeId}`} and e.action = 'disputes.' || h.action
        and e.at = h.at and e.result = 'done' limit 1) as record
    from disputes.history h where h.dispute_id = ${disputeId} order by h.id`);
