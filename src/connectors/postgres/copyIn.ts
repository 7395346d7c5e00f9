/** `COPY … FROM STDIN (FORMAT binary)`, fed with pages of whole tuples. */
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);
const COPY_DATA = 0x64;

export interface CopyIn {
  /** When it returns the system has taken the chunk. */
  write(chunk: Buffer): Promise<void>;
  /** The number of rows that the database took. */
  end(): Promise<number>;
  /** Breaks it off; what was written is gone with the transaction. */
  cut(): Promise<void>;
}

/** `patience`: a database that takes nothing for so many milliseconds is given up. */
export function openCopyIn(client: Client, text: string, patience: number): CopyIn {
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const copy = copyFrom(text, { highWaterMark: 1024 * 1024 });
  // An error does not always close the stream, and a wait for `drain` alone would then never end.
  for (const event of ['drain', 'finish', 'close']) copy.on(event, () => wake?.());
  copy.on('error', error => {
    failure ??= error;
    wake?.();
  });
  async function nextEvent(): Promise<void> {
    const timer = setTimeout(() => {
      failure ??= new Error(`query read timeout: the copy stood still for ${patience} ms`);
      wake?.();
    }, patience);
    await new Promise<void>(resolve => (wake = resolve));
    clearTimeout(timer);
  }
  const refuseBroken = (): void => {
    if (failure !== undefined) throw failure;
  };
  const orFail = async (): Promise<void> => {
    await nextEvent();
    refuseBroken();
  };
  client.query(copy);
  const { stream } = client.connection;
  let open = false;
  copy.write(header, () => {
    open = true;
    wake?.();
  });
  return {
    async write(chunk) {
      refuseBroken();
      while (!open) await orFail();
      // A message of our own, past the driver's queue: of what is in that nobody knows when it is gone.
      const head = Buffer.alloc(5);
      head[0] = COPY_DATA;
      head.writeUInt32BE(chunk.length + 4, 1);
      let gone = false;
      stream.cork();
      stream.write(head);
      stream.write(chunk, error => {
        // Why a connection broke is what the copy itself is told.
        gone = !error;
        if (gone) wake?.();
      });
      stream.uncork();
      while (!gone) await orFail();
      refuseBroken();
    },
    async end() {
      refuseBroken();
      copy.end(trailer);
      while (!copy.writableFinished && failure === undefined) await nextEvent();
      refuseBroken();
      return copy.rowCount;
    },
    async cut() {
      if (failure !== undefined) return;
      const closed = new Promise<void>(resolve => {
        copy.once('close', resolve);
        setTimeout(resolve, 2_000).unref();
      });
      copy.destroy(new Error('The run was stopped.'));
      await closed;
    },
  };
}
