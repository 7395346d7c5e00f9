import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
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

/** Milliseconds. Whoever sends slower than this holds a connection for nothing and is answered 408. */
export interface Patience {
  /** Until all headers are there. */
  headers: number;
  /** Until the whole request is there. */
  request: number;
  /** Between two looks at connections that are late. */
  looking: number;
}
const PATIENCE: Patience = { headers: 15_000, request: 60_000, looking: 5_000 };

const serverFor = (handler: Handler, patience: Patience): Server =>
  createServer(
    {
      keepAliveTimeout: 65_000,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.looking,
    },
    handler,
  );

/**
 * Listens on every address of `hosts` with one port (0: a free one, the same on all). An IPv6 address that the
 * machine does not have is passed over; a port in use is one clear sentence.
 */
export async function listen(
  hosts: readonly string[],
  port: number,
  handler: Handler,
  settings = MAIN,
  patience = PATIENCE,
): Promise<Listening> {
  const servers: Server[] = [];
  let chosen = port;
  try {
    for (const host of hosts) {
      // `::` alone takes both families; beside an IPv4 address it must take only its own.
      const server = await bind(host, chosen, handler, hosts.length > 1, settings, patience);
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
  return { port: chosen, close: milliseconds => closeAll(servers, milliseconds) };
}

async function closeAll(servers: readonly Server[], milliseconds: number): Promise<void> {
  const all = servers.map(server => new Promise<void>(done => server.close(() => done())));
  for (const server of servers) server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, milliseconds);
  await Promise.all(all);
  clearTimeout(timer);
}

/** Whether somebody answers behind a socket file: one that a killed process left behind has nobody. */
const answers = (path: string): Promise<boolean> =>
  new Promise(done => {
    const probe = connect(path, () => {
      probe.destroy();
      done(true);
    });
    probe.on('error', () => done(false));
  });

/**
 * Listens on a socket file that its group may open and nobody else, in place of one that a killed process left behind.
 * `setting` is what the operator calls it.
 */
export async function listenAt(path: string, handler: Handler, setting: string): Promise<Listening> {
  const left = lstatSync(path, { throwIfNoEntry: false });
  if (left && (!left.isSocket() || (await answers(path))))
    throw new StartProblem(
      `${path} is ${left.isSocket() ? 'in use by another program' : 'no socket file'}. Remove it, or set ${setting} to another path.`,
    );
  if (left) unlinkSync(path);
  const server = serverFor(handler, PATIENCE);
  await new Promise<void>((done, fail) => {
    server.once('error', error =>
      fail(new StartProblem(`The platform cannot listen at ${path} (${error.message}). Correct ${setting}.`)),
    );
    server.listen({ path }, done);
  });
  chmodSync(path, 0o660);
  return { port: 0, close: milliseconds => closeAll([server], milliseconds) };
}

function bind(
  host: string,
  port: number,
  handler: Handler,
  ipv6Only: boolean,
  settings: Settings,
  patience: Patience,
): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = serverFor(handler, patience);
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
