import type { Static } from 'typebox';
import type { FastifyRequest, Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import { RecordList } from '#modules/ledger/contract.ts';
import * as contract from './contract.ts';
import type { Grants } from './service.ts';

export interface GrantsRouteNeeds {
  http: Http;
  grants: Grants;
  recordsOfGrant: (grantId: number) => Promise<Static<typeof RecordList>>;
}

export function declareGrants({ http, grants, recordsOfGrant }: GrantsRouteNeeds): void {
  http.route({
    method: 'GET',
    url: '/api/grants',
    access: 'sharing.read',
    tag: '授权',
    query: contract.GrantQuery,
    reply: contract.GrantList,
    summary: { zh: '授权清单', en: 'Grants' },
    handle: ({ actor, query }) => grants.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/grants/:id',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    reply: contract.GrantView,
    summary: { zh: '一个授权', en: 'One grant' },
    handle: ({ actor, params }) => grants.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/actions',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    body: contract.GrantActBody,
    reply: contract.GrantRecorded,
    summary: {
      zh: '办理授权：暂停、整改、终止、放弃、协商变更、处置数据',
      en: 'Act on a grant: suspend, repair, end, give up, consult on a change, dispose of its data',
    },
    handle: ({ actor, params, body }) => grants.act(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/grants/:id/usage',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    query: contract.UsageQuery,
    reply: contract.GrantUsage,
    summary: {
      zh: '授权的使用情况：授权的数据项用了几项',
      en: 'How a grant is used, and how many of its items',
    },
    handle: ({ actor, params, query }) => grants.usageOf(actor, params.id, query.days),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger-of-grant/:id',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    reply: RecordList,
    summary: { zh: '授权的使用记录', en: 'What was done under a grant' },
    handle: async ({ actor, params }) => {
      await grants.mustSee(actor, params.id);
      return recordsOfGrant(params.id);
    },
  });
}

/** Files of a grant for people; a link is for the address from which it is asked for. */
export function declareGrantFiles({
  http,
  grants,
  addressOf,
}: {
  http: Http;
  grants: Grants;
  addressOf: (request: FastifyRequest) => string;
}): void {
  http.route({
    method: 'GET',
    url: '/api/grants/:id/files',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    reply: contract.GrantFiles,
    summary: { zh: '授权可下载的文件', en: 'The files that a grant gives out' },
    handle: ({ actor, params }) => grants.files.list(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/files/:fileId/link',
    access: 'exchange.run',
    tag: '授权',
    params: contract.ByGrantFile,
    body: contract.FileLinkBody,
    reply: contract.FileLinkView,
    status: 201,
    summary: { zh: '取得文件的一次性下载链接', en: 'A link that gives a file out once' },
    handle: ({ actor, params, body, request }) =>
      grants.files.link(actor, params.id, params.fileId, body, addressOf(request)),
  });
}
