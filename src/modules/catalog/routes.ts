import { BOTH_FACES } from '#kernel/faces.ts';
import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import { declareSearch } from './searchRoutes.ts';
import type { Catalog } from './service.ts';

export function declareCatalog({ http, catalog }: { http: Http; catalog: Catalog }): void {
  declareSearch(http, catalog.searching);
  http.route({
    method: 'GET',
    url: '/api/catalog/:id',
    access: 'public',
    faces: BOTH_FACES,
    tag: '目录',
    params: contract.ById,
    reply: contract.EntryView,
    summary: { zh: '查看已发布的目录（不需登录）', en: 'A published entry, without signing in' },
    handle: ({ params, face }) => catalog.published(params.id, face),
  });
  http.route({
    method: 'GET',
    url: '/api/entries',
    access: 'catalog.read',
    tag: '目录',
    query: contract.OwnQuery,
    reply: contract.EntryList,
    summary: {
      zh: '本部门的目录；主管部门还可见待审核的目录',
      en: 'Entries of your department; the authority also sees what it reviews',
    },
    handle: ({ actor, query }) => catalog.own(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/entries',
    access: 'catalog.compile',
    tag: '目录',
    body: contract.CreateBody,
    reply: contract.EntryRecorded,
    status: 201,
    summary: { zh: '编制一条目录', en: 'Compile an entry' },
    handle: ({ actor, body }) => catalog.create(actor, body.content),
  });
  http.route({
    method: 'GET',
    url: '/api/entries/:id',
    access: 'catalog.read',
    tag: '目录',
    params: contract.ById,
    reply: contract.EntryView,
    summary: { zh: '查看一条目录', en: 'An entry' },
    handle: ({ actor, params }) => catalog.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/entries/:id',
    access: 'catalog.compile',
    tag: '目录',
    params: contract.ById,
    body: contract.SaveBody,
    reply: contract.EntryRecorded,
    summary: { zh: '保存目录', en: 'Save an entry' },
    handle: ({ actor, params, body }) => catalog.save(actor, params.id, body.content, body.revision),
  });
  http.route({
    method: 'POST',
    url: '/api/entries/:id/actions',
    access: 'catalog.read',
    tag: '目录',
    params: contract.ById,
    body: contract.ActBody,
    reply: contract.EntryRecorded,
    summary: { zh: '送签、签批、审核发布、退回、撤销', en: 'Submit, sign, publish, send back, withdraw' },
    handle: ({ actor, params, body: { action, ...options } }) =>
      catalog.act(actor, params.id, action, options),
  });
  http.route({
    method: 'POST',
    url: '/api/entries/actions',
    access: 'catalog.read',
    tag: '目录',
    body: contract.BulkBody,
    reply: contract.BulkView,
    summary: {
      zh: '批量送签、签批、审核发布；每条各自办理，办不了的说明原因',
      en: 'One step for many entries, each by itself; those refused are named with the reason',
    },
    handle: ({ actor, body }) => catalog.actOnMany(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/entries/:id/transfer',
    access: 'catalog.review',
    tag: '目录',
    params: contract.ById,
    body: contract.TransferBody,
    reply: contract.Recorded,
    summary: { zh: '把目录移交给接手的部门', en: 'Hand an entry to the department that takes over' },
    handle: async ({ actor, params, body }) => {
      const { record } = await catalog.transfer(actor, params.id, body.departmentId, body.reason);
      return { record };
    },
  });
  declareVersions(http, catalog);
  declareNotices(http, catalog);
}

function declareVersions(http: Http, { versions }: Catalog): void {
  http.route({
    method: 'GET',
    url: '/api/entries/:id/versions',
    access: 'catalog.read',
    tag: '目录',
    params: contract.ById,
    reply: contract.VersionList,
    summary: { zh: '目录的各个版本', en: 'All versions of an entry' },
    handle: ({ actor, params }) => versions.list(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/entries/:id/compare',
    access: 'catalog.read',
    tag: '目录',
    params: contract.ById,
    query: contract.CompareQuery,
    reply: contract.ComparisonView,
    summary: {
      zh: '比较两个版本：哪些字段和数据项不同，影响哪些授权',
      en: 'Two versions side by side: fields, items, and grants touched',
    },
    handle: ({ actor, params, query }) => versions.compare(actor, params.id, query.from, query.to),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/:id/versions',
    access: 'public',
    tag: '目录',
    params: contract.ById,
    reply: contract.VersionList,
    summary: { zh: '已发布过的版本（不需登录）', en: 'Versions that were published, without signing in' },
    handle: ({ params }) => versions.list(undefined, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/:id/compare',
    access: 'public',
    tag: '目录',
    params: contract.ById,
    query: contract.CompareQuery,
    reply: contract.ComparisonView,
    summary: {
      zh: '比较两个已发布过的版本（不需登录）',
      en: 'Two versions that were published, side by side, without signing in',
    },
    handle: ({ params, query }) => versions.compare(undefined, params.id, query.from, query.to),
  });
}

function declareNotices(http: Http, { notices }: Catalog): void {
  http.route({
    method: 'GET',
    url: '/api/notices',
    access: 'catalog.read',
    tag: '目录',
    query: contract.NoticeQuery,
    reply: contract.NoticeList,
    summary: {
      zh: '目录通告：发布、变更、暂停、恢复、撤销',
      en: 'Notices of entries published, changed, suspended, resumed, withdrawn',
    },
    handle: ({ actor, query }) => notices.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/notices/seen',
    access: 'catalog.read',
    tag: '目录',
    body: contract.SeenBody,
    reply: contract.SeenRecorded,
    summary: { zh: '本部门已阅', en: 'Our department has seen these' },
    handle: async ({ actor, body }) => {
      const { value, record } = await notices.see(actor, body.ids);
      return { seen: value, record };
    },
  });
  http.route({
    method: 'GET',
    url: '/api/notices/:id/seen',
    access: 'catalog.review',
    tag: '目录',
    params: contract.ById,
    reply: contract.SeenView,
    summary: { zh: '各部门是否已阅', en: 'Which departments have seen a notice' },
    handle: ({ actor, params }) => notices.seenBy(actor, params.id),
  });
}
