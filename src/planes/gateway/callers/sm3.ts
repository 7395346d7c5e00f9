import { hash, timingSafeEqual } from 'node:crypto';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { findKey } from './caller.ts';
import { checkCallTime, readMilliseconds } from './callTime.ts';
import { headerOf } from './headers.ts';

const WINDOW_SECONDS = 300;
const SIGNED = 'Base64(HMAC-SM3(appSecret, METHOD\\nPATH?query\\nrid\\ntime\\nnonce\\ndigest))';
const NOTHING = Buffer.alloc(0);

interface Sm3Head extends Head {
  time: string;
  nonce: string;
  digest: string;
  sign: string;
}

/**
 * The convention that we recommend: everything that a call says is signed, method, address, query, time and body, and a
 * nonce makes it unique. The service is the one in the address, because the address is what is signed.
 */
export const sm3: Profile<Sm3Head> = {
  name: 'sm3',
  read({ headers, method, url }, sid, voice) {
    const rid = headerOf(headers, 'x-sq-rid');
    if (rid === '') return undefined;
    const nonce = headerOf(headers, 'x-sq-nonce');
    if (sid === '' || !/^[\w-]{16,64}$/.test(nonce)) throw refuse.unknown_caller();
    return {
      sid,
      rid,
      time: headerOf(headers, 'x-sq-time'),
      nonce,
      digest: headerOf(headers, 'x-sq-digest'),
      sign: headerOf(headers, 'x-sq-sign'),
      line: `${method ?? ''} ${url ?? ''}\n`,
      voice: voice ?? 'code0',
    };
  },
  prove({ line, rid, time, nonce, digest, sign }, caller, now) {
    // `line` is "METHOD address\n"; an address holds no space, so the one between them says where the method ends.
    const space = line.indexOf(' ');
    const text = `${line.slice(0, space)}\n${line.slice(space + 1)}${rid}\n${time}\n${nonce}\n${digest}`;
    const key = findKey(caller, 'sm3', text, Buffer.from(sign, 'base64'), now);
    if (!key) throw refuse.wrong_signature({ signed: SIGNED });
    return {
      environment: key.environment,
      key: key.no,
      replay: { signature: key.mac(`sm3\n${time}\n${nonce}`), spread: 1 },
    };
  },
  checkTime({ time }, now) {
    checkCallTime(readMilliseconds(time), now, WINDOW_SECONDS);
  },
  checkBody({ digest }, body) {
    const [, algorithm, hex = ''] = /^(sm3|sha256)=([0-9a-f]{64})$/.exec(digest) ?? [];
    if (
      algorithm === undefined ||
      !timingSafeEqual(Buffer.from(hex, 'hex'), hash(algorithm, body ?? NOTHING, 'buffer'))
    )
      throw refuse.wrong_digest();
  },
};
