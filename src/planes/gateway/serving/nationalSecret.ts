import { createDecipheriv, createHash } from 'node:crypto';
import type { UpstreamCredentials } from '#vocabulary/plans.ts';
import { Unexpected } from './answerRows.ts';
import { nationalSign } from './credentials.ts';
import type { UpstreamPool } from './upstreamPool.ts';

type National = Extract<UpstreamCredentials, { kind: 'national' }>;

/** Where a platform does not say until when its secret holds. */
const SECRET_MILLISECONDS = 3_600_000;
const REFRESH_MILLISECONDS = 3000;

/**
 * The appSecret out of the answer to a refresh: AES-128-ECB under the first half of SHA1(SHA1(appKey)), which is what
 * Java's KeyGenerator makes of a SHA1PRNG seeded with it.
 */
export function openNationalSecret(appKey: string, sealed: string): string {
  const seed = createHash('sha1').update(appKey).digest();
  const key = createHash('sha1').update(seed).digest().subarray(0, 16);
  const decipher = createDecipheriv('aes-128-ecb', key, null);
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString();
}

/** An instant in milliseconds, or in words. */
function instantOf(told: string | number | undefined): number | undefined {
  if (told === undefined) return undefined;
  const at = Number.isNaN(Number(told)) ? Date.parse(String(told)) : Number(told);
  return Number.isNaN(at) ? undefined : at;
}

/** The present appSecret of a platform, asked for with the appKey; `now` in milliseconds since the epoch. */
export async function renewNational(
  pool: UpstreamPool,
  { prefix, rid, sid, refresh }: National,
  appKey: string,
  now: number,
): Promise<{ secret: string; until: number }> {
  const rtime = String(now);
  const said = await pool.call(
    {
      method: 'POST',
      path: refresh,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        [`${prefix}_rid`]: rid,
        [`${prefix}_sid`]: sid,
        [`${prefix}_rtime`]: rtime,
        [`${prefix}_sign`]: nationalSign(appKey, sid, rid, rtime),
      }),
    },
    REFRESH_MILLISECONDS,
    false,
  );
  try {
    const { data } = JSON.parse(said.body.toString()) as {
      data: { secret: string; secretEndTime?: string | number };
    };
    const until = instantOf(data.secretEndTime) ?? now + SECRET_MILLISECONDS;
    return { secret: openNationalSecret(appKey, data.secret), until };
  } catch (error) {
    throw new Unexpected('密钥更新没有成功', 'its secret was not renewed', { cause: error });
  }
}
