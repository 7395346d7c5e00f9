/**
 * A usage record's body in bytes, version 2: a third of the size of JSON, and what a record costs is what decides
 * how long records can be kept.
 *
 *   action, result                       1 byte each, positions in ACTIONS and RESULTS
 *   grant, version, system, consumer,
 *   provider, entry                      number: 0 for none, else the id + 1
 *   rows, bytes, micros                  number
 *   stages                               number of them, then each
 *   items                                bit map, lowest bit first: number of bytes, then they
 *   subject, request, answer             number of bytes, then they
 *   grantNo, service, scenario, post,
 *   caseNo, code, facts                  number of bytes, then UTF-8; facts is JSON, each empty when there is none
 *
 * A number is unsigned LEB128 up to 2^53 - 1. Reading is by `decode.ts`, which runs in a browser as well.
 */
import type { UsageBody } from './entry.ts';
import { ACTIONS, RESULTS } from './decode.ts';

/** What all strings, digests and numbers of one record may come to, so that a scratch buffer suffices. */
let scratch = Buffer.allocUnsafe(8192);
let at = 0;

function number(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${value} cannot stand in a usage record`);
  let rest = value;
  while (rest > 127) {
    scratch[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  scratch[at++] = rest;
}

const id = (value: number | null): void => number(value === null ? 0 : value + 1);

// Nearly every text is shorter than 128 bytes, so its length is one byte: written after it, which saves measuring it.
function text(value: string): void {
  if (value === '') {
    scratch[at++] = 0;
    return;
  }
  const length = scratch.write(value, at + 1);
  if (length < 128) {
    scratch[at] = length;
    at += 1 + length;
    return;
  }
  number(length);
  at += scratch.write(value, at);
}

const SIXTY_FOUR = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** By character code, the six bits that a letter of base64url stands for; 255 for every other character. */
const BITS = Uint8Array.from(
  { length: 128 },
  (_, code) => SIXTY_FOUR.indexOf(String.fromCharCode(code)) & 255,
);

/** Digests are so short that calling a decoder would cost more than reading them here. */
function digest(base64url: string): void {
  const length = (base64url.length * 3) >> 2;
  if (length > 127 || base64url.length % 4 === 1)
    throw new RangeError('no digest of up to 127 bytes in base64url');
  scratch[at++] = length;
  const end = at + length;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < base64url.length; i += 1) {
    const six = BITS[base64url.charCodeAt(i)] ?? 255;
    if (six > 63) throw new RangeError('a digest is not written in base64url');
    held = ((held << 6) | six) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    scratch[at++] = held >> bits;
  }
  at = end;
}

function bitmap(positions: readonly number[]): void {
  let size = 0;
  for (const position of positions) size = Math.max(size, (position >> 3) + 1);
  number(size);
  scratch.fill(0, at, at + size);
  for (const position of positions) {
    const byte = at + (position >> 3);
    scratch[byte] = (scratch[byte] ?? 0) | (1 << (position & 7));
  }
  at += size;
}

/** The bytes after the head; `head` bytes are left free before them. */
export function encodeUsage(body: UsageBody, head: number): Buffer {
  const facts = body.facts === undefined ? '' : JSON.stringify(body.facts);
  const code = body.code ?? '';
  const strings = [body.grantNo, body.service, body.scenario, body.post, body.caseNo, code, facts];
  const most =
    head +
    512 +
    4 * strings.reduce((sum, value) => sum + value.length, 0) +
    8 * (body.stages.length + body.items.reduce((highest, item) => Math.max(highest, item), 0)) +
    body.subject.length +
    body.request.length +
    body.answer.length;
  if (scratch.length < most) scratch = Buffer.allocUnsafe(most * 2);
  at = head;
  scratch[at++] = ACTIONS.indexOf(body.action);
  scratch[at++] = RESULTS.indexOf(body.result);
  id(body.grantId);
  id(body.version);
  id(body.systemId);
  id(body.consumerId);
  id(body.providerId);
  id(body.entryId);
  number(body.rows);
  number(body.bytes);
  number(body.micros);
  number(body.stages.length);
  for (const stage of body.stages) number(stage);
  bitmap(body.items);
  digest(body.subject);
  digest(body.request);
  digest(body.answer);
  for (const value of strings) text(value);
  return Buffer.from(scratch.subarray(0, at));
}
