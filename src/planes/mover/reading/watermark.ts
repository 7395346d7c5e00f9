/**
 * Which rows an incremental run reads: those from the last highest watermark, less an overlap for rows that were
 * committed late, up to the highest of its own snapshot. All in exact arithmetic on text: a watermark may be a number
 * beyond 2^53 or a time with microseconds.
 */
import { dateText, timestampText } from '#planes/mover/decode.ts';
import { daysFrom2000 } from '#planes/mover/fields.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Selection, Snapshot } from '#planes/mover/ports.ts';
import { countIfQuick } from './excluded.ts';
import type { MoveMode, Position, RunNotice, Watermark } from '#vocabulary/moves.ts';
import type { RowCondition } from '#vocabulary/plans.ts';

type Incremental = Extract<MoveMode, { kind: 'incremental' }>;

export interface Increment {
  /** Conditions beside the plan's own. */
  rows: RowCondition[];
  /** Where the next run begins; undefined while no row has a watermark. */
  position: Extract<Position, { kind: 'watermark' }> | undefined;
  /** What a run of this kind does not see. To be asked when all is read: nothing else may follow in the snapshot. */
  notice: () => Promise<Extract<RunNotice, { kind: 'watermark' }> | undefined>;
}

/** A watermark as a whole number of its smallest steps. */
interface Scale {
  parse(text: string): bigint | undefined;
  format(value: bigint): string;
  /** Steps in one unit of the overlap. */
  unit: bigint;
  /** The lowest and the highest value that is written; none lies beyond them in practice. */
  lowest: bigint;
  highest: bigint;
}

const DECIMALS = 30;
const TEN = 10n ** BigInt(DECIMALS);
const DAY_SECONDS = 86_400n;
const MICROSECONDS = 1_000_000n;
const FIRST_DAY = BigInt(daysFrom2000(1, 1, 1));
const LAST_DAY = BigInt(daysFrom2000(9999, 12, 31));

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

function parseDate(text: string): bigint | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const days = daysFrom2000(Number(year), Number(month), Number(day));
  return Number.isNaN(days) ? undefined : BigInt(days);
}

function parseTime(text: string): bigint | undefined {
  const [, date = '', hours = '0', minutes = '0', seconds = '0', fraction = ''] = TIME.exec(text) ?? [];
  const days = parseDate(date);
  if (days === undefined) return undefined;
  const second = (days * 24n + BigInt(hours)) * 3_600n + BigInt(minutes) * 60n + BigInt(seconds);
  return second * MICROSECONDS + BigInt(fraction.padEnd(6, '0'));
}

function parseDecimal(text: string): bigint | undefined {
  const [, sign = '', whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (`${whole}${fraction}` === '' || fraction.length > DECIMALS) return undefined;
  const value = BigInt(`${whole}${fraction.padEnd(DECIMALS, '0')}`);
  return sign === '-' ? -value : value;
}

function formatDecimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

const SCALES: Record<Watermark, Scale> = {
  bigint: {
    parse: text => (/^-?\d+$/.test(text) ? BigInt(text) : undefined),
    format: String,
    unit: 1n,
    lowest: -(2n ** 63n),
    highest: 2n ** 63n - 1n,
  },
  numeric: {
    parse: parseDecimal,
    format: formatDecimal,
    unit: TEN,
    lowest: -(10n ** 35n - 1n) * TEN,
    highest: (10n ** 35n - 1n) * TEN,
  },
  date: {
    parse: parseDate,
    format: value => dateText(Number(value)),
    unit: 1n,
    lowest: FIRST_DAY,
    highest: LAST_DAY,
  },
  timestamp: {
    parse: parseTime,
    format: timestampText,
    unit: MICROSECONDS,
    lowest: FIRST_DAY * DAY_SECONDS * MICROSECONDS,
    highest: (LAST_DAY + 1n) * DAY_SECONDS * MICROSECONDS - 1n,
  },
};

/** The lowest value of a type, as text. */
export const lowestOf = (type: Watermark): string => SCALES[type].format(SCALES[type].lowest);

/** The highest one, as text. */
export const highestOf = (type: Watermark): string => SCALES[type].format(SCALES[type].highest);

/** Overlaps are numbers of a plan: so many decimals of them count. */
const OVERLAP_DECIMALS = 12;
const OVERLAP_STEPS = 10n ** BigInt(OVERLAP_DECIMALS);

/** `last` less the overlap, and no lower than the type goes; a part of a step counts as a whole one. */
export function lowerBound(
  { type, overlap }: Pick<Incremental, 'type' | 'overlap'>,
  last: string,
): string | undefined {
  const scale = SCALES[type];
  const value = scale.parse(last);
  if (value === undefined) return undefined;
  const steps = BigInt(overlap.toFixed(OVERLAP_DECIMALS).replace('.', '')) * scale.unit;
  const whole = (steps + OVERLAP_STEPS - 1n) / OVERLAP_STEPS;
  const low = value - whole;
  return scale.format(low < scale.lowest ? scale.lowest : low);
}

/** Beijing time is eight hours ahead, all year. */
const AHEAD = 8 * 3_600_000;
const START = Date.UTC(2000, 0, 1);

/** This moment as a watermark of the type; numbers have none. */
function momentOf(type: Watermark, now: number): bigint | undefined {
  const milliseconds = BigInt(Math.floor(now) + AHEAD - START);
  if (type === 'timestamp') return milliseconds * 1_000n;
  return type === 'date' ? milliseconds / (DAY_SECONDS * 1_000n) : undefined;
}

/** Of one snapshot. The first run has no bounds: rows without a watermark come too, and later runs do not see them. */
export async function incrementOf(
  mode: Incremental,
  last: Position | undefined,
  snapshot: Pick<Snapshot, 'highest' | 'count'>,
  selection: Selection,
  now: number,
): Promise<Increment> {
  const { column, type } = mode;
  const scale = SCALES[type];
  const before = last?.kind === 'watermark' ? last.value : undefined;
  const refuse = (): never => {
    throw new ConnectionProblem('bad_value', {
      schema: selection.table.schema,
      table: selection.table.table,
      column,
      type,
      // Infinity, NaN, a year that only one database knows: nothing would ever lie past it.
      reason: 'out_of_range',
    });
  };
  const found = await snapshot.highest(selection, column, type);
  // MySQL's zero date is a date that nobody entered.
  const highest = found?.startsWith('0000-00-00') === true ? null : found;
  const [newest, then] = [highest, before ?? null].map(text =>
    text === null ? undefined : (scale.parse(text) ?? refuse()),
  );
  const back = then !== undefined && newest !== undefined && newest < then;
  async function notice(): ReturnType<Increment['notice']> {
    const without = await countIfQuick(() => snapshot.count(selection, mode));
    return without === 0 && !back ? undefined : { kind: 'watermark', column, without, back };
  }
  // Where the highest row is gone, the position stays: what is read next lies past what was read.
  let value = back || newest === undefined ? before : (highest ?? undefined);
  const moment = momentOf(type, now);
  if (moment !== undefined && newest !== undefined && newest > moment) {
    // A time that is yet to come, 9999-12-31 or one of a clock that was wrong, would hide all rows of the time until
    // then. The next run begins at the newest row of the past; those past it come again with each run.
    const past: RowCondition = {
      column,
      type,
      op: 'between',
      values: [lowestOf(type), scale.format(moment)],
    };
    const rows = [...selection.rows, past];
    const text = await snapshot.highest({ ...selection, rows }, column, type);
    const reached = text === null || text.startsWith('0000-00-00') ? undefined : scale.parse(text);
    value = reached === undefined || (then !== undefined && reached < then) ? before : (text ?? before);
  }
  const position = value === undefined ? undefined : ({ kind: 'watermark', value } as const);
  if (before === undefined) return { rows: [], position, notice };
  const low = lowerBound(mode, before) ?? refuse();
  const values = newest === undefined ? [] : [low, scale.format(newest)];
  const op = newest === undefined ? 'in' : 'between';
  return { rows: [{ column, type, op, values }], position, notice };
}
