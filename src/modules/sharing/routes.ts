import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Sharing } from './service.ts';

export function declareSharing({ http, sharing }: { http: Http; sharing: Sharing }): void {
  http.route({
    method: 'GET',
    url: '/api/applications/form',
    access: 'sharing.apply',
    tag: '申请',
    query: contract.FormQuery,
    reply: contract.FormView,
    summary: { zh: '填写申请所需：场景、由谁答复、相近的申请', en: 'What an application form needs' },
    handle: ({ actor, query }) => sharing.form(actor, query.entryId, query.matter),
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
    method: 'POST',
    url: '/api/applications/forms',
    access: 'sharing.apply',
    tag: '申请',
    body: contract.FormBody,
    reply: contract.FormRecorded,
    status: 201,
    summary: { zh: '几条目录一起申请', en: 'Apply for several entries together' },
    handle: ({ actor, body }) => sharing.applyTogether(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/applications/many',
    access: 'sharing.read',
    tag: '申请',
    body: contract.ManyBody,
    reply: contract.ManyView,
    summary: { zh: '批量办理，逐件决定、逐件留痕', en: 'One opinion over many, each decided on its own' },
    handle: ({ actor, body }) => sharing.many(actor, body),
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
    method: 'PUT',
    url: '/api/applications/:id',
    access: 'sharing.apply',
    tag: '申请',
    params: ById,
    body: contract.ApplyBody,
    reply: contract.ApplicationRecorded,
    summary: { zh: '修改还没有送签的申请', en: 'Write a draft anew' },
    handle: ({ actor, params, body }) => sharing.rewrite(actor, params.id, body),
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
    method: 'POST',
    url: '/api/applications/:id/remarks',
    access: 'sharing.read',
    tag: '申请',
    params: ById,
    body: contract.RemarkBody,
    reply: contract.ApplicationRecorded,
    status: 201,
    summary: { zh: '双方留言', en: 'A remark between the sides' },
    handle: ({ actor, params, body }) => sharing.remark(actor, params.id, body.text),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/changes',
    access: 'sharing.apply',
    tag: '申请',
    params: ById,
    body: contract.ChangeBody,
    reply: contract.ApplicationRecorded,
    status: 201,
    summary: { zh: '申请变更或续期', en: 'Apply for a change or renewal of a grant' },
    handle: ({ actor, params, body }) => sharing.applyForChange(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/cart',
    access: 'sharing.apply',
    tag: '申请',
    reply: contract.CartView,
    summary: { zh: '申请单里的目录', en: 'Entries put aside to apply for' },
    handle: ({ actor }) => sharing.cart.view(actor),
  });
  http.route({
    method: 'POST',
    url: '/api/cart',
    access: 'sharing.apply',
    tag: '申请',
    body: contract.CartBody,
    reply: contract.CartView,
    status: 201,
    summary: { zh: '加入申请单', en: 'Put an entry aside' },
    handle: ({ actor, body }) => sharing.cart.add(actor, body.entryId),
  });
  http.route({
    method: 'DELETE',
    url: '/api/cart/:id',
    access: 'sharing.apply',
    tag: '申请',
    params: ById,
    reply: contract.CartView,
    summary: { zh: '移出申请单', en: 'Take an entry out' },
    handle: ({ actor, params }) => sharing.cart.remove(actor, params.id),
  });
}
