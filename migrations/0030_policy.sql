-- Module policy: what changes after the files of profiles/ were written. The texts and rules themselves stay files.
create schema policy;
grant usage on schema policy to sq_read, sq_write, sq_worker;

-- Laws that entries cite and that are no profile. Their id in citations is law_<id>.
create table policy.law (
  id int generated always as identity primary key,
  title text not null,
  number text not null default '',
  issuer text not null,
  rank text not null check (rank in ('law', 'regulation', 'state_council', 'national_policy', 'local_regulation', 'local_rule', 'other')),
  from_date date,
  until_date date check (until_date >= from_date),
  entered_by int not null references org.account,
  entered_at timestamptz not null,
  constraint law_title_once unique (title, number)
);
create table policy.law_article (
  law_id int not null references policy.law,
  place int not null,
  article text not null,
  text text not null,
  primary key (law_id, place),
  constraint law_article_once unique (law_id, article)
);

-- A text (article '') or one of its articles no longer binds from `since` on. Entered once; a wrong one is withdrawn.
create table policy.repeal (
  id int generated always as identity primary key,
  document text not null,
  article text not null default '',
  since date not null,
  by_text text not null check (by_text <> ''),
  entered_by int not null references org.account,
  entered_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_why text not null default ''
);
create unique index repeal_once on policy.repeal (document, article) where withdrawn_at is null;

-- From a date on a region's own texts are those of a profile. The latest that has begun counts.
create table policy.switch (
  id int generated always as identity primary key,
  region_code text not null,
  profile text not null,
  from_date date not null,
  reason text not null check (reason <> ''),
  entered_by int not null references org.account,
  entered_at timestamptz not null
);
create index switch_by_region on policy.switch (region_code, from_date desc);

select record.guard('policy.law');
select record.guard('policy.law_article');
select record.guard('policy.repeal');
select record.guard('policy.switch');
