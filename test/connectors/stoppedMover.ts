/** A mover of its own, for a test that stops its process: takes a target, fills it, and places it when told to. */
import { once } from 'node:events';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { PAIRS, encode, placing } from './sinkSuite.ts';

const { address, password, target } = JSON.parse(process.argv[2] ?? '') as {
  address: SourceAddress;
  password: string;
  target: DeliveryTarget;
};
const delivery = await openPostgresSink(address, password).begin(target);
await delivery.write(encode(PAIRS, [['1', 'of the stopped mover']]));
await delivery.finish();
process.stdout.write('ready\n');
await once(process.stdin, 'data');
try {
  await delivery.place(placing(1));
  process.stdout.write('placed\n');
} catch (error) {
  process.stdout.write(`${error instanceof ConnectionProblem ? error.code : String(error)}\n`);
}
await delivery.abort();
process.exit();
