import type pg from 'pg';
import { createEar } from '#kernel/ear.ts';
import type { Logger } from '#kernel/observe.ts';

const POLL_MILLISECONDS = 500;
const MINUTE_MILLISECONDS = 60_000;

export interface Following {
  /** Resolves after the first successful read. */
  ready: Promise<void>;
  loaded(): boolean;
  /** Milliseconds since the last successful read. */
  age(): number;
  /** Reads again now. */
  hurry(): void;
  stop(): Promise<void>;
}

/**
 * Keeps a cache near the truth: hears `shuqiao_plans` and, since a listening connection can be half dead, also asks
 * every half second.
 */
export function follow(options: {
  connect: () => Promise<pg.Client>;
  refresh(): Promise<void>;
  everyMinute(): Promise<void>;
  log: Logger;
}): Following {
  const { log } = options;
  const first = Promise.withResolvers<void>();
  let loaded = false;
  let readAt = -Infinity;
  let stopped = false;
  let connecting: Promise<void> | undefined;
  let working: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      const began = performance.now();
      await options.refresh();
      readAt = began;
      loaded = true;
      first.resolve();
    } catch (error) {
      log.warn({ err: error }, 'plans could not be read; trying again');
    }
  }

  function hurry(): void {
    if (stopped) return;
    const mine: Promise<void> = read().finally(() => {
      if (working === mine) working = undefined;
    });
    working = mine;
  }

  const ear = createEar({ connect: options.connect, channel: 'shuqiao_plans', heard: hurry });

  async function attach(): Promise<void> {
    try {
      await ear.open();
      // What changed before the ear was open.
      hurry();
    } catch (error) {
      log.warn({ err: error }, 'the gateway cannot listen for changes of plans; it asks every half second');
    }
  }

  function tick(): void {
    hurry();
    if (!ear.isOpen())
      connecting ??= attach().finally(() => {
        connecting = undefined;
      });
  }

  tick();
  const poll = setInterval(tick, POLL_MILLISECONDS).unref();
  const minute = setInterval(() => {
    options
      .everyMinute()
      .catch((error: unknown) => log.error({ err: error }, 'notices of strangers were not recorded'));
  }, MINUTE_MILLISECONDS).unref();

  return {
    ready: first.promise,
    loaded: () => loaded,
    age: () => performance.now() - readAt,
    hurry,
    stop: async () => {
      stopped = true;
      clearInterval(poll);
      clearInterval(minute);
      await connecting;
      await working;
      await ear.close();
    },
  };
}
