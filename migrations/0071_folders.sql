-- Module resources: folders that the operator opened stand beside databases as places where rows lie.

-- Of a folder: host is its whole name, department/name; database the folder inside it, '' for itself; username the
-- encoding in which its files are written, '' where that is found out. It has no port.
alter table plans.source
  drop constraint source_kind_check,
  add constraint source_kind_check check (kind in ('postgres', 'mysql', 'files')),
  drop constraint source_port_check,
  add constraint source_port_check check (case kind when 'files' then port = 0 else port between 1 and 65535 end);
