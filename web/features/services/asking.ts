import { type CallBody, signCall } from './sign.ts';

/** In which of the gateway's ways a call is written: one person, many at once, or a list in PostgREST's dialect. */
export type Way = 'one' | 'batch' | 'list';

export interface Asking {
  way: Way;
  sid: string;
  rid: string;
  secret: string;
  /** Of `one`. */
  body: CallBody;
  /** Of `batch`: with claims for each. */
  rows: { params: Record<string, string>; claims: Record<string, string> }[];
  /** Of `list`: what stands behind the question mark. */
  query: string;
}

/** What came back, with what was sent. */
export interface Outcome {
  /** 0 where nothing came. */
  status: number;
  milliseconds: number;
  text: string;
  record: string | null;
  commitment: string | null;
  environment: string | null;
  /** Headers that speak of time, version, end and limits, as they came. */
  told: [name: string, value: string][];
  /** The request in words, the secret and the token left out. */
  sent: string;
}

const TOLD =
  /^(server-timing|ratelimit.*|retry-after|deprecation|sunset|shuqiao-(service-version|successor-version|hint)|content-range)$/;

async function tokenOf(rid: string, secret: string): Promise<string> {
  const answer = await fetch('/oauth/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${rid}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    credentials: 'omit',
  });
  const given = (await answer.json()) as { access_token?: string };
  return given.access_token ?? '';
}

/** The names in a list's query are items, so its purpose stands in headers; percent-encoded, since they carry no Chinese. */
function purposeOf({ post, caseNo, matter, scenario }: CallBody): Record<string, string> {
  const stated = { 'x-post': post, 'x-case-no': caseNo, 'x-matter': matter, 'x-scenario': scenario };
  return Object.fromEntries(
    Object.entries(stated).flatMap(([name, value]) =>
      value === '' ? [] : [[name, encodeURIComponent(value)]],
    ),
  );
}

async function requestOf({ way, sid, rid, secret, body, rows, query }: Asking): Promise<{
  url: string;
  init: RequestInit;
  sent: string;
}> {
  const { origin } = window.location;
  if (way === 'list') {
    const url = `${origin}/rest/v1/${encodeURIComponent(sid)}${query === '' ? '' : `?${query}`}`;
    const token = await tokenOf(rid, secret);
    const purpose = purposeOf(body);
    const lines = Object.entries(purpose).map(([name, value]) => `\n${name}: ${value}`);
    return {
      url,
      init: { headers: { authorization: `Bearer ${token}`, ...purpose } },
      sent: `GET ${url}\nauthorization: Bearer …（POST /oauth/token）${lines.join('')}`,
    };
  }
  const url = `${origin}/gateway/${encodeURIComponent(sid)}`;
  const headers = await signCall(secret, sid, rid, Date.now());
  const { post, caseNo, matter, scenario } = body;
  const text = JSON.stringify(way === 'batch' ? { batch: rows, post, caseNo, matter, scenario } : body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return {
    url,
    init: { method: 'POST', headers: { ...headers }, body: text },
    sent: `POST ${url}\n${lines.join('\n')}\n\n${text}\n\nsid + rid + rtime = ${sid}${rid}${headers.gjgxjhpt_rtime}`,
  };
}

/** Really calls the gateway from this page; never throws. */
export async function ask(asking: Asking): Promise<Outcome> {
  const started = performance.now();
  let sent = '';
  try {
    const request = await requestOf(asking);
    ({ sent } = request);
    const from = performance.now();
    const answer = await fetch(request.url, { ...request.init, credentials: 'omit' });
    const milliseconds = performance.now() - from;
    return {
      status: answer.status,
      milliseconds,
      text: await answer.text(),
      record: answer.headers.get('shuqiao-record'),
      commitment: answer.headers.get('shuqiao-commitment'),
      environment: answer.headers.get('shuqiao-environment'),
      told: [...answer.headers].filter(([name]) => TOLD.test(name)),
      sent,
    };
  } catch {
    // The browser says no more than that nothing came back.
    return {
      status: 0,
      milliseconds: performance.now() - started,
      text: '',
      record: null,
      commitment: null,
      environment: null,
      told: [],
      sent,
    };
  }
}
