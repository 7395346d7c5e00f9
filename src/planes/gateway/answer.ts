import type { ServerResponse } from 'node:http';
import type { Refusal } from '#kernel/errors.ts';
import type { RecordClaim } from '#record/append.ts';
import type { Voice, WholeAnswer } from './call.ts';
import { typeOf, voiceFor, wordsOf } from './voices.ts';

/** What every refusal of its status carries: how to prove oneself (RFC 9110 11.6.1), when to come again. */
const HEADERS: Record<number, WholeAnswer['headers']> = {
  401: [['www-authenticate', 'Bearer realm="shuqiao"']],
  503: [['retry-after', 5]],
};

/** How long what was asked for is, where the range lies beyond it (RFC 9110 15.5.17): bytes of a file, rows of a list. */
const lengthOf = ({ facts }: Refusal): WholeAnswer['headers'] => [
  [
    'content-range',
    facts['total'] === undefined ? `bytes */${Number(facts['size'])}` : `*/${Number(facts['total'])}`,
  ],
];

function headersOf(refusal: Refusal): WholeAnswer['headers'] {
  const { retryAfter } = refusal.facts;
  if (typeof retryAfter === 'number') return [['retry-after', retryAfter]];
  return refusal.status === 416 ? lengthOf(refusal) : HEADERS[refusal.status];
}

/** A refusal as the caller's convention words it; the HTTP status says the same. */
export function refusalAnswer(refusal: Refusal, voice: Voice): WholeAnswer {
  const headers = headersOf(refusal);
  return {
    status: refusal.status,
    contentType: typeOf(voice),
    ...(headers ? { headers } : {}),
    body: wordsOf(refusal, voice),
    rows: 0,
    items: [],
  };
}

/** The same to one request, which may have asked for problem details. */
export const refusalTo = (res: ServerResponse, refusal: Refusal, voice: Voice): WholeAnswer =>
  refusalAnswer(refusal, voiceFor(res.req, voice));

/** What goes with an answer: the caller's own claim on the record, the time it took, what is left of its limits. */
export interface Sent {
  claim: RecordClaim | undefined;
  timing: string;
  /** Headers of the plan, names and values in turn. */
  notes?: readonly string[];
}

/** The head of an answer, written for both kinds. */
export function headOf(
  res: ServerResponse,
  answer: Pick<WholeAnswer, 'contentType' | 'headers'>,
  { claim, timing, notes }: Sent,
): (string | number)[] {
  const headers: (string | number)[] = ['content-type', answer.contentType, 'cache-control', 'no-store'];
  if (claim)
    headers.push('shuqiao-record', claim.number, 'shuqiao-commitment', claim.commitment.toString('hex'));
  if (notes) for (const note of notes) headers.push(note);
  if (answer.headers) for (const [name, value] of answer.headers) headers.push(name, value);
  if (timing !== '') headers.push('server-timing', timing);
  // What was refused before its body was read is not read any more.
  if (!res.req.complete && res.req.method === 'POST') headers.push('connection', 'close');
  return headers;
}

/** One write. */
export function send(res: ServerResponse, answer: WholeAnswer, sent: Sent): void {
  const headers = headOf(res, answer, sent);
  headers.push('content-length', answer.length ?? Buffer.byteLength(answer.body));
  res.writeHead(answer.status, headers as never);
  res.end(answer.body);
}
