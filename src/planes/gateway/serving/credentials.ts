/** How the gateway proves itself to a department's interface: what its provider gave, sealed until it is used. */
import { createHmac } from 'node:crypto';
import type { UpstreamCredentials } from '#vocabulary/plans.ts';

export const nationalSign = (secret: string, sid: string, rid: string, rtime: string): string =>
  createHmac('sha256', secret)
    .update(sid + rid + rtime)
    .digest('base64');

/** The headers that prove the call; `now` in milliseconds since the epoch. */
export function credentialHeaders(
  credentials: UpstreamCredentials,
  secret: string,
  now: number,
): Record<string, string> {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${credentials.user}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'header':
      return { [credentials.name]: secret };
    case 'national': {
      const { prefix, rid, sid } = credentials;
      const rtime = String(now);
      return {
        [`${prefix}_rid`]: rid,
        [`${prefix}_sid`]: sid,
        [`${prefix}_rtime`]: rtime,
        [`${prefix}_sign`]: nationalSign(secret, sid, rid, rtime),
      };
    }
  }
}
