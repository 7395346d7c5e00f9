/**
 * What the record costs. Three ratios in one run: records a second that are durable through the gateway's group commit,
 * that are in the tree and under a published checkpoint, and that search and summaries have, each against the fastest
 * of VALUES, unnest and COPY that puts the same bytes into a bare table without index, at the same commit size.
 * Promises: 0.9, 0.5, 0.25. Then 2,000 records a second are offered: how far checkpoint and search lag behind, and how
 * long a call waits for its record.
 *
 *   node bench/ledgerAppend.ts [--records 400000] [--pairs 5] [--flight 64] [--rate 2000] [--seconds 15]
 *
 * Both sides begin with the records as objects and make the same bytes of them; ours are salted, hashed and told to
 * each caller besides. In flight are as many as the gateway's bench has callers. The integrator is a process of its own
 * and works all the while, on the same cores.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createRecorder } from '#record/append.ts';
import { type Entry, encodeEntry } from '#record/entry.ts';
import { type Integrating, startIntegrating } from './lib/integrating.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, percentile } from './lib/pairs.ts';
import { promiseLine } from './lib/promise.ts';
import { type Ground, usageRecord, withGround } from './lib/records.ts';
import { benchServer, withClient } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_ledger_append';

export interface LedgerAppend {
  records: number;
  pairs: number;
  /** Callers, each of which waits for its record before the next. */
  flight: number;
  rate: number;
  seconds: number;
}

type Way = (client: pg.Client, part: readonly Buffer[]) => Promise<unknown>;

const PLAIN: Record<string, Way> = {
  values: (client, part) =>
    client.query({
      name: `values-${part.length}`,
      text: `insert into bare values ${part.map((_, i) => `($${i + 1})`).join(', ')}`,
      values: [...part],
    }),
  unnest: (client, part) =>
    client.query({
      name: 'unnest',
      text: 'insert into bare select unnest($1::bytea[])',
      values: [[...part]],
    }),
  copy: async (client, part) => {
    const stream = client.query(copyFrom('copy bare from stdin (format binary)'));
    stream.end(binaryRows(part));
    await once(stream, 'finish');
  },
};

/** PostgreSQL's binary COPY of one column. */
function binaryRows(part: readonly Buffer[]): Buffer {
  const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
  const rows = Buffer.allocUnsafe(head.length + 2 + part.reduce((sum, body) => sum + 6 + body.length, 0));
  let at = head.copy(rows);
  for (const body of part) {
    at = rows.writeInt16BE(1, at);
    at = rows.writeInt32BE(body.length, at);
    at += body.copy(rows, at);
  }
  rows.writeInt16BE(-1, at);
  return rows;
}

const rateOf = (records: number, since: number): number => (records / (performance.now() - since)) * 1000;

interface Round {
  acknowledged: number;
  sealed: number;
  searchable: number;
  /** Records a commit, as the group commit made them. */
  commit: number;
}

async function ourRound(
  ground: Ground,
  integrating: Integrating,
  entries: readonly Entry[],
  flight: number,
  before: number,
): Promise<Round> {
  const records = entries.length;
  const recorder = createRecorder(() => connect(ground.urlOf('gateway')));
  await recorder.record(attemptOf(usageRecord(before, Date.now())));
  const from = before + 1;
  await integrating.sealedUpTo(from);
  const batches = await countBatches();
  const done = { sealed: Infinity, searchable: Infinity };
  const started = performance.now();
  const sealed = integrating.sealedUpTo(from + records).then(() => {
    done.sealed = rateOf(records, started);
  });
  const searchable = integrating.integratedUpTo(from + records).then(() => {
    done.searchable = rateOf(records, started);
  });
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let entry = entries[next++]; entry; entry = entries[next++]) await recorder.record(attemptOf(entry));
  };
  await Promise.all(Array.from({ length: flight }, caller));
  const acknowledged = rateOf(records, started);
  await Promise.all([sealed, searchable]);
  await recorder.close();
  return { acknowledged, ...done, commit: records / ((await countBatches()) - batches) };
}

const attemptOf = (entry: Entry): { entry: Entry; instead: () => Entry } => ({ entry, instead: () => entry });

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const countBatches = (): Promise<number> =>
  withClient(benchServer(), DATABASE, async client => {
    const { rows } = await client.query<{ n: string }>(
      'select count(*) as n from record.batch where log = 2',
    );
    return Number(rows[0]?.n);
  });

/** The fastest of the plain ways at this commit size, records a second. */
async function plainRound(entries: readonly Entry[], commit: number): Promise<{ way: string; rate: number }> {
  return withClient(benchServer(), DATABASE, async client => {
    let best = { way: '', rate: 0 };
    for (const [way, insert] of Object.entries(PLAIN)) {
      await client.query('drop table if exists bare; create table bare (body bytea)');
      const part = (from: number): Buffer[] => entries.slice(from, from + commit).map(encodeEntry);
      await insert(client, part(0));
      const started = performance.now();
      for (let i = 0; i < entries.length; i += commit) await insert(client, part(i));
      const rate = rateOf(entries.length, started);
      if (rate > best.rate) best = { way, rate };
    }
    return best;
  });
}

/** Open loop: a slow commit does not slow the next record. */
async function offer(
  ground: Ground,
  integrating: Integrating,
  { rate, seconds }: LedgerAppend,
  from: number,
): Promise<void> {
  const recorder = createRecorder(() => connect(ground.urlOf('gateway')));
  const waits: number[] = [];
  /** When the record of each number was acknowledged. */
  const acknowledged: number[] = [];
  const lags: { sealed: number[]; searchable: number[] } = { sealed: [], searchable: [] };
  const told = { sealed: from, searchable: from };
  const stopWatching = integrating.watch(progress => {
    const now = performance.now();
    for (const [what, upTo] of [
      ['sealed', progress.sealed],
      ['searchable', progress.integrated],
    ] as const)
      for (; told[what] < upTo; told[what] += 1) {
        const at = acknowledged[told[what] - from];
        // Integrated before its caller even heard of it.
        lags[what].push(at === undefined ? 0 : now - at);
      }
  });
  let sent = 0;
  const under: Promise<void>[] = [];
  const started = performance.now();
  const once = async (): Promise<void> => {
    const at = performance.now();
    const { number } = await recorder.record(attemptOf(usageRecord(from + sent++, Date.now())));
    const now = performance.now();
    waits.push(now - at);
    acknowledged[number - from] = now;
  };
  await new Promise<void>(resolve => {
    const timer = setInterval(() => {
      const passed = performance.now() - started;
      const due = Math.min(passed / 1000, seconds) * rate;
      while (sent < due) under.push(once());
      if (passed < seconds * 1000) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await Promise.all(under);
  await integrating.sealedUpTo(from + sent);
  stopWatching();
  await recorder.close();
  console.log(
    `${rate} records/s offered for ${seconds} s: a call waits ${median(waits).toFixed(2)} ms for its record, p99 ${percentile(waits, 0.99).toFixed(2)} ms`,
  );
  console.log(
    `  lag of the checkpoint: median ${median(lags.sealed).toFixed(0)} ms; of search: median ${median(lags.searchable).toFixed(0)} ms; load ${loadAverage().toFixed(2)}`,
  );
  promiseLine('ledger-checkpoint-lag-s', percentile(lags.sealed, 0.99) / 1000, '<=1');
  promiseLine('ledger-search-lag-s', percentile(lags.searchable, 0.99) / 1000, '<=10');
}

export async function benchLedgerAppend(options: LedgerAppend): Promise<void> {
  await withGround(benchServer(), DATABASE, async ground => {
    printMachine();
    console.log(
      `${options.records} records a side, ${options.flight} in flight, ${options.pairs} pairs, no seed`,
    );
    const entries = Array.from({ length: options.records }, (_, i) => usageRecord(i, Date.now()));
    const integrating = await startIntegrating(ground);
    try {
      let appended = 0;
      const ours = async (): Promise<Round> => {
        const round = await ourRound(ground, integrating, entries, options.flight, appended);
        appended += options.records + 1;
        return round;
      };
      // Compiles both sides' code, and says what size commits have.
      let commit = Math.round((await ours()).commit);
      await plainRound(entries, commit);
      const ratios: Record<'acknowledged' | 'sealed' | 'searchable', number[]> = {
        acknowledged: [],
        sealed: [],
        searchable: [],
      };
      for (let pair = 0; pair < options.pairs; pair += 1) {
        const first = pair % 2 === 0 ? await plainRound(entries, commit) : undefined;
        const round = await ours();
        const plain = first ?? (await plainRound(entries, (commit = Math.round(round.commit))));
        for (const what of ['acknowledged', 'sealed', 'searchable'] as const)
          ratios[what].push(round[what] / plain.rate);
        console.log(
          `pair ${pair + 1}: ${plain.way} ${Math.round(plain.rate)}/s at ${commit} a commit; acknowledged ${Math.round(round.acknowledged)}/s at ${round.commit.toFixed(0)}, sealed ${Math.round(round.sealed)}/s, searchable ${Math.round(round.searchable)}/s, load ${loadAverage().toFixed(2)}`,
        );
      }
      for (const [what, list] of Object.entries(ratios))
        console.log(
          `  ${what}: median ${median(list).toFixed(3)}, spread ${Math.min(...list).toFixed(3)} to ${Math.max(...list).toFixed(3)}`,
        );
      await offer(ground, integrating, options, appended);
      promiseLine('ledger-append', median(ratios.acknowledged), '>=0.9');
      promiseLine('ledger-append-sealed', median(ratios.sealed), '>=0.5');
      promiseLine('ledger-append-searchable', median(ratios.searchable), '>=0.25');
    } finally {
      await integrating.stop();
    }
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '400000' },
      pairs: { type: 'string', default: '5' },
      flight: { type: 'string', default: '64' },
      rate: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '15' },
    },
  });
  await benchLedgerAppend({
    records: Number(values.records),
    pairs: Number(values.pairs),
    flight: Number(values.flight),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
  });
}
