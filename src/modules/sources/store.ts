import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Evidence, Shape } from './meaning.ts';
import type { Subject } from './naming.ts';

export interface FiledItem {
  name: string;
  words: string[];
  element: string;
  codeTable: string;
  type: string;
}

export interface FiledEntry {
  entryId: number;
  departmentId: number;
  regionCode: string;
  title: string;
  subject: Subject;
  topic: string[];
}

/** Replaces what is filed of an entry; shapes of items that stay are kept. */
export async function file(tx: Tx, entry: FiledEntry, items: readonly FiledItem[]): Promise<void> {
  await tx.run(sql`insert into sources.entry (entry_id, department_id, region_code, title, subject, topic)
    values (${entry.entryId}, ${entry.departmentId}, ${entry.regionCode}, ${entry.title}, ${entry.subject}, ${entry.topic})
    on conflict (entry_id) do update set department_id = excluded.department_id, region_code = excluded.region_code,
      title = excluded.title, subject = excluded.subject, topic = excluded.topic`);
  const shapes = await tx.many<{ name: string; shape: Shape | null }>(
    sql`delete from sources.item where entry_id = ${entry.entryId} returning name, shape`,
  );
  const kept = new Map(shapes.map(row => [row.name, row.shape]));
  const rows = items.map((item, position) => ({ ...item, position, shape: kept.get(item.name) ?? null }));
  await tx.run(sql`insert into sources.item (entry_id, position, name, words, element, code_table, type, shape)
    select ${entry.entryId}, position, name, array(select jsonb_array_elements_text(words)), element, "codeTable", type, shape
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (position smallint, name text, words jsonb, element text, "codeTable" text, type text, shape jsonb)`);
}

export const listUnfiled = async (db: Db, most: number): Promise<number[]> =>
  (
    await db.many<{ id: number }>(sql`select e.id from catalog.entry e
      where e.serving is not null and not exists (select from sources.entry s where s.entry_id = e.id) order by e.id limit ${most}`)
  ).map(row => row.id);

export const forget = (tx: Tx, entryId: number): Promise<number> =>
  tx.run(sql`delete from sources.entry where entry_id = ${entryId}`);

export const setShapes = (
  tx: Tx,
  entryId: number,
  shapes: readonly { item: string; shape: Shape }[],
): Promise<number> =>
  tx.run(sql`update sources.item i set shape = r.shape
    from jsonb_to_recordset(${JSON.stringify(shapes)}::jsonb) as r (item text, shape jsonb)
    where i.entry_id = ${entryId} and i.name = r.item`);

export interface Candidate {
  /** Which of the items asked about it is a candidate for. */
  asked: number;
  entryId: number;
  entryTitle: string;
  departmentId: number;
  departmentName: string;
  name: string;
  element: string;
  codeTable: string;
  type: string;
  shape: Shape | null;
  subject: Subject;
  topic: string[];
}

/** Candidates looked at for one item: those that share the most words come first, of these those with the fewest others. */
const LOOKED_AT = 50;

/** Published items of other departments that share words or the element with items asked about. */
export const listCandidates = (
  db: Db,
  departmentId: number,
  asked: readonly { words: string[]; element: string }[],
): Promise<Candidate[]> =>
  db.many(sql`select a.at::int - 1 as asked, c."entryId", c."entryTitle", c."departmentId", d.name as "departmentName", c.name, c.element,
      c."codeTable", c.type, c.shape, c.subject, c.topic
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) with ordinality as a (item, at)
    cross join lateral (
      select i.entry_id as "entryId", e.title as "entryTitle", e.department_id as "departmentId", i.name, i.element, i.code_table as "codeTable",
        i.type, i.shape, e.subject, e.topic
      from sources.item i join sources.entry e using (entry_id)
      where e.department_id <> ${departmentId}
        and (i.words && array(select jsonb_array_elements_text(a.item -> 'words')) or (a.item ->> 'element' <> '' and i.element = a.item ->> 'element'))
      order by (i.element <> '' and i.element = a.item ->> 'element') desc,
        cardinality(array(select unnest(i.words) intersect select jsonb_array_elements_text(a.item -> 'words'))) desc,
        cardinality(i.words), i.entry_id, i.position
      limit ${LOOKED_AT}) c
    join org.department d on d.id = c."departmentId"`);

export const getItems = (db: Db, entryId: number): Promise<{ name: string; shape: Shape | null }[]> =>
  db.many(sql`select name, shape from sources.item where entry_id = ${entryId}`);

export interface PairRow {
  entryId: number;
  item: string;
  otherEntryId: number;
  otherItem: string;
  score: number;
  evidence: Evidence[];
}

export const replacePairs = async (tx: Tx, entryId: number, pairs: readonly PairRow[]): Promise<void> => {
  await tx.run(sql`delete from sources.pair where entry_id = ${entryId} or other_entry_id = ${entryId}`);
  await tx.run(sql`insert into sources.pair (entry_id, item, other_entry_id, other_item, score, evidence)
    select "entryId", item, "otherEntryId", "otherItem", score, array(select jsonb_array_elements_text(evidence))
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
      as r ("entryId" int, item text, "otherEntryId" int, "otherItem" text, score real, evidence jsonb)`);
};

export interface ShownPair extends PairRow {
  entryTitle: string;
  departmentName: string;
  otherEntryTitle: string;
  otherDepartmentName: string;
}

export interface PairFilter {
  regions: readonly string[];
  words: string;
  size: number;
  offset: number;
}

/** Pairs that wait for a decision: both in the regions, neither decided nor found different. */
const openPairs = ({ regions, words }: Pick<PairFilter, 'regions' | 'words'>) => sql`from sources.pair p
  join sources.entry e on e.entry_id = p.entry_id join sources.entry o on o.entry_id = p.other_entry_id
  join org.department ed on ed.id = e.department_id join org.department od on od.id = o.department_id
  where e.region_code = any(${[...regions]}::text[]) and o.region_code = any(${[...regions]}::text[])
    and (${words} = '' or strpos(p.item || ' ' || p.other_item || ' ' || e.title || ' ' || o.title, ${words}) > 0)
    and not exists (select from sources.different x where (x.entry_id, x.item, x.other_entry_id, x.other_item)
      = (p.entry_id, p.item, p.other_entry_id, p.other_item))
    and not exists (select from sources.member m join sources.member n using (decision_id) join sources.decision d on d.id = m.decision_id
      where d.ended_at is null and (m.entry_id, m.item) = (p.entry_id, p.item) and (n.entry_id, n.item) = (p.other_entry_id, p.other_item))`;

export const listPairs = (db: Db, filter: PairFilter): Promise<ShownPair[]> =>
  db.many(sql`select p.entry_id as "entryId", p.item, p.other_entry_id as "otherEntryId", p.other_item as "otherItem", p.score, p.evidence,
      e.title as "entryTitle", ed.name as "departmentName", o.title as "otherEntryTitle", od.name as "otherDepartmentName"
    ${openPairs(filter)} order by p.score desc, p.entry_id, p.item, p.other_entry_id limit ${filter.size} offset ${filter.offset}`);

export const countPairs = (db: Db, filter: Pick<PairFilter, 'regions' | 'words'>): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n ${openPairs(filter)}`);

export const insertDifferent = (
  tx: Tx,
  pair: Omit<PairRow, 'score' | 'evidence'>,
  reason: string,
  at: Date,
  post: string,
): Promise<number> =>
  tx.run(sql`insert into sources.different (entry_id, item, other_entry_id, other_item, reason, at, post)
    values (${pair.entryId}, ${pair.item}, ${pair.otherEntryId}, ${pair.otherItem}, ${reason}, ${at}, ${post}) on conflict do nothing`);

export const listDifferent = (db: Db, entryId: number): Promise<Omit<PairRow, 'score' | 'evidence'>[]> =>
  db.many(sql`select entry_id as "entryId", item, other_entry_id as "otherEntryId", other_item as "otherItem" from sources.different
    where entry_id = ${entryId} or other_entry_id = ${entryId}`);

export interface ReasonRow {
  item: string;
  reason: string;
  at: Date;
  post: string;
}

export const putReason = (
  tx: Tx,
  entryId: number,
  item: string,
  reason: string,
  at: Date,
  post: string,
): Promise<number> =>
  tx.run(sql`insert into sources.reason (entry_id, item, reason, at, post) values (${entryId}, ${item}, ${reason}, ${at}, ${post})
    on conflict (entry_id, item) do update set reason = excluded.reason, at = excluded.at, post = excluded.post`);

export const listReasons = (db: Db, entryId: number): Promise<ReasonRow[]> =>
  db.many(sql`select item, reason, at, post from sources.reason where entry_id = ${entryId} order by item`);
