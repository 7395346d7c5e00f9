import { type Db, sql } from '#kernel/db.ts';
import type { Entry } from '#record/entry.ts';
import { type Fault, faults } from './faults.ts';

/** The action of the notice that a change of `plans.live` leaves in the log of calls, by trigger. */
const TURNED = 'plans.turned';

/**
 * Which grants are in force, as the log of calls says it: a gateway serves by the table `plans.live`, so a row there
 * that no notice explains would open data that nobody granted.
 */
export interface Turns {
  note(entry: Entry): void;
  /** The first grant whose row is not what the last notice of it says. These notices outlive their months. */
  compare(db: Db): Promise<Fault | undefined>;
}

export function replayTurns(): Turns {
  /** By grant, the versions that its last notice names; 0 when nothing is live any more. One transaction may turn twice. */
  const said = new Map<number, number[]>();

  function note(entry: Entry): void {
    const grants = entry.kind === 'notice' && entry.body.action === TURNED && entry.body.facts?.['grants'];
    if (!Array.isArray(grants)) return;
    const told = new Map<number, number[]>();
    for (const one of grants as unknown[]) {
      const [grantId, version] = Array.isArray(one) ? (one as unknown[]) : [];
      if (typeof grantId === 'number' && typeof version === 'number')
        told.set(grantId, [...(told.get(grantId) ?? []), version]);
    }
    for (const [grantId, versions] of told) said.set(grantId, versions);
  }

  async function compare(db: Db): Promise<Fault | undefined> {
    const rows = await db.many<{ grantId: number; version: number }>(
      sql`select grant_id as "grantId", version from plans.live order by grant_id`,
    );
    const live = new Map(rows.map(row => [row.grantId, row.version]));
    for (const { grantId, version } of rows) {
      const versions = said.get(grantId);
      if (versions?.includes(version) !== true)
        return faults.unexplainedTurn(grantId, version, versions?.at(-1));
    }
    for (const [grantId, versions] of said)
      if (!live.has(grantId) && !versions.includes(0))
        return faults.missingTurn(grantId, versions.at(-1) ?? 0);
    return undefined;
  }

  return { note, compare };
}
