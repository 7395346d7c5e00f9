import { createHmac, timingSafeEqual } from 'node:crypto';
import { networks } from '#kernel/addresses.ts';
import type { Db } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import type { Audited } from '#record/audited.ts';
import type { Keys } from '#kernel/keys.ts';
import * as rules from './keyRules.ts';
import * as store from './keyStore.ts';
import { newSecret, placeOf } from './keys.ts';
import { refuse } from './refusals.ts';
import { wrapSecret } from './wrapping.ts';

/** What a system says when it asks for its secret: the four values of the national convention, signed with its appKey. */
export interface RefreshAsked {
  rid: string;
  sid: string;
  /** Milliseconds, as it was signed. */
  rtime: string;
  sign: string;
}

export interface Refreshed {
  /** Wrapped for the holder of the appKey. */
  secret: string;
  until: number;
}

interface RefreshingNeeds {
  db: Db;
  audited: Audited;
  keys: Keys;
}

/**
 * The two-level key of the national platform: a system holds an appKey and fetches the secret that signs its calls. It
 * is a command of the control plane like those that people give, because it makes a key and the ledger must know of it;
 * of several processes the one that locks the system's row first makes the secret, and the others give out the same.
 */
export function createRefreshing({ db, audited, keys }: RefreshingNeeds) {
  /** Who asks; refuses whoever does not prove it, as the gateway would. */
  async function prove(asked: RefreshAsked): Promise<store.SystemRow & { appKey: string }> {
    const system = await store.findSystemByRid(db, asked.rid);
    if (!system) throw refuse.refresh_unknown();
    const appKey = keys.open('app-keys', `plans.system/app_key/${system.id}`, system.appKeySealed);
    const expected = createHmac('sha256', appKey)
      .update(asked.sid + asked.rid + asked.rtime)
      .digest();
    const given = Buffer.from(asked.sign, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw refuse.refresh_unproven();
    return { ...system, appKey };
  }

  return {
    /**
     * The secret that the system's calls are signed with from now on, until the end that it is told. Throws refusals;
     * those of `isStranger` come from nobody that is known.
     */
    async refreshSecret(asked: RefreshAsked, address: string): Promise<Refreshed> {
      const { id, name, appKey, addresses, profiles } = await prove(asked);
      const by = { accountId: null, post: '业务系统', name, departmentId: null } as const;
      const { value } = await audited(by, 'organizations.refresh_secret', `system:${id}`, async tx => {
        // Whoever proves to hold the appKey somewhere else may have stolen it: that is recorded under the system.
        if (!networks(addresses).has(address) || !profiles.includes('national'))
          throw refuse.refresh_not_allowed({ address });
        const rtime = /^\d{13}$/.test(asked.rtime) ? Number(asked.rtime) : Number.NaN;
        if (!(Math.abs(tx.at - rtime) <= rules.REFRESH_WINDOW_MILLISECONDS)) throw refuse.refresh_late();
        await store.lockSystem(tx, id);
        const at = new Date(tx.at);
        const span = new Date(tx.at - rules.REFRESH_SPAN_MILLISECONDS);
        if ((await store.countRefreshes(tx, id, span)).n >= rules.MOST_REFRESHES)
          throw refuse.refreshed_too_often({ most: rules.MOST_REFRESHES });
        if ((await store.insertRefresh(tx, id, rtime, at)) === 0) throw refuse.refresh_replayed();
        // A time that lies ahead stays acceptable for twice the window.
        await store.forgetRefreshes(
          tx,
          id,
          new Date(tx.at - rules.REFRESH_SPAN_MILLISECONDS - rules.REFRESH_WINDOW_MILLISECONDS),
        );
        const held = await store.findRefreshed(tx, id, new Date(tx.at + rules.REFRESH_AGAIN_MILLISECONDS));
        if (held) {
          const secret = keys.open('app-keys', placeOf(id, held.no), held.sealed);
          return { value: { secret, until: held.until }, facts: { no: held.no, again: true, address } };
        }
        const secret = newSecret();
        const until = new Date(tx.at + rules.REFRESHED_MILLISECONDS);
        const { no } = await store.nextNo(tx, id);
        await store.insertKey(tx, {
          systemId: id,
          no,
          environment: 'live',
          origin: 'refresh',
          note: '',
          sealed: keys.seal('app-keys', placeOf(id, no), secret),
          fingerprint: null,
          subject: null,
          since: at,
          until,
        });
        return { value: { secret, until }, facts: { no, again: false, address } };
      });
      return { secret: wrapSecret(appKey, value.secret), until: value.until.getTime() };
    },
  };
}

const STRANGERS = new Set(['refresh_unknown', 'refresh_unproven'].map(word => `organizations.${word}`));

/** Whether a refusal of a refresh came before anybody was known. */
export const isStranger = (refusal: Refusal): boolean => STRANGERS.has(refusal.code);
