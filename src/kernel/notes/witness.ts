import { type Checkpoint, readCheckpoint, readHash, readSize } from './checkpoint.ts';
import { MOST_NOTE_BYTES, type Note, readNote } from './signedNote.ts';

/**
 * The messages of C2SP tlog-witness, `POST <prefix>/add-checkpoint`.
 *
 *   old 20852014            size that the witness is thought to know
 *   PlRNCrwHpqhG…=          consistency proof from there to the checkpoint (RFC 6962 section 2.1.2), at most 63 hashes
 *                           (empty line)
 *   example.com/log         the checkpoint, a signed note
 *   …
 */
export interface Submission {
  old: number;
  proof: readonly Buffer[];
  note: Note;
  checkpoint: Checkpoint;
}

export const MOST_PROOF_LINES = 63;
/** The largest note, and before it the longest proof. */
export const MOST_SUBMISSION_BYTES = MOST_NOTE_BYTES + (MOST_PROOF_LINES + 1) * 50;
/** The content type of the answer 409: the size that the witness knows. */
export const SIZE_TYPE = 'text/x.tlog.size';

/** Undefined when it is not a submission. Nothing is said yet about signatures or about the proof. */
export function readSubmission(body: string): Submission | undefined {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const old = first.startsWith('old ') ? readSize(first.slice(4)) : undefined;
  if (old === undefined || lines.length > MOST_PROOF_LINES) return undefined;
  const proof: Buffer[] = [];
  for (const line of lines) {
    const hash = readHash(line);
    if (hash === undefined) return undefined;
    proof.push(hash);
  }
  const note = readNote(body.slice(end + 2));
  const checkpoint = note && readCheckpoint(note.text);
  return checkpoint && { old, proof, note, checkpoint };
}

/** `note` is the log’s checkpoint with its signatures. */
export function writeSubmission(old: number, proof: readonly Buffer[], note: string): string {
  if (proof.length > MOST_PROOF_LINES) throw new RangeError('a consistency proof has at most 63 hashes');
  return `old ${old}\n${proof.map(hash => `${hash.toString('base64')}\n`).join('')}\n${note}`;
}

/** What a witness said, in the words of the specification. */
export type WitnessAnswer =
  /** 200: signature lines, still to be verified. */
  | { kind: 'cosigned'; lines: string }
  /** 409: it knows another size than the one named. */
  | { kind: 'conflict'; size: number }
  /** 422, and in earlier versions 409 without a size: the checkpoint does not follow from the one it knows. */
  | { kind: 'contradiction' }
  /** 403: none of the signatures is of a key that it knows for this log. */
  | { kind: 'unknown_key' }
  /** 404: it does not witness this log. */
  | { kind: 'unknown_log' }
  | { kind: 'other'; status: number };

export function readWitnessAnswer(status: number, contentType: string, body: string): WitnessAnswer {
  switch (status) {
    case 200:
      return { kind: 'cosigned', lines: body };
    case 403:
      return { kind: 'unknown_key' };
    case 404:
      return { kind: 'unknown_log' };
    case 409: {
      if (contentType.split(';')[0]?.trim().toLowerCase() !== SIZE_TYPE) return { kind: 'contradiction' };
      const size = body.endsWith('\n') ? readSize(body.slice(0, -1)) : undefined;
      return size === undefined ? { kind: 'other', status } : { kind: 'conflict', size };
    }
    case 422:
      return { kind: 'contradiction' };
    default:
      return { kind: 'other', status };
  }
}
