import { Type as T } from 'typebox';
import type { FastifyReply, Http } from '#kernel/http.ts';
import { refuse } from '#kernel/errors.ts';
import { TILE_WIDTH } from '#kernel/merkle.ts';
import { oneOf } from '#kernel/schema.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import type { Archive } from './archive.ts';
import * as contract from './contract.ts';
import type { Rotation } from './rotation.ts';
import type { Ledger } from './service.ts';
import { type TilePath, type Tiles, readTilePath } from './tiles.ts';

/** A log's name as one segment of a path. */
const SLUGS: Record<'control' | 'usage-1', LogName> = { control: 'control', 'usage-1': 'usage/1' };
const ByNumber = T.Object({ log: oneOf(['control', 'usage-1']), number: T.Integer({ minimum: 0 }) });

/** Seal points and keys are read by verifiers, not by browsers. */
function asText(reply: FastifyReply, text: string): string {
  void reply.type('text/plain; charset=utf-8');
  return text;
}

/** The two logs under their public prefixes (C2SP tlog-tiles). */
const PUBLIC = [
  ['/ledger', CONTROL, 'control'],
  ['/ledger/usage/1', USAGE, 'usage/1'],
] as const;

function tileOf(path: string): TilePath {
  const asked = readTilePath(path);
  if (!asked) throw refuse.not_found();
  return asked;
}

/** A full tile never changes again. */
function asTile(reply: FastifyReply, { width }: TilePath, bytes: Buffer): Buffer {
  void reply
    .type('application/octet-stream')
    .header('cache-control', width === TILE_WIDTH ? 'public, max-age=31536000, immutable' : 'no-cache');
  return bytes;
}

function declareTiles(http: Http, ledger: Ledger, tiles: Tiles): void {
  for (const [prefix, log, name] of PUBLIC) {
    http.route({
      method: 'GET',
      url: `${prefix}/checkpoint`,
      access: 'public',
      tag: '存证',
      reply: T.String(),
      summary: { zh: `最近的存证点（${name}）`, en: `The last seal point of ${name}, a signed note` },
      handle: async ({ reply }) => asText(reply, await ledger.checkpoint(name)),
    });
    http.route({
      method: 'GET',
      url: `${prefix}/keys`,
      access: 'public',
      tag: '存证',
      reply: T.String(),
      summary: { zh: `存证公钥（${name}）`, en: `The public keys of ${name}` },
      handle: async ({ reply }) => asText(reply, await ledger.keys(name)),
    });
    http.route({
      method: 'GET',
      url: `${prefix}/tile/:level/*`,
      access: 'public',
      tag: '存证',
      params: T.Object({ level: T.Integer({ minimum: 0, maximum: 6 }), '*': T.String() }),
      reply: T.Any(),
      summary: { zh: `存证树的瓦片（${name}）`, en: `A tile of the tree of ${name}` },
      handle: async ({ params, reply }) => {
        const asked = tileOf(params['*']);
        return asTile(reply, asked, await tiles.hashes(log, params.level, asked));
      },
    });
    http.route({
      method: 'GET',
      url: `${prefix}/tile/entries/*`,
      access: 'public',
      tag: '存证',
      params: T.Object({ '*': T.String() }),
      reply: T.Any(),
      summary: { zh: `存证树的叶（加盐承诺，${name}）`, en: `Leaves of ${name}: salted commitments` },
      handle: async ({ params, reply }) => {
        const asked = tileOf(params['*']);
        return asTile(reply, asked, await tiles.leaves(log, asked));
      },
    });
  }
}

export interface LedgerRoutes {
  http: Http;
  ledger: Ledger;
  tiles: Tiles;
  rotation: Rotation;
  archive: Archive;
}

function declareArchive(http: Http, archive: Archive): void {
  http.route({
    method: 'GET',
    url: '/api/ledger/months',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.MonthList,
    summary: { zh: '各月记录与归档', en: 'Records by month, and what is archived' },
    handle: () => archive.months(),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/months/:month/export',
    access: 'ledger.archive',
    tag: '存证',
    params: contract.ByMonth,
    reply: contract.MonthDone,
    summary: { zh: '导出一个月的记录', en: 'Export a month of records' },
    handle: ({ actor, params }) => archive.exportMonth(actor, params.month),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/months/:month/remove',
    access: 'ledger.archive',
    tag: '存证',
    params: contract.ByMonth,
    reply: contract.MonthDone,
    summary: { zh: '移除已过保存期的一个月', en: 'Remove a month past its retention' },
    handle: ({ actor, params }) => archive.removeMonth(actor, params.month),
  });
}

export function declareLedger({ http, ledger, tiles, rotation, archive }: LedgerRoutes): void {
  declareTiles(http, ledger, tiles);
  declareArchive(http, archive);
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
    handle: ({ actor }) => rotation.announce(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.LedgerView,
    summary: { zh: '存证总览', en: 'The ledger at a glance' },
    handle: () => ledger.overview(),
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
    handle: ({ actor, body }) => ledger.bySubject(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records',
    access: 'ledger.read',
    tag: '存证',
    query: contract.RecordQuery,
    reply: contract.RecordList,
    summary: { zh: '记录检索', en: 'Search the records' },
    handle: ({ query }) => ledger.records(query),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records/:log/:number',
    access: 'ledger.read',
    tag: '存证',
    params: ByNumber,
    reply: contract.RecordView,
    summary: { zh: '一条记录及其证明', en: 'One record with its proof' },
    handle: ({ params }) => ledger.record(SLUGS[params.log], params.number),
  });
}
