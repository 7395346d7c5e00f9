import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Calls } from './service.ts';

const tag = '调用监测';

export function declareCalls({ http, calls }: { http: Http; calls: Calls }): void {
  http.route({
    method: 'GET',
    url: '/api/calls/series',
    access: 'sharing.read',
    tag,
    query: contract.SeriesQuery,
    reply: contract.SeriesView,
    summary: {
      zh: '调用统计：次数、条数、失败和耗时',
      en: 'Calls over time: counts, rows, failures and times',
    },
    handle: ({ actor, query }) => calls.series(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/series/export',
    access: 'sharing.read',
    tag,
    query: contract.SeriesExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出调用统计', en: 'Calls over time as a spreadsheet' },
    handle: ({ actor, query, reply }) => Promise.resolve(asFile(reply, calls.seriesFile(actor, query))),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/top',
    access: 'sharing.read',
    tag,
    query: contract.TopQuery,
    reply: contract.TopList,
    summary: {
      zh: '调用排行：按目录、服务、部门、系统、场景、授权或原因',
      en: 'Most calls, by whatever a call has',
    },
    handle: ({ actor, query }) => calls.top(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/top/export',
    access: 'sharing.read',
    tag,
    query: contract.TopExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出调用排行', en: 'Most calls as a spreadsheet' },
    handle: ({ actor, query, reply }) => Promise.resolve(asFile(reply, calls.topFile(actor, query))),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/failures',
    access: 'sharing.read',
    tag,
    query: contract.FailureQuery,
    reply: contract.FailureList,
    summary: { zh: '最近的失败和原因', en: 'The last failures and their reasons' },
    handle: ({ actor, query }) => calls.failures(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/health',
    access: 'sharing.read',
    tag,
    query: contract.HealthQuery,
    reply: contract.HealthList,
    summary: { zh: '服务运行状况', en: 'How services are' },
    handle: ({ actor, query }) => calls.health(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/alerts',
    access: 'sharing.read',
    tag,
    query: contract.AlertQuery,
    reply: contract.AlertList,
    summary: { zh: '使用异常', en: 'Unusual use' },
    handle: ({ actor, query }) => calls.alerts.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/alerts/:id',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.AlertView,
    summary: { zh: '一条使用异常', en: 'One case of unusual use' },
    handle: ({ actor, params }) => calls.alerts.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/calls/alerts/:id/close',
    access: 'sharing.revoke',
    tag,
    params: contract.ById,
    body: contract.CloseBody,
    reply: contract.AlertRecorded,
    summary: {
      zh: '办结一条使用异常：已查明或误报',
      en: 'Say what an alert was: looked into, or a false alarm',
    },
    handle: ({ actor, params, body }) => calls.alerts.close(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/calls/rules',
    access: 'sharing.read',
    tag,
    reply: contract.RuleList,
    summary: { zh: '异常规则', en: 'The rules of unusual use' },
    handle: ({ actor }) => calls.rules.list(actor),
  });
  http.route({
    method: 'PUT',
    url: '/api/calls/rules/:kind',
    access: 'sharing.authorise',
    tag,
    params: contract.ByKind,
    body: contract.RuleBody,
    reply: contract.RuleRecorded,
    summary: { zh: '设置一条异常规则', en: 'Set a rule of unusual use' },
    handle: ({ actor, params, body }) => calls.rules.set(actor, params.kind, body),
  });
}
