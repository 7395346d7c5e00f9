import { hash, timingSafeEqual } from 'node:crypto';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { isValid } from './caller.ts';
import { checkCallTime } from './callTime.ts';
import { headerOf } from './headers.ts';

const WINDOW_SECONDS = 300;
const SIGNED = 'hex(SHA-256(timestamp+appSecret+nonce+timestamp))';

interface TifHead extends Head {
  timestamp: string;
  nonce: string;
  sign: string;
}

/**
 * The convention of TIF gateways (standards.md 3.3). The digest covers neither the service nor the body, so the nonce
 * is all that makes a call unique: one nonce, one call, whatever it asks.
 */
export const tif: Profile<TifHead> = {
  name: 'tif',
  read({ headers, method, url }, inAddress, voice) {
    const rid = headerOf(headers, 'x-tif-paasid');
    if (rid === '') return undefined;
    const named = headerOf(headers, 'x-tif-serviceid');
    const sid = inAddress === '' ? named : inAddress;
    const nonce = headerOf(headers, 'x-tif-nonce');
    if (sid === '' || (named !== '' && named !== sid) || !/^[\x21-\x7e]{1,128}$/.test(nonce))
      throw refuse.unknown_caller();
    return {
      sid,
      rid,
      timestamp: headerOf(headers, 'x-tif-timestamp'),
      nonce,
      sign: headerOf(headers, 'x-tif-signature'),
      line: `${method ?? ''} ${url ?? ''}\n`,
      voice: voice ?? 'code0',
    };
  },
  prove({ timestamp, nonce, sign }, caller, now) {
    // Ten digits at both ends: nothing that is digested can be cut elsewhere.
    if (!/^\d{10}$/.test(timestamp) || !/^[0-9a-fA-F]{64}$/.test(sign))
      throw refuse.wrong_signature({ signed: SIGNED });
    const given = Buffer.from(sign, 'hex');
    const time = Buffer.from(timestamp);
    for (const key of caller.keys) {
      if (!isValid(key, now)) continue;
      const text = Buffer.concat([time, key.secret, Buffer.from(nonce), time]);
      if (!timingSafeEqual(given, hash('sha256', text, 'buffer'))) continue;
      return {
        environment: key.environment,
        key: key.no,
        replay: { signature: key.mac(`tif\n${timestamp}\n${nonce}`), spread: 1 },
      };
    }
    throw refuse.wrong_signature({ signed: SIGNED });
  },
  checkTime({ timestamp }, now) {
    checkCallTime(Number(timestamp) * 1000, now, WINDOW_SECONDS);
  },
};
