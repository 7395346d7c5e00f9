import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import { declareDemands } from './demandRoutes.ts';
import type { Lists } from './service.ts';

const tag = '清单';

export function declareLists({ http, lists }: { http: Http; lists: Lists }): void {
  declareDemands(http, lists);
  const { compiling, listSheet, overview } = lists;
  http.route({
    method: 'GET',
    url: '/api/lists',
    access: 'catalog.review',
    tag,
    reply: contract.Overview,
    summary: { zh: '各部门清单的编制情况', en: 'How far each department’s lists are' },
    handle: ({ actor }) => overview(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/lists/:kind',
    access: 'catalog.read',
    tag,
    params: contract.ByKind,
    query: contract.ListQuery,
    reply: contract.ListView,
    summary: { zh: '查看一份清单和缺项', en: 'A list, with what is missing on it' },
    handle: ({ actor, params, query }) => compiling.view(actor, params.kind, query),
  });
  http.route({
    method: 'GET',
    url: '/api/lists/:kind/compare',
    access: 'catalog.read',
    tag,
    params: contract.ByKind,
    query: contract.CompareQuery,
    reply: contract.Comparison,
    summary: { zh: '比较清单的两个版本', en: 'Two versions of a list compared' },
    handle: ({ actor, params, query }) => compiling.compare(actor, params.kind, query),
  });
  http.route({
    method: 'GET',
    url: '/api/lists/:kind/export',
    access: 'catalog.read',
    tag,
    params: contract.ByKind,
    query: contract.ListExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出清单', en: 'A list as a spreadsheet' },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await listSheet.export(actor, params.kind, query)),
  });
  http.route({
    method: 'POST',
    url: '/api/lists/:kind/sheet',
    access: 'catalog.compile',
    tag,
    bytes: contract.LARGEST_SHEET,
    params: contract.ByKind,
    body: contract.FileBody,
    query: contract.SheetQuery,
    reply: contract.SheetView,
    summary: { zh: '把填好的清单表格读回来', en: 'Read an exported list back with what was filled in' },
    handle: ({ actor, params, query, body }) =>
      listSheet.bring(actor, params.kind, query.name, body, query.save),
  });
  http.route({
    method: 'PUT',
    url: '/api/lists/:kind/rows',
    access: 'catalog.compile',
    tag,
    params: contract.ByKind,
    body: contract.EditBody,
    reply: contract.ListRecorded,
    summary: { zh: '给一行写备注，或说明不列入的理由', en: 'Remark on a row, or say why it is left out' },
    handle: ({ actor, params, body }) => compiling.edit(actor, params.kind, [body]),
  });
  http.route({
    method: 'POST',
    url: '/api/lists/:kind/rows',
    access: 'catalog.compile',
    tag,
    params: contract.ByKind,
    body: contract.OwnRowBody,
    reply: contract.ListRecorded,
    status: 201,
    summary: { zh: '在责任清单里加一行', en: 'Add a row to the list of responsibilities' },
    handle: ({ actor, params, body }) => compiling.addRows(actor, params.kind, [body]),
  });
  http.route({
    method: 'DELETE',
    url: '/api/lists/responsibility/rows/:id',
    access: 'catalog.compile',
    tag,
    params: contract.ById,
    reply: contract.ListRecorded,
    summary: { zh: '删去自己加的一行', en: 'Remove a row of your own' },
    handle: ({ actor, params }) => compiling.removeRow(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/lists/:kind/actions',
    access: 'catalog.read',
    tag,
    params: contract.ByKind,
    body: contract.ListActBody,
    reply: contract.ListRecorded,
    summary: { zh: '送签、收回、签发、退回', en: 'Send for signature, take back, sign, return' },
    handle: ({ actor, params, body }) => compiling.act(actor, params.kind, body),
  });
}
