/**
 * A database outside may be anybody's: it may answer with bytes that no protocol allows, or without end. A driver that
 * throws while it reads would end the whole process, and one that gathers an endless answer its memory. Every connection
 * to a foreign database therefore reads through this guard; the architecture test holds the connectors to it.
 */
import type { Duplex } from 'node:stream';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';

/** The most that one answer, one row of a copy or one packet may hold, in bytes. */
export const ANSWER_BYTES = 64 * 1024 * 1024;
/** What a foreign database says of itself goes into sentences and into the record: so many characters of it. */
const SAID_CHARACTERS = 500;

export const NO_PROTOCOL = 'bytes that are not its protocol; the connection was cut';

/** The connection was cut because of what came over it. The message fits after “the database said”. */
export class BadAnswer extends Error {}

const received = new WeakMap<Duplex, number>();

/**
 * Cuts the stream with `BadAnswer` when whoever reads it throws, or when more than `ANSWER_BYTES` have come since the
 * last `startAnswer`.
 */
export function guardStream<T extends Duplex>(stream: T): T {
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'data') return emit(event, ...values);
    const bytes = (received.get(stream) ?? 0) + (values[0] as Buffer).length;
    received.set(stream, bytes);
    try {
      if (bytes > ANSWER_BYTES)
        throw new BadAnswer(`an answer larger than ${ANSWER_BYTES / 1024 / 1024} MB; the connection was cut`);
      return emit(event, ...values);
    } catch (error) {
      stream.destroy(
        error instanceof BadAnswer
          ? error
          : new BadAnswer(NO_PROTOCOL, { cause: error }),
      );
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

/** The only PostgreSQL client of the connectors; a pool takes it as its `Client`. */
export class GuardedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const { connection } = this;
    guardStream(connection.stream);
    // With TLS the driver reads from another stream, laid over the first.
    connection.on('sslconnect', () => guardStream(connection.stream));
    connection.on('readyForQuery', () => startAnswer(connection.stream));
  }
}

/** A foreign database's own words, cut to what a sentence holds. */
export const cutSaid = (text: string): string =>
  text.length > SAID_CHARACTERS ? `${text.slice(0, SAID_CHARACTERS)}…` : text;
