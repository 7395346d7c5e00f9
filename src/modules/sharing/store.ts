import { type Db, type Sql, type Tx, empty, join, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Use } from '#modules/catalog/index.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import type { ApplicationState, Decision, GrantState } from './rules.ts';

export interface ConditionRow {
  item: string;
  op: 'eq' | 'in' | 'between';
  values: string[];
}

export interface ApplicationRow {
  id: number;
  no: string;
  entryId: number;
  entryVersion: number;
  entryTitle: string;
  shareType: 'unconditional' | 'conditional';
  consumerId: number;
  providerId: number;
  systemId: number;
  mode: 'query' | 'verify' | 'batch';
  items: string[];
  rows: ConditionRow[];
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  until: string;
  state: ApplicationState;
  path: 'platform_authorises' | 'standing_consent' | 'provider_answers';
  material: string[];
  materialTold: boolean;
  answer: {
    reason: string;
    category: 'condition_not_met' | 'law_forbids' | 'not_held_here' | 'other' | null;
    basis: string;
  } | null;
  approved: string[] | null;
  grantId: number | null;
  topSensitivity: number;
  createdBy: number;
  createdAt: Date;
  /** When the consumer's head consented; before that it is nobody's but the consumer's. */
  receivedAt: Date | null;
  consumerName: string;
  providerName: string;
  providerRegion: string;
  systemName: string;
}

const APPLICATION = sql`a.id, a.no, a.entry_id as "entryId", a.entry_version as "entryVersion", a.entry_title as "entryTitle",
  a.share_type as "shareType", a.consumer_id as "consumerId", a.provider_id as "providerId", a.system_id as "systemId", a.mode, a.items, a.rows,
  a.matter, a.ground, a.scenario, a.scope, a.until, a.state, a.path, a.material, a.material_told as "materialTold", a.answer, a.approved,
  a.grant_id as "grantId", a.top_sensitivity as "topSensitivity", a.created_by as "createdBy", a.created_at as "createdAt",
  a.received_at as "receivedAt", c.name as "consumerName", p.name as "providerName", p.region_code as "providerRegion", s.name as "systemName"`;
const APPLICATIONS = sql`sharing.application a join org.department c on c.id = a.consumer_id join org.department p on p.id = a.provider_id
  join org.system s on s.id = a.system_id`;

export const nextNumber = async (tx: Tx, kind: string, year: number): Promise<number> =>
  (
    await tx.get<{
      last: number;
    }>(sql`insert into sharing.number (kind, year, last) values (${kind}, ${year}, 1)
    on conflict (kind, year) do update set last = sharing.number.last + 1 returning last`)
  ).last;

export type NewApplication = Pick<
  ApplicationRow,
  | 'no'
  | 'entryId'
  | 'entryVersion'
  | 'entryTitle'
  | 'shareType'
  | 'consumerId'
  | 'providerId'
  | 'systemId'
  | 'mode'
  | 'items'
  | 'rows'
  | 'matter'
  | 'ground'
  | 'scenario'
  | 'scope'
  | 'until'
  | 'path'
  | 'topSensitivity'
  | 'createdBy'
  | 'createdAt'
>;

export const insertApplication = (tx: Tx, a: NewApplication): Promise<{ id: number }> =>
  tx.get(sql`insert into sharing.application (no, entry_id, entry_version, entry_title, share_type, consumer_id, provider_id, system_id, mode, items,
      rows, matter, ground, scenario, scope, until, state, path, top_sensitivity, created_by, created_at)
    values (${a.no}, ${a.entryId}, ${a.entryVersion}, ${a.entryTitle}, ${a.shareType}, ${a.consumerId}, ${a.providerId}, ${a.systemId}, ${a.mode}, ${a.items},
      ${JSON.stringify(a.rows)}::jsonb, ${a.matter}, ${a.ground}, ${a.scenario}, ${a.scope}, ${a.until}, 'draft', ${a.path}, ${a.topSensitivity}, ${a.createdBy}, ${a.createdAt})
    returning id`);

export const getApplication = (db: Db, id: number): Promise<ApplicationRow> =>
  db.get(sql`select ${APPLICATION} from ${APPLICATIONS} where a.id = ${id}`);

/** The same, held against other deciders until the command ends. */
/** Of what is open or live; what was decided stays with who decided it. Nobody becomes its own provider. */
export async function setProvider(tx: Tx, entryId: number, departmentId: number): Promise<void> {
  await tx.run(sql`update sharing.application set provider_id = ${departmentId}
    where entry_id = ${entryId} and consumer_id <> ${departmentId}
      and state in ('awaiting_consent', 'awaiting_authorisation', 'awaiting_answer', 'awaiting_material')`);
  await tx.run(sql`update sharing.grant set provider_id = ${departmentId}
    where entry_id = ${entryId} and consumer_id <> ${departmentId} and state in ('active', 'suspended')`);
}

export const lockApplication = (tx: Tx, id: number): Promise<ApplicationRow> =>
  tx.get(sql`select ${APPLICATION} from ${APPLICATIONS} where a.id = ${id} for update of a`);

export const setApplication = (
  tx: Tx,
  id: number,
  change: Partial<
    Pick<
      ApplicationRow,
      | 'state'
      | 'entryVersion'
      | 'shareType'
      | 'path'
      | 'material'
      | 'materialTold'
      | 'answer'
      | 'approved'
      | 'grantId'
    >
  > & { receivedAt?: Date; answeredAt?: Date; inTime?: boolean },
): Promise<number> => {
  const sets: Sql[] = [];
  if (change.state !== undefined) sets.push(sql`state = ${change.state}`);
  if (change.entryVersion !== undefined) sets.push(sql`entry_version = ${change.entryVersion}`);
  if (change.shareType !== undefined) sets.push(sql`share_type = ${change.shareType}`);
  if (change.path !== undefined) sets.push(sql`path = ${change.path}`);
  if (change.material !== undefined) sets.push(sql`material = ${change.material}`);
  if (change.materialTold !== undefined) sets.push(sql`material_told = ${change.materialTold}`);
  if (change.answer !== undefined) sets.push(sql`answer = ${JSON.stringify(change.answer)}::jsonb`);
  if (change.approved !== undefined) sets.push(sql`approved = ${change.approved}`);
  if (change.grantId !== undefined) sets.push(sql`grant_id = ${change.grantId}`);
  if (change.receivedAt !== undefined) sets.push(sql`received_at = ${change.receivedAt}`);
  if (change.answeredAt !== undefined) sets.push(sql`answered_at = ${change.answeredAt}`);
  if (change.inTime !== undefined) sets.push(sql`answered_in_time = ${change.inTime}`);
  return tx.run(sql`update sharing.application set ${join(sets, ', ')} where id = ${id}`);
};

export interface Filter {
  where: Sql;
  states: readonly string[];
  q: string;
  page: number;
  size: number;
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function listApplications(
  db: Db,
  filter: Filter,
): Promise<{ total: number; items: ApplicationRow[] }> {
  const states = filter.states.length > 0 ? sql`and a.state = any(${[...filter.states]})` : empty;
  const words =
    filter.q === ''
      ? empty
      : sql`and (a.entry_title ilike ${like(filter.q)} or a.no ilike ${like(filter.q)} or a.matter ilike ${like(filter.q)})`;
  const from = sql`from ${APPLICATIONS} where ${filter.where} ${states} ${words}`;
  const { n } = await db.get<{ n: number }>(sql`select count(*) as n ${from}`);
  const items = await db.many<ApplicationRow>(
    sql`select ${APPLICATION} ${from} order by a.id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );
  return { total: n, items };
}

export const findLastOf = (
  db: Db,
  consumerId: number,
): Promise<
  { matter: string; ground: string; scenario: string; scope: string; systemId: number } | undefined
> =>
  db.find(
    sql`select matter, ground, scenario, scope, system_id as "systemId" from sharing.application where consumer_id = ${consumerId} order by id desc limit 1`,
  );

export interface GrantRow {
  id: number;
  no: string;
  applicationId: number;
  applicationNo: string;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  systemId: number;
  mode: 'query' | 'verify' | 'batch';
  sid: string | null;
  state: GrantState;
  version: number;
  since: Date;
  until: string;
  decision: Decision;
  reason: string;
  scenario: string;
  matter: string;
  ground: string;
  conditions: ConditionRow[];
  consumerName: string;
  providerName: string;
  providerRegion: string;
  systemName: string;
  rid: string;
  addresses: string[];
}

const GRANT = sql`g.id, g.no, g.application_id as "applicationId", a.no as "applicationNo", g.entry_id as "entryId", g.entry_title as "entryTitle",
  g.provider_id as "providerId", g.consumer_id as "consumerId", g.system_id as "systemId", g.mode, g.sid, g.state, g.version, g.since, g.until, g.decision,
  g.reason, a.scenario, a.matter, a.ground, a.rows as conditions, c.name as "consumerName", p.name as "providerName", p.region_code as "providerRegion",
  s.name as "systemName", s.rid, s.addresses`;
const GRANTS = sql`sharing.grant g join sharing.application a on a.id = g.application_id join org.department c on c.id = g.consumer_id
  join org.department p on p.id = g.provider_id join org.system s on s.id = g.system_id`;

export const insertGrant = (
  tx: Tx,
  g: Pick<
    GrantRow,
    | 'no'
    | 'applicationId'
    | 'entryId'
    | 'entryTitle'
    | 'providerId'
    | 'consumerId'
    | 'systemId'
    | 'mode'
    | 'sid'
    | 'until'
    | 'decision'
  > & { at: Date },
): Promise<{ id: number }> =>
  tx.get(sql`insert into sharing.grant (no, application_id, entry_id, entry_title, provider_id, consumer_id, system_id, mode, sid, state, version, since, until, decision, changed_at)
    values (${g.no}, ${g.applicationId}, ${g.entryId}, ${g.entryTitle}, ${g.providerId}, ${g.consumerId}, ${g.systemId}, ${g.mode}, ${g.sid}, 'active', 1, ${g.at}, ${g.until},
      ${JSON.stringify(g.decision)}::jsonb, ${g.at}) returning id`);

export const getGrant = (db: Db, id: number): Promise<GrantRow> =>
  db.get(sql`select ${GRANT} from ${GRANTS} where g.id = ${id}`);
export const lockGrant = (tx: Tx, id: number): Promise<GrantRow> =>
  tx.get(sql`select ${GRANT} from ${GRANTS} where g.id = ${id} for update of g`);

export const setGrant = (
  tx: Tx,
  id: number,
  state: GrantState,
  version: number,
  reason: string,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`update sharing.grant set state = ${state}, version = ${version}, reason = ${reason}, changed_at = ${at} where id = ${id}`,
  );

export async function listGrants(db: Db, filter: Filter): Promise<{ total: number; items: GrantRow[] }> {
  const states = filter.states.length > 0 ? sql`and g.state = any(${[...filter.states]})` : empty;
  const words =
    filter.q === ''
      ? empty
      : sql`and (g.entry_title ilike ${like(filter.q)} or g.no ilike ${like(filter.q)})`;
  const from = sql`from ${GRANTS} where ${filter.where} ${states} ${words}`;
  const { n } = await db.get<{ n: number }>(sql`select count(*) as n ${from}`);
  const items = await db.many<GrantRow>(
    sql`select ${GRANT} ${from} order by g.id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );
  return { total: n, items };
}

export const listPastGrants = (db: Db, today: string): Promise<{ id: number }[]> =>
  db.many(
    sql`select id from sharing.grant where state in ('active', 'suspended') and until < ${today} order by id limit 500`,
  );

/** Live grants on an entry, with what they hold. */
export const listUses = (db: Db, entryId: number): Promise<Use[]> =>
  db.many(sql`select g.id as "grantId", g.consumer_id as "departmentId", c.name as "departmentName", g.mode,
      array(select item ->> 'name' from jsonb_array_elements(g.decision -> 'items') as d (item)) as items
    from sharing.grant g join org.department c on c.id = g.consumer_id
    where g.entry_id = ${entryId} and g.state in ('active', 'suspended') order by g.id`);

/** Live grants for services, with what they are used for. */
export const listServiceGrants = (
  db: Db,
): Promise<{ grantId: number; entryId: number; scenario: string }[]> =>
  db.many(sql`select g.id as "grantId", g.entry_id as "entryId", a.scenario from sharing.grant g join sharing.application a on a.id = g.application_id
    where g.mode in ('query', 'verify') and g.state in ('active', 'suspended')`);

export const countUsers = async (tx: Tx, entryId: number): Promise<number> =>
  (
    await tx.get<{ n: number }>(
      sql`select count(distinct consumer_id) as n from sharing.grant where entry_id = ${entryId} and state in ('active', 'suspended')`,
    )
  ).n;

/** Publishes a plan and makes its version the live one. */
export async function publishPlan(
  tx: Tx,
  plan: {
    grantId: number;
    version: number;
    kind: string;
    sid: string | null;
    systemId: number;
    body: object;
  },
): Promise<void> {
  await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
    values (${plan.grantId}, ${plan.version}, ${plan.kind}, ${plan.sid}, ${plan.systemId}, ${JSON.stringify(plan.body)}::jsonb)`);
  await setLive(tx, plan.grantId, plan.version);
}

/** Version 0: no version of the grant may be used. */
export const setLive = (tx: Tx, grantId: number, version: number): Promise<number> =>
  tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, ${version})
    on conflict (grant_id) do update set version = excluded.version, changed = clock_timestamp()`);

export interface HistoryRow {
  action: string;
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: Citation | null;
  record: number | null;
}

export const insertHistory = (
  tx: Tx,
  object: string,
  action: string,
  at: Date,
  post: string,
  name: string,
  note: string,
  citation: Citation | undefined,
): Promise<number> =>
  tx.run(sql`insert into sharing.history (object, action, at, post, name, note, citation)
    values (${object}, ${action}, ${at}, ${post}, ${name}, ${note}, ${citation ? JSON.stringify(citation) : null}::jsonb)`);

export const listHistory = (db: Db, object: string): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation,
      (select e.number from ledger.entry e where e.object = h.object and e.action = 'sharing.' || h.action and e.at = h.at limit 1) as record
    from sharing.history h where h.object = ${object} order by h.id`);

/** The same plan under a new version, from now on. */
export async function copyPlan(tx: Tx, grantId: number, from: number, to: number): Promise<void> {
  await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
    select grant_id, ${to}, kind, sid, system_id, jsonb_set(body, '{version}', to_jsonb(${to}::int)) from plans.plan
    where grant_id = ${grantId} and version = ${from}`);
  await setLive(tx, grantId, to);
}

/** The plan as the data planes read it. */
export const getPlan = async (db: Db, grantId: number, version: number): Promise<object> =>
  (
    await db.get<{ body: object }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version}`,
    )
  ).body;

export const findMovePlan = async (
  db: Db,
  grantId: number,
  version: number,
): Promise<Omit<MovePlan, 'sink'> | undefined> =>
  (
    await db.find<{ body: Omit<MovePlan, 'sink'> }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version} and kind = 'move'`,
    )
  )?.body;
