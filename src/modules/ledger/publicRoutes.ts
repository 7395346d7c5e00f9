import { Type as T } from 'typebox';
import { refuse } from '#kernel/errors.ts';
import type { FastifyReply, Http } from '#kernel/http.ts';
import { TILE_WIDTH } from '#kernel/merkle.ts';
import { CONTROL, LOGS, logName } from '#record/logs.ts';
import { LogMinimum } from './contract.ts';
import type { Ledger } from './service.ts';
import { type TilePath, type Tiles, readTilePath, writeTilePath } from './tiles.ts';

/** Seven levels hold 2^56 entries, more than a number can count. */
const TILE_LEVEL = /^[0-6]$/;

/** Seal points and keys are read by verifiers, not by browsers. */
function asText(reply: FastifyReply, text: string): string {
  void reply.type('text/plain; charset=utf-8');
  return text;
}

/** A log’s public prefix (C2SP tlog-tiles): the control log’s is the ledger’s own. */
const prefixOf = (log: number): string => (log === CONTROL ? '/ledger' : `/ledger/${logName(log)}`);

/**
 * The tile that an address names. Whatever leads to it by another spelling (a zero before the level, an encoded digit,
 * something after the end) is not there: caches keep a tile by its address, and there is one.
 */
function tileOf(url: string, prefix: string, path: string): TilePath {
  const asked = readTilePath(path);
  if (!asked || url !== `${prefix}/${writeTilePath(asked)}`) throw refuse.not_found();
  return asked;
}

/** A full tile never changes again. */
function asTile(reply: FastifyReply, { width }: TilePath, bytes: Buffer): Buffer {
  void reply
    .type('application/octet-stream')
    .header('cache-control', width === TILE_WIDTH ? 'public, max-age=31536000, immutable' : 'no-cache');
  return bytes;
}

/** What everybody may read of each log: its seal points, keys, and the tiles of its tree. */
export function declarePublic(http: Http, ledger: Ledger, tiles: Tiles): void {
  for (const log of LOGS) {
    const [prefix, name] = [prefixOf(log), logName(log)];
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
      url: `${prefix}/minimum`,
      access: 'public',
      tag: '存证',
      reply: LogMinimum,
      summary: { zh: `日志从第几条起公开（${name}）`, en: `The number from which ${name} is published` },
      handle: async ({ reply }) => {
        void reply.header('cache-control', 'no-cache');
        return tiles.minimum(log);
      },
    });
    http.route({
      method: 'GET',
      url: `${prefix}/tile/:level/*`,
      access: 'public',
      tag: '存证',
      params: T.Object({ level: T.String(), '*': T.String() }),
      reply: T.Any(),
      summary: { zh: `存证树的瓦片（${name}）`, en: `A tile of the tree of ${name}` },
      handle: async ({ params, request, reply }) => {
        if (!TILE_LEVEL.test(params.level)) throw refuse.not_found();
        const asked = tileOf(request.url, `${prefix}/tile/${params.level}`, params['*']);
        return asTile(reply, asked, await tiles.hashes(log, Number(params.level), asked));
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
      handle: async ({ params, request, reply }) => {
        const asked = tileOf(request.url, `${prefix}/tile/entries`, params['*']);
        return asTile(reply, asked, await tiles.leaves(log, asked));
      },
    });
  }
}
