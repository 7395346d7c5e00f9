import { HASH_BYTES } from '#kernel/merkle.ts';
import { readBase64 } from './base64.ts';

/**
 * C2SP tlog-checkpoint: what the text of a log’s signed note says.
 *
 *   shuqiao.local/ledger    origin, which names the log
 *   1284330                 number of leaves
 *   q1FwA…=                 root of the tree (RFC 6962), base64
 *   …                       extension lines: opaque, not empty, seldom there
 */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
  extensions: readonly string[];
}

/** A tree size as the field writes it: decimal, no leading zero, below 2^53. */
export function readSize(digits: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(digits)) return undefined;
  const size = Number(digits);
  return Number.isSafeInteger(size) ? size : undefined;
}

export function readHash(line: string): Buffer | undefined {
  const hash = readBase64(line);
  return hash?.length === HASH_BYTES ? hash : undefined;
}

/** Undefined when the text is not a checkpoint. Nothing is said about who signed it. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined;
  const [origin = '', digits = '', hash = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = readSize(digits);
  const root = readHash(hash);
  if (origin === '' || size === undefined || root === undefined || extensions.includes('')) return undefined;
  return { origin, size, root, extensions };
}

/** Throws `RangeError` when a line would make it another checkpoint than the one meant. */
export function writeCheckpoint(point: {
  origin: string;
  size: number;
  root: Buffer;
  extensions?: readonly string[];
}): string {
  const { origin, size, root, extensions = [] } = point;
  const lines = [origin, String(size), root.toString('base64'), ...extensions];
  if (
    lines.some(line => line === '' || line.includes('\n')) ||
    readSize(String(size)) === undefined ||
    root.length !== HASH_BYTES
  )
    throw new RangeError('not a checkpoint');
  return `${lines.join('\n')}\n`;
}
