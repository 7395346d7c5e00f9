/** Searchers in a process of their own: each asks over HTTP, waits for the answer, and asks again. */
import { Pool } from 'undici';
import { childSettings } from './processes.ts';

export interface Searching {
  /** Questions are drawn from what they are asked of in turn: the government network’s listener and the Internet’s. */
  ports: number[];
  searchers: number;
  questions: string[];
}

export interface Searched {
  /** Milliseconds of each answer. */
  times: number[];
  seconds: number;
  failed: number;
  firstFailure: string;
}

async function search({ ports, searchers, questions }: Searching): Promise<Searched> {
  const pools = ports.map(
    port => new Pool(`http://127.0.0.1:${port}`, { connections: searchers, pipelining: 1 }),
  );
  const times: number[] = [];
  let next = 0;
  let failed = 0;
  let firstFailure = '';
  const begun = performance.now();
  async function ask(): Promise<void> {
    for (let at = next++; at < questions.length; at = next++) {
      const pool = pools[at % pools.length];
      if (!pool) throw new Error('There is nobody to ask.');
      const asked = performance.now();
      const { statusCode, body } = await pool.request({
        path: `/api/catalog?q=${encodeURIComponent(questions[at] ?? '')}`,
        method: 'GET',
      });
      const text = await body.text();
      times.push(performance.now() - asked);
      if (statusCode !== 200 || !text.startsWith('{"total":')) {
        failed += 1;
        firstFailure ||= `${statusCode} ${text.slice(0, 300)}`;
      }
    }
  }
  await Promise.all(Array.from({ length: searchers }, ask));
  const seconds = (performance.now() - begun) / 1000;
  for (const pool of pools) await pool.close();
  return { times, seconds, failed, firstFailure };
}

if (import.meta.main) {
  process.send?.(await search(childSettings<Searching>()));
  process.disconnect();
}
