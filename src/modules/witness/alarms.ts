import type pg from 'pg';
import { bookkeeping } from '#kernel/db.ts';
import { recordNotice } from '#record/audited.ts';
import { type NewAlarm, saveAlarm } from './store.ts';

/**
 * Notes an alarm, and puts a notice into the record the first time. The same trouble again only counts: strangers may
 * cause some kinds, and must not be able to fill the record.
 */
export async function raiseAlarm(pool: pg.Pool, alarm: NewAlarm, at: number): Promise<void> {
  const { times } = await bookkeeping(pool, 'a witness’s alarm', tx => saveAlarm(tx, alarm, new Date(at)));
  if (times > 1) return;
  const { kind, origin, witness, size, knownSize } = alarm;
  await recordNotice(pool, at, 'witness.alarm', { kind, origin, witness, size, knownSize });
}
