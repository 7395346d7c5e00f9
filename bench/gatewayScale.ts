/**
 * Two gateway processes against one, over the same databases and at the same offered total: CPU time a call (processes
 * and database). Promise: two cost no more than 1.15 times one, and their slowest hundredth of calls waits no more than
 * a fifth longer. On one machine of two cores a factor of throughput cannot be shown: the second process takes the
 * database's core.
 *
 * Then the revocation of a grant, seen from both processes: milliseconds from its commit to the first refusal, with no
 * answer after it. Promise: under two seconds.
 *
 *   node bench/gatewayScale.ts [--rate 4000] [--seconds 20] [--pairs 3] [--revocations 10]
 */
import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { request } from 'undici';
import {
  type City,
  type Side,
  type SideSettings,
  asCommand,
  costOf,
  keptUp,
  offer,
  serveGateway,
  withCity,
} from './lib/gatewayCity.ts';
import { type Load, idOf, offerLoad } from './lib/load.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { childSettings } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '20' },
    pairs: { type: 'string', default: '3' },
    revocations: { type: 'string', default: '10' },
    side: { type: 'string' },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);

async function compare(city: City, loader: Side, sides: [Side, Side]): Promise<void> {
  const slowest = { one: [] as number[], two: [] as number[] };
  async function measure(of: Side[], name: 'one' | 'two'): Promise<number> {
    const ports = of.map(side => side.port);
    await offer(loader, city.load(ports, 3, rate));
    const { own, database, result } = await costOf(city, loader, of, city.load(ports, seconds, rate));
    if (!keptUp(result, rate)) failRun(`  ${name} did not keep up with the offered rate: lower --rate.`);
    slowest[name].push(result.p99);
    console.log(
      `  ${name}: ${own.toFixed(1)} + ${database.toFixed(1)} µs a call (processes + database), ${Math.round(result.calls / result.seconds)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
    );
    return own + database;
  }
  for (const side of sides) await offer(loader, city.load([side.port], 5, rate));
  const result = await runPairs({
    count: Number(values.pairs),
    bare: () => measure(sides.slice(0, 1), 'one'),
    ours: () => measure(sides, 'two'),
    load: loadAverage,
    onPair: ({ bare, ours }, ratio, round) =>
      console.log(
        `pair ${round + 1}: one ${bare.toFixed(1)} µs, two ${ours.toFixed(1)} µs, ratio ${ratio.toFixed(3)}`,
      ),
  });
  if (result.disturbed) failRun('A pair differs by more than a third from the median: run again.');
  promiseLine('gateway-scale', result.median, '<=1.15');
  promiseLine('gateway-scale-p99', median(slowest.two) / median(slowest.one), '<=1.2');
}

/** Calls both processes without pause while the grant is revoked. */
async function revoke(city: City, ports: number[]): Promise<void> {
  const owner = new pg.Client({ connectionString: city.owner });
  await owner.connect();
  const { systems } = city.load(ports, 0, 0);
  const times: number[] = [];
  let late = 0;
  let clock = Date.now() - 200_000;
  for (let round = 0; round < Number(values.revocations); round++) {
    const system = systems[round % systems.length];
    if (!system) throw new Error('There is no system to revoke.');
    let committed = Number.POSITIVE_INFINITY;
    const refusedAt = await Promise.all(
      ports.map(async port => {
        for (let i = 0; ; i++) {
          const { rid, sid, secret } = system;
          const rtime = String(clock++);
          const sign = createHmac('sha256', secret)
            .update(sid + rid + rtime)
            .digest('base64');
          const began = performance.now();
          const { statusCode, body } = await request(`http://127.0.0.1:${port}/gateway/${sid}`, {
            method: 'POST',
            headers: { gjgxjhpt_rid: rid, gjgxjhpt_sid: sid, gjgxjhpt_rtime: rtime, gjgxjhpt_sign: sign },
            body: JSON.stringify({ params: { 身份证号: idOf(i) } }),
          });
          await body.dump();
          if (statusCode === 403) return performance.now();
          if (began > committed) late++;
          if (i === 20 && port === ports[0]) {
            await asCommand(owner, async () => {
              await owner.query(
                'update plans.live set version = 0, changed = clock_timestamp() where grant_id = $1',
                [(round % systems.length) + 1],
              );
            });
            committed = performance.now();
          }
        }
      }),
    );
    times.push(Math.max(...refusedAt) - committed);
  }
  await owner.end();
  console.log(
    `${times.length} revocations seen from ${ports.length} processes: median ${median(times).toFixed(1)} ms, at most ${Math.max(...times).toFixed(1)} ms until both refuse; ${late} calls that began after the commit were answered`,
  );
  promiseLine('gateway-revocation-ms', Math.max(...times), '<=2000');
  promiseLine('gateway-answers-after-revocation', late, '<=0');
}

if (values.side === 'load') {
  process.on('message', (load: Load) => {
    void offerLoad(load).then(result => process.send?.(result));
  });
  process.send?.({ port: 0 });
} else if (values.side !== undefined) {
  process.send?.({ port: await serveGateway(childSettings<SideSettings>()) });
} else {
  await withCity(async city => {
    printMachine();
    console.log(`${rate} calls/s in all for ${seconds} s, ${values.pairs} pairs`);
    const file = import.meta.filename;
    const sides: [Side, Side] = [await city.start(file, 'ours'), await city.start(file, 'ours')];
    const loader = await city.start(file, 'load');
    await compare(city, loader, sides);
    await revoke(
      city,
      sides.map(side => side.port),
    );
  });
}
