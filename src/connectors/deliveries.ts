/**
 * The order of one attempt at one run into a database, and the count of its rows. How rows get in, come back and are
 * shown is each database's own.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Delivery, DeliveryTarget, Placing, TableName } from '#planes/mover/ports.ts';

/** What of a run depends on how it changes the target. */
export interface CommonWay {
  /** Rows that lie in the table already. */
  kept: number;
  /** What the views show: the run's own table, or the one that goes on. */
  shown: TableName;
  /** Brings what came into the table that is shown; `complete`: what did not come is gone. */
  carryOver(complete: boolean): Promise<void>;
  /** What to read back: the rows of this run in the table that is shown. */
  readBack: string;
  /** The same with the rows' places before them; of `replace` alone. */
  readPlaces?: string;
  /** Takes out the rows at these places; says how many there were. */
  drop?: (places: readonly Buffer[]) => Promise<number>;
}

/** What a database does of a delivery, when it is told to. */
export interface Filling {
  write(chunk: Buffer): Promise<void>;
  /** Ends what `write` began, if it began anything; says how many rows came in. */
  end(): Promise<number>;
  /** Commits that so many rows lie in the table. */
  keep(rows: number): Promise<void>;
  /** `rows` is one of the way's; nothing is being written. */
  read(rows: string, hasPlaces: boolean): AsyncIterable<Buffer>;
  /** Shows the rows, so many as lie in the table, and commits. */
  place(run: Placing, rows: number): Promise<void>;
  /** After that; the run is placed, whatever becomes of the connection. */
  leave(): Promise<void>;
  /** Undoes what was not committed, and leaves. */
  abort(): Promise<void>;
}

interface Attempt {
  target: DeliveryTarget;
  way: CommonWay;
  filling: Filling;
  problem: (error: unknown) => Error;
}

export function createDelivery({ target, way, filling, problem }: Attempt): Delivery {
  /** Rows since the beginning or the last `drop`, and in the table. */
  let taken = 0;
  let lying = way.kept;
  let ended = false;
  let aborting: Promise<void> | undefined;

  async function said<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw problem(error);
    }
  }

  async function end(): Promise<void> {
    const rows = await filling.end();
    taken += rows;
    lying += rows;
  }

  async function* read(rows: string, hasPlaces: boolean): AsyncGenerator<Buffer> {
    try {
      await end();
      yield* filling.read(rows, hasPlaces);
    } catch (error) {
      throw problem(error);
    }
  }

  const ofReplace = (): never => {
    throw new ConnectionProblem('failed', {
      schema: target.schema,
      table: target.table,
      reason: 'only a run that replaces is repaired row by row',
    });
  };

  return {
    kept: way.kept,
    write: chunk => said(() => filling.write(chunk)),
    keep: () =>
      said(async () => {
        if (target.apply !== 'replace') return;
        await end();
        await filling.keep(lying);
      }),
    finish: (complete = true) =>
      said(async () => {
        await end();
        await way.carryOver(complete);
        return taken;
      }),
    readBack: () => read(way.readBack, false),
    readPlaces: () => read(way.readPlaces ?? ofReplace(), true),
    drop: places =>
      said(async () => {
        await end();
        lying -= await (way.drop ?? ofReplace)(places);
        taken = 0;
      }),
    place: run =>
      said(async () => {
        await filling.place(run, lying);
        ended = true;
        await filling.leave();
      }),
    abort() {
      aborting ??= ended ? Promise.resolve() : filling.abort();
      return aborting;
    },
  };
}
