import { type Db, type Sql, type Tx, empty, join, sql } from '#kernel/db.ts';
import type { Use } from '#modules/catalog/index.ts';
import type { Decision } from './compiling.ts';
import type { DisposalRow } from './disposalStore.ts';
import { type Cause, type GrantState, hasEnded } from './rules.ts';
import type { ConditionRow, Disposal, How, Limits } from './terms.ts';

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
  mode: 'query' | 'verify' | 'batch' | 'file';
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
  scope: string;
  conditions: ConditionRow[];
  thirdParties: string[];
  limits: Limits;
  disposal: Disposal;
  how: How;
  consentBy: string;
  decidedAt: Date;
  changedAt: Date;
  cause: Cause | null;
  repairUntil: string | null;
  repairOrder: string;
  repairReport: string;
  readyAt: Date | null;
  suppliedAt: Date | null;
  endedAt: Date | null;
  disposing: DisposalRow['state'] | null;
  consumerName: string;
  providerName: string;
  providerRegion: string;
  systemName: string;
  rid: string;
  addresses: string[];
}

const GRANT = sql`g.id, g.no, g.application_id as "applicationId", g.application_no as "applicationNo", g.entry_id as "entryId",
  g.entry_title as "entryTitle", g.provider_id as "providerId", g.consumer_id as "consumerId", g.system_id as "systemId", g.mode, g.sid,
  g.state, g.version, g.since, g.until, g.decision, g.reason, g.scenario, g.matter, g.ground, g.scope, g.conditions,
  g.third_parties as "thirdParties", g.limits, g.disposal, g.how, g.consent_by as "consentBy", g.decided_at as "decidedAt",
  g.changed_at as "changedAt", g.cause, g.repair_until as "repairUntil", g.repair_order as "repairOrder", g.repair_report as "repairReport",
  g.ready_at as "readyAt", g.supplied_at as "suppliedAt", g.ended_at as "endedAt", y.state as disposing, c.name as "consumerName", p.name as "providerName", p.region_code as "providerRegion",
  s.name as "systemName", s.rid, s.addresses`;
const GRANTS = sql`sharing.grant g join org.department c on c.id = g.consumer_id
  join org.department p on p.id = g.provider_id join org.system s on s.id = g.system_id left join sharing.disposal y on y.grant_id = g.id`;

/** What a decision writes into a grant, first and at each change of it. */
export type Decided = Pick<
  GrantRow,
  | 'applicationId'
  | 'applicationNo'
  | 'systemId'
  | 'mode'
  | 'sid'
  | 'until'
  | 'decision'
  | 'scenario'
  | 'matter'
  | 'ground'
  | 'scope'
  | 'conditions'
  | 'thirdParties'
  | 'limits'
  | 'disposal'
  | 'how'
  | 'consentBy'
  | 'decidedAt'
>;

export const insertGrant = (
  tx: Tx,
  g: Decided &
    Pick<GrantRow, 'no' | 'entryId' | 'entryTitle' | 'providerId' | 'consumerId' | 'state' | 'readyAt'> & {
      at: Date;
    },
): Promise<{ id: number }> =>
  tx.get(sql`insert into sharing.grant (no, application_id, application_no, entry_id, entry_title, provider_id, consumer_id, system_id, mode, sid,
      state, version, since, until, decision, scenario, matter, ground, scope, conditions, third_parties, limits, disposal, how, consent_by,
      decided_at, ready_at, changed_at)
    values (${g.no}, ${g.applicationId}, ${g.applicationNo}, ${g.entryId}, ${g.entryTitle}, ${g.providerId}, ${g.consumerId}, ${g.systemId},
      ${g.mode}, ${g.sid}, ${g.state}, 1, ${g.at}, ${g.until}, ${JSON.stringify(g.decision)}::jsonb, ${g.scenario}, ${g.matter}, ${g.ground},
      ${g.scope}, ${JSON.stringify(g.conditions)}::jsonb, ${g.thirdParties}, ${JSON.stringify(g.limits)}::jsonb,
      ${JSON.stringify(g.disposal)}::jsonb, ${g.how}, ${g.consentBy}, ${g.decidedAt}, ${g.readyAt}, ${g.at}) returning id`);

export const setDecided = (tx: Tx, id: number, g: Decided): Promise<number> =>
  tx.run(sql`update sharing.grant set application_id = ${g.applicationId}, application_no = ${g.applicationNo}, system_id = ${g.systemId},
      mode = ${g.mode}, sid = ${g.sid},
      until = ${g.until}, decision = ${JSON.stringify(g.decision)}::jsonb, scenario = ${g.scenario}, matter = ${g.matter},
      ground = ${g.ground}, scope = ${g.scope}, conditions = ${JSON.stringify(g.conditions)}::jsonb, third_parties = ${g.thirdParties},
      limits = ${JSON.stringify(g.limits)}::jsonb, disposal = ${JSON.stringify(g.disposal)}::jsonb, how = ${g.how},
      consent_by = ${g.consentBy}, decided_at = ${g.decidedAt} where id = ${id}`);

export const getGrant = (db: Db, id: number): Promise<GrantRow> =>
  db.get(sql`select ${GRANT} from ${GRANTS} where g.id = ${id}`);

/** The same, held against others who act on it until the command ends. */
export const lockGrant = (tx: Tx, id: number): Promise<GrantRow> =>
  tx.get(sql`select ${GRANT} from ${GRANTS} where g.id = ${id} for update of g`);

/** What a step changes; what it does not name stays. `changed_at` is the moment of the step. */
export interface Change {
  state: GrantState;
  version: number;
  reason?: string;
  cause?: Cause | null;
  repairUntil?: string | null;
  repairOrder?: string;
  repairReport?: string;
}

export const setGrant = (tx: Tx, id: number, change: Change, at: Date): Promise<number> => {
  const sets: Sql[] = [
    sql`state = ${change.state}`,
    sql`version = ${change.version}`,
    sql`changed_at = ${at}`,
    hasEnded(change.state) ? sql`ended_at = ${at}` : sql`ended_at = null`,
  ];
  if (change.reason !== undefined) sets.push(sql`reason = ${change.reason}`);
  if (change.cause !== undefined) sets.push(sql`cause = ${change.cause}`);
  if (change.repairUntil !== undefined) sets.push(sql`repair_until = ${change.repairUntil}`);
  if (change.repairOrder !== undefined) sets.push(sql`repair_order = ${change.repairOrder}`);
  if (change.repairReport !== undefined) sets.push(sql`repair_report = ${change.repairReport}`);
  return tx.run(sql`update sharing.grant set ${join(sets, ', ')} where id = ${id}`);
};

/** The resource is mounted: the items have their columns now. */
export const setReady = (tx: Tx, id: number, decision: Decision, at: Date): Promise<number> =>
  tx.run(sql`update sharing.grant set state = 'active', decision = ${JSON.stringify(decision)}::jsonb, ready_at = ${at}, changed_at = ${at}
    where id = ${id}`);

export const setSupplied = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update sharing.grant set supplied_at = ${at} where id = ${id}`);

export const setTerms = (
  tx: Tx,
  id: number,
  terms: Pick<GrantRow, 'decision' | 'until' | 'limits'>,
): Promise<number> =>
  tx.run(sql`update sharing.grant set decision = ${JSON.stringify(terms.decision)}::jsonb, until = ${terms.until},
      limits = ${JSON.stringify(terms.limits)}::jsonb where id = ${id}`);

export interface VersionTerms {
  mode: GrantRow['mode'];
  items: string[];
  rows: ConditionRow[];
  until: string;
  limits: Limits;
  scope: string;
  thirdParties: string[];
  /** By name. */
  system: string;
  consentBy: string;
}

export interface VersionRow {
  version: number;
  at: Date;
  action: string;
  applicationId: number;
  applicationNo: string;
  terms: VersionTerms;
}

/** Keeps the version that the grant has now, with what it gives. */
export function insertVersion(tx: Tx, row: GrantRow, action: string, at: Date): Promise<number> {
  const { mode, conditions, until, limits, scope, thirdParties, consentBy } = row;
  const terms: VersionTerms = {
    mode,
    items: row.decision.items.map(item => item.name),
    rows: conditions,
    until,
    limits,
    scope,
    thirdParties,
    system: row.systemName,
    consentBy,
  };
  return tx.run(sql`insert into sharing.grant_version (grant_id, version, application_id, application_no, action, at, terms)
    values (${row.id}, ${row.version}, ${row.applicationId}, ${row.applicationNo}, ${action}, ${at}, ${JSON.stringify(terms)}::jsonb)`);
}

/** The newest first. */
export const listVersions = (db: Db, grantId: number): Promise<VersionRow[]> =>
  db.many(sql`select version, at, action, application_id as "applicationId", application_no as "applicationNo", terms
    from sharing.grant_version where grant_id = ${grantId} order by version desc`);

export interface Filter {
  where: Sql;
  states: readonly string[];
  modes: readonly string[];
  q: string;
  page: number;
  size: number;
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function listGrants(db: Db, filter: Filter): Promise<{ total: number; items: GrantRow[] }> {
  const states = filter.states.length > 0 ? sql`and g.state = any(${[...filter.states]})` : empty;
  const modes = filter.modes.length > 0 ? sql`and g.mode = any(${[...filter.modes]})` : empty;
  const words =
    filter.q === ''
      ? empty
      : sql`and (g.entry_title ilike ${like(filter.q)} or g.no ilike ${like(filter.q)})`;
  const from = sql`from ${GRANTS} where ${filter.where} ${states} ${modes} ${words}`;
  const { n } = await db.get<{ n: number }>(sql`select count(*) as n ${from}`);
  const items = await db.many<GrantRow>(
    sql`select ${GRANT} ${from} order by g.id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );
  return { total: n, items };
}

export const listPastGrants = (db: Db, today: string): Promise<{ id: number }[]> =>
  db.many(
    sql`select id from sharing.grant where ended_at is null and until < ${today} order by id limit 500`,
  );

/** Live grants on an entry, with what they hold. */
export const listUses = (db: Db, entryId: number): Promise<Use[]> =>
  db.many(sql`select g.id as "grantId", g.consumer_id as "departmentId", c.name as "departmentName", g.mode,
      array(select item ->> 'name' from jsonb_array_elements(g.decision -> 'items') as d (item)) as items
    from sharing.grant g join org.department c on c.id = g.consumer_id
    where g.entry_id = ${entryId} and g.ended_at is null order by g.id`);

/** Live grants for services, with what they are used for. */
export const listServiceGrants = (
  db: Db,
): Promise<{ grantId: number; entryId: number; scenario: string }[]> =>
  db.many(sql`select id as "grantId", entry_id as "entryId", scenario from sharing.grant
    where mode in ('query', 'verify') and ended_at is null`);

/** Grants of an entry’s files that are in force. */
export const listFileGrants = (db: Db, entryId: number): Promise<{ id: number }[]> =>
  db.many(
    sql`select id from sharing.grant where entry_id = ${entryId} and mode = 'file' and state = 'active' order by id`,
  );

/** Departments with plans on the entry’s resource; whoever still waits for it hinders no mount. */
export const countUsers = async (tx: Tx, entryId: number): Promise<number> =>
  (
    await tx.get<{ n: number }>(
      sql`select count(distinct consumer_id) as n from sharing.grant where entry_id = ${entryId} and ended_at is null and ready_at is not null`,
    )
  ).n;

/** Live grants go with their entry. Nobody becomes its own provider. */
export const setProvider = (tx: Tx, entryId: number, departmentId: number): Promise<number> =>
  tx.run(sql`update sharing.grant set provider_id = ${departmentId}
    where entry_id = ${entryId} and consumer_id <> ${departmentId} and ended_at is null`);

/** Consented, and nothing mounted yet; of one entry, or of all whose entry has a resource by now. */
export const listAwaiting = (db: Db, entryId?: number): Promise<{ id: number }[]> =>
  db.many(sql`select id from sharing.grant where state = 'awaiting_supply' ${entryId === undefined ? empty : sql`and entry_id = ${entryId}`}
    order by id`);

/** Ready and not seen in use yet. */
export const listUnused = (db: Db): Promise<{ id: number; since: Date }[]> =>
  db.many(
    sql`select id, since from sharing.grant where supplied_at is null and ended_at is null and ready_at is not null order by id`,
  );

/** Of these grants, when the data could be used first and when the first use was seen. */
export const listSupply = (
  db: Db,
  ids: readonly number[],
): Promise<{ id: number; readyAt: Date | null; suppliedAt: Date | null }[]> =>
  db.many(
    sql`select id, ready_at as "readyAt", supplied_at as "suppliedAt" from sharing.grant where id = any(${[...ids]}::int[])`,
  );
