import { readBase64 } from './base64.ts';
import { KEY_ID_BYTES, type VerifierKey, isKeyName } from './verifierKey.ts';
import { verifySignature } from './signatures.ts';

/**
 * C2SP signed-note: a text, an empty line, and signature lines “— name base64(key id ‖ signature)”. The text must not
 * be used before `verifyNote` has said who signed it.
 */
export interface Note {
  /** With its last newline, without the empty line. */
  text: string;
  signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  name: string;
  /** The key’s id, 4 bytes. */
  id: Buffer;
  /** What follows the id. */
  bytes: Buffer;
  /** The whole line without its newline, to hand on as it came. */
  line: string;
}

/** Larger than any note with the 16 signatures that the specification demands, post-quantum ones included. */
export const MOST_NOTE_BYTES = 262_144;
export const MOST_SIGNATURES = 100;
const DASH = '— ';

/** UTF-8 text without control characters other than the newline that ends each line. */
export function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

/** Undefined when it is not a note. The signatures begin after the last empty line: the text may hold others. */
export function readNote(note: string): Note | undefined {
  if (note.length > MOST_NOTE_BYTES || Buffer.byteLength(note) > MOST_NOTE_BYTES || !isNoteText(note))
    return undefined;
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const signatures = readSignatureLines(note.slice(end + 2));
  return signatures && { text: note.slice(0, end + 1), signatures };
}

/** One or more signature lines, each with its newline; undefined when anything else is among them. */
export function readSignatureLines(lines: string): NoteSignature[] | undefined {
  if (!lines.endsWith('\n')) return undefined;
  const split = lines.slice(0, -1).split('\n');
  if (split.length > MOST_SIGNATURES) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of split) {
    if (!line.startsWith(DASH)) return undefined;
    const [name = '', base64 = '', ...rest] = line.slice(DASH.length).split(' ');
    const bytes = readBase64(base64);
    if (rest.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES)
      return undefined;
    signatures.push({ name, id: bytes.subarray(0, KEY_ID_BYTES), bytes: bytes.subarray(KEY_ID_BYTES), line });
  }
  return signatures;
}

/** Puts text and signature lines together. Throws `RangeError` when the text cannot be a note’s. */
export function writeNote(text: string, lines: readonly string[]): string {
  if (!isNoteText(text)) throw new RangeError('a note’s text is lines without control characters');
  return `${text}\n${lines.map(line => `${line}\n`).join('')}`;
}

/** A signature that fits. */
export interface Signer {
  key: VerifierKey;
  line: string;
  /** Seconds since the epoch, of a cosignature. */
  time: number | undefined;
}

export type Verified =
  | { ok: true; signers: [Signer, ...Signer[]] }
  /** `unknown`: none of the keys signed it. `forged`: a line bears one of the keys and does not fit. */
  | { ok: false; why: 'unknown' | 'forged' };

/**
 * Who of the given keys signed the note. Lines of other keys are ignored, whatever they hold; a line of a given key that
 * does not fit spoils the whole note. Of several lines of one key the first counts, so that a note costs no more
 * verifications than there are keys.
 */
export function verifyNote(note: Note, keys: readonly VerifierKey[]): Verified {
  const signers: Signer[] = [];
  for (const key of keys) {
    if (signers.some(signer => sameKey(signer.key, key))) continue;
    const signature = note.signatures.find(one => one.name === key.name && one.id.equals(key.id));
    if (!signature) continue;
    const fits = verifySignature(note.text, signature.bytes, key);
    if (!fits) return { ok: false, why: 'forged' };
    signers.push({ key, line: signature.line, time: fits.time });
  }
  const [first, ...others] = signers;
  return first ? { ok: true, signers: [first, ...others] } : { ok: false, why: 'unknown' };
}

function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && a.id.equals(b.id) && a.publicKey.equals(b.publicKey);
}
