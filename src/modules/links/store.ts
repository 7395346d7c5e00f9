import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { LinkState } from './rules.ts';

export interface NewLink {
  side: 'gives' | 'takes';
  systemName: string;
  otherId: number | null;
  otherName: string;
  otherSystem: string;
  data: string;
  entryId: number | null;
  way: 'database' | 'interface' | 'file' | 'front_end' | 'other';
  frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'irregular';
  since: string | null;
  ground: string;
  volume: string;
  wantedUntil: string | null;
  exemptReason: string;
}

export interface LinkRow extends NewLink {
  id: number;
  departmentId: number;
  departmentName: string;
  regionCode: string;
  entryTitle: string | null;
  state: LinkState;
  until: string | null;
  grantId: number | null;
  grantNo: string;
  offBy: 'registrant' | 'other' | null;
  offAt: Date | null;
  createdAt: Date;
  changedAt: Date;
}

const FROM = sql`from links.link k join org.department d on d.id = k.department_id
  left join org.department o on o.id = k.other_id left join catalog.entry e on e.id = k.entry_id`;
const LINK = sql`select k.id, k.department_id as "departmentId", d.name as "departmentName", d.region_code as "regionCode", k.side,
    k.system_name as "systemName", k.other_id as "otherId", coalesce(o.name, k.other_name) as "otherName", k.other_system as "otherSystem",
    k.data, k.entry_id as "entryId", e.title as "entryTitle", k.way, k.frequency, k.since, k.ground, k.volume,
    k.wanted_until as "wantedUntil", k.exempt_reason as "exemptReason", k.state, k.until, k.grant_id as "grantId",
    k.grant_no as "grantNo", k.off_by as "offBy", k.off_at as "offAt", k.created_at as "createdAt", k.changed_at as "changedAt"
  ${FROM}`;

export interface LinkFilter {
  /** Departments whose links the reader sees; null for all. */
  seen: readonly number[] | null;
  departmentId: number;
  ours: boolean;
  /** On either side; null for any. */
  of: number | null;
  ways: readonly string[];
  words: string;
  today: string;
}
export interface LinkChoice {
  states: readonly string[];
  late: boolean | null;
}

const LATE = (today: string): Sql => sql`(k.state = 'planned' and k.until < ${today}::date)`;

/** What is not signed yet is its own department's; what was discarded is only shown where it is asked for. */
const where = ({ seen, departmentId, ours, of, ways, words }: LinkFilter): Sql => sql`where
  (k.department_id = ${departmentId} or (k.state not in ('draft', 'awaiting', 'discarded') and (k.other_id = ${departmentId}
    or ${seen === null} or k.department_id = any(${seen ?? []}::int[]) or k.other_id = any(${seen ?? []}::int[]))))
  and (not ${ours} or ${departmentId} in (k.department_id, coalesce(k.other_id, 0)))
  and (${of}::int is null or ${of}::int in (k.department_id, coalesce(k.other_id, 0)))
  and (cardinality(${[...ways]}::text[]) = 0 or k.way = any(${[...ways]}::text[]))
  and (${words} = '' or strpos(lower(concat_ws(' ', k.data, k.system_name, k.other_system, k.other_name, d.name, o.name)), lower(${words})) > 0)`;

const chosen = ({ states, late }: LinkChoice, today: string): Sql => sql`and
  (case when cardinality(${[...states]}::text[]) = 0 then k.state <> 'discarded' else k.state = any(${[...states]}::text[]) end)
  and (${late}::boolean is null or ${LATE(today)} = ${late})`;

export const listLinks = (
  db: Db,
  filter: LinkFilter,
  choice: LinkChoice,
  size: number,
  offset: number,
): Promise<LinkRow[]> =>
  db.many(sql`${LINK} ${where(filter)} ${chosen(choice, filter.today)}
    order by ${LATE(filter.today)} desc, k.state in ('closed', 'exempt', 'discarded'), k.until nulls last, k.id desc
    limit ${size} offset ${offset}`);

export const countLinks = (db: Db, filter: LinkFilter, choice: LinkChoice): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n ${FROM} ${where(filter)} ${chosen(choice, filter.today)}`);

export const countStates = (
  db: Db,
  filter: LinkFilter,
): Promise<{ state: LinkState; count: number; late: number }[]> =>
  db.many(sql`select k.state, count(*)::int as count, (count(*) filter (where ${LATE(filter.today)}))::int as late
    ${FROM} ${where(filter)} group by k.state`);

export const findLink = (db: Db, id: number): Promise<LinkRow | undefined> =>
  db.find(sql`${LINK} where k.id = ${id}`);

export const lockLink = async (tx: Tx, id: number): Promise<LinkRow | undefined> => {
  await tx.find(sql`select from links.link where id = ${id} for update`);
  return findLink(tx, id);
};

export const insertLink = (tx: Tx, departmentId: number, link: NewLink, at: Date): Promise<{ id: number }> =>
  tx.get(sql`insert into links.link (department_id, side, system_name, other_id, other_name, other_system, data, entry_id, way, frequency,
      since, ground, volume, wanted_until, exempt_reason, state, created_at, changed_at)
    values (${departmentId}, ${link.side}, ${link.systemName}, ${link.otherId}, ${link.otherName}, ${link.otherSystem}, ${link.data},
      ${link.entryId}, ${link.way}, ${link.frequency}, ${link.since}, ${link.ground}, ${link.volume}, ${link.wantedUntil},
      ${link.exemptReason}, 'draft', ${at}, ${at}) returning id`);

export const updateLink = (tx: Tx, id: number, link: NewLink, at: Date): Promise<number> =>
  tx.run(sql`update links.link set side = ${link.side}, system_name = ${link.systemName}, other_id = ${link.otherId},
    other_name = ${link.otherName}, other_system = ${link.otherSystem}, data = ${link.data}, entry_id = ${link.entryId}, way = ${link.way},
    frequency = ${link.frequency}, since = ${link.since}, ground = ${link.ground}, volume = ${link.volume},
    wanted_until = ${link.wantedUntil}, exempt_reason = ${link.exemptReason}, changed_at = ${at} where id = ${id}`);

export type LinkStep = Pick<LinkRow, 'state' | 'until' | 'grantId' | 'grantNo' | 'offBy' | 'offAt'>;

export const setLink = (tx: Tx, id: number, step: LinkStep, at: Date): Promise<number> =>
  tx.run(sql`update links.link set state = ${step.state}, until = ${step.until}, grant_id = ${step.grantId}, grant_no = ${step.grantNo},
    off_by = ${step.offBy}, off_at = ${step.offAt}, changed_at = ${at} where id = ${id}`);

export const insertHistory = (
  tx: Tx,
  id: number,
  step: {
    action: string;
    at: Date;
    post: string;
    name: string;
    note: string;
    citation?: Citation | undefined;
  },
): Promise<number> =>
  tx.run(sql`insert into links.history (link_id, action, at, post, name, note, citation)
    values (${id}, ${step.action}, ${step.at}, ${step.post}, ${step.name}, ${step.note},
      ${step.citation ? JSON.stringify(step.citation) : null}::jsonb)`);

export interface HistoryRow {
  action: string;
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: Citation | null;
  record: number | null;
}
export const listHistory = (db: Db, id: number): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation, l.number as record from links.history h
    left join ledger.entry l on l.object = ${`link:${id}`} and l.action = 'links.' || h.action and l.at = h.at and l.result = 'done'
    where h.link_id = ${id} order by h.id`);

export interface GrantRow {
  id: number;
  no: string;
  entryTitle: string;
  until: string;
}
/** Grants in use from the one side to the other. */
export const listGrantsBetween = (db: Db, providerId: number, consumerId: number): Promise<GrantRow[]> =>
  db.many(sql`select id, no, entry_title as "entryTitle", until from sharing.grant
    where provider_id = ${providerId} and consumer_id = ${consumerId} and state = 'active' order by id desc limit 200`);
