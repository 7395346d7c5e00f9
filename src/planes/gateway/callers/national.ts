import { timingSafeEqual } from 'node:crypto';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';

const WINDOW_MILLISECONDS = 300_000;

interface NationalHead extends Head {
  rtime: string;
  sign: string;
}

/**
 * The convention of the national sharing exchange platform (standards.md 3.1), in its two spellings: `gjgxjhpt_*`, and
 * `gjzwfwpt_*` of the government service platform. It signs sid, rid and rtime alone, so what makes a call unique is
 * the signed text, and a number of different calls may come under it.
 */
export const national: Profile<NationalHead> = {
  name: 'national',
  read({ headers, method, url }, inAddress, voice) {
    const read = (name: string): string => {
      const value = headers[`gjgxjhpt_${name}`] ?? headers[`gjzwfwpt_${name}`];
      return typeof value === 'string' ? value : '';
    };
    const rid = read('rid');
    const named = read('sid');
    if (rid === '' && named === '') return undefined;
    const sid = inAddress === '' ? named : inAddress;
    // The service that is signed and the one that is asked for must be one.
    if (rid === '' || sid === '' || (named !== '' && named !== sid)) throw refuse.unknown_caller();
    const line = `${method ?? ''} ${url ?? ''}\n`;
    return { sid, rid, rtime: read('rtime'), sign: read('sign'), line, voice: voice ?? 'code0' };
  },
  prove(head, caller, now) {
    const expected = caller.mac(head.sid + head.rid + head.rtime);
    const given = Buffer.from(head.sign, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected) || now >= caller.secretUntil)
      throw refuse.wrong_signature();
    return { environment: 'live', replay: { signature: expected, spread: caller.spread } };
  },
  checkTime({ rtime }, now) {
    const off = /^\d{13}$/.test(rtime) ? Math.abs(now - Number(rtime)) : Number.NaN;
    if (!(off <= WINDOW_MILLISECONDS))
      throw refuse.outside_window({ seconds: Number.isNaN(off) ? '?' : Math.round(off / 1000) });
  },
};
