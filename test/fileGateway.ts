/** A gateway that gives files out, for tests and for the process that one of them kills (dyingGateway.ts). */
import { networks } from '#kernel/addresses.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import { type Gateway, type GatewayOptions, createGateway } from '#planes/gateway/gateway.ts';
import { connector, type Storage } from '../src/storage.ts';

export interface FileGateway {
  gateway: Gateway;
  listening: Listening;
  stop(): Promise<void>;
}

export async function startFileGateway(
  storage: Storage,
  more: Partial<GatewayOptions> = {},
): Promise<FileGateway> {
  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect: connector(storage, 'gateway'),
    keys: storage.keys,
    clock: { now: () => Date.now() },
    openSource: () => {
      throw new Error('files come from no source');
    },
    trustedProxies: networks(['127.0.0.1/32']),
    metrics: createMetrics(),
    log: createLog('warn'),
    ...more,
  });
  const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  return {
    gateway,
    listening,
    stop: async () => {
      await listening.close(500);
      await gateway.close();
    },
  };
}
