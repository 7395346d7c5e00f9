import { BOTH_FACES } from '#kernel/faces.ts';
import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Imports } from './service.ts';

export function declareImports({ http, imports }: { http: Http; imports: Imports }): void {
  http.route({
    method: 'GET',
    url: '/api/imports/template',
    access: 'catalog.compile',
    tag: '表格',
    query: contract.TemplateQuery,
    reply: contract.FileReply,
    summary: { zh: '目录的表格模板', en: 'The spreadsheet template for entries' },
    handle: ({ query, reply }) => Promise.resolve(asFile(reply, imports.template(query.format))),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/export',
    access: 'public',
    faces: BOTH_FACES,
    tag: '表格',
    query: contract.SearchExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出检索结果', en: 'A search result as a spreadsheet' },
    handle: ({ query, face, reply }) => Promise.resolve(asFile(reply, imports.exportSearch(query, face))),
  });
  http.route({
    method: 'GET',
    url: '/api/entries/export',
    access: 'catalog.read',
    tag: '表格',
    query: contract.OwnExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出本部门的目录清单', en: 'The list of your department’s entries as a spreadsheet' },
    handle: ({ actor, query, reply }) => Promise.resolve(asFile(reply, imports.exportOwn(actor, query))),
  });
  http.route({
    method: 'POST',
    url: '/api/imports',
    access: 'catalog.compile',
    tag: '表格',
    bytes: contract.LARGEST_FILE,
    body: contract.FileBody,
    query: contract.UploadQuery,
    reply: contract.UploadView,
    status: 201,
    summary: { zh: '上传表格并核对', en: 'Upload a spreadsheet and have it checked' },
    handle: ({ actor, query, body }) => imports.upload(actor, query.name, body),
  });
  http.route({
    method: 'GET',
    url: '/api/imports',
    access: 'catalog.compile',
    tag: '表格',
    reply: contract.UploadList,
    summary: { zh: '本人上传的表格', en: 'Your uploads' },
    handle: ({ actor }) => imports.list(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/imports/:id',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    reply: contract.UploadView,
    summary: { zh: '上传的表格核对到哪一步', en: 'How far an upload is' },
    handle: ({ actor, params }) => imports.get(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/imports/:id/faults',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    query: contract.FaultQuery,
    reply: contract.FaultList,
    summary: { zh: '表格里有问题的单元格', en: 'The faulty cells of an upload' },
    handle: ({ actor, params, query }) => imports.faults(actor, params.id, query),
  });
  http.route({
    method: 'PUT',
    url: '/api/imports/:id/cells',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    body: contract.CorrectBody,
    reply: contract.UploadView,
    summary: { zh: '改正有问题的单元格并重新核对', en: 'Correct faulty cells and check again' },
    handle: ({ actor, params, body }) => imports.correct(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/imports/:id/annotated',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    reply: contract.FileReply,
    summary: { zh: '标注好的表格', en: 'The upload with its faulty cells marked' },
    handle: async ({ actor, params, reply }) => asFile(reply, await imports.annotated(actor, params.id)),
  });
  http.route({
    method: 'POST',
    url: '/api/imports/:id/import',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    body: contract.ImportBody,
    reply: contract.UploadView,
    status: 202,
    summary: { zh: '导入核对过的表格', en: 'Import a checked upload' },
    handle: ({ actor, params, body }) => imports.import(actor, params.id, body.which),
  });
  http.route({
    method: 'DELETE',
    url: '/api/imports/:id',
    access: 'catalog.compile',
    tag: '表格',
    params: contract.ById,
    reply: contract.Deleted,
    summary: { zh: '删除上传的表格', en: 'Delete an upload' },
    handle: ({ actor, params }) => imports.remove(actor, params.id),
  });
}
