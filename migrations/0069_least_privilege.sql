-- What a login has no use for it cannot read. An example call holds values of a person, and the appKey of a system fetches
-- new secrets: both are sealed, and read by the login that writes alone. Digests of values that were tried are no page's.
revoke select on services.contract from sq_read;
grant select (grant_id, checks, changed_at, changed_post, run_at) on services.contract to sq_read;
revoke select on plans.tried from sq_read;
revoke select on plans.system from sq_gateway;
grant select (id, rid, department_id, name, addresses, app_secret_sealed, secret_until, spread, profiles) on plans.system to sq_gateway;
