/** One buffer for all that arrives: what the driver keeps must not change under it, and TLS lies over the socket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { test } from 'node:test';
import { openPostgresSocket, takeOver } from '#connectors/postgres/socket.ts';

async function withPeer(work: (mine: Socket, peer: Socket) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const mine = openPostgresSocket();
  try {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    mine.connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [peer] = await accepted;
    await work(mine, peer);
    peer.destroy();
  } finally {
    mine.destroy();
    server.close();
  }
}

/** Waits until the condition holds; the runner's own limit ends what never does. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 2));
}

test('chunks that the driver keeps stay as they came', async () => {
  await withPeer(async (mine, peer) => {
    const kept: Buffer[] = [];
    mine.on('data', (chunk: Buffer) => kept.push(chunk));
    for (const letter of 'abc') {
      peer.write(letter.repeat(1000));
      const bytes = (kept.length + 1) * 1000;
      await until(() => Buffer.concat(kept).length >= bytes);
    }
    assert.equal(Buffer.concat(kept).toString(), ['a', 'b', 'c'].map(letter => letter.repeat(1000)).join(''));
  });
});

test('a taker gets the bytes in place of the driver, holds them back, and gives back what is not its own', async () => {
  await withPeer(async (mine, peer) => {
    let driver = '';
    mine.on('data', (chunk: Buffer) => (driver += chunk.toString()));
    const total = 8 * 1024 * 1024;
    let taken = 0;
    let calls = 0;
    const giveBack = takeOver(mine, bytes => {
      calls++;
      taken += bytes.length;
      if (taken < total) return false;
      giveBack(Buffer.from('rest'));
      return true;
    });
    peer.write(Buffer.alloc(total, 'x'));
    await until(() => calls === 1);
    await new Promise(resolve => setTimeout(resolve, 30));
    assert.equal(calls, 1, 'nothing comes until it is resumed');
    while (taken < total) {
      const before = calls;
      mine.resume();
      await until(() => calls > before);
    }
    await until(() => driver === 'rest');
    peer.write(' and more');
    await until(() => driver === 'rest and more');
    assert.equal(taken, total);
  });
});
