import type { IncomingMessage } from 'node:http';
import { refuse as platform } from '#kernel/errors.ts';
import { refuse } from './refusals.ts';

const MAX_BODY = 256 * 1024;

/** What the request line and the headers say; nothing of it is believed yet. */
export interface Head {
  sid: string;
  rid: string;
  rtime: string;
  sign: string;
  /** Method and address with its query, as they arrived. */
  line: string;
}

export interface Asked {
  params: Record<string, string>;
  claims: Record<string, string>;
  post: string;
  caseNo: string;
  scenario: string;
}

export function isGatewayAddress(url: string): boolean {
  return url.startsWith('/gateway/') || url === '/httpproxy' || url.startsWith('/httpproxy?');
}

export const wrong = (place: string, problem: string, problemEn: string): Error =>
  refuse.bad_input({ place, problem, problemEn });

function pathSid(url: string): string {
  if (!url.startsWith('/gateway/')) return '';
  const end = url.indexOf('?');
  const text = url.slice(9, end < 0 ? undefined : end);
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    throw refuse.unknown_caller();
  }
}

/** The two spellings of the national convention: the platform's and that of the government service platform. */
export function readHead(req: IncomingMessage): Head {
  const { headers } = req;
  const url = req.url ?? '';
  const read = (name: string): string => {
    const value = headers[`gjgxjhpt_${name}`] ?? headers[`gjzwfwpt_${name}`];
    return typeof value === 'string' ? value : '';
  };
  const named = read('sid');
  const sid = pathSid(url) || named;
  const head = {
    sid,
    rid: read('rid'),
    rtime: read('rtime'),
    sign: read('sign'),
    line: `${req.method ?? ''} ${url}\n`,
  };
  // The service that is signed and the one that is asked for must be one.
  if (head.rid === '' || sid === '' || (named !== '' && named !== sid)) throw refuse.unknown_caller();
  return head;
}

/** The body as bytes; refuses beyond 256 KB without reading on. */
export function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) {
        req.removeAllListeners('data');
        reject(platform.too_large());
      } else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('aborted', () => reject(wrong('body', '没有传完', 'did not arrive completely')));
  });
}

function valueOf(place: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value)))
    return String(value);
  throw wrong(place, '应为文字（大数请写成文字）', 'must be text (write large numbers as text)');
}

function valuesOf(place: string, given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong(place, '应为对象', 'must be an object');
  const values = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(given)) values[name] = valueOf(`${place}.${name}`, value);
  return values;
}

const NONE: Record<string, string> = Object.freeze(Object.create(null) as Record<string, string>);
const fresh = (): Asked => ({ params: NONE, claims: NONE, post: '', caseNo: '', scenario: '' });

function words(place: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= 200) return value;
  throw wrong(place, '应为不超过 200 字的文字', 'must be text of at most 200 characters');
}

export function parseBody(body: Buffer): Asked {
  let given: unknown;
  try {
    given = JSON.parse(body.toString());
  } catch {
    throw wrong('body', '不是 JSON', 'is not JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong('body', '应为对象', 'must be an object');
  const asked = fresh();
  for (const [name, value] of Object.entries(given)) {
    switch (name) {
      case 'params':
      case 'claims':
        asked[name] = valuesOf(name, value);
        break;
      case 'post':
      case 'caseNo':
      case 'scenario':
        asked[name] = words(name, value);
        break;
      default:
        throw wrong(name.slice(0, 40), '不是本接口的字段', 'is not a field of this interface');
    }
  }
  return asked;
}

/**
 * The query of a GET says what a body says: `params.<item>` (or the item's bare name), `claims.<item>`, `post`,
 * `caseNo` and `scenario`. In the query, not in headers, because the call's digest covers it. A bare name that is both
 * a field and an item of the plan is refused: guessing would drop a selection.
 */
export function parseQuery(url: string, isItem: (name: string) => boolean): Asked {
  const asked = fresh();
  const at = url.indexOf('?');
  if (at < 0) return asked;
  asked.params = Object.create(null) as Record<string, string>;
  asked.claims = Object.create(null) as Record<string, string>;
  const given = new Set<string>();
  const once = (field: string): string => {
    const place = field.slice(0, 40);
    if (given.has(field)) throw wrong(place, '重复出现', 'is given twice');
    given.add(field);
    return place;
  };
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) {
    const [, group, item] = /^(params|claims)\.(.+)$/s.exec(name) ?? [];
    const field = name === 'post' || name === 'caseNo' || name === 'scenario' ? name : undefined;
    if ((group !== undefined || field !== undefined) && isItem(name))
      throw wrong(
        name.slice(0, 40),
        `既是字段又是数据项；数据项请写成 params.${name}`,
        `is a field and an item; write params.${name} for the item`,
      );
    if (field !== undefined) asked[field] = words(once(field), value);
    else if (group === 'claims' && item !== undefined) {
      once(name);
      asked.claims[item] = value;
    } else {
      once(`params.${item ?? name}`);
      asked.params[item ?? name] = value;
    }
  }
  return asked;
}

/** `body` is undefined for a GET; `isItem` says which names are items of the plan. */
export function parseAsked(url: string, body: Buffer | undefined, isItem: (name: string) => boolean): Asked {
  if (body === undefined) return parseQuery(url, isItem);
  if (url.includes('?')) throw wrong('query', 'POST 请求不用查询串', 'is not used with POST');
  return parseBody(body);
}
