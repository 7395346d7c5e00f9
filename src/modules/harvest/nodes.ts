/** RDF as nodes with values: what both notations, Turtle and JSON-LD, are written from. */

export const PREFIXES = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** `dct:title`: a name under one of the prefixes. */
export type Name = `${keyof typeof PREFIXES}:${string}`;

export type Value =
  | { iri: string }
  /** Without a language it is a bare text, such as an identifier. */
  | { text: string; language?: 'zh' | 'en' }
  | { literal: string; type: Name };

export interface Node {
  iri: string;
  types: Name[];
  values: [Name, Value][];
}

export function fullName(name: Name): string {
  const at = name.indexOf(':');
  return PREFIXES[name.slice(0, at) as keyof typeof PREFIXES] + name.slice(at + 1);
}

export const link = (iri: string): Value => ({ iri });
export const zh = (text: string): Value => ({ text, language: 'zh' });
export const en = (text: string): Value => ({ text, language: 'en' });
export const bare = (text: string): Value => ({ text });
export const moment = (at: Date): Value => ({ literal: at.toISOString(), type: 'xsd:dateTime' });
export const whole = (count: number): Value => ({ literal: String(count), type: 'xsd:integer' });
