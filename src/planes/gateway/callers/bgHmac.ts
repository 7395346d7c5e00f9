import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { findKey } from './caller.ts';
import { checkCallTime } from './callTime.ts';
import { headerOf } from './headers.ts';

const WINDOW_SECONDS = 90;
const SIGNED = 'Base64(HMAC-SHA256(appSecret, METHOD\\nPATH\\nquery\\nrid\\ndate\\n))';

interface BgHead extends Head {
  /** What is signed. */
  text: string;
  date: string;
  sign: string;
}

/** RFC 3986: everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The query as it is signed: names and values decoded and encoded anew, sorted by name and then by value. */
export function sortedQuery(query: string): string {
  if (query === '') return '';
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join('&');
}

/**
 * The convention of the IRS gateway (standards.md 3.3). Address, query and second are signed, the body is not: calls
 * that differ in the body alone come under one signature, as many of them as the system may send.
 */
export const bgHmac: Profile<BgHead> = {
  name: 'bg_hmac',
  read({ headers, method = '', url = '' }, sid, voice) {
    const rid = headerOf(headers, 'x-bg-hmac-access-key');
    if (rid === '') return undefined;
    const algorithm = headerOf(headers, 'x-bg-hmac-algorithm');
    if (sid === '' || algorithm !== 'hmac-sha256') throw refuse.unknown_caller();
    const date = headerOf(headers, 'x-bg-date-time');
    const at = url.indexOf('?');
    const path = at < 0 ? url : url.slice(0, at);
    const query = at < 0 ? '' : sortedQuery(url.slice(at + 1));
    return {
      sid,
      rid,
      text: `${method}\n${path}\n${query}\n${rid}\n${date}\n`,
      date,
      sign: headerOf(headers, 'x-bg-hmac-signature'),
      line: `${method} ${url}\n`,
      voice: voice ?? 'code0',
    };
  },
  prove({ text, sign }, caller, now) {
    const given = Buffer.from(sign, 'base64');
    const key = findKey(caller, 'mac', text, given, now);
    if (!key) throw refuse.wrong_signature({ signed: SIGNED });
    return { environment: key.environment, key: key.no, replay: { signature: given, spread: caller.spread } };
  },
  checkTime({ date }, now) {
    checkCallTime(date.endsWith(' GMT') ? Date.parse(date) : Number.NaN, now, WINDOW_SECONDS);
  },
};
