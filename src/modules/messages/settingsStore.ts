import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { MessageKind, RobotForm } from './rules.ts';

export interface Person {
  pageKinds: MessageKind[];
  mail: string | null;
  mailKinds: MessageKind[];
}

/** Only the writing login reads addresses of people. */
export const findPerson = (db: Db, accountId: number): Promise<Person | undefined> =>
  db.find(sql`select page_kinds as "pageKinds", mail, mail_kinds as "mailKinds"
    from messages.person where account_id = ${accountId}`);

export const savePerson = (
  tx: Tx,
  accountId: number,
  { pageKinds, mail, mailKinds }: Person,
): Promise<number> =>
  tx.run(sql`insert into messages.person (account_id, page_kinds, mail, mail_kinds)
    values (${accountId}, ${pageKinds}, ${mail}, ${mailKinds})
    on conflict (account_id) do update set page_kinds = excluded.page_kinds, mail = excluded.mail, mail_kinds = excluded.mail_kinds`);

export interface RobotRow {
  id: number;
  departmentId: number;
  name: string;
  form: RobotForm;
  place: string;
  kinds: MessageKind[];
  createdAt: Date;
}

export const listRobots = (db: Db, departmentId: number): Promise<RobotRow[]> =>
  db.many(sql`select id, department_id as "departmentId", name, form, place, kinds, created_at as "createdAt"
    from messages.robot where department_id = ${departmentId} and removed_at is null order by id`);

/** `seal` is called with the new row’s number: what is sealed opens only in its own row. */
export async function insertRobot(
  tx: Tx,
  robot: Omit<RobotRow, 'id' | 'createdAt'>,
  seal: (id: number) => { address: Buffer; secret: Buffer | null },
  at: Date,
): Promise<number> {
  const { departmentId, name, form, place, kinds } = robot;
  const { id } = await tx.get<{ id: number }>(sql`insert into messages.robot
      (department_id, name, form, place, address_sealed, kinds, created_at)
    values (${departmentId}, ${name}, ${form}, ${place}, ''::bytea, ${kinds}, ${at}) returning id`);
  await tx.run(sql`insert into messages.pace (robot_id, free_at) values (${id}, ${at})`);
  const { address, secret } = seal(id);
  await tx.run(
    sql`update messages.robot set address_sealed = ${address}, secret_sealed = ${secret} where id = ${id}`,
  );
  return id;
}

/** Removes the robot with what opens it; what waits for it is not sent any more. */
export const removeRobot = async (tx: Tx, id: number, departmentId: number, at: Date): Promise<number> => {
  const removed = await tx.run(sql`update messages.robot
    set removed_at = ${at}, address_sealed = ''::bytea, secret_sealed = null
    where id = ${id} and department_id = ${departmentId} and removed_at is null`);
  if (removed > 0)
    await tx.run(sql`update messages.delivery set state = 'dropped', done_at = ${at}
      where robot_id = ${id} and state = 'waiting'`);
  return removed;
};

export interface DeliveryRow {
  zh: string;
  en: string;
  at: Date;
  state: 'waiting' | 'sent' | 'failed' | 'dropped';
  attempts: number;
  when: Date;
  error: string;
}

const lastOf = (of: Sql): Sql => sql`select m.zh, m.en, m.at, d.state, d.attempts,
    coalesce(d.done_at, d.next_at) as "when", d.error
  from messages.delivery d join messages.message m on m.id = d.message_id
  where ${of} and d.state <> 'dropped' order by d.id desc limit 5`;

export const lastMails = (db: Db, accountId: number): Promise<DeliveryRow[]> =>
  db.many(lastOf(sql`d.account_id = ${accountId}`));
export const lastPosts = (db: Db, robotId: number): Promise<DeliveryRow[]> =>
  db.many(lastOf(sql`d.robot_id = ${robotId}`));
