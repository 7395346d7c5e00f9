/** Calls as an integrator's client signs them, in each convention. */
import { createHmac, hash, randomBytes } from 'node:crypto';

export const PERSON = '410411199001011234';

let last = 0;
/** A request time of its own for each call, as a lawful caller sends it. */
export const freshTime = (): string => String((last = Math.max(last + 1, Date.now())));

export const BODY = JSON.stringify({ params: { 公民身份号码: PERSON } });

/** Headers of each convention, as an integrator's client makes them. */
export const signed = {
  national(rid: string, secret: string, sid: string, prefix = 'gjgxjhpt_', rtime = freshTime()) {
    const sign = createHmac('sha256', secret)
      .update(sid + rid + rtime)
      .digest('base64');
    return {
      [`${prefix}rid`]: rid,
      [`${prefix}sid`]: sid,
      [`${prefix}rtime`]: rtime,
      [`${prefix}sign`]: sign,
    };
  },
  bg_hmac(rid: string, secret: string, method: string, path: string, query: string, at = Date.now()) {
    const date = new Date(at).toUTCString();
    return {
      'x-bg-hmac-access-key': rid,
      'x-bg-hmac-algorithm': 'hmac-sha256',
      'x-bg-date-time': date,
      'x-bg-hmac-signature': createHmac('sha256', secret)
        .update(`${method}\n${path}\n${query}\n${rid}\n${date}\n`)
        .digest('base64'),
    };
  },
  tif(rid: string, secret: string, nonce = randomBytes(8).toString('hex'), at = Date.now()) {
    const seconds = String(Math.floor(at / 1000));
    return {
      'x-tif-paasid': rid,
      'x-tif-timestamp': seconds,
      'x-tif-nonce': nonce,
      'x-tif-signature': hash('sha256', seconds + secret + nonce + seconds),
    };
  },
  sm3(
    rid: string,
    secret: string,
    method: string,
    url: string,
    body: string,
    more: { nonce?: string; at?: number } = {},
  ) {
    const { nonce = randomBytes(12).toString('hex'), at = Date.now() } = more;
    const digest = `sm3=${hash('sm3', body)}`;
    return {
      'x-sq-rid': rid,
      'x-sq-time': String(at),
      'x-sq-nonce': nonce,
      'x-sq-digest': digest,
      'x-sq-sign': createHmac('sm3', secret)
        .update(`${method}\n${url}\n${rid}\n${at}\n${nonce}\n${digest}`)
        .digest('base64'),
    };
  },
};
