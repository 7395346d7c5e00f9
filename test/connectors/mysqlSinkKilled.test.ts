/** Movers into MySQL that are killed or stopped at any moment: what the target shows and what its account says agree. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import type { Sink } from '#planes/mover/ports.ts';
import type { Apply } from '#vocabulary/moves.ts';
import { createMariadb, mariadbMissing } from './databases.ts';
import type { Scratch } from './databases.ts';
import { PAIRS, encode, placing } from './sinkSuite.ts';

/** Enough that each gap between two statements is hit now and then over many runs of the test. */
const KILLS = 4;

describe('movers into MySQL that die', { skip: await mariadbMissing() }, () => {
  let scratch: Scratch;
  let sink: Sink;
  before(async () => {
    scratch = await createMariadb('sink_killed');
    sink = openMysqlSink(scratch.address, scratch.password);
  });
  after(async () => {
    await sink?.close();
    await scratch?.run(`delete from shuqiao.run where target_schema = database()`);
    await scratch?.drop();
  });

  function startMover(table: string, apply: Apply, name: string) {
    const place = { schema: scratch.address.database, table };
    const { address, password } = scratch;
    const child = spawn(
      process.execPath,
      [
        new URL('mysqlMover.ts', import.meta.url).pathname,
        JSON.stringify({ address, password, place, apply, name }),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const begun = async (runs: number): Promise<void> => {
      while (said.split('\n').length <= runs) await once(child.stdout, 'data');
    };
    const closed = once(child, 'close');
    return { child, closed, begun, lines: () => said.trim().split('\n') };
  }

  async function shown(table: string): Promise<string[]> {
    const [found] = await scratch.run(`show tables like '${table}'`);
    if (found === undefined) return [];
    const rows = await scratch.run(`select xm from \`${table}\` order by xm`);
    return rows.map(row => (row as { xm: string }).xm);
  }

  for (const apply of ['replace', 'merge', 'append', 'history'] as const)
    test(`${apply}: killed ${KILLS} times, no run is there by halves or twice, and the account says which are`, async () => {
      const table = `killed_${apply}`;
      const place = { schema: scratch.address.database, table };
      const runs: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const { child, closed, begun, lines } = startMover(table, apply, `${apply}-${kill}`);
        await begun(2);
        await wait(Math.random() * 150);
        child.kill('SIGKILL');
        await closed;
        // What the server had been told by then, it still does.
        await wait(200);
        runs.push(...lines());
        const placed: string[] = [];
        for (const run of runs) if ((await sink.findRun(run)) !== undefined) placed.push(run);
        const last = (await sink.findShowing(place))?.runNo;
        const expected = apply === 'append' ? placed : last === undefined ? [] : [last];
        assert.deepEqual(await shown(table), expected.flatMap(run => [run, run]).sort());
      }
      await sink.remove(place);
    });

  test('a stopped mover is ended by the one that takes over, and commits nothing when it wakes', async () => {
    const table = 'stopped';
    const place = { schema: scratch.address.database, table };
    const { child, closed, begun, lines } = startMover(table, 'replace', 's');
    await begun(3);
    child.kill('SIGSTOP');
    const target = {
      ...place,
      columns: PAIRS,
      runNo: 'takes-over',
      epoch: Date.now() + 1_000,
      key: [],
      whole: true,
    };
    const delivery = await sink.begin({ ...target, apply: 'replace' });
    await delivery.write(encode(PAIRS, [['1', 'takes-over']]));
    await delivery.finish();
    await delivery.place(placing(1));
    child.kill('SIGCONT');
    await closed;
    assert.match(lines().at(-1) ?? '', /^refused (connection_lost|superseded)$/);
    assert.deepEqual(await shown(table), ['takes-over']);
    await sink.remove(place);
  });
});
