-- Batches are read by number: from a position on, or around one number. The primary key has the month between log and
-- number, so that without this every such reading goes through all batches of the month. A row a batch, not a record.
create index batch_by_number on record.batch (log, first);
