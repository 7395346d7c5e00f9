import assert from 'node:assert/strict';
import { createHash, createHmac, hash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { networks } from '#kernel/addresses.ts';
import { Refusal } from '#kernel/errors.ts';
import { createKeys } from '#kernel/keys.ts';
import type { Proof } from '#planes/gateway/call.ts';
import { sortedQuery } from './bgHmac.ts';
import { type Caller, type CallerKey, checkAddress, makeKey } from './caller.ts';
import { markFront } from './front.ts';
import { CALLER_SETTINGS, createProfiles } from './profiles.ts';

const NOW = 1_700_000_000_000;
const RID = '7f000001-0000-4000-8000-000000000001';
const SID = 's_demo_0001';
const SECRET = '0123456789abcdef0123456789abcdef';
const FINGERPRINT = `sha256:${createHash('sha256').update('certificate').digest('hex')}`;

const key = (no: number, secret: string, more: Partial<CallerKey> = {}): CallerKey =>
  makeKey({ no, environment: 'live', from: 0, until: NOW * 2, secret: Buffer.from(secret), ...more });

const callerWith = (...keys: CallerKey[]): Caller => ({
  id: 1,
  rid: RID,
  departmentId: 2,
  keys,
  certificates: [{ no: 9, environment: 'live', from: 0, until: NOW * 2, fingerprint: FINGERPRINT }],
  profiles: new Set(['national']),
  allowed: networks(['10.0.0.0/8']),
  spread: 20,
  lastAddress: undefined,
  lastKey: undefined,
});
const caller = callerWith(key(0, SECRET));

const profiles = createProfiles(
  { ...CALLER_SETTINGS, fronts: networks(['10.9.9.9']) },
  createKeys(Buffer.alloc(32, 7)),
  fingerprint => (fingerprint === FINGERPRINT ? caller : undefined),
);

interface Asked {
  headers: Record<string, string>;
  method?: string;
  url?: string;
  from?: string;
  body?: Buffer;
  now?: number;
  caller?: Caller;
}

const requestOf = ({ headers, method = 'POST', url = `/gateway/${SID}`, from = '10.1.1.1' }: Asked) =>
  ({ headers, method, url, socket: { remoteAddress: from } }) as unknown as IncomingMessage;

/** What the gateway does with a request before the plan is looked for. */
function prove(asked: Asked): { proof: Proof; name: string; rid: string; sid: string; url: string } {
  const req = requestOf(asked);
  const path = (req.url ?? '').split('?')[0] ?? '';
  const { profile, head } = profiles.read(req, path.startsWith('/gateway/') ? path.slice(9) : '', undefined);
  const proof = profile.prove(head, asked.caller ?? caller, asked.now ?? NOW);
  profile.checkTime?.(head, asked.now ?? NOW);
  profile.checkBody?.(head, asked.body);
  return { proof, name: profile.name, rid: head.rid, sid: head.sid, url: req.url ?? '' };
}

const refused = (asked: Asked): string => {
  try {
    return `accepted as ${prove(asked).name}`;
  } catch (error) {
    if (error instanceof Refusal) return error.code.replace('gateway.', '');
    throw error;
  }
};

const national = (prefix: string, more: Record<string, string> = {}): Record<string, string> => ({
  [`${prefix}rid`]: RID,
  [`${prefix}sid`]: SID,
  [`${prefix}rtime`]: String(NOW),
  [`${prefix}sign`]: 'NAKuKNgbWBPwxfZ7WwwuehxaeYZ4LPQK0uE2Zeh71bk=',
  ...more,
});

test('the vector of the national convention proves a call in both spellings, in headers and in a query', () => {
  for (const [prefix, url] of [
    ['gjgxjhpt_', '/httpproxy'],
    ['gjzwfwpt_', `/gateway/${SID}`],
  ] as const) {
    const { proof, name, sid } = prove({ headers: national(prefix), url });
    assert.deepEqual([name, sid, proof.environment, proof.replay?.spread], ['national', SID, 'live', 20]);
  }
  const sign = national('')['sign'] ?? '';
  for (const written of [sign, encodeURIComponent(sign), sign.replace('=', '%3D')])
    for (const prefix of ['', 'gjgxjhpt_', 'gjzwfwpt_']) {
      const url = `/httpproxy?a=1&${prefix}rid=${RID}&${prefix}sid=${SID}&b=%2B+&${prefix}rtime=${NOW}&${prefix}sign=${written}&c`;
      const { proof, url: left } = prove({ headers: {}, method: 'GET', url });
      assert.equal(left, '/httpproxy?a=1&b=%2B+&c', 'what signs is taken out, the rest stays as it was');
      assert.equal(proof.replay?.signature.toString('base64'), sign);
    }
  const bare = `/httpproxy?rid=${RID}&sid=${SID}&rtime=${NOW}&sign=${sign}`;
  assert.equal(prove({ headers: {}, method: 'GET', url: bare }).url, '/httpproxy');
  assert.equal(refused({ headers: {}, method: 'POST', url: bare }), 'unknown_caller');
  assert.equal(refused({ headers: {}, method: 'GET', url: `${bare}&sign=${sign}` }), 'unknown_caller');
});

test('names of headers are the installation’s', () => {
  const own = createProfiles(
    {
      ...CALLER_SETTINGS,
      spellings: [
        { prefix: '', voice: 'code0' },
        { prefix: 'x-city-', voice: 'code200' },
      ],
    },
    createKeys(Buffer.alloc(32)),
    () => undefined,
  );
  const read = (headers: Record<string, string>) => own.read(requestOf({ headers }), '', undefined);
  assert.equal(read(national('')).head.voice, 'code0');
  assert.equal(read(national('x-city-')).head.voice, 'code200');
  assert.throws(() => read(national('gjgxjhpt_')), { code: 'gateway.unknown_caller' });
});

test('what the national convention signs cannot be cut elsewhere, and its replay is known by its bytes', () => {
  const mac = (text: string): string => createHmac('sha256', SECRET).update(text).digest('base64');
  const headers = national('gjgxjhpt_');
  // The same signed text, cut one character earlier.
  const moved = { gjgxjhpt_sid: SID.slice(0, -1), gjgxjhpt_rid: `1${RID}` };
  assert.equal(prove({ headers: { ...headers, ...moved }, url: '/httpproxy' }).rid, `1${RID}`);
  assert.notEqual(`1${RID}`, RID, 'and no system is found by that rid');
  const shifted = { gjgxjhpt_rid: `${RID}1`, gjgxjhpt_rtime: String(NOW).slice(1) };
  assert.equal(refused({ headers: { ...headers, ...shifted } }), 'outside_window');
  const spaced = { gjgxjhpt_sign: ` ${headers['gjgxjhpt_sign'] ?? ''} ` };
  const urlSafe = { gjgxjhpt_sign: (headers['gjgxjhpt_sign'] ?? '').replaceAll('/', '_') };
  const signatures = [{}, spaced, urlSafe].map(more =>
    prove({ headers: { ...headers, ...more } }).proof.replay?.signature.toString('hex'),
  );
  assert.equal(new Set(signatures).size, 1, 'another base64 of the same bytes is the same call');
  for (const wrong of ['', 'AAAA', mac(`${SID}${RID}`), mac(`${RID}${SID}${NOW}`)])
    assert.equal(refused({ headers: { ...headers, gjgxjhpt_sign: wrong } }), 'wrong_signature');
  assert.equal(refused({ headers, now: NOW + 300_001 }), 'outside_window');
  assert.equal(refused({ headers, url: '/gateway/s_other' }), 'unknown_caller');
});

const bg = (method: string, path: string, query: string, more: Record<string, string> = {}) => {
  const date = new Date(NOW).toUTCString();
  return {
    'x-bg-hmac-access-key': RID,
    'x-bg-hmac-algorithm': 'hmac-sha256',
    'x-bg-date-time': date,
    'x-bg-hmac-signature': createHmac('sha256', SECRET)
      .update(`${method}\n${path}\n${query}\n${RID}\n${date}\n`)
      .digest('base64'),
    ...more,
  };
};

test('X-BG-HMAC signs method, path, sorted query, key and date', () => {
  const path = `/gateway/${SID}`;
  const fixed = bg('GET', path, 'a=1&b=%E5%BC%A0%20%2A');
  assert.equal(fixed['x-bg-date-time'], 'Tue, 14 Nov 2023 22:13:20 GMT');
  assert.equal(fixed['x-bg-hmac-signature'], '1Bjs9n3gdlz2jAyvC14iIvlkR5NSg7ZlTCcJqE1jr9g=');
  const url = `${path}?b=%E5%BC%A0+*&a=1`;
  const { name, proof } = prove({ headers: fixed, method: 'GET', url });
  assert.deepEqual([name, proof.replay?.spread], ['bg_hmac', 20]);
  assert.equal(refused({ headers: fixed, method: 'POST', url }), 'wrong_signature');
  assert.equal(refused({ headers: fixed, method: 'GET', url: `${url}&c=2` }), 'wrong_signature');
  assert.equal(refused({ headers: fixed, method: 'GET', url, now: NOW + 90_000 }), 'accepted as bg_hmac');
  assert.equal(refused({ headers: fixed, method: 'GET', url, now: NOW + 90_001 }), 'outside_window');
  const local = bg('POST', path, '', { 'x-bg-date-time': new Date(NOW).toString() });
  assert.equal(refused({ headers: local }), 'wrong_signature');
  const sha1 = { ...bg('POST', path, ''), 'x-bg-hmac-algorithm': 'hmac-sha1' };
  assert.equal(refused({ headers: sha1 }), 'unknown_caller');
  assert.equal(refused({ headers: bg('POST', '/httpproxy', ''), url: '/httpproxy' }), 'unknown_caller');
  assert.equal(sortedQuery('b=2&a=3&a=1&c&d=~!'), 'a=1&a=3&b=2&c=&d=~%21');
});

const SECONDS = String(NOW / 1000);
const tifHeaders = (nonce: string, more: Record<string, string> = {}) => ({
  'x-tif-paasid': RID,
  'x-tif-timestamp': SECONDS,
  'x-tif-nonce': nonce,
  'x-tif-signature': hash('sha256', `${SECONDS}${SECRET}${nonce}${SECONDS}`),
  ...more,
});

test('x-tif digests secret, nonce and time; one nonce is one call', () => {
  // standards.md 3.3, with its own token.
  const demo = callerWith(key(0, 'demoToken'));
  const vector = tifHeaders('18bcfe56800-abc123', {
    'x-tif-signature': '5d32af516547d120457cef23ff5410a34864abb5551a0aaaaeeb98ec793e3515',
    'x-tif-serviceid': SID,
  });
  const { name, proof, sid } = prove({ headers: vector, url: '/httpproxy', caller: demo });
  assert.deepEqual([name, sid, proof.replay?.spread], ['tif', SID, 1]);
  const upper = { ...vector, 'x-tif-signature': vector['x-tif-signature'].toUpperCase() };
  const again = prove({ headers: upper, caller: demo }).proof.replay?.signature;
  assert.deepEqual(again, proof.replay?.signature, 'the nonce is what a replay is known by');
  assert.notDeepEqual(prove({ headers: tifHeaders('other') }).proof.replay?.signature, again);
  // Time and nonce cannot trade characters: the time has ten digits at both ends.
  const cut = hash('sha256', `${SECONDS}${SECRET}n${SECONDS}`);
  const traded = { 'x-tif-nonce': `n${SECONDS.slice(0, 1)}`, 'x-tif-timestamp': SECONDS.slice(1) };
  assert.equal(
    refused({ headers: { ...tifHeaders('n'), ...traded, 'x-tif-signature': cut } }),
    'wrong_signature',
  );
  assert.equal(refused({ headers: tifHeaders('n'), now: NOW + 300_001 }), 'outside_window');
  assert.equal(refused({ headers: tifHeaders('n n') }), 'unknown_caller');
  assert.equal(refused({ headers: tifHeaders('n', { 'x-tif-serviceid': 's_other' }) }), 'unknown_caller');
});

const NONCE = 'b3f0c1d2e4a596877869';
function sq(body: string, more: { method?: string; url?: string; algorithm?: string; secret?: string } = {}) {
  const { method = 'POST', url = `/gateway/${SID}`, algorithm = 'sm3', secret = SECRET } = more;
  const digest = `${algorithm}=${hash(algorithm, body)}`;
  return {
    'x-sq-rid': RID,
    'x-sq-time': String(NOW),
    'x-sq-nonce': NONCE,
    'x-sq-digest': digest,
    'x-sq-sign': createHmac('sm3', secret)
      .update(`${method}\n${url}\n${RID}\n${NOW}\n${NONCE}\n${digest}`)
      .digest('base64'),
  };
}

test('the convention with SM3 signs all that a call says, its body by digest', () => {
  // Both values also come out of openssl dgst -sm3 and openssl dgst -sm3 -hmac.
  const text = '{"params":{"公民身份号码":"410411199001011234"}}';
  const body = Buffer.from(text);
  const fixed = sq(text);
  assert.equal(fixed['x-sq-digest'], 'sm3=49b887c1437df825e13017d128fd526708d8567e9d7920ed19d753a08fd1c908');
  assert.equal(fixed['x-sq-sign'], '92TYkN1HdfqrAHfGo2+mXqeIaqXXj9uqdBLZZLdwm4M=');
  const { name, proof } = prove({ headers: fixed, body });
  assert.deepEqual([name, proof.replay?.spread], ['sm3', 1]);
  assert.equal(refused({ headers: sq(text, { algorithm: 'sha256' }), body }), 'accepted as sm3');
  assert.equal(refused({ headers: fixed, body: Buffer.from(`${text} `) }), 'wrong_digest');
  assert.equal(refused({ headers: fixed }), 'wrong_digest');
  assert.equal(refused({ headers: sq(text, { algorithm: 'sha512' }), body }), 'wrong_digest');
  assert.equal(refused({ headers: fixed, body, url: `/gateway/${SID}?a=1` }), 'wrong_signature');
  assert.equal(refused({ headers: fixed, body, method: 'PUT' }), 'wrong_signature');
  assert.equal(refused({ headers: { ...fixed, 'x-sq-time': String(NOW + 1) }, body }), 'wrong_signature');
  assert.equal(refused({ headers: fixed, body, now: NOW - 300_001 }), 'outside_window');
  const get = { url: `/gateway/${SID}?a=1`, method: 'GET' };
  assert.equal(refused({ headers: sq('', get), ...get }), 'accepted as sm3');
  // With the address for all services the service would not be signed.
  assert.equal(
    refused({ headers: sq(text, { url: '/httpproxy' }), url: '/httpproxy', body }),
    'unknown_caller',
  );
});

const issue = (of: CallerKey, now = NOW): string => profiles.tokens.issue(caller, of, now).token;

test('a token stands for its key, its system and half an hour, and cannot be made elsewhere', () => {
  const live = caller.keys[0] ?? assert.fail();
  const token = issue(live);
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  for (const headers of [bearer(token), { apikey: token }, { apikey: token, ...bearer(token) }])
    assert.equal(prove({ headers, method: 'GET' }).name, 'token');
  assert.equal(prove({ headers: bearer(token) }).proof.replay, undefined);
  assert.equal(refused({ headers: { apikey: token, ...bearer(issue(live)) } }), 'bad_token');
  assert.equal(refused({ headers: bearer(token), now: NOW + 1_799_000 }), 'accepted as token');
  assert.equal(refused({ headers: bearer(token), now: NOW + 1_800_000 }), 'bad_token');
  assert.equal(
    refused({ headers: bearer(token), caller: callerWith(key(1, 'other')) }),
    'bad_token',
    'rotated',
  );
  const ended = callerWith(key(0, SECRET, { until: NOW }));
  assert.equal(refused({ headers: bearer(token), caller: ended }), 'bad_token', 'ended');
  const bytes = Buffer.from(token, 'base64url');
  for (let i = 0; i < bytes.length; i++) {
    const flipped = Buffer.from(bytes);
    flipped[i] = (flipped[i] ?? 0) ^ 1;
    assert.equal(refused({ headers: bearer(flipped.toString('base64url')) }), 'bad_token');
  }
  const foreign = createProfiles(CALLER_SETTINGS, createKeys(Buffer.alloc(32, 8)), () => undefined);
  assert.equal(refused({ headers: bearer(foreign.tokens.issue(caller, live, NOW).token) }), 'bad_token');
  const short = callerWith(key(0, SECRET, { until: NOW + 60_000 }));
  assert.equal(profiles.tokens.issue(short, short.keys[0] ?? assert.fail(), NOW).seconds, 60);
});

test('a sandbox key proves the sandbox, in every convention', () => {
  const both = callerWith(key(2, SECRET, { environment: 'sandbox' }), key(0, 'live'));
  const sandboxKey = both.keys[0] ?? assert.fail();
  for (const headers of [
    national('gjgxjhpt_'),
    bg('POST', `/gateway/${SID}`, ''),
    tifHeaders('nonce'),
    sq(''),
    { apikey: profiles.tokens.issue(both, sandboxKey, NOW).token },
  ]) {
    const { proof } = prove({ headers, caller: both });
    assert.deepEqual([proof.environment, proof.key], ['sandbox', 2]);
  }
});

test('of several keys each is good in its own time, and the one that proved the last call is asked first', () => {
  const old = key(0, 'old secret', { until: NOW + 1000 });
  const next = key(1, SECRET, { from: NOW });
  const rotating = callerWith(next, old);
  const headers = national('gjgxjhpt_');
  assert.equal(refused({ headers, caller: rotating, now: NOW - 1 }), 'wrong_signature');
  assert.equal(prove({ headers, caller: rotating }).proof.key, 1);
  assert.equal(rotating.lastKey, next);
  const sign = createHmac('sha256', 'old secret').update(`${SID}${RID}${NOW}`).digest('base64');
  const byOld = { ...headers, gjgxjhpt_sign: sign };
  assert.equal(prove({ headers: byOld, caller: rotating }).proof.key, 0);
  assert.equal(rotating.lastKey, old);
  assert.equal(prove({ headers, caller: rotating }).proof.key, 1);
  assert.equal(refused({ headers: byOld, caller: rotating, now: NOW + 1000 }), 'wrong_signature');
});

test('an address that nobody knows is in no list: of a connection that is gone, of a hop that no front named', () => {
  const fresh = callerWith(key(0, SECRET));
  for (const address of ['', 'unknown', '11.0.0.1'])
    assert.throws(() => checkAddress(fresh, address), { code: 'gateway.address_not_allowed' });
  checkAddress(fresh, '10.0.0.1');
  checkAddress(fresh, '10.0.0.1');
  assert.throws(() => checkAddress(fresh, ''), { code: 'gateway.address_not_allowed' });
});

test('a certificate counts from the fronts that the configuration names, however they write it', () => {
  const base64 = Buffer.from('certificate').toString('base64');
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  const written: Record<string, string>[] = [
    { 'client-cert': `:${base64}:` },
    { 'x-sq-client-cert': encodeURIComponent(pem) },
    { 'x-sq-client-fingerprint': FINGERPRINT.toUpperCase() },
  ];
  for (const headers of written) {
    const { name, proof, rid } = prove({ headers, from: '10.9.9.9' });
    assert.deepEqual([name, proof.key, proof.replay, rid], ['front', 9, undefined, RID]);
    assert.equal(refused({ headers, from: '10.9.9.8' }), 'unknown_caller');
    const forwarded = { ...headers, 'x-forwarded-for': '10.9.9.9' };
    assert.equal(refused({ headers: forwarded, from: '10.9.9.8' }), 'unknown_caller');
    assert.equal(refused({ headers, from: '10.9.9.9', now: NOW * 2 }), 'certificate_ended');
  }
  const other = { 'client-cert': `:${randomBytes(40).toString('base64')}:` };
  assert.equal(refused({ headers: other, from: '10.9.9.9' }), 'unknown_caller');
  for (const broken of ['', ':', '::', ':*:', '%'])
    assert.equal(refused({ headers: { 'client-cert': broken }, from: '10.9.9.9' }), 'unknown_caller');
  assert.equal(refused({ headers: { 'x-sq-client-cert': '%zz' }, from: '10.9.9.9' }), 'unknown_caller');
  // A socket file has no address; the mark is what tells its requests from those of a connection that is gone.
  const unmarked = requestOf({ headers: written[0] ?? {}, from: '' });
  assert.throws(() => profiles.read(unmarked, SID, undefined), { code: 'gateway.unknown_caller' });
  const marked = requestOf({ headers: written[0] ?? {}, from: '' });
  markFront(marked);
  assert.equal(profiles.read(marked, SID, undefined).profile.name, 'front');
});
