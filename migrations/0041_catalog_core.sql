-- The catalog's metadata in full: what the national guide and N809 13 and 15 ask of an entry, suspension, remarks at
-- fields, notices of publication, entries that came from another platform.

alter table catalog.entry
  -- Where an entry came from, when it was not compiled here: the platform's name, its code there, its version there.
  add column origin_platform text,
  add column origin_code text,
  add column origin_version integer,
  -- When the data themselves were last seen to change; null while nobody has said or measured it.
  add column data_at timestamptz,
  -- Suspended: the version that serves is shown and takes no new applications. A change may be in work meanwhile.
  add column suspended_at timestamptz,
  add column suspended_reason text not null default '',
  -- What was agreed with those from whom the change in work takes something (N809 27).
  add column consulted text not null default '',
  add constraint entry_suspended_serves check (suspended_at is null or serving is not null),
  add constraint entry_origin_whole check (
    num_nonnulls(origin_platform, origin_code, origin_version) in (0, 3)),
  add constraint entry_origin_once unique (origin_platform, origin_code);

-- What each step changed: whoever saves on top of something older is told what it was.
alter table catalog.history
  add column revision integer not null default 0,
  add column fields text[] not null default '{}';

-- Remarks of whoever sends an entry back, each at its field; settled by the next submission.
create table catalog.remark (
  id integer generated always as identity primary key,
  entry_id integer not null references catalog.entry,
  version integer not null,
  field text not null,
  text text not null check (text <> ''),
  at timestamptz not null,
  post text not null,
  settled_at timestamptz
);
create index remark_by_entry on catalog.remark (entry_id, id);

-- One notice to all departments when an entry is published, changed, suspended, resumed or withdrawn (N809 16).
create table catalog.notice (
  id integer generated always as identity primary key,
  entry_id integer not null references catalog.entry,
  version integer not null,
  kind text not null check (kind in ('published', 'changed', 'suspended', 'resumed', 'withdrawn')),
  at timestamptz not null,
  -- Departments whose live grants the change narrows; empty when it takes nothing from anybody.
  narrowed integer[] not null default '{}',
  -- What was agreed with them beforehand (N809 27).
  consulted text not null default ''
);
create index notice_recent on catalog.notice (at desc, id desc);
create table catalog.notice_seen (
  notice_id integer not null references catalog.notice,
  department_id integer not null references org.department,
  at timestamptz not null,
  primary key (notice_id, department_id)
);

create trigger only_by_command before insert or update or delete or truncate on catalog.remark
  for each statement execute function record.require_command();
create trigger only_by_command before insert or update or delete or truncate on catalog.notice
  for each statement execute function record.require_command();
create trigger only_by_command before insert or update or delete or truncate on catalog.notice_seen
  for each statement execute function record.require_command();
grant select on catalog.remark, catalog.notice, catalog.notice_seen to sq_read, sq_write;
grant insert on catalog.remark, catalog.notice, catalog.notice_seen to sq_write;
grant update (settled_at) on catalog.remark to sq_write;

-- Entries that lie here already gain the new fields with what the old ones meant.
alter table catalog.entry_version disable trigger only_by_command;
update catalog.entry_version v set content =
  (v.content - 'classification' - 'matter')
  || jsonb_build_object(
    'classCode', coalesce((select code from (values
        ('国家人口', '101'), ('法人单位', '102'), ('自然资源和空间地理', '103'), ('社会信用', '104'), ('电子证照', '105'),
        ('公共服务', '201'), ('健康保障', '202'), ('社会保障', '203'), ('食品药品安全', '204'), ('安全生产', '205'),
        ('价格监管', '206'), ('能源安全', '207'), ('信用体系', '208'), ('城乡建设', '209'), ('社区治理', '210'),
        ('生态环保', '211'), ('应急维稳', '212')) known (name, code)
        where name = v.content -> 'classification' ->> 'name'),
      case when v.content -> 'classification' ->> 'class' = 'department' then '307' else '' end),
    'format', jsonb_build_object('kind', case v.content ->> 'format' when 'file' then 'electronic_file' else v.content ->> 'format' end,
      'type', '', 'remark', ''),
    'carrier', 'electronic', 'digitising', '', 'updateCycleNote', '', 'scope', '', 'purpose', '', 'useTerms', '',
    'means', 'platform', 'openConditions', '',
    'duty', jsonb_build_object('kind', case when v.content ->> 'matter' = '' then 'other' else 'matter' end,
      'title', v.content ->> 'matter', 'code', ''),
    'system', '', 'contact', '', 'related', '[]'::jsonb,
    'items', coalesce((select jsonb_agg(jsonb_build_object('grade', 'general', 'shareType', null, 'conditions', '[]'::jsonb, 'element', '')
        || item order by at) from jsonb_array_elements(v.content -> 'items') with ordinality as i (item, at)), '[]'::jsonb))
  where v.content ? 'classification';
alter table catalog.entry_version enable trigger only_by_command;
