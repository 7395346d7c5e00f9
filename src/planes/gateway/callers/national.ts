import type { IncomingHttpHeaders } from 'node:http';
import type { Head, Profile, Voice } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { findKey } from './caller.ts';
import { checkCallTime, readMilliseconds } from './callTime.ts';
import { headerOf } from './headers.ts';

const WINDOW_SECONDS = 300;
const SIGNED = 'Base64(HMAC-SHA256(appSecret, sid+rid+rtime))';

/** How one platform calls the four values, and how its clients expect to be answered. */
export interface Spelling {
  /** Before `rid`, `sid`, `rtime` and `sign`; empty where the names stand alone. */
  prefix: string;
  voice: Voice;
}

/** The national sharing exchange platform, and the national government service platform (standards.md 3.1, 3.2). */
export const SPELLINGS: readonly Spelling[] = [
  { prefix: 'gjgxjhpt_', voice: 'code0' },
  { prefix: 'gjzwfwpt_', voice: 'code200' },
];

interface NationalHead extends Head {
  rtime: string;
  sign: string;
}

interface Names {
  rid: string;
  sid: string;
  rtime: string;
  sign: string;
  voice: Voice;
}

const namesOf = ({ prefix, voice }: Spelling): Names => ({
  rid: `${prefix}rid`,
  sid: `${prefix}sid`,
  rtime: `${prefix}rtime`,
  sign: `${prefix}sign`,
  voice,
});

/** The service that is signed and the one that is asked for must be one. */
function serviceOf(inAddress: string, named: string, rid: string): string {
  const sid = inAddress === '' ? named : inAddress;
  if (rid === '' || sid === '' || (named !== '' && named !== sid)) throw refuse.unknown_caller();
  return sid;
}

/** Both ways of carrying the values are one convention: the same text is signed. */
const PROOF: Pick<Profile<NationalHead>, 'name' | 'prove' | 'checkTime'> = {
  name: 'national',
  prove(head, caller, now) {
    // The bytes are compared, never their base64, which can be written in several ways; found equal to the signed
    // text's MAC they are what a replay is known by.
    const given = Buffer.from(head.sign, 'base64');
    const key = findKey(caller, 'mac', head.sid + head.rid + head.rtime, given, now);
    if (!key) throw refuse.wrong_signature({ signed: SIGNED });
    return { environment: key.environment, key: key.no, replay: { signature: given, spread: caller.spread } };
  },
  checkTime({ rtime }, now) {
    checkCallTime(readMilliseconds(rtime), now, WINDOW_SECONDS);
  },
};

/** The spelling whose headers a request carries. */
export function spellingIn(
  headers: IncomingHttpHeaders,
  spellings: readonly Spelling[],
): Spelling | undefined {
  return spellings.find(({ prefix }) => `${prefix}rid` in headers || `${prefix}sid` in headers);
}

/**
 * The convention of the national platforms in headers. It signs sid, rid and rtime alone, so what makes a call unique
 * is the signed text, and a number of different calls may come under it.
 */
export function createNational(spellings: readonly Spelling[]): Profile<NationalHead> {
  const all = spellings.map(namesOf);
  return {
    ...PROOF,
    read({ headers, method, url }, inAddress, voice) {
      for (const names of all) {
        const rid = headerOf(headers, names.rid);
        const named = headerOf(headers, names.sid);
        if (rid === '' && named === '') continue;
        return {
          sid: serviceOf(inAddress, named, rid),
          rid,
          rtime: headerOf(headers, names.rtime),
          sign: headerOf(headers, names.sign),
          line: `${method ?? ''} ${url ?? ''}\n`,
          voice: voice ?? names.voice,
        };
      }
      return undefined;
    },
  };
}

/** What stands in a query, as the client encoded it or as it forgot to: a plus sign of base64 stays one. */
function plainOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse.unknown_caller();
  }
}

/**
 * The same as parameters of a GET, as an older helper sends them: `rid`, `sid`, `rtime` and `sign`, with a prefix or
 * without. They are taken out of the address, so that the service sees its own parameters alone, and so that the call's
 * digest does not depend on how the signature was encoded.
 */
export function createNationalInQuery(spellings: readonly Spelling[]): Profile<NationalHead> {
  const all = [...spellings, { prefix: '', voice: 'code0' as const }].map(namesOf);
  return {
    ...PROOF,
    read(req, inAddress, voice) {
      const { method, url = '' } = req;
      const at = url.indexOf('?');
      if (method !== 'GET' || at < 0 || !url.includes('sign=', at)) return undefined;
      const parts = url.slice(at + 1).split('&');
      const names = all.find(one => parts.some(part => part.startsWith(`${one.sign}=`)));
      if (!names) return undefined;
      const found = new Map<string, string>();
      const rest: string[] = [];
      for (const part of parts) {
        const equals = part.indexOf('=');
        const name = part.slice(0, Math.max(equals, 0));
        if (name !== names.rid && name !== names.sid && name !== names.rtime && name !== names.sign)
          rest.push(part);
        else if (found.has(name)) throw refuse.unknown_caller();
        else found.set(name, plainOf(part.slice(equals + 1)));
      }
      const rid = found.get(names.rid) ?? '';
      const sid = serviceOf(inAddress, found.get(names.sid) ?? '', rid);
      req.url = rest.length === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${rest.join('&')}`;
      return {
        sid,
        rid,
        rtime: found.get(names.rtime) ?? '',
        sign: found.get(names.sign) ?? '',
        line: `GET ${req.url}\n`,
        voice: voice ?? names.voice,
      };
    },
  };
}
