import { DataFactory, Writer } from 'n3';
import { type Node, PREFIXES, type Value, fullName } from './nodes.ts';

const namedNode = (iri: string) => DataFactory.namedNode(iri);

function term(value: Value) {
  if ('iri' in value) return namedNode(value.iri);
  if ('type' in value) return DataFactory.literal(value.literal, namedNode(fullName(value.type)));
  return value.language === undefined
    ? DataFactory.literal(value.text)
    : DataFactory.literal(value.text, value.language);
}

/** Turtle, node by node: of a long catalog only one node at a time is in memory. */
export async function* asTurtle(nodes: AsyncIterable<Node>): AsyncGenerator<string> {
  let written = '';
  const output = {
    write: (chunk: string, _encoding: string, done?: () => void): void => {
      written += chunk;
      done?.();
    },
    end: (done?: () => void): void => done?.(),
  };
  const writer = new Writer(output, { prefixes: PREFIXES });
  const type = namedNode(fullName('rdf:type'));
  for await (const { iri, types, values } of nodes) {
    const subject = namedNode(iri);
    for (const one of types) writer.addQuad(DataFactory.quad(subject, type, namedNode(fullName(one))));
    for (const [name, value] of values)
      writer.addQuad(DataFactory.quad(subject, namedNode(fullName(name)), term(value)));
    yield written;
    written = '';
  }
  writer.end();
  yield written;
}
