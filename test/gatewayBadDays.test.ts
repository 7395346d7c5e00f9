/** What callers find when a gateway is killed under load, and when the platform's own database is away for a while. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { commitmentOf, unpackEntries } from '#record/entry.ts';
import { type GatewayHouse, type Reply, call, followed, gatewayHouse, planOf } from './gatewayHouse.ts';

let house: GatewayHouse;
before(async () => {
  house = await gatewayHouse('baddays');
  await house.publish(planOf(1));
});
after(() => house.close());

/** A gateway in a process of its own that reaches the platform's database at `url`. */
async function startChild(url: string): Promise<{ child: ChildProcess; port: number; end: () => void }> {
  // The folder itself is held by this process; its key is what the other one needs.
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-test-'));
  cpSync(house.own.folder, folder, { recursive: true });
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gatewayChild.ts')], {
    env: { ...process.env, CHILD_DATA: folder, CHILD_DATABASE: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const end = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  return { child, port: Number(line.toString()), end };
}

/** The claims that answers carried, against what the record holds at these numbers. */
async function claimsHold(replies: readonly Reply[]): Promise<void> {
  const { rows } = await house.owner.query<{ first: string; n: number; body: Buffer; salts: Buffer }>(
    'select first, n, body, salts from record.batch where log = 2 order by first',
  );
  const held = new Map<string, string>();
  for (const { first, n, body, salts } of rows)
    for (const [i, entry] of unpackEntries(body, n).entries())
      held.set(
        String(Number(first) + i),
        commitmentOf(salts.subarray(i * 16, i * 16 + 16), entry).toString('hex'),
      );
  for (const { headers } of replies)
    assert.equal(held.get(String(headers['shuqiao-record'])), headers['shuqiao-commitment']);
}

test('a gateway killed under load leaves a durable record for every answer that a client received', {
  timeout: 60_000,
}, async () => {
  for (const after of [40, 300]) {
    const { child, port, end } = await startChild(house.own.config.databaseUrl ?? '');
    const replies: Reply[] = [];
    const callers = Array.from({ length: 16 }, async () => {
      for (;;) {
        const reply = await call(port, 1).catch(() => undefined);
        if (!reply) return;
        if (reply.status === 200) replies.push(reply);
        if (replies.length >= after) child.kill('SIGKILL');
      }
    });
    await Promise.all(callers);
    end();
    assert.ok(replies.length >= after);
    await claimsHold(replies);
  }
});

/** A way to the platform's database that can be cut. */
async function relay(to: URL): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const open = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;
  const mend = async (): Promise<void> => {
    server = createServer(inner => {
      const outer = connect(Number(to.port), to.hostname);
      for (const [one, other] of [
        [inner, outer],
        [outer, inner],
      ] as const) {
        open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  await mend();
  const url = new URL(to.href);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    mend,
    cut: async () => {
      const closed = server && once(server, 'close');
      server?.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

test('without the platform’s database no answer leaves, callers are told when to come again, and service resumes by itself', {
  timeout: 60_000,
}, async t => {
  const way = await relay(new URL(house.own.config.databaseUrl ?? ''));
  const { port, end } = await startChild(way.url);
  t.after(async () => {
    end();
    await way.cut();
  });
  const replies: Reply[] = [];
  const ask = async (): Promise<Reply> => {
    const reply = await call(port, 1);
    replies.push(reply);
    return reply;
  };
  await followed(async () => (await ask()).status === 200);
  await way.cut();
  const away = await Promise.all(Array.from({ length: 20 }, ask));
  for (const { status, body, headers } of away) {
    assert.deepEqual([status, body.code, body.data], [503, 'platform.unavailable', null]);
    assert.ok(Number(headers['retry-after']) > 0);
    assert.equal(headers['shuqiao-record'], undefined);
  }
  await way.mend();
  await followed(async () => (await ask()).status === 200);
  assert.equal((await ask()).status, 200, 'and stays');
  await claimsHold(replies.filter(reply => reply.status === 200));
});
