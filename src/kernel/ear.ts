import type pg from 'pg';

/** A connection of its own that hears of one channel. It may be lost at any time: whoever needs it asks for it again. */
export interface Ear {
  isOpen(): boolean;
  /** Connects where no connection stands. Throws what the connection threw. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** `before` runs on the connection before the channel is listened to: locks that live as long as it. */
export function createEar(options: {
  connect: () => Promise<pg.Client>;
  channel: 'shuqiao_plans' | 'shuqiao_runs';
  heard: () => void;
  before?: (client: pg.Client) => Promise<void>;
}): Ear {
  let listening: pg.Client | undefined;
  return {
    isOpen: () => listening !== undefined,
    async open() {
      if (listening) return;
      const client = await options.connect();
      const lose = (): void => {
        if (listening === client) listening = undefined;
      };
      client.on('error', lose);
      client.on('end', lose);
      client.on('notification', options.heard);
      try {
        await options.before?.(client);
        await client.query(`listen ${options.channel}`);
      } catch (error) {
        await client.end().catch(() => undefined);
        throw error;
      }
      listening = client;
    },
    async close() {
      const client = listening;
      listening = undefined;
      await client?.end().catch(() => undefined);
    },
  };
}
