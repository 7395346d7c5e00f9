/** The pool's place: its database made or found, and known to the data planes. */
import type { Db } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import type { PoolDatabase } from '#kernel/poolDatabase.ts';
import type { Audited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { refuse } from './rules.ts';
import * as store from './store.ts';

export interface PlaceNeeds {
  db: Db;
  /** Reads through the writing login: the only one that may see what is sealed. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  database: Pick<PoolDatabase, 'address' | 'place' | 'ensure'>;
  homeRegion: string;
}

/** What a sealed password is bound to: the mover opens it by the same words. */
const passwordPlace = (id: number): string => `plans.source/password/${id}`;

const NOT_YET: Text = { zh: '还没有建立', en: 'it is not made yet' };
const NO_AUTHORITY: Text = { zh: '还没有主管部门', en: 'there is no authority yet' };
const NO_ANSWER = (place: string): Text => ({
  zh: `${place} 没有应答或不让登录`,
  en: `${place} does not answer or does not let us in`,
});

export function createPlace({ db, secrets, audited, keys, database, homeRegion }: PlaceNeeds) {
  let problem: Text | undefined = NOT_YET;
  let made = false;

  /** It belongs to the authority, and moves with its address: an embedded server takes another port each time. */
  async function register(): Promise<void> {
    const authority = await store.findAuthority(db, homeRegion);
    if (!authority) {
      problem = NO_AUTHORITY;
      return;
    }
    const { password, ...address } = database.address;
    const wanted = { ...address, departmentId: authority.id };
    const known = await store.findPlace(db);
    const facts = { host: address.host, port: address.port, database: address.database, user: address.user };
    if (known) {
      const { sealed } = await store.getPassword(secrets, known.sourceId);
      const same =
        keys.open('credentials', passwordPlace(known.sourceId), sealed) === password &&
        (['host', 'port', 'database', 'user', 'departmentId'] as const).every(
          one => known[one] === wanted[one],
        );
      if (!same)
        await audited(PLATFORM, 'pools.move', 'pool', async tx => {
          const fresh = keys.seal('credentials', passwordPlace(known.sourceId), password);
          await store.setPlace(tx, { ...wanted, sourceId: known.sourceId }, fresh);
          return { value: undefined, facts };
        });
    } else
      await audited(PLATFORM, 'pools.make', 'pool', async tx => {
        // Another process may have been faster: there is one row.
        if (await store.findPlace(tx)) return { value: undefined };
        const seal = (id: number) => keys.seal('credentials', passwordPlace(id), password);
        await store.insertPlace(tx, wanted, seal, new Date(tx.at));
        return { value: undefined, facts };
      });
    problem = undefined;
  }

  return {
    /** Makes what is missing; answers what is wrong, once. Called at the start and every minute. */
    async ensure(): Promise<Error | undefined> {
      try {
        if (!made) await database.ensure();
        made = true;
        await register();
        return undefined;
      } catch (error) {
        const before = problem?.en;
        problem = NO_ANSWER(database.place);
        return before === problem.en ? undefined : (error as Error);
      }
    },
    problem: (): Text | undefined => problem,
    /** Refuses while there is none. */
    async get(within: Db = db): Promise<store.PlaceRow> {
      const place = await store.findPlace(within);
      if (!place) {
        const { zh, en } = problem ?? NOT_YET;
        throw refuse.not_ready({ problem: zh, problemEn: en });
      }
      return place;
    },
  };
}

export type Place = ReturnType<typeof createPlace>;
