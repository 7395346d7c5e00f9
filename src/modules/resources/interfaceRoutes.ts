import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import type { Health } from './health.ts';
import * as contract from './contract.ts';
import type { Interfaces } from './interfaces.ts';

const TAG = '资源';

export function declareInterfaces({
  http,
  interfaces,
  health,
}: {
  http: Http;
  interfaces: Interfaces;
  health: Health;
}): void {
  http.route({
    method: 'POST',
    url: '/api/interfaces/test',
    access: 'resources.mount',
    tag: TAG,
    body: contract.InterfaceTestBody,
    reply: contract.InterfaceTest,
    summary: {
      zh: '试调用本部门的接口：看答复的结构和脱敏后的记录，不保存任何内容',
      en: 'Try an interface of your department: how its answer is built, and rows masked; nothing is kept',
    },
    handle: ({ actor, body }) => interfaces.test(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/interfaces',
    access: 'resources.mount',
    tag: TAG,
    body: contract.InterfaceBody,
    reply: contract.InterfaceRecorded,
    status: 201,
    summary: {
      zh: '把本部门的接口挂接到目录（凭据加密保存）',
      en: 'Mount an interface of your department to an entry; its credentials are sealed',
    },
    handle: ({ actor, body }) => interfaces.register(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/interfaces',
    access: 'resources.read',
    tag: TAG,
    reply: T.Array(contract.InterfaceView),
    summary: { zh: '本部门挂接的接口', en: 'Interfaces of your department' },
    handle: ({ actor }) => interfaces.list(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/interfaces/:id',
    access: 'resources.read',
    tag: TAG,
    params: ById,
    reply: contract.InterfaceView,
    summary: { zh: '一个挂接的接口', en: 'One interface' },
    handle: ({ actor, params }) => interfaces.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/interfaces/:id/reach',
    access: 'resources.mount',
    tag: TAG,
    params: ById,
    body: contract.ReachBody,
    reply: contract.InterfaceRecorded,
    summary: {
      zh: '变更接口的地址、凭据、超时和频率（先按示例试调用）',
      en: 'Change address, credentials, time limit and rate of an interface; the example call is made first',
    },
    handle: ({ actor, params, body }) => interfaces.reach(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/interfaces/:id/check',
    access: 'resources.mount',
    tag: TAG,
    params: ById,
    reply: contract.InterfaceView,
    summary: { zh: '现在检查接口是否应答', en: 'Check now whether the interface answers' },
    handle: async ({ actor, params }) => {
      await interfaces.get(actor, params.id);
      await health.checkNow(params.id);
      return interfaces.get(actor, params.id);
    },
  });
  http.route({
    method: 'GET',
    url: '/api/entries/:id/parameters',
    access: 'catalog.read',
    tag: TAG,
    params: ById,
    reply: contract.ParametersView,
    summary: {
      zh: '目录的服务由接口提供时，调用可以给出的参数和接口的错误码',
      en: 'Parameters and error codes of the interface behind an entry’s service',
    },
    handle: ({ actor, params }) => interfaces.parameters(actor, params.id),
  });
}
