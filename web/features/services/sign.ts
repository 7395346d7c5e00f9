/** The body of one call as the gateway reads it. */
export interface CallBody {
  params: Record<string, string>;
  claims?: Record<string, string>;
  post: string;
  caseNo: string;
  matter: string;
  scenario: string;
}

export interface SignedHeaders {
  'content-type': 'application/json';
  gjgxjhpt_rid: string;
  gjgxjhpt_sid: string;
  gjgxjhpt_rtime: string;
  gjgxjhpt_sign: string;
}

/**
 * The national convention's signature: base64 of HMAC-SHA256, keyed with the appSecret, over sid + rid + rtime with
 * nothing between them (standards.md 3.1). `rtime` is in milliseconds.
 */
export async function signCall(
  secret: string,
  sid: string,
  rid: string,
  rtime: number,
): Promise<SignedHeaders> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    text.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(`${sid}${rid}${rtime}`)));
  return {
    'content-type': 'application/json',
    gjgxjhpt_rid: rid,
    gjgxjhpt_sid: sid,
    gjgxjhpt_rtime: String(rtime),
    gjgxjhpt_sign: btoa(String.fromCharCode(...mac)),
  };
}
