import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Lists } from './service.ts';

const tag = '供需对接';

export function declareDemands(http: Http, { demands, demandSheet }: Lists): void {
  http.route({
    method: 'GET',
    url: '/api/demands',
    access: 'catalog.read',
    tag,
    query: contract.DemandQuery,
    reply: contract.DemandList,
    summary: { zh: '各部门的数据需求', en: 'What departments need' },
    handle: ({ actor, query }) => demands.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/demands',
    access: 'sharing.apply',
    tag,
    body: contract.DemandBody,
    reply: contract.DemandRecorded,
    status: 201,
    summary: { zh: '登记需求', en: 'Register a need' },
    handle: ({ actor, body }) => demands.register(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/demands/similar',
    access: 'catalog.read',
    tag,
    body: contract.SimilarBody,
    reply: contract.SimilarView,
    summary: { zh: '相近的需求和目录', en: 'Needs and entries that may be the same' },
    handle: ({ body }) => demands.similar(body),
  });
  http.route({
    method: 'GET',
    url: '/api/demands/template',
    access: 'sharing.apply',
    tag,
    query: contract.TemplateQuery,
    reply: contract.FileReply,
    summary: { zh: '需求的表格模板', en: 'The spreadsheet template for needs' },
    handle: async ({ query, reply }) => asFile(reply, await demandSheet.template(query.format)),
  });
  http.route({
    method: 'GET',
    url: '/api/demands/export',
    access: 'catalog.read',
    tag,
    query: contract.DemandExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出需求', en: 'The needs as a spreadsheet' },
    handle: ({ actor, query, reply }) => Promise.resolve(asFile(reply, demandSheet.export(actor, query))),
  });
  http.route({
    method: 'POST',
    url: '/api/demands/sheet',
    access: 'sharing.apply',
    tag,
    bytes: contract.LARGEST_SHEET,
    body: contract.FileBody,
    query: contract.SheetQuery,
    reply: contract.SheetView,
    summary: { zh: '用表格登记需求：先核对，再保存', en: 'Needs by spreadsheet: checked, then saved' },
    handle: ({ actor, query, body }) => demandSheet.bring(actor, query.name, body, query.save),
  });
  http.route({
    method: 'GET',
    url: '/api/demands/:id',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    reply: contract.DemandView,
    summary: { zh: '查看一项需求', en: 'One need' },
    handle: ({ actor, params }) => demands.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/demands/:id',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.DemandBody,
    reply: contract.DemandRecorded,
    summary: { zh: '修改需求', en: 'Change a need' },
    handle: ({ actor, params, body }) => demands.edit(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/demands/:id/actions',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    body: contract.DemandActBody,
    reply: contract.DemandRecorded,
    summary: {
      zh: '附议、指派、确认、匹配目录、合并、纳入清单、撤回',
      en: 'Second, assign, accept, match, merge, put on the list, withdraw',
    },
    handle: ({ actor, params, body }) => demands.act(actor, params.id, body),
  });
}
