/** The catalog as DCAT-AP: judged by the official shapes, read by an RDF library, paged as a harvester does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { DataFactory, Parser, type Quad, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { ALL, OPEN, type HarvestCity, openHarvestCity } from './harvestCity.ts';
import { quadsOfJsonLd } from './jsonldReader.ts';

const namedNode = (iri: string) => DataFactory.namedNode(iri);
const SHAPES = resolve(import.meta.dirname, '..', 'reference/dcat-ap');
const DCAT = 'http://www.w3.org/ns/dcat#';
const DCT = 'http://purl.org/dc/terms/';
const HYDRA = 'http://www.w3.org/ns/hydra/core#';
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

let city: HarvestCity;
before(async () => {
  city = await openHarvestCity('dcat');
});
after(() => city.close());
afterEach(() => assert.deepEqual(city.bugs.splice(0), []));

const shapes = (name: string): Store =>
  new Store(new Parser().parse(readFileSync(resolve(SHAPES, name), 'utf8')));

async function text(url: string, accept?: string): Promise<string> {
  const reply = await fetch(url, accept === undefined ? {} : { headers: { accept } });
  assert.equal(reply.status, 200, url);
  return reply.text();
}

const turtle = async (url: string): Promise<Store> => new Store(new Parser().parse(await text(url)));

async function verdicts(
  data: Store,
  shape: string,
): Promise<{ path: string; of: string; severity: string }[]> {
  const report = await new SHACLValidator(shapes(shape)).validate(data);
  return report.results.map(result => ({
    path: (result.path as { value?: string } | null)?.value ?? '',
    of: result.focusNode?.value ?? '',
    severity: result.severity?.value.split('#')[1] ?? '',
  }));
}

const datasets = (data: Store): string[] =>
  data.getSubjects(TYPE, `${DCAT}Dataset`, null).map(one => one.value);

test('The official shapes find no violation, nor do those of the ranges, on either face', async () => {
  for (const [site, count] of [
    [city.site, ALL],
    [city.internet, OPEN],
  ] as const) {
    const data = await turtle(`${site}/catalog.ttl`);
    assert.equal(datasets(data).length, count);
    assert.deepEqual(await verdicts(data, '3.0.1-shapes.ttl'), []);
    assert.deepEqual(await verdicts(data, '3.0.1-range.ttl'), []);
  }
});

test('A missing publisher or a wrong range would be found: the shapes look at these data', async () => {
  const data = await turtle(`${city.site}/catalog.ttl`);
  const catalog = namedNode(`${city.site}/dcat/catalog`);
  const [publisher] = data.getQuads(catalog, namedNode(`${DCT}publisher`), null, null);
  assert.ok(publisher);
  data.removeQuad(publisher);
  assert.deepEqual(await verdicts(data, '3.0.1-shapes.ttl'), [
    { path: `${DCT}publisher`, of: catalog.value, severity: 'Violation' },
  ]);
  const wrong = await turtle(`${city.site}/catalog.ttl`);
  wrong.removeQuads(wrong.getQuads(null, TYPE, namedNode('http://www.w3.org/2006/vcard/ns#Kind'), null));
  assert.ok((await verdicts(wrong, '3.0.1-range.ttl')).length >= ALL);
});

test('Of what is recommended only what nobody here knows is missing', async () => {
  const found = await verdicts(await turtle(`${city.site}/catalog.ttl`), '3.0.1-shapes_recommended.ttl');
  assert.deepEqual([...new Set(found.map(one => one.severity))], ['Warning']);
  assert.deepEqual([...new Set(found.map(one => one.path))].toSorted(), [
    'http://data.europa.eu/r5r/availability',
    // No licence text exists for government data; what may be done with them stands in dct:rights.
    'http://purl.org/dc/terms/license',
    // The guide has no field for the period that the data cover.
    'http://purl.org/dc/terms/temporal',
    'http://www.w3.org/ns/dcat#bbox',
    'http://www.w3.org/ns/dcat#centroid',
  ]);
});

const asText = (quads: Iterable<Quad>): string[] =>
  [
    ...new Set(
      [...quads].map(({ subject, predicate, object }) => `${subject.id} ${predicate.id} ${object.id}`),
    ),
  ].toSorted();

test('Turtle and JSON-LD say the same, for the catalog and for one entry', async () => {
  const [first] = city.entries;
  const name = (first?.code ?? '').replace('/', '-');
  const paths = [
    '/catalog',
    ...city.entries.map(one => `/dcat/dataset/${(one.code ?? '').replace('/', '-')}`),
  ];
  for (const path of paths) {
    const a = asText(new Parser().parse(await text(`${city.site}${path}.ttl`)));
    const b = asText(quadsOfJsonLd(await text(`${city.site}${path}.jsonld`)));
    const plain = (line: string): string => line.replaceAll('/catalog.jsonld?', '/catalog.ttl?');
    assert.ok(a.length > 30, `${path}: ${a.length} triples`);
    assert.deepEqual(b.map(plain).toSorted(), a, path);
  }
  const own = await turtle(`${city.site}/dcat/dataset/${name}.ttl`);
  assert.deepEqual(datasets(own), [`${city.site}/dcat/dataset/${name}`]);
  assert.deepEqual(await verdicts(own, '3.0.1-shapes.ttl'), []);
});

test('An entry says what it is in its own words', async () => {
  const open = city.entries.find(one => one.title === '食品经营许可信息');
  const iri = `${city.site}/dcat/dataset/${(open?.code ?? '').replace('/', '-')}`;
  const data = await turtle(`${iri}.ttl`);
  const values = (predicate: string, subject = iri): string[] =>
    data.getObjects(namedNode(subject), namedNode(predicate), null).map(one => one.id);
  assert.deepEqual(values(`${DCT}title`), ['"食品经营许可信息"@zh']);
  assert.deepEqual(values(`${DCT}identifier`), [`"${open?.code}"`]);
  assert.deepEqual(values(`${DCT}accessRights`), [
    'http://publications.europa.eu/resource/authority/access-right/PUBLIC',
  ]);
  assert.deepEqual(values(`${DCT}accrualPeriodicity`), [
    'http://publications.europa.eu/resource/authority/frequency/DAILY',
  ]);
  assert.deepEqual(values(`${DCAT}landingPage`), [`${city.site}/catalog/${open?.id}`]);
  assert.deepEqual(values(`${DCAT}distribution`).toSorted(), [`${iri}#file`, `${iri}#query`]);
  assert.deepEqual(values(`${DCT}format`, `${iri}#file`), [
    'http://publications.europa.eu/resource/authority/file-type/XLSX',
  ]);
  assert.deepEqual(values(`${DCAT}endpointURL`, `${iri}#service`), [`${city.site}/gateway`]);
  assert.deepEqual(values('http://www.w3.org/2006/vcard/ns#hasTelephone', `${iri}#contact`), [
    'tel:0375-2666666',
  ]);
  const conditional = city.entries.find(one => one.title === '低保对象信息');
  const other = await turtle(`${city.site}/dcat/dataset/${(conditional?.code ?? '').replace('/', '-')}.ttl`);
  const [basis] = other.getObjects(null, namedNode('http://data.europa.eu/r5r/applicableLegislation'), null);
  assert.deepEqual(
    other
      .getObjects(basis ?? null, namedNode('http://data.europa.eu/eli/ontology#title'), null)
      .map(one => one.value),
    ['河南省数据条例 第二十条'],
  );
});

test('On the Internet an entry that is not open has no document, and no service is named', async () => {
  for (const entry of city.entries) {
    const path = `/dcat/dataset/${(entry.code ?? '').replace('/', '-')}`;
    const open = entry.content.openType !== 'none';
    assert.equal((await fetch(`${city.internet}${path}.ttl`)).status, open ? 200 : 404, entry.title);
    assert.equal((await fetch(`${city.site}${path}.jsonld`)).status, 200);
  }
  assert.ok(!(await text(`${city.internet}/catalog.ttl`)).includes('/gateway'));
});

test('A harvester follows hydra:next from page to page and meets every entry once', async () => {
  const seen: string[] = [];
  let url: string | undefined = `${city.site}/catalog.ttl?size=2`;
  let pages = 0;
  while (url !== undefined) {
    const reply: Response = await fetch(url);
    const data = new Store(new Parser().parse(await reply.text()));
    seen.push(...datasets(data));
    const [next] = data.getObjects(null, namedNode(`${HYDRA}next`), null);
    assert.equal(reply.headers.get('link'), next ? `<${next.value}>; rel="next"` : null);
    url = next?.value;
    pages += 1;
    assert.ok(pages < 20);
  }
  assert.deepEqual([pages, seen.length, new Set(seen).size], [ALL / 2, ALL, ALL]);
});

test('The notation follows Accept, and what there is not is refused', async () => {
  const name = (city.entries[0]?.code ?? '').replace('/', '-');
  for (const path of ['/dcat/catalog', `/dcat/dataset/${name}`])
    for (const [accept, status, type] of [
      [undefined, 200, 'application/ld+json; charset=utf-8'],
      ['*/*', 200, 'application/ld+json; charset=utf-8'],
      ['text/turtle', 200, 'text/turtle; charset=utf-8'],
      ['application/ld+json;q=0.3, text/*;q=0.8', 200, 'text/turtle; charset=utf-8'],
      ['text/turtle;q=0, application/json', 200, 'application/ld+json; charset=utf-8'],
      ['text/html', 406, 'application/problem+json; charset=utf-8'],
      ['application/rdf+xml', 406, 'application/problem+json; charset=utf-8'],
    ] as const) {
      const reply = await fetch(`${city.site}${path}`, accept === undefined ? {} : { headers: { accept } });
      assert.deepEqual(
        [reply.status, reply.headers.get('content-type')],
        [status, type],
        `${path} ${accept}`,
      );
    }
  for (const bad of ['/dcat/dataset/nothing.ttl', '/dcat/dataset/..ttl', '/dcat/dataset/_zz.jsonld'])
    assert.equal((await fetch(`${city.site}${bad}`)).status, 404, bad);
  for (const query of ['size=0', 'size=x', 'after=-1'])
    assert.equal((await fetch(`${city.site}/catalog.ttl?${query}`)).status, 400, query);
});

test('A caller’s Host header names the site and can name nothing else', async () => {
  const asHost = async (host: string): Promise<string> =>
    (await city.http.app.inject({ url: '/catalog.ttl?size=1', headers: { host } })).body;
  assert.match(
    await asHost('data.example.gov.cn:8443'),
    /<http:\/\/data\.example\.gov\.cn:8443\/dcat\/catalog>/,
  );
  assert.match(await asHost('x> <http://evil.example/'), /<http:\/\/localhost\/dcat\/catalog>/);
});
