import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { RecordKind } from './rules.ts';

export interface UseRecordRow {
  id: number;
  kind: RecordKind;
  occurredOn: string;
  body: string;
  responsible: string;
  corrects: number | null;
  correctedBy: number | null;
  at: Date;
  post: string;
  name: string;
}

/** The newest day first, a correction beside what it corrects. */
export const listRecords = (db: Db, grantId: number): Promise<UseRecordRow[]> =>
  db.many(sql`select r.id, r.kind, r.occurred_on as "occurredOn", r.body, r.responsible, r.corrects, n.id as "correctedBy", r.at, r.post, r.name
    from results.use_record r left join results.use_record n on n.corrects = r.id
    where r.grant_id = ${grantId} order by r.id desc`);

export const countKinds = (
  db: Db,
  grantId: number,
): Promise<{ kind: RecordKind; count: number; lastOn: string }[]> =>
  db.many(sql`select kind, count(*)::int as count, max(occurred_on) as "lastOn" from results.use_record
    where grant_id = ${grantId} group by kind`);

export const insertRecord = (
  tx: Tx,
  record: Pick<
    UseRecordRow,
    'kind' | 'occurredOn' | 'body' | 'responsible' | 'corrects' | 'at' | 'post' | 'name'
  > & {
    grantId: number;
  },
): Promise<{ id: number }> =>
  tx.get(sql`insert into results.use_record (grant_id, kind, occurred_on, body, responsible, corrects, at, post, name)
    values (${record.grantId}, ${record.kind}, ${record.occurredOn}, ${record.body}, ${record.responsible}, ${record.corrects},
      ${record.at}, ${record.post}, ${record.name}) returning id`);

/** A record of this kind that no other has taken the place of. */
export const findCorrectable = (
  db: Db,
  id: number,
  grantId: number,
  kind: RecordKind,
): Promise<{ id: number } | undefined> =>
  db.find(sql`select r.id from results.use_record r where r.id = ${id} and r.grant_id = ${grantId} and r.kind = ${kind}
    and not exists (select from results.use_record n where n.corrects = r.id)`);

export interface InspectionRow {
  departmentName: string;
  post: string;
  name: string;
  at: Date;
  reason: string;
}
export const listInspections = (db: Db, grantId: number): Promise<InspectionRow[]> =>
  db.many(sql`select d.name as "departmentName", i.post, i.name, i.at, i.reason from results.inspection i
    join org.department d on d.id = i.department_id where i.grant_id = ${grantId} order by i.id desc limit 200`);

export const insertInspection = (
  tx: Tx,
  one: { grantId: number; departmentId: number; reason: string; at: Date; post: string; name: string },
): Promise<number> =>
  tx.run(sql`insert into results.inspection (grant_id, department_id, reason, at, post, name)
    values (${one.grantId}, ${one.departmentId}, ${one.reason}, ${one.at}, ${one.post}, ${one.name})`);
