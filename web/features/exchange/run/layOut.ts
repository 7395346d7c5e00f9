import type { Lineage } from '../types.ts';

export interface Placed {
  node: Lineage['nodes'][number];
  column: number;
  row: number;
  /** From 0 to 1000, left to right and top to bottom. */
  x: number;
  y: number;
}

/** Each node stands one column to the right of all that it comes from; those of one column lie below each other. */
export function layOut({ nodes, edges }: Lineage): Placed[] {
  const columns = new Map(nodes.map(node => [node.id, 0]));
  // A node moves right at most as often as there are nodes; a ring would go on for ever.
  for (let round = 0; round < nodes.length; round++)
    for (const { from, to } of edges) {
      const least = (columns.get(from) ?? 0) + 1;
      if ((columns.get(to) ?? 0) < least && least < nodes.length) columns.set(to, least);
    }
  const used = [...new Set(columns.values())].sort((a, b) => a - b);
  const heights = new Map<number, number>();
  const placed = nodes.map(node => {
    const column = used.indexOf(columns.get(node.id) ?? 0);
    const row = heights.get(column) ?? 0;
    heights.set(column, row + 1);
    return { node, column, row };
  });
  const last = Math.max(1, used.length - 1);
  return placed
    .map(one => ({
      ...one,
      x: (one.column / last) * 1000,
      y: ((one.row + 0.5) / (heights.get(one.column) ?? 1)) * 1000,
    }))
    .sort((a, b) => a.column - b.column || a.row - b.row);
}
