import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Links } from './service.ts';

const tag = '直连登记';

export function declareLinks({ http, links }: { http: Http; links: Links }): void {
  http.route({
    method: 'GET',
    url: '/api/links',
    access: 'sharing.read',
    tag,
    query: contract.LinkQuery,
    reply: contract.LinkList,
    summary: { zh: '部门间的直连', en: 'Direct links between departments' },
    handle: ({ actor, query }) => links.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/links',
    access: 'sharing.apply',
    tag,
    body: contract.LinkBody,
    reply: contract.LinkRecorded,
    status: 201,
    summary: { zh: '登记一条直连', en: 'Register a direct link' },
    handle: ({ actor, body }) => links.register(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/links/export',
    access: 'sharing.read',
    tag,
    query: contract.LinkExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出直连登记', en: 'The links as a spreadsheet' },
    handle: ({ actor, query, reply }) => Promise.resolve(asFile(reply, links.export(actor, query))),
  });
  http.route({
    method: 'GET',
    url: '/api/links/:id',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.LinkView,
    summary: { zh: '查看一条直连', en: 'One direct link' },
    handle: ({ actor, params }) => links.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/links/:id',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.LinkBody,
    reply: contract.LinkRecorded,
    summary: { zh: '修改直连登记', en: 'Change a registration' },
    handle: ({ actor, params, body }) => links.edit(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/links/:id/actions',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    body: contract.LinkActBody,
    reply: contract.LinkRecorded,
    summary: {
      zh: '送签、签批、定迁移期限、不迁移、登记迁移、停用和确认停用',
      en: 'Send for signature, sign, set the date, exempt, move over, switch off and confirm',
    },
    handle: ({ actor, params, body }) => links.act(actor, params.id, body),
  });
}
