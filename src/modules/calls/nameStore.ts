import { type Db, sql } from '#kernel/db.ts';

export interface Named {
  id: number;
  name: string;
  note: string;
}

/** Entries by the title that their grants carry; a call without a grant names no entry. */
export const entryNames = (db: Db, ids: readonly number[]): Promise<Named[]> =>
  db.many(sql`select distinct on (g.entry_id) g.entry_id as id, g.entry_title as name, p.name as note
    from sharing.grant g join org.department p on p.id = g.provider_id
   where g.entry_id = any(${[...ids]}::int[]) order by g.entry_id, g.id desc`);

export const departmentNames = (db: Db, ids: readonly number[]): Promise<Named[]> =>
  db.many(sql`select id, name, '' as note from org.department where id = any(${[...ids]}::int[])`);

export const systemNames = (db: Db, ids: readonly number[]): Promise<Named[]> =>
  db.many(sql`select s.id, s.name, d.name as note from org.system s join org.department d on d.id = s.department_id
    where s.id = any(${[...ids]}::int[])`);

export const grantNames = (db: Db, ids: readonly number[]): Promise<Named[]> =>
  db.many(sql`select g.id, g.no as name, g.entry_title || ' → ' || c.name as note
    from sharing.grant g join org.department c on c.id = g.consumer_id where g.id = any(${[...ids]}::int[])`);

/** Services by their codes: what they are about. */
export const serviceNames = (
  db: Db,
  codes: readonly string[],
): Promise<{ sid: string; title: string; mode: string; provider: string }[]> =>
  db.many(sql`select distinct on (g.sid) g.sid, g.entry_title as title, g.mode, p.name as provider
    from sharing.grant g join org.department p on p.id = g.provider_id
   where g.sid = any(${[...codes]}::text[]) order by g.sid, g.id desc`);

/** Grants of a service or a scenario. */
export const grantsOf = async (
  db: Db,
  service: string | undefined,
  scenario: string | undefined,
): Promise<number[]> =>
  (
    await db.many<{ id: number }>(sql`select id from sharing.grant
      where (${service ?? null}::text is null or sid = ${service ?? null})
        and (${scenario ?? null}::text is null or scenario = ${scenario ?? null})`)
  ).map(row => row.id);

/** Which word each grant carries. */
export const labelsOf = (db: Db, what: 'service' | 'scenario'): Promise<{ id: number; word: string }[]> =>
  what === 'service'
    ? db.many(sql`select id, sid as word from sharing.grant where sid is not null`)
    : db.many(sql`select id, scenario as word from sharing.grant where sid is not null`);
