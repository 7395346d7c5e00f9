import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Mandates } from './service.ts';

const tag = '委托与整体授权';

export function declareMandates({ http, mandates }: { http: Http; mandates: Mandates }): void {
  http.route({
    method: 'GET',
    url: '/api/mandates',
    access: 'sharing.read',
    tag,
    query: contract.ListQuery,
    reply: contract.MandateList,
    summary: {
      zh: '常设同意、整体授权和代理授权',
      en: 'Standing consents, blanket authorisations and proxies',
    },
    handle: ({ actor, query }) => mandates.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/mandates/offered',
    access: 'sharing.read',
    tag,
    query: contract.OfferedQuery,
    reply: contract.OfferedView,
    summary: {
      zh: '一个部门所在地的规定有哪几种授权',
      en: 'Which kinds the rules of a department’s place know',
    },
    handle: ({ actor, query }) => mandates.form(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/mandates',
    access: 'sharing.apply',
    tag,
    body: contract.MandateBody,
    reply: contract.MandateRecorded,
    status: 201,
    summary: {
      zh: '起草整体授权或代理授权',
      en: 'Draft a blanket authorisation or a proxy',
    },
    handle: ({ actor, body }) => mandates.draft(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/mandates/:id',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.MandateView,
    summary: { zh: '查看一项授权', en: 'One authorisation' },
    handle: ({ actor, params }) => mandates.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/mandates/:id',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.EditBody,
    reply: contract.MandateRecorded,
    summary: { zh: '修改起草中的授权', en: 'Change a draft' },
    handle: ({ actor, params, body }) => mandates.edit(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/mandates/:id/actions',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    body: contract.ActBody,
    reply: contract.MandateRecorded,
    summary: {
      zh: '送签、签批、同意、部分同意、不同意、接受、撤回、撤销',
      en: 'Submit, sign, agree, agree in part, refuse, accept, take back, withdraw',
    },
    handle: ({ actor, params, body }) => mandates.act(actor, params.id, body),
  });
}
