import { type DependencyList, useCallback, useEffect, useRef, useState } from 'react';
import type { Static } from 'typebox';
import type { CitationView } from '#kernel/schema.ts';

export type Query = Record<
  string,
  string | number | boolean | null | undefined | readonly (string | number)[]
>;

interface ProblemBody {
  status: number;
  code: string;
  title: string;
  titleEn: string;
  remedy?: string;
  remedyEn?: string;
  facts?: Record<string, unknown>;
  citation?: Static<typeof CitationView>;
}

/** A "no" of the platform in both languages, with the clause it rests on. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly remedy: string;
  readonly remedyEn: string;
  readonly facts: Record<string, unknown>;
  readonly citation: Static<typeof CitationView> | undefined;

  constructor(body: ProblemBody) {
    super(body.titleEn);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.title = body.title;
    this.titleEn = body.titleEn;
    this.remedy = body.remedy ?? '请稍后再试；若持续出现，请告诉平台运维员';
    this.remedyEn = body.remedyEn ?? 'Try again shortly; if it persists, tell the platform’s operator';
    this.facts = body.facts ?? {};
    this.citation = body.citation;
  }
}

const UNREACHABLE: ProblemBody = {
  status: 0,
  code: 'page.unreachable',
  title: '连不上平台',
  titleEn: 'The platform cannot be reached',
  remedy: '已填写的内容还在页面上。请检查网络，稍后再试',
  remedyEn: 'What you typed is still here. Check your network and try again shortly',
};

let csrf = '';
let whenSignedOut: (() => void) | undefined;

/** The session's token that every write carries; and what to do when the platform says that nobody is signed in. */
export function holdSession(token: string, onSignedOut: () => void): void {
  csrf = token;
  whenSignedOut = onSignedOut;
}

export function addressOf(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function ask(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = csrf;
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  let answer: Response;
  try {
    answer = await fetch(address, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Problem(UNREACHABLE);
  }
  if (answer.ok) return answer;
  const problem = new Problem(await problemBody(answer));
  if (problem.status === 401 && problem.code === 'platform.not_signed_in') whenSignedOut?.();
  throw problem;
}

async function send<T>(method: string, address: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await ask(method, address, body, signal);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** A file that the platform hands out, under the name that it gives it. */
async function fetchFile(path: string, query?: Query): Promise<{ name: string; blob: Blob }> {
  const answer = await ask('GET', addressOf(path, query));
  const told = answer.headers.get('content-disposition') ?? '';
  const [, plain = 'file'] = /filename="([^"]+)"/u.exec(told) ?? [];
  // Names that are more than ASCII come in the longer form as well (RFC 6266).
  const [, longer] = /filename\*=UTF-8''([^;]+)/iu.exec(told) ?? [];
  return { name: longer === undefined ? plain : decodeURIComponent(longer), blob: await answer.blob() };
}

async function problemBody(answer: Response): Promise<ProblemBody> {
  if (answer.headers.get('content-type')?.includes('json')) return (await answer.json()) as ProblemBody;
  return { ...UNREACHABLE, status: answer.status };
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    send<T>('GET', addressOf(path, query), undefined, signal),
  post: <T>(path: string, body?: unknown) => send<T>('POST', path, body),
  put: <T>(path: string, body?: unknown, signal?: AbortSignal) => send<T>('PUT', path, body, signal),
  delete: <T>(path: string) => send<T>('DELETE', path),
  file: fetchFile,
  upload: <T>(path: string, query: Query, file: Blob) => send<T>('POST', addressOf(path, query), file),
};

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
}

/**
 * What a path answers. Old data stays while new data is on its way and when the platform cannot be reached; `every`
 * (milliseconds) asks again and again as long as the tab is looked at, and until the answer is that the thing is not
 * there or may not be seen. A null path asks nothing.
 */
export function useLoad<T>(
  path: string | null,
  query?: Query,
  deps: DependencyList = [],
  options: { every?: number } = {},
): Loaded<T> {
  const address = path === null ? null : addressOf(path, query);
  const every = options.every ?? 0;
  const [state, setState] = useState<{
    path: string | null;
    data: T | undefined;
    problem: Problem | null;
    loading: boolean;
  }>({
    path,
    data: undefined,
    problem: null,
    loading: address !== null,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn(count => count + 1), []);
  const latest = useRef(path);
  latest.current = path;

  useEffect(() => {
    if (address === null) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function load(quiet: boolean) {
      if (!quiet) setState(was => ({ ...was, loading: true }));
      try {
        const data = await api.get<T>(address ?? '', undefined, leaving.signal);
        // An answer that arrives after its page was left would stand under the next one's address.
        if (leaving.signal.aborted) return;
        setState({ path: latest.current, data, problem: null, loading: false });
      } catch (fault) {
        if (leaving.signal.aborted) return;
        if (!(fault instanceof Problem)) throw fault;
        setState(was => ({ ...was, path: latest.current, problem: fault, loading: false }));
        if (fault.status === 403 || fault.status === 404) return;
      }
      if (every > 0 && !leaving.signal.aborted) timer = setTimeout(() => void again(), every);
    }
    async function again() {
      timer = undefined;
      if (document.hidden) timer = setTimeout(() => void again(), every);
      else await load(true);
    }
    // Who comes back to the tab sees what is so now, not what was so when it was left.
    function back() {
      if (document.hidden || timer === undefined) return;
      clearTimeout(timer);
      void again();
    }
    document.addEventListener('visibilitychange', back);
    void load(false);
    return () => {
      document.removeEventListener('visibilitychange', back);
      leaving.abort();
      clearTimeout(timer);
    };
  }, [address, every, turn, ...deps]);

  // Another object's data must not stand under this one's title for even one frame.
  const same = state.path === path;
  return {
    data: same ? state.data : undefined,
    problem: same ? state.problem : null,
    loading: address !== null && (state.loading || !same),
    reload,
  };
}
