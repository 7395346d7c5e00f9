import { type Tx, sql } from '#kernel/db.ts';
import type { RobotForm } from './rules.ts';

/** A mail that is ours to send until the lease ends. */
export interface LeasedMail {
  id: number;
  attempts: number;
  zh: string;
  path: string;
  /** Null when the person no longer has one. */
  mail: string | null;
}

/** Takes mails that are due. Whoever dies with them leaves them to others after the lease. */
export const leaseMails = (tx: Tx, now: Date, lease: Date, limit: number): Promise<LeasedMail[]> =>
  tx.many(sql`with due as (select id from messages.delivery
      where state = 'waiting' and account_id is not null and next_at <= ${now}
      order by next_at, id limit ${limit} for update skip locked)
    update messages.delivery d set next_at = ${lease}, attempts = d.attempts + 1
    from due, messages.message m
    where d.id = due.id and m.id = d.message_id
    returning d.id, d.attempts, m.zh, m.path, (select p.mail from messages.person p where p.account_id = d.account_id) as mail`);

export interface DueRobot {
  id: number;
  departmentId: number;
  form: RobotForm;
  address: Buffer;
  secret: Buffer | null;
  /** When it had its last posts, milliseconds. */
  posts: number[];
}

/**
 * A robot for which something is due and that nobody else serves now: one post at a time, whatever the number of
 * workers. The row stays locked until the transaction ends.
 */
export const findDueRobot = (tx: Tx, now: Date): Promise<DueRobot | undefined> =>
  tx.find(sql`select b.id, b.department_id as "departmentId", b.form, b.address_sealed as address, b.secret_sealed as secret, p.posts
    from messages.pace p join messages.robot b on b.id = p.robot_id
    where p.free_at <= ${now} and b.removed_at is null
      and exists (select from messages.delivery d where d.robot_id = b.id and d.state = 'waiting' and d.next_at <= ${now})
    order by p.free_at limit 1 for update of p skip locked`);

export const holdRobot = (tx: Tx, robotId: number, until: Date): Promise<number> =>
  tx.run(sql`update messages.pace set free_at = ${until} where robot_id = ${robotId}`);

export interface WaitingPost {
  id: number;
  attempts: number;
  zh: string;
  path: string;
}

export const listDuePosts = (tx: Tx, robotId: number, now: Date, limit: number): Promise<WaitingPost[]> =>
  tx.many(sql`select d.id, d.attempts + 1 as attempts, m.zh, m.path
    from messages.delivery d join messages.message m on m.id = d.message_id
    where d.robot_id = ${robotId} and d.state = 'waiting' and d.next_at <= ${now} order by d.id limit ${limit}`);

export const leasePosts = (tx: Tx, ids: readonly number[], lease: Date): Promise<number> =>
  tx.run(sql`update messages.delivery set next_at = ${lease}, attempts = attempts + 1
    where id = any(${[...ids]}::bigint[])`);

/** The robot had a post, and is free again from then on. */
export const notePost = (tx: Tx, robotId: number, posts: readonly number[], free: Date): Promise<number> =>
  tx.run(sql`update messages.pace set posts = ${[...posts]}::bigint[], free_at = ${free}
    where robot_id = ${robotId}`);

export const markSent = (tx: Tx, ids: readonly number[], at: Date): Promise<number> =>
  tx.run(sql`update messages.delivery set state = 'sent', done_at = ${at}, error = ''
    where id = any(${[...ids]}::bigint[]) and state = 'waiting'`);

/** Tried in vain: again at `next`, or given up without it. */
export const markFailed = (
  tx: Tx,
  id: number,
  error: string,
  next: Date | undefined,
  at: Date,
): Promise<number> =>
  next
    ? tx.run(sql`update messages.delivery set error = ${error}, next_at = ${next}
        where id = ${id} and state = 'waiting'`)
    : tx.run(sql`update messages.delivery set error = ${error}, state = 'failed', done_at = ${at}
        where id = ${id} and state = 'waiting'`);
