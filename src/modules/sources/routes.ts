import { refuse } from '#kernel/errors.ts';
import type { Http } from '#kernel/http.ts';
import type { Actor } from '#vocabulary/actor.ts';
import * as contract from './contract.ts';
import type { Sources } from './service.ts';

export interface SourcesRoutes {
  http: Http;
  sources: Sources;
  /** Whether the actor may write on the entry: the catalog knows. */
  mayCompile: (actor: Actor, entryId: number) => Promise<boolean>;
}

const tag = '一数一源';

export function declareSources({ http, sources, mayCompile }: SourcesRoutes): void {
  http.route({
    method: 'POST',
    url: '/api/sources/similar',
    access: 'catalog.compile',
    tag,
    body: contract.SimilarBody,
    reply: contract.SimilarView,
    summary: {
      zh: '编制时比对：哪些数据项别的部门已经共享',
      en: 'While compiling: which items other departments share already',
    },
    handle: ({ actor, body }) => sources.similar(actor, body),
  });
  http.route({
    method: 'PUT',
    url: '/api/entries/:id/reasons',
    access: 'catalog.compile',
    tag,
    params: contract.ById,
    body: contract.ReasonBody,
    reply: contract.Recorded,
    summary: { zh: '写明重复采集的理由', en: 'Say why an item is collected again' },
    handle: async ({ actor, params, body }) => {
      if (!(await mayCompile(actor, params.id))) throw refuse.not_found();
      const { record } = await sources.giveReason(actor, params.id, body.item, body.reason);
      return { record };
    },
  });
  http.route({
    method: 'GET',
    url: '/api/sources/pairs',
    access: 'catalog.review',
    tag,
    query: contract.PairQuery,
    reply: contract.PairList,
    summary: { zh: '疑似重复采集的数据项', en: 'Items of two departments that look like one' },
    handle: ({ actor, query }) => sources.pairs(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/different',
    access: 'catalog.review',
    tag,
    body: contract.DifferentBody,
    reply: contract.Recorded,
    summary: { zh: '认定不是同一项数据', en: 'Find two items different' },
    handle: async ({ actor, body }) => ({ record: (await sources.different(actor, body)).record }),
  });
  declareDecisions(http, sources);
  declareJoint(http, sources);
}

function declareDecisions(http: Http, sources: Sources): void {
  http.route({
    method: 'GET',
    url: '/api/sources/decisions',
    access: 'catalog.read',
    tag,
    query: contract.PageOnly,
    reply: contract.DecisionList,
    summary: { zh: '数源部门的决定和配合任务', en: 'Decisions on sources, and the help they ask for' },
    handle: ({ actor, query }) => sources.decisions(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/decisions',
    access: 'catalog.review',
    tag,
    body: contract.DecideBody,
    reply: contract.DecisionRecorded,
    status: 201,
    summary: { zh: '确定数源部门', en: 'Name the source of an item' },
    handle: ({ actor, body }) => sources.decide(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/decisions/:id/end',
    access: 'catalog.review',
    tag,
    params: contract.ById,
    body: contract.NoteBody,
    reply: contract.DecisionRecorded,
    summary: { zh: '结束一项数源决定', en: 'End a decision on a source' },
    handle: ({ actor, params, body }) => sources.endDecision(actor, params.id, body.note),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/decisions/:id/help',
    access: 'catalog.compile',
    tag,
    params: contract.ById,
    body: contract.NoteBody,
    reply: contract.DecisionRecorded,
    summary: { zh: '登记已配合数源部门', en: 'Say that the help was given' },
    handle: ({ actor, params, body }) => sources.help(actor, params.id, body.note),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/:id/sources',
    access: 'public',
    tag,
    params: contract.ById,
    reply: contract.PointerView,
    summary: {
      zh: '目录中由别的部门统一提供的数据项',
      en: 'Items of an entry that another department serves',
    },
    handle: async ({ params }) => ({ items: await sources.pointersOf(params.id) }),
  });
}

function declareJoint(http: Http, sources: Sources): void {
  http.route({
    method: 'GET',
    url: '/api/sources/joint',
    access: 'catalog.read',
    tag,
    reply: contract.JointList,
    summary: { zh: '联合采集', en: 'Joint collections' },
    handle: () => sources.joint(),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/joint',
    access: 'catalog.review',
    tag,
    body: contract.JointBody,
    reply: contract.JointRecorded,
    status: 201,
    summary: { zh: '登记联合采集和分工', en: 'Register a joint collection and who does what' },
    handle: ({ actor, body }) => sources.registerJoint(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/sources/joint/:id/end',
    access: 'catalog.review',
    tag,
    params: contract.ById,
    reply: contract.Recorded,
    summary: { zh: '结束联合采集', en: 'End a joint collection' },
    handle: async ({ actor, params }) => ({ record: (await sources.endJoint(actor, params.id)).record }),
  });
}
