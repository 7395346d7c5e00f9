import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { TODO_KINDS } from './contract.ts';

export type GrantTodoKind = (typeof TODO_KINDS)[number];

export interface TodoRow {
  kind: GrantTodoKind;
  id: number;
  no: string;
  entryTitle: string;
  consumerName: string;
  providerName: string;
  /** Since when it waits. */
  since: Date;
  /** What the other side said. */
  words: string;
}

/** Whose work is asked for: as which posts of one department, and as the authority of which providers. */
export interface Post {
  departmentId: number;
  officer: boolean;
  head: boolean;
  /** Grants whose authority it is. */
  authority: Sql;
}

/** What waits for a post on grants, the longest waiting first. */
export const listTodo = (
  db: Db,
  { departmentId, officer, head, authority }: Post,
  limit: number,
): Promise<TodoRow[]> => {
  const consumer = sql`g.consumer_id = ${departmentId}`;
  const provider = sql`g.provider_id = ${departmentId}`;
  return db.many(sql`select x.kind, g.id, g.no, g.entry_title as "entryTitle", c.name as "consumerName", p.name as "providerName", x.since, x.words
    from (
      select 'repair_use' as kind, g.id, g.changed_at as since, g.repair_order as words from sharing.grant g
        where g.state = 'repairing' and ${consumer} and (${officer} or ${head})
      union all
      select 'check_repair', g.id, g.changed_at, g.repair_report from sharing.grant g
        where g.state = 'repair_submitted' and ((${provider} and ${head}) or ${authority})
      union all
      select 'answer_change', g.id, s.proposed_at, s.reason from sharing.service_change s join sharing.grant g on g.id = s.grant_id
        where s.state = 'proposed' and ${consumer} and ${head}
      union all
      select 'file_change', g.id, s.proposed_at, s.answer from sharing.service_change s join sharing.grant g on g.id = s.grant_id
        where s.state in ('agreed', 'objected') and ${provider} and ${head}
      union all
      select 'note_change', g.id, s.filed_at, s.reason from sharing.service_change s join sharing.grant g on g.id = s.grant_id
        where s.state = 'filed' and s.noted_at is null and ${authority}
      union all
      select 'report_disposal', g.id, d.ended_at, coalesce(nullif(d.sent_back, ''), d.demand) from sharing.disposal d join sharing.grant g on g.id = d.grant_id
        where d.state in ('due', 'sent_back') and ${consumer} and ${officer}
      union all
      select 'sign_disposal', g.id, d.ended_at, d.report_what from sharing.disposal d join sharing.grant g on g.id = d.grant_id
        where d.state = 'reported' and ${consumer} and ${head}
      union all
      select 'confirm_disposal', g.id, d.ended_at, d.report_what from sharing.disposal d join sharing.grant g on g.id = d.grant_id
        where d.state = 'signed' and ${provider} and ${head}) x
    join sharing.grant g on g.id = x.id join org.department c on c.id = g.consumer_id join org.department p on p.id = g.provider_id
    order by x.since, g.id limit ${limit}`);
};
