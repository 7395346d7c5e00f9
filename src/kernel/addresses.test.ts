import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networks, outwardAddress, plainAddress } from './addresses.ts';
import { Refusal } from './errors.ts';

const isRefused =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, code);
    return true;
  };

test('an address has one way of writing, and IPv4 within IPv6 is IPv4', () => {
  for (const [written, plain] of [
    ['10.0.0.5', '10.0.0.5'],
    ['::ffff:10.0.0.5', '10.0.0.5'],
    ['::ffff:a00:5', '10.0.0.5'],
    ['0:0:0:0:0:FFFF:0a00:0005', '10.0.0.5'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['FE80::1%eth0', 'fe80::1'],
    ['2001:DB8:0:0::5', '2001:db8::5'],
    ['db.internal', 'db.internal'],
  ] as const)
    assert.equal(plainAddress(written), plain, written);
});

test('a network is an address and one width', () => {
  for (const cidr of ['10.9.0.0/16/5', '10.9.0.0/', '10.9.0.0/33', '10.9.0/16', ''])
    assert.throws(() => networks([cidr]), isRefused('platform.bad_input'), cidr);
  assert.ok(networks(['10.9.0.0/16']).has('::ffff:a09:102'));
});

test('our own database is refused however it is written, and before any exemption', async () => {
  const allowed = ['10.0.0.0/8'];
  const own = new Set(['10.0.0.5:5432/platform', '[2001:db8::5]:5432/platform']);
  const rule = { allowed: [...allowed, '2001:db8::/32'], exempt: new Set<string>(), own };
  for (const host of ['10.0.0.5', '::ffff:10.0.0.5', '::ffff:a00:5', '2001:DB8:0::5'])
    for (const database of ['platform', 'postgres'])
      await assert.rejects(outwardAddress(host, 5432, rule, database), isRefused('address.forbidden'), host);
  assert.equal(await outwardAddress('10.0.0.6', 5432, rule, 'platform'), '10.0.0.6');
  assert.equal(await outwardAddress('10.0.0.5', 5433, rule, 'platform'), '10.0.0.5');

  const shared = { allowed, own, exempt: new Set(['10.0.0.5:5432/departments']) };
  assert.equal(await outwardAddress('10.0.0.5', 5432, shared, 'departments'), '10.0.0.5');
  for (const database of ['platform', 'postgres'])
    await assert.rejects(outwardAddress('10.0.0.5', 5432, shared, database), isRefused('address.forbidden'));
});

test('our own database is known by every address of its name', async () => {
  const byName = { allowed: [], own: new Set(['localhost:5432/platform']) };
  const exempt = new Set(['127.0.0.1:5432', 'localhost:5432']);
  for (const host of ['127.0.0.1', 'localhost'])
    await assert.rejects(
      outwardAddress(host, 5432, { ...byName, exempt }, 'platform'),
      isRefused('address.forbidden'),
    );
  assert.equal(await outwardAddress('127.0.0.1', 5432, { ...byName, exempt }, 'departments'), '127.0.0.1');
});
