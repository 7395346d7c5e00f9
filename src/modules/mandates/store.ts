import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { MandateView } from './contract.ts';
import type { MandateKind, MandateState, Terms } from './rules.ts';

export type Answer = NonNullable<Static<typeof MandateView>['answer']>;

export interface MandateRow {
  id: number;
  no: string;
  kind: MandateKind;
  state: MandateState;
  providerId: number;
  providerName: string;
  providerRegion: string;
  holderId: number | null;
  holderName: string | null;
  askerId: number | null;
  entryId: number | null;
  entryTitle: string | null;
  entryVersion: number | null;
  asked: Terms | null;
  terms: Terms | null;
  until: string | null;
  answer: Answer | null;
  givenPost: string | null;
  givenName: string | null;
  givenAt: Date | null;
  endedAt: Date | null;
  endReason: string;
  revision: number;
  uses: number;
  changedAt: Date;
}

const MANDATE = sql`select m.id, m.no, m.kind, m.state, m.provider_id as "providerId", p.name as "providerName", p.region_code as "providerRegion",
    m.holder_id as "holderId", h.name as "holderName", m.asker_id as "askerId", m.entry_id as "entryId", e.title as "entryTitle",
    m.entry_version as "entryVersion", m.asked, m.terms, m.until::text as until, m.answer, m.given_post as "givenPost",
    m.given_name as "givenName", m.given_at as "givenAt", m.ended_at as "endedAt", m.end_reason as "endReason", m.revision,
    (select count(*)::int from mandates.use u where u.mandate_id = m.id) as uses, m.changed_at as "changedAt"
  from mandates.mandate m join org.department p on p.id = m.provider_id
  left join org.department h on h.id = m.holder_id left join catalog.entry e on e.id = m.entry_id`;

export const findMandate = (db: Db, id: number): Promise<MandateRow | undefined> =>
  db.find(sql`${MANDATE} where m.id = ${id}`);

export const lockMandate = async (tx: Tx, id: number): Promise<MandateRow | undefined> => {
  // The entry of a standing consent first: whoever publishes it holds it and then ends the consent.
  await tx.many(
    sql`select from catalog.entry where id = (select entry_id from mandates.mandate where id = ${id}) for update`,
  );
  await tx.many(sql`select from mandates.mandate where id = ${id} for update`);
  return findMandate(tx, id);
};

export interface MandateFilter {
  side: 'held' | 'given' | 'all';
  departmentId: number;
  /** The departments between which the reader sees what is asked and given. */
  sight: 'all' | readonly number[];
  kinds: readonly string[];
  states: readonly string[];
  words: string;
}

/** A draft is its department's own affair until its head has signed; what the other side got, it keeps seeing. */
const reached = (departmentId: number): Sql =>
  sql`(m.asker_id is null or m.asker_id = ${departmentId} or exists (
    select from mandates.history x where x.mandate_id = m.id and x.action = 'sign'))`;

const where = ({ side, departmentId, sight, kinds, states, words }: MandateFilter): Sql => sql`where
  ${
    side === 'held'
      ? sql`m.holder_id = ${departmentId}`
      : side === 'given'
        ? sql`m.provider_id = ${departmentId}`
        : sight === 'all'
          ? sql`true`
          : sql`(m.provider_id = any(${[...sight]}::int[]) or m.holder_id = any(${[...sight]}::int[]))`
  }
  and ${reached(departmentId)}
  and (cardinality(${[...kinds]}::text[]) = 0 or m.kind = any(${[...kinds]}::text[]))
  and (cardinality(${[...states]}::text[]) = 0 or m.state = any(${[...states]}::text[]))
  and (${words} = '' or strpos(lower(m.no || ' ' || p.name || ' ' || coalesce(h.name, '') || ' ' || coalesce(e.title, '')
    || ' ' || coalesce(m.terms ->> 'matter', '')), lower(${words})) > 0)`;

const CLOSED = sql`m.state in ('refused', 'cancelled', 'withdrawn', 'ended', 'expired')`;

export const listMandates = (
  db: Db,
  filter: MandateFilter,
  size: number,
  offset: number,
): Promise<MandateRow[]> =>
  db.many(sql`${MANDATE} ${where(filter)} order by ${CLOSED}, m.id desc limit ${size} offset ${offset}`);

export const countMandates = (db: Db, filter: MandateFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n from mandates.mandate m join org.department p on p.id = m.provider_id
    left join org.department h on h.id = m.holder_id left join catalog.entry e on e.id = m.entry_id ${where(filter)}`);

/** Those in these states in which the department has a part. */
export const listOpen = (
  db: Db,
  departmentId: number,
  states: readonly string[],
  limit: number,
): Promise<MandateRow[]> =>
  db.many(sql`${MANDATE} where m.state = any(${[...states]}::text[]) and ${departmentId} in (m.provider_id, m.holder_id)
    order by m.id limit ${limit}`);

/** Whether the side that did not draft it has got it. */
export const wasSigned = async (db: Db, id: number): Promise<boolean> =>
  (await db.find(sql`select from mandates.history where mandate_id = ${id} and action = 'sign' limit 1`)) !==
  undefined;

/** What may answer for the consumer: a standing consent to the entry, a blanket authorisation between the two. */
export const listInForce = (
  db: Db,
  q: { entryId: number; providerId: number; consumerId: number; on: string },
): Promise<MandateRow[]> =>
  db.many(sql`${MANDATE} where m.state = 'active' and m.provider_id = ${q.providerId}
    and (m.until is null or m.until >= ${q.on}::date)
    and ((m.kind = 'standing' and m.entry_id = ${q.entryId}) or (m.kind = 'blanket' and m.holder_id = ${q.consumerId}))
    order by m.kind = 'blanket', m.id`);

/** Proxies in force: of a provider, or of the department that answers. */
export const listProxies = (
  db: Db,
  who: { providerId: number } | { holderId: number },
  on: string,
): Promise<MandateRow[]> =>
  db.many(sql`${MANDATE} where m.state = 'active' and m.kind = 'proxy' and m.until >= ${on}::date
    and ${'providerId' in who ? sql`m.provider_id = ${who.providerId}` : sql`m.holder_id = ${who.holderId}`} order by m.id`);

export const listPast = (db: Db, today: string, limit: number): Promise<{ id: number }[]> =>
  db.many(
    sql`select id from mandates.mandate where state = 'active' and until < ${today}::date order by id limit ${limit}`,
  );

export const findStanding = (db: Db, entryId: number): Promise<MandateRow | undefined> =>
  db.find(sql`${MANDATE} where m.kind = 'standing' and m.state = 'active' and m.entry_id = ${entryId}`);

/** Official numbers run without a gap within a year. */
async function nextNo(tx: Tx, year: number): Promise<string> {
  const { last } = await tx.get<{
    last: number;
  }>(sql`insert into mandates.number (year, last) values (${year}, 1)
    on conflict (year) do update set last = mandates.number.last + 1 returning last`);
  return `委-${year}-${String(last).padStart(5, '0')}`;
}

export interface NewMandate {
  kind: 'blanket' | 'proxy';
  providerId: number;
  holderId: number;
  askerId: number;
  terms: Terms;
}

export async function insertMandate(
  tx: Tx,
  { kind, providerId, holderId, askerId, terms }: NewMandate,
  at: Date,
  year: number,
): Promise<{ id: number; no: string }> {
  const body = JSON.stringify(terms);
  return tx.get(sql`insert into mandates.mandate (no, kind, state, provider_id, holder_id, asker_id, asked, terms, until, created_at, changed_at)
    values (${await nextNo(tx, year)}, ${kind}, 'draft', ${providerId}, ${holderId}, ${askerId}, ${body}::jsonb, ${body}::jsonb, ${terms.until},
      ${at}, ${at}) returning id, no`);
}

export async function insertStanding(
  tx: Tx,
  given: { entryId: number; version: number; providerId: number; post: string; name: string; at: Date },
  at: Date,
  year: number,
): Promise<{ id: number; no: string }> {
  return tx.get(sql`insert into mandates.mandate (no, kind, state, provider_id, entry_id, entry_version, given_post, given_name, given_at, created_at, changed_at)
    values (${await nextNo(tx, year)}, 'standing', 'active', ${given.providerId}, ${given.entryId}, ${given.version}, ${given.post}, ${given.name},
      ${given.at}, ${at}, ${at}) returning id, no`);
}

export const setAsked = (tx: Tx, id: number, terms: Terms, at: Date): Promise<number> => {
  const body = JSON.stringify(terms);
  return tx.run(sql`update mandates.mandate set asked = ${body}::jsonb, terms = ${body}::jsonb, until = ${terms.until}, changed_at = ${at},
    revision = revision + 1 where id = ${id}`);
};

export type MandateStep = Pick<
  MandateRow,
  'state' | 'terms' | 'answer' | 'givenPost' | 'givenName' | 'givenAt' | 'endedAt' | 'endReason'
>;

export const setMandate = (tx: Tx, id: number, step: MandateStep, at: Date): Promise<number> =>
  tx.run(sql`update mandates.mandate set state = ${step.state}, terms = ${step.terms && JSON.stringify(step.terms)}::jsonb,
    until = ${step.terms?.until ?? null}, answer = ${step.answer && JSON.stringify(step.answer)}::jsonb, given_post = ${step.givenPost},
    given_name = ${step.givenName}, given_at = ${step.givenAt}, ended_at = ${step.endedAt}, end_reason = ${step.endReason},
    changed_at = ${at}, revision = revision + 1 where id = ${id}`);

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
  tx: Command,
  id: number,
  { action, at, post, name, note, citation }: Omit<HistoryRow, 'record'>,
): Promise<number> =>
  tx.run(sql`insert into mandates.history (mandate_id, action, at, post, name, note, citation, account_id, department_id)
    values (${id}, ${action}, ${at}, ${post}, ${name}, ${note}, ${citation && JSON.stringify(citation)}::jsonb,
      ${tx.by.accountId}, ${tx.by.departmentId})`);

/** Whether somebody took a step in it for another department. */
export const hasActedForAnother = async (
  db: Db,
  id: number,
  { accountId, departmentId }: Pick<Actor, 'accountId' | 'departmentId'>,
): Promise<boolean> =>
  (await db.find(sql`select from mandates.history
    where mandate_id = ${id} and account_id = ${accountId} and department_id <> ${departmentId} limit 1`)) !==
  undefined;

/** What the entry's own way did to a standing consent is recorded with the entry. */
export const listHistory = (db: Db, id: number, entryId: number | null): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation,
      (select l.number from ledger.entry l where l.object = any(${[`mandate:${id}`, ...(entryId === null ? [] : [`entry:${entryId}`])]}::text[])
        and l.at = h.at and l.result = 'done' limit 1) as record
    from mandates.history h where h.mandate_id = ${id} order by h.id`);

export const insertUse = (tx: Tx, id: number, applicationId: number, at: Date): Promise<number> =>
  tx.run(sql`insert into mandates.use (mandate_id, application_id, at) values (${id}, ${applicationId}, ${at})
    on conflict do nothing`);

export const listUses = (db: Db, id: number, limit: number): Promise<{ applicationId: number; at: Date }[]> =>
  db.many(sql`select application_id as "applicationId", at from mandates.use where mandate_id = ${id}
    order by at desc, application_id desc limit ${limit}`);
