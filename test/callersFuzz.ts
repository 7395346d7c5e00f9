/**
 * Requests that are nearly right, and whoever would accept them: valid calls of every convention with one thing changed,
 * and headers of every kind with values of none. What the profiles decide is held against a plain reading of each
 * convention, written here a second time.
 */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { networks } from '#kernel/addresses.ts';
import { Refusal } from '#kernel/errors.ts';
import { createKeys } from '#kernel/keys.ts';
import { type Caller, makeKey } from '#planes/gateway/callers/caller.ts';
import { CALLER_SETTINGS, createProfiles } from '#planes/gateway/callers/profiles.ts';
import { signed } from './signing.ts';

const NOW = 1_800_000_000_000;
const RID = '7f000001-0000-4000-8000-000000000001';
const SID = 's_demo_0001';
const SECRETS = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'];
const [SECRET = '', SECOND = ''] = SECRETS;
const BODY = '{"params":{"公民身份号码":"410411199001011234"}}';
const PATH = `/gateway/${SID}`;

const caller: Caller = {
  id: 1,
  rid: RID,
  departmentId: 2,
  keys: SECRETS.map((secret, no) =>
    makeKey({
      no,
      environment: no === 0 ? 'live' : 'sandbox',
      from: 0,
      until: NOW * 2,
      secret: Buffer.from(secret),
    }),
  ),
  certificates: [],
  profiles: new Set(['national']),
  allowed: networks(['10.0.0.0/8']),
  spread: 20,
  lastAddress: undefined,
  lastKey: undefined,
};
const profiles = createProfiles(
  { ...CALLER_SETTINGS, fronts: networks(['10.9.9.9']) },
  createKeys(Buffer.alloc(32, 3)),
  () => undefined,
);
const [KEY = makeKey({ no: 0, environment: 'live', from: 0, until: 0, secret: Buffer.alloc(0) })] =
  caller.keys;
const TOKEN = profiles.tokens.issue(caller, KEY, NOW).token;

export interface Fuzzed {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A right call of each convention, signed with either key. */
function valid(convention: string, secret: string, off: number): Fuzzed {
  const at = NOW + off;
  const call = (headers: Record<string, string>, more: Partial<Fuzzed> = {}): Fuzzed => ({
    method: 'POST',
    url: PATH,
    headers,
    body: BODY,
    ...more,
  });
  switch (convention) {
    case 'national':
      return call(signed.national(RID, secret, SID, 'gjgxjhpt_', String(at)), { url: '/httpproxy' });
    case 'second':
      return call(signed.national(RID, secret, SID, 'gjzwfwpt_', String(at)));
    case 'query': {
      const values = new URLSearchParams(signed.national(RID, secret, SID, '', String(at)));
      return call({}, { method: 'GET', url: `${PATH}?a=1&${values.toString()}`, body: '' });
    }
    case 'bg_hmac':
      return call(signed.bg_hmac(RID, secret, 'GET', PATH, 'a=1&b=2', at), {
        method: 'GET',
        url: `${PATH}?b=2&a=1`,
        body: '',
      });
    case 'tif':
      return call(signed.tif(RID, secret, 'nonce-1234', at));
    case 'sm3':
      return call(signed.sm3(RID, secret, 'POST', PATH, BODY, { nonce: 'abcdefghijklmnop', at }));
    default:
      return call({ authorization: `Bearer ${TOKEN}` });
  }
}

const same = (given: string, expected: Buffer): boolean => Buffer.from(given, 'base64').equals(expected);
const within = (time: number, most: number): boolean => Math.abs(NOW - time) <= most;
const sidOf = (url: string): string =>
  url.startsWith('/gateway/') ? (url.slice(9).split('?')[0] ?? '') : '';

/** Whether the call is right by the words of its convention; the token's are the platform's own and not read here. */
function rightNational({ url, headers, method }: Fuzzed): boolean {
  const inAddress = sidOf(url);
  const judge = (given: (word: string) => string): boolean => {
    const [rid, sid, rtime, sign] = ['rid', 'sid', 'rtime', 'sign'].map(given) as [
      string,
      string,
      string,
      string,
    ];
    const service = inAddress || sid;
    return (
      rid === RID &&
      service !== '' &&
      (sid === '' || sid === service) &&
      /^\d{13}$/.test(rtime) &&
      within(Number(rtime), 300_000) &&
      SECRETS.some(one =>
        same(
          sign,
          createHmac('sha256', one)
            .update(service + rid + rtime)
            .digest(),
        ),
      )
    );
  };
  for (const prefix of ['gjgxjhpt_', 'gjzwfwpt_'])
    if (headers[`${prefix}rid`] || headers[`${prefix}sid`])
      return judge(word => headers[prefix + word] ?? '');
  if (method !== 'GET') return false;
  const parts = (url.split('?')[1] ?? '').split('&').map(part => {
    const at = part.indexOf('=');
    return [part.slice(0, Math.max(at, 0)), part.slice(at + 1)] as const;
  });
  const prefix = ['gjgxjhpt_', 'gjzwfwpt_', ''].find(one => parts.some(([name]) => name === `${one}sign`));
  if (prefix === undefined) return false;
  const named = (word: string) => parts.filter(([name]) => name === prefix + word);
  if (['rid', 'sid', 'rtime', 'sign'].some(word => named(word).length > 1)) return false;
  try {
    return judge(word => decodeURIComponent(named(word)[0]?.[1] ?? ''));
  } catch {
    return false;
  }
}

function rightBg({ url, headers, method }: Fuzzed): boolean {
  const date = headers['x-bg-date-time'] ?? '';
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const sorted = [...new URLSearchParams(query)]
    .map(pair =>
      pair.map(part => new URLSearchParams({ a: part }).toString().slice(2).replaceAll('+', '%20')),
    )
    .map(pair => pair.join('=').replaceAll('*', '%2A').replaceAll('%7E', '~'))
    .sort();
  const text = `${method}\n${path}\n${sorted.join('&')}\n${RID}\n${date}\n`;
  return (
    sidOf(url) !== '' &&
    headers['x-bg-hmac-access-key'] === RID &&
    headers['x-bg-hmac-algorithm'] === 'hmac-sha256' &&
    date.endsWith(' GMT') &&
    within(Date.parse(date), 90_000) &&
    SECRETS.some(one =>
      same(headers['x-bg-hmac-signature'] ?? '', createHmac('sha256', one).update(text).digest()),
    )
  );
}

function rightTif({ url, headers }: Fuzzed): boolean {
  const [time = '', nonce = '', sign = '', service = ''] = [
    'timestamp',
    'nonce',
    'signature',
    'serviceid',
  ].map(word => headers[`x-tif-${word}`] ?? '');
  const sid = sidOf(url) || service;
  return (
    headers['x-tif-paasid'] === RID &&
    sid !== '' &&
    (service === '' || service === sid) &&
    nonce.length > 0 &&
    nonce.length <= 128 &&
    !/[^\x21-\x7e]/.test(nonce) &&
    /^\d{10}$/.test(time) &&
    within(Number(time) * 1000, 300_000) &&
    SECRETS.some(
      one => sign.toLowerCase() === createHash('sha256').update(`${time}${one}${nonce}${time}`).digest('hex'),
    )
  );
}

function rightSm3({ url, headers, method, body }: Fuzzed): boolean {
  const [rid = '', time = '', nonce = '', digest = '', sign = ''] = [
    'rid',
    'time',
    'nonce',
    'digest',
    'sign',
  ].map(word => headers[`x-sq-${word}`] ?? '');
  const text = [method, url, rid, time, nonce, digest].join('\n');
  return (
    rid === RID &&
    sidOf(url) !== '' &&
    /^[A-Za-z0-9_-]{16,64}$/.test(nonce) &&
    /^\d{13}$/.test(time) &&
    within(Number(time), 300_000) &&
    ['sm3', 'sha256'].some(name => digest === `${name}=${createHash(name).update(body).digest('hex')}`) &&
    SECRETS.some(one => same(sign, createHmac('sm3', one).update(text).digest()))
  );
}

function rightToken({ url, headers }: Fuzzed): boolean {
  const bearer = /^bearer +(\S+) *$/i.exec(headers['authorization'] ?? '')?.[1];
  const given = headers['apikey'] === undefined || headers['apikey'] === '' ? bearer : headers['apikey'];
  return (
    sidOf(url) !== '' &&
    given !== undefined &&
    (bearer === undefined || bearer === given) &&
    // Base64 can be written in several ways; its bytes cannot.
    Buffer.from(given, 'base64url').equals(Buffer.from(TOKEN, 'base64url'))
  );
}

const RIGHT: Record<string, (call: Fuzzed) => boolean> = {
  national: rightNational,
  bg_hmac: rightBg,
  tif: rightTif,
  sm3: rightSm3,
  token: rightToken,
};

/** What became of a call: the convention that it was accepted by, or the code of its refusal. Throws for a bug. */
export function decide({ method, url, headers, body }: Fuzzed): { accepted: string } | { refused: string } {
  const req = { method, url, headers, socket: { remoteAddress: '10.1.1.1' } } as unknown as IncomingMessage;
  try {
    const { profile, head } = profiles.read(req, sidOf(url), undefined);
    // The gateway finds the caller by its rid, exactly.
    if (head.rid !== RID) return { refused: 'gateway.unknown_caller' };
    profile.prove(head, caller, NOW);
    profile.checkTime?.(head, NOW);
    profile.checkBody?.(head, body === '' ? undefined : Buffer.from(body));
    return { accepted: profile.name };
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return { refused: error.code };
    throw error;
  }
}

/** Throws when a call is accepted that is not right by the convention that accepted it. */
export function judge(call: Fuzzed): boolean {
  const found = decide(call);
  if (!('accepted' in found)) return false;
  if (RIGHT[found.accepted]?.(call) !== true)
    throw new Error(`accepted as ${found.accepted}: ${JSON.stringify(call)}`);
  return true;
}

const NAMES = [
  ...['rid', 'sid', 'rtime', 'sign'].flatMap(word => [`gjgxjhpt_${word}`, `gjzwfwpt_${word}`]),
  ...['access-key', 'algorithm', 'signature'].map(word => `x-bg-hmac-${word}`),
  'x-bg-date-time',
  ...['paasid', 'timestamp', 'nonce', 'signature', 'serviceid'].map(word => `x-tif-${word}`),
  ...['rid', 'time', 'nonce', 'digest', 'sign'].map(word => `x-sq-${word}`),
  'authorization',
  'apikey',
  'client-cert',
  'x-sq-client-cert',
  'x-sq-client-fingerprint',
];

/** What Node lets through in a header: Latin-1 without controls. */
const latin1 = fc
  .integer({ min: 0x20, max: 0xff })
  .filter(code => code !== 0x7f)
  .map(code => String.fromCharCode(code));

/** Values that a client may send in a header. */
const wild = fc.oneof(
  fc.string({
    unit: latin1,
    maxLength: 80,
  }),
  fc.constantFrom(
    '',
    RID,
    SID,
    String(NOW),
    'hmac-sha256',
    `Bearer ${TOKEN}`,
    TOKEN,
    ':',
    '::',
    '%',
    'sm3=',
    '0',
  ),
  fc.base64String({ maxLength: 60 }),
);

const conventions = fc.constantFrom('national', 'second', 'query', 'bg_hmac', 'tif', 'sm3', 'token');
const offsets = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -400_000, max: 400_000 }),
  fc.constantFrom(-300_001, -300_000, 300_000, 300_001, -90_001, 90_001),
);

type Change = (text: string) => string;
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), latin1).map(
    ([at, one]): Change =>
      text =>
        text === '' ? '' : text.slice(0, at % text.length) + one + text.slice((at % text.length) + 1),
  ),
  fc.nat().map(
    (at): Change =>
      text =>
        text.slice(0, at % (text.length + 1)),
  ),
  fc.nat().map(
    (at): Change =>
      text =>
        text.slice(at % (text.length + 1)),
  ),
  fc.constantFrom<Change>(
    text => text + text,
    text => `${text}, ${text}`,
    text => text.toUpperCase(),
    text => ` ${text}`,
    text => `${text}=`,
    text => text.replaceAll('+', '-').replaceAll('/', '_'),
    text => encodeURIComponent(text),
    () => '',
  ),
  wild.map(
    (text): Change =>
      () =>
        text,
  ),
);

const PARTS = [
  'none',
  'header',
  'header',
  'header',
  'swap',
  'url',
  'method',
  'body',
  'drop',
  'more',
] as const;

/** A right call with something changed, or with nothing: its headers, its address, its method, its body. */
const nearlyRight = fc
  .record({
    convention: conventions,
    secret: fc.constantFrom(SECRET, SECOND),
    off: offsets,
    part: fc.constantFrom(...PARTS),
    which: fc.nat(),
    change: changes,
    name: fc.constantFrom(...NAMES),
    value: wild,
  })
  .map(({ convention, secret, off, part, which, change, name, value }): Fuzzed => {
    const call = valid(convention, secret, off);
    const names = Object.keys(call.headers);
    const one = names[which % Math.max(names.length, 1)] ?? name;
    const other = names[(which >> 8) % Math.max(names.length, 1)] ?? name;
    switch (part) {
      case 'header':
        return { ...call, headers: { ...call.headers, [one]: change(call.headers[one] ?? '') } };
      case 'swap':
        return {
          ...call,
          headers: { ...call.headers, [one]: call.headers[other] ?? '', [other]: call.headers[one] ?? '' },
        };
      case 'url':
        return { ...call, url: `/gateway/${change(call.url.slice(9)).replaceAll(/[^\x21-\x7e]/g, '')}` };
      case 'method':
        return { ...call, method: call.method === 'GET' ? 'POST' : 'GET' };
      case 'body':
        return { ...call, body: change(call.body) };
      case 'drop': {
        const { [one]: _gone, ...headers } = call.headers;
        return { ...call, headers };
      }
      case 'more':
        return { ...call, headers: { ...call.headers, [name]: value } };
      case 'none':
        return call;
    }
  });

const anything = fc
  .record({
    headers: fc.dictionary(fc.constantFrom(...NAMES), wild, { maxKeys: 8 }),
    url: fc.constantFrom(
      PATH,
      '/httpproxy',
      `${PATH}?a=1`,
      '/gateway/',
      '/httpproxy?sign=a&rid=b&sid=c&rtime=d',
    ),
    method: fc.constantFrom('GET', 'POST'),
    body: fc.constantFrom('', BODY),
  })
  .map((call): Fuzzed => call);

/** Nine nearly right calls to one of anything. */
export const fuzzedCalls: fc.Arbitrary<Fuzzed> = fc.oneof(
  { weight: 9, arbitrary: nearlyRight },
  { weight: 1, arbitrary: anything },
);
