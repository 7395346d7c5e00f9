/**
 * Streams the rows of one MySQL statement as pages of tuples. The rows are taken from the packets themselves: an
 * array of ten strings per row costs more than everything else that happens to the row.
 */
import type { Connection, Query } from 'mysql2';
import { createTupleEncoder } from '#planes/mover/ports.ts';
import type { Column } from '#planes/mover/ports.ts';
import { cutMysql, startMysqlAnswer } from './mysqlConnection.ts';

/** What the driver hands to the row state of a query; the bytes are valid during the call only. */
interface Packet {
  buffer: Buffer;
  offset: number;
  end: number;
  isEOF(): boolean;
}

type RowState = (packet: Packet, connection: unknown) => RowState | null;

const pausePages = 4;

/** Length-encoded strings (https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html). */
export function createRowReader(
  columns: Column[],
  onPage: (page: Buffer) => void,
): { row(packet: Packet): void; flush(): void } {
  const encoder = createTupleEncoder(columns, onPage);
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

export async function* streamRows(
  connection: Connection,
  text: string,
  values: string[],
  columns: Column[],
): AsyncGenerator<Buffer> {
  const pages: Buffer[] = [];
  const state = { finished: false, failure: undefined as Error | undefined, paused: false };
  let wake: (() => void) | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };
  const reader = createRowReader(columns, page => pages.push(page));
  const fail = (error: unknown): void => {
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
    try {
      reader.row(packet);
    } catch (error) {
      fail(error);
      return row;
    }
    if (pages.length > 0) {
      rouse();
      if (pages.length >= pausePages && !state.paused) {
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
        if (state.paused && pages.length < pausePages / 2) {
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
      } else {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    }
  } finally {
    if (!state.finished) cutMysql(connection);
  }
}
