import type { ServerResponse } from 'node:http';
import type { Refusal } from '#kernel/errors.ts';
import type { RecordClaim } from '#record/append.ts';

/** A refusal in the form that clients of the national platform read; the HTTP status says the same. */
export function refusalJson(refusal: Refusal): string {
  return JSON.stringify({
    code: refusal.code,
    message: refusal.title.zh,
    messageEn: refusal.title.en,
    remedy: refusal.remedy.zh,
    remedyEn: refusal.remedy.en,
    data: null,
  });
}

/** One write. The record's number and commitment go with the answer, so that the caller holds a claim of its own. */
export function send(
  res: ServerResponse,
  status: number,
  json: string,
  claim: RecordClaim | undefined,
  timing: string,
): void {
  const headers: (string | number)[] = [
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    Buffer.byteLength(json),
    'cache-control',
    'no-store',
  ];
  if (claim)
    headers.push('shuqiao-record', claim.number, 'shuqiao-commitment', claim.commitment.toString('hex'));
  if (timing !== '') headers.push('server-timing', timing);
  // What was refused before its body was read is not read any more.
  if (!res.req.complete && res.req.method === 'POST') headers.push('connection', 'close');
  res.writeHead(status, headers as never);
  res.end(json);
}
