/** Server-sent events to people who are signed in, for as long as they are. */
import { PassThrough, type Readable } from 'node:stream';
import { defineRefusals } from '#kernel/errors.ts';
import type { FastifyReply, FastifyRequest, Visit } from '#kernel/http.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type BoardNeeds, boardSight } from './board.ts';
import type { BoardFeed, Watcher } from './boardFeed.ts';
import type { Sight } from './taskStore.ts';

const refuse = defineRefusals('board', {
  too_many_streams: {
    status: 429,
    title: {
      zh: '您已在 {most} 个页面上看实时展示',
      en: 'You watch the live display in {most} pages already',
    },
    remedy: {
      zh: '请关闭其他页面；这里每隔一会儿仍会刷新',
      en: 'Close some of them; this page still reloads from time to time',
    },
  },
});

/** A browser opens six connections to a host at most. */
const MOST_STREAMS = 6;
const LOOK_AT_SESSION = 1_000;
/** Proxies end connections that are silent for long. */
const HEARTBEAT = 15_000;
/** Bytes that wait for a reader who does not read: more, and the reader is given up. */
const MOST_WAITING = 1024 * 1024;

export interface StreamNeeds extends Pick<BoardNeeds, 'sightOf'> {
  feed: BoardFeed;
  /** The session of a request as it stands now, without counting as its use. */
  visitOf: (request: FastifyRequest) => Promise<Visit | undefined>;
}

/** The same person in the same post, who may still see it. */
const isSame = (before: Actor, visit: Visit | undefined): boolean =>
  visit !== undefined &&
  visit.actor.accountId === before.accountId &&
  visit.actor.postId === before.postId &&
  visit.actor.permissions.has('exchange.read');

export function createBoardStream({ feed, sightOf, visitOf }: StreamNeeds) {
  const open = new Map<number, number>();
  const streams = new Set<PassThrough>();

  async function begin(actor: Actor, request: FastifyRequest, sight: Sight): Promise<PassThrough> {
    const stream = new PassThrough();
    streams.add(stream);
    open.set(actor.accountId, (open.get(actor.accountId) ?? 0) + 1);
    const write = (text: string): void => {
      if (stream.writableEnded || stream.destroyed) return;
      if (stream.writableLength > MOST_WAITING) stream.destroy();
      else stream.write(text);
    };
    const watcher: Watcher = {
      sight,
      send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    };
    let looking = false;
    const session = setInterval(() => {
      if (looking) return;
      looking = true;
      void visitOf(request)
        // While the database is away nobody knows: what cannot be checked is not shown.
        .then(
          visit => isSame(actor, visit) || stream.end(),
          () => stream.end(),
        )
        .finally(() => {
          looking = false;
        });
    }, LOOK_AT_SESSION);
    const heart = setInterval(() => write(': \n\n'), HEARTBEAT);
    let stop: (() => void) | undefined;
    const finish = (): void => {
      clearInterval(session);
      clearInterval(heart);
      stop?.();
      if (!streams.delete(stream)) return;
      const left = (open.get(actor.accountId) ?? 1) - 1;
      if (left > 0) open.set(actor.accountId, left);
      else open.delete(actor.accountId);
    };
    // The answer’s end, or its reader’s: whichever comes first.
    stream.once('end', finish);
    stream.once('close', finish);
    write('retry: 3000\n\n');
    try {
      stop = await feed.watch(watcher);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    if (stream.destroyed || stream.writableEnded) stop();
    return stream;
  }

  return {
    async stream(actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<Readable> {
      const sight = await boardSight({ sightOf }, actor);
      if ((open.get(actor.accountId) ?? 0) >= MOST_STREAMS)
        throw refuse.too_many_streams({ most: MOST_STREAMS });
      const stream = await begin(actor, request, sight);
      void reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        // What stands between would otherwise collect events until they are many.
        .header('x-accel-buffering', 'no');
      return stream;
    },
    /** Before the listeners close: they wait for answers under way, and these have no end of their own. */
    async close(): Promise<void> {
      for (const stream of streams) stream.end();
      await feed.close();
    },
  };
}

export type BoardStreams = ReturnType<typeof createBoardStream>;
