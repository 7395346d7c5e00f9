/**
 * An interface's answer cut down to the grant: rows that the conditions and the caller's own selection admit, granted
 * items alone, masked. What the plan does not name is never read.
 */
import { maskValue } from '#vocabulary/masks.ts';
import type { ColumnType, PlanItem, ProxyPlan, RowCondition } from '#vocabulary/plans.ts';
import { type ResponsePath, parseResponsePath } from '#vocabulary/responsePaths.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { type Reading, nodeAt, nodesAt } from './answerTree.ts';

/** An answer that is not what its provider registered; the sentence names the place and no value. */
export class Unexpected extends Error {
  readonly zh: string;

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(en, options);
    this.zh = zh;
  }
}

/** The provider's own refusal, by the code that its answer holds. */
export class UpstreamCode extends Error {
  readonly code: string;

  constructor(code: string) {
    super('the interface refused');
    this.code = code;
  }
}

type Digest = (text: string) => string;

/** What lies at a path from the whole answer: looked for once, not once a row. */
type Whole<N> = (path: ResponsePath) => N | undefined;

interface ReadItem extends PlanItem {
  path: ResponsePath;
}

export interface Row<N> {
  /** In the plan's order. */
  clear: (string | null)[];
  /** Where each value lies; undefined for what lies in no row, or is not there. */
  nodes: (N | undefined)[];
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/;

/** A value as PostgreSQL writes it; undefined where it is none of its type. Empty text is no number and no date: null. */
export function typedText(type: ColumnType, text: string | null): string | null | undefined {
  if (text === null || type === 'text') return text;
  const plain = text.trim();
  if (plain === '') return null;
  if (type === 'date') return valueOfType(type, DAY.exec(plain)?.[0] ?? plain);
  if (type === 'timestamp') return valueOfType(type, plain.replace(/(?:Z|[+-][0-9]{2}:?[0-9]{2})$/, ''));
  return valueOfType(type, plain);
}

const isNumber = (type: ColumnType): boolean => type === 'bigint' || type === 'numeric' || type === 'double';

/** Below 0, 0, above 0, as the type orders values. */
function compare(type: ColumnType, a: string, b: string): number {
  if (isNumber(type)) {
    if (/^-?[0-9]+$/.test(a) && /^-?[0-9]+$/.test(b)) {
      const difference = BigInt(a) - BigInt(b);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    return Number(a) - Number(b);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a value is the one that a caller holds; of numbers and people, whatever way of writing they are in. */
export const isSame = (type: ColumnType, value: string, held: string): boolean =>
  type === 'text'
    ? value === held || value.toUpperCase() === held.trim().toUpperCase()
    : compare(type, value, held) === 0;

function admits({ type, op, values }: RowCondition, value: string | null): boolean {
  if (value === null) return false;
  const [low = '', high = ''] = values;
  switch (op) {
    case 'eq':
      return compare(type, value, low) === 0;
    case 'in':
      return values.some(one => compare(type, value, one) === 0);
    case 'between':
      return compare(type, value, low) >= 0 && compare(type, value, high) <= 0;
  }
}

function pathOf(text: string): ResponsePath {
  const path = parseResponsePath(text);
  if (!path) throw new Error(`a plan holds no path: ${text}`);
  return path;
}

/** What is worked out once for a plan. */
export class AnswerReader {
  readonly items: readonly ReadItem[];
  readonly #rows: ResponsePath;
  readonly #conditions: readonly (RowCondition & { path: ResponsePath })[];
  readonly #success:
    | { path: ResponsePath; values: ReadonlySet<string>; nothing: ReadonlySet<string> }
    | undefined;

  constructor({ items, rows, upstream }: Pick<ProxyPlan, 'items' | 'rows' | 'upstream'>) {
    this.items = items.map(item => ({ ...item, path: pathOf(item.column) }));
    this.#rows = pathOf(upstream.rows);
    this.#conditions = rows.map(row => ({ ...row, path: pathOf(row.column) }));
    const { success } = upstream;
    this.#success = success && {
      path: pathOf(success.path),
      values: new Set(success.values),
      nothing: new Set(success.nothing),
    };
  }

  /** Where the answer says that it is one. */
  statusNode<N>(reading: Reading<N>, root: N): N | undefined {
    return this.#success && nodeAt(reading, root, this.#success.path.steps);
  }

  /**
   * Rows in clear, before their masks; throws `Unexpected` or `UpstreamCode`. A row that contradicts what the caller
   * selected by is not in the selection, however the interface came to send it.
   */
  rows<N>(reading: Reading<N>, root: N, params: Readonly<Record<string, string>>): Row<N>[] {
    if (this.#saysNothing(reading, root)) return [];
    const found: Row<N>[] = [];
    const shared = new Map<ResponsePath, N | undefined>();
    const whole: Whole<N> = path => {
      if (!shared.has(path)) shared.set(path, nodeAt(reading, root, path.steps));
      return shared.get(path);
    };
    for (const node of nodesAt(reading, root, this.#rows)) {
      const alone = reading.text(node);
      // An empty element, or null: no row.
      if (alone === null || alone?.trim() === '') continue;
      if (alone !== undefined) throw new Unexpected('记录不是对象', 'a row is no object');
      if (!this.#conditions.every(one => admits(one, this.#text(reading, whole, node, one, params).text)))
        continue;
      const row = this.#row(reading, whole, node, params);
      if (row) found.push(row);
    }
    return found;
  }

  #saysNothing<N>(reading: Reading<N>, root: N): boolean {
    if (!this.#success) return false;
    const node = this.statusNode(reading, root);
    const code = node === undefined ? undefined : reading.text(node);
    if (code === undefined || code === null) throw new Unexpected('没有状态码', 'no status code');
    if (this.#success.nothing.has(code)) return true;
    if (!this.#success.values.has(code)) throw new UpstreamCode(code);
    return false;
  }

  #row<N>(
    reading: Reading<N>,
    whole: Whole<N>,
    node: N,
    params: Readonly<Record<string, string>>,
  ): Row<N> | undefined {
    const clear: (string | null)[] = [];
    const nodes: (N | undefined)[] = [];
    for (const item of this.items) {
      const { text, at } = this.#text(reading, whole, node, item, params);
      const asked = item.filter ? params[item.name] : undefined;
      if (asked !== undefined && asked !== '' && (text === null || !isSame(item.type, text, asked)))
        return undefined;
      clear.push(text);
      nodes.push(at);
    }
    return { clear, nodes };
  }

  #text<N>(
    reading: Reading<N>,
    whole: Whole<N>,
    row: N,
    { path, type, ...more }: { path: ResponsePath; type: ColumnType; name?: string },
    params: Readonly<Record<string, string>>,
  ): { text: string | null; at: N | undefined } {
    if (path.from === '=') return { text: params[more.name ?? ''] ?? null, at: undefined };
    const at = path.from === '$' ? whole(path) : nodeAt(reading, row, path.steps);
    const text = at === undefined ? null : reading.text(at);
    const typed = text === undefined ? undefined : typedText(type, text);
    if (typed === undefined) {
      const name = more.name ?? '';
      throw new Unexpected(
        `“${name}”的值与目录登记的类型不符`,
        `a value of “${name}” is not of the type that the entry says`,
      );
    }
    return { text: typed, at };
  }
}

/** As the caller sees it. By what he selected he knows already; the row has that very value. */
export function maskRow(
  items: readonly PlanItem[],
  clear: readonly (string | null)[],
  params: Readonly<Record<string, string>>,
  digest: Digest,
): (string | null)[] {
  return items.map((item, i) => {
    const text = clear[i] ?? null;
    return item.mask.kind === 'none' ||
      (item.filter && params[item.name] !== undefined && params[item.name] !== '')
      ? text
      : maskValue(item.mask, item.type, text, digest);
  });
}

/** Yes when some row has the claimed value, no when rows have others, null when there is none to compare. */
export function verdictOf(
  type: ColumnType,
  values: readonly (string | null)[],
  claim: string,
): 'true' | 'false' | null {
  const held = values.filter(value => value !== null);
  if (held.length === 0) return null;
  return held.some(value => isSame(type, value, claim)) ? 'true' : 'false';
}
