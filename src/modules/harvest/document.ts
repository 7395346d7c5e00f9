/** Documents of DCAT as streams of nodes: the catalog page by page, and one entry. */
import type { Db } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import {
  type HarvestEntry,
  countHarvest,
  EVERYTHING,
  harvestPage,
  harvestSpan,
} from '#modules/catalog/index.ts';
import { datasetNodes, membership } from './dataset.ts';
import { type Node, en, link, moment, whole, zh } from './nodes.ts';
import type { Naming } from './packages.ts';
import { type AgentFacts, CHINESE, agentOf, catalogIri, locationOf, themesOf } from './shared.ts';

/** Who the catalog is of: its region, and who answers for it. */
export interface Home {
  regionCode: string;
  regionName: string;
  publisher: AgentFacts;
  title: { zh: string; en: string };
}

export interface Sight {
  db: Db;
  face: Face;
  naming: Naming;
}

/** Entries that are in memory at once. */
const PORTION = 100;

/** Each of the things that several entries speak of once: there are as many as departments and classes. */
function* fresh(nodes: readonly Node[], seen: Set<string>): Generator<Node> {
  for (const node of nodes) {
    if (seen.has(node.iri)) continue;
    seen.add(node.iri);
    yield node;
  }
}

/** The entry alone: the catalog is another document. */
export async function* datasetDocument(entry: HarvestEntry, { face, naming }: Sight): AsyncGenerator<Node> {
  const { own, shared } = datasetNodes(entry, face, naming);
  yield* own;
  yield* fresh(shared, new Set());
}

export interface Page {
  after: number;
  size: number;
  /** Addresses of this page, the first and the next; undefined for the last page. */
  own: string;
  first: string;
  next: string | undefined;
}

async function head({ db, face, naming }: Sight, home: Home, page: Page): Promise<Node[]> {
  const [total, span] = await Promise.all([countHarvest(db, face, EVERYTHING), harvestSpan(db, face)]);
  const iri = catalogIri(naming);
  const agent = agentOf(home.publisher, naming);
  const location = locationOf(home.regionCode, home.regionName, naming);
  const homepage = `${naming.site}/catalog`;
  const catalog: Node = {
    iri,
    types: ['dcat:Catalog', 'hydra:Collection'],
    values: [
      ['dct:title', zh(home.title.zh)],
      ['dct:title', en(home.title.en)],
      ['dct:description', zh(`${home.regionName}各部门已发布的政务数据目录`)],
      ['dct:description', en('Government data catalog as published by the departments')],
      ['dct:publisher', link(agent[0]?.iri ?? '')],
      ['dct:language', link(CHINESE.iri)],
      ['dct:spatial', link(location.iri)],
      ['dcat:themeTaxonomy', link(themesOf(naming).iri)],
      ['foaf:homepage', link(homepage)],
      ['hydra:totalItems', whole(total)],
      ['hydra:view', link(page.own)],
    ],
  };
  if (span.first) catalog.values.push(['dct:issued', moment(span.first)]);
  if (span.last) catalog.values.push(['dct:modified', moment(span.last)]);
  const view: Node = {
    iri: page.own,
    types: ['hydra:PartialCollectionView'],
    values: [['hydra:first', link(page.first)]],
  };
  if (page.next !== undefined) view.values.push(['hydra:next', link(page.next)]);
  const document: Node = { iri: homepage, types: ['foaf:Document'], values: [] };
  return [catalog, view, ...agent, location, CHINESE, themesOf(naming), document];
}

export async function* catalogDocument(sight: Sight, home: Home, page: Page): AsyncGenerator<Node> {
  const seen = new Set<string>();
  yield* fresh(await head(sight, home, page), seen);
  let { after } = page;
  let left = page.size;
  while (left > 0) {
    const entries = await harvestPage(sight.db, sight.face, after, Math.min(PORTION, left));
    for (const entry of entries) {
      const nodes = datasetNodes(entry, sight.face, sight.naming);
      yield membership(nodes, sight.naming);
      yield* nodes.own;
      yield* fresh(nodes.shared, seen);
    }
    left -= entries.length;
    after = entries.at(-1)?.id ?? after;
    if (entries.length < PORTION) return;
  }
}
