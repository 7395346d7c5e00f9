/**
 * A socket that reads into one buffer. Node gives each chunk that arrives a buffer of its own, 64 KB of them for what
 * may be 8; over a table of gigabytes the garbage collector is busier with them than we are with the rows.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { startAnswer } from '#connectors/guard.ts';

/** What arrives, valid during the call only; false: no more until the stream is resumed. */
export type Taker = (bytes: Buffer) => boolean;

const READ_BYTES = 128 * 1024;
/** Sockets of ours, and who takes their bytes in place of the driver. */
const takers = new WeakMap<Duplex, Taker | null>();

export function openPostgresSocket(): Socket {
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(read, buffer) {
        const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, read);
        return takers.get(socket)?.(bytes) ?? socket.push(Buffer.from(bytes));
      },
    },
  });
  takers.set(socket, null);
  return socket;
}

/** From now on what arrives is the taker's, past the driver and its guard; call the answer with what is theirs again. */
export function takeOver(stream: Duplex, taker: Taker): (rest: Buffer) => void {
  if (takers.has(stream)) {
    takers.set(stream, taker);
    return rest => {
      takers.set(stream, null);
      if (rest.length > 0) stream.push(Buffer.from(rest));
    };
  }
  // With TLS the bytes come from another stream, laid over the socket.
  const handlers = stream.listeners('data') as ((chunk: Buffer) => void)[];
  const onData = (chunk: Buffer): void => {
    // The taker bounds what it holds itself.
    startAnswer(stream);
    if (!taker(chunk)) stream.pause();
  };
  for (const handler of handlers) stream.removeListener('data', handler);
  stream.on('data', onData);
  return rest => {
    stream.removeListener('data', onData);
    for (const handler of handlers) stream.on('data', handler);
    stream.resume();
    for (const handler of rest.length > 0 ? handlers : []) handler(rest);
  };
}
