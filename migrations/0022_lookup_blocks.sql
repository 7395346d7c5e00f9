-- Persons and cases are found by keys of 64 bits, packed by block of 16,384 numbers when a block is full: 9 bytes a key
-- in place of a row and a b-tree entry of 80, and what is written does not depend on how many records there are.
-- Records after the last full block are looked through one by one.
create table ledger.lookup_packed (
  log smallint not null,
  -- The key's first byte.
  bucket smallint not null check (bucket between 0 and 255),
  -- The last number of the block.
  number bigint not null,
  -- The key's other seven bytes and the record's place in the block (2 bytes, big endian), in rising order.
  keys bytea not null check (octet_length(keys) % 9 = 0),
  primary key (log, bucket, number)
);
insert into ledger.lookup_packed (log, bucket, number, keys)
select k.log, get_byte(int8send(k.key), 0), (k.number / 16384 + 1) * 16384 - 1,
       string_agg(substring(int8send(k.key) from 2) || substring(int4send((k.number % 16384)::int) from 3), ''::bytea
                  order by int8send(k.key), k.number)
  from ledger.lookup k join ledger.state s on s.log = k.log
 where k.number < s.position / 16384 * 16384
 group by 1, 2, 3;
drop table ledger.lookup;
alter table ledger.lookup_packed rename to lookup;
alter table ledger.lookup rename constraint lookup_packed_pkey to lookup_pkey;
alter table ledger.lookup rename constraint lookup_packed_bucket_check to lookup_bucket_check;
alter table ledger.lookup rename constraint lookup_packed_keys_check to lookup_keys_check;
grant select, insert on ledger.lookup to sq_worker;
grant select on ledger.lookup to sq_read, sq_write;
