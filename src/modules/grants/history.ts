import { type Db, sql } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { refuse } from './refusals.ts';

/** One step of a case as people read it, with the number of its record. */
export interface HistoryRow {
  action: string;
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: Citation | null;
  record: number | null;
}

export const insertHistory = (
  tx: Command,
  object: string,
  action: string,
  at: Date,
  post: string,
  name: string,
  note: string,
  citation: Citation | undefined,
): Promise<number> =>
  tx.run(sql`insert into sharing.history (object, action, at, post, name, note, citation, account_id, department_id)
    values (${object}, ${action}, ${at}, ${post}, ${name}, ${note}, ${citation ? JSON.stringify(citation) : null}::jsonb,
      ${tx.by.accountId}, ${tx.by.departmentId})`);

/** Nobody acts in one case for two departments, whichever posts they hold. */
export async function mustActForOne(
  db: Db,
  { accountId, departmentId }: Actor,
  objects: readonly string[],
): Promise<void> {
  const other = await db.find(sql`select from sharing.history
    where object = any(${[...objects]}) and account_id = ${accountId} and department_id <> ${departmentId} limit 1`);
  if (other) throw refuse.acted_for_another();
}

/** Of an application, a grant or another case of sharing, oldest first. */
export const listHistory = (db: Db, object: string): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.at, h.post, h.name, h.note, h.citation,
      (select e.number from ledger.entry e where e.object = h.object and e.at = h.at and e.result = 'done'
        and starts_with(e.action, 'sharing.') limit 1) as record
    from sharing.history h where h.object = ${object} order by h.id`);

export function historyView(history: readonly HistoryRow[]) {
  return history.map(({ citation, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    ...(citation ? { citation } : {}),
  }));
}
