import {
  HASH_BYTES,
  TILE_WIDTH,
  type TileId,
  hashesOfLevel,
  nodesFromTiles,
  type ReadNodes,
} from '#kernel/merkle.ts';
import { writeTilePath } from './tiles.ts';

/** Answers undefined for what is not there; throws for everything else. */
export type Get = (url: string) => Promise<Buffer | undefined>;

/** The source does not serve what it must: that says nothing yet about the log. */
export class SourceFault extends Error {
  readonly zh: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

/** A log's public files (C2SP tlog-tiles), each refused unless it has the length that the log's size gives it. */
export interface RemoteSource {
  text(path: string): Promise<string>;
  /** Undefined where the log has no such file. */
  json(path: string): Promise<unknown>;
  tile(level: number, n: number): Promise<Buffer>;
  /** The leaves of a level-0 tile; those before `minimum` stand in it with length 0 and are left out as undefined. */
  leaves(n: number, minimum: number): Promise<(Buffer | undefined)[]>;
  nodes: ReadNodes;
}

const LENGTH = 2;

export function openRemote(url: string, size: number, get: Get): RemoteSource {
  async function must(path: string): Promise<Buffer> {
    const bytes = await get(`${url}/${path}`);
    if (!bytes) throw new SourceFault(`来源没有提供 ${path}`, `the source does not serve ${path}`);
    return bytes;
  }
  const widthOf = (level: number, n: number): number =>
    Math.min(TILE_WIDTH, hashesOfLevel(size, level) - n * TILE_WIDTH);

  async function tile(level: number, n: number): Promise<Buffer> {
    const width = widthOf(level, n);
    const path = `tile/${level}/${writeTilePath({ n, width })}`;
    const bytes = await must(path);
    if (bytes.length !== width * HASH_BYTES)
      throw new SourceFault(
        `来源提供的 ${path} 有 ${bytes.length} 字节，应为 ${width * HASH_BYTES} 字节`,
        `the source serves ${path} with ${bytes.length} bytes in place of ${width * HASH_BYTES}`,
      );
    return bytes;
  }

  return {
    text: async path => (await must(path)).toString('utf8'),
    json: async path => {
      const bytes = await get(`${url}/${path}`);
      try {
        return bytes && JSON.parse(bytes.toString('utf8'));
      } catch {
        throw new SourceFault(`来源提供的 ${path} 不是 JSON`, `the source serves ${path} that is not JSON`);
      }
    },
    tile,
    leaves: async (n, minimum) => {
      const width = widthOf(0, n);
      const path = `tile/entries/${writeTilePath({ n, width })}`;
      const bytes = await must(path);
      const leaves: (Buffer | undefined)[] = [];
      let at = 0;
      while (leaves.length < width && at + LENGTH <= bytes.length) {
        const isGone = n * TILE_WIDTH + leaves.length < minimum && bytes.readUInt16BE(at) === 0;
        const end = at + LENGTH + (isGone ? 0 : HASH_BYTES);
        if (end > bytes.length || (!isGone && bytes.readUInt16BE(at) !== HASH_BYTES)) break;
        leaves.push(isGone ? undefined : bytes.subarray(at + LENGTH, end));
        at = end;
      }
      if (leaves.length < width || at !== bytes.length)
        throw new SourceFault(
          `来源提供的 ${path} 不是 ${width} 个叶`,
          `the source serves ${path} that is not ${width} leaves`,
        );
      return leaves;
    },
    nodes: nodesFromTiles((ids: readonly TileId[]) => Promise.all(ids.map(id => tile(id.level, id.n)))),
  };
}
