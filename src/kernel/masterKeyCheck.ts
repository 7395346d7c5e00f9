import type pg from 'pg';
import { StartProblem } from './errors.ts';
import type { Keys } from './keys.ts';

export const WRONG_MASTER_KEY =
  'The master key (SHUQIAO_MASTER_KEY, SHUQIAO_MASTER_KEY_FILE, or master.key in the data folder) is not the one that this database was made with. Start with that key: nothing that is sealed can be opened with another.';

const PLACE = 'public.master_key_check/sealed/1';
const WORD = 'shuqiao';

/** Keeps a value sealed with this key at the first start; at every later one throws `StartProblem` when it does not open. */
export async function checkMasterKey(owner: pg.ClientBase, keys: Keys): Promise<void> {
  await owner.query('insert into public.master_key_check (sealed) values ($1) on conflict do nothing', [
    keys.seal('database-logins', PLACE, WORD),
  ]);
  const { rows } = await owner.query<{ sealed: Buffer }>('select sealed from public.master_key_check');
  try {
    if (keys.open('database-logins', PLACE, rows[0]?.sealed ?? Buffer.alloc(0)) === WORD) return;
  } catch {
    // It was sealed with another key.
  }
  throw new StartProblem(WRONG_MASTER_KEY);
}
