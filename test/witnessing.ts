/** Instances that witness each other, each with its own database, master key and address, and logs to be witnessed. */
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import type { Static } from 'typebox';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import {
  HASH_BYTES,
  TILE_WIDTH,
  createRange,
  hashLeaf,
  nodesFromTiles,
  proveConsistency,
} from '#kernel/merkle.ts';
import { writeCheckpoint } from '#kernel/notes/checkpoint.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from '#kernel/notes/signingKey.ts';
import { type KeyType, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { createOrganizations, createSignIn, declareOrganizations } from '#modules/organizations/index.ts';
import type { AlarmView, LogView, PeerView } from '#modules/witness/contract.ts';
import { type OwnLog, createSubmitter, createWitness, declareWitness } from '#modules/witness/index.ts';
import { createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { freshStorage } from './database.ts';

const PASSWORD = 'Shuqiao-2026';
export type Alarm = Static<typeof AlarmView>;
export type KnownLog = Static<typeof LogView>;
export type Peer = Static<typeof PeerView>;

/** A log with keys of its own, in the tiles that the ledger stores, and nothing else of the ledger. */
export class TestLog implements OwnLog {
  readonly id: number;
  readonly origin: string;
  readonly keys: SigningKey[];
  readonly leaves: string[] = [];
  private readonly signed = new Map<number, string>();
  private readonly tiles = new Map<string, Buffer[]>();
  private readonly range = createRange(0, [], (level, index, hash) => {
    const name = `${level}/${Math.floor(index / TILE_WIDTH)}`;
    this.tiles.set(name, [...(this.tiles.get(name) ?? []), hash]);
  });
  private readonly read = nodesFromTiles(ids =>
    Promise.resolve(
      ids.map(({ level, n }) => {
        const tile = this.tiles.get(`${level}/${n}`);
        return tile && Buffer.concat(tile, tile.length * HASH_BYTES);
      }),
    ),
  );

  constructor(id: number, origin: string, keys?: SigningKey[]) {
    this.id = id;
    this.origin = origin;
    this.keys = keys?.slice() ?? (['ed25519', 'sm2'] as const).map(type => newKey(origin, type));
  }

  get verifierKeys(): string[] {
    return this.keys.map(key => writeVerifierKey(key.verifier));
  }

  append(...leaves: string[]): this {
    for (const leaf of leaves) {
      this.leaves.push(leaf);
      this.range.append(hashLeaf(Buffer.from(leaf)));
    }
    return this;
  }

  grow(count: number, word = 'entry'): this {
    return this.append(...Array.from({ length: count }, (_, i) => `${word} ${this.leaves.length + i}`));
  }

  /** The log as it was at a smaller size, with the same keys: what a restored backup is. */
  asItWas(size: number): TestLog {
    return new TestLog(this.id, this.origin, this.keys).append(...this.leaves.slice(0, size));
  }

  /** Signed once at each size: an SM2 signature is another one each time. */
  checkpoint(): string {
    const { origin, keys, range, signed } = this;
    const text = writeCheckpoint({ origin, size: range.size, root: range.root() });
    const note = signed.get(range.size) ?? signNote(text, keys);
    signed.set(range.size, note);
    return note;
  }

  lastCheckpoint() {
    const { size } = this.range;
    return Promise.resolve(size === 0 ? undefined : { size, note: this.checkpoint() });
  }

  consistency(before: number, size: number): Promise<Buffer[]> {
    return proveConsistency(before, size, this.read);
  }
}

export function newKey(name: string, type: KeyType): SigningKey {
  const { publicKey, secret } = makeSigningKey(type);
  return openSigningKey(name, type, publicKey, secret);
}

/** Waits until `look` gives something; fails with `what` after the time. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  milliseconds = 20_000,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    assert.ok(performance.now() < end, `in vain: ${what}`);
    await pause(50);
  }
}

const TEST_ROLES = ['operator', 'auditor', 'data_officer'] as const satisfies Role[];
type TestRole = (typeof TEST_ROLES)[number];

/** One platform as far as witnessing goes, listening on an address of its own. */
export async function openInstance(label: string) {
  const test = await freshStorage(label);
  const { pools, keys } = test.storage;
  const db = reader(pools.read);
  const audited = createAudited(pools.write, () => systemClock.now());
  const exempt = new Set<string>();
  const addresses = { exempt, own: new Set<string>() };
  const organizations = createOrganizations({ db, pool: pools.write, audited, keys });
  const signIn = createSignIn({ pool: pools.write, audited, keys, clock: systemClock });
  const needs = { db, pool: pools.write, audited, keys, clock: systemClock, addresses };
  const witness = createWitness({ ...needs, name: `${label}.test/witness` });
  const bugs: unknown[] = [];
  const http = createHttp({
    authenticate: request => signIn.visitOf(request),
    fastify: { forceCloseConnections: true },
    onBug: error => bugs.push(error),
  });
  declareOrganizations({ http, organizations, signIn, demonstration: false, addressOf: () => '127.0.0.1' });
  declareWitness({ http, witness });
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = http.app.server.address() as AddressInfo;

  await audited(PLATFORM, 'test.city', 'city', async tx => {
    await organizations.addRegion(tx, { code: '410000', name: '河南省', parent: null, level: 'province' });
    await organizations.addRegion(tx, { code: '410400', name: '平顶山市', parent: '410000', level: 'city' });
    const front = '1141040000000000X';
    const departmentId = await organizations.addDepartment(tx, {
      key: 'civil',
      name: '平顶山市民政局',
      nameEn: 'civil affairs',
      shortName: '市民政局',
      regionCode: '410400',
      kind: 'government',
      isAuthority: false,
      creditCode: front + (creditCodeCheckDigit(front) ?? ''),
    });
    for (const role of TEST_ROLES)
      await organizations.addAccount(
        tx,
        { login: role, name: role, password: PASSWORD, mustChange: false, isDemo: false },
        [{ departmentId, role, since: '2026-01-01' }],
      );
    return { value: undefined };
  });

  async function signedIn(role: TestRole): Promise<Record<string, string>> {
    const reply = await http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: role, password: PASSWORD },
    });
    assert.equal(reply.statusCode, 200, reply.body);
    const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
    return { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
  }
  const sessions = new Map<string, Promise<Record<string, string>>>();

  /** Through the interface, as a person with this role; a visitor has none. */
  async function ask<T>(
    role: TestRole | 'visitor',
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: T }> {
    if (role !== 'visitor' && !sessions.has(role)) sessions.set(role, signedIn(role));
    const headers = (await sessions.get(role)) ?? {};
    const reply = await http.app.inject({ method, url, headers, ...(payload && { payload }) });
    assert.deepEqual(bugs.splice(0), [], `${method} ${url} met a bug`);
    return { status: reply.statusCode, body: reply.json<T>() };
  }

  function submitting(logs: OwnLog[], pace: { every?: number; again?: number }) {
    const ending = new AbortController();
    const said: string[] = [];
    const { done } = createSubmitter({
      ...needs,
      ...pace,
      logs,
      log: { error: (_facts, message) => said.push(message) },
      signal: ending.signal,
    });
    return {
      said,
      stop: () => {
        ending.abort();
        return done;
      },
    };
  }

  return {
    ...test,
    db,
    port,
    base: `http://127.0.0.1:${port}/witness`,
    exempt,
    ask,
    alarms: async () => (await ask<Alarm[]>('auditor', 'GET', '/api/witness/alarms')).body,
    key: async () => (await (await fetch(`http://127.0.0.1:${port}/witness/key`)).text()).trim(),
    /** `POST /witness/add-checkpoint` over the wire. */
    async submit(body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) {
      const url = `http://127.0.0.1:${port}/witness/add-checkpoint`;
      const reply = await fetch(url, { method: 'POST', body, headers });
      assert.deepEqual(bugs.splice(0), [], 'a submission met a bug');
      return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() };
    },
    /** Enters a log to be witnessed here. */
    know: (log: { origin: string; verifierKeys: string[] }, name = '另一个城市') =>
      ask<{ id: number; record: number }>('operator', 'POST', '/api/witness/logs', {
        origin: log.origin,
        name,
        keys: log.verifierKeys,
      }),
    /** Enters a witness on this machine for our logs. */
    trust(place: { base: string; port: number }, key: string) {
      exempt.add(`127.0.0.1:${place.port}`);
      const body = { url: place.base, key, networks: ['127.0.0.1'] };
      return ask<{ id: number; record: number; code?: string }>(
        'operator',
        'POST',
        '/api/witness/peers',
        body,
      );
    },
    peers: async () => (await ask<Peer[]>('auditor', 'GET', '/api/witness/peers')).body,
    /** Submits these logs until `stop`, more impatiently than in earnest. */
    submitting: (...logs: OwnLog[]) => submitting(logs, { every: 100, again: 600 }),
    /** The same at the pace that an installation has. */
    submittingInEarnest: (...logs: OwnLog[]) => submitting(logs, {}),
    witness: () => createWitness({ ...needs, name: `${label}.test/another-name` }),
    cosigned: witness.newestCosignatures,
    covering: witness.cosignaturesCovering,
    stop: async () => {
      await http.app.close();
      await test.close();
    },
  };
}

export type Instance = Awaited<ReturnType<typeof openInstance>>;
