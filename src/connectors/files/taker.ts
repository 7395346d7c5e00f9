/** Rows of files on their way into tuples: conditions, masks, and what cannot travel. */
import {
  ConnectionProblem,
  RAW_BYTES,
  createTupleEncoder,
  keyPositions,
  outputColumns,
} from '#planes/mover/ports.ts';
import type { ReadOptions, Selection, WrongRow } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import {
  type Fault,
  type Judge,
  createJudge,
  isAbsent,
  isFault,
  maskedAt,
  shownItems,
  wasReplaced,
} from './conditions.ts';
import { fieldText, isBlank } from './openRows.ts';
import { ABSENT, BARE, BROKEN, DOUBLED, FIGURE, type RowCursor, TEXT } from './rows.ts';
import { figureText, plainForm } from './values.ts';

const DASH = 0x2d;
const SPACE = 0x20;
const QUOTE = 0x22;
const KEY_CHARACTERS = 64;
/** t, f, 1, 0. */
const ONE_BYTE_BOOLEANS = new Set([0x74, 0x66, 0x31, 0x30]);

/** Whether a field's bytes are already what the encoder reads; where not, they are looked at as text. */
function isDirect(type: ColumnType, fields: Buffer, from: number, end: number): boolean {
  switch (type) {
    case 'text':
      return true;
    case 'date':
      return end - from === 10 && fields[from + 4] === DASH;
    case 'timestamp':
      return end - from >= 19 && fields[from + 4] === DASH && fields[from + 7] === DASH;
    case 'boolean':
      return end - from === 1 && ONE_BYTE_BOOLEANS.has(fields[from] as number);
    case 'bigint':
    case 'numeric':
    case 'double':
      return end > from && (fields[from] as number) > SPACE && (fields[end - 1] as number) > SPACE;
  }
}

export interface Taker {
  /** Begins a file: where its columns are, and what it is called where there are several. */
  begin(names: readonly string[], transcoded: boolean, file: string | undefined): void;
  /** Takes all rows that the cursor has. */
  take(cursor: RowCursor): void;
  /** Hands over the last page. */
  flush(): void;
  /** Rows of this file so far, the wrong and the excluded ones among them. */
  rows(): number;
}

/** The place of a column by its name; refuses one that the file does not have (any more). */
export function placesIn(
  names: readonly string[],
  { schema, table }: Selection['table'],
): (column: string) => number {
  const places = new Map(names.map((name, i) => [name, i]));
  return column => {
    const at = places.get(column);
    if (at === undefined) throw new ConnectionProblem('lost_column', { schema, table, column });
    return at;
  };
}

export function createTaker(
  selection: Selection,
  { wrong, key = [], numbered }: ReadOptions,
  onPage: (page: Buffer) => void,
): Taker {
  const shown = shownItems(selection);
  const judgeOf = createJudge(selection.rows);
  const count = shown.length;
  const types = shown.map(one => one.type);
  const isPlain = shown.map(one => one.way === 'plain');
  const masked = shown.flatMap(({ way }, i) => (way === 'masked' ? [i] : []));
  const values: (string | null)[] = shown.map(() => null);
  const identifying = keyPositions(selection.items, key);

  let places: number[] = [];
  let judge: Judge | undefined;
  let width = 0;
  let transcoded = false;
  let file: string | undefined;
  let rows = 0;
  /** Of all files, those that the conditions left out not among them. */
  let read = 0;
  /** The format tells of its fields more than their bytes: each is looked at before the row is begun. */
  let hasKinds = false;
  let spare = Buffer.allocUnsafeSlow(64 * 1024);

  function tell(row: WrongRow): void {
    if (!wrong) {
      const { column, type, reason } = row;
      const where = { table: file ?? selection.table.table, row: String(row.row) };
      throw new ConnectionProblem('bad_value', { column, type, reason, ...where });
    }
    wrong(file === undefined ? row : { ...row, key: { 文件: file, ...row.key } }, read);
  }
  const encoder = createTupleEncoder(outputColumns(selection.items), onPage, tell, {
    key: identifying,
    ...(numbered ? { numbered } : {}),
  });

  function keyOf(cursor: RowCursor): Record<string, string> {
    const found: Record<string, string> = {};
    if (cursor.count !== width || cursor.fault !== undefined) return found;
    for (const i of identifying) {
      const at = places[i] as number;
      if (!isAbsent(cursor, at, 'text'))
        found[selection.items[i]?.name ?? ''] = fieldText(cursor, at).slice(0, KEY_CHARACTERS);
    }
    return found;
  }

  function setAside(cursor: RowCursor, fault?: Fault): void {
    const reason = fault?.reason ?? cursor.fault ?? 'columns';
    const raw = fault ? Buffer.from(fieldText(cursor, fault.at)) : cursor.raw();
    const { column, type } = fault ?? { column: '', type: 'text' as const };
    tell({ row: cursor.line, column, type, reason, raw: raw.subarray(0, RAW_BYTES), key: keyOf(cursor) });
  }

  /** The first value that is none before the row is begun: masked ones, and those that the file itself spoilt. */
  function faultOf(cursor: RowCursor): Fault | undefined {
    for (const i of masked) {
      const item = selection.items[i] as Selection['items'][number];
      const value = maskedAt(cursor, places[i] as number, item, transcoded);
      if (isFault(value)) return value;
      values[i] = value;
    }
    if (!transcoded && !hasKinds) return undefined;
    for (let i = 0; i < count; i++) {
      const at = places[i] as number;
      if (!isPlain[i]) continue;
      const { column, type } = selection.items[i] as Selection['items'][number];
      const kind = cursor.kinds[at];
      if (kind === BROKEN || (transcoded && wasReplaced(cursor, at)))
        return { column, type, reason: 'not_text', at };
      if (kind === FIGURE && figureText(type, fieldText(cursor, at)) === undefined)
        return { column, type, reason: 'out_of_range', at };
    }
    return undefined;
  }

  function putText(text: string): void {
    const most = text.length * 3;
    if (most > spare.length) spare = Buffer.allocUnsafeSlow(most * 2);
    encoder.put(spare, 0, spare.write(text, 0));
  }

  /** Byte by byte: as a string, bytes that are no text would turn into one. */
  function putDoubled(fields: Buffer, from: number, end: number): void {
    if (end - from > spare.length) spare = Buffer.allocUnsafeSlow((end - from) * 2);
    let to = 0;
    for (let at = from; at < end; at++) {
      spare[to++] = fields[at] as number;
      if (fields[at] === QUOTE) at++;
    }
    encoder.put(spare, 0, to);
  }

  function putSlowly(cursor: RowCursor, at: number, type: ColumnType): void {
    const written = fieldText(cursor, at);
    const text = plainForm(type, cursor.kinds[at] === FIGURE ? (figureText(type, written) ?? '') : written);
    if (text === '' && type !== 'text') encoder.putNull();
    else putText(text);
  }

  function put(cursor: RowCursor): void {
    const { fields, starts, ends, kinds } = cursor;
    encoder.beginRow(cursor.line);
    for (let i = 0; i < count; i++) {
      if (!isPlain[i]) {
        const value = values[i] ?? null;
        if (value === null) encoder.putNull();
        else putText(value);
        continue;
      }
      const at = places[i] as number;
      const type = types[i] as ColumnType;
      const kind = kinds[at] as number;
      const from = starts[at] as number;
      const end = ends[at] as number;
      if (kind === ABSENT || (from === end && (kind === BARE || type !== 'text'))) encoder.putNull();
      else if (kind <= TEXT && isDirect(type, fields, from, end)) encoder.put(fields, from, end);
      else if (kind === DOUBLED && type === 'text') putDoubled(fields, from, end);
      else putSlowly(cursor, at, type);
    }
    encoder.endRow();
  }

  return {
    begin(names, wasTranscoded, named) {
      const placeOf = placesIn(names, selection.table);
      places = shown.map(({ item }) => placeOf(item.column));
      judge = judgeOf(placeOf, wasTranscoded);
      width = names.length;
      transcoded = wasTranscoded;
      file = named;
      rows = 0;
    },
    take(cursor) {
      hasKinds = cursor.hasKinds;
      const isSimple = masked.length === 0 && !transcoded && !hasKinds;
      while (cursor.next()) {
        if (cursor.count !== width || cursor.fault !== undefined) {
          if (width > 1 && isBlank(cursor)) continue;
          rows++;
          read++;
          setAside(cursor);
          continue;
        }
        rows++;
        if (judge) {
          const verdict = judge(cursor);
          if (verdict === false) continue;
          if (verdict !== true) {
            read++;
            setAside(cursor, verdict);
            continue;
          }
        }
        read++;
        const fault = isSimple ? undefined : faultOf(cursor);
        if (fault) setAside(cursor, fault);
        else put(cursor);
      }
    },
    flush: () => encoder.flush(),
    rows: () => rows,
  };
}
