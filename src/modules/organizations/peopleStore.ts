/** SQL of accounts and posts. Read through the writing login: failed sign-ins are hidden from the reading one. */
import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { AccountState, PostState } from './rules.ts';

export interface PostOfAccount {
  id: number;
  accountId: number;
  accountName: string;
  login: string;
  role: Role;
  departmentId: number;
  departmentName: string;
  state: PostState;
  since: string;
  ended: string | null;
}

export interface AccountListRow {
  id: number;
  login: string;
  name: string;
  state: AccountState;
  mustChange: boolean;
  /** When a lock after failed sign-ins ends; null without one. */
  shutOutUntil: Date | null;
  posts: PostOfAccount[];
}

const POST = sql`p.id, p.account_id as "accountId", a.name as "accountName", a.login, p.role, p.department_id as "departmentId",
  d.name as "departmentName", p.since, p.ended,
  case when p.ended is not null then 'ended' when p.confirmed_at is null then 'waiting' else 'in_force' end as state`;
const POSTS = sql`org.post p join org.account a on a.id = p.account_id join org.department d on d.id = p.department_id`;

export const listPosts = (db: Db, accountIds: readonly number[]): Promise<PostOfAccount[]> =>
  db.many(sql`select ${POST} from ${POSTS} where p.account_id = any(${[...accountIds]}::int[])
    order by (p.ended is not null), p.id`);

/** People who hold or held a post of the department, those in office first. */
export const listPostsOfDepartment = (db: Db, departmentId: number): Promise<PostOfAccount[]> =>
  db.many(sql`select ${POST} from ${POSTS} where p.department_id = ${departmentId}
    order by (p.ended is not null), p.id limit 200`);

export const getPost = (db: Db, id: number): Promise<PostOfAccount> =>
  db.get(sql`select ${POST} from ${POSTS} where p.id = ${id}`);

const accounts = (now: Date) => sql`(
  select a.id, a.login, a.name, a.must_change as "mustChange", f.locked_until as "shutOutUntil",
    case when a.disabled_at is not null then 'disabled' when a.locked_at is not null then 'locked'
      when f.locked_until is not null then 'shut_out' else 'active' end as state
  from org.account a left join org.sign_in_failure f on f.login = a.login and f.locked_until > ${now}) a`;

const withPosts = async (db: Db, rows: Omit<AccountListRow, 'posts'>[]): Promise<AccountListRow[]> => {
  const posts = await listPosts(
    db,
    rows.map(row => row.id),
  );
  return rows.map(row => ({ ...row, posts: posts.filter(post => post.accountId === row.id) }));
};

export interface AccountFilter {
  q: string;
  department: number | null;
  role: string;
  /** A state of accounts, or `waiting`: with a post that awaits confirmation. */
  state: string;
  page: number;
  size: number;
}

export async function listAccounts(
  db: Db,
  now: Date,
  { q, department, role, state, page, size }: AccountFilter,
): Promise<{ total: number; items: AccountListRow[] }> {
  const from = sql`from ${accounts(now)} where (${q} = '' or strpos(lower(a.login || ' ' || a.name), lower(${q})) > 0)
    and ((${department}::int is null and ${role} = '') or exists (select from org.post p where p.account_id = a.id and p.ended is null
      and (${department}::int is null or p.department_id = ${department}) and (${role} = '' or p.role = ${role})))
    and case ${state}::text when '' then true
      when 'waiting' then a.state <> 'disabled' and exists (select from org.post p where p.account_id = a.id and p.ended is null and p.confirmed_at is null)
      else a.state = ${state} end`;
  const { n } = await db.get<{ n: number }>(sql`select count(*) as n ${from}`);
  const rows = await db.many<Omit<AccountListRow, 'posts'>>(
    sql`select a.* ${from} order by a.id desc limit ${size} offset ${(page - 1) * size}`,
  );
  return { total: n, items: await withPosts(db, rows) };
}

export async function getAccount(db: Db, now: Date, id: number): Promise<AccountListRow> {
  const row = await db.get<Omit<AccountListRow, 'posts'>>(
    sql`select a.* from ${accounts(now)} where a.id = ${id}`,
  );
  const [whole] = await withPosts(db, [row]);
  return whole as AccountListRow;
}

export const lockAccount = (tx: Tx, id: number): Promise<{ id: number }> =>
  tx.get(sql`select id from org.account where id = ${id} for update`);

export const setLocked = (tx: Tx, id: number, at: Date | null): Promise<number> =>
  tx.run(sql`update org.account set locked_at = ${at} where id = ${id}`);

export const setName = (tx: Tx, id: number, name: string): Promise<number> =>
  tx.run(sql`update org.account set name = ${name} where id = ${id}`);

export const setOneTimePassword = (tx: Tx, id: number, hash: string): Promise<number> =>
  tx.run(sql`update org.account set password_hash = ${hash}, must_change = true where id = ${id}`);

/** A person who leaves: no sign-in, no post. */
export async function disable(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.run(sql`update org.account set disabled_at = ${at}, locked_at = null where id = ${id}`);
  await tx.run(sql`update org.post set ended = (${at}::timestamptz at time zone 'Asia/Shanghai')::date
    where account_id = ${id} and ended is null`);
}

export const enable = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`update org.account set disabled_at = null where id = ${id}`);

export const deleteSessions = (tx: Tx, accountId: number): Promise<number> =>
  tx.run(sql`delete from org.session where account_id = ${accountId}`);

/** Puts a person forward for a post, also for one that they held before; undefined when they hold it. */
export const putForward = (
  tx: Tx,
  post: { accountId: number; departmentId: number; role: Role; at: Date; inForce: boolean },
): Promise<{ id: number } | undefined> =>
  tx.find(sql`insert into org.post as p (account_id, department_id, role, since, confirmed_at)
    values (${post.accountId}, ${post.departmentId}, ${post.role}, (${post.at}::timestamptz at time zone 'Asia/Shanghai')::date,
      ${post.inForce ? post.at : null})
    on conflict on constraint post_once do update set since = excluded.since, ended = null,
      confirmed_at = excluded.confirmed_at, confirmed_by = null
      where p.ended is not null
    returning id`);

export const confirmPost = (tx: Tx, id: number, by: number, at: Date): Promise<number> =>
  tx.run(sql`update org.post set confirmed_at = ${at}, confirmed_by = ${by},
    since = (${at}::timestamptz at time zone 'Asia/Shanghai')::date where id = ${id}`);

export const endPost = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(
    sql`update org.post set ended = (${at}::timestamptz at time zone 'Asia/Shanghai')::date where id = ${id}`,
  );
