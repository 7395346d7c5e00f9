/**
 * Reads `COPY … TO STDOUT (FORMAT binary)` as pages of whole tuples. It takes the socket over while the copy runs:
 * PostgreSQL sends one row per message, and going through an event and a buffer per row costs more than hashing it.
 */
import type { Client, Connection, Submittable } from 'pg';
import { ANSWER_BYTES, BadAnswer, startAnswer } from './guard.ts';

const pageBytes = 256 * 1024;
/** Bytes waiting for the reader before the socket is paused. */
const queueBytes = 6 * pageBytes;
const fileHeader = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

const copyData = 0x64;
const copyDone = 0x63;
const errorResponse = 0x45;

interface CopyQuery extends Submittable {
  handleError(error: Error): void;
  handleCommandComplete(message: unknown): void;
  handleReadyForQuery(): void;
}

/** Takes rows out of the messages; `ended` when the copy is over and what follows is the driver's again. */
export function createFrameReader(
  onPage: (page: Buffer) => void,
): (chunk: Buffer) => { ended: boolean; rest: Buffer } {
  let page = Buffer.allocUnsafeSlow(pageBytes);
  let filled = 0;
  let rowStart = 0;
  let left = 0;
  let isData = false;
  let sawHeader = false;
  let partial: Buffer | undefined;

  /** Hands over the whole rows of the page; the beginning of an unfinished one moves to the next page. */
  function turnPage(needed: number): void {
    const next = Buffer.allocUnsafeSlow(Math.max(pageBytes, filled - rowStart + needed));
    page.copy(next, 0, rowStart, filled);
    if (rowStart > 0) onPage(page.subarray(0, rowStart));
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
      const headerBytes = 19 + page.readUInt32BE(rowStart + 15);
      if (headerBytes > filled - rowStart) throw new Error('The source sent a copy whose header is cut off.');
      page.copyWithin(rowStart, rowStart + headerBytes, filled);
      filled -= headerBytes;
      sawHeader = true;
    }
    const trailer = filled - rowStart === 2 && page.readInt16BE(rowStart) === -1;
    if (trailer) filled = rowStart;
    rowStart = filled;
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
          if (filled > 0) onPage(page.subarray(0, filled));
          return { ended: true, rest: bytes.subarray(at + 5) };
        }
        isData = bytes[at] === copyData;
        left = bytes.readUInt32BE(at + 1) - 4;
        if (left < 0 || left > ANSWER_BYTES)
          throw new BadAnswer('a row larger than any it may send; the connection was cut');
        at += 5;
        if (isData && filled + left > page.length) turnPage(left);
      }
      const take = Math.min(left, bytes.length - at);
      if (isData) {
        bytes.copy(page, filled, at, at + take);
        filled += take;
      }
      at += take;
      left -= take;
      if (left === 0 && isData) endRow();
    }
    return { ended: false, rest: Buffer.alloc(0) };
  };
}

/** Breaking off the loop closes the connection: the statement ends with it. */
export async function* copyOut(client: Client, text: string): AsyncGenerator<Buffer> {
  const pages: Buffer[] = [];
  let queued = 0;
  let finished = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  let socket: Connection['stream'] | undefined;
  const rouse = (): void => {
    wake?.();
    wake = undefined;
  };

  const query: CopyQuery = {
    submit(connection) {
      const stream = connection.stream;
      const handlers = stream.listeners('data') as ((chunk: Buffer) => void)[];
      const giveBack = (rest: Buffer): void => {
        stream.removeListener('data', onData);
        for (const handler of handlers) stream.on('data', handler);
        stream.resume();
        if (rest.length > 0) for (const handler of handlers) handler(rest);
      };
      const readFrames = createFrameReader(page => {
        pages.push(page);
        queued += page.length;
      });
      function onData(chunk: Buffer): void {
        // The rows are the reader's as they come: what is held is bounded by the queue and by the size of a row.
        startAnswer(stream);
        try {
          const { ended, rest } = readFrames(chunk);
          if (ended) giveBack(rest);
          else if (queued >= queueBytes) stream.pause();
        } catch (error) {
          failure = error instanceof Error ? error : new Error(String(error));
          stream.destroy();
        }
        if (pages.length > 0) rouse();
      }
      for (const handler of handlers) stream.removeListener('data', handler);
      stream.on('data', onData);
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
        return;
      } else {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    }
  } finally {
    if (!finished && failure === undefined) socket?.destroy();
  }
}
