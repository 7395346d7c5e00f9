import type { Static } from 'typebox';
import { type Db, sql } from '#kernel/db.ts';
import { decodeEntry } from '#record/decode.ts';
import type { Entry } from '#record/entry.ts';
import { CONTROL, logName } from '#record/logs.ts';
import type { LogMinimum } from './contract.ts';
import { unpackAsFarAsItGoes } from './hashing.ts';
import * as store from './store.ts';

/** A month that was removed past its retention, as an entry of the control log says it. */
export interface RemovalFound {
  log: string;
  /** Entries below this number. */
  until: number;
}

/** The act of whoever removed a month, and the notice of it that anyone may read. */
const REMOVE = 'ledger.remove_month';
export const REMOVED = 'ledger.month_removed';
const RETENTION_FLOOR = 36;
/** Milliseconds from UTC to Asia/Shanghai, where months begin. */
const EAST = 8 * 3_600_000;

/** What a removal names, where the month was past the floor when it was recorded. */
export function removalsIn({ kind, at, body }: Entry): RemovalFound[] {
  const isRemoval =
    kind === 'command' ? body.action === REMOVE && body.result === 'done' : body.action === REMOVED;
  const { month, files } = body.facts ?? {};
  if (!isRemoval || typeof month !== 'string' || !Array.isArray(files)) return [];
  const [year = 0, number = 0] = month.split('-').map(Number);
  if (Date.UTC(year, number + RETENTION_FLOOR, 1) - EAST > at) return [];
  return (files as { log?: unknown; until?: unknown }[]).flatMap(({ log, until }) =>
    typeof log === 'string' && typeof until === 'number' ? [{ log, until }] : [],
  );
}

export interface Minimum {
  /** Where a log begins now, with the notice in the control log that says why. */
  of(log: number): Promise<Static<typeof LogMinimum>>;
}

/** `inWorker` may read salts: that of a public notice opens nothing but the notice. */
export function createMinimum(db: Db, inWorker: Db): Minimum {
  /** Strangers ask for it; the notice is looked for once, for it does not change while the minimum stands. */
  const known = new Map<number, Static<typeof LogMinimum>>();

  async function find(log: number, minimum: number): Promise<Static<typeof LogMinimum>['removal']> {
    const rows = await db.many<{ number: number; first: number }>(
      sql`select number, batch_first as first from ledger.entry where kind = 'notice' and action = ${REMOVED}
        order by at desc, number desc limit 100`,
    );
    for (const { number, first } of rows) {
      const [batch] = await store.listSaltedBetween(inWorker, CONTROL, first, first);
      const one = batch && unpackAsFarAsItGoes(batch.body, batch.salts, batch.n).entries[number - first];
      const says = one && removalsIn(decodeEntry(one.entry));
      if (one && says?.some(found => found.log === logName(log) && found.until === minimum))
        return { number, entry: one.entry.toString('base64'), salt: one.salt.toString('base64') };
    }
    return null;
  }

  return {
    of: async log => {
      const { minimum } = await store.getState(db, log);
      const before = known.get(log);
      if (before?.minimum === minimum) return before;
      const now = { minimum, removal: minimum === 0 ? null : await find(log, minimum) };
      if (minimum === 0 || now.removal) known.set(log, now);
      return now;
    },
  };
}
