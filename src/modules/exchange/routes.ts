import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import { declareRuns } from './runRoutes.ts';
import type { Exchange } from './service.ts';

export function declareExchange({ http, exchange }: { http: Http; exchange: Exchange }): void {
  declareTasks(http, exchange);
  declareRuns(http, exchange);
}

function declareTasks(http: Http, exchange: Exchange): void {
  http.route({
    method: 'GET',
    url: '/api/exchange/tasks',
    access: 'exchange.read',
    tag: '数据交换',
    query: contract.TaskQuery,
    reply: contract.TaskList,
    summary: {
      zh: '交换任务，各带最近一次运行',
      en: 'The exchange tasks that you may see, each with its last run',
    },
    handle: ({ actor, query }) => exchange.tasks(actor, query),
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
    method: 'GET',
    url: '/api/exchange/choice',
    access: 'exchange.run',
    tag: '数据交换',
    query: contract.ChoiceQuery,
    reply: contract.ChoiceView,
    summary: { zh: '新建或修改任务时可选的内容', en: 'What there is to choose from for a task' },
    handle: ({ actor, query }) => exchange.choices(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/check',
    access: 'exchange.run',
    tag: '数据交换',
    body: contract.CheckBody,
    reply: contract.CheckView,
    summary: {
      zh: '检查目标库：放得下哪些内容，会丢什么；不保存',
      en: 'Look into the target: what it can hold and what would be lost; keeps nothing',
    },
    handle: ({ actor, body }) => exchange.check(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/tasks/:id',
    access: 'exchange.read',
    tag: '数据交换',
    params: ById,
    reply: contract.TaskView,
    summary: { zh: '查看一个任务', en: 'A task' },
    handle: ({ actor, params }) => exchange.task(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/exchange/tasks/:id',
    access: 'exchange.plan',
    tag: '数据交换',
    params: ById,
    body: contract.ChangeBody,
    reply: contract.TaskRecorded,
    summary: { zh: '修改任务的设置', en: 'Change how a task runs' },
    handle: ({ actor, params, body }) => exchange.change(actor, params.id, body.settings),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/tasks/:id/pause',
    access: 'exchange.plan',
    tag: '数据交换',
    params: ById,
    body: contract.PauseBody,
    reply: contract.TaskRecorded,
    summary: { zh: '暂停或恢复任务', en: 'Pause a task, or let it go on' },
    handle: ({ actor, params, body }) => exchange.pause(actor, params.id, body.paused),
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
    url: '/api/exchange/bounds/:sourceId',
    access: 'exchange.run',
    tag: '数据交换',
    params: contract.BySource,
    reply: contract.BoundView,
    summary: { zh: '本部门的库每秒最多读多少行', en: 'How fast a database of yours may be read' },
    handle: ({ actor, params }) => exchange.bounds(actor, params.sourceId),
  });
  http.route({
    method: 'PUT',
    url: '/api/exchange/bounds/:sourceId',
    access: 'exchange.plan',
    tag: '数据交换',
    params: contract.BySource,
    body: contract.BoundBody,
    reply: contract.BoundRecorded,
    summary: { zh: '设定本部门的库每秒最多读多少行', en: 'Say how fast a database of yours may be read' },
    handle: ({ actor, params, body }) => exchange.bind(actor, params.sourceId, body.pace),
  });
}
