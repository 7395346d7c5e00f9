import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Convention, KeyEnvironment } from './keyRules.ts';

/** What only the login that writes may read: the gateway's own row of a system. */
export interface SystemRow {
  id: number;
  departmentId: number;
  name: string;
  rid: string;
  addresses: string[];
  spread: number;
  profiles: Convention[];
  appKeySealed: Buffer;
  secretUntil: Date;
  createdAt: Date;
}

export interface KeyRow {
  no: number;
  environment: KeyEnvironment;
  kind: 'secret' | 'certificate';
  origin: 'registration' | 'person' | 'refresh';
  note: string;
  fingerprint: string | null;
  subject: string | null;
  since: Date;
  until: Date;
}

const SYSTEM = sql`s.id, s.department_id as "departmentId", s.name, s.rid, s.addresses, s.spread, s.profiles,
  s.app_key_sealed as "appKeySealed", s.secret_until as "secretUntil", o.created_at as "createdAt"`;

export const findSystem = (db: Db, id: number): Promise<SystemRow | undefined> =>
  db.find(sql`select ${SYSTEM} from plans.system s join org.system o on o.id = s.id where s.id = ${id}`);

export const findSystemByRid = (db: Db, rid: string): Promise<SystemRow | undefined> =>
  db.find(sql`select ${SYSTEM} from plans.system s join org.system o on o.id = s.id where s.rid = ${rid}`);

/** Keeps two commands from giving two keys one number. */
export const lockSystem = (tx: Tx, id: number): Promise<{ id: number } | undefined> =>
  tx.find(sql`select id from plans.system where id = ${id} for update`);

/**
 * The keys of a system, its first among them, the newest first; of the secrets that it fetched for itself those that
 * ended after `since`.
 */
export const listKeys = (db: Db, systemId: number, fetchedSince: Date): Promise<KeyRow[]> =>
  db.many(sql`select 0 as no, 'live' as environment, 'secret' as kind, 'registration' as origin, '' as note,
      null as fingerprint, null as subject, o.created_at as since, s.secret_until as until
    from plans.system s join org.system o on o.id = s.id where s.id = ${systemId}
    union all
    select no, environment, kind, origin, note, fingerprint, subject, since, until
    from plans.system_key where system_id = ${systemId} and (origin = 'person' or until > ${fetchedSince})
    order by no desc`);

export const nextNo = (tx: Tx, systemId: number): Promise<{ no: number }> =>
  tx.get(sql`select coalesce(max(no), 0) + 1 as no from plans.system_key where system_id = ${systemId}`);

export interface NewKey {
  systemId: number;
  no: number;
  environment: KeyEnvironment;
  origin: 'person' | 'refresh';
  note: string;
  sealed: Buffer | null;
  fingerprint: string | null;
  subject: string | null;
  since: Date;
  until: Date;
}

export const insertKey = (tx: Tx, key: NewKey): Promise<number> =>
  tx.run(sql`insert into plans.system_key
      (system_id, no, environment, kind, origin, note, sealed, fingerprint, subject, since, until)
    values (${key.systemId}, ${key.no}, ${key.environment}, ${key.sealed === null ? 'certificate' : 'secret'},
      ${key.origin}, ${key.note}, ${key.sealed}, ${key.fingerprint}, ${key.subject}, ${key.since}, ${key.until})`);

/** Brings the end of a key forward; never puts it off. `at`: it is ended by hand, and not one moment later. */
export async function endKey(
  tx: Tx,
  systemId: number,
  no: number,
  until: Date,
  at: Date | null,
): Promise<void> {
  if (no === 0)
    await tx.run(
      sql`update plans.system set secret_until = least(secret_until, ${until}) where id = ${systemId}`,
    );
  else
    await tx.run(sql`update plans.system_key set until = least(until, ${until}), ended_at = ${at}, changed = clock_timestamp()
      where system_id = ${systemId} and no = ${no}`);
}

/** A certificate whose time is over may be registered again. */
export const closePast = (tx: Tx, fingerprint: string, at: Date): Promise<number> =>
  tx.run(sql`update plans.system_key set ended_at = until, changed = clock_timestamp()
    where fingerprint = ${fingerprint} and ended_at is null and until <= ${at}`);

export const setSystem = (
  tx: Tx,
  id: number,
  of: Pick<SystemRow, 'addresses' | 'spread' | 'profiles'>,
): Promise<number> =>
  tx.run(sql`with registered as (update org.system set addresses = ${of.addresses} where id = ${id})
    update plans.system set addresses = ${of.addresses}, spread = ${of.spread}, profiles = ${of.profiles} where id = ${id}`);

export const setAppKey = (tx: Tx, id: number, sealed: Buffer): Promise<number> =>
  tx.run(sql`update plans.system set app_key_sealed = ${sealed} where id = ${id}`);

/** Answers 0 when this very refresh was accepted before. */
export const insertRefresh = (tx: Tx, systemId: number, rtime: number, at: Date): Promise<number> =>
  tx.run(sql`insert into org.secret_refresh (system_id, rtime, at) values (${systemId}, ${rtime}, ${at})
    on conflict do nothing`);

export const forgetRefreshes = (tx: Tx, systemId: number, before: Date): Promise<number> =>
  tx.run(sql`delete from org.secret_refresh where system_id = ${systemId} and at < ${before}`);

export const countRefreshes = (tx: Tx, systemId: number, since: Date): Promise<{ n: number }> =>
  tx.get(sql`select count(*) as n from org.secret_refresh where system_id = ${systemId} and at >= ${since}`);

/** The secret that a system fetched last, while it lives at least until then. */
export const findRefreshed = (
  tx: Tx,
  systemId: number,
  until: Date,
): Promise<{ no: number; sealed: Buffer; until: Date } | undefined> =>
  tx.find(sql`select no, sealed, until from plans.system_key
    where system_id = ${systemId} and origin = 'refresh' and until >= ${until} order by no desc limit 1`);

export interface EndingKey {
  systemId: number;
  departmentId: number;
  systemName: string;
  no: number;
  until: Date;
  /** The fewest days before its end of which its department was told; null when it was told of none. */
  told: number | null;
}

/** Keys that people made and that end before then; those that systems fetch for themselves are left out. */
export const listEnding = (db: Db, now: Date, before: Date): Promise<EndingKey[]> =>
  db.many(sql`with keys as (
      select id as system_id, 0 as no, secret_until as until from plans.system
      union all select system_id, no, until from plans.system_key where origin = 'person')
    select k.system_id as "systemId", s.department_id as "departmentId", s.name as "systemName", k.no, k.until,
      (select min(t.days) from org.key_told t where t.system_id = k.system_id and t.no = k.no and t.until = k.until) as told
    from keys k join plans.system s on s.id = k.system_id
    where k.until > ${now} and k.until <= ${before}
    order by k.system_id, k.no`);

/** Answers 0 when another worker told it. */
export const insertTold = (tx: Tx, { systemId, no, until }: EndingKey, days: number): Promise<number> =>
  tx.run(sql`insert into org.key_told (system_id, no, until, days) values (${systemId}, ${no}, ${until}, ${days})
    on conflict do nothing`);
