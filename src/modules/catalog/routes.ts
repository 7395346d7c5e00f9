import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Catalog } from './service.ts';

export function declareCatalog({ http, catalog }: { http: Http; catalog: Catalog }): void {
  http.route({
    method: 'GET',
    url: '/api/catalog',
    access: 'public',
    tag: '目录',
    query: contract.SearchQuery,
    reply: contract.SearchView,
    summary: { zh: '检索已发布的目录（不需登录）', en: 'Search the published catalog, without signing in' },
    handle: ({ query }) => catalog.search(query),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/:id',
    access: 'public',
    tag: '目录',
    params: contract.ById,
    reply: contract.EntryView,
    summary: { zh: '查看已发布的目录（不需登录）', en: 'A published entry, without signing in' },
    handle: ({ params }) => catalog.published(params.id),
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
}
