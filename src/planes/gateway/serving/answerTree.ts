/** Where the values of an interface's answer lie: one walk over registered paths, for JSON and for XML. */
import { EVERY, type PathStep, type ResponsePath } from '#vocabulary/responsePaths.ts';

/** A node's members, however the answer is written; `undefined` where there is none. */
export interface Reading<N> {
  member(node: N, name: string): N | undefined;
  /** The nodes that a list holds; of what is no list, the node itself. */
  all(node: N): readonly N[];
  /** The text of a value, null where it has none, undefined where the node is no single value. */
  text(node: N): string | null | undefined;
}

/** A name, or a position among what a node holds; `[*]` reaches no single node. */
function step<N>(reading: Reading<N>, node: N, one: PathStep): N | undefined {
  return typeof one === 'number'
    ? reading.all(node)[one]
    : typeof one === 'string'
      ? reading.member(node, one)
      : undefined;
}

export function nodeAt<N>(reading: Reading<N>, from: N, steps: readonly PathStep[]): N | undefined {
  let node: N | undefined = from;
  for (let i = 0; i < steps.length && node !== undefined; i++) node = step(reading, node, steps[i] ?? '');
  return node;
}

/** Every node that a path with any number of `[*]` reaches; a list at its end stands for what it holds. */
export function nodesAt<N>(reading: Reading<N>, root: N, { steps }: ResponsePath): readonly N[] {
  let nodes: readonly N[] = [root];
  for (const one of steps)
    nodes =
      one === EVERY
        ? nodes.flatMap(node => reading.all(node))
        : nodes.flatMap(node => step(reading, node, one) ?? []);
  return nodes.length === 1 && nodes[0] !== undefined
    ? reading.all(nodes[0])
    : nodes.flatMap(node => reading.all(node));
}

type Json = unknown;

const isObject = (node: Json): node is Record<string, Json> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

export const jsonReading: Reading<Json> = {
  member: (node, name) => (isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined),
  all: node => (Array.isArray(node) ? (node as Json[]) : node === null ? [] : [node]),
  text(node) {
    if (node === null || node === undefined) return null;
    return typeof node === 'string'
      ? node
      : typeof node === 'number' || typeof node === 'boolean'
        ? String(node)
        : undefined;
  },
};

/** A number that a double does not hold exactly: it is kept as it was written. */
const LONG_NUMBER = /[:,[\s]-?[0-9][0-9.]{15}/;

/** Throws a `SyntaxError` for what is no JSON. */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? context.source
      : value,
  );
}
