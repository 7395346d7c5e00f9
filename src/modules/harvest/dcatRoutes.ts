/** The public catalog for programs, as DCAT-AP in Turtle and JSON-LD. */
import { Readable } from 'node:stream';
import { BOTH_FACES, type Face } from '#kernel/faces.ts';
import type { FastifyReply, FastifyRequest, Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import { asJsonLd } from './jsonld.ts';
import type { Node } from './nodes.ts';
import { refuse } from './refusals.ts';
import type { Harvest } from './service.ts';
import type { SiteOf } from './site.ts';
import { asTurtle } from './turtle.ts';

const TAG = '开放接口';

interface Notation {
  ending: string;
  type: string;
  write(nodes: AsyncIterable<Node>): AsyncGenerator<string>;
}

const JSON_LD: Notation = { ending: 'jsonld', type: 'application/ld+json', write: asJsonLd };
const TURTLE: Notation = { ending: 'ttl', type: 'text/turtle', write: asTurtle };
/** The first is what a caller gets who takes anything. */
const NOTATIONS = [JSON_LD, TURTLE];
/** Media types under which callers ask for a notation. */
const ALSO: Record<string, Notation> = {
  'application/ld+json': JSON_LD,
  'application/json': JSON_LD,
  'text/turtle': TURTLE,
  'application/x-turtle': TURTLE,
};

/** How much a caller wants a media type (RFC 9110 12.5.1); the most exact range counts. */
function weightOf(accept: string, type: string): number {
  let exact = -1;
  let weight = 0;
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map(one => one.trim());
    const [front] = type.split('/');
    const exactness = ['*/*', `${front}/*`, type].indexOf(range);
    if (exactness < 0 || exactness < exact) continue;
    exact = exactness;
    const q = parameters.find(one => one.startsWith('q='))?.slice(2);
    weight = q === undefined ? 1 : Math.min(Math.max(Number(q) || 0, 0), 1);
  }
  return weight;
}

/** The notation that the caller wants most; refuses when it takes none of ours. */
function negotiated({ headers }: FastifyRequest): Notation {
  const accept = headers.accept ?? '*/*';
  const best = Object.entries(ALSO)
    .map(([type, notation]) => ({ notation, weight: weightOf(accept, type) }))
    .toSorted((a, b) => b.weight - a.weight)[0];
  if (!best || best.weight === 0) throw refuse.no_such_notation();
  return best.notation;
}

const NAMED = /^(.*)\.(jsonld|ttl)$/;

export function declareDcat({
  http,
  harvest,
  siteOf,
}: {
  http: Http;
  harvest: Harvest;
  siteOf: SiteOf;
}): void {
  async function send(
    reply: FastifyReply,
    notation: Notation,
    nodes: AsyncIterable<Node>,
  ): Promise<Readable> {
    const text = notation.write(nodes);
    // Begun before anything is sent: a database that is away is still a refusal.
    const first = await text.next();
    void reply.headers({ 'access-control-allow-origin': '*', vary: 'accept' });
    void reply.type(`${notation.type}; charset=utf-8`);
    return Readable.from(
      (async function* () {
        if (first.done !== true) yield first.value;
        yield* text;
      })(),
    );
  }

  async function catalog(
    {
      request,
      reply,
      face,
      query,
    }: {
      request: FastifyRequest;
      reply: FastifyReply;
      face: Face;
      query: { after: number; size: number };
    },
    path: string,
    notation: Notation,
  ): Promise<Readable> {
    const site = siteOf(request, face);
    const addressOf = (after: number): string => `${site}${path}?after=${after}&size=${query.size}`;
    const { nodes, next } = await harvest.catalog(face, site, query.after, query.size, addressOf);
    if (next !== undefined) void reply.header('link', `<${addressOf(next)}>; rel="next"`);
    return send(reply, notation, nodes);
  }

  const common = {
    method: 'GET',
    access: 'public',
    faces: BOTH_FACES,
    tag: TAG,
    reply: contract.Graph,
  } as const;

  for (const notation of NOTATIONS) {
    const path = `/catalog.${notation.ending}`;
    http.route({
      ...common,
      url: path,
      query: contract.CatalogQuery,
      summary: {
        zh: `公开目录（DCAT-AP，${notation.type}），按页，下一页见 hydra:next`,
        en: `The public catalog as DCAT-AP, ${notation.type}, by pages; hydra:next names the next`,
      },
      handle: asked => catalog(asked, path, notation),
    });
  }
  http.route({
    ...common,
    url: '/dcat/catalog',
    query: contract.CatalogQuery,
    summary: {
      zh: '公开目录（DCAT-AP），按 Accept 选择格式',
      en: 'The public catalog as DCAT-AP, as Accept says',
    },
    handle: asked => catalog(asked, '/dcat/catalog', negotiated(asked.request)),
  });
  http.route({
    ...common,
    url: '/dcat/dataset/:file',
    params: contract.FileParams,
    summary: {
      zh: '一条目录（DCAT-AP）：目录代码加 .jsonld 或 .ttl，或按 Accept 选择格式',
      en: 'One entry as DCAT-AP: its name with .jsonld or .ttl, or as Accept says',
    },
    handle: async ({ params, request, reply, face }) => {
      const [, name = params.file, ending] = NAMED.exec(params.file) ?? [];
      const notation = NOTATIONS.find(one => one.ending === ending) ?? negotiated(request);
      return send(reply, notation, await harvest.dataset(face, siteOf(request, face), name));
    },
  });
}
