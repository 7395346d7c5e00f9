import type { Http } from '#kernel/http.ts';
import { ById, SheetView } from '#kernel/schema.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Exchange } from './service.ts';

export function declareRuns(http: Http, exchange: Exchange): void {
  http.route({
    method: 'GET',
    url: '/api/exchange/counts',
    access: 'exchange.read',
    tag: '数据交换',
    reply: contract.CountsView,
    summary: { zh: '今日运行的数目', en: 'Runs of today, counted' },
    handle: ({ actor }) => exchange.counts(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs',
    access: 'exchange.read',
    tag: '数据交换',
    query: contract.RunQuery,
    reply: contract.RunList,
    summary: { zh: '运行记录', en: 'Runs, the newest first' },
    handle: ({ actor, query }) => exchange.runs(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id',
    access: 'exchange.read',
    tag: '数据交换',
    params: ById,
    reply: contract.RunDetail,
    summary: { zh: '查看一次运行', en: 'A run' },
    handle: ({ actor, params }) => exchange.detail(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/runs/:id/stop',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    reply: contract.RunRecorded,
    summary: { zh: '停止一次运行', en: 'Stop a run' },
    handle: ({ actor, params }) => exchange.stop(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/runs/:id/compare',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    reply: contract.RunRecorded,
    summary: { zh: '再次对账', en: 'Compare what lies in the target again' },
    handle: ({ actor, params }) => exchange.compare(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id/set-aside',
    access: 'exchange.read',
    tag: '数据交换',
    params: ById,
    query: contract.SetAsideQuery,
    reply: contract.SetAsideList,
    summary: {
      zh: '搁置行；查看原文会留下记录',
      en: 'Rows set aside; opening what the source had leaves a record',
    },
    handle: ({ actor, params, query }) => exchange.setAside.list(actor, params.id, query),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id/set-aside/file',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    query: contract.SetAsideFileQuery,
    reply: contract.FileReply,
    summary: { zh: '导出搁置行，供改正', en: 'Rows set aside as a spreadsheet, to be corrected' },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await exchange.setAside.file(actor, params.id, query.format)),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/runs/:id/set-aside/file',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    query: contract.SetAsideUploadQuery,
    bytes: contract.LARGEST_FILE,
    body: contract.FileBody,
    reply: SheetView,
    summary: { zh: '导入改正后的表格', en: 'The corrected spreadsheet' },
    handle: ({ actor, params, query, body }) => exchange.setAside.takeFile(actor, params.id, query, body),
  });
  http.route({
    method: 'PUT',
    url: '/api/exchange/runs/:id/set-aside/:n',
    access: 'exchange.run',
    tag: '数据交换',
    params: contract.BySetAside,
    body: contract.CorrectionBody,
    reply: contract.CorrectionRecorded,
    summary: { zh: '改正一个搁置行', en: 'Correct a row that was set aside' },
    handle: ({ actor, params, body }) => exchange.setAside.correct(actor, params.id, params.n, body.value),
  });
  http.route({
    method: 'DELETE',
    url: '/api/exchange/runs/:id/set-aside/:n',
    access: 'exchange.run',
    tag: '数据交换',
    params: contract.BySetAside,
    reply: contract.CorrectionRecorded,
    summary: { zh: '撤回改正', en: 'Take a correction back' },
    handle: ({ actor, params }) => exchange.setAside.uncorrect(actor, params.id, params.n),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/runs/:id/resend',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    body: contract.ResendBody,
    reply: contract.RunRecorded,
    status: 201,
    summary: { zh: '重送改正好的行', en: 'Send corrected rows again, by a run of their own' },
    handle: ({ actor, params, body }) => exchange.setAside.resend(actor, params.id, body.asIs),
  });
}
