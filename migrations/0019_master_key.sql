-- One value sealed with the installation's master key. The start opens it before it makes or changes anything: with
-- another key nothing sealed could be opened, and the logins' passwords would be rewritten under a running platform.
-- Only the owner reads it.
create table public.master_key_check (
  one boolean primary key default true check (one),
  sealed bytea not null
);
