import type { ServerResponse } from 'node:http';
import type { Refusal } from '#kernel/errors.ts';
import type { RecordClaim } from '#record/append.ts';
import type { Voice, WholeAnswer } from './call.ts';

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

/** A refusal as the caller's convention words it. */
export const refusalAnswer = (refusal: Refusal, _voice: Voice): WholeAnswer => ({
  status: refusal.status,
  contentType: 'application/json; charset=utf-8',
  body: refusalJson(refusal),
  rows: 0,
  items: [],
});

/** What goes with an answer: the caller's own claim on the record, the time it took, what is left of its limits. */
export interface Sent {
  claim: RecordClaim | undefined;
  timing: string;
}

/** The head of an answer, written for both kinds. */
export function headOf(
  res: ServerResponse,
  answer: Pick<WholeAnswer, 'contentType' | 'headers'>,
  { claim, timing }: Sent,
): (string | number)[] {
  const headers: (string | number)[] = ['content-type', answer.contentType, 'cache-control', 'no-store'];
  if (claim)
    headers.push('shuqiao-record', claim.number, 'shuqiao-commitment', claim.commitment.toString('hex'));
  if (answer.headers) for (const [name, value] of answer.headers) headers.push(name, value);
  if (timing !== '') headers.push('server-timing', timing);
  // What was refused before its body was read is not read any more.
  if (!res.req.complete && res.req.method === 'POST') headers.push('connection', 'close');
  return headers;
}

/** One write. */
export function send(res: ServerResponse, answer: WholeAnswer, sent: Sent): void {
  const headers = headOf(res, answer, sent);
  headers.push('content-length', Buffer.byteLength(answer.body));
  res.writeHead(answer.status, headers as never);
  res.end(answer.body);
}
