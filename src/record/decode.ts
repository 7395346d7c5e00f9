/**
 * Reading entries. Nothing of Node in here: the verifier of an evidence pack runs in a browser and reads with this
 * very code.
 */
import type { Entry, EntryKind, UsageBody } from './entry.ts';

export const ENTRY_VERSION = 2;
/** Version, kind, time. */
export const ENTRY_HEAD = 10;
export const KINDS: readonly EntryKind[] = ['command', 'usage', 'notice'];
export const ACTIONS = [
  'gateway.call',
  'move.delivering',
  'move.delivered',
  'move.failed',
  'move.stopped',
  'gateway.opened',
  'gateway.closed',
] as const;
/** What is only announced: it becomes use with the record that ends it, and is not counted twice. */
export const ANNOUNCED: readonly string[] = ['move.delivering', 'gateway.opened'];
export const RESULTS = ['served', 'refused', 'failed'] as const;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Short and mostly ASCII: a decoder's call costs more than the loop. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte > 127 || to - from > 64) return utf8.decode(bytes.subarray(from, to));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Throws when the bytes are not an entry of a known version. Version 1 had JSON bodies throughout. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const version = bytes[0];
  const kind = KINDS[bytes[1] ?? -1];
  if ((version !== 1 && version !== ENTRY_VERSION) || kind === undefined || bytes.length < ENTRY_HEAD)
    throw new Error('not an entry of a known version');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = view.getUint16(4) * 2 ** 32 + view.getUint32(6);
  if (version === ENTRY_VERSION && kind === 'usage') return { kind, at, body: decodeUsage(bytes) };
  return { kind, at, body: JSON.parse(utf8.decode(bytes.subarray(ENTRY_HEAD))) as never };
}

function list(length: number, next: () => number): number[] {
  const values: number[] = [];
  for (let i = 0; i < length; i += 1) values.push(next());
  return values;
}

function decodeUsage(bytes: Uint8Array): UsageBody {
  let at = ENTRY_HEAD;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new Error('a usage record ends too early');
    return value;
  };
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = byte();
      value += (next & 127) * scale;
      if (next < 128) break;
    }
    if (!Number.isSafeInteger(value)) throw new Error('a usage record holds a number beyond 2^53');
    return value;
  };
  /** Steps over a counted part and answers where it begins; it ends where `at` then is. */
  const part = (): number => {
    const length = number();
    if (at + length > bytes.length) throw new Error('a usage record ends too early');
    at += length;
    return at - length;
  };
  const id = (): number | null => {
    const value = number();
    return value === 0 ? null : value - 1;
  };
  const text = (): string => textOf(bytes, part(), at);
  const digest = (): string => base64url(bytes, part(), at);
  const action = ACTIONS[byte()];
  const result = RESULTS[byte()];
  if (action === undefined || result === undefined) throw new Error('a usage record of an unknown kind');
  const ids = {
    grantId: id(),
    version: id(),
    systemId: id(),
    consumerId: id(),
    providerId: id(),
    entryId: id(),
  };
  const amounts = { rows: number(), bytes: number(), micros: number() };
  const stages = list(number(), number);
  const items: number[] = [];
  const map = part();
  for (let i = 0; i < (at - map) * 8; i += 1)
    if (((bytes[map + (i >> 3)] ?? 0) >> (i & 7)) & 1) items.push(i);
  const digests = { subject: digest(), request: digest(), answer: digest() };
  const texts = { grantNo: text(), service: text(), scenario: text(), post: text(), caseNo: text() };
  const code = text();
  const facts = text();
  if (at !== bytes.length) throw new Error('a usage record has bytes after its end');
  return {
    action,
    ...ids,
    grantNo: texts.grantNo,
    service: texts.service,
    scenario: texts.scenario,
    post: texts.post,
    caseNo: texts.caseNo,
    result,
    ...(code === '' ? {} : { code }),
    items,
    ...amounts,
    stages,
    ...digests,
    ...(facts === '' ? {} : { facts: JSON.parse(facts) as Record<string, unknown> }),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** RFC 4648 section 5, without padding. */
function base64url(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i += 3) {
    const three =
      ((bytes[i] ?? 0) << 16) |
      ((i + 1 < to ? (bytes[i + 1] ?? 0) : 0) << 8) |
      (i + 2 < to ? (bytes[i + 2] ?? 0) : 0);
    text += ALPHABET.charAt(three >> 18) + ALPHABET.charAt((three >> 12) & 63);
    if (i + 1 < to) text += ALPHABET.charAt((three >> 6) & 63);
    if (i + 2 < to) text += ALPHABET.charAt(three & 63);
  }
  return text;
}
