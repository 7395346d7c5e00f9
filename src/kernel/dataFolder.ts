import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { type Server, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartProblem } from './errors.ts';

/** Holds a data folder for this process alone. */
export interface DataFolder {
  path: string;
  release(): void;
}

/**
 * Takes the folder, making it if need be. A listening socket is the lock: the kernel drops it with the process, so
 * no stale lock file can outlive a `kill -9`, and no reused process number can look like a living owner.
 */
export async function takeDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${path} cannot be written (${(error as Error).message}). Set SHUQIAO_DATA to another folder.`,
    );
  }
  const name = `shuqiao-${createHash('sha256').update(realpathSync(path)).digest('hex').slice(0, 16)}.sock`;
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
  if (await isAnswered(socket))
    throw new StartProblem(
      `Another Shuqiao already runs on the data folder ${path}. Stop it first, or set SHUQIAO_DATA to another folder.`,
    );
  if (process.platform !== 'win32') rmSync(socket, { force: true });
  const server = await listen(socket, path);
  server.unref();
  return { path, release: () => server.close() };
}

function isAnswered(socket: string): Promise<boolean> {
  return new Promise(done => {
    const probe = connect(socket);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
}

function listen(socket: string, path: string): Promise<Server> {
  return new Promise((done, fail) => {
    const server = createServer(connection => connection.end());
    server.once('error', error =>
      fail(new StartProblem(`The data folder ${path} could not be locked (${error.message}).`)),
    );
    server.listen(socket, () => done(server));
  });
}
