/** A way to a database that can be cut, as a network is: what goes through it is lost in the middle of a byte stream. */
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

export interface CutProxy {
  port: number;
  /** Bytes that went through, in both directions. */
  readonly bytes: number;
  /** Ends what goes through it now. */
  cut(): void;
  /** Refuses whoever comes until it is up again. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

export async function cutProxy(host: string, port: number): Promise<CutProxy> {
  const pairs = new Set<Socket>();
  let refuses = false;
  let bytes = 0;
  const server = createServer(client => {
    if (refuses) return void client.resetAndDestroy();
    const there = connect(port, host);
    for (const [a, b] of [
      [client, there],
      [there, client],
    ] as const) {
      pairs.add(a);
      a.on('data', chunk => {
        bytes += chunk.length;
      });
      a.pipe(b);
      a.on('error', () => b.destroy());
      a.on('close', () => {
        pairs.delete(a);
        b.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of pairs) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get bytes() {
      return bytes;
    },
    cut,
    down() {
      refuses = true;
      cut();
    },
    up() {
      refuses = false;
    },
    close: () =>
      new Promise(resolve => {
        cut();
        server.close(() => resolve());
      }),
  };
}
