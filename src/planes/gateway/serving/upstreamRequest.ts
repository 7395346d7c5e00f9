/** What goes to a department's interface for a call: registered parameters with the caller's values, and nothing else. */
import type { PlanInterface, PlanParameter, ProxyPlan } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked } from '#planes/gateway/call.ts';
import { decidePurpose } from '#planes/gateway/decide.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { escapeXml } from './xml.ts';

export interface UpstreamRequest {
  method: 'GET' | 'POST';
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const NUMBER = /^-?[0-9]{1,30}(\.[0-9]{1,30})?$/;
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
/** What a header may hold; all else would have to be guessed at the other end. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;
const MOST_CHARACTERS = 2000;

/** How a call names a parameter. */
export const nameOf = ({ item, name }: PlanParameter): string => item ?? name;

function checkValue({ type, place }: PlanParameter, name: string, value: string): void {
  const at = `params.${name.slice(0, 60)}`;
  if (value.length > MOST_CHARACTERS || !value.isWellFormed() || value.includes('\0'))
    throw wrong(at, '太长，或含有不能传递的字符', 'is too long, or holds characters that cannot be sent');
  if (type === 'number' && !NUMBER.test(value)) throw wrong(at, '应为数值', 'must be a number');
  if (type === 'boolean' && value !== 'true' && value !== 'false')
    throw wrong(at, '应为 true 或 false', 'must be true or false');
  if (place === 'header' && !HEADER_VALUE.test(value))
    throw wrong(at, '只能用英文、数字和符号', 'must be ASCII: it travels in a header');
  // Would climb to another path of the department's server.
  if (place === 'path' && (value === '' || value === '.' || value === '..'))
    throw wrong(at, '不能为空或为 . 和 ..', 'must not be empty, . or ..');
}

/**
 * Whether the call asks for what the plan gives: registered parameters alone, those of granted identifiers among them,
 * one identifier at least. As `decideCall` does for tables.
 */
export function decideProxy(
  cached: CachedPlan<ProxyPlan>,
  parameters: ReadonlyMap<string, PlanParameter>,
  asked: Asked,
): void {
  decidePurpose(cached, asked);
  const { plan } = cached;
  for (const name in asked.params) {
    const parameter = parameters.get(name);
    if (
      !parameter ||
      (parameter.item !== undefined && !plan.items.some(one => one.name === name && one.filter))
    )
      throw refuse.item_not_granted({ item: name.slice(0, 100) });
    checkValue(parameter, name, asked.params[name] ?? '');
  }
  if (!plan.required.some(name => asked.params[name] !== undefined && asked.params[name] !== ''))
    throw refuse.identifier_missing({ items: plan.required });
  for (const parameter of parameters.values())
    if (
      parameter.required &&
      parameter.default === undefined &&
      asked.params[nameOf(parameter)] === undefined
    )
      throw wrong(`params.${nameOf(parameter)}`, '必须填写', 'must be given');
  let claims = 0;
  for (const name in asked.claims) {
    claims++;
    const item = plan.items.find(one => one.name === name);
    if (plan.mode !== 'verify' || !item || item.mask.kind === 'hidden')
      throw refuse.item_not_granted({ item: name.slice(0, 100) });
    if (valueOfType(item.type, asked.claims[name] ?? '') === undefined)
      throw wrong(`claims.${name}`, '值的格式不对', `does not fit (${item.type})`);
  }
  if (plan.mode === 'verify' && claims === 0)
    throw wrong('claims', '至少要有一项待核验的值', 'must hold at least one value to verify');
}

type Value = string | number | boolean;

/** Numbers beyond what a double holds travel as they are written, in quotation marks. */
function typed({ type }: PlanParameter, value: string): Value {
  if (type === 'boolean') return value === 'true';
  if (type === 'number' && String(Number(value)) === value) return Number(value);
  return value;
}

/** `a.b` is b in a: interfaces often want their parameters inside an object. */
function putAt(body: Record<string, unknown>, name: string, value: Value): void {
  const steps = name.split('.');
  let into = body;
  for (const step of steps.slice(0, -1)) {
    const next = into[step];
    into =
      typeof next === 'object' && next !== null
        ? (next as Record<string, unknown>)
        : (into[step] = Object.create(null) as Record<string, unknown>);
  }
  into[steps.at(-1) ?? ''] = value;
}

function soapBody({ soap }: PlanInterface, values: readonly [PlanParameter, string][]): string {
  const { operation = '', namespace = '' } = soap ?? {};
  const inner = values.map(([{ name }, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body><q:${operation} xmlns:q="${escapeXml(namespace)}">${inner}</q:${operation}></s:Body></s:Envelope>`;
}

/** `values` by the names that calls use; `base` is the path of the upstream itself. */
export function buildRequest(
  upstream: PlanInterface,
  base: string,
  values: Readonly<Record<string, string>>,
): UpstreamRequest {
  let path = base + upstream.path;
  let query = '';
  const headers: Record<string, string> = {};
  const inBody: [PlanParameter, string][] = [];
  for (const parameter of upstream.parameters) {
    const value = values[nameOf(parameter)] ?? parameter.default;
    if (value === undefined) continue;
    switch (parameter.place) {
      case 'path':
        path = path.replace(`{${parameter.name}}`, () => encodeURIComponent(value));
        break;
      case 'query':
        query += `${query === '' ? '?' : '&'}${encodeURIComponent(parameter.name)}=${encodeURIComponent(value)}`;
        break;
      case 'header':
        headers[parameter.name] = value;
        break;
      case 'body':
        inBody.push([parameter, value]);
        break;
    }
  }
  return { method: upstream.method, path: path + query, headers, body: bodyOf(upstream, inBody, headers) };
}

function bodyOf(
  upstream: PlanInterface,
  values: readonly [PlanParameter, string][],
  headers: Record<string, string>,
): string | undefined {
  switch (upstream.request) {
    case 'none':
      return undefined;
    case 'json': {
      headers['content-type'] = 'application/json; charset=utf-8';
      const body = Object.create(null) as Record<string, unknown>;
      for (const [parameter, value] of values) putAt(body, parameter.name, typed(parameter, value));
      return JSON.stringify(body);
    }
    case 'form':
      headers['content-type'] = 'application/x-www-form-urlencoded; charset=utf-8';
      return new URLSearchParams(
        values.map(([{ name }, value]): [string, string] => [name, value]),
      ).toString();
    case 'soap':
      headers['content-type'] = 'text/xml; charset=utf-8';
      headers['soapaction'] = `"${upstream.soap?.action ?? ''}"`;
      return soapBody(upstream, values);
  }
}
