/**
 * A platform with 5,000 services and 50,000 grants: milliseconds from the start of a gateway to its first answer
 * (promise: under five seconds), and what the size costs a call: CPU time with few grants ÷ CPU time with all of them,
 * process and database (promise: at least 0.9).
 *
 *   node bench/gatewayStart.ts [--services 5000] [--grants 50000] [--rate 2000] [--seconds 10]
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import {
  type City,
  type Side,
  type SideSettings,
  asCommand,
  costOf,
  offer,
  planOf,
  serveGateway,
  withCity,
} from './lib/gatewayCity.ts';
import { type Load, offerLoad } from './lib/load.ts';
import { printMachine } from './lib/machine.ts';
import { median } from './lib/pairs.ts';
import { childSettings } from './lib/processes.ts';
import { promiseLine } from './lib/promise.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '5000' },
    grants: { type: 'string', default: '50000' },
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    side: { type: 'string' },
  },
});

/** Plans of many systems for many services, beside those that are called. */
async function fill(city: City, services: number, grants: number): Promise<void> {
  const owner = new pg.Client({ connectionString: city.owner });
  await owner.connect();
  await asCommand(owner, async () => {
    const body = JSON.stringify(planOf(0, 0, ''));
    await owner.query(
      `insert into plans.plan (grant_id, version, kind, sid, system_id, body)
       select 1000 + i, 1, 'query', 's_many_' || i % $1, 1000 + i / $1,
         $3::jsonb || jsonb_build_object('grantId', 1000 + i, 'systemId', 1000 + i / $1, 'sid', 's_many_' || i % $1, 'entryId', 1000 + i % $1)
         from generate_series(0, $2 - 1) i`,
      [services, grants, body],
    );
    await owner.query(
      'insert into plans.live (grant_id, version) select 1000 + i, 1 from generate_series(0, $1 - 1) i',
      [grants],
    );
  });
  await owner.query('analyze plans.plan; analyze plans.live');
  await owner.end();
}

async function firstAnswer(city: City): Promise<{ side: Side; milliseconds: number }> {
  const loader = await city.start(import.meta.filename, 'load');
  const started = performance.now();
  const side = await city.start(import.meta.filename, 'ours');
  // One call waits until the plans are there.
  const { failed, firstFailure } = await offer(loader, city.load([side.port], 0.05, 20));
  if (failed > 0) throw new Error(firstFailure);
  const milliseconds = performance.now() - started;
  loader.child.kill();
  return { side, milliseconds };
}

async function cost(city: City, side: Side): Promise<number> {
  const loader = await city.start(import.meta.filename, 'load');
  const load = (seconds: number): Load => city.load([side.port], seconds, Number(values.rate));
  await offer(loader, load(4));
  const costs: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { own, database } = await costOf(city, loader, [side], load(Number(values.seconds)));
    costs.push(own + database);
  }
  loader.child.kill();
  return median(costs);
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
    const few = await firstAnswer(city);
    const before = await cost(city, few.side);
    few.side.child.kill();
    await fill(city, Number(values.services), Number(values.grants));
    const many = await firstAnswer(city);
    const after = await cost(city, many.side);
    console.log(
      `first answer after ${few.milliseconds.toFixed(0)} ms with 20 grants, ${many.milliseconds.toFixed(0)} ms with ${values.grants} grants of ${values.services} services; ${before.toFixed(1)} and ${after.toFixed(1)} µs a call`,
    );
    promiseLine('gateway-start-ms', many.milliseconds, '<=5000');
    promiseLine('gateway-many-grants', before / after, '>=0.9');
  });
}
