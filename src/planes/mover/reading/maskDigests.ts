/**
 * Keyed digests of masked values. They need a secret, so they are made here and not by the department's database: its
 * statements, logs and statistics never see the key. One value is one digest for a consumer, in calls and in batches
 * and whichever department it comes from, so that the consumer can join what it holds; two consumers cannot join theirs.
 */
import type { Keys } from '#kernel/keys.ts';
import { createMac } from '#planes/gateway/callers/mac.ts';
import { digestText } from '#vocabulary/masks.ts';
import { type CallPlan, type ColumnType, type PlanItem, maskPlace } from '#vocabulary/plans.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { ReadOptions, Selection, Snapshot, WrongTaker } from '#planes/mover/ports.ts';

/** 128 bits of HMAC-SM3 (GB/T 15852.2) in base64url. */
const BYTES = 16;
const CHARACTERS = 22;

/** Of a value as `digestText` writes it; 22 characters. */
export type MaskDigest = (text: string) => string;
type Digested = readonly { at: number; type: ColumnType }[];

/** What digests values for a consumer, a department of the platform. */
export function createMaskDigest(keys: Keys, consumerId: number): MaskDigest {
  const mac = createMac(keys.derive('pseudonyms', String(consumerId)), 'sm3');
  return text => mac(text).toString('base64url', 0, BYTES);
}

/** The same, prepared once for each consumer. */
export function createMaskDigests(keys: Keys): (consumerId: number) => MaskDigest {
  const known = new Map<number, MaskDigest>();
  return consumerId => {
    let digest = known.get(consumerId);
    if (!digest) known.set(consumerId, (digest = createMaskDigest(keys, consumerId)));
    return digest;
  };
}

/** Salts the order of a plan's rows that differ in digested values alone; '' where there is none to hide. */
export function tieSaltOf(keys: Keys, { grantId, items }: Pick<CallPlan, 'grantId' | 'items'>): string {
  if (digestedOf(items).length === 0) return '';
  const mac = createMac(keys.derive('pseudonyms', 'ties'), 'sm3');
  return mac(String(grantId)).toString('base64url', 0, BYTES);
}

/** Rows as a source answered them, in place: no clear value of a digested column is left in them. */
export function digestRows(rows: (string | null)[][], digested: Digested, digest: MaskDigest): void {
  for (const row of rows)
    for (const { at, type } of digested) {
      const text = row[at] ?? null;
      row[at] = text === null ? null : digest(digestText(type, text));
    }
}

/** Whole tuples with the digested ones, which travel as text, exchanged for their digests. */
export function digestTuples(chunk: Buffer, digested: Digested, digest: MaskDigest): Buffer {
  const types = new Map(digested.map(({ at, type }) => [at, type]));
  let out = Buffer.allocUnsafe(chunk.length * 2);
  let end = 0;
  /** Up to here the chunk is in `out`. */
  let taken = 0;
  function take(to: number): void {
    const most = end + to - taken + 4 + CHARACTERS;
    if (most > out.length) out = Buffer.concat([out.subarray(0, end)], most * 2);
    end += chunk.copy(out, end, taken, to);
  }
  let at = 0;
  while (at < chunk.length) {
    const fields = chunk.readInt16BE(at);
    at += 2;
    for (let field = 0; field < fields; field++) {
      const length = chunk.readInt32BE(at);
      const from = at + 4;
      const type = types.get(field);
      if (length >= 0 && type !== undefined) {
        take(at);
        end = out.writeInt32BE(CHARACTERS, end);
        end += out.write(
          digest(digestText(type, chunk.toString('utf8', from, from + length))),
          end,
          'latin1',
        );
        taken = from + length;
      }
      at = from + Math.max(0, length);
    }
  }
  take(chunk.length);
  return out.subarray(0, end);
}

const digestedOf = (items: readonly PlanItem[]): Digested =>
  items.flatMap(({ mask, type }, at) => (maskPlace(mask) === 'plane' ? [{ at, type }] : []));

/**
 * A row whose digested column could not travel says so without the value, which would be the clear one; so does one that
 * is wrong as a whole, since the value is somewhere in it. A source may name its own column or the one that travels.
 */
function withoutClear(items: PlanItem[], digested: Digested, wrong: WrongTaker): WrongTaker {
  const columns = outputColumns(items);
  const hidden = new Set(['', ...digested.flatMap(({ at }) => [columns[at]?.name, items[at]?.column])]);
  return (row, read) => wrong(hidden.has(row.column) ? { ...row, raw: Buffer.alloc(0) } : row, read);
}

/** What a snapshot reads with all masks of the plan upon it, its own and the plane's: the only way rows enter a move. */
export async function* readMasked(
  snapshot: Pick<Snapshot, 'read'>,
  selection: Selection,
  maskDigest: () => MaskDigest,
  options: ReadOptions = {},
): AsyncGenerator<Buffer> {
  const digested = digestedOf(selection.items);
  const digest = digested.length > 0 ? maskDigest() : undefined;
  const reading =
    digest && options.wrong
      ? { ...options, wrong: withoutClear(selection.items, digested, options.wrong) }
      : options;
  for await (const chunk of snapshot.read(selection, reading))
    yield digest ? digestTuples(chunk, digested, digest) : chunk;
}
