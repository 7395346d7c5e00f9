/** A person at the page, without the page: signs in, sends what the page sends, reads refusals in words. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly clause: string;
  readonly facts: Record<string, unknown>;

  constructor(
    status: number,
    body: {
      code?: string;
      title?: string;
      citation?: { title: string; article: string };
      facts?: Record<string, unknown>;
    },
  ) {
    super(`${body.title ?? 'refused'} (${status} ${body.code ?? ''})`);
    this.status = status;
    this.code = body.code ?? '';
    this.facts = body.facts ?? {};
    this.clause = body.citation ? `《${body.citation.title}》${body.citation.article}` : '';
  }
}

/** The refusal that this must end in. */
export async function refusedBy(work: Promise<unknown>): Promise<Refused> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'this should have been refused' });
}

export interface Person {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
}

async function read<T>(answer: Response): Promise<T> {
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, body as ConstructorParameters<typeof Refused>[1]);
  return body as T;
}

export async function signIn(base: string, login: string, password: string): Promise<Person> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  const { csrf } = await read<{ csrf: string }>(answer);
  const send = async <T>(method: string, path: string, body?: object): Promise<T> =>
    read(
      await fetch(base + path, {
        method,
        headers: { cookie, 'x-csrf-token': csrf, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
  return {
    get: path => send('GET', path),
    post: (path, body) => send('POST', path, body ?? {}),
    put: (path, body) => send('PUT', path, body),
  };
}

export interface CallAnswer {
  status: number;
  record: string | null;
  body: { code: string; message?: string; title?: string; data: unknown };
}

export interface Caller {
  sid: string;
  rid: string;
  secret: string;
}

/** One call under the national convention; the same `rtime` and body twice are a replay. */
export async function call(
  base: string,
  { sid, rid, secret }: Caller,
  body: object,
  rtime = Date.now(),
): Promise<CallAnswer> {
  const sign = createHmac('sha256', secret).update(`${sid}${rid}${rtime}`).digest('base64');
  const answer = await fetch(`${base}/gateway/${encodeURIComponent(sid)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      gjgxjhpt_rid: rid,
      gjgxjhpt_sid: sid,
      gjgxjhpt_rtime: String(rtime),
      gjgxjhpt_sign: sign,
    },
    body: JSON.stringify(body),
  });
  return {
    status: answer.status,
    record: answer.headers.get('shuqiao-record'),
    body: (await answer.json()) as CallAnswer['body'],
  };
}
