/** CKAN’s Action API, reading part: a protocol of others, with its own envelope, statuses and words for no. */
import { Readable } from 'node:stream';
import { BOTH_FACES, type Face } from '#kernel/faces.ts';
import type { FastifyReply, FastifyRequest, Http } from '#kernel/http.ts';
import { asCkanError } from './ckanErrors.ts';
import { type Asked, BadRequest, readBody, readQueryString } from './ckanInput.ts';
import * as contract from './contract.ts';
import type { Harvest } from './service.ts';
import type { SiteOf } from './site.ts';

const TAG = '开放接口';
const MOST_BODY_BYTES = 1_048_576;
const ADDRESSES = ['/api/3/action', '/api/action'] as const;
const JSON_TYPE = 'application/json;charset=utf-8';
const SCRIPT_TYPE = 'application/javascript;charset=utf-8';
/** A function’s name, with dots: what else a caller writes would be run in a page as a script of ours. */
const CALLBACK = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** Any page may read what anyone may read; no answer depends on who asks. */
function openToPages(reply: FastifyReply): void {
  void reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Authorization, Content-Type, X-CKAN-API-Key',
  });
}

async function* listed(front: string, first: string[], rest: AsyncGenerator<string[]>, end: string) {
  yield front + JSON.stringify(first).slice(0, -1);
  let some = first.length > 0;
  for await (const portion of rest) {
    if (portion.length === 0) continue;
    yield (some ? ',' : '') + JSON.stringify(portion).slice(1, -1);
    some = true;
  }
  yield end;
}

const isPortions = (result: unknown): result is AsyncGenerator<string[]> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

export function declareCkan({
  http,
  harvest,
  siteOf,
}: {
  http: Http;
  harvest: Harvest;
  siteOf: SiteOf;
}): void {
  async function answer(
    action: string,
    read: () => Asked,
    { request, reply, face }: { request: FastifyRequest; reply: FastifyReply; face: Face },
  ): Promise<string | Readable> {
    openToPages(reply);
    void reply.type(JSON_TYPE);
    const say = (status: number, body: unknown): string => {
      void reply.code(status);
      return JSON.stringify(body);
    };
    if (!harvest.knows(action)) return say(400, `Bad request: Action name not known: ${action}`);
    const site = siteOf(request, face);
    const help = `${site}/api/3/action/help_show?name=${action}`;
    let asked: Asked;
    try {
      asked = read();
    } catch (error) {
      if (error instanceof BadRequest) return say(400, error.message);
      throw error;
    }
    const callback = request.method === 'GET' ? asked['callback'] : undefined;
    if (callback !== undefined && !(typeof callback === 'string' && CALLBACK.test(callback)))
      return say(400, 'Bad request: callback is no name of a function');
    try {
      const result = await harvest.act(action, asked, face, site);
      if (callback !== undefined) void reply.type(SCRIPT_TYPE);
      const [open, close] = callback === undefined ? ['', ''] : [`${callback}(`, ');'];
      if (!isPortions(result)) return `${open}${JSON.stringify({ help, success: true, result })}${close}`;
      // The first portion before anything is sent: what is refused still has its status.
      const { value = [] } = await result.next();
      const front = `${open}{"help":${JSON.stringify(help)},"success":true,"result":`;
      return Readable.from(listed(front, value, result, `]}${close}`));
    } catch (error) {
      const no = asCkanError(error);
      if (!no) throw error;
      return say(no.status, { help, success: false, error: no.error });
    }
  }

  for (const address of ADDRESSES) {
    const url = `${address}/:action`;
    const both = {
      url,
      access: 'public',
      faces: BOTH_FACES,
      tag: TAG,
      params: contract.ActionParams,
    } as const;
    http.route({
      ...both,
      method: 'GET',
      query: contract.ActionQuery,
      reply: contract.Envelope,
      summary: { zh: 'CKAN 动作接口（读取部分）', en: 'CKAN’s Action API, reading part' },
      handle: ({ params, query, ...asked }) => answer(params.action, () => readQueryString(query), asked),
    });
    http.route({
      ...both,
      method: 'POST',
      text: MOST_BODY_BYTES,
      reply: contract.Envelope,
      summary: {
        zh: 'CKAN 动作接口（读取部分），参数为 JSON 或表单',
        en: 'CKAN’s Action API, reading part, asked in JSON or a form',
      },
      handle: ({ params, body, ...asked }) =>
        answer(params.action, () => readBody(typeof body === 'string' ? body : ''), asked),
    });
    // What a browser asks before it posts JSON from another site; it carries nothing and is told nothing.
    http.app.options(url, { config: { faces: BOTH_FACES } }, async (_request, reply) => {
      openToPages(reply);
      return reply.code(204).send();
    });
  }
  for (const url of ['/api/3', '/api/3/'])
    http.route({
      method: 'GET',
      url,
      access: 'public',
      faces: BOTH_FACES,
      tag: TAG,
      reply: contract.Version,
      summary: { zh: 'CKAN 接口版本', en: 'The version of CKAN’s interface' },
      handle: async ({ reply }) => {
        openToPages(reply);
        return { version: 3 };
      },
    });
}
