/** One attempt at one run: the transaction, the COPY in it, the read-back and the switch, whatever the run applies. */
import type { Client } from 'pg';
import type { Delivery, DeliveryTarget } from '#planes/mover/ports.ts';
import { createDelivery } from '#connectors/deliveries.ts';
import type { CommonWay, Filling } from '#connectors/deliveries.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { endPostgres } from './connection.ts';
import { copyOut } from './copy.ts';
import { openCopyIn } from './copyIn.ts';
import type { CopyIn } from './copyIn.ts';
import type { Claim, RunBook } from './runs.ts';
import { ensureSchema } from './schema.ts';
import { showView } from './views.ts';
import type { View } from './views.ts';

/** `readBack` and `readPlaces` are what COPY reads. */
export interface Way extends CommonWay {
  /** Table and columns that COPY fills. */
  into: string;
  /** Whether the table was made in the transaction that fills it. */
  isNew: boolean;
  views(title: string): View[];
  /** Before the commit. */
  tidy(): Promise<void>;
}

/** Waits for the server's word that the transaction is gone, but not for a server that is gone itself. */
export async function rollBack(client: Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), 2_000);
  try {
    // The next attempt may come before the server has noticed that this connection ended.
    await client.query('rollback; select pg_advisory_unlock_all()');
  } catch {
    client.connection.stream.destroy();
  } finally {
    clearTimeout(timer);
    await endPostgres(client);
  }
}

interface Attempt {
  client: Client;
  target: DeliveryTarget;
  book: RunBook;
  claim: Claim;
  way: Way;
  /** A copy that stands still for so many milliseconds is given up. */
  patience: number;
  problem: (error: unknown) => Error;
}

export function openDelivery({ client, target, book, claim, way, patience, problem }: Attempt): Delivery {
  let copy: CopyIn | undefined;
  let { isNew } = way;

  const filling: Filling = {
    async write(chunk) {
      if (copy === undefined) {
        // It goes as fast as the source gives rows.
        await client.query('set local statement_timeout = 0');
        // Frozen rows: nobody can see the table before the commit, and no reader or vacuum has to mark them afterwards.
        const how = isNew ? 'format binary, freeze' : 'format binary';
        copy = openCopyIn(client, `copy ${way.into} from stdin (${how})`, patience);
      }
      await copy.write(chunk);
    },
    async end() {
      if (copy === undefined) return 0;
      const rows = await copy.end();
      copy = undefined;
      await client.query('set local statement_timeout to default');
      return rows;
    },
    async keep(rows) {
      await book.keep(client, target, way.shown.table, rows);
      await client.query('commit; begin');
      isNew = false;
    },
    async *read(rows) {
      // A trigger that waits for the commit would otherwise change rows after they were read, and so would whoever may
      // write to rows that were committed before. Readers are not held up.
      await client.query(
        `set constraints all immediate; lock table ${quoteTable('postgres', way.shown)} in share row exclusive mode`,
      );
      yield* copyOut(client, `copy ${rows} to stdout (format binary)`, patience);
    },
    async place(run) {
      // First of all whether it is still ours: what follows locks out the readers.
      await book.place(client, target, way.shown.table, run);
      await ensureSchema(client, target.schema);
      const title = book.title(target, way.shown.table, run, claim);
      for (const view of way.views(title)) await showView(client, view);
      await way.tidy();
      await client.query('commit');
    },
    leave: () => endPostgres(client),
    async abort() {
      await copy?.cut();
      await rollBack(client);
    },
  };
  return createDelivery({ target, way, filling, problem });
}
