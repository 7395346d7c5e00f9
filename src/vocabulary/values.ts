import type { ColumnType } from './plans.ts';

const WHOLE = /^[+-]?\d{1,19}$/;
const DECIMAL = /^[+-]?(\d{1,1000}(\.\d{0,1000})?|\.\d{1,1000})$/;
const DOUBLE = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?)?$/;
const LONGEST_TEXT = 10_000;

/** A day that the calendar has, YYYY-MM-DD: 2027-02-31 is none. */
export function isCivilDate(text: string): boolean {
  if (!DATE.test(text) || text.startsWith('0000')) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** Text that every database takes: no zero character, no half of a pair, at most 10,000 characters. */
const isText = (value: string): boolean =>
  !value.includes('\0') && value.isWellFormed() && value.length <= LONGEST_TEXT;

/** The value as it is sent to a source of this type, or nothing when it is no value of it. */
export function valueOfType(type: ColumnType, value: string): string | undefined {
  switch (type) {
    case 'text':
      return isText(value) ? value : undefined;
    case 'bigint': {
      if (!WHOLE.test(value)) return undefined;
      const whole = BigInt(value.replace('+', ''));
      return BigInt.asIntN(64, whole) === whole ? value : undefined;
    }
    case 'numeric':
      return DECIMAL.test(value) ? value : undefined;
    case 'double':
      return DOUBLE.test(value) && Number.isFinite(Number(value)) ? value : undefined;
    case 'boolean':
      if (value === 'true' || value === '1') return 'true';
      return value === 'false' || value === '0' ? 'false' : undefined;
    case 'date':
      return isCivilDate(value) ? value : undefined;
    case 'timestamp':
      return isCivilDate(TIME.exec(value)?.[1] ?? '') ? value.replace('T', ' ') : undefined;
  }
}
