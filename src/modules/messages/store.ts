import { type Db, type Sql, type Tx, empty, sql } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { Message, MessageKind, Recipient } from './rules.ts';

export interface NewMessage extends Omit<Message, 'to'> {
  to: readonly Recipient[];
}

/**
 * Messages, their recipients and what is to be sent of them: to the mail of those who hold a post that is addressed,
 * and to the robots of departments that are addressed as such, not by one person's name.
 */
export const insertMessages = (tx: Tx, messages: readonly NewMessage[], at: Date): Promise<number> =>
  tx.run(sql`with given as materialized (
      select nextval('messages.message_id_seq') as id, x.kind, x.zh, x.en, x.path, x.subject, x."to"
      from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) x(kind text, zh text, en text, path text, subject text, "to" jsonb)),
    named as materialized (
      select g.id, g.kind, t."departmentId" as department_id, t.whole, t.roles, t.accounts
      from given g cross join lateral jsonb_to_recordset(g."to") t("departmentId" int, whole boolean, roles text[], accounts int[])),
    kept as (insert into messages.message (id, kind, zh, en, path, subject, at)
      select id, kind, zh, en, path, subject, ${at} from given),
    addressed as (insert into messages.recipient (message_id, department_id, whole, roles, accounts)
      select id, department_id, whole, roles, accounts from named)
    insert into messages.delivery (message_id, account_id, robot_id, next_at)
    select distinct n.id, p.account_id, null::int, ${at}::timestamptz from named n
      join org.post_in_office p on p.department_id = n.department_id
        and (n.whole or p.role = any(n.roles) or p.account_id = any(n.accounts))
      join messages.person s on s.account_id = p.account_id and n.kind = any(s.mail_kinds)
    union all
    select distinct n.id, null::int, b.id, ${at}::timestamptz from named n
      join messages.robot b on b.department_id = n.department_id and b.removed_at is null and n.kind = any(b.kinds)
      where n.whole or cardinality(n.roles) > 0`);

/** What was asked for was done: nobody is reminded of it any more, in the page or outside. */
export const settle = (tx: Tx, subject: string, at: Date): Promise<number> =>
  tx.run(sql`with done as (update messages.message set settled_at = ${at}
      where subject = ${subject} and kind = 'todo' and settled_at is null and at < ${at} returning id)
    update messages.delivery set state = 'dropped', done_at = ${at}
    where state = 'waiting' and message_id in (select id from done)`);

/** Who reads: an account in one of its posts. */
export interface Reader {
  accountId: number;
  departmentId: number;
  role: Role;
}

export interface MessageRow {
  id: number;
  kind: MessageKind;
  zh: string;
  en: string;
  path: string;
  subject: string | null;
  at: Date;
  read: boolean;
  settled: boolean;
}

/** Messages to the reader, of the kinds that the reader wants in the page. */
const mine = ({ accountId, departmentId, role }: Reader): Sql => sql`messages.recipient r
  join messages.message m on m.id = r.message_id
  where r.department_id = ${departmentId}
    and (r.whole or ${role} = any(r.roles) or ${accountId} = any(r.accounts))`;
const unread = (accountId: number, since: Date): Sql => sql` and m.settled_at is null and m.at > ${since}
  and not exists (select from messages.read x where x.account_id = ${accountId} and x.message_id = m.id)`;

export interface MessageFilter {
  kinds: readonly MessageKind[];
  /** Only what is unread, and not older than this. */
  unreadSince: Date | undefined;
}

const chosen = (reader: Reader, { kinds, unreadSince }: MessageFilter): Sql => sql`${mine(reader)}
  and m.kind = any(${[...kinds]}) ${unreadSince === undefined ? empty : unread(reader.accountId, unreadSince)}`;

export const listMessages = (
  db: Db,
  reader: Reader,
  filter: MessageFilter,
  limit: number,
  offset: number,
): Promise<MessageRow[]> =>
  db.many(sql`select m.id, m.kind, m.zh, m.en, m.path, m.subject, m.at, m.settled_at is not null as settled,
      exists (select from messages.read x where x.account_id = ${reader.accountId} and x.message_id = m.id) as read
    from ${chosen(reader, filter)} order by r.message_id desc limit ${limit} offset ${offset}`);

export const countMessages = (db: Db, reader: Reader, filter: MessageFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from ${chosen(reader, filter)}`);

/** By kind, and no further than `most`: the bell says 99+ anyway. */
export const countUnread = (
  db: Db,
  reader: Reader,
  kinds: readonly MessageKind[],
  since: Date,
  most: number,
): Promise<{ kind: MessageKind; n: number }[]> =>
  db.many(sql`select k.kind, c.n from unnest(${[...kinds]}::text[]) k(kind)
    cross join lateral (select count(*) as n from (
      select from ${mine(reader)} and m.kind = k.kind ${unread(reader.accountId, since)} limit ${most}) one) c`);

/** Marks those of the messages that are addressed to the reader. */
export const markRead = (tx: Tx, reader: Reader, ids: readonly number[], at: Date): Promise<number> =>
  tx.run(sql`insert into messages.read (account_id, message_id, at)
    select ${reader.accountId}, m.id, ${at} from ${mine(reader)} and r.message_id = any(${[...ids]}::bigint[])
    on conflict do nothing`);

export const markAllRead = (
  tx: Tx,
  reader: Reader,
  kinds: readonly MessageKind[],
  since: Date,
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into messages.read (account_id, message_id, at)
    select ${reader.accountId}, m.id, ${at} from ${chosen(reader, { kinds, unreadSince: since })}
    on conflict do nothing`);

export const findBefore = (db: Db, before: Date): Promise<object | undefined> =>
  db.find(sql`select 1 as one from messages.message where at < ${before} limit 1`);

/** Old messages go with their readings and deliveries; what they told of stands in the record. */
export const deleteBefore = (tx: Tx, before: Date): Promise<number> =>
  tx.run(sql`delete from messages.message where at < ${before}`);

/** A message that stands in nobody’s list and goes to one address. */
export const insertTrial = (
  tx: Tx,
  { kind, zh, en, path }: Omit<Message, 'to'>,
  { accountId, robotId }: { accountId: number | null; robotId: number | null },
  at: Date,
): Promise<number> =>
  tx.run(sql`with one as (insert into messages.message (kind, zh, en, path, at)
      values (${kind}, ${zh}, ${en}, ${path}, ${at}) returning id)
    insert into messages.delivery (message_id, account_id, robot_id, next_at)
    select id, ${accountId}::int, ${robotId}::int, ${at} from one`);
