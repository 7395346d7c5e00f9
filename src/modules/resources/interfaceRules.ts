/** What a registered interface must be, and which of its values each item might be. Pure. */
import type { Static } from 'typebox';
import type { Facts } from '#kernel/errors.ts';
import { Refusal, defineRefusals } from '#kernel/errors.ts';
import type { ColumnType, PlanInterface, UpstreamAddress, UpstreamCredentials } from '#vocabulary/plans.ts';
import { isRowsPath, isValuePath, parseResponsePath } from '#vocabulary/responsePaths.ts';
import type * as contract from './contract.ts';

export type InterfaceBody = Static<typeof contract.InterfaceBody>;
export type InterfaceTestBody = Static<typeof contract.InterfaceTestBody>;
export type ReachBody = Static<typeof contract.ReachBody>;

export const refuse = defineRefusals('interfaces', {
  unreachable: {
    status: 422,
    title: { zh: '连不上 {host}：对方没有应答', en: '{host} cannot be reached: nothing answers there' },
    remedy: {
      zh: '请核对地址和端口，或确认防火墙已放行本平台',
      en: 'Check address and port, or let the firewall admit the platform',
    },
  },
  too_slow: {
    status: 422,
    title: {
      zh: '{host} 在 {milliseconds} 毫秒内没有应答',
      en: '{host} did not answer within {milliseconds} milliseconds',
    },
    remedy: {
      zh: '请查看接口为何这样慢，或把超时时间设得长一些',
      en: 'See why the interface is so slow, or set a longer time limit',
    },
  },
  too_large: {
    status: 422,
    title: { zh: '接口的答复超过 8 MB', en: 'The interface’s answer is larger than 8 MB' },
    remedy: { zh: '请换一个返回记录少的示例', en: 'Take an example that returns fewer rows' },
  },
  refused: {
    status: 422,
    title: { zh: '接口拒绝了这次调用（{code}）', en: 'The interface refused this call ({code})' },
    remedy: {
      zh: '请核对凭据、路径和示例参数；这个代码表示成功的，请写进“成功条件”',
      en: 'Check credentials, path and example; where this code means success, put it into the condition of success',
    },
  },
  unexpected: {
    status: 422,
    title: { zh: '接口的答复不合适：{problem}', en: 'The interface’s answer does not fit: {problemEn}' },
    remedy: {
      zh: '请核对返回格式、记录位置和对应的路径',
      en: 'Check the format, the place of the rows, and the paths',
    },
  },
  nothing_found: {
    status: 422,
    title: {
      zh: '示例调用没有查到记录，对应关系无法核对',
      en: 'The example found no row, so the mapping cannot be checked',
    },
    remedy: {
      zh: '请换一个查得到的示例；若接口返回的标识与所查的不同，请把该项对应为“=”（取所查的值）',
      en: 'Take an example that finds somebody; where the interface writes the identifier differently, map it to “=”, the value asked by',
    },
  },
  bad_address: {
    status: 422,
    title: { zh: '地址写法不对：{address}', en: 'This is no address of an interface: {address}' },
    remedy: { zh: '请写成 http://10.20.3.7:8080/api 这样', en: 'Write it like http://10.20.3.7:8080/api' },
  },
  bad_path: {
    status: 422,
    title: { zh: '“{what}”的路径写法不对：{path}', en: 'The path of “{what}” is not one: {path}' },
    remedy: {
      zh: '记录位置以 $ 开头，如 $.data[*]；数据项以 @ 开头，如 @.name；直接取所查的值写 =',
      en: 'Rows begin with $, as $.data[*]; items with @, as @.name; = is the value asked by',
    },
  },
  bad_parameter: {
    status: 422,
    title: { zh: '参数“{name}”不对：{problem}', en: 'The parameter “{name}” is wrong: {problemEn}' },
    remedy: { zh: '请改正后再试', en: 'Correct it and try again' },
  },
  no_identifier: {
    status: 422,
    title: {
      zh: '没有参数对应目录里的标识项，谁都查不了',
      en: 'No parameter is an identifier of the entry, so nobody could be asked for',
    },
    remedy: {
      zh: '请至少把一个参数对应到标识项（如公民身份号码）',
      en: 'Let one parameter at least take an identifier, such as the identity number',
    },
  },
  bad_credentials: {
    status: 422,
    title: { zh: '凭据不完整：缺少{what}', en: 'The credentials are incomplete: {whatEn} is missing' },
    remedy: { zh: '请补上', en: 'Fill it in' },
  },
  item_unmapped: {
    status: 422,
    title: { zh: '数据项“{item}”没有对应的路径', en: 'The item “{item}” has no path' },
    remedy: {
      zh: '目录的每个数据项都要对应；接口没有的，请先修改目录',
      en: 'Every item needs one; change the entry first where the interface has none',
    },
  },
  unknown_item: {
    status: 422,
    title: {
      zh: '目录里没有数据项“{item}”，或它重复了',
      en: 'The entry has no item “{item}”, or it is there twice',
    },
    remedy: { zh: '请按现行目录重新对应', en: 'Match against the present entry' },
  },
});

/** What the port said, in words; undefined for any other error. */
export function faultRefusal(error: unknown, host: string): Refusal | undefined {
  if (error instanceof Refusal || !(error instanceof Error)) return undefined;
  const { code, facts } = error as { code?: unknown; facts?: unknown };
  if (typeof code !== 'string' || typeof facts !== 'object' || facts === null) return undefined;
  switch (code) {
    case 'unreachable':
    case 'too_slow':
    case 'too_large':
    case 'refused':
    case 'unexpected':
      return refuse[code]({ ...(facts as Facts), host });
    default:
      return undefined;
  }
}

/** Written by the place itself, or ones by which a request would become another. */
const OWN_HEADERS =
  /^(host|connection|content-length|content-type|transfer-encoding|upgrade|te|trailer|expect|keep-alive|cookie|authorization|proxy-.*|soapaction|accept-encoding|x-forwarded-.*|forwarded)$/i;
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** What a path may be made of, with places for parameters. */
const PATH = /^\/[A-Za-z0-9/._~!$&'()*+,;=:@%{}-]*$/;
const ASCII = /^[\x20-\x7e]*$/;
const XML_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** The parts of an address; the name is looked up by whoever checks it. */
export function readAddress(text: string): Omit<UpstreamAddress, 'address'> {
  const url = URL.parse(text.trim());
  const scheme = url?.protocol === 'https:' ? 'https' : url?.protocol === 'http:' ? 'http' : undefined;
  if (
    !url ||
    !scheme ||
    url.hostname === '' ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw refuse.bad_address({ address: text.slice(0, 100) });
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  return { scheme, host: url.hostname.replace(/^\[|\]$/g, ''), port, base: url.pathname.replace(/\/+$/, '') };
}

/** A path below an address, without a query. */
export const isPath = (path: string): boolean =>
  PATH.test(path) && !path.split('/').some(part => part === '.' || part === '..');

export const writeAddress = ({ scheme, host, port, base }: Omit<UpstreamAddress, 'address'>): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${base}`;

const missing = (zh: string, en: string): Refusal => refuse.bad_credentials({ what: zh, whatEn: en });

export function readCredentials({ credentials }: ReachBody): {
  credentials: UpstreamCredentials;
  secret: string;
} {
  const { kind, secret, user = '', header = '', prefix = '', rid = '', sid = '', refresh = '' } = credentials;
  if (kind === 'none') return { credentials: { kind }, secret: '' };
  // A line break in a secret would be another header.
  if (!/^[\x20-\x7e]+$/.test(secret)) throw missing('密钥（只能用英文、数字和符号）', 'the secret, in ASCII');
  switch (kind) {
    case 'basic':
      if (user === '') throw missing('账号', 'the account');
      return { credentials: { kind, user }, secret };
    case 'bearer':
      return { credentials: { kind }, secret };
    case 'header':
      if (!TOKEN.test(header) || OWN_HEADERS.test(header))
        throw missing('请求头名称', 'the name of the header');
      return { credentials: { kind, name: header.toLowerCase() }, secret };
    case 'national':
      if (!TOKEN.test(prefix) || rid === '' || sid === '' || !ASCII.test(rid + sid))
        throw missing('前缀、rid 或 sid', 'prefix, rid or sid');
      if (refresh !== '' && !isPath(refresh)) throw refuse.bad_path({ what: '密钥更新', path: refresh });
      return { credentials: { kind, prefix: prefix.toLowerCase(), rid, sid, refresh }, secret };
  }
}

type Described = Pick<
  InterfaceBody,
  'method' | 'path' | 'parameters' | 'request' | 'response' | 'soap' | 'success' | 'errorCodes'
>;

const wrongParameter = (name: string, problem: string, problemEn: string): Refusal =>
  refuse.bad_parameter({ name, problem, problemEn });

function checkParameter(
  one: Described['parameters'][number],
  { path, request }: Described,
  items: ReadonlySet<string>,
): void {
  const { name, place, item } = one;
  const inPath = path.includes(`{${name}}`);
  if (place === 'path' && !inPath)
    throw wrongParameter(name, '路径里没有它的位置', 'the path has no place for it');
  if (place !== 'path' && inPath)
    throw wrongParameter(name, '它在路径里，位置应为“路径”', 'it stands in the path');
  if (place === 'header' && (!TOKEN.test(name) || OWN_HEADERS.test(name)))
    throw wrongParameter(name, '不能用作请求头', 'cannot be a header');
  if (place === 'body' && request === 'none')
    throw wrongParameter(name, '请求没有正文', 'the request has no body');
  if (place === 'body' && request === 'soap' && !XML_NAME.test(name))
    throw wrongParameter(name, '不是元素名', 'is no name of an element');
  if (item !== undefined && !items.has(item)) throw refuse.unknown_item({ item });
  if (one.default !== undefined && !isValueAt(one, one.default))
    throw wrongParameter(name, '默认值不合类型或位置', 'its default does not fit its type or place');
}

const NUMBER = /^-?[0-9]{1,30}(\.[0-9]{1,30})?$/;

/** As calls are held to it. */
function isValueAt({ place, type }: Described['parameters'][number], value: string): boolean {
  if (type === 'number' && !NUMBER.test(value)) return false;
  if (type === 'boolean' && value !== 'true' && value !== 'false') return false;
  if (place === 'header') return ASCII.test(value);
  return place !== 'path' || !['', '.', '..'].includes(value);
}

function checkDescribed(body: Described, items: ReadonlySet<string>): void {
  const { path, parameters, method, request, soap, success } = body;
  if (!isPath(path)) throw refuse.bad_path({ what: '接口', path });
  for (const [, name = ''] of path.matchAll(/\{([^}]*)\}/g))
    if (!parameters.some(one => one.name === name))
      throw wrongParameter(name, '路径里有它，却没有登记', 'is in the path and not registered');
  const names = parameters.map(one => `${one.place} ${one.name}`);
  const called = parameters.map(one => one.item ?? one.name);
  for (const [at, one] of parameters.entries()) {
    checkParameter(one, body, items);
    if (names.indexOf(names[at] ?? '') !== at || called.indexOf(called[at] ?? '') !== at)
      throw wrongParameter(one.name, '重复登记', 'is registered twice');
  }
  if (method === 'GET' && request !== 'none')
    throw wrongParameter('method', 'GET 请求没有正文', 'a GET has no body');
  if ((request === 'soap') !== (soap !== undefined))
    throw wrongParameter('soap', '请写明操作和命名空间', 'name its operation and namespace');
  if (soap && (!XML_NAME.test(soap.operation) || /[^\x20-\x7e]|"/.test(soap.action)))
    throw wrongParameter('soap', '操作名或 SOAPAction 不对', 'its operation or SOAPAction is none');
  const status = success && parseResponsePath(success.path);
  if (success && (status?.from !== '$' || !isValuePath(status)))
    throw refuse.bad_path({ what: '成功条件', path: success.path });
}

export interface MappedItem {
  name: string;
  type: ColumnType;
  identifier: boolean;
}

/** As a plan holds it, without its number. `rows` and the mapping may be missing while it is only tried. */
export function describeInterface(
  body: Described & { rows?: string | undefined; passThrough?: boolean | undefined },
  items: readonly MappedItem[],
): Omit<PlanInterface, 'upstreamId'> {
  const names = new Set(items.map(({ name }) => name));
  checkDescribed(body, names);
  const { rows = '', success, errorCodes } = body;
  if (rows !== '' && !isRowsPath(parseResponsePath(rows)))
    throw refuse.bad_path({ what: '记录', path: rows });
  return {
    method: body.method,
    path: body.path,
    parameters: body.parameters.map(({ describe: _describe, ...parameter }) => parameter),
    request: body.request,
    response: body.response,
    ...(body.soap ? { soap: body.soap } : {}),
    rows,
    ...(success ? { success: { ...success, refusals: errorCodes } } : {}),
    items: [...names],
    passThrough: body.passThrough ?? false,
  };
}

/** A path for each item in the order of the entry; refuses one that is missing or is none. */
export function checkPaths(
  mapping: InterfaceBody['mapping'],
  items: readonly MappedItem[],
  parameters: PlanInterface['parameters'],
): InterfaceBody['mapping'] {
  const known = new Map(mapping.map(one => [one.item, one.path]));
  const stranger = mapping.find(one => !items.some(({ name }) => name === one.item));
  if (stranger) throw refuse.unknown_item({ item: stranger.item });
  if (known.size < mapping.length)
    throw refuse.unknown_item({
      item: mapping.find((one, at) => mapping.findIndex(other => other.item === one.item) !== at)?.item ?? '',
    });
  const taken = new Set(parameters.map(({ item }) => item));
  if (!items.some(({ name, identifier }) => identifier && taken.has(name))) throw refuse.no_identifier();
  return items.map(({ name }) => {
    const path = known.get(name);
    if (path === undefined) throw refuse.item_unmapped({ item: name });
    const parsed = parseResponsePath(path);
    if (!isValuePath(parsed) || (parsed?.from === '=' && !taken.has(name)))
      throw refuse.bad_path({ what: name, path });
    return { item: name, path };
  });
}

/** The last name of a path: @.person['姓 名'] ends with 姓 名. */
const lastOf = (path: string): string =>
  String(parseResponsePath(path)?.steps.findLast(step => typeof step === 'string') ?? '');
const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '');

/**
 * A path for each item: one that ends with its name, or with that of the parameter which takes it. Each path once; ''
 * where nothing is like it.
 */
export function proposePaths(
  items: readonly MappedItem[],
  parameters: readonly { name: string; item?: string }[],
  paths: readonly { path: string }[],
): { item: string; path: string }[] {
  const free = new Set(paths.map(({ path }) => path));
  return items.map(({ name }) => {
    const parameter =
      parameters
        .find(({ item }) => item === name)
        ?.name.split('.')
        .at(-1) ?? '';
    const words = [name, parameter].filter(word => word !== '').map(word => plain(word));
    const found = [...free].find(path => words.includes(plain(lastOf(path))));
    if (found !== undefined) free.delete(found);
    return { item: name, path: found ?? '' };
  });
}
