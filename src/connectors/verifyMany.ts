/** Verifications of many persons at once: one statement of PostgreSQL, a few of MySQL. */
import type { CallValues, VerifyShape } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES } from '#vocabulary/plans.ts';
import { checkedValue, quoteName, quoteTable } from './identifiers.ts';
import { compileVerify } from './queries.ts';

export interface Many {
  text: string;
  slots: ReturnType<typeof compileVerify>['slots'];
}

/**
 * Each person’s values are a row of arrays, and the statement of one person is run for each: by the same index, with the
 * same comparison. An array of text is given the type of the column that it is compared with (char(18), uuid, an
 * enumeration): compared as text, the column’s index would not serve.
 */
export function compileMany(shape: VerifyShape): Many {
  const { slots } = compileVerify('postgres', shape);
  const isFixed = (at: number): boolean => 'value' in (slots[at] ?? {});
  const one = compileVerify('postgres', shape, at => (isFixed(at - 1) ? `$${at}` : `x.p${at}`)).text;
  const table = quoteTable('postgres', shape.table);
  const given = slots.flatMap((slot, at) => {
    if ('value' in slot) return [];
    const name = 'filter' in slot ? slot.filter : slot.claim;
    const column = quoteName('postgres', shape.items.find(item => item.name === name)?.column ?? '');
    const array =
      slot.type === 'text'
        ? `coalesce($${at + 1}, (select array_agg(${column}) from ${table} where false))`
        : `$${at + 1}::${POSTGRES_TYPES[slot.type]}[]`;
    return [{ name: `p${at + 1}`, array }];
  });
  const verdicts = shape.claims.map((_claim, at) => `c${at + 1}`);
  return {
    slots,
    text: `select x.i, ${verdicts.map(name => `v.${name}`).join(', ')}
      from unnest(${given.map(one => one.array).join(', ')}) with ordinality x(${given.map(one => one.name).join(', ')}, i)
      cross join lateral (${one}) v(${verdicts.join(', ')})`,
  };
}

export function bindMany({ slots }: Many, values: readonly CallValues[]): (string | string[])[] {
  return slots.map(slot => {
    if ('value' in slot) return slot.value;
    const [name, of] =
      'filter' in slot
        ? [slot.filter, (one: CallValues) => one.filters[slot.filter]]
        : [slot.claim, (one: CallValues) => one.claims?.[slot.claim]];
    return values.map(one => checkedValue(name, slot.type, of(one) ?? ''));
  });
}

/** MySQL has no lateral join that MariaDB has too: statements of one person, so many of them in one. */
export const UNION = 100;

/** Each begins with its place among all, from 1 as PostgreSQL counts. */
export const unionOf = (one: string, from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => one.replace(/^select /, `select ${from + at + 1}, `)).join(
    ' union all ',
  );

/** Rows that begin with their place, put there. */
export function inOrder(
  rows: readonly (string | number | null)[][],
  count: number,
): ((string | null)[] | undefined)[] {
  const found: ((string | null)[] | undefined)[] = Array.from({ length: count });
  for (const [place, ...verdicts] of rows) found[Number(place) - 1] = verdicts as (string | null)[];
  return found;
}
