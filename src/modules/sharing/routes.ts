import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import { RecordList } from '#modules/ledger/contract.ts';
import type { Static } from 'typebox';
import * as contract from './contract.ts';
import type { Sharing } from './service.ts';

export interface SharingRouteNeeds {
  http: Http;
  sharing: Sharing;
  recordsOfGrant: (grantId: number) => Promise<Static<typeof RecordList>>;
}

export function declareSharing({ http, sharing, recordsOfGrant }: SharingRouteNeeds): void {
  http.route({
    method: 'GET',
    url: '/api/applications/form',
    access: 'sharing.apply',
    tag: '申请',
    query: contract.FormQuery,
    reply: contract.FormView,
    summary: { zh: '填写申请所需：场景、由谁答复、上次填写', en: 'What an application form needs' },
    handle: ({ actor, query }) => sharing.form(actor, query.entryId),
  });
  http.route({
    method: 'GET',
    url: '/api/applications',
    access: 'sharing.read',
    tag: '申请',
    query: contract.ListQuery,
    reply: contract.ApplicationList,
    summary: { zh: '申请清单', en: 'Applications' },
    handle: ({ actor, query }) => sharing.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/applications',
    access: 'sharing.apply',
    tag: '申请',
    body: contract.ApplyBody,
    reply: contract.ApplicationRecorded,
    status: 201,
    summary: { zh: '填写申请', en: 'Draw up an application' },
    handle: ({ actor, body }) => sharing.apply(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/applications/:id',
    access: 'sharing.read',
    tag: '申请',
    params: ById,
    reply: contract.ApplicationView,
    summary: { zh: '一件申请', en: 'One application' },
    handle: ({ actor, params }) => sharing.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/applications/:id/actions',
    access: 'sharing.read',
    tag: '申请',
    params: ById,
    body: contract.ActBody,
    reply: contract.ApplicationRecorded,
    summary: { zh: '办理申请', en: 'Act on an application' },
    handle: ({ actor, params, body }) => sharing.act(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/grants',
    access: 'sharing.read',
    tag: '授权',
    query: contract.GrantQuery,
    reply: contract.GrantList,
    summary: { zh: '授权清单', en: 'Grants' },
    handle: ({ actor, query }) => sharing.grants(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/grants/:id',
    access: 'sharing.read',
    tag: '授权',
    params: ById,
    reply: contract.GrantView,
    summary: { zh: '一个授权', en: 'One grant' },
    handle: ({ actor, params }) => sharing.grant(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/actions',
    access: 'sharing.revoke',
    tag: '授权',
    params: ById,
    body: contract.GrantActBody,
    reply: contract.GrantRecorded,
    summary: { zh: '暂停、恢复、终止授权', en: 'Suspend, resume or revoke a grant' },
    handle: ({ actor, params, body }) => sharing.actOnGrant(actor, params.id, body),
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
      await sharing.mustSeeGrant(actor, params.id);
      return recordsOfGrant(params.id);
    },
  });
}
