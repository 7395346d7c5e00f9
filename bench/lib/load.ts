/** Signed calls at an offered rate (open loop: a slow answer does not slow the next call), or as fast as they are answered. */
import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import { percentile } from './pairs.ts';

export interface Load {
  port: number;
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

export async function offerLoad(load: Load): Promise<LoadResult> {
  const pool = new Pool(`http://127.0.0.1:${load.port}`, { connections: CONNECTIONS, pipelining: 1 });
  const times: number[] = [];
  let failed = 0;
  let firstFailure = '';
  const began = Date.now();
  const started = performance.now();

  async function callOnce(i: number): Promise<void> {
    const system = load.systems[i % load.systems.length];
    if (!system) throw new Error('There is no system to call as.');
    const { rid, sid, secret } = system;
    // No two calls of one system in one millisecond: each is a call of its own.
    const rtime = String(began - 200_000 + Math.floor(i / load.systems.length));
    const sign = createHmac('sha256', secret)
      .update(sid + rid + rtime)
      .digest('base64');
    const at = performance.now();
    const { statusCode, body } = await pool.request({
      path: `/gateway/${sid}`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        gjgxjhpt_rid: rid,
        gjgxjhpt_sid: sid,
        gjgxjhpt_rtime: rtime,
        gjgxjhpt_sign: sign,
      },
      body: JSON.stringify({ params: { 身份证号: idOf((i * 7919) % load.people) } }),
    });
    const text = await body.text();
    times.push(performance.now() - at);
    if (statusCode !== 200 || !text.includes('婚姻状况')) {
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
  await pool.close();
  return {
    calls: times.length,
    failed,
    seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    firstFailure,
  };
}
