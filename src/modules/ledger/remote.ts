import { HASH_BYTES, TILE_WIDTH, createRange, hashLeaf } from '#kernel/merkle.ts';
import { type VerifierKey, readVerifierKey } from '#kernel/notes/verifierKey.ts';
import { readSeal } from './note.ts';
import { writeTileNumber } from './tiles.ts';

export interface RemoteNeeds {
  /** The log's public prefix, without a slash at its end: `https://data.example.gov.cn/ledger/usage/1`. */
  url: string;
  /** Keys that the reader holds to be the log's; without them those that the log names are taken. */
  keys?: readonly VerifierKey[];
  /** An older seal point of the same log: the log must still begin with it. */
  before?: string;
  get: (url: string) => Promise<Buffer>;
  onProgress?: (read: number) => void;
}

export interface RemoteVerdict {
  ok: boolean;
  origin: string;
  size: number;
  problem: string;
  problemEn: string;
  firstBad: number | null;
}

/**
 * Verifies a log from its public tiles alone, as a stranger sees it (C2SP tlog-tiles): the leaves must add up to the
 * signed root, every leaf must be the hash that the tile of the lowest level says, and an older seal point must lie
 * on the way.
 */
export async function verifyRemote(needs: RemoteNeeds): Promise<RemoteVerdict> {
  const { url, get, before, onProgress } = needs;
  const text = async (path: string): Promise<string> => (await get(`${url}/${path}`)).toString('utf8');
  const keys =
    needs.keys ??
    (await text('keys'))
      .trim()
      .split('\n')
      .map(readVerifierKey)
      .filter(key => key !== undefined);
  const point = readSeal(await text('checkpoint'), keys);
  const verdict = {
    ok: false,
    origin: point?.origin ?? '',
    size: point?.size ?? 0,
    firstBad: null as number | null,
  };
  const bad = (zh: string, en: string, firstBad: number | null = null): RemoteVerdict => ({
    ...verdict,
    firstBad,
    problem: zh,
    problemEn: en,
  });
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
  const range = createRange();
  const passOlder = (): RemoteVerdict | undefined =>
    older && range.size === older.size && !range.root().equals(older.root)
      ? bad(
          `前 ${older.size} 条与较早的存证点不符`,
          `the first ${older.size} entries are not those of the older seal point`,
        )
      : undefined;
  for (let n = 0; n * TILE_WIDTH < point.size; n += 1) {
    const width = Math.min(TILE_WIDTH, point.size - n * TILE_WIDTH);
    const path = `${writeTileNumber(n)}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
    const [tile, bundle] = await Promise.all([
      get(`${url}/tile/0/${path}`),
      get(`${url}/tile/entries/${path}`),
    ]);
    for (let i = 0; i < width; i += 1) {
      const at = i * (2 + HASH_BYTES);
      const leaf = hashLeaf(bundle.subarray(at + 2, at + 2 + HASH_BYTES));
      const number = n * TILE_WIDTH + i;
      if (
        bundle.length !== width * (2 + HASH_BYTES) ||
        bundle.readUInt16BE(at) !== HASH_BYTES ||
        tile.compare(leaf, 0, HASH_BYTES, i * HASH_BYTES, (i + 1) * HASH_BYTES) !== 0
      )
        return bad(`第 ${number} 条与瓦片不符`, `entry ${number} is not what its tile says`, number);
      range.append(leaf);
      const gone = passOlder();
      if (gone) return gone;
    }
    onProgress?.(range.size);
  }
  if (!range.root().equals(point.root))
    return bad('全部条目加起来不是所签的根', 'the entries do not add up to the signed root');
  return { ...verdict, ok: true, problem: '', problemEn: '' };
}
