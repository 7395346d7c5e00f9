import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { BasisRank } from '#vocabulary/profile.ts';
import type { ProfileSwitch, Repeal } from './changes.ts';

export interface LawRow {
  id: number;
  title: string;
  number: string;
  issuer: string;
  rank: BasisRank;
  from: string | null;
  until: string | null;
  articles: { article: string; text: string }[];
}

export const listLaws = (db: Db): Promise<LawRow[]> =>
  db.many(sql`select l.id, l.title, l.number, l.issuer, l.rank, l.from_date as "from", l.until_date as until,
      coalesce((select jsonb_agg(jsonb_build_object('article', a.article, 'text', a.text) order by a.place)
        from policy.law_article a where a.law_id = l.id), '[]') as articles
    from policy.law l order by l.id`);

export const listRepeals = (db: Db): Promise<Repeal[]> =>
  db.many(
    sql`select id, document, article, since, by_text as by from policy.repeal where withdrawn_at is null order by id`,
  );

export const listSwitches = (db: Db): Promise<ProfileSwitch[]> =>
  db.many(
    sql`select id, region_code as "regionCode", profile, from_date as "from" from policy.switch order by id`,
  );

export interface SwitchRow extends ProfileSwitch {
  reason: string;
  enteredAt: Date;
  enteredBy: string;
}

export const listSwitchHistory = (db: Db, regionCode: string): Promise<SwitchRow[]> =>
  db.many(sql`select s.id, s.region_code as "regionCode", s.profile, s.from_date as "from", s.reason, s.entered_at as "enteredAt",
      a.name as "enteredBy"
    from policy.switch s join org.account a on a.id = s.entered_by where s.region_code = ${regionCode}
    order by s.from_date desc, s.id desc limit 50`);

/** Grows with every change, so that other processes notice it. */
export const getStamp = async (db: Db): Promise<string> =>
  (
    await db.get<{
      stamp: string;
    }>(sql`select concat_ws('/', (select max(id) from policy.law), (select max(id) from policy.repeal),
      (select count(*) from policy.repeal where withdrawn_at is not null), (select max(id) from policy.switch)) as stamp`)
  ).stamp;

export interface NewLaw extends Omit<LawRow, 'id'> {
  enteredBy: number;
  enteredAt: Date;
}

export const insertLaw = async (tx: Tx, law: NewLaw): Promise<number> => {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into policy.law (title, number, issuer, rank, from_date, until_date, entered_by, entered_at)
    values (${law.title}, ${law.number}, ${law.issuer}, ${law.rank}, ${law.from}, ${law.until}, ${law.enteredBy}, ${law.enteredAt})
    returning id`);
  await tx.run(sql`insert into policy.law_article (law_id, place, article, text)
    select ${id}, x.place, x.article, x.text
    from unnest(${law.articles.map(one => one.article)}::text[], ${law.articles.map(one => one.text)}::text[])
      with ordinality x(article, text, place)`);
  return id;
};

export const insertRepeal = (
  tx: Tx,
  repeal: Omit<Repeal, 'id'> & { enteredBy: number; enteredAt: Date },
): Promise<{ id: number }> =>
  tx.get(sql`insert into policy.repeal (document, article, since, by_text, entered_by, entered_at)
    values (${repeal.document}, ${repeal.article}, ${repeal.since}, ${repeal.by}, ${repeal.enteredBy}, ${repeal.enteredAt})
    returning id`);

/** Answers how many repeals were withdrawn: 0 or 1. */
export const withdrawRepeal = (tx: Tx, id: number, why: string, at: Date): Promise<number> =>
  tx.run(
    sql`update policy.repeal set withdrawn_at = ${at}, withdrawn_why = ${why} where id = ${id} and withdrawn_at is null`,
  );

export const insertSwitch = (
  tx: Tx,
  one: Omit<ProfileSwitch, 'id'> & { reason: string; enteredBy: number; enteredAt: Date },
): Promise<{ id: number }> =>
  tx.get(sql`insert into policy.switch (region_code, profile, from_date, reason, entered_by, entered_at)
    values (${one.regionCode}, ${one.profile}, ${one.from}, ${one.reason}, ${one.enteredBy}, ${one.enteredAt}) returning id`);
