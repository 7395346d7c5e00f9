/** What an engineer asks of a move: a file of it, the options of the command, or both, the options going first. */
import { readFileSync } from 'node:fs';
import { type Static, type TSchema, Type as T } from 'typebox';
import { Value } from 'typebox/value';
import { StartProblem } from '#kernel/errors.ts';
import { oneOf } from '#kernel/schema.ts';
import { maskOf } from '#vocabulary/masks.ts';
import type { MaskShape } from '#vocabulary/masks.ts';
import { APPLIES, WATERMARKS } from '#vocabulary/moves.ts';
import type { Mask } from '#vocabulary/plans.ts';

const closed = { additionalProperties: false };
const TYPES = ['text', 'bigint', 'numeric', 'double', 'boolean', 'date', 'timestamp'] as const;
const MASKS = [
  'none',
  'name',
  'middle',
  'year',
  'month',
  'address',
  'mail',
  'range',
  'digest',
  'hidden',
] as const;
const Name = T.String({ minLength: 1 });
const Count = T.Integer({ minimum: 0 });

const MaskShapeOf = T.Object(
  { kind: oneOf(MASKS), head: T.Optional(Count), tail: T.Optional(Count), width: T.Optional(Count) },
  closed,
);
const Item = T.Object(
  {
    column: Name,
    /** Absent: as the column. */
    name: T.Optional(Name),
    /** Absent: as the source has it. */
    type: T.Optional(oneOf(TYPES)),
    mask: T.Optional(MaskShapeOf),
    check: T.Optional(
      T.Object(
        {
          required: T.Optional(T.Literal(true)),
          codes: T.Optional(T.Array(T.String())),
          number: T.Optional(oneOf(['person', 'credit'])),
        },
        closed,
      ),
    ),
  },
  closed,
);
const Row = T.Object(
  {
    column: Name,
    type: T.Optional(oneOf(TYPES)),
    op: oneOf(['eq', 'in', 'between']),
    values: T.Array(T.String(), { minItems: 1 }),
  },
  closed,
);

const Full = T.Object({ kind: T.Literal('full') }, closed);
const Append = T.Object({ kind: T.Literal('append') }, closed);
const Incremental = T.Object(
  {
    kind: T.Literal('incremental'),
    column: Name,
    type: T.Optional(oneOf(WATERMARKS)),
    overlap: T.Optional(Count),
  },
  closed,
);
const MODES = { full: Full, append: Append, incremental: Incremental };

/** `move` in a file: `{"from": "postgres://…", "to": "file:///…", "items": […]}`. */
const Request = T.Object(
  {
    from: Name,
    to: Name,
    /** Absent: all columns whose type can travel. */
    items: T.Optional(T.Array(Item, { minItems: 1 })),
    /** All columns but these; instead of `items`. */
    without: T.Optional(T.Array(Name)),
    rows: T.Optional(T.Array(Row)),
    /** Columns that identify a row. */
    key: T.Optional(T.Array(Name)),
    mode: T.Optional(T.Union([Full, Append, Incremental])),
    apply: T.Optional(oneOf(APPLIES)),
    tolerance: T.Optional(
      T.Object({ rows: T.Optional(Count), share: T.Optional(T.Number({ minimum: 0, maximum: 1 })) }, closed),
    ),
    pace: T.Optional(T.Integer({ minimum: 1 })),
    expected: T.Optional(T.Array(T.Object({ name: Name, databaseType: Name }, closed))),
    drift: T.Optional(oneOf(['stop', 'go_on'])),
  },
  closed,
);
export type Request = Static<typeof Request>;
export type RequestItem = Static<typeof Item>;

/** What is wrong at a place, in words that say what may stand there. */
function faultIn(schema: TSchema, value: unknown): { place: string; said: string } | undefined {
  const [first] = Value.Errors(schema, value);
  if (first === undefined) return undefined;
  const { keyword, instancePath: place, message } = first;
  const params = first.params as { allowedValues?: string[]; requiredProperties?: string[] };
  // A word too many is an error at its own place: of a schema that nothing fits.
  if (keyword === 'boolean')
    return { place, said: `there is no “${place.slice(place.lastIndexOf('/') + 1)}” here; take it out` };
  if (keyword === 'enum') return { place, said: `write one of ${params.allowedValues?.join(', ')}` };
  if (keyword === 'required') return { place, said: `${params.requiredProperties?.join(', ')} is missing` };
  if (keyword === 'minLength' || keyword === 'minItems') return { place, said: 'it is empty' };
  return { place, said: `it ${message}` };
}

/** `base`: where in a file the value stands. */
function checked<S extends TSchema>(schema: S, value: unknown, where: string, base = ''): Static<S> {
  const fault = faultIn(schema, value);
  if (fault === undefined) return value as Static<S>;
  const place = `${base}${fault.place}`;
  throw new StartProblem(`${where}: ${place === '' ? '' : `at ${place}: `}${fault.said}.`);
}

/** By its kind, so that what is wrong with one kind is not said of another. */
function checkedMode(mode: unknown, where: string, base = ''): Request['mode'] {
  const kind = (mode as { kind?: string } | null)?.kind ?? '';
  const schema = Object.hasOwn(MODES, kind) ? MODES[kind as keyof typeof MODES] : undefined;
  if (schema === undefined)
    throw new StartProblem(
      `${where}: ${base === '' ? '' : `at ${base}: `}“${kind}” is no mode; write one of ${Object.keys(MODES).join(', ')}.`,
    );
  return checked(schema, mode, where, base) as Request['mode'];
}

export function readRequest(path: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartProblem(
      error instanceof SyntaxError
        ? `${path} is no JSON: ${error.message}`
        : `${path}: ${(error as Error).message}`,
    );
  }
  const { mode } = (value ?? {}) as { mode?: unknown };
  if (mode !== undefined) checkedMode(mode, path, '/mode');
  return checked(Request, value, path);
}

const NUMBERS: Partial<Record<Mask['kind'], (keyof Omit<MaskShape, 'kind'>)[]>> = {
  middle: ['head', 'tail'],
  address: ['head'],
  range: ['width'],
};

/** `middle:6:4`, `range:10`, `name`. */
function maskShape(text: string): MaskShape {
  const [kind = '', ...numbers] = text.split(':');
  const wanted = NUMBERS[kind as Mask['kind']] ?? [];
  const shape = checked(
    MaskShapeOf,
    { kind, ...Object.fromEntries(wanted.map((part, i) => [part, Number(numbers[i] ?? Number.NaN)])) },
    `--mask ${text}`,
  );
  if (numbers.length !== wanted.length || (kind !== 'hidden' && maskOf(shape).kind === 'hidden'))
    throw new StartProblem(
      `--mask ${text}: write ${[kind, ...wanted.map(part => part.toUpperCase())].join(':')}.`,
    );
  return shape;
}

/** `column=rest`. */
function pair(option: string, text: string): [column: string, rest: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new StartProblem(`--${option} ${text}: write COLUMN=….`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `a=1` is that value, `a=1,2` one of them, `a=1..5` between. */
function condition(text: string): Static<typeof Row> {
  const [column, rest] = pair('where', text);
  const [low = '', high, more] = rest.split('..');
  if (more !== undefined) throw new StartProblem(`--where ${text}: write COLUMN=FROM..TO.`);
  if (high !== undefined) return { column, op: 'between', values: [low, high] };
  const values = rest.split(',');
  return { column, op: values.length === 1 ? 'eq' : 'in', values };
}

function modeOf(text: string): Request['mode'] {
  const [kind = '', column = '', overlap = '0', ...more] = text.split(':');
  if (kind !== 'incremental') {
    if (column !== '') throw new StartProblem(`--mode ${text}: ${kind} takes no column.`);
    return checkedMode({ kind }, `--mode ${text}`);
  }
  if (column === '' || more.length > 0 || !/^\d{1,15}$/.test(overlap))
    throw new StartProblem(
      `--mode ${text}: write incremental:COLUMN or incremental:COLUMN:OVERLAP, the overlap a whole number from 0.`,
    );
  return { kind, column, overlap: Number(overlap) };
}

function toleranceOf(text: string): Request['tolerance'] {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (share !== undefined && Number(share) <= 100) return { share: Number(share) / 100 };
  if (!/^\d{1,15}$/.test(text))
    throw new StartProblem(`--tolerance ${text}: write a number of rows, or a share of 0% to 100%.`);
  return { rows: Number(text) };
}

const list = (text: string): string[] => text.split(',').map(one => one.trim());

export interface Options {
  items?: string;
  without?: string;
  mask?: string[];
  type?: string[];
  check?: string[];
  where?: string[];
  key?: string;
  mode?: string;
  apply?: string;
  pace?: string;
  tolerance?: string;
}

const CHECKS: Record<string, NonNullable<RequestItem['check']>> = {
  required: { required: true },
  person: { number: 'person' },
  credit: { number: 'credit' },
};

/** What is said of single columns, on top of the items that are there. */
export interface ColumnWords {
  masks: Map<string, MaskShape>;
  types: Map<string, string>;
  checks: Map<string, NonNullable<RequestItem['check']>>;
}

export function columnWords({ mask = [], type = [], check = [] }: Options): ColumnWords {
  return {
    masks: new Map(
      mask.map(one => {
        const [column, rest] = pair('mask', one);
        return [column, maskShape(rest)];
      }),
    ),
    types: new Map(
      type.map(one => {
        const [column, rest] = pair('type', one);
        return [column, checked(oneOf(TYPES), rest, `--type ${one}`)];
      }),
    ),
    checks: new Map(
      check.map(one => {
        const [column, rest] = pair('check', one);
        const found = CHECKS[rest];
        if (found === undefined)
          throw new StartProblem(`--check ${one}: one of ${Object.keys(CHECKS).join(', ')}.`);
        return [column, found];
      }),
    ),
  };
}

export const ITEMS_OR_WITHOUT =
  '--items and --without: name either the columns to take, or those to leave out.';

/** The options over what the file says. */
export function withOptions(request: Request, options: Options): Request {
  const { items, without, where, key, mode, apply, pace, tolerance } = options;
  if (items !== undefined && without !== undefined) throw new StartProblem(ITEMS_OR_WITHOUT);
  return {
    ...request,
    ...(items === undefined ? {} : { items: list(items).map(column => ({ column })), without: undefined }),
    ...(without === undefined ? {} : { without: list(without), items: undefined }),
    ...(where === undefined ? {} : { rows: where.map(condition) }),
    ...(key === undefined ? {} : { key: list(key) }),
    ...(mode === undefined ? {} : { mode: modeOf(mode) }),
    ...(apply === undefined ? {} : { apply: checked(Request.properties.apply, apply, `--apply ${apply}`) }),
    ...(pace === undefined ? {} : { pace: checked(Request.properties.pace, Number(pace), `--pace ${pace}`) }),
    ...(tolerance === undefined ? {} : { tolerance: toleranceOf(tolerance) }),
  } as Request;
}
