/**
 * CPU time a call (server process and database backends, from the kernel's counters) of a bare proxy that pipes through
 * undici ÷ that of the gateway before the same interface: signed, granted, replay-checked, recorded before the answer.
 * Twice: with the answer untouched (promise: at least 0.8) and with its 2 KB of JSON cut down to five items of which two
 * are masked (at least 0.5). Open loop at one offered rate; both sides get the same requests and ask the same upstream.
 *
 *   node bench/gatewayProxy.ts [--rate 2000] [--seconds 20] [--pairs 5]
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { createKeys } from '#kernel/keys.ts';
import type { PlanInterface, ProxyPlan } from '#vocabulary/plans.ts';
import {
  type City,
  OWN,
  type Side,
  type SideSettings,
  asCommand,
  costOf,
  keptUp,
  offer,
  planOf,
  serveGateway,
  withCity,
} from './lib/gatewayCity.ts';
import { type Load, offerLoad } from './lib/load.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { childSettings } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { withClient } from './lib/scratch.ts';

interface ProxySettings extends SideSettings {
  upstream: number;
}

const KINDS = ['untouched', 'masked'] as const;
const PROMISES = { untouched: '>=0.8', masked: '>=0.5' };

/** 2 KB: five items that are granted and a good deal that is not. */
const answerOf = (id: string): string =>
  JSON.stringify({
    code: '0',
    message: '成功',
    data: [
      {
        idno: id,
        xm: '王晓明',
        phone: '13800001234',
        state: '已婚',
        since: '2001-05-06',
        ...Object.fromEntries(
          Array.from({ length: 34 }, (_, i) => [`field_${i}`, `部门自己的内容，不在授权里 ${i}`]),
        ),
      },
    ],
  });

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const ID = /4104\d{14}/;

/** The department's interface: answers whoever asks, from memory. */
function serveUpstream(): Promise<number> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.from(answerOf(ID.exec(Buffer.concat(chunks).toString())?.[0] ?? ''));
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      res.end(body);
    });
  });
  server.keepAliveTimeout = 60_000;
  return listening(server);
}

/** Passes the body on and the answer back, and looks at neither. */
function serveBare({ upstream }: ProxySettings): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${upstream}`, { connections: 32, pipelining: 1 });
  return listening(
    createServer((req, res) => {
      pool
        .stream(
          {
            path: '/api/query',
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: req,
          },
          ({ statusCode, headers }) => {
            res.writeHead(statusCode, headers);
            return res;
          },
        )
        .catch((error: unknown) => res.destroy(error as Error));
    }),
  );
}

const serveOurs = (settings: ProxySettings): Promise<number> =>
  serveGateway(settings, {
    addresses: { exempt: new Set([`127.0.0.1:${settings.upstream}`]), own: new Set() },
  });

async function serveLoad(): Promise<void> {
  process.on('message', (load: Load) => {
    void offerLoad(load).then(result => process.send?.(result));
  });
  process.send?.({ port: 0 });
}

const isUntouched = (at: number): boolean => at % 2 === 0;

/** Each second system may see all as it is. */
function proxyPlanOf(grantId: number, sid: string): ProxyPlan {
  const base = planOf(grantId, grantId, sid);
  if (base.kind !== 'query' && base.kind !== 'verify') throw new Error('the city has tables');
  const { table: _table, kind: _kind, ...rest } = base;
  const untouched = isUntouched(grantId - 1);
  const upstream: PlanInterface = {
    upstreamId: 1,
    method: 'POST',
    path: '/query',
    parameters: [{ name: 'id', place: 'body', type: 'text', required: true, item: '身份证号' }],
    request: 'json',
    response: 'json',
    rows: '$.data[*]',
    success: { path: '$.code', values: ['0'], nothing: [], refusals: [] },
    items: rest.items.map(({ name }) => name),
    passThrough: true,
  };
  const items = rest.items.map(one => ({ ...one, column: `@.${one.column}` }));
  return { ...rest, kind: 'proxy', mode: 'query', upstream, untouched, items };
}

async function fill(city: City, upstream: number): Promise<void> {
  const keys = createKeys(Buffer.from(city.master, 'base64'));
  await withClient(city.server, OWN, client =>
    asCommand(client, async () => {
      await client.query(
        `insert into plans.upstream (department_id, scheme, host, port, address, base, credentials, secret_sealed, health)
         values (1, 'http', '127.0.0.1', $1, '127.0.0.1', '/api', '{"kind":"bearer"}', $2, '{}')`,
        [upstream, keys.seal('credentials', 'plans.upstream/secret/1', 'token')],
      );
      for (const [at, { sid }] of city.load([], 0, 0).systems.entries())
        await client.query(`update plans.plan set kind = 'proxy', body = $2 where grant_id = $1`, [
          at + 1,
          JSON.stringify(proxyPlanOf(at + 1, sid)),
        ]);
    }),
  );
}

export interface ProxyBench {
  rate: number;
  seconds: number;
  pairs: number;
}

/** Answers the two medians. */
export function benchGatewayProxy({
  rate,
  seconds,
  pairs,
}: ProxyBench): Promise<Record<(typeof KINDS)[number], number>> {
  return withCity(async city => {
    const upstream = await city.start(import.meta.filename, 'upstream');
    await fill(city, upstream.port);
    const more = { upstream: upstream.port };
    const bare = await city.start(import.meta.filename, 'bare', more);
    const ours = await city.start(import.meta.filename, 'ours', more);
    const loader = await city.start(import.meta.filename, 'load');
    printMachine();
    console.log(
      `${rate} calls/s for ${seconds} s, ${pairs} pairs of each kind, answers of ${Buffer.byteLength(answerOf('4'.repeat(18)))} bytes, no seed`,
    );
    const loadOf = (side: Side, untouched: boolean, time: number): Load => {
      const load = city.load([side.port], time, rate);
      return { ...load, systems: load.systems.filter((_one, at) => isUntouched(at) === untouched) };
    };
    const found = {} as Record<(typeof KINDS)[number], number>;
    for (const kind of KINDS) {
      const untouched = kind === 'untouched';
      const measure = async (side: Side, name: string): Promise<number> => {
        await offer(loader, loadOf(side, untouched, 2));
        const { own, database, result } = await costOf(
          city,
          loader,
          [side],
          loadOf(side, untouched, seconds),
        );
        if (!keptUp(result, rate))
          failRun(
            `  ${name} did not keep up with the offered rate: this pair proves nothing, lower --rate or run again.`,
          );
        console.log(
          `  ${name}: ${own.toFixed(1)} + ${database.toFixed(1)} µs a call (process + database), ${Math.round(result.calls / result.seconds)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
        );
        return own + database;
      };
      // Both sides' code is compiled before the first pair.
      for (const side of [bare, ours]) await offer(loader, loadOf(side, untouched, 4));
      const result = await runPairs({
        count: pairs,
        bare: () => measure(bare, 'bare'),
        ours: () => measure(ours, kind),
        load: loadAverage,
        lessIsBetter: true,
        onPair: (pair, ratio, round) =>
          console.log(
            `${kind}, pair ${round + 1}: bare ${pair.bare.toFixed(1)} µs, gateway ${pair.ours.toFixed(1)} µs, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
          ),
      });
      console.log(
        `${kind}: median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; bare ${median(result.pairs.map(pair => pair.bare)).toFixed(1)} µs, gateway ${median(result.pairs.map(pair => pair.ours)).toFixed(1)} µs`,
      );
      if (result.disturbed)
        failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
      found[kind] = result.median;
    }
    return found;
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '2000' },
      seconds: { type: 'string', default: '20' },
      pairs: { type: 'string', default: '5' },
      side: { type: 'string' },
    },
  });
  if (values.side === 'load') await serveLoad();
  else if (values.side === 'upstream') process.send?.({ port: await serveUpstream() });
  else if (values.side !== undefined) {
    const settings = childSettings<ProxySettings>();
    process.send?.({ port: await (values.side === 'ours' ? serveOurs(settings) : serveBare(settings)) });
  } else {
    const found = await benchGatewayProxy({
      rate: Number(values.rate),
      seconds: Number(values.seconds),
      pairs: Number(values.pairs),
    });
    for (const kind of KINDS) promiseLine(`gateway-proxy-${kind}`, found[kind], PROMISES[kind]);
  }
}
