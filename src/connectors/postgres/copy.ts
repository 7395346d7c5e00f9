/**
 * Reads `COPY … TO STDOUT (FORMAT binary)` as pages of whole tuples. It takes the socket over while the copy runs:
 * PostgreSQL sends one row per message, and going through an event and a buffer per row costs more than hashing it.
 */
import type { Client, Connection, Submittable } from 'pg';
import { PAGE_BYTES, lendPage, takePage } from '#planes/mover/ports.ts';
import { ANSWER_BYTES, BadAnswer } from '#connectors/guard.ts';
import { createWaiting } from '#connectors/waiting.ts';
import { type LongRow, type LongRows, createLongRow } from './longRows.ts';
import { takeOver } from './socket.ts';

/** Bytes waiting for the reader before the socket is paused. */
const queueBytes = 6 * PAGE_BYTES;
/** The signature, the flags, and the length of an extension that no version of PostgreSQL has. */
const headerBytes = 19;
const fileHeader = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** PostgreSQL sends no message larger than this; up to it a row that may not travel is passed over. */
const MOST_PASSED = 1024 * 1024 * 1024;

const copyData = 0x64;
const copyDone = 0x63;
const errorResponse = 0x45;

interface CopyQuery extends Submittable {
  handleError(error: Error): void;
  handleCommandComplete(message: unknown): void;
  handleReadyForQuery(): void;
}

/**
 * Takes rows out of the messages; `ended` when the copy is over and what follows is the driver's again. A row larger than
 * `ANSWER_BYTES` is given to `long` without being held.
 */
export function createFrameReader(
  onPage: (page: Buffer) => void,
  long: LongRows = { columns: [] },
): (chunk: Buffer) => { ended: boolean; rest: Buffer } {
  let page = takePage();
  let filled = 0;
  let rowStart = 0;
  let left = 0;
  let isData = false;
  let sawHeader = false;
  let partial: Buffer | undefined;
  let row = 0;
  let handed = 0;
  let lastHanded = 0;
  let passing: LongRow | undefined;
  /** Of a copy whose first row is passed over: its header, which comes before it in the same message. */
  let lead: Buffer | undefined;

  /** Hands over the whole rows of the page; the beginning of an unfinished one moves to the next page. */
  function turnPage(needed: number): void {
    const room = filled - rowStart + needed;
    const next = room > PAGE_BYTES ? Buffer.allocUnsafeSlow(room) : takePage();
    page.copy(next, 0, rowStart, filled);
    if (rowStart > 0) onPage(lendPage(page, rowStart));
    filled -= rowStart;
    rowStart = 0;
    page = next;
  }

  function endRow(): void {
    if (!sawHeader) {
      // The file header comes in the same message as the first row, or with the trailer when there is no row.
      if (page.compare(fileHeader, 0, fileHeader.length, rowStart, rowStart + fileHeader.length) !== 0) {
        throw new Error('The source did not answer with a binary copy.');
      }
      const bytes = headerBytes + page.readUInt32BE(rowStart + headerBytes - 4);
      if (bytes > filled - rowStart) throw new Error('The source sent a copy whose header is cut off.');
      page.copyWithin(rowStart, rowStart + bytes, filled);
      filled -= bytes;
      sawHeader = true;
    }
    const trailer = filled - rowStart === 2 && page.readInt16BE(rowStart) === -1;
    if (trailer) filled = rowStart;
    else {
      row += 1;
      handed += 1;
      if (row !== lastHanded + 1) long.numbered?.(handed, row);
      lastHanded = row;
    }
    rowStart = filled;
  }

  function pass(bytes: Buffer): void {
    if (lead === undefined) {
      passing?.take(bytes);
      return;
    }
    lead = Buffer.concat([lead, bytes]);
    if (lead.length < headerBytes) return;
    const whole = lead;
    lead = undefined;
    sawHeader = true;
    if (!whole.subarray(0, fileHeader.length).equals(fileHeader) || whole.readUInt32BE(headerBytes - 4) !== 0)
      throw new Error('The source did not answer with a binary copy.');
    passing?.take(whole.subarray(headerBytes));
  }

  function endPassed(): void {
    row += 1;
    passing?.end(row);
    passing = undefined;
  }

  return chunk => {
    const bytes = partial === undefined ? chunk : Buffer.concat([partial, chunk]);
    partial = undefined;
    let at = 0;
    while (at < bytes.length) {
      if (left === 0) {
        if (bytes[at] === errorResponse || bytes[at] === copyDone || bytes.length - at < 5) {
          if (bytes[at] === errorResponse) return { ended: true, rest: bytes.subarray(at) };
          if (bytes.length - at < 5) {
            partial = Buffer.from(bytes.subarray(at));
            break;
          }
          if (filled > 0) onPage(lendPage(page, filled));
          return { ended: true, rest: bytes.subarray(at + 5) };
        }
        isData = bytes[at] === copyData;
        left = bytes.readUInt32BE(at + 1) - 4;
        const most = isData ? MOST_PASSED : ANSWER_BYTES;
        if (left < 0 || left > most)
          throw new BadAnswer('a row larger than any it may send; the connection was cut');
        at += 5;
        if (isData && left > ANSWER_BYTES) {
          passing = createLongRow(long);
          if (!sawHeader) lead = Buffer.alloc(0);
        } else if (isData && filled + left > page.length) turnPage(left);
      }
      const take = Math.min(left, bytes.length - at);
      if (passing) pass(bytes.subarray(at, at + take));
      else if (isData) {
        bytes.copy(page, filled, at, at + take);
        filled += take;
      }
      at += take;
      left -= take;
      if (left === 0 && passing) endPassed();
      else if (left === 0 && isData) endRow();
    }
    return { ended: false, rest: Buffer.alloc(0) };
  };
}

/**
 * In a transaction, and without a limit of its time: a large table takes as long as it takes, and a reader that keeps
 * to a pace takes longer. A server that sends nothing for `patience` milliseconds while we wait for it is given up.
 * Breaking off the loop closes the connection: the statement ends with it.
 */
export async function* copyOut(
  client: Client,
  text: string,
  patience: number,
  long?: LongRows,
): AsyncGenerator<Buffer> {
  await client.query('set local statement_timeout = 0');
  const pages: Buffer[] = [];
  let queued = 0;
  let finished = false;
  let failure: Error | undefined;
  let socket: Connection['stream'] | undefined;
  const { heard, rouse, wait } = createWaiting(patience, () => {
    failure ??= new Error(`query read timeout: nothing came for ${patience} ms`);
    socket?.destroy();
    rouse();
  });

  const query: CopyQuery = {
    submit(connection) {
      const stream = connection.stream;
      const readFrames = createFrameReader(page => {
        pages.push(page);
        queued += page.length;
      }, long);
      // What is held is bounded by the queue and by the size of a row.
      const giveBack = takeOver(stream, chunk => {
        heard();
        try {
          const { ended, rest } = readFrames(chunk);
          if (ended) {
            giveBack(rest);
            rouse();
            return true;
          }
        } catch (error) {
          failure = error instanceof Error ? error : new Error(String(error));
          stream.destroy();
        }
        if (pages.length > 0) rouse();
        return queued < queueBytes;
      });
      socket = stream;
      connection.query(text);
    },
    handleError(error) {
      failure ??= error;
      rouse();
    },
    handleCommandComplete() {
      // The number of rows is counted by who reads them.
    },
    handleReadyForQuery() {
      finished = true;
      rouse();
    },
  };

  client.query(query);
  try {
    for (;;) {
      const page = pages.shift();
      if (page !== undefined) {
        queued -= page.length;
        if (queued < queueBytes / 2) socket?.resume();
        yield page;
      } else if (failure !== undefined) {
        throw failure;
      } else if (finished) {
        await client.query('set local statement_timeout to default');
        return;
      } else await wait();
    }
  } finally {
    if (!finished && failure === undefined) socket?.destroy();
  }
}
