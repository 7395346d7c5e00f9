/** One entry as DCAT-AP 3.0.1: the data set, its distributions and service, and all that they point to. */
import type { Face } from '#kernel/faces.ts';
import type { HarvestEntry } from '#modules/catalog/index.ts';
import { nameOfCode } from './names.ts';
import { type Node, bare, en, link, moment, zh } from './nodes.ts';
import { type Naming, landingPage, modesOf } from './packages.ts';
import {
  AVAILABLE,
  CHINESE,
  OPENAPI,
  accessOf,
  agentOf,
  catalogIri,
  formatOf,
  frequencyOf,
  locationOf,
  themeOf,
} from './shared.ts';
import { MODE_TITLES, SHARE_TYPES, tagsOf } from './vocabulary.ts';

export const datasetIri = (code: string, { site }: Pick<Naming, 'site'>): string =>
  `${site}/dcat/dataset/${nameOfCode(code)}`;

type Values = Node['values'];

const when = (there: boolean, values: Values): Values => (there ? values : []);

/** A number that people wrote, as a `tel:` address; undefined when no telephone could dial it. */
function dialled(phone: string): string | undefined {
  const digits = phone.replaceAll(/[^\d+-]/g, '');
  return /^\+?\d[\d-]{2,}$/.test(digits) ? `tel:${digits}` : undefined;
}

function contactOf({ content, departmentName }: HarvestEntry, iri: string): Node {
  const phone = dialled(content.phone);
  return {
    iri,
    types: ['vcard:Kind', 'vcard:Organization'],
    values: [
      ['vcard:fn', zh(content.contact === '' ? departmentName : `${departmentName} ${content.contact}`)],
      ...when(phone !== undefined, [['vcard:hasTelephone', link(phone ?? '')]]),
    ],
  };
}

/** What may be done with the data, in the provider’s words: no licence text exists that could be named. */
function rightsOf({ content }: HarvestEntry, iri: string): Node {
  const lines = [
    SHARE_TYPES[content.shareType].zh,
    ...content.conditions,
    content.scope,
    content.useTerms,
    content.openConditions,
  ];
  return {
    iri,
    types: ['dct:RightsStatement'],
    values: [['rdfs:label', zh(lines.filter(line => line !== '').join('；'))]],
  };
}

function itemsOf({ content }: HarvestEntry, iri: string): Node {
  const lines = content.items.map(
    ({ name, type, length }) => `${name}（${type}${length === null ? '' : `(${length})`}）`,
  );
  return {
    iri,
    types: ['dct:Standard'],
    values: [
      ['dct:title', zh(`${content.title}的数据项`)],
      ['dct:description', zh(lines.join('；'))],
    ],
  };
}

function distributionOf(
  entry: HarvestEntry,
  mode: HarvestEntry['content']['modes'][number],
  iri: string,
  naming: Naming,
  service: string | undefined,
): Node {
  const { content } = entry;
  const served = service !== undefined && (mode === 'query' || mode === 'verify');
  return {
    iri: `${iri}#${mode}`,
    types: ['dcat:Distribution'],
    values: [
      ['dct:title', zh(`${content.title}（${MODE_TITLES[mode].zh}）`)],
      ['dct:description', zh(`${SHARE_TYPES[content.shareType].zh}，${MODE_TITLES[mode].zh}`)],
      ['dct:description', en(`${SHARE_TYPES[content.shareType].en}; ${MODE_TITLES[mode].en}`)],
      // Rows go to who holds a grant: the address is where it is applied for.
      ['dcat:accessURL', link(landingPage(entry.id, naming))],
      ['dct:format', link(formatOf(content, mode, naming).iri)],
      ['dct:rights', link(`${iri}#rights`)],
      ['dct:modified', moment(entry.modified)],
      ...when(served, [['dcat:accessService', link(service ?? '')]]),
      ...when(entry.mounted, [['dcatap:availability', link(AVAILABLE.iri)]]),
    ],
  };
}

/** The gateway is on the government network alone: on the Internet no service is named. */
const isServed = (entry: HarvestEntry, face: Face): boolean =>
  face === 'government' && modesOf(entry).some(mode => mode === 'query' || mode === 'verify');

/** What is about this entry alone, and what other entries speak of too. */
export interface DatasetNodes {
  own: Node[];
  shared: Node[];
}

export function datasetNodes(entry: HarvestEntry, face: Face, naming: Naming): DatasetNodes {
  const { content } = entry;
  const iri = datasetIri(entry.code, naming);
  const agent = agentOf(
    { name: entry.departmentName, creditCode: entry.departmentCode, level: entry.regionLevel },
    naming,
  );
  const [{ iri: publisher } = { iri: '' }] = agent;
  const location = locationOf(entry.regionCode, entry.regionName, naming);
  const frequency = frequencyOf(content.updateCycle);
  const access = accessOf(content.openType);
  const theme = content.classCode === '' ? undefined : themeOf(content.classCode, naming);
  const service = isServed(entry, face) ? `${iri}#service` : undefined;
  const landing = landingPage(entry.id, naming);
  const keywords: Values = tagsOf(content, naming.classes).map(tag => ['dcat:keyword', zh(tag)]);
  const itemNames: Values = content.items.map(({ name }) => ['dcat:keyword', zh(name)]);
  const modes = modesOf(entry);
  const about: Values = [
    ['dcat:contactPoint', link(`${iri}#contact`)],
    ['dct:publisher', link(publisher)],
    ['dct:accessRights', link(access.iri)],
    ...when(theme !== undefined, [['dcat:theme', link(theme?.iri ?? '')]]),
    ...keywords,
  ];
  const dataset: Node = {
    iri,
    types: ['dcat:Dataset'],
    values: [
      ['dct:title', zh(content.title)],
      ['dct:description', zh(content.abstract === '' ? content.title : content.abstract)],
      ['dct:identifier', bare(entry.code)],
      ['dct:issued', moment(entry.issued)],
      ['dct:modified', moment(entry.modified)],
      ['dcat:version', bare(String(entry.version))],
      ['dct:accrualPeriodicity', link(frequency.iri)],
      ['dct:language', link(CHINESE.iri)],
      ['dct:spatial', link(location.iri)],
      ['dcat:landingPage', link(landing)],
      ...about,
      ...itemNames,
      ...when(content.items.length > 0, [['dct:conformsTo', link(`${iri}#items`)]]),
      ...when(content.basis !== null, [['dcatap:applicableLegislation', link(`${iri}#basis`)]]),
      ...modes.map((mode): Values[number] => ['dcat:distribution', link(`${iri}#${mode}`)]),
    ],
  };
  const own: Node[] = [
    dataset,
    contactOf(entry, `${iri}#contact`),
    { iri: landing, types: ['foaf:Document'], values: [] },
    ...modes.map(mode => distributionOf(entry, mode, iri, naming, service)),
    ...(modes.length === 0 ? [] : [rightsOf(entry, `${iri}#rights`)]),
    ...(content.items.length === 0 ? [] : [itemsOf(entry, `${iri}#items`)]),
  ];
  const shared: Node[] = [
    ...agent,
    location,
    frequency,
    access,
    CHINESE,
    ...modes.map(mode => formatOf(content, mode, naming)),
    ...(theme ? [theme] : []),
    ...(entry.mounted ? [AVAILABLE] : []),
  ];
  if (content.basis) {
    const title = `${content.basis.title} ${content.basis.article}`.trim();
    own.push({
      iri: `${iri}#basis`,
      types: ['eli:LegalResource'],
      values: [['eli:title', zh(title)]],
    });
  }
  if (service !== undefined) {
    own.push({
      iri: service,
      types: ['dcat:DataService'],
      values: [
        ['dct:title', zh(`${content.title}（接口）`)],
        ['dcat:endpointURL', link(`${naming.site}/gateway`)],
        ['dcat:endpointDescription', link(`${naming.site}/openapi.json`)],
        ['dcat:servesDataset', link(iri)],
        ['dct:conformsTo', link(OPENAPI.iri)],
        ...about,
      ],
    });
    shared.push(OPENAPI);
  }
  return { own, shared };
}

/** What the catalog says of the entry. */
export function membership({ own }: DatasetNodes, naming: Naming): Node {
  const values: Values = [];
  for (const { iri, types } of own) {
    if (types.includes('dcat:Dataset')) values.push(['dcat:dataset', link(iri)]);
    if (types.includes('dcat:DataService')) values.push(['dcat:service', link(iri)]);
  }
  return { iri: catalogIri(naming), types: [], values };
}
