/**
 * CPU time a call (server process and its database backends, from the kernel's counters) of a bare Fastify route with
 * the same point select ÷ that of the gateway: signed, granted, two items masked, limits asked, replay-checked, recorded
 * before the answer. Open loop at one offered rate; both sides get the same requests. Promise: at least 0.6. And at
 * 500 calls a second the slowest hundredth of calls waits no longer than that of the bare route + 10 ms + two syncs.
 *
 *   node bench/gateway.ts [--rate 3000] [--seconds 20] [--pairs 5] [--saturation 5]
 */
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import fastify from 'fastify';
import pg from 'pg';
import {
  type City,
  type Side,
  type SideSettings,
  costOf,
  keptUp,
  offer,
  serveGateway,
  withCity,
} from './lib/gatewayCity.ts';
import { CONNECTIONS, SOURCE } from './lib/gatewayCity.ts';
import { type Load, offerLoad } from './lib/load.ts';
import { loadAverage, printMachine, syncCost } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { childSettings } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';

/** The rate at which the time of an answer is promised: twice that of a city's average. */
const CALM = 500;

async function serveBare({ server }: SideSettings): Promise<number> {
  const pool = new pg.Pool({ ...server, database: SOURCE, max: CONNECTIONS });
  pg.types.setTypeParser(1082, text => text);
  const app = fastify();
  app.post<{ Body: { params: { 身份证号: string } } }>('/gateway/:sid', async request => {
    const { rows } = await pool.query({
      name: 'person',
      text: 'select idno as "身份证号", xm as "姓名", phone as "手机号", state as "婚姻状况", since as "登记日期" from person where idno = $1 limit 101',
      values: [request.body.params.身份证号],
    });
    return { code: '0', message: '成功', data: rows };
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

export interface GatewayBench {
  rate: number;
  seconds: number;
  pairs: number;
  saturation: number;
}

export interface GatewayFigures {
  ratio: number;
  /** Milliseconds by which the gateway's p99 exceeds the bare one's at the calm rate, and what is allowed. */
  slower: number;
  allowed: number;
}

async function run(city: City, options: GatewayBench): Promise<GatewayFigures> {
  const { rate, seconds, pairs, saturation } = options;
  printMachine();
  console.log(`${rate} calls/s for ${seconds} s, ${pairs} pairs, no seed`);
  const file = import.meta.filename;
  const bare = await city.start(file, 'bare');
  const ours = await city.start(file, 'ours');
  const loader = await city.start(file, 'load');

  async function measure(side: Side, name: string): Promise<number> {
    await offer(loader, city.load([side.port], 3, rate));
    const { own, database, result } = await costOf(
      city,
      loader,
      [side],
      city.load([side.port], seconds, rate),
    );
    if (!keptUp(result, rate))
      failRun(
        `  ${name} did not keep up with the offered rate: this pair proves nothing, lower --rate or run again.`,
      );
    console.log(
      `  ${name}: ${own.toFixed(1)} + ${database.toFixed(1)} µs a call (process + database), ${Math.round(result.calls / result.seconds)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
    );
    return own + database;
  }

  // Both sides' code is compiled before the first pair.
  for (const side of [bare, ours]) await offer(loader, city.load([side.port], 5, rate));
  const result = await runPairs({
    count: pairs,
    bare: () => measure(bare, 'bare'),
    ours: () => measure(ours, 'gateway'),
    load: loadAverage,
    lessIsBetter: true,
    onPair: (pair, ratio, round) =>
      console.log(
        `pair ${round + 1}: bare ${pair.bare.toFixed(1)} µs, gateway ${pair.ours.toFixed(1)} µs, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
      ),
  });
  console.log(
    `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; bare ${median(result.pairs.map(pair => pair.bare)).toFixed(1)} µs, gateway ${median(result.pairs.map(pair => pair.ours)).toFixed(1)} µs`,
  );
  const slower: number[] = [];
  for (let round = 0; round < 3; round++) {
    const first = await offer(loader, city.load([bare.port], seconds, CALM));
    const second = await offer(loader, city.load([ours.port], seconds, CALM));
    slower.push(second.p99 - first.p99);
    console.log(
      `at ${CALM}/s: bare p50 ${first.p50.toFixed(1)} p99 ${first.p99.toFixed(1)} ms, gateway p50 ${second.p50.toFixed(1)} p99 ${second.p99.toFixed(1)} ms`,
    );
  }
  if (saturation > 0)
    for (const [name, side] of [
      ['bare', bare],
      ['gateway', ours],
    ] as const) {
      const most = await offer(loader, city.load([side.port], saturation, 0));
      console.log(
        `saturated (64 callers): ${name} ${Math.round(most.calls / most.seconds)} calls/s, p99 ${most.p99.toFixed(1)} ms, ${most.failed} failed`,
      );
    }
  if (result.disturbed)
    failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
  return { ratio: result.median, slower: median(slower), allowed: 10 + 2 * syncCost().median };
}

export const benchGateway = (options: GatewayBench): Promise<GatewayFigures> =>
  withCity(city => run(city, options));

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '3000' },
      seconds: { type: 'string', default: '20' },
      pairs: { type: 'string', default: '5' },
      saturation: { type: 'string', default: '5' },
      side: { type: 'string' },
    },
  });
  if (values.side === 'load') {
    process.on('message', (load: Load) => {
      void offerLoad(load).then(result => process.send?.(result));
    });
    process.send?.({ port: 0 });
  } else if (values.side !== undefined) {
    const settings = childSettings<SideSettings>();
    const serve = values.side === 'ours' ? serveGateway : serveBare;
    process.send?.({ port: await serve(settings) });
  } else {
    const { ratio, slower, allowed } = await benchGateway({
      rate: Number(values.rate),
      seconds: Number(values.seconds),
      pairs: Number(values.pairs),
      saturation: Number(values.saturation),
    });
    promiseLine('gateway-overhead', ratio, '>=0.6');
    promiseLine('gateway-overhead-p99-ms', slower, `<=${allowed.toFixed(1)}`);
  }
}
