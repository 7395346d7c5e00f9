/** Calls at an offered rate (open loop: a slow answer does not slow the next call), or as fast as they are answered. */
import { createHmac } from 'node:crypto';
import { type Dispatcher, Pool } from 'undici';
import { percentile } from './pairs.ts';

/** Whom the calls are for: the gateway, which wants them signed, or one that it is compared with. */
export type Speaks = 'gateway' | 'graphql' | 'directus';

export interface Load {
  speaks: Speaks;
  /** What is sent as a bearer token, for whoever wants one. */
  token?: string;
  /** Called in turn. */
  ports: number[];
  systems: { rid: string; sid: string; secret: string }[];
  /** Identifiers 0 … people - 1 exist. */
  people: number;
  seconds: number;
  /** Calls a second; 0 means 64 callers, each waiting for its answer. */
  rate: number;
}

export interface LoadResult {
  calls: number;
  failed: number;
  seconds: number;
  p50: number;
  p99: number;
  firstFailure: string;
}

export const idOf = (n: number): string => `4104${String(n).padStart(14, '0')}`;

const CONNECTIONS = 64;

const JSON_TYPE = { 'content-type': 'application/json' };
const QUERY = 'query($id:String!){personByIdno(idno:$id){idno xm phone state since}}';

/** One call for one person. No two calls of one system in one millisecond: each is a call of its own. */
function callOf(
  { speaks, token }: Load,
  { rid, sid, secret }: Load['systems'][number],
  time: number,
  person: number,
): Dispatcher.RequestOptions {
  const id = idOf(person);
  if (speaks === 'graphql')
    return {
      path: '/graphql',
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ query: QUERY, variables: { id } }),
    };
  if (speaks === 'directus')
    return {
      path: `/items/person/${id}?fields=idno,xm,phone,state,since`,
      method: 'GET',
      headers: { authorization: `Bearer ${token ?? ''}` },
    };
  const rtime = String(time);
  const sign = createHmac('sha256', secret)
    .update(sid + rid + rtime)
    .digest('base64');
  return {
    path: `/gateway/${sid}`,
    method: 'POST',
    headers: {
      ...JSON_TYPE,
      gjgxjhpt_rid: rid,
      gjgxjhpt_sid: sid,
      gjgxjhpt_rtime: rtime,
      gjgxjhpt_sign: sign,
    },
    body: JSON.stringify({ params: { 身份证号: id } }),
  };
}

export async function offerLoad(load: Load): Promise<LoadResult> {
  const pools = load.ports.map(
    port =>
      new Pool(`http://127.0.0.1:${port}`, {
        connections: Math.ceil(CONNECTIONS / load.ports.length),
        pipelining: 1,
      }),
  );
  const times: number[] = [];
  let failed = 0;
  let firstFailure = '';
  const began = Date.now();
  const started = performance.now();

  async function callOnce(i: number): Promise<void> {
    const system = load.systems[i % load.systems.length];
    // By whole rounds of systems, so that each of them calls at every port.
    const pool = pools[Math.floor(i / load.systems.length) % pools.length];
    if (!system || !pool) throw new Error('There is no system to call as, or nowhere to call.');
    const call = callOf(
      load,
      system,
      began - 200_000 + Math.floor(i / load.systems.length),
      (i * 7919) % load.people,
    );
    const at = performance.now();
    const { statusCode, body } = await pool.request(call);
    const text = await body.text();
    times.push(performance.now() - at);
    if (statusCode !== 200 || !(text.includes('未婚') || text.includes('已婚'))) {
      failed++;
      firstFailure ||= `${statusCode} ${text.slice(0, 300)}`;
    }
  }

  let sent = 0;
  const milliseconds = load.seconds * 1000;
  if (load.rate === 0) {
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() - started < milliseconds) await callOnce(sent++);
      }),
    );
  } else {
    const under: Promise<void>[] = [];
    await new Promise<void>(resolve => {
      const timer = setInterval(() => {
        const passed = performance.now() - started;
        const due = Math.min(passed, milliseconds) * (load.rate / 1000);
        while (sent < due) under.push(callOnce(sent++));
        if (passed >= milliseconds) {
          clearInterval(timer);
          resolve();
        }
      }, 1);
    });
    await Promise.all(under);
  }
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(pools.map(pool => pool.close()));
  return {
    calls: times.length,
    failed,
    seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    firstFailure,
  };
}
