import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Lineage } from '../types.ts';
import { layOut } from './layOut.ts';

const node = (id: string): Lineage['nodes'][number] => ({
  id,
  kind: 'task',
  name: id,
  sub: '',
  subEn: '',
  path: null,
});
const lineage = (ids: string[], edges: [string, string][]): Lineage => ({
  nodes: ids.map(node),
  edges: edges.map(([from, to]) => ({ from, to })),
});
const columnsOf = (drawn: Lineage) => Object.fromEntries(layOut(drawn).map(one => [one.node.id, one.column]));

describe('Where the nodes of a lineage stand', () => {
  test('each stands to the right of all that it comes from, in whatever order they are told', () => {
    const drawn = lineage(
      ['grant', 'pool', 'run', 'task', 'source'],
      [
        ['pool', 'grant'],
        ['source', 'task'],
        ['source', 'grant'],
        ['task', 'run'],
        ['run', 'pool'],
      ],
    );
    assert.deepEqual(columnsOf(drawn), { source: 0, task: 1, run: 2, pool: 3, grant: 4 });
    assert.deepEqual(
      layOut(drawn).map(one => one.node.id),
      ['source', 'task', 'run', 'pool', 'grant'],
    );
  });

  test('several of one column lie below each other and never on one place', () => {
    const drawn = lineage(
      ['pool', 'a', 'b', 'c'],
      [
        ['pool', 'a'],
        ['pool', 'b'],
        ['pool', 'c'],
      ],
    );
    const places = layOut(drawn).map(({ x, y }) => `${x} ${y}`);
    assert.equal(new Set(places).size, 4);
  });

  test('a ring ends', () => {
    assert.equal(
      layOut(
        lineage(
          ['a', 'b'],
          [
            ['a', 'b'],
            ['b', 'a'],
          ],
        ),
      ).length,
      2,
    );
  });
});
