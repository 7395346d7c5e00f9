import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Keys } from '#kernel/keys.ts';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { type Caller, type CallerKey, isValid } from './caller.ts';
import { createMac } from './mac.ts';

/** Layout: version 1, expiry in seconds 4, number of the key 4, random 8, rid; MAC 32. */
const VERSION = 1;
const FIXED = 17;
const MAC = 32;
const LONGEST = 400;
export const TOKEN_SECONDS = 30 * 60;

interface TokenHead extends Head {
  no: number;
  /** Seconds since the epoch. */
  expires: number;
}

export interface Tokens {
  profile: Profile<TokenHead>;
  /** A token that stands for this key for `seconds`, at most as long as the key itself. */
  issue(caller: Caller, key: CallerKey, now: number): { token: string; seconds: number };
}

/** The token of a request: `Authorization: Bearer`, or `apikey` as PostgREST's client sends it, often both. */
function tokenIn(authorization: string | undefined, apikey: unknown): string | undefined {
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (typeof apikey !== 'string' || apikey === '') return bearer;
  if (bearer !== undefined && bearer !== apikey) throw refuse.bad_token();
  return apikey;
}

/**
 * OAuth 2 tokens (RFC 6749 4.4, RFC 6750) that no table knows: what they say stands in them under the platform's own
 * MAC, and they fall with the key that they were asked for with, so that rotating it revokes them.
 */
export function createTokens(keys: Keys): Tokens {
  const mac = createMac(keys.derive('app-keys', 'access-tokens'));
  return {
    issue(caller, key, now) {
      const most = Math.floor((key.until - now) / 1000);
      const seconds = Math.max(0, Math.min(TOKEN_SECONDS, most));
      const said = Buffer.concat([Buffer.alloc(FIXED), Buffer.from(caller.rid)]);
      said[0] = VERSION;
      said.writeUInt32BE(Math.floor(now / 1000) + seconds, 1);
      said.writeUInt32BE(key.no, 5);
      randomBytes(8).copy(said, 9);
      return { token: Buffer.concat([said, mac('', said)]).toString('base64url'), seconds };
    },
    profile: {
      name: 'token',
      read({ headers, method, url }, sid, voice) {
        const token = tokenIn(headers.authorization, headers['apikey']);
        if (token === undefined) return undefined;
        const bytes = token.length > LONGEST ? undefined : Buffer.from(token, 'base64url');
        if (sid === '' || !bytes || bytes.length <= FIXED + MAC || bytes[0] !== VERSION)
          throw refuse.bad_token();
        const end = bytes.length - MAC;
        const signed = bytes.subarray(0, end);
        // Before anything in it is used: what is not ours names nobody.
        if (!timingSafeEqual(bytes.subarray(end), mac('', signed))) throw refuse.bad_token();
        return {
          sid,
          rid: bytes.toString('utf8', FIXED, end),
          expires: bytes.readUInt32BE(1),
          no: bytes.readUInt32BE(5),
          line: `${method ?? ''} ${url ?? ''}\n`,
          voice: voice ?? 'code0',
        };
      },
      prove({ no, expires }, caller, now) {
        const key = caller.keys.find(one => one.no === no);
        if (!key || !isValid(key, now) || now >= expires * 1000) throw refuse.bad_token();
        return { environment: key.environment, key: no, replay: undefined };
      },
    },
  };
}
