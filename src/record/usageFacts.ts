/**
 * What summaries and search ask of a usage record, read from its bytes (`usage.ts`) without making anything of the
 * rest: the integrator reads every record once, and a search many thousands, so that this is what they cost.
 */
import { isUtf8 } from 'node:buffer';
import { ACTIONS, ENTRY_HEAD, ENTRY_VERSION, KINDS, RESULTS } from './decode.ts';

const USAGE_KIND = KINDS.indexOf('usage');
const LARGEST_ID = 2 ** 31 - 1;
const SUBJECT_BYTES = 8;
const ROOT_BYTES = 32;

/** Places are byte positions in the entry; a text is empty where both are equal. Ids are -1 where there is none. */
export interface UsageFacts {
  /** Milliseconds. */
  at: number;
  /** Positions in ACTIONS and RESULTS. */
  action: number;
  result: number;
  grantId: number;
  systemId: number;
  consumerId: number;
  providerId: number;
  entryId: number;
  rows: number;
  bytes: number;
  micros: number;
  /** Where the keyed digest of one person or company begins (8 bytes), or the root of many (32); -1 without any. */
  subject: number;
  postFrom: number;
  postTo: number;
  caseFrom: number;
  caseTo: number;
  codeFrom: number;
  codeTo: number;
}

export const newUsageFacts = (): UsageFacts => ({
  at: 0,
  action: 0,
  result: 0,
  grantId: -1,
  systemId: -1,
  consumerId: -1,
  providerId: -1,
  entryId: -1,
  rows: 0,
  bytes: 0,
  micros: 0,
  subject: -1,
  postFrom: 0,
  postTo: 0,
  caseFrom: 0,
  caseTo: 0,
  codeFrom: 0,
  codeTo: 0,
});

let from: Uint8Array = new Uint8Array();
let at = 0;
/** Set by whatever is not plain; it stands till the end of the reading. */
let odd = false;

function number(): number {
  const byte = from[at++] ?? 255;
  if (byte < 128) return byte;
  let value = byte & 127;
  for (let scale = 128; ; scale *= 128) {
    const next = from[at++];
    if (next === undefined) {
      odd = true;
      return 0;
    }
    value += (next & 127) * scale;
    if (next < 128) break;
  }
  if (value > Number.MAX_SAFE_INTEGER) odd = true;
  return value;
}

function id(): number {
  const value = number() - 1;
  if (value > LARGEST_ID) odd = true;
  return value;
}

/** Steps over a counted part and answers its length. */
function part(): number {
  const length = number();
  at += length;
  return length;
}

/** Steps over a text of fewer than 128 bytes and answers where it begins. */
function text(): number {
  const length = from[at++] ?? 255;
  if (length > 127) odd = true;
  at += length;
  return at - length;
}

function hasZero(begin: number, end: number): boolean {
  for (let i = begin; i < end; i += 1) if (from[i] === 0) return true;
  return false;
}

/**
 * Reads the plain case: a record of version 2 without facts of its own, with texts of fewer than 128 bytes. Answers
 * false for everything else, whatever is wrong or rare about it: `decodeEntry` then says.
 */
export function readUsageFacts(bytes: Uint8Array, into: UsageFacts): boolean {
  if (bytes[0] !== ENTRY_VERSION || bytes[1] !== USAGE_KIND || bytes.length < ENTRY_HEAD + 2) return false;
  from = bytes;
  odd = false;
  into.at =
    ((bytes[4] ?? 0) * 256 + (bytes[5] ?? 0)) * 2 ** 32 +
    ((bytes[6] ?? 0) * 2 ** 24 + ((bytes[7] ?? 0) << 16) + ((bytes[8] ?? 0) << 8) + (bytes[9] ?? 0));
  into.action = bytes[ENTRY_HEAD] ?? 255;
  into.result = bytes[ENTRY_HEAD + 1] ?? 255;
  if (into.action >= ACTIONS.length || into.result >= RESULTS.length) return false;
  at = ENTRY_HEAD + 2;
  into.grantId = id();
  number(); // the plan's version
  into.systemId = id();
  into.consumerId = id();
  into.providerId = id();
  into.entryId = id();
  into.rows = number();
  into.bytes = number();
  into.micros = number();
  for (let left = number(); left > 0 && !odd && at < bytes.length; left -= 1) number();
  part(); // the items
  const length = part();
  into.subject = length === SUBJECT_BYTES || length === ROOT_BYTES ? at - length : -1;
  part(); // the request's digest
  part(); // the answer's digest
  const texts = at;
  text(); // grantNo
  text(); // service
  text(); // scenario
  into.postFrom = text();
  into.postTo = at;
  into.caseFrom = text();
  into.caseTo = at;
  into.codeFrom = text();
  into.codeTo = at;
  const facts = text();
  if (odd || facts !== bytes.length || at !== bytes.length) return false;
  if (hasZero(into.postFrom, into.postTo) || hasZero(into.caseFrom, into.caseTo)) return false;
  // The lengths between the texts are below 128: all together are UTF-8 exactly when each is.
  return isUtf8(bytes.subarray(texts));
}
