import { ACTIONS, RESULTS } from '#record/decode.ts';
import type { UsageFacts } from '#record/usageFacts.ts';
import { HOUR, type IndexRow } from './rules.ts';

/**
 * How the use of data is found without a row of search a record: for each attribute of a record, the number of
 * records in an hour and in a block of numbers, and the first and last of them. A search reads those stretches of the
 * record itself. Blocks keep a stretch short in a busy hour: it costs at most one block's reading.
 */
export const BLOCK = 16_384;

/** One letter an attribute in the table; `t` counts all. */
export type Attribute = 't' | 'g' | 'd' | 's' | 'o' | 'e' | 'a' | 'r';

export interface SpanRow {
  attribute: Attribute;
  value: string;
  /** Milliseconds of the hour's beginning. */
  hour: number;
  block: number;
  count: number;
  first: number;
  last: number;
}

type Value = string | number;

interface Cell {
  hour: number;
  block: number;
  /** In the order of ATTRIBUTES; ids are numbers here. */
  spans: Map<Value, SpanRow>[];
}

const ATTRIBUTES: readonly Attribute[] = ['t', 'a', 'r', 'g', 'd', 's', 'e', 'o'];
const [ALL, ACTION, RESULT, GRANT, DEPARTMENT, SYSTEM, ENTRY, POST] = [0, 1, 2, 3, 4, 5, 6, 7];

export interface Spans {
  add(row: IndexRow): void;
  /** The same from the bytes of a usage record. */
  addUsage(number: number, facts: UsageFacts, bytes: Buffer): void;
  rows(): SpanRow[];
}

export function collectSpans(): Spans {
  const cells: Cell[] = [];
  let cell: Cell | undefined;
  const texts = cacheTexts();

  function cellOf(at: number, number: number): Cell {
    const hour = Math.floor(at / HOUR) * HOUR;
    const block = Math.floor(number / BLOCK);
    // Records of one moment come together: nearly always it is the cell of the one before.
    if (cell?.hour === hour && cell.block === block) return cell;
    cell = cells.find(one => one.hour === hour && one.block === block);
    if (!cell) cells.push((cell = { hour, block, spans: ATTRIBUTES.map(() => new Map()) }));
    return cell;
  }

  function count(into: Cell, attribute: number, value: Value, number: number): void {
    const spans = into.spans[attribute];
    const span = spans?.get(value);
    if (span) {
      span.count += 1;
      span.last = number;
    } else
      spans?.set(value, {
        attribute: ATTRIBUTES[attribute] ?? 't',
        value: String(value),
        hour: into.hour,
        block: into.block,
        count: 1,
        first: number,
        last: number,
      });
  }

  return {
    add: row => {
      const into = cellOf(row.at, row.number);
      for (const [attribute, value] of attributesOf(row)) count(into, attribute, value, row.number);
    },
    addUsage: (number, facts, bytes) => {
      const into = cellOf(facts.at, number);
      const { grantId, consumerId, providerId, systemId, entryId, postFrom, postTo } = facts;
      count(into, ALL, '', number);
      count(into, ACTION, ACTIONS[facts.action] ?? '', number);
      count(into, RESULT, RESULTS[facts.result] ?? '', number);
      if (grantId >= 0) count(into, GRANT, grantId, number);
      if (consumerId >= 0) count(into, DEPARTMENT, consumerId, number);
      if (providerId >= 0 && providerId !== consumerId) count(into, DEPARTMENT, providerId, number);
      if (systemId >= 0) count(into, SYSTEM, systemId, number);
      if (entryId >= 0) count(into, ENTRY, entryId, number);
      if (postTo > postFrom) count(into, POST, texts(bytes, postFrom, postTo), number);
    },
    rows: () => cells.flatMap(one => one.spans.flatMap(spans => [...spans.values()])),
  };
}

const MOST_TEXTS = 4096;

/** The same few texts come again and again: what their bytes say is kept, which saves decoding them. */
function cacheTexts(): (bytes: Buffer, from: number, to: number) => string {
  const known = new Map<string, string>();
  return (bytes, from, to) => {
    const key = bytes.toString('latin1', from, to);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= MOST_TEXTS) known.clear();
    const text = bytes.toString('utf8', from, to);
    known.set(key, text);
    return text;
  };
}

function attributesOf(row: IndexRow): [number, Value][] {
  const list: [number, Value][] = [
    [ALL, ''],
    [ACTION, row.action],
    [RESULT, row.result],
  ];
  if (row.grantId !== null) list.push([GRANT, row.grantId]);
  if (row.consumerId !== null) list.push([DEPARTMENT, row.consumerId]);
  if (row.providerId !== null && row.providerId !== row.consumerId) list.push([DEPARTMENT, row.providerId]);
  if (row.systemId !== null) list.push([SYSTEM, row.systemId]);
  if (row.entryId !== null) list.push([ENTRY, row.entryId]);
  if (row.post !== '') list.push([POST, row.post]);
  return list;
}
