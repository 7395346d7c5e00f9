import { type Db, type Tx, sql } from '#kernel/db.ts';

export interface CartRow {
  entryId: number;
  title: string;
  addedAt: Date;
}

interface Owner {
  accountId: number;
  departmentId: number;
}

export const listCart = (db: Db, { accountId, departmentId }: Owner): Promise<CartRow[]> =>
  db.many(sql`select entry_id as "entryId", title, added_at as "addedAt" from sharing.cart
    where account_id = ${accountId} and department_id = ${departmentId} order by added_at, entry_id`);

export const insertIntoCart = (
  tx: Tx,
  { accountId, departmentId }: Owner,
  entry: { id: number; title: string },
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into sharing.cart (account_id, department_id, entry_id, title, added_at)
    values (${accountId}, ${departmentId}, ${entry.id}, ${entry.title}, ${at}) on conflict do nothing`);

export const deleteFromCart = (
  tx: Tx,
  { accountId, departmentId }: Owner,
  entryIds: readonly number[],
): Promise<number> =>
  tx.run(sql`delete from sharing.cart
    where account_id = ${accountId} and department_id = ${departmentId} and entry_id = any(${[...entryIds]}::int[])`);
