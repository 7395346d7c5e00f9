/**
 * Synthetic rows in place of a department's: the same address, the same items, types and masks, and nobody's data. They
 * are made from the plan alone, so that a sandbox answers before anything is mounted and while a database is away.
 */
import type { Keys } from '#kernel/keys.ts';
import { createMaskDigests } from '#planes/mover/reading/maskDigests.ts';
import { type CompiledQuery, type QueryShape, type VerifyShape, outputColumns } from '#planes/mover/ports.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import type { Statement, StatementSource } from '#planes/gateway/plans/statements.ts';
import { maskValue } from '#vocabulary/masks.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import { syntheticRow } from '#vocabulary/synthetic.ts';
import { valueOfType } from '#vocabulary/values.ts';
import type { Fetched, TableSources } from './sources.ts';

/** Says what an answer looks like; there is no database to ask. */
const shapes: StatementSource = {
  compileQuery: ({ items }: QueryShape): CompiledQuery => ({
    text: '',
    slots: [],
    columns: outputColumns(items),
    digests: [],
  }),
  compileVerify: ({ claims }: VerifyShape): CompiledQuery => ({
    text: '',
    slots: [],
    columns: claims.map(name => ({ name, type: 'boolean' as const })),
    digests: [],
  }),
};

const NUMBERS = new Set(['bigint', 'numeric', 'double']);

/** As the databases compare: a number by its worth, everything else by its characters. */
const isSame = (type: string, held: string, claimed: string): boolean =>
  NUMBERS.has(type) ? Number(held) === Number(claimed) : held === claimed;

export function createSandboxSources(keys: Keys): TableSources {
  const digestFor = createMaskDigests(keys);

  function checkValues({ plan }: CachedPlan<TablePlan>, { params, claims }: Asked): void {
    for (const { name, type } of plan.items)
      for (const value of [params[name], claims[name]])
        if (value !== undefined && valueOfType(type, value) === undefined)
          throw wrong(name, '值的格式不对', `does not fit (${type})`);
  }

  function rowsOf(
    { plan }: CachedPlan<TablePlan>,
    { params, claims }: Asked,
    statement: Statement,
  ): (string | null)[][] {
    const { items, synthetic, kind } = plan;
    const row = synthetic && syntheticRow(synthetic, items, params);
    if (!row) return [];
    if (kind === 'verify')
      return [
        statement.items.map(at => {
          const { name = '', type = 'text' } = items[at] ?? {};
          return String(isSame(type, row[at] ?? '', claims[name] ?? ''));
        }),
      ];
    const digest = digestFor(plan.consumerId);
    return [
      items.map(({ name, type, mask, filter }, at) =>
        filter && params[name] !== undefined
          ? (row[at] ?? null)
          : maskValue(mask, type, row[at] ?? null, digest),
      ),
    ];
  }

  function fetch(cached: CachedPlan<TablePlan>, asked: Asked): Fetched {
    checkValues(cached, asked);
    const statement = cached.statements.get(cached.statements.shapeOf(asked), shapes);
    return { statement, rows: rowsOf(cached, asked, statement) };
  }

  return {
    fetch: async (cached, asked) => fetch(cached, asked),
    fetchMany: async (cached, asked) => asked.map(one => fetch(cached, one)),
  };
}
