/**
 * Answers that go out while they come in. Two records hold one: its opening, durable before the first byte, and its
 * closing with the totals after the last. A process that dies in between leaves an opening without its closing, which
 * the ledger finds and tells; so nothing that left is unknown.
 */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Clock, pause } from '#kernel/clock.ts';
import { Refusal } from '#kernel/errors.ts';
import type { Logger } from '#kernel/observe.ts';
import { type Recorder, newSalt } from '#record/append.ts';
import { STREAM_MILLISECONDS } from '#vocabulary/streams.ts';
import { type Sent, headOf, refusalTo, send } from './answer.ts';
import type { StreamedAnswer, Visit } from './call.ts';
import type { Records } from './record/records.ts';
import { refuse } from './refusals.ts';

export interface StreamBounds {
  /** Milliseconds for which a caller may take nothing before it is given up. */
  idle: number;
  /** Milliseconds for one answer. */
  most: number;
  /** Milliseconds between two looks at the grant. */
  look: number;
  /** Milliseconds after which what is known of plans is too old to go on by. */
  blind: number;
}

export const STREAM_BOUNDS: StreamBounds = {
  idle: 30_000,
  most: STREAM_MILLISECONDS,
  look: 250,
  blind: 5_000,
};

/** How long a closing is tried again where the database is away; after that the ledger tells of the opening. */
const CLOSING_MILLISECONDS = 60_000;

export interface Streaming {
  /** Sends what was opened and records how it ended; never rejects. */
  run(
    visit: Visit,
    answer: StreamedAnswer,
    opening: Sent & { claim: { number: number } },
    res: ServerResponse,
  ): Promise<{ whole: boolean }>;
  /** Resolves when what runs has its closing. */
  close(): Promise<void>;
}

export function createStreaming(options: {
  recorder: Recorder;
  records: Records;
  clock: Clock;
  log: Logger;
  /** Milliseconds since plans were last read. */
  age(): number;
  bounds: StreamBounds;
}): Streaming {
  const { recorder, records, clock, log, bounds } = options;
  const running = new Set<Promise<unknown>>();

  /** Moves the bytes; answers how many were handed over, and the code of what cut them off. */
  function move(
    { head, cached }: Visit,
    answer: StreamedAnswer,
    opening: Sent,
    res: ServerResponse,
    onBytes: (chunk: Buffer) => void,
  ): Promise<Refusal | undefined> {
    const { stream } = answer;
    return new Promise(resolve => {
      const began = performance.now();
      let waitsSince = 0;
      let done = false;

      function end(why: Refusal | undefined): void {
        if (done) return;
        done = true;
        clearInterval(watch);
        stream.destroy();
        if (why !== undefined && !res.destroyed) {
          if (res.headersSent) res.destroy();
          else send(res, refusalTo(res, why, head.voice), opening);
        }
        resolve(why);
      }

      const grant = cached?.plan.grantNo ?? '';
      const watch = setInterval(() => {
        const now = performance.now();
        if (!cached?.live || clock.now() >= cached.plan.until) end(refuse.revoked({ grant }));
        else if (options.age() > bounds.blind) end(refuse.stream_unsure());
        else if (waitsSince > 0 && now - waitsSince > bounds.idle) end(refuse.stream_slow());
        else if (now - began > bounds.most) end(refuse.stream_slow());
      }, bounds.look);
      res.on('drain', () => {
        waitsSince = 0;
        stream.resume();
      });
      res.on('close', () => end(refuse.stream_left()));
      stream.on('data', (chunk: Buffer) => {
        if (done) return;
        if (!cached?.live) return end(refuse.revoked({ grant }));
        if (!res.headersSent) res.writeHead(answer.status, headOf(res, answer, opening) as never);
        onBytes(chunk);
        if (!res.write(chunk)) {
          stream.pause();
          waitsSince = performance.now();
        }
      });
      stream.on('error', error => {
        if (error instanceof Refusal) return end(error);
        log.warn({ err: error, grant }, 'a streamed answer broke off at its source');
        end(refuse.stream_broken());
      });
      stream.on('end', () => {
        if (done) return;
        if (!res.headersSent) res.writeHead(answer.status, headOf(res, answer, opening) as never);
        waitsSince = performance.now();
        res.end(() => end(undefined));
      });
      stream.on('close', () => {
        if (!stream.readableEnded) end(refuse.stream_broken());
      });
    });
  }

  async function recordClosing(attempt: Parameters<Recorder['record']>[0], opening: number): Promise<void> {
    const began = performance.now();
    for (;;) {
      try {
        await recorder.record(attempt);
        return;
      } catch (error) {
        if (performance.now() - began > CLOSING_MILLISECONDS) {
          log.error({ err: error, opening }, 'the closing of a streamed answer could not be recorded');
          return;
        }
        await pause(1000);
      }
    }
  }

  async function run(
    visit: Visit,
    answer: StreamedAnswer,
    opening: Sent & { claim: { number: number } },
    res: ServerResponse,
  ): Promise<{ whole: boolean }> {
    const salt = newSalt();
    const digest = createHash('sha256').update(salt);
    let bytes = 0;
    const why = await move(visit, answer, opening, res, chunk => {
      bytes += chunk.length;
      digest.update(chunk);
    });
    const { number } = opening.claim;
    const whole = why === undefined;
    try {
      await answer.ended?.({ bytes, whole });
    } catch (error) {
      log.error({ err: error, opening: number }, 'what follows a streamed answer failed');
    }
    const totals = { opening: number, code: why?.code, rows: answer.rows(), bytes, items: answer.items };
    const attempt = records.closed(
      visit,
      { ...totals, digest: digest.digest('base64url'), salt },
      clock.now(),
    );
    await recordClosing(attempt, number);
    return { whole };
  }

  return {
    run: (...of) => {
      const one = run(...of).finally(() => running.delete(one));
      running.add(one);
      return one;
    },
    close: async () => {
      await Promise.all(running);
    },
  };
}
