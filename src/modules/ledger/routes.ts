import type { Http } from '#kernel/http.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { logOfSlug } from '#vocabulary/logs.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type { Acceptance } from './acceptance.ts';
import type { Archive } from './archive.ts';
import * as contract from './contract.ts';
import { declarePublic } from './publicRoutes.ts';
import { refuse } from './refusals.ts';
import type { Rotation } from './rotation.ts';
import type { Ledger } from './service.ts';
import type { Tiles } from './tiles.ts';

/** Months and keys are of the whole platform: a part of it has no say over them. */
function mustSeeAll(sight: Sight): void {
  if (sight !== 'all') throw refuse.whole_platform();
}

export interface LedgerRoutes {
  http: Http;
  ledger: Ledger;
  tiles: Tiles;
  rotation: Rotation;
  archive: Archive;
  acceptance: Acceptance;
  sightOf: (actor: Actor) => Promise<Sight>;
}

function declareArchive({
  http,
  archive,
  sightOf,
}: Pick<LedgerRoutes, 'http' | 'archive' | 'sightOf'>): void {
  http.route({
    method: 'GET',
    url: '/api/ledger/months',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.MonthList,
    summary: { zh: '各月记录与归档', en: 'Records by month, and what is archived' },
    handle: async ({ actor }) => ({
      ...(await archive.months()),
      mayHandle: actor.permissions.has('ledger.archive') && (await sightOf(actor)) === 'all',
    }),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/months/:month/export',
    access: 'ledger.archive',
    tag: '存证',
    params: contract.ByMonth,
    reply: contract.MonthDone,
    summary: { zh: '导出一个月的记录', en: 'Export a month of records' },
    handle: async ({ actor, params }) => {
      mustSeeAll(await sightOf(actor));
      return archive.exportMonth(actor, params.month);
    },
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/months/:month/remove',
    access: 'ledger.archive',
    tag: '存证',
    params: contract.ByMonth,
    reply: contract.MonthDone,
    summary: { zh: '移除已过保存期的一个月', en: 'Remove a month past its retention' },
    handle: async ({ actor, params }) => {
      mustSeeAll(await sightOf(actor));
      return archive.removeMonth(actor, params.month);
    },
  });
}

export function declareLedger(routes: LedgerRoutes): void {
  const { http, ledger, tiles, rotation, archive, acceptance, sightOf } = routes;
  declarePublic(http, ledger, tiles);
  declareArchive({ http, archive, sightOf });
  http.route({
    method: 'GET',
    url: '/api/ledger/keys',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.KeyList,
    summary: { zh: '存证签名密钥', en: 'The signing keys of the ledger' },
    handle: () => rotation.list(),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/keys',
    access: 'ledger.keys',
    tag: '存证',
    reply: contract.KeysAnnounced,
    summary: { zh: '更换签名密钥', en: 'Change the signing keys' },
    handle: async ({ actor }) => {
      mustSeeAll(await sightOf(actor));
      return rotation.announce(actor);
    },
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/logs/:log/accept',
    access: 'ledger.accept',
    tag: '存证',
    params: contract.ByLog,
    body: contract.AcceptBody,
    reply: contract.Accepted,
    summary: {
      zh: '库外存证点文件缺失，查明后恢复封存',
      en: 'Let a log go on whose file of seal points is gone',
    },
    handle: async ({ actor, params, body }) => {
      mustSeeAll(await sightOf(actor));
      return acceptance.accept(actor, logOfSlug(params.log), body.reason);
    },
  });
  http.route({
    method: 'GET',
    url: '/api/ledger',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.LedgerView,
    summary: { zh: '存证总览', en: 'The ledger at a glance' },
    handle: async ({ actor }) => ledger.overview(await sightOf(actor)),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/verify',
    access: 'ledger.verify',
    tag: '存证',
    reply: contract.VerifyView,
    summary: { zh: '校验全部存证', en: 'Verify the whole ledger' },
    handle: ({ actor }) => ledger.verify(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/verify',
    access: 'ledger.verify',
    tag: '存证',
    reply: contract.VerifyProgress,
    summary: { zh: '校验进度', en: 'How far the verification has come' },
    handle: () => Promise.resolve(ledger.verifying()),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/subjects',
    access: 'ledger.subject',
    tag: '存证',
    body: contract.SubjectQuery,
    reply: contract.SubjectView,
    summary: { zh: '查询谁使用过某人或某企业的数据（留痕）', en: 'Who used the data of a person or company' },
    handle: async ({ actor, body }) => ledger.bySubject(actor, await sightOf(actor), body),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records',
    access: 'ledger.read',
    tag: '存证',
    query: contract.RecordQuery,
    reply: contract.SeenRecords,
    summary: { zh: '记录检索', en: 'Search the records' },
    handle: async ({ actor, query }) => ledger.records(await sightOf(actor), query),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records/:log/:number',
    access: 'ledger.read',
    tag: '存证',
    params: contract.ByNumber,
    reply: contract.RecordView,
    summary: { zh: '一条记录及其证明', en: 'One record with its proof' },
    handle: async ({ actor, params }) =>
      ledger.record(
        { sight: await sightOf(actor), seesSubjects: actor.permissions.has('ledger.subject') },
        logOfSlug(params.log),
        params.number,
      ),
  });
}
