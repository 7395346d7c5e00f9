/**
 * The same table asked by key through the gateway, through PostGraphile and through Directus: CPU time a call, process
 * and database, from the kernel's counters. The gateway proves the caller, masks two items, checks for replays and
 * records before it answers; the others do none of it. Every side has its own prepared statements and a pool of the same
 * size. Promise: a call costs PostGraphile 1.5 times as much at least, and Directus 20 times.
 *
 * The two are installed by this bench alone, into bench/peers (a gigabyte; Directus compiles a part of itself).
 * `--node` is the node that Directus runs with.
 *
 *   node bench/gatewayPeer.ts [--rate 500] [--directus-rate 40] [--seconds 15] [--node node]
 */
import { type ChildProcess, type SpawnOptions, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { request } from 'undici';
import {
  type City,
  type Cost,
  type Side,
  type SideSettings,
  costOf,
  keptUp,
  offer,
} from './lib/gatewayCity.ts';
import { CONNECTIONS, SOURCE, serveGateway, withCity } from './lib/gatewayCity.ts';
import { type Load, offerLoad } from './lib/load.ts';
import { printMachine } from './lib/machine.ts';
import { childSettings } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '500' },
    'directus-rate': { type: 'string', default: '40' },
    seconds: { type: 'string', default: '15' },
    node: { type: 'string', default: 'node' },
    side: { type: 'string' },
  },
});
const PEERS = join(import.meta.dirname, 'peers');

/**
 * Without this project's own node. Directus alone needs that: its isolated-vm is compiled for the node that runs npm, and
 * loads in no other. PostGraphile compiles nothing and needs Promise.withResolvers, which the machine's node may be too
 * old for (it came with 22): it runs with this project's.
 */
const outside = {
  ...process.env,
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'))
    .join(delimiter),
};

function install(): void {
  if (existsSync(join(PEERS, 'node_modules', 'directus'))) return;
  console.log('installing PostGraphile and Directus into bench/peers');
  const npm = (...args: string[]): void => {
    execFileSync('npm', args, { cwd: PEERS, env: outside, stdio: 'inherit' });
  };
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
  npm('rebuild', 'isolated-vm', 'argon2', 'esbuild');
}

/** What runs beside the city. One that outlived this bench would hold its output open: whoever reads that would wait on. */
const peers: ChildProcess[] = [];

function startPeer(node: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(node, args, { cwd: PEERS, ...options });
  peers.push(child);
  return child;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise(done => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

async function startPostgraphile({ server }: City): Promise<Side> {
  const password = server.password === '' ? '' : `:${encodeURIComponent(server.password)}`;
  const url = `postgres://${server.user}${password}@${server.host}:${server.port}/${SOURCE}`;
  const child = startPeer(process.execPath, ['postgraphile.mjs', url, String(CONNECTIONS)], {
    env: { ...process.env, GRAPHILE_ENV: 'production', NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((done, fail) => {
    child.once('message', said => done((said as { port: number }).port));
    child.once('exit', code => fail(new Error(`PostGraphile ended with ${code}`)));
  });
  return { child, port };
}

async function startDirectus({ server }: City): Promise<{ side: Side; token: string }> {
  const port = await freePort();
  const login = { email: 'bench@example.cn', password: 'bench-bench-bench' };
  const env = {
    ...outside,
    NODE_ENV: 'production',
    DB_CLIENT: 'pg',
    DB_HOST: server.host,
    DB_PORT: String(server.port),
    DB_DATABASE: SOURCE,
    DB_USER: server.user,
    DB_PASSWORD: server.password,
    DB_POOL__MIN: String(CONNECTIONS),
    DB_POOL__MAX: String(CONNECTIONS),
    SECRET: 'only for the bench, 32 characters and more',
    ADMIN_EMAIL: login.email,
    ADMIN_PASSWORD: login.password,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'error',
    TELEMETRY: 'false',
  };
  const cli = join('node_modules', 'directus', 'cli.js');
  execFileSync(values.node, [cli, 'bootstrap'], { cwd: PEERS, env, stdio: 'ignore' });
  const child = startPeer(values.node, [cli, 'start'], { env, stdio: 'ignore' });
  const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
  for (let i = 0; ; i++) {
    const up = await request(at('/server/ping')).then(
      ({ statusCode }) => statusCode === 200,
      () => false,
    );
    if (up) break;
    if (i > 120 || child.exitCode !== null) throw new Error('Directus did not start.');
    await new Promise(done => setTimeout(done, 500));
  }
  const post = async (
    path: string,
    body: object,
    token = '',
  ): Promise<{ data?: { access_token?: string } }> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const answer = await request(at(path), { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.body.json()) as { data?: { access_token?: string } };
  };
  const token = (await post('/auth/login', login)).data?.access_token ?? '';
  await post('/collections', { collection: 'person', meta: {} }, token);
  return { side: { child, port }, token };
}

async function measure(
  city: City,
  loader: Side,
  side: Side,
  load: (seconds: number) => Load,
  name: string,
): Promise<Cost> {
  await offer(loader, load(8));
  const cost = await costOf(city, loader, [side], load(Number(values.seconds)));
  const { result, own, database } = cost;
  if (!keptUp(result, load(1).rate)) failRun(`  ${name} did not keep up with the offered rate: lower it.`);
  console.log(
    `${name}: ${own.toFixed(1)} + ${database.toFixed(1)} µs a call (process + database), ${Math.round(result.calls / result.seconds)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
  );
  return cost;
}

async function compare(city: City): Promise<void> {
  const file = import.meta.filename;
  const loader = await city.start(file, 'load');
  const rate = Number(values.rate);
  const sum = ({ own, database }: Cost): number => own + database;
  const ours = await city.start(file, 'ours');
  const mine = await measure(city, loader, ours, seconds => city.load([ours.port], seconds, rate), 'gateway');
  ours.child.kill();
  const graphile = await startPostgraphile(city);
  const theirs = await measure(
    city,
    loader,
    graphile,
    seconds => ({ ...city.load([graphile.port], seconds, rate), speaks: 'graphql' }),
    'PostGraphile',
  );
  graphile.child.kill();
  const { side: directus, token } = await startDirectus(city);
  const last = await measure(
    city,
    loader,
    directus,
    seconds => ({
      ...city.load([directus.port], seconds, Number(values['directus-rate'])),
      speaks: 'directus',
      token,
    }),
    'Directus',
  );
  promiseLine('gateway-peer-postgraphile', sum(theirs) / sum(mine), '>=1.5');
  promiseLine('gateway-peer-directus', sum(last) / sum(mine), '>=20');
}

if (values.side === 'load') {
  process.on('message', (load: Load) => {
    void offerLoad(load).then(result => process.send?.(result));
  });
  process.send?.({ port: 0 });
} else if (values.side !== undefined) {
  process.send?.({ port: await serveGateway(childSettings<SideSettings>()) });
} else {
  install();
  const version = (name: string): string =>
    (
      JSON.parse(
        execFileSync('npm', ['pkg', 'get', 'dependencies', '--json'], { cwd: PEERS, encoding: 'utf8' }),
      ) as Record<string, string>
    )[name] ?? '';
  await withCity(async city => {
    printMachine();
    console.log(`PostGraphile ${version('postgraphile')}, Directus ${version('directus')}`);
    try {
      await compare(city);
    } finally {
      for (const peer of peers) peer.kill('SIGKILL');
    }
  });
}
