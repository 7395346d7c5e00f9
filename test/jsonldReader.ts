/**
 * A reader of the JSON-LD that a catalog needs, by the expansion algorithm of JSON-LD 1.1: prefixes and types of terms
 * from the context, node objects, nested ones too, value objects. What it does not know, it refuses.
 */
import assert from 'node:assert/strict';
import { DataFactory, type Quad } from 'n3';

const namedNode = (iri: string) => DataFactory.namedNode(iri);

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Context = Record<string, string>;

const TYPE = namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type');

const many = (value: Json | undefined): Json[] => (value === undefined ? [] : ([value].flat() as Json[]));

function expand(name: string, context: Context): string {
  const [, prefix = '', rest = ''] = /^([\w-]+):(?!\/\/)(.*)$/s.exec(name) ?? [];
  const space = context[prefix];
  if (space !== undefined) return space + rest;
  assert.match(name, /^[a-z]+:/, `${name} is no absolute IRI and has no known prefix`);
  return name;
}

function textOf(value: Json | undefined): string {
  assert.ok(typeof value === 'string', JSON.stringify(value));
  return value;
}

function* node(object: { [key: string]: Json }, context: Context): Generator<Quad, string> {
  const iri = expand(textOf(object['@id']), context);
  const subject = namedNode(iri);
  for (const type of many(object['@type']))
    yield DataFactory.quad(subject, TYPE, namedNode(expand(textOf(type), context)));
  for (const [key, values] of Object.entries(object)) {
    if (key === '@id' || key === '@type') continue;
    assert.ok(!key.startsWith('@'), `unknown keyword ${key}`);
    const predicate = namedNode(expand(key, context));
    for (const value of many(values)) {
      if (typeof value === 'string') {
        yield DataFactory.quad(subject, predicate, DataFactory.literal(value));
        continue;
      }
      assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), JSON.stringify(value));
      if ('@value' in value) {
        const { '@value': text, '@type': type, '@language': language, ...rest } = value;
        assert.deepEqual(rest, {});
        const kind = type === undefined ? language : namedNode(expand(textOf(type), context));
        yield DataFactory.quad(subject, predicate, DataFactory.literal(textOf(text), kind as string));
      } else yield DataFactory.quad(subject, predicate, namedNode(yield* node(value, context)));
    }
  }
  return iri;
}

export function* quadsOfJsonLd(document: string): Generator<Quad> {
  const { '@context': context, '@graph': graph, ...rest } = JSON.parse(document) as Record<string, Json>;
  assert.deepEqual(rest, {});
  for (const object of many(graph)) yield* node(object as { [key: string]: Json }, context as Context);
}
