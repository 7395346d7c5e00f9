-- The networks that a department's databases may be reached in, as the data planes read them: an address that was
-- allowed when it was registered is asked again each time it is used.
create view plans.network as select department_id, cidr from org.network;
grant select on plans.network to sq_gateway, sq_mover;

-- How many different calls of a system may share a signature.
alter table plans.system add constraint system_spread_is_sensible check (spread between 1 and 1000);
