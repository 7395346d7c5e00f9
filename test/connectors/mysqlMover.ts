/** A mover of its own, for tests that kill or stop its process: delivers run after run into one target of MySQL. */
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';
import type { Apply } from '#vocabulary/moves.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { PAIRS, encode, placing } from './sinkSuite.ts';

const { address, password, place, apply, name } = JSON.parse(process.argv[2] ?? '') as {
  address: SourceAddress;
  password: string;
  place: TableName;
  apply: Apply;
  name: string;
};
const sink = openMysqlSink(address, password);
for (let i = 0; i < 1_000; i++) {
  const runNo = `${name}-${i}`;
  process.stdout.write(`${runNo}\n`);
  const target = {
    ...place,
    columns: PAIRS,
    runNo,
    epoch: Date.now(),
    apply,
    key: apply === 'merge' || apply === 'history' ? ['id'] : [],
    whole: true,
  };
  try {
    const delivery = await sink.begin(target);
    await delivery.write(
      encode(PAIRS, [
        ['1', runNo],
        ['2', runNo],
      ]),
    );
    await delivery.finish();
    await delivery.place(placing(2));
    await delivery.abort();
  } catch (error) {
    process.stdout.write(`refused ${error instanceof ConnectionProblem ? error.code : String(error)}\n`);
    break;
  }
}
process.exit();
