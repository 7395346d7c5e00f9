/**
 * A run that broke off goes on by repair: what the sink kept of it is held against the source as it is now. Rows that
 * are not there are sent, rows that are there and at the source no more are dropped, and all of it is read back: the
 * receipt is of this reading, and not of two moments.
 *
 * More rows than fit into memory as fingerprints are taken by groups of buckets, and the source is read once for each
 * group. Where it has no snapshots it may have moved in between: then the round counts for nothing and another follows.
 */
import type { Delivery } from '#planes/mover/ports.ts';
import { compareDigests, createDigest } from './digest.ts';
import type { DigestShape, RowDigest } from './digest.ts';
import { type Fingerprints, MOST_FINGERPRINTS, createFingerprints } from './fingerprints.ts';
import { partPlaces } from './places.ts';

const ROUNDS = 3;
const PAGE = 256 * 1024;
/** Places that are held at once; more of them are dropped in another pass over the sink. */
const MOST_PLACES = 200_000;
const PLACES_AT_ONCE = 10_000;

export interface RepairNeeds {
  delivery: Pick<Delivery, 'kept' | 'finish' | 'readBack' | 'readPlaces' | 'drop'>;
  shape: DigestShape;
  /** The source's rows from the beginning, masked, without those that are set aside; `again`: the round has read them before. */
  read: (again: boolean) => AsyncIterable<Buffer>;
  /** Takes whole tuples to the sink; the buffer is its own. */
  write: (rows: Buffer) => Promise<void>;
  /** After each chunk of either side; throws to end the repair. */
  passed: (side: 'source' | 'kept' | 'readback', bytes: number, rows: number) => Promise<void>;
  most?: number;
}

export interface Repaired {
  /** Both sides agree, and the source said the same each time. */
  equal: boolean;
  /** The source was another one each time it was read. */
  moving: boolean;
  source: RowDigest;
  sink: RowDigest;
  rounds: number;
  /** Rows that the sink should hold by what was kept, sent and dropped in all rounds. */
  lying: number;
  /** Of the last round. */
  sent: number;
  dropped: number;
}

/** Rows that are to be sent, gathered to pages. */
function createPages(write: (page: Buffer) => Promise<void>) {
  let page = Buffer.allocUnsafe(PAGE);
  let filled = 0;
  const full: Buffer[] = [];
  const turn = (least: number): void => {
    if (filled > 0) full.push(page.subarray(0, filled));
    page = Buffer.allocUnsafe(Math.max(PAGE, least));
    filled = 0;
  };
  return {
    add(view: DataView, from: number, end: number): void {
      if (filled + end - from > page.length) turn(end - from);
      page.set(new Uint8Array(view.buffer, view.byteOffset + from, end - from), filled);
      filled += end - from;
    },
    async flush(all: boolean): Promise<void> {
      if (all) turn(0);
      for (const one of full.splice(0)) await write(one);
    },
  };
}

export async function repair(needs: RepairNeeds): Promise<Repaired> {
  const { delivery, shape, passed } = needs;
  const most = needs.most ?? MOST_FINGERPRINTS;
  const groups = Math.max(1, Math.ceil(delivery.kept / most));
  let lying: number | undefined;

  /** What the sink has of a group. */
  async function fingerprint(group: number): Promise<Fingerprints> {
    const found = createFingerprints(Math.ceil((delivery.kept / groups) * 1.05));
    const digester = createDigest({
      ...shape,
      onRow(bucket, high, low) {
        if (bucket % groups === group) found.add(high, low);
      },
    });
    for await (const chunk of delivery.readPlaces()) {
      digester.add(partPlaces(chunk).rows);
      await passed('kept', chunk.length, digester.rows());
    }
    // Counted where they lie: what the sink has written down of them may be true no longer.
    lying ??= digester.rows();
    return found;
  }

  /** Sends what is not in `kept`, and takes out of it what is. */
  async function send(
    group: number,
    kept: Fingerprints,
    inOrder: boolean,
  ): Promise<{ digest: RowDigest; sent: number }> {
    const pages = createPages(needs.write);
    let sent = 0;
    const digester = createDigest({
      ...shape,
      inOrder,
      onRow(bucket, high, low, view, from, end) {
        if (bucket % groups !== group || kept.take(high, low)) return;
        pages.add(view, from, end);
        sent += 1;
      },
    });
    for await (const chunk of needs.read(!inOrder)) {
      digester.add(chunk);
      await pages.flush(false);
      await passed('source', chunk.length, digester.rows());
    }
    await pages.flush(true);
    return { digest: digester.finish(), sent };
  }

  /** Drops what is left over of a group; as many passes as its places need. */
  async function dropLeft(group: number, left: Fingerprints): Promise<number> {
    const before = left.size;
    while (left.size > 0) {
      const places: Buffer[] = [];
      const atStart = left.size;
      let placeOf: (row: number) => Buffer = () => Buffer.alloc(0);
      let row = 0;
      const digester = createDigest({
        ...shape,
        onRow(bucket, high, low) {
          if (bucket % groups === group && places.length < MOST_PLACES && left.take(high, low))
            places.push(placeOf(row));
          row += 1;
        },
      });
      for await (const chunk of delivery.readPlaces()) {
        const parted = partPlaces(chunk);
        placeOf = parted.placeOf;
        row = 0;
        digester.add(parted.rows);
        await passed('kept', chunk.length, digester.rows());
      }
      if (left.size === atStart) throw new Error('Rows that the sink had are not there any more.');
      for (let at = 0; at < places.length; at += PLACES_AT_ONCE)
        await delivery.drop(places.slice(at, at + PLACES_AT_ONCE));
    }
    return before;
  }

  async function readBack(): Promise<RowDigest> {
    const digester = createDigest(shape);
    for await (const chunk of delivery.readBack()) {
      digester.add(chunk);
      await passed('readback', chunk.length, digester.rows());
    }
    return digester.finish();
  }

  async function round(number: number): Promise<Repaired> {
    let source: RowDigest | undefined;
    let [sent, dropped, moving] = [0, 0, false];
    for (let group = 0; group < groups; group++) {
      const kept = await fingerprint(group);
      const { digest, sent: more } = await send(group, kept, source === undefined);
      sent += more;
      await delivery.finish();
      dropped += await dropLeft(group, kept);
      if (source === undefined) source = digest;
      else if (!compareDigests(source, digest).equal) moving = true;
    }
    if (source === undefined) throw new RangeError('A repair has at least one group.');
    lying = (lying ?? 0) + sent - dropped;
    const sink = await readBack();
    const equal = !moving && compareDigests(source, sink).equal;
    return { equal, moving, source, sink, rounds: number, lying, sent, dropped };
  }

  for (let number = 1; ; number++) {
    const done = await round(number);
    if (done.equal || number === ROUNDS) return done;
  }
}
