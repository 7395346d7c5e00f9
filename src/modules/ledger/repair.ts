import type { Db } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { nodesFromTiles, rootAt } from '#kernel/merkle.ts';
import type { OutsideLook } from './outside.ts';
import * as store from './store.ts';

export interface Disagreement extends Text {
  /** Nothing but the file is gone: a person may decide that the log goes on without it. */
  outsideLost?: true;
}

/**
 * Whether tree, seal points and the file outside agree before anything is added to them; what is wrong when not. The
 * file may be brought up to the database; the other way round there is no repair.
 */
export async function compareWithOutside(
  db: Db,
  log: number,
  outside: OutsideLook,
  size: number,
): Promise<Disagreement | undefined> {
  const { last } = outside;
  const read = nodesFromTiles(ids => store.readTiles(db, log, ids));
  const inside = await store.findLastCheckpoint(db, log);
  if (inside && inside.size > size)
    return {
      zh: `库内存证点（${inside.size} 条）超前于台账（${size} 条）`,
      en: `the database holds a seal point of ${inside.size} entries, but its tree has only ${size}`,
    };
  if (last && last.size > (inside?.size ?? 0))
    return {
      zh: `库外存证点有 ${last.size} 条，数据库只到 ${inside?.size ?? 0} 条：数据库被退回到较早的状态`,
      en: `the seal points outside the database reach ${last.size} entries, the database only ${inside?.size ?? 0}: it was put back to an earlier state`,
    };
  for (const point of [last, inside]) {
    if (!point || (await rootAt(point.size, read)).equals(point.root)) continue;
    return {
      zh: `前 ${point.size} 条与存证点不符`,
      en: `the tree of the first ${point.size} entries differs from its seal point`,
    };
  }
  if (!last && (await isLost(db, log, outside, inside, size)))
    return {
      outsideLost: true,
      zh: `库外存证点文件缺失或为空，而数据库已有 ${inside?.size ?? size} 条进了存证树：无从判断数据库是否被退回或改写`,
      en: `the file of seal points outside the database is missing or empty, though the database has ${inside?.size ?? size} entries in its tree: nothing shows that it was not put back or rewritten`,
    };
  const twin = last && (await store.findCheckpoint(db, log, last.size));
  if (last && !twin?.root.equals(last.root))
    return {
      zh: `库外存证点（${last.size} 条）在数据库中不存在或不符`,
      en: `the seal point of ${last.size} entries is missing from the database or differs there`,
    };
  return undefined;
}

/**
 * A file without a seal point is right only before the first one: when nothing was ever in the tree, or when a crash
 * came between the commit of the very first seal point and its publication. The file names its keys before that commit.
 */
async function isLost(
  db: Db,
  log: number,
  outside: OutsideLook,
  inside: store.CheckpointRow | undefined,
  size: number,
): Promise<boolean> {
  if (!inside && size === 0) return false;
  const isFirst = outside.isBegun && inside?.size === size;
  if (isFirst && (await store.listCheckpoints(db, log, 0, 2)).length === 1) return false;
  return !(await store.isAccepted(db, log, lastPointOf(inside)));
}

/** What an acceptance names: the last seal point that the database has. */
export const lastPointOf = (inside: store.CheckpointRow | undefined): store.AcceptedPoint =>
  inside ? { size: inside.size, root: inside.root } : { size: 0, root: Buffer.alloc(0) };
