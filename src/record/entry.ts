import { createHash } from 'node:crypto';

/**
 * The form of an entry. Bytes, not JSON columns: what is hashed must come back byte for byte.
 *
 *   entry      = version 1 | kind | time (8 bytes, milliseconds, big endian) | body (UTF-8 JSON, fixed key order)
 *   commitment = SHA-256(salt ‖ entry)
 *   leaf hash  = SHA-256(0x00 ‖ commitment)          (RFC 6962)
 *
 * The salt makes a commitment say nothing about its entry once the entry is gone.
 */
export const ENTRY_VERSION = 1;
export const SALT_BYTES = 16;
const HEAD = 10;

export type EntryKind = 'command' | 'usage' | 'notice';
const KINDS: readonly EntryKind[] = ['command', 'usage', 'notice'];

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

/** What a data plane did under a grant. Personal values appear only as keyed digests. */
export interface UsageBody {
  action: 'gateway.call' | 'move.delivering' | 'move.delivered' | 'move.failed' | 'move.stopped';
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
  /** Keyed digest of the person or company asked about, base64url of 8 bytes; empty when there is none. */
  subject: string;
  /** base64url of SHA-256, first 16 bytes. */
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
  const json = JSON.stringify(entry.body);
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(HEAD + length);
  bytes[0] = ENTRY_VERSION;
  bytes[1] = KINDS.indexOf(entry.kind);
  bytes.writeUIntBE(0, 2, 2);
  bytes.writeUIntBE(entry.at, 4, 6);
  bytes.write(json, HEAD);
  return bytes;
}

/** Throws when the bytes are not an entry of a known version. */
export function decodeEntry(bytes: Buffer): Entry {
  const kind = KINDS[bytes[1] ?? -1];
  if (bytes[0] !== ENTRY_VERSION || kind === undefined || bytes.length < HEAD)
    throw new Error('not an entry of a known version');
  const at = bytes.readUIntBE(4, 6);
  return { kind, at, body: JSON.parse(bytes.toString('utf8', HEAD)) as never };
}

export function commitmentOf(salt: Uint8Array, entry: Uint8Array): Buffer {
  return createHash('sha256').update(salt).update(entry).digest();
}

const LEAF = Buffer.of(0);

export function leafHash(commitment: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(commitment).digest();
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
