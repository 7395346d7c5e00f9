import { type SecretPlace, secretMark } from '#modules/catalog/index.ts';
import type { FoundColumn, ProbedTable } from './probe.ts';

/**
 * The first place of a table that says of itself that it is secret. A value is named by its column alone, because the
 * refusal is recorded and content that looks secret must not be. A value may speak of secrets, as a ground of a penalty
 * does; it is the mark on it that counts.
 */
export function secretPlace(
  { schema, table }: ProbedTable,
  columns: readonly FoundColumn[],
  rows: readonly (readonly (string | null)[])[],
): SecretPlace | undefined {
  const named = secretMark(`${schema} ${table}`);
  if (named !== undefined) return { mark: named, zh: '名称', en: 'its name' };
  for (const { name, comment } of columns) {
    const mark = secretMark(`${name} ${comment}`);
    if (mark !== undefined)
      return { mark, zh: `列 ${name} 的名称或注释`, en: `the name or comment of column ${name}` };
  }
  for (const [at, row] of rows.entries())
    for (const value of row) {
      const mark = value === null ? undefined : secretMark(value, 'public');
      if (mark !== undefined) return { mark, zh: `抽看的第 ${at + 1} 行`, en: `row ${at + 1} of the sample` };
    }
  return undefined;
}
