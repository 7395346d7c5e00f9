/**
 * A database outside may be anybody's: it may answer with bytes that no protocol allows, or without end. A driver that
 * throws while it reads would end the whole process, one that loops would stop it, and one that gathers an endless
 * answer would eat its memory. Every connection to a foreign database therefore reads through this guard; the
 * architecture test holds the connectors to it.
 */
import type { Duplex } from 'node:stream';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';

/** The most that one answer, one row of a copy or one packet may hold, in bytes. */
export const ANSWER_BYTES = 32 * 1024 * 1024;
/** What a foreign database says of itself goes into sentences and into the record: so many characters of it. */
const SAID_CHARACTERS = 500;

export const NO_PROTOCOL = 'bytes that are not its protocol; the connection was cut';

/** The connection was cut because of what came over it. The message fits after “the database said”. */
export class BadAnswer extends Error {}

/** More came than one answer may hold. */
export class LongAnswer extends BadAnswer {
  /** Which row of a read it was, where that is known. */
  row: number | undefined;
}

const received = new WeakMap<Duplex, number>();

/**
 * Cuts the stream with `BadAnswer` when `check` or whoever reads it throws, or when more than `ANSWER_BYTES` have come
 * since the last `startAnswer`.
 */
export function guardStream<T extends Duplex>(stream: T, check?: (chunk: Buffer) => void): T {
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'data') return emit(event, ...values);
    const chunk = values[0] as Buffer;
    const bytes = (received.get(stream) ?? 0) + chunk.length;
    received.set(stream, bytes);
    try {
      if (bytes > ANSWER_BYTES)
        throw new LongAnswer(
          `an answer larger than ${ANSWER_BYTES / 1024 / 1024} MB; the connection was cut`,
        );
      check?.(chunk);
      return emit(event, chunk);
    } catch (error) {
      stream.destroy(error instanceof BadAnswer ? error : new BadAnswer(NO_PROTOCOL, { cause: error }));
      return true;
    }
  };
  Reflect.set(stream, 'emit', guarded);
  return stream;
}

/** What came before has been dealt with and is no longer held. */
export function startAnswer(stream: unknown): void {
  received.set(stream as Duplex, 0);
}

const ERROR = 0x45;
const NOTICE = 0x4e;

/**
 * Walks over PostgreSQL's messages before the driver reads them. Errors and notices are lists of strings that a zero
 * byte ends: the driver looks for that byte until it finds it, so that without one it would look for ever.
 */
export function createMessageCheck(): (chunk: Buffer) => void {
  let head: Buffer | undefined;
  let left = 0;
  let isList = false;
  let end = 0;
  return chunk => {
    const bytes = head === undefined ? chunk : Buffer.concat([head, chunk]);
    head = undefined;
    for (let at = 0; at < bytes.length; ) {
      if (left === 0) {
        if (bytes.length - at < 5) {
          head = bytes.subarray(at);
          return;
        }
        isList = bytes[at] === ERROR || bytes[at] === NOTICE;
        left = bytes.readUInt32BE(at + 1) - 4;
        at += 5;
        end = 0xffff;
        if (left < 0 || left > ANSWER_BYTES || (isList && left === 0)) throw new BadAnswer(NO_PROTOCOL);
      }
      const taken = Math.min(left, bytes.length - at);
      // The last two bytes: the end of the last string, and the end of the list.
      for (let i = Math.max(at, at + taken - 2); isList && i < at + taken; i += 1)
        end = ((end << 8) | (bytes[i] ?? 0xff)) & 0xffff;
      at += taken;
      left -= taken;
      if (isList && left === 0 && end !== 0) throw new BadAnswer(NO_PROTOCOL);
    }
  };
}

/** The only PostgreSQL client of the connectors; a pool takes it as its `Client`. */
export class GuardedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const { connection } = this;
    // With TLS the messages come from another stream, laid over the first.
    guardStream(connection.stream, this.ssl ? undefined : createMessageCheck());
    connection.on('sslconnect', () => guardStream(connection.stream, createMessageCheck()));
    connection.on('readyForQuery', () => startAnswer(connection.stream));
  }
}

/** A foreign database's own words, cut to what a sentence holds. */
export const cutSaid = (text: string): string =>
  text.length > SAID_CHARACTERS ? `${text.slice(0, SAID_CHARACTERS)}…` : text;
