import { type Node, PREFIXES, type Value } from './nodes.ts';

function valueOf(value: Value): object | string {
  if ('iri' in value) return { '@id': value.iri };
  if ('type' in value) return { '@value': value.literal, '@type': value.type };
  return value.language === undefined ? value.text : { '@value': value.text, '@language': value.language };
}

function objectOf({ iri, types, values }: Node): object {
  const named = new Map<string, (object | string)[]>();
  for (const [name, value] of values) named.set(name, [...(named.get(name) ?? []), valueOf(value)]);
  return {
    '@id': iri,
    ...(types.length === 0 ? {} : { '@type': types }),
    ...Object.fromEntries([...named].map(([name, all]) => [name, all.length === 1 ? all[0] : all])),
  };
}

/** JSON-LD, node by node. Several objects of the graph may speak of one node: their values add up. */
export async function* asJsonLd(nodes: AsyncIterable<Node>): AsyncGenerator<string> {
  yield `{"@context":${JSON.stringify(PREFIXES)},"@graph":[`;
  let separator = '\n';
  for await (const node of nodes) {
    yield separator + JSON.stringify(objectOf(node));
    separator = ',\n';
  }
  yield '\n]}\n';
}
