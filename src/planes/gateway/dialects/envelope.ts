import type { Asked, Dialect } from '#planes/gateway/call.ts';
import { objectAt, objectIn, wrong } from '#planes/gateway/body.ts';
import { refuse } from '#planes/gateway/refusals.ts';

/** `/gateway/<sid>`, and the one address for all services of the national convention. */
export const envelope: Dialect = {
  name: 'envelope',
  voice: undefined,
  methods: new Set(['GET', 'POST']),
  matches: url => url.startsWith('/gateway/') || url === '/httpproxy' || url.startsWith('/httpproxy?'),
  sidOf: url => (url.startsWith('/gateway/') ? sidIn(url.slice(9)) : ''),
};

/** The service in what follows the address of a dialect, percent-encoded, up to the query. */
export function sidIn(rest: string): string {
  const end = rest.indexOf('?');
  const text = end < 0 ? rest : rest.slice(0, end);
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    throw refuse.unknown_caller();
  }
}

function valueOf(place: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value)))
    return String(value);
  throw wrong(place, '应为文字（大数请写成文字）', 'must be text (write large numbers as text)');
}

export function valuesOf(place: string, given: unknown): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(objectAt(place, given)))
    values[name] = valueOf(`${place}.${name}`, value);
  return values;
}

const NONE: Record<string, string> = Object.freeze(Object.create(null) as Record<string, string>);
const fresh = (): Asked => ({ params: NONE, claims: NONE, post: '', caseNo: '', scenario: '' });

export function words(place: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= 200) return value;
  throw wrong(place, '应为不超过 200 字的文字', 'must be text of at most 200 characters');
}

/** What the fields of a body ask for. */
export function askedIn(given: Record<string, unknown>): Asked {
  const asked = fresh();
  for (const [name, value] of Object.entries(given)) {
    switch (name) {
      case 'params':
      case 'claims':
        asked[name] = valuesOf(name, value);
        break;
      case 'matter':
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
 * `caseNo`, `matter` and `scenario`. In the query, not in headers, because the call's digest covers it. A bare name that is both
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
    const field =
      name === 'post' || name === 'caseNo' || name === 'scenario' || name === 'matter' ? name : undefined;
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
  return askedIn(objectIn(body));
}
