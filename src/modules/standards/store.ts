import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Change, ChangeAction, Content, Kind } from './things.ts';

/** The standards’ own number among the advisory locks: who changes them holds it alone, who uses them with others. */
const LOCK = 7440;

export const lockStandards = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(${LOCK}, 0)`);

/** What is used cannot be removed until the transaction ends. */
export const holdStandards = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock_shared(${LOCK}, 0)`);

export const listChanges = (db: Db): Promise<Change[]> =>
  db.many(sql`select kind, key, version, content from standards.change order by version, id`);

export const listUsed = (db: Db): Promise<{ kind: Kind; key: string }[]> =>
  db.many(sql`select kind, key from standards.use`);

/** Grows with every change and every first use, in whichever order they are committed. */
export const getStamp = async (db: Db): Promise<string> =>
  (
    await db.get<{
      stamp: string;
    }>(
      sql`select concat_ws('/', (select count(*) from standards.change), (select count(*) from standards.use)) as stamp`,
    )
  ).stamp;

export interface NewChange extends Change {
  action: ChangeAction;
  why: string;
  enteredBy: number | null;
  enteredAt: Date;
}

export const insertChange = (tx: Tx, change: NewChange): Promise<number> =>
  tx.run(sql`insert into standards.change (kind, key, version, action, content, why, entered_by, entered_at)
    values (${change.kind}, ${change.key}, ${change.version}, ${change.action},
      ${change.content === null ? null : JSON.stringify(change.content)}, ${change.why}, ${change.enteredBy}, ${change.enteredAt})`);

export const insertUsed = (tx: Tx, kinds: readonly Kind[], keys: readonly string[]): Promise<number> =>
  tx.run(sql`insert into standards.use (kind, key) select distinct * from unnest(${[...kinds]}::text[], ${[...keys]}::text[])
    on conflict do nothing`);

/** The newest version of each of these things, as the transaction sees it. */
export const listNewest = (
  tx: Tx,
  kinds: readonly Kind[],
  keys: readonly string[],
): Promise<{ kind: Kind; key: string; removed: boolean }[]> =>
  tx.many(sql`select distinct on (c.kind, c.key) c.kind, c.key, c.content is null as removed
    from standards.change c join unnest(${[...kinds]}::text[], ${[...keys]}::text[]) x(kind, key) using (kind, key)
    order by c.kind, c.key, c.version desc`);

export interface HistoryRow {
  version: number;
  action: ChangeAction;
  content: Content | null;
  why: string;
  name: string;
  at: Date;
}

export const listHistory = (db: Db, kind: Kind, key: string): Promise<HistoryRow[]> =>
  db.many(sql`select c.version, c.action, c.content, c.why, coalesce(a.name, '') as name, c.entered_at as at
    from standards.change c left join org.account a on a.id = c.entered_by
    where c.kind = ${kind} and c.key = ${key} order by c.version`);
