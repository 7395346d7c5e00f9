/**
 * Whether a row costs the same in a large table as in a small one: rows a second of whole runs, PostgreSQL →
 * PostgreSQL, of 10 million rows against 1 million, each the median of its rounds. Promise: at least 0.9. It takes some
 * minutes and 10 GB of disk, so it is no part of `npm run bench`.
 *
 *   node bench/moveScale.ts [--small 1000000] [--large 10000000] [--rounds 3]
 */
import { parseArgs } from 'node:util';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { transfer } from '#planes/mover/transfer.ts';
import { printMachine } from './lib/machine.ts';
import { orderOf } from './lib/moving.ts';
import { median } from './lib/pairs.ts';
import { PEOPLE_PLAN, fillPeople } from './lib/people.ts';
import { promiseLine } from './lib/promise.ts';
import { addressOf, benchServer, withClient, withDatabases } from './lib/scratch.ts';

const FROM = 'shuqiao_bench_scale_source';
const TO = 'shuqiao_bench_scale_sink';

async function rate(rows: number, rounds: number): Promise<number> {
  const server = benchServer();
  const source = openPostgresSource(addressOf(server, FROM), server.password);
  const sink = openPostgresSink(addressOf(server, TO), server.password);
  return withDatabases(server, [FROM, TO], async () => {
    await withClient(server, FROM, async client => {
      await client.query(fillPeople(rows));
      await client.query('vacuum (analyze) person');
    });
    const rates: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      await withClient(server, TO, client => client.query('checkpoint'));
      const started = performance.now();
      const { rowsWritten } = await transfer({
        source,
        sink,
        plan: PEOPLE_PLAN,
        ...orderOf(round),
      });
      if (rowsWritten !== rows) throw new Error('The run wrote another number of rows.');
      rates.push(rows / ((performance.now() - started) / 1000));
      console.log(`${rows} rows, round ${round}: ${Math.round(rates.at(-1) ?? 0)} rows/s`);
      await sink.remove(PEOPLE_PLAN.sink);
    }
    await source.close();
    await sink.close();
    return median(rates);
  });
}

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '1000000' },
    large: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '3' },
  },
});
printMachine();
const rounds = Number(values.rounds);
const small = await rate(Number(values.small), rounds);
const large = await rate(Number(values.large), rounds);
promiseLine('move-scale', large / small, '>=0.9');
