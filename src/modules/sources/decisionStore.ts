import { type Db, type Tx, sql } from '#kernel/db.ts';

export interface PublishedItem {
  entryId: number;
  title: string;
  item: string;
  departmentId: number;
  departmentName: string;
  regionCode: string;
}

export const listItems = (
  db: Db,
  wanted: readonly { entryId: number; item: string }[],
): Promise<PublishedItem[]> =>
  db.many(sql`select e.entry_id as "entryId", e.title, i.name as item, e.department_id as "departmentId", d.name as "departmentName",
      e.region_code as "regionCode"
    from rows from (jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as ("entryId" int, item text)) with ordinality as w ("entryId", item, at)
    join sources.entry e on e.entry_id = w."entryId" join sources.item i on i.entry_id = e.entry_id and i.name = w.item
    join org.department d on d.id = e.department_id order by w.at`);

export const insertDecision = (
  tx: Tx,
  decision: {
    name: string;
    entryId: number;
    item: string;
    helpUntil: string;
    note: string;
    at: Date;
    post: string;
  },
): Promise<{ id: number }> =>
  tx.get(sql`insert into sources.decision (name, source_entry_id, source_item, help_until, note, at, post)
    values (${decision.name}, ${decision.entryId}, ${decision.item}, ${decision.helpUntil}, ${decision.note}, ${decision.at}, ${decision.post})
    returning id`);

export const insertMembers = (
  tx: Tx,
  decisionId: number,
  members: readonly Pick<PublishedItem, 'entryId' | 'item' | 'departmentId'>[],
): Promise<number> =>
  tx.run(sql`insert into sources.member (decision_id, entry_id, item, department_id)
    select ${decisionId}, "entryId", item, "departmentId"
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as m ("entryId" int, item text, "departmentId" int)`);

export interface DecisionRow {
  id: number;
  name: string;
  sourceEntryId: number;
  sourceItem: string;
  sourceTitle: string;
  sourceDepartmentId: number;
  sourceDepartmentName: string;
  regionCode: string;
  helpUntil: string;
  note: string;
  at: Date;
  post: string;
  endedAt: Date | null;
  endedNote: string;
  members: {
    entryId: number;
    item: string;
    title: string;
    departmentId: number;
    departmentName: string;
    helpedAt: string | null;
    helpedNote: string;
  }[];
}

const DECISION = sql`select c.id, c.name, c.source_entry_id as "sourceEntryId", c.source_item as "sourceItem", e.title as "sourceTitle",
    e.department_id as "sourceDepartmentId", d.name as "sourceDepartmentName", d.region_code as "regionCode",
    c.help_until::text as "helpUntil", c.note, c.at, c.post, c.ended_at as "endedAt", c.ended_note as "endedNote",
    (select coalesce(jsonb_agg(jsonb_build_object('entryId', m.entry_id, 'item', m.item, 'title', me.title, 'departmentId', m.department_id,
        'departmentName', md.name, 'helpedAt', to_char(m.helped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'helpedNote', m.helped_note)
        order by m.entry_id, m.item), '[]')
      from sources.member m join catalog.entry me on me.id = m.entry_id join org.department md on md.id = m.department_id
      where m.decision_id = c.id and (m.entry_id, m.item) <> (c.source_entry_id, c.source_item)) as members
  from sources.decision c join catalog.entry e on e.id = c.source_entry_id join org.department d on d.id = e.department_id`;

export const findDecision = (db: Db, id: number): Promise<DecisionRow | undefined> =>
  db.find(sql`${DECISION} where c.id = ${id}`);

/** Locks the decision for the rest of the transaction. */
export const lockDecision = async (tx: Tx, id: number): Promise<DecisionRow | undefined> => {
  await tx.find(sql`select from sources.decision where id = ${id} for update`);
  return findDecision(tx, id);
};

/** Decisions in force of which a department is the source or owes help; all of the regions for their authority. */
export const listDecisions = (
  db: Db,
  filter: { departmentId: number; regions: readonly string[]; size: number; offset: number },
): Promise<DecisionRow[]> =>
  db.many(sql`${DECISION} where d.region_code = any(${[...filter.regions]}::text[]) or e.department_id = ${filter.departmentId}
      or exists (select from sources.member m where m.decision_id = c.id and m.department_id = ${filter.departmentId})
    order by c.ended_at is not null, c.id desc limit ${filter.size} offset ${filter.offset}`);

export const countDecisions = (
  db: Db,
  filter: { departmentId: number; regions: readonly string[] },
): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n from sources.decision c join catalog.entry e on e.id = c.source_entry_id
    join org.department d on d.id = e.department_id
    where d.region_code = any(${[...filter.regions]}::text[]) or e.department_id = ${filter.departmentId}
      or exists (select from sources.member m where m.decision_id = c.id and m.department_id = ${filter.departmentId})`);

export interface PointerRow {
  item: string;
  decisionId: number;
  sourceEntryId: number;
  sourceItem: string;
  sourceTitle: string;
  departmentName: string;
}

/** Where the items of an entry are to be had, where the authority named another source. */
export const listPointers = (db: Db, entryId: number): Promise<PointerRow[]> =>
  db.many(sql`select m.item, c.id as "decisionId", c.source_entry_id as "sourceEntryId", c.source_item as "sourceItem", e.title as "sourceTitle",
      d.name as "departmentName"
    from sources.member m join sources.decision c on c.id = m.decision_id and c.ended_at is null
    join catalog.entry e on e.id = c.source_entry_id join org.department d on d.id = e.department_id
    where m.entry_id = ${entryId} and (m.entry_id, m.item) <> (c.source_entry_id, c.source_item) order by m.item`);

/** The decision in force that an item is part of. */
export const findInForce = (
  db: Db,
  entryId: number,
  item: string,
): Promise<{ id: number; departmentName: string } | undefined> =>
  db.find(sql`select c.id, d.name as "departmentName" from sources.member m join sources.decision c on c.id = m.decision_id
    join catalog.entry e on e.id = c.source_entry_id join org.department d on d.id = e.department_id
    where c.ended_at is null and m.entry_id = ${entryId} and m.item = ${item}`);

export const endDecision = (tx: Tx, id: number, at: Date, note: string): Promise<number> =>
  tx.run(
    sql`update sources.decision set ended_at = ${at}, ended_note = ${note} where id = ${id} and ended_at is null`,
  );

export const setHelped = (
  tx: Tx,
  decisionId: number,
  departmentId: number,
  at: Date,
  note: string,
  post: string,
): Promise<number> =>
  tx.run(sql`update sources.member set helped_at = ${at}, helped_note = ${note}, helped_post = ${post}
    where decision_id = ${decisionId} and department_id = ${departmentId} and helped_at is null`);

/** Departments that owe help, with the date, the nearest first. */
export const listOwed = (
  db: Db,
  departmentId: number,
): Promise<{ decisionId: number; name: string; helpUntil: string; sourceDepartmentName: string }[]> =>
  db.many(sql`select distinct c.id as "decisionId", c.name, c.help_until::text as "helpUntil", d.name as "sourceDepartmentName"
    from sources.member m join sources.decision c on c.id = m.decision_id and c.ended_at is null
    join catalog.entry e on e.id = c.source_entry_id join org.department d on d.id = e.department_id
    where m.department_id = ${departmentId} and m.helped_at is null and e.department_id <> ${departmentId}
    order by "helpUntil", "decisionId"`);

export interface JointRow {
  id: number;
  title: string;
  leadDepartmentId: number;
  leadDepartmentName: string;
  method: string;
  at: Date;
  post: string;
  endedAt: Date | null;
  parts: { departmentId: number; departmentName: string; work: string }[];
}

const JOINT = sql`select j.id, j.title, j.lead_department_id as "leadDepartmentId", d.name as "leadDepartmentName", j.method, j.at, j.post,
    j.ended_at as "endedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('departmentId', p.department_id, 'departmentName', pd.name, 'work', p.work) order by p.department_id), '[]')
      from sources.joint_part p join org.department pd on pd.id = p.department_id where p.joint_id = j.id) as parts
  from sources.joint j join org.department d on d.id = j.lead_department_id`;

export const listJoint = (db: Db): Promise<JointRow[]> =>
  db.many(sql`${JOINT} order by j.ended_at is not null, j.id desc limit 500`);

export const findJoint = (db: Db, id: number): Promise<JointRow | undefined> =>
  db.find(sql`${JOINT} where j.id = ${id}`);

export const insertJoint = async (
  tx: Tx,
  joint: { title: string; leadDepartmentId: number; method: string; at: Date; post: string },
  parts: readonly { departmentId: number; work: string }[],
): Promise<number> => {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into sources.joint (title, lead_department_id, method, at, post)
    values (${joint.title}, ${joint.leadDepartmentId}, ${joint.method}, ${joint.at}, ${joint.post}) returning id`);
  await tx.run(sql`insert into sources.joint_part (joint_id, department_id, work)
    select ${id}, "departmentId", work from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as p ("departmentId" int, work text)`);
  return id;
};

export const endJoint = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update sources.joint set ended_at = ${at} where id = ${id} and ended_at is null`);
