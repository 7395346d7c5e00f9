/**
 * Streams the rows of one MySQL statement as pages of tuples. The rows are taken from the packets themselves: an
 * array of ten strings per row costs more than everything else that happens to the row.
 */
import type { Connection, Query } from 'mysql2';
import { createTupleEncoder } from '#planes/mover/ports.ts';
import type { Column, TupleOptions, WrongTaker } from '#planes/mover/ports.ts';
import { LongAnswer } from '#connectors/guard.ts';
import { createWaiting } from '#connectors/waiting.ts';
import { cutMysql, startMysqlAnswer } from './connection.ts';

/** What the driver hands to the row state of a query; the bytes are valid during the call only. */
interface Packet {
  buffer: Buffer;
  offset: number;
  end: number;
  isEOF(): boolean;
}

type RowState = (packet: Packet, connection: unknown) => RowState | null;

/** Bytes waiting for the reader before the server is made to wait. */
const queueBytes = 1024 * 1024;
const PATIENCE = 30 * 60_000;

/** Where rows go that cannot travel, and what says which row that was. */
export interface WrongRows extends TupleOptions {
  wrong?: WrongTaker | undefined;
}

/** Length-encoded strings (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html). */
export function createRowReader(
  columns: Column[],
  onPage: (page: Buffer) => void,
  { wrong, ...numbering }: WrongRows = {},
): { row(packet: Packet): void; flush(): void } {
  const encoder = createTupleEncoder(columns, onPage, wrong, numbering);
  const count = columns.length;
  return {
    row({ buffer, offset, end }) {
      let at = offset;
      encoder.beginRow();
      for (let field = 0; field < count; field++) {
        const first = buffer[at++] ?? 0xfb;
        if (first === 0xfb) {
          encoder.putNull();
          continue;
        }
        let length = first;
        if (first >= 0xfc) {
          const bytes = first === 0xfc ? 2 : first === 0xfd ? 3 : 6;
          length = buffer.readUIntLE(at, bytes);
          at += first === 0xfe ? 8 : bytes;
        }
        if (at + length > end) throw new Error('The source sent a row that is shorter than it says.');
        encoder.put(buffer, at, at + length);
        at += length;
      }
      encoder.endRow();
    },
    flush: () => encoder.flush(),
  };
}

/** `patience`: a server that sends nothing for so many milliseconds while we wait for it is given up. */
export async function* streamRows(
  connection: Connection,
  text: string,
  values: string[],
  columns: Column[],
  wrongRows: WrongRows = {},
  patience = PATIENCE,
): AsyncGenerator<Buffer> {
  const pages: Buffer[] = [];
  let queued = 0;
  const state = { finished: false, failure: undefined as Error | undefined, paused: false };
  const { heard, rouse, wait } = createWaiting(patience, () =>
    fail(Object.assign(new Error('nothing came'), { code: 'PROTOCOL_SEQUENCE_TIMEOUT' })),
  );
  const take = (page: Buffer): void => {
    pages.push(page);
    queued += page.length;
  };
  const reader = createRowReader(columns, take, wrongRows);
  let read = 0;
  const fail = (error: unknown): void => {
    if (error instanceof LongAnswer) error.row = read + 1;
    state.failure ??= error instanceof Error ? error : new Error(String(error));
    cutMysql(connection);
    rouse();
  };

  startMysqlAnswer(connection);
  const query: Query = connection.query({ sql: text, values });
  // The driver's query is a chain of states that each name the next one; `row` is the state of one row.
  const original: unknown = Reflect.get(query, 'row');
  if (typeof original !== 'function') throw new Error('This version of the MySQL driver has no row state.');
  const row: RowState = (packet, from) => {
    if (packet.isEOF()) return original.call(query, packet, from) as RowState | null;
    if (state.failure !== undefined) return row;
    // Counted anew with each row: only one that is larger than any row may be is cut.
    startMysqlAnswer(connection);
    heard();
    read += 1;
    try {
      reader.row(packet);
    } catch (error) {
      fail(error);
      return row;
    }
    if (pages.length > 0) {
      rouse();
      if (queued >= queueBytes && !state.paused) {
        state.paused = true;
        connection.pause();
      }
    }
    return row;
  };
  Reflect.set(query, 'row', row);
  query.on('error', fail);
  connection.on('error', fail);
  query.on('end', () => {
    state.finished = true;
    rouse();
  });

  try {
    for (;;) {
      const page = pages.shift();
      if (page !== undefined) {
        queued -= page.length;
        if (state.paused && queued < queueBytes / 2) {
          state.paused = false;
          connection.resume();
        }
        yield page;
      } else if (state.failure !== undefined) {
        throw state.failure;
      } else if (state.finished) {
        reader.flush();
        const last = pages.shift();
        if (last !== undefined) yield last;
        return;
      } else await wait();
    }
  } finally {
    // A snapshot is read several times over one connection.
    if (state.finished) connection.removeListener('error', fail);
    else cutMysql(connection);
  }
}
