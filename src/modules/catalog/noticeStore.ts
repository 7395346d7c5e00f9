import { type Db, type Tx, sql } from '#kernel/db.ts';

export type NoticeKind = 'published' | 'changed' | 'suspended' | 'resumed' | 'withdrawn';

export interface NewNotice {
  entryId: number;
  version: number;
  kind: NoticeKind;
  at: Date;
  /** Departments from which the change takes something that they use. */
  narrowed: readonly number[];
  consulted: string;
}

export interface NoticeRow extends NewNotice {
  id: number;
  title: string;
  code: string | null;
  departmentName: string;
  /** When the reader's department saw it; null while it has not. */
  seenAt: Date | null;
  /** Departments that have seen it, of those that were told. */
  seen: number;
}

export const insertNotice = (tx: Tx, notice: NewNotice): Promise<number> =>
  tx.run(sql`insert into catalog.notice (entry_id, version, kind, at, narrowed, consulted)
    values (${notice.entryId}, ${notice.version}, ${notice.kind}, ${notice.at}, ${[...notice.narrowed]}::int[], ${notice.consulted})`);

export const listNotices = (
  db: Db,
  departmentId: number,
  page: { unseen: boolean; size: number; offset: number },
): Promise<NoticeRow[]> =>
  db.many(sql`select n.id, n.entry_id as "entryId", n.version, n.kind, n.at, n.narrowed, n.consulted, e.title, e.code,
      d.name as "departmentName", s.at as "seenAt",
      (select count(*)::int from catalog.notice_seen all_seen where all_seen.notice_id = n.id) as seen
    from catalog.notice n join catalog.entry e on e.id = n.entry_id join org.department d on d.id = e.department_id
    left join catalog.notice_seen s on s.notice_id = n.id and s.department_id = ${departmentId}
    where not ${page.unseen} or s.at is null
    order by n.at desc, n.id desc limit ${page.size} offset ${page.offset}`);

export const countNotices = (db: Db, departmentId: number): Promise<{ total: number; unseen: number }> =>
  db.get(sql`select count(*)::int as total,
      (count(*) filter (where not exists (select from catalog.notice_seen s where s.notice_id = n.id and s.department_id = ${departmentId})))::int as unseen
    from catalog.notice n`);

export const insertSeen = (tx: Tx, ids: readonly number[], departmentId: number, at: Date): Promise<number> =>
  tx.run(sql`insert into catalog.notice_seen (notice_id, department_id, at)
    select id, ${departmentId}, ${at} from catalog.notice where id = any(${[...ids]}::int[])
    on conflict do nothing`);

export interface SeenRow {
  departmentId: number;
  departmentName: string;
  at: Date | null;
}

/** Every department in use, with when it saw the notice. */
export const listSeen = (db: Db, noticeId: number): Promise<SeenRow[]> =>
  db.many(sql`select d.id as "departmentId", d.name as "departmentName", s.at from org.department d
    left join catalog.notice_seen s on s.department_id = d.id and s.notice_id = ${noticeId}
    where d.state = 'active' order by s.at nulls first, d.id`);
