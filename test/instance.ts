/** The whole platform as its own process, as an operator runs it: started, used over HTTP, killed, started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Scratch, dropDatabase, scratchDatabase } from './database.ts';

const MAIN = resolve(import.meta.dirname, '..', 'src', 'main.ts');
export const PASSWORD = 'Shuqiao-2026';

export interface Reply<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Person {
  get<T>(path: string): Promise<Reply<T>>;
  post<T>(path: string, body?: object): Promise<Reply<T>>;
  put<T>(path: string, body: object): Promise<Reply<T>>;
  delete<T>(path: string): Promise<Reply<T>>;
}

export interface Running {
  base: string;
  /** What it told its operator until now. */
  said: () => string;
  process: ChildProcess;
  /** Resolves when the process has ended, with the signal that ended it. */
  ended: Promise<NodeJS.Signals | number | null>;
  as(login: string): Promise<Person>;
  /** A signed call by the national convention. */
  call(
    system: { rid: string; appSecret: string },
    sid: string,
    body: object,
    at?: number,
  ): Promise<Reply<{ code: string; data: unknown }>>;
  stop(): Promise<void>;
}

export interface Installation {
  folder: string;
  scratch: Scratch;
  start(more?: Record<string, string>): Promise<Running>;
  drop(): Promise<void>;
}

async function ask<T>(url: string, init: RequestInit): Promise<Reply<T>> {
  const reply = await fetch(url, init);
  const text = await reply.text();
  return {
    status: reply.status,
    body: (text === '' ? undefined : JSON.parse(text)) as T,
    headers: reply.headers,
  };
}

/** A data folder and a database that outlive the processes that use them. */
export async function newInstallation(label: string): Promise<Installation> {
  const scratch = await scratchDatabase(label);
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-instance-'));

  async function start(more: Record<string, string> = {}): Promise<Running> {
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PORT: '0',
        SHUQIAO_DATA: folder,
        DATABASE_URL: scratch.url,
        SHUQIAO_DEMO_SCALE: '0.002',
        SHUQIAO_LOG: 'error',
        MARIADB_URL: 'mysql://root@127.0.0.1:1',
        ...more,
      },
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const ended = new Promise<NodeJS.Signals | number | null>(done =>
      child.once('exit', (code, signal) => done(signal ?? code)),
    );
    let out = '';
    const base = await new Promise<string>((done, fail) => {
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
        const found = /http:\/\/localhost:\d+/.exec(out);
        if (found) done(found[0]);
      });
      void ended.then(how => fail(new Error(`the platform ended (${how}) before it listened: ${said}`)));
    });
    return {
      base,
      said: () => out,
      process: child,
      ended,
      as: login => signIn(base, login),
      call: (system, sid, body, at = Date.now()) => {
        const rtime = String(at);
        const sign = createHmac('sha256', system.appSecret)
          .update(sid + system.rid + rtime)
          .digest('base64');
        return ask(`${base}/gateway/${sid}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            gjgxjhpt_rid: system.rid,
            gjgxjhpt_sid: sid,
            gjgxjhpt_rtime: rtime,
            gjgxjhpt_sign: sign,
          },
          body: JSON.stringify(body),
        });
      },
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }

  return {
    folder,
    scratch,
    start,
    drop: async () => {
      await dropDatabase(`${scratch.name}_departments`);
      await scratch.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function signIn(base: string, login: string, password = PASSWORD): Promise<Person> {
  const reply = await ask<{ csrf: string }>(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (reply.status !== 200) throw new Error(`${login} cannot sign in: ${JSON.stringify(reply.body)}`);
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers = { cookie, 'x-csrf-token': reply.body.csrf };
  const write = <T>(method: string, path: string, body: object): Promise<Reply<T>> =>
    ask(`${base}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    get: path => ask(`${base}${path}`, { headers }),
    post: (path, body = {}) => write('POST', path, body),
    put: (path, body) => write('PUT', path, body),
    delete: path => ask(`${base}${path}`, { method: 'DELETE', headers }),
  };
}

/** Asks until `met` holds; fails with the last answer after `milliseconds`. */
export async function until<T>(
  ask: () => Promise<T>,
  met: (value: T) => boolean,
  milliseconds: number,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await ask();
    if (met(value)) return value;
    if (Date.now() > end)
      throw new Error(`did not happen within ${milliseconds} ms; last: ${JSON.stringify(value)}`);
    await new Promise(done => setTimeout(done, 50));
  }
}
