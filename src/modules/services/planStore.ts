/** How a plan reaches the planes: a grant's, and a sandbox's under the negative number of its application. */
import { type Tx, sql } from '#kernel/db.ts';

/** A plan that no plane obeys until its version is live. */
export const insertPlan = (
  tx: Tx,
  plan: {
    grantId: number;
    version: number;
    kind: string;
    sid: string | null;
    systemId: number;
    body: object;
  },
): Promise<number> =>
  tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
    values (${plan.grantId}, ${plan.version}, ${plan.kind}, ${plan.sid}, ${plan.systemId}, ${JSON.stringify(plan.body)}::jsonb)`);

/** Version 0: no version of the grant may be used. */
export const setLive = (tx: Tx, grantId: number, version: number): Promise<number> =>
  tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, ${version})
    on conflict (grant_id) do update set version = excluded.version, changed = clock_timestamp()`);
