import { createRange, edgeOf, hashLeaf, HASH_BYTES, TILE_WIDTH } from '#kernel/merkle.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';
import { readSeal } from './note.ts';
import { isRemovalProven, readBeginning, readKeys } from './remoteRemoval.ts';
import { type Get, SourceFault, openRemote } from './remoteSource.ts';

export interface RemoteNeeds {
  /** The log's public prefix, without a slash at its end: `https://data.example.gov.cn/ledger/usage/1`. */
  url: string;
  /** Keys that the reader holds to be the log's; without them those that the log names are taken. */
  keys?: readonly VerifierKey[];
  /** An older seal point of the same log: the log must still begin with it. */
  before?: string;
  get: Get;
  onProgress?: (read: number) => void;
}

export interface RemoteVerdict {
  ok: boolean;
  /** `source`: what is served cannot be read, which says nothing yet about the log. */
  fault: 'none' | 'ledger' | 'source';
  origin: string;
  size: number;
  /** The first entry that is still published; those before it were removed past their retention. */
  minimum: number;
  problem: string;
  problemEn: string;
  firstBad: number | null;
}

/**
 * Verifies a log from its public tiles alone, as a stranger sees it (C2SP tlog-tiles): the leaves must add up to the
 * signed root, every leaf must be the hash that the tile of the lowest level says, and an older seal point must lie
 * on the way. Where the beginning was removed, it goes on from the edge that the upper tiles keep of it; the signed root
 * says whether that edge is right.
 */
export async function verifyRemote(needs: RemoteNeeds): Promise<RemoteVerdict> {
  const verdict: RemoteVerdict = {
    ok: false,
    fault: 'ledger',
    origin: '',
    size: 0,
    minimum: 0,
    problem: '',
    problemEn: '',
    firstBad: null,
  };
  const bad = (problem: string, problemEn: string, firstBad: number | null = null): RemoteVerdict => ({
    ...verdict,
    firstBad,
    problem,
    problemEn,
  });
  try {
    return await readAll();
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { ...bad(error.zh, error.message), fault: 'source' };
  }

  async function readAll(): Promise<RemoteVerdict> {
    const { url, get, before, onProgress } = needs;
    const front = openRemote(url, 0, get);
    const keys = needs.keys ?? readKeys(await front.text('keys'));
    const point = readSeal(await front.text('checkpoint'), keys);
    if (point) Object.assign(verdict, { origin: point.origin, size: point.size });
    if (!point?.signed)
      return bad('存证点不是所信任的密钥所签', 'the seal point is not signed by a key that is trusted');
    const older = before === undefined ? undefined : readSeal(before, keys);
    if (before !== undefined && (!older?.signed || older.origin !== point.origin))
      return bad(
        '较早的存证点不是这份日志的',
        'the older seal point is not one of this log, or a key that is not trusted signed it',
      );
    if (older && older.size > point.size)
      return bad(
        `日志只到 ${point.size} 条，较早的存证点却有 ${older.size} 条`,
        `the log has ${point.size} entries, an older seal point ${older.size}: it was put back`,
      );
    const beginning = await readBeginning(front);
    if (!beginning)
      throw new SourceFault('来源提供的 minimum 无法读取', 'the source serves a minimum that cannot be read');
    const { minimum } = beginning;
    verdict.minimum = minimum;
    if (minimum > point.size)
      return bad(
        `日志称从第 ${minimum} 条起公开，却只到 ${point.size} 条`,
        `the log says that it begins with entry ${minimum}, but it has ${point.size}`,
      );
    if (minimum > 0 && !(await isRemovalProven(beginning, { url, origin: point.origin, keys, get })))
      return bad(
        `日志称前 ${minimum} 条已到期移除，却没有经存证的移除记录`,
        `the log says that its first ${minimum} entries were removed past their retention, and no entry of the record proves it`,
        0,
      );
    const source = openRemote(url, point.size, get);
    const range = createRange(minimum, minimum === 0 ? [] : await source.nodes(edgeOf(minimum)));
    if (older && older.size < minimum)
      throw new SourceFault(
        `较早的存证点（${older.size} 条）在日志仍公开的部分之前，无法比较：请换一个不早于第 ${minimum} 条的存证点`,
        `the older seal point of ${older.size} entries lies before what the log still publishes and cannot be compared: give one of ${minimum} entries or more`,
      );
    const other = (): RemoteVerdict | undefined =>
      older?.size === range.size && !range.root().equals(older.root)
        ? bad(
            `前 ${range.size} 条与较早的存证点不符`,
            `the first ${range.size} entries are not those of the older seal point`,
          )
        : undefined;
    const atOnce = other();
    if (atOnce) return atOnce;
    for (let n = Math.floor(minimum / TILE_WIDTH); n * TILE_WIDTH < point.size; n += 1) {
      const [tile, leaves] = await Promise.all([source.tile(0, n), source.leaves(n, minimum)]);
      for (const [i, commitment] of leaves.entries()) {
        const number = n * TILE_WIDTH + i;
        if (number < minimum) continue;
        const leaf = commitment && hashLeaf(commitment);
        if (!leaf || tile.compare(leaf, 0, HASH_BYTES, i * HASH_BYTES, (i + 1) * HASH_BYTES) !== 0)
          return bad(`第 ${number} 条与瓦片不符`, `entry ${number} is not what its tile says`, number);
        range.append(leaf);
        const gone = other();
        if (gone) return gone;
      }
      onProgress?.(range.size);
    }
    if (!range.root().equals(point.root))
      return bad('全部条目加起来不是所签的根', 'the entries do not add up to the signed root');
    return { ...verdict, ok: true, fault: 'none' };
  }
}
