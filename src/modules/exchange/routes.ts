import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Exchange } from './service.ts';

export function declareExchange({ http, exchange }: { http: Http; exchange: Exchange }): void {
  http.route({
    method: 'GET',
    url: '/api/exchange/tasks',
    access: 'exchange.read',
    tag: '数据交换',
    reply: T.Array(contract.TaskView),
    summary: {
      zh: '看得到的交换任务，各带最近一次运行',
      en: 'The exchange tasks that you may see, each with its last run',
    },
    handle: ({ actor }) => exchange.tasks(actor),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/tasks',
    access: 'exchange.run',
    tag: '数据交换',
    body: contract.TaskBody,
    reply: contract.TaskRecorded,
    status: 201,
    summary: {
      zh: '新建交换任务：把批量授权的数据送到本部门的库',
      en: 'Make a task: deliver a batch grant’s rows to a database of yours',
    },
    handle: ({ actor, body }) => exchange.createTask(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/tasks/:id/runs',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    reply: contract.RunRecorded,
    status: 201,
    summary: { zh: '开始一次运行', en: 'Start a run' },
    handle: ({ actor, params }) => exchange.startRun(actor, params.id),
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
    reply: contract.RunView,
    summary: { zh: '查看一次运行', en: 'A run' },
    handle: ({ actor, params }) => exchange.run(actor, params.id),
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
    summary: { zh: '与送达时的凭据再次对账', en: 'Compare what lies in the target with the receipt again' },
    handle: ({ actor, params }) => exchange.compare(actor, params.id),
  });
}
