/**
 * Masks in the source's own SQL: they run inside the department's database, so a value that the grant does not give
 * never leaves it. Characters are counted as Unicode code points, in both dialects; null stays null.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import { isMaskOfType, isSoundMask } from '#vocabulary/masks.ts';
import type { ColumnType, Mask } from '#vocabulary/plans.ts';
import type { Dialect } from './identifiers.ts';

/** A value as PostgreSQL writes it, whatever the database. */
export function asText(dialect: Dialect, type: ColumnType, expression: string): string {
  if (dialect === 'postgres') return `${expression}::text`;
  if (type === 'boolean')
    // A bit is a number here, or its text would be bytes.
    return `case ${expression} when 0 then 'false' when 1 then 'true' else concat(${expression} + 0) end`;
  return type === 'text' ? `concat(${expression})` : `cast(${expression} as char)`;
}

function join(dialect: Dialect, parts: string[]): string {
  return dialect === 'postgres' ? parts.join(' || ') : `concat(${parts.join(', ')})`;
}

/** Whether the values are days or moments. */
export const isTime = (type: ColumnType): boolean => type === 'date' || type === 'timestamp';

/** Whether a text begins as the pattern says, a pattern that both dialects read alike. */
const begins = (dialect: Dialect, text: string, pattern: string): string =>
  `${text} ${dialect === 'postgres' ? '~' : 'regexp'} '^${pattern}'`;

/** A date kept as text or number: its first four digits, and nothing at all of what does not begin with them. */
function maskYear(dialect: Dialect, type: ColumnType, column: string, text: string): string {
  if (isTime(type))
    return dialect === 'postgres' ? `to_char(${column}, 'YYYY')` : `date_format(${column}, '%Y')`;
  return `case when ${begins(dialect, text, '[0-9]{4}')} then left(${text}, 4) end`;
}

/** Forms of a month kept as text or number: how it begins, where the month's digits are, and what is before them. */
const MONTHS = [
  { pattern: '[0-9]{4}(-|/|[.]|年)(0[1-9]|1[0-2])([^0-9]|$)', from: 6, digits: 2, dash: '-' },
  { pattern: '[0-9]{4}(-|/|[.]|年)[1-9]([^0-9]|$)', from: 6, digits: 1, dash: '-0' },
  { pattern: '[0-9]{4}(0[1-9]|1[0-2])', from: 5, digits: 2, dash: '-' },
];

function maskMonth(dialect: Dialect, type: ColumnType, column: string, text: string): string {
  if (isTime(type))
    return dialect === 'postgres' ? `to_char(${column}, 'YYYY-MM')` : `date_format(${column}, '%Y-%m')`;
  // One of the patterns holds a Chinese character, which columns of an older character set could not be compared with.
  const wide = dialect === 'postgres' ? text : `convert(${text} using utf8mb4)`;
  const cases = MONTHS.map(({ pattern, from, digits, dash }) => {
    const shown = join(dialect, [`left(${text}, 4)`, `'${dash}'`, `substring(${text}, ${from}, ${digits})`]);
    return `when ${begins(dialect, wide, pattern)} then ${shown}`;
  });
  return `case ${cases.join(' ')} end`;
}

/** First character and all from the last `@` on; of what has none, nothing. */
function maskMail(dialect: Dialect, text: string): string {
  const domain =
    dialect === 'postgres'
      ? `right(${text}, position('@' in reverse(${text})) - 1)`
      : `substring_index(${text}, '@', -1)`;
  const local =
    dialect === 'postgres'
      ? `left(${text}, char_length(${text}) - position('@' in reverse(${text})))`
      : `left(${text}, char_length(${text}) - char_length(${domain}) - 1)`;
  const shown = join(dialect, [`left(${local}, 1)`, "'***@'", domain]);
  const has = dialect === 'postgres' ? '~' : 'regexp';
  return `case when char_length(${text}) = 0 then '' when ${text} ${has} '@' then ${shown} when ${text} is not null then '***' end`;
}

/** All in exact numbers, and by remainders instead of quotients, which both databases would round. */
function maskRange(dialect: Dialect, type: ColumnType, column: string, width: number): string {
  const exact = (value: string): string =>
    dialect === 'postgres' ? `(${value})::text::numeric` : `cast(${value} as decimal(65,0))`;
  const whole = exact(type === 'bigint' ? column : `floor(${column})`);
  const low = `(${whole} - mod(mod(${whole}, ${width}) + ${width}, ${width}))`;
  const end = (value: string): string => asText(dialect, 'numeric', `(${value})`);
  const open = join(dialect, ["'['", end(low), "','", end(`${low} + ${width}`), "')'"]);
  const closed = join(dialect, [end(low), "'-'", end(`${low} + ${width - 1}`)]);
  const shown = type === 'bigint' ? `case when ${low} >= 0 then ${closed} else ${open} end` : open;
  return `case when ${column} > -1e30 and ${column} < 1e30 then ${shown} end`;
}

/** The expression that a mask makes of a column; text, whatever the column was, except for `none`. */
export function maskExpression(dialect: Dialect, mask: Mask, type: ColumnType, column: string): string {
  if (!isSoundMask(mask))
    throw new ConnectionProblem('failed', { reason: `a mask (${mask.kind}) without a sound parameter` });
  if (mask.kind === 'none') return column;
  if (mask.kind === 'hidden' || !isMaskOfType(mask, type))
    return dialect === 'postgres' ? 'null::text' : 'null';
  const text = `(${asText(dialect, type, column)})`;
  const length = `char_length(${text})`;
  switch (mask.kind) {
    case 'year':
      return maskYear(dialect, type, column, text);
    case 'month':
      return maskMonth(dialect, type, column, text);
    case 'name':
      return join(dialect, [`left(${text}, 1)`, `repeat('*', greatest(${length} - 1, 0))`]);
    case 'middle': {
      const kept = mask.head + mask.tail;
      const shown = join(dialect, [
        `left(${text}, ${mask.head})`,
        `repeat('*', ${length} - ${kept})`,
        `right(${text}, ${mask.tail})`,
      ]);
      return `case when ${length} <= ${kept} then repeat('*', ${length}) else ${shown} end`;
    }
    case 'address': {
      const shown = join(dialect, [`left(${text}, ${mask.head})`, "'****'"]);
      return `case ${length} when 0 then '' else case when ${length} <= ${mask.head} then '****' else ${shown} end end`;
    }
    case 'mail':
      return maskMail(dialect, text);
    case 'range':
      return maskRange(dialect, type, column, mask.width);
    case 'digest':
      // In clear: the plane digests it as it arrives. `digests` of the compiled statement says which columns.
      return text;
  }
}
