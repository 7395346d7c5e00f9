import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Disputes } from './service.ts';

const tag = '争议协调';

export function declareDisputes({ http, disputes }: { http: Http; disputes: Disputes }): void {
  http.route({
    method: 'GET',
    url: '/api/disputes',
    access: 'sharing.read',
    tag,
    query: contract.ListQuery,
    reply: contract.DisputeList,
    summary: { zh: '争议清单', en: 'Disputes' },
    handle: ({ actor, query }) => disputes.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/disputes/about',
    access: 'sharing.read',
    tag,
    query: contract.AboutQuery,
    reply: contract.AboutView,
    summary: { zh: '办件或授权可以提出什么争议', en: 'What of a case or a grant can be disputed' },
    handle: ({ actor, query }) => disputes.about(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/disputes',
    access: 'sharing.consent',
    tag,
    body: contract.RaiseBody,
    reply: contract.DisputeRecorded,
    status: 201,
    summary: { zh: '提出争议', en: 'Raise a dispute' },
    handle: ({ actor, body }) => disputes.raise(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/disputes/:id',
    access: 'sharing.read',
    tag,
    params: ById,
    reply: contract.DisputeView,
    summary: { zh: '一件争议', en: 'One dispute' },
    handle: ({ actor, params }) => disputes.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/disputes/:id/actions',
    access: 'sharing.read',
    tag,
    params: ById,
    body: contract.ActBody,
    reply: contract.DisputeRecorded,
    summary: {
      zh: '协商、协调、决定：提交意见、和解、申请协调、出具意见、登记决定、撤回',
      en: 'Negotiate, mediate, decide: statements, settlements, opinions, decisions, withdrawal',
    },
    handle: ({ actor, params, body }) => disputes.act(actor, params.id, body),
  });
}
