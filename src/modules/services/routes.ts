import type { Face } from '#kernel/faces.ts';
import type { FastifyRequest, Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { Type as T } from 'typebox';
import * as contract from './contract.ts';
import type { CallServices } from './service.ts';

export interface ServicesRouteNeeds {
  http: Http;
  services: CallServices;
  /** Refuses whoever may not see the application. */
  mustSeeCase: (actor: Actor, applicationId: number) => Promise<void>;
  /** The platform’s address as callers use it. */
  siteOf: (request: FastifyRequest, face: Face) => string;
}

const TAG = '服务';

export function declareServices({ http, services, mustSeeCase, siteOf }: ServicesRouteNeeds): void {
  const { settings, versions, contracts, sandbox, reading, documents } = services;

  http.route({
    method: 'GET',
    url: '/api/services',
    access: 'sharing.read',
    tag: TAG,
    reply: contract.ServiceList,
    summary: { zh: '本部门调用和提供的服务', en: 'Services that your department calls and provides' },
    handle: ({ actor }) => reading.list(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/entry-services/:id/settings',
    access: 'resources.read',
    tag: TAG,
    params: ById,
    reply: contract.SettingsView,
    summary: { zh: '接口设置', en: 'What a provider says about calls of its entry' },
    handle: ({ actor, params }) => settings.view(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/entry-services/:id/settings',
    access: 'resources.mount',
    tag: TAG,
    params: ById,
    body: contract.SettingsBody,
    reply: contract.SettingsRecorded,
    summary: { zh: '修改接口设置', en: 'Change what is said about calls' },
    handle: ({ actor, params, body }) => settings.change(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/entry-services/:id',
    access: 'resources.read',
    tag: TAG,
    params: ById,
    reply: contract.EntryServiceView,
    summary: { zh: '服务的版本和使用部门', en: 'Versions of a service, and who holds it' },
    handle: ({ actor, params }) => versions.view(actor, params.id),
  });
  const { sunset: _sunset, note: _note, override: _override, ...mount } = contract.ChangeBody.properties;
  http.route({
    method: 'POST',
    url: '/api/entry-services/:id/trial',
    access: 'resources.mount',
    tag: TAG,
    params: ById,
    body: T.Object(mount, { additionalProperties: false }),
    reply: contract.TrialView,
    summary: {
      zh: '试算一次挂载变更：影响谁，契约测试过不过；不保存',
      en: 'What a change of the mount would break and whose contract tests would fail; nothing is kept',
    },
    handle: ({ actor, params, body }) => versions.trial(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/entry-services/:id/versions',
    access: 'resources.mount',
    tag: TAG,
    params: ById,
    body: contract.ChangeBody,
    reply: contract.ChangeRecorded,
    status: 201,
    summary: {
      zh: '变更在用服务的挂载；不兼容时成为新版，旧版用到停止之日',
      en: 'Change the mount of a service in use; a new version where that breaks somebody',
    },
    handle: ({ actor, params, body }) => versions.change(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/grant-services/:id',
    access: 'sharing.read',
    tag: TAG,
    params: ById,
    reply: contract.GrantServiceView,
    summary: {
      zh: '授权的服务：版本、环境、契约测试',
      en: 'The service of a grant: version, environment, contract',
    },
    handle: ({ actor, params }) => reading.ofGrant(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/grant-services/:id/live',
    access: 'systems.register',
    tag: TAG,
    params: ById,
    reply: contract.GrantServiceRecorded,
    summary: { zh: '切换到正式环境', en: 'Turn from synthetic rows to live data' },
    handle: async ({ actor, params }) => {
      const record = await sandbox.turn(actor, params.id);
      return { service: await reading.ofGrant(actor, params.id), record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/grant-services/:id/version',
    access: 'systems.register',
    tag: TAG,
    params: ById,
    reply: contract.MoveRecorded,
    summary: { zh: '改用最新版', en: 'Move a grant to the newest version of its service' },
    handle: async ({ actor, params }) => {
      const { record, lost } = await versions.move(actor, params.id);
      return { service: await reading.ofGrant(actor, params.id), record, lost };
    },
  });
  http.route({
    method: 'PUT',
    url: '/api/grant-services/:id/contract',
    access: 'systems.register',
    tag: TAG,
    params: ById,
    body: contract.ContractBody,
    reply: contract.GrantServiceRecorded,
    summary: { zh: '设定契约测试', en: 'Declare what your client relies on' },
    handle: async ({ actor, params, body }) => {
      const record = await contracts.set(actor, params.id, body);
      return { service: await reading.ofGrant(actor, params.id), record };
    },
  });
  http.route({
    method: 'POST',
    url: '/api/grant-services/:id/contract/runs',
    access: 'sharing.read',
    tag: TAG,
    params: ById,
    reply: contract.GrantServiceRecorded,
    summary: { zh: '现在运行契约测试', en: 'Run the contract tests now' },
    handle: async ({ actor, params }) => {
      const record = await contracts.run(actor, params.id);
      return { service: await reading.ofGrant(actor, params.id), record };
    },
  });
  http.route({
    method: 'GET',
    url: '/api/case-sandboxes/:id',
    access: 'sharing.read',
    tag: TAG,
    params: ById,
    reply: contract.SandboxView,
    summary: { zh: '申请期间的沙箱', en: 'The sandbox of an application that is under way' },
    handle: async ({ actor, params }) => {
      await mustSeeCase(actor, params.id);
      return reading.ofApplication(params.id);
    },
  });
  http.route({
    method: 'GET',
    url: '/api/services/:sid/openapi.json',
    access: 'sharing.read',
    tag: TAG,
    params: contract.BySid,
    reply: contract.Document,
    summary: { zh: '一个服务的 OpenAPI 描述', en: 'OpenAPI of one service' },
    handle: ({ actor, params, request, face }) => documents.openapi(actor, params.sid, siteOf(request, face)),
  });
  http.route({
    method: 'GET',
    url: '/api/services/:sid/postman.json',
    access: 'sharing.read',
    tag: TAG,
    params: contract.BySid,
    reply: contract.Document,
    summary: {
      zh: '一个服务的 Postman 集合（v2.1，自动签名）',
      en: 'Postman collection of one service, which signs',
    },
    handle: ({ actor, params, request, face }) => documents.postman(actor, params.sid, siteOf(request, face)),
  });
}
