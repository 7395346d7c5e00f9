import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import { declareExamples } from './exampleRoutes.ts';
import type { Results } from './service.ts';

const tag = '成效与案例';

export function declareResults({ http, results }: { http: Http; results: Results }): void {
  declareUseRecords(http, results);
  declareReporting(http, results);
  declareExamples(http, results);
}

function declareUseRecords(http: Http, { useRecords }: Results): void {
  http.route({
    method: 'GET',
    url: '/api/use-records',
    access: 'sharing.read',
    tag,
    query: contract.GrantUseQuery,
    reply: contract.GrantUseList,
    summary: {
      zh: '各授权的使用记录是否齐全、成效是否反馈',
      en: 'How complete the records of use of each grant are',
    },
    handle: ({ actor, query }) => useRecords.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/grants/:id/use-records',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.UseRecords,
    summary: { zh: '一个授权的使用记录', en: 'The records of use of a grant' },
    handle: ({ actor, params }) => useRecords.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/use-records',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.UseRecordBody,
    reply: contract.UseRecordsRecorded,
    status: 201,
    summary: { zh: '记一条使用记录，或更正一条', en: 'Keep a record of use, or correct one' },
    handle: ({ actor, params, body }) => useRecords.add(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/grants/:id/use-records/inspections',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    body: contract.InspectBody,
    reply: contract.UseRecordsRecorded,
    summary: { zh: '查阅使用记录（留痕）', en: 'Inspect the records of use; that one did is recorded' },
    handle: ({ actor, params, body }) => useRecords.inspect(actor, params.id, body.reason),
  });
}

function declareReporting(http: Http, { reporting }: Results): void {
  http.route({
    method: 'GET',
    url: '/api/results',
    access: 'sharing.read',
    tag,
    query: contract.ResultQuery,
    reply: contract.ResultList,
    summary: { zh: '使用成效', en: 'What the use of data achieved' },
    handle: ({ actor, query }) => reporting.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/results',
    access: 'sharing.apply',
    tag,
    body: contract.ResultBody,
    reply: contract.ResultRecorded,
    status: 201,
    summary: { zh: '反馈成效', en: 'Report what the use achieved' },
    handle: ({ actor, body }) => reporting.report(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/results/:id',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.Result,
    summary: { zh: '查看一项成效', en: 'One result' },
    handle: ({ actor, params }) => reporting.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/results/:id',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.ResultBody,
    reply: contract.ResultRecorded,
    summary: { zh: '修改成效', en: 'Change a result' },
    handle: ({ actor, params, body }) => reporting.edit(actor, params.id, body),
  });
}
