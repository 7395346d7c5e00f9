import { hash } from 'node:crypto';
import { ENTRY_HEAD, ENTRY_VERSION, KINDS } from './decode.ts';
import { encodeUsage } from './usage.ts';

export { decodeEntry } from './decode.ts';

/**
 * The form of an entry. Bytes, not JSON columns: what is hashed must come back byte for byte.
 *
 *   entry      = version 2 | kind | time (8 bytes, milliseconds, big endian) | body
 *   body       = UTF-8 JSON in fixed key order; of a usage record the packed form of `usage.ts`
 *   commitment = SHA-256(salt ‖ entry)
 *   leaf hash  = SHA-256(0x00 ‖ commitment)          (RFC 6962)
 *
 * The salt makes a commitment say nothing about its entry once the entry is gone.
 */
export const SALT_BYTES = 16;

export type EntryKind = 'command' | 'usage' | 'notice';

/** What a person did: a write of the control plane, or an attempt that was refused. */
export interface CommandBody {
  action: string;
  actor: string;
  actorId: number | null;
  post: string;
  departmentId: number | null;
  object: string;
  result: 'done' | 'refused';
  /** The refusal's code. */
  code?: string;
  /** The rule that the act rests on. */
  rule?: string;
  facts: Record<string, unknown>;
}

/**
 * What a data plane did under a grant. Personal values appear only as keyed digests. An answer that is streamed has two
 * records: `gateway.opened` before its first byte, without amounts, and `gateway.closed` after its last, with them; the
 * facts of the second name the number of the first (`opening`).
 */
export interface UsageBody {
  action:
    | 'gateway.call'
    | 'gateway.opened'
    | 'gateway.closed'
    | 'move.delivering'
    | 'move.delivered'
    | 'move.failed'
    | 'move.stopped';
  grantId: number | null;
  version: number | null;
  grantNo: string;
  systemId: number | null;
  consumerId: number | null;
  providerId: number | null;
  entryId: number | null;
  service: string;
  scenario: string;
  /** The end user's post and the number of the case, where the caller names them. */
  post: string;
  caseNo: string;
  result: 'served' | 'refused' | 'failed';
  code?: string;
  /** Positions of the returned items in the plan. */
  items: number[];
  rows: number;
  bytes: number;
  /** Microseconds in all, and by stage. */
  micros: number;
  stages: number[];
  /**
   * base64url; empty when there is none. Of one person or company: its keyed digest, 8 bytes. Of many: the root of
   * their digests, 32 bytes.
   */
  subject: string;
  /** base64url of SHA-256(salt ‖ bytes), with the salt of this record: it says nothing to whoever lacks the salt. */
  request: string;
  answer: string;
  facts?: Record<string, unknown>;
}

/** What the platform itself saw: key changes, repeated failures of strangers, start and stop. */
export interface NoticeBody {
  action: string;
  facts: Record<string, unknown>;
}

export type Entry =
  | { kind: 'command'; at: number; body: CommandBody }
  | { kind: 'usage'; at: number; body: UsageBody }
  | { kind: 'notice'; at: number; body: NoticeBody };

export function encodeEntry(entry: Entry): Buffer {
  const bytes = entry.kind === 'usage' ? encodeUsage(entry.body, ENTRY_HEAD) : encodeJson(entry.body);
  bytes[0] = ENTRY_VERSION;
  bytes[1] = KINDS.indexOf(entry.kind);
  bytes.writeUIntBE(0, 2, 2);
  bytes.writeUIntBE(entry.at, 4, 6);
  return bytes;
}

function encodeJson(body: object): Buffer {
  const json = JSON.stringify(body);
  const bytes = Buffer.allocUnsafe(ENTRY_HEAD + Buffer.byteLength(json));
  bytes.write(json, ENTRY_HEAD);
  return bytes;
}

let scratch = Buffer.allocUnsafe(4096);
/** The scratch buffer's beginnings, by length: making a view costs a good part of what a hash does. */
let beginnings: (Buffer | undefined)[] = [];

export function commitmentOf(salt: Uint8Array, entry: Uint8Array): Buffer {
  return Buffer.from(commitmentText(salt, entry), 'binary');
}

/**
 * The same as a string of 32 bytes, for whoever only hashes it again. One call of the hash, by way of a string: half the
 * time of a hash object. The salt may be a stretch of many: 16 bytes are copied sooner than a view of them is made.
 */
export function commitmentText(
  salts: Uint8Array,
  entry: Uint8Array,
  saltFrom = 0,
  saltTo = salts.length,
): string {
  const saltBytes = saltTo - saltFrom;
  const length = saltBytes + entry.length;
  if (scratch.length < length) {
    scratch = Buffer.allocUnsafe(length * 2);
    beginnings = [];
  }
  for (let i = 0; i < saltBytes; i += 1) scratch[i] = salts[saltFrom + i] ?? 0;
  scratch.set(entry, saltBytes);
  return hash('sha256', (beginnings[length] ??= scratch.subarray(0, length)), 'binary');
}

/** Packs entries for one batch: each with its length (4 bytes, big endian) before it. */
export function packEntries(entries: readonly Buffer[]): Buffer {
  let size = 0;
  for (const entry of entries) size += 4 + entry.length;
  const body = Buffer.allocUnsafe(size);
  let at = 0;
  for (const entry of entries) {
    at = body.writeUInt32BE(entry.length, at);
    at += entry.copy(body, at);
  }
  return body;
}

/** The opposite of `packEntries`; throws when the lengths do not add up to exactly `n` entries. */
export function unpackEntries(body: Buffer, n: number): Buffer[] {
  const entries: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    if (at + 4 > body.length) throw new Error('a packed batch ends inside a length');
    const length = body.readUInt32BE(at);
    at += 4;
    if (at + length > body.length) throw new Error('a packed batch ends inside an entry');
    entries.push(body.subarray(at, at + length));
    at += length;
  }
  if (entries.length !== n) throw new Error(`a packed batch holds ${entries.length} entries, not ${n}`);
  return entries;
}
