import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import type { Actor } from '#vocabulary/actor.ts';
import * as contract from './contract.ts';
import type { Pools } from './service.ts';

const tag = '部门资源池';

export interface PoolsRoutes {
  http: Http;
  pools: Pools;
  /** Refuses a run of the exchange that the actor may not see. */
  mustSeeRun: (actor: Actor, id: number) => Promise<unknown>;
}

export function declarePools({ http, pools, mustSeeRun }: PoolsRoutes): void {
  http.route({
    method: 'GET',
    url: '/api/pools',
    access: 'pools.read',
    tag,
    reply: contract.PoolsView,
    summary: {
      zh: '各部门应归集、已归集的情况',
      en: 'What is to be collected of each department, and what is',
    },
    handle: ({ actor }) => pools.list(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/pools/:id',
    access: 'pools.read',
    tag,
    params: ById,
    reply: contract.PoolView,
    summary: {
      zh: '一个部门的资源池（编号是部门的）',
      en: 'One department’s pool, by the department’s number',
    },
    handle: ({ actor, params }) => pools.pool(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/pools/:id/collect',
    access: 'pools.start',
    tag,
    params: ById,
    reply: contract.StartRecorded,
    summary: {
      zh: '发起归集：这个部门所有已挂载、还没有归集的目录',
      en: 'Have all tables of a department collected that nobody has begun with',
    },
    handle: ({ actor, params }) => pools.start(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/pools/entries/:id',
    access: 'pools.read',
    tag,
    params: ById,
    reply: contract.CollectionDetail,
    summary: { zh: '一个目录的归集', en: 'The collection of one entry' },
    handle: ({ actor, params }) => pools.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/pools/entries/:id/start',
    access: 'pools.start',
    tag,
    params: ById,
    reply: contract.CollectionRecorded,
    summary: { zh: '发起归集一个目录', en: 'Have one entry collected' },
    handle: ({ actor, params }) => pools.startOne(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/pools/entries/:id/confirm',
    access: 'pools.answer',
    tag,
    params: ById,
    body: contract.ConfirmBody,
    reply: contract.CollectionRecorded,
    summary: { zh: '确认归集，首次运行随即开始', en: 'Confirm a collection; its first run is ordered' },
    handle: ({ actor, params, body }) => pools.confirm(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/pools/entries/:id/refuse',
    access: 'pools.answer',
    tag,
    params: ById,
    body: contract.RefuseBody,
    reply: contract.CollectionRecorded,
    summary: {
      zh: '依据法律、法规或规章不予归集',
      en: 'Refuse a collection by a law, a regulation or a rule',
    },
    handle: ({ actor, params, body }) => pools.refuse(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/pools/entries/:id/lineage',
    access: 'pools.read',
    tag,
    params: ById,
    reply: contract.LineageView,
    summary: { zh: '一个目录的来龙去脉', en: 'Where an entry’s rows come from and go to' },
    handle: ({ actor, params }) => pools.lineage(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id/lineage',
    access: 'exchange.read',
    tag,
    params: ById,
    reply: contract.LineageView,
    summary: { zh: '一次运行的来龙去脉', en: 'Where a run’s rows came from and went' },
    handle: ({ actor, params }) => pools.lineageOfRun(actor, params.id, mustSeeRun),
  });
  http.route({
    method: 'POST',
    url: '/api/pools/entries/:id/rows',
    access: 'pools.look',
    tag,
    params: ById,
    body: contract.LookBody,
    reply: contract.LookView,
    summary: {
      zh: '按标识查一行的各个版本，查阅留痕',
      en: 'All versions of a row by its identifier; the look is recorded',
    },
    handle: ({ actor, params, body }) => pools.look(actor, params.id, body),
  });
}
