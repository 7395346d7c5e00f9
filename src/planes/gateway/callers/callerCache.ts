import type pg from 'pg';
import { networks } from '#kernel/addresses.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Environment, ProfileName } from '#planes/gateway/call.ts';
import { type Caller, type CallerCertificate, type CallerKey, makeKey } from './caller.ts';

interface SystemRow {
  id: number;
  rid: string;
  department_id: number;
  addresses: string[];
  app_secret_sealed: Buffer;
  secret_until: Date;
  spread: number;
  profiles: ProfileName[];
}

interface KeyRow {
  system_id: number;
  no: number;
  environment: Environment;
  sealed: Buffer | null;
  fingerprint: string | null;
  since: Date;
  until: Date;
  changed: Date;
}

/** A row whose transaction was slow to commit carries an earlier time than rows already seen. */
const OVERLAP_MILLISECONDS = 10_000;

export interface CallerCache {
  caller(rid: string): Caller | undefined;
  /** The system that registered a certificate, by its fingerprint. */
  holderOf(fingerprint: string): Caller | undefined;
  refresh(): Promise<void>;
}

const isSame = (a: SystemRow, b: SystemRow): boolean =>
  a.secret_until.getTime() === b.secret_until.getTime() &&
  a.spread === b.spread &&
  a.addresses.join(' ') === b.addresses.join(' ') &&
  a.profiles.join(' ') === b.profiles.join(' ') &&
  a.app_secret_sealed.equals(b.app_secret_sealed);

/** All registered systems with their keys, opened and prepared once for as long as they stay the same. */
export function createCallerCache(pool: pg.Pool, keys: Keys): CallerCache {
  const callers = new Map<string, { caller: Caller; row: SystemRow }>();
  const keyRows = new Map<number, Map<number, KeyRow>>();
  let holders = new Map<string, Caller>();
  let seen = 0;

  /** Answers the systems whose keys are others than before. */
  async function readKeys(): Promise<Set<number>> {
    const { rows } = await pool.query<KeyRow>({
      name: 'gateway-system-keys',
      text: `select system_id, no, environment, sealed, fingerprint, since, until, changed
               from plans.system_key
              where changed >= $1 and until > now() - interval '1 day'`,
      values: [new Date(seen - OVERLAP_MILLISECONDS)],
    });
    const fresh = new Set<number>();
    for (const row of rows) {
      seen = Math.max(seen, row.changed.getTime());
      let known = keyRows.get(row.system_id);
      if (!known) keyRows.set(row.system_id, (known = new Map()));
      if (known.get(row.no)?.changed.getTime() === row.changed.getTime()) continue;
      known.set(row.no, row);
      fresh.add(row.system_id);
    }
    return fresh;
  }

  function make(row: SystemRow): Caller {
    const first = keys.open('app-keys', `plans.system/app_secret/${row.id}`, row.app_secret_sealed);
    const secrets: CallerKey[] = [
      makeKey({
        no: 0,
        environment: 'live',
        from: 0,
        until: row.secret_until.getTime(),
        secret: Buffer.from(first),
      }),
    ];
    const certificates: CallerCertificate[] = [];
    const now = Date.now();
    for (const key of keyRows.get(row.id)?.values() ?? []) {
      const { no, environment, sealed, fingerprint } = key;
      const times = { from: key.since.getTime(), until: key.until.getTime() };
      if (times.until <= now) continue;
      if (fingerprint !== null) certificates.push({ no, environment, ...times, fingerprint });
      if (sealed === null) continue;
      const secret = keys.open('app-keys', `plans.system_key/sealed/${row.id}/${no}`, sealed);
      secrets.push(makeKey({ no, environment, ...times, secret: Buffer.from(secret) }));
    }
    return {
      id: row.id,
      rid: row.rid,
      departmentId: row.department_id,
      keys: secrets.sort((a, b) => b.no - a.no),
      certificates,
      profiles: new Set(row.profiles),
      allowed: networks(row.addresses),
      spread: row.spread,
      lastAddress: undefined,
      lastKey: undefined,
    };
  }

  return {
    caller: rid => callers.get(rid)?.caller,
    holderOf: fingerprint => holders.get(fingerprint),
    async refresh() {
      const rekeyed = await readKeys();
      const { rows } = await pool.query<SystemRow>({
        name: 'gateway-systems',
        text: `select id, rid, department_id, addresses, app_secret_sealed, secret_until, spread, profiles
                 from plans.system`,
      });
      const present = new Set<string>();
      let changed = false;
      for (const row of rows) {
        present.add(row.rid);
        const known = callers.get(row.rid);
        if (known && !rekeyed.has(row.id) && isSame(known.row, row)) continue;
        callers.set(row.rid, { caller: make(row), row });
        changed = true;
      }
      for (const [rid, { row }] of callers) {
        if (present.has(rid)) continue;
        callers.delete(rid);
        keyRows.delete(row.id);
        changed = true;
      }
      if (!changed) return;
      const held = new Map<string, Caller>();
      for (const { caller } of callers.values())
        for (const { fingerprint } of caller.certificates) held.set(fingerprint, caller);
      holders = held;
    },
  };
}
