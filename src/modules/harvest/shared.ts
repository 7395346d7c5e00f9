/** Things that many entries speak of: departments, regions, classes, and words of the European lists. */
import type { HarvestEntry } from '#modules/catalog/index.ts';
import { type Name, type Node, bare, en, link, zh } from './nodes.ts';
import type { Naming } from './packages.ts';

const EU = 'http://publications.europa.eu/resource/authority';

type Content = HarvestEntry['content'];

export const catalogIri = ({ site }: Pick<Naming, 'site'>): string => `${site}/dcat/catalog`;

/** Something inside the catalog’s own document. */
export const within = (naming: Pick<Naming, 'site'>, part: string): string => `${catalogIri(naming)}#${part}`;

const plain = (iri: string, type: Name): Node => ({ iri, types: [type], values: [] });
const concept = (iri: string, label: string): Node => ({
  iri,
  types: ['skos:Concept'],
  values: [['skos:prefLabel', en(label)]],
});

export const CHINESE = plain(`${EU}/language/ZHO`, 'dct:LinguisticSystem');
export const AVAILABLE = concept(`${EU}/planned-availability/AVAILABLE`, 'Available');
export const OPENAPI: Node = {
  iri: 'https://spec.openapis.org/oas/v3.1.0',
  types: ['dct:Standard'],
  values: [['dct:title', en('OpenAPI Specification 3.1.0')]],
};

/** Codes of the EU’s authority table “frequency”. */
const FREQUENCIES: Record<Content['updateCycle'], string> = {
  realtime: 'UPDATE_CONT',
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  quarterly: 'QUARTERLY',
  halfyearly: 'ANNUAL_2',
  yearly: 'ANNUAL',
  irregular: 'IRREG',
  other: 'OTHER',
};
export const frequencyOf = (cycle: Content['updateCycle']): Node =>
  plain(`${EU}/frequency/${FREQUENCIES[cycle]}`, 'dct:Frequency');

/** Of the EU’s table “access-right”, which asks about the public: sharing between departments is no access. */
const ACCESS: Record<Content['openType'], string> = {
  unconditional: 'PUBLIC',
  conditional: 'RESTRICTED',
  none: 'NON_PUBLIC',
};
export const accessOf = (openType: Content['openType']): Node =>
  plain(`${EU}/access-right/${ACCESS[openType]}`, 'dct:RightsStatement');

/** A map, for a clerk may write any word: an object answers to `constructor` too. */
const FILE_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    csv: 'CSV',
    doc: 'DOC',
    docx: 'DOCX',
    jpeg: 'JPEG',
    jpg: 'JPEG',
    json: 'JSON',
    ods: 'ODS',
    odt: 'ODT',
    ofd: 'OFD',
    pdf: 'PDF',
    png: 'PNG',
    ppt: 'PPT',
    pptx: 'PPTX',
    txt: 'TXT',
    xls: 'XLS',
    xlsx: 'XLSX',
    xml: 'XML',
    zip: 'ZIP',
  }),
);
const fileType = (type: string): Node => plain(`${EU}/file-type/${type}`, 'dct:MediaTypeOrExtent');

const ownFormat = (naming: Naming, part: string, chinese: string, english: string): Node => ({
  iri: within(naming, `format-${part}`),
  types: ['dct:MediaTypeOrExtent'],
  values: [
    ['rdfs:label', zh(chinese)],
    ['rdfs:label', en(english)],
  ],
});

export function formatOf(content: Content, mode: Content['modes'][number], naming: Naming): Node {
  if (mode === 'query' || mode === 'verify') return fileType('JSON');
  if (mode === 'batch') return ownFormat(naming, 'table', '数据库表', 'Database table');
  const known = FILE_TYPES.get(content.format.type.trim().toLowerCase());
  return known === undefined ? ownFormat(naming, 'file', '文件', 'File') : fileType(known);
}

const AUTHORITIES: Record<HarvestEntry['regionLevel'], [word: string, label: string]> = {
  province: ['RegionalAuthority', 'Regional authority'],
  city: ['LocalAuthority', 'Local Authority'],
  county: ['LocalAuthority', 'Local Authority'],
  street: ['LocalAuthority', 'Local Authority'],
  village: ['LocalAuthority', 'Local Authority'],
};

export interface AgentFacts {
  name: string;
  creditCode: string;
  level: HarvestEntry['regionLevel'];
}

export function agentOf({ name, creditCode, level }: AgentFacts, naming: Naming): Node[] {
  const [word, label] = AUTHORITIES[level];
  const kind = concept(`http://purl.org/adms/publishertype/${word}`, label);
  const agent: Node = {
    iri: within(naming, `agent-${creditCode}`),
    types: ['foaf:Agent'],
    values: [
      ['foaf:name', zh(name)],
      ['dct:identifier', bare(creditCode)],
      ['dct:type', link(kind.iri)],
    ],
  };
  return [agent, kind];
}

export const locationOf = (code: string, name: string, naming: Naming): Node => ({
  iri: within(naming, `region-${code}`),
  types: ['dct:Location'],
  values: [
    ['dct:identifier', bare(code)],
    ['skos:prefLabel', zh(name)],
  ],
});

export const themesOf = (naming: Naming): Node => ({
  iri: within(naming, 'themes'),
  types: ['skos:ConceptScheme'],
  values: [
    ['dct:title', zh('政务数据目录分类')],
    ['dct:title', en('Classes of the government data catalog')],
  ],
});

export const themeOf = (classCode: string, naming: Naming): Node => ({
  iri: within(naming, `theme-${encodeURIComponent(classCode)}`),
  types: ['skos:Concept'],
  values: [
    ['skos:prefLabel', zh(naming.classes.get(classCode) ?? classCode)],
    ['skos:notation', bare(classCode)],
    ['skos:inScheme', link(within(naming, 'themes'))],
  ],
});
