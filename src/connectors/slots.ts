/** Values of a statement that are handed in beside its text: where they stand in it, and what is bound to them. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { CallValues, Slot } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES } from '#vocabulary/plans.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { checkedValue } from './identifiers.ts';
import type { Dialect } from './identifiers.ts';

/** MySQL has no boolean and no unlimited decimal; 65 digits, 30 of them after the point, is its widest. */
export const mysqlCasts: Record<ColumnType, string | undefined> = {
  text: undefined,
  bigint: 'signed',
  numeric: 'decimal(65,30)',
  double: 'double',
  boolean: 'signed',
  date: 'date',
  timestamp: 'datetime(6)',
};

/** How the statement names its n-th value; COPY takes no parameters, so a read hands in settings instead. */
export type Placeholder = (position: number) => string;

export const questionMark: Placeholder = () => '?';
const numbered: Placeholder = position => `$${position}`;
export const setting: Placeholder = position => `current_setting('shuqiao.p${position}')`;

/** A statement that is being written. */
export interface Writer {
  dialect: Dialect;
  placeholder: Placeholder;
  slots: Slot[];
}

/** Without a placeholder of its own the statement takes its values as parameters. */
export const createWriter = (
  dialect: Dialect,
  placeholder = dialect === 'postgres' ? numbered : questionMark,
): Writer => ({ dialect, placeholder, slots: [] });

/** The value cast to the item's type, so that the column's own index serves the comparison. */
export function slotExpression(writer: Writer, slot: Slot): string {
  writer.slots.push(slot);
  const value = writer.placeholder(writer.slots.length);
  if (writer.dialect === 'mysql') {
    const cast = mysqlCasts[slot.type];
    return cast === undefined ? value : `cast(${value} as ${cast})`;
  }
  // Text stays untyped: PostgreSQL then reads it as the column's own type (char(18), uuid, an enumeration).
  return slot.type === 'text' ? value : `${value}::${POSTGRES_TYPES[slot.type]}`;
}

/** The values of the slots, in order; each is checked against its type first. */
export function bindSlots(dialect: Dialect, slots: Slot[], values: CallValues): string[] {
  return slots.map(slot => {
    const [name, given] =
      'value' in slot
        ? ['', slot.value]
        : 'filter' in slot
          ? [slot.filter, values.filters[slot.filter]]
          : [slot.claim, values.claims?.[slot.claim]];
    if (given === undefined)
      throw new ConnectionProblem('bad_value', { column: name, type: slot.type, reason: 'no value given' });
    const value = 'value' in slot ? given : checkedValue(name, slot.type, given);
    return dialect === 'mysql' && slot.type === 'boolean' ? (value === 'true' ? '1' : '0') : value;
  });
}
