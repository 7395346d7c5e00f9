import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { AttachmentKind } from './attachmentNames.ts';

export interface AttachmentRow {
  id: number;
  object: string;
  name: string;
  kind: AttachmentKind;
  size: number;
  sha256: Buffer;
  departmentId: number;
  post: string;
  person: string;
  addedAt: Date;
}

const ATTACHMENT = sql`select id, object, name, kind, size, sha256, department_id as "departmentId", post, person, added_at as "addedAt"
  from papers.attachment`;

/** Those that were not taken away, oldest first. */
export const listAttachments = (db: Db, object: string): Promise<AttachmentRow[]> =>
  db.many(sql`${ATTACHMENT} where object = ${object} and removed_at is null order by id`);

export const getAttachment = (db: Db, id: number): Promise<AttachmentRow> =>
  db.get(sql`${ATTACHMENT} where id = ${id} and removed_at is null`);

export const getBytes = (db: Db, id: number): Promise<{ bytes: Buffer }> =>
  db.get(sql`select bytes from papers.attachment where id = ${id} and removed_at is null`);

/** Two that attach at once follow one another: what an object may hold is counted. */
export const lockObject = (tx: Tx, object: string): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(hashtextextended(${`papers ${object}`}, 0))`);

export const insertAttachment = (
  tx: Tx,
  one: Omit<AttachmentRow, 'id'> & { bytes: Buffer },
): Promise<{ id: number }> =>
  tx.get(sql`insert into papers.attachment (object, name, kind, size, sha256, bytes, department_id, post, person, added_at)
    values (${one.object}, ${one.name}, ${one.kind}, ${one.size}, ${one.sha256}, ${one.bytes}, ${one.departmentId}, ${one.post},
      ${one.person}, ${one.addedAt}) returning id`);

export const removeAttachment = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(
    sql`update papers.attachment set bytes = null, removed_at = ${at} where id = ${id} and removed_at is null`,
  );
