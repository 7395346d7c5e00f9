import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartProblem } from './errors.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listening {
  port: number;
  /** Stops accepting and waits until the requests under way are answered, at most `milliseconds`. */
  close(milliseconds: number): Promise<void>;
}

/** What the operator calls the two settings of a listener. */
export interface Settings {
  host: string;
  port: string;
}
const MAIN: Settings = { host: 'HOST', port: 'PORT' };

/**
 * Listens on every address of `hosts` with one port (0: a free one, the same on all). An IPv6 address that the
 * machine does not have is passed over; a port in use is one clear sentence.
 */
export async function listen(
  hosts: readonly string[],
  port: number,
  handler: Handler,
  settings = MAIN,
): Promise<Listening> {
  const servers: Server[] = [];
  let chosen = port;
  try {
    for (const host of hosts) {
      // `::` alone takes both families; beside an IPv4 address it must take only its own.
      const server = await bind(host, chosen, handler, hosts.length > 1, settings);
      if (!server) continue;
      servers.push(server);
      chosen = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  if (servers.length === 0)
    throw new StartProblem(
      `None of the addresses ${hosts.join(', ')} exists on this machine. Correct ${settings.host}.`,
    );
  return {
    port: chosen,
    close: async milliseconds => {
      const all = servers.map(server => new Promise<void>(done => server.close(() => done())));
      for (const server of servers) server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, milliseconds);
      await Promise.all(all);
      clearTimeout(timer);
    },
  };
}

function bind(
  host: string,
  port: number,
  handler: Handler,
  ipv6Only: boolean,
  settings: Settings,
): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 60_000 }, handler);
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(
          new StartProblem(
            `Port ${port} on ${host} is in use by another program. Stop it, or set ${settings.port} to another number.`,
          ),
        );
      else if (error.code === 'EACCES')
        fail(
          new StartProblem(
            `Port ${port} may not be opened by this user. Set ${settings.port} to a number above 1023.`,
          ),
        );
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') done(undefined);
      else
        fail(
          new StartProblem(
            `The platform cannot listen on ${host}:${port} (${error.message}). Correct ${settings.host} or ${settings.port}.`,
          ),
        );
    });
    server.listen({ host, port, ipv6Only }, () => done(server));
  });
}
