import type { Tx } from '#kernel/db.ts';
import * as store from './minuteStore.ts';
import { type MinuteRow, addTo, keyOf, startOf } from './minutes.ts';

/** Minutes that are kept in memory: records come nearly in the order of their time. */
const HELD = 5;

/**
 * The minutes under way, as an integrator knows them: it alone writes its log's rows, so it writes them whole and the
 * database adds up nothing. What it holds is good while its transactions commit; a new turn begins with none.
 */
export interface HeldMinutes {
  /** Adds to what the minutes already hold, in the integrator's transaction. */
  save(tx: Tx, rows: readonly MinuteRow[]): Promise<void>;
}

export function holdMinutes(log: number): HeldMinutes {
  const held = new Map<number, Map<string, MinuteRow>>();

  async function heldOf(tx: Tx, at: number): Promise<Map<string, MinuteRow>> {
    let minute = held.get(at);
    if (!minute) {
      minute = new Map((await store.readMinute(tx, log, at)).map(row => [keyOf(row), row]));
      held.set(at, minute);
    }
    return minute;
  }

  function forget(): void {
    if (held.size <= HELD) return;
    for (const at of [...held.keys()].sort((a, b) => b - a).slice(HELD)) held.delete(at);
  }

  return {
    async save(tx, rows) {
      const changed = new Set<MinuteRow>();
      for (const row of rows) {
        const minute = await heldOf(tx, row.at);
        const key = keyOf(row);
        const sum = minute.get(key);
        if (sum) addTo(sum, row);
        else minute.set(key, row);
        changed.add(sum ?? row);
      }
      await store.saveMinutes(tx, log, [...changed]);
      const hours = new Set(rows.map(row => startOf('hour', row.at)));
      const days = new Set(rows.map(row => startOf('day', row.at)));
      await store.noteDue(tx, [...hours], [...days]);
      forget();
    },
  };
}
