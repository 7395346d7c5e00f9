/** What the headers of a list say: the form of the answer, the count, the range, the purpose. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Purpose } from '#planes/gateway/call.ts';
import type { Form, Wish } from './restAsked.ts';
import { refuseList } from './restRefusals.ts';
import { malformed, notOffered, shown } from './restText.ts';

const FORMS: Record<string, Form> = {
  '*/*': 'array',
  'application/*': 'array',
  'application/json': 'array',
  'application/vnd.pgrst.array+json': 'array',
  'application/vnd.pgrst.object+json': 'object',
  'application/vnd.pgrst.object': 'object',
  'text/csv': 'csv',
  'text/*': 'csv',
};

const one = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : (value ?? '');

interface Accepted {
  form: Form;
  stripNulls: boolean;
  quality: number;
}

/** The first of the best that is offered. */
function accepted(header: string): Pick<Wish, 'form' | 'stripNulls'> {
  if (header.trim() === '') return { form: 'array', stripNulls: false };
  let best: Accepted | undefined;
  for (const range of header.split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase());
    const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
    const written = parameters.find(part => part.startsWith('q='))?.slice(2);
    const quality = written === undefined ? 1 : Number(written);
    if (!form || !(quality > 0) || quality <= (best?.quality ?? 0)) continue;
    best = { form, stripNulls: parameters.includes('nulls=stripped') && form !== 'csv', quality };
  }
  if (!best) throw refuseList.not_acceptable({ accept: shown(header) });
  return best;
}

/** Other preferences of PostgREST's are for what we do not do, and a preference may be left unmet (RFC 7240 2). */
function wantsCount(header: string): boolean {
  const counts = header.split(',').flatMap(part => /^\s*count\s*=\s*"?([^";\s]*)/i.exec(part)?.[1] ?? []);
  const [count] = counts;
  if (count === undefined || count === 'none') return false;
  if (count === 'exact') return true;
  if (count === 'planned' || count === 'estimated') throw notOffered(`Prefer: count=${count}`, 'count');
  throw malformed(`Prefer: count=${count}`, '应为 count=exact', 'must be count=exact');
}

function rangeOf(header: string, unit: string): Wish['range'] {
  if (header === '') return undefined;
  const found = /^(?:items=)?(\d{1,15})-(\d{0,15})$/.exec(header.trim());
  const [from, to] = [Number(found?.[1]), found?.[2] === '' ? undefined : Number(found?.[2])];
  if (!found || (to !== undefined && to < from) || (unit !== '' && unit !== 'items'))
    throw malformed(`Range: ${header}`, '应为 0-9，单位 items', 'must be like 0-9, in items');
  return { from, to };
}

const LONGEST = 200;

/** Headers hold ASCII: other characters are percent-encoded UTF-8, or come as its bytes. */
function words(headers: IncomingHttpHeaders, name: string): string {
  const written = one(headers[name]).trim();
  if (written === '') return '';
  const bytes = Buffer.from(written, 'latin1').toString('utf8');
  let text: string;
  try {
    text = decodeURIComponent(bytes);
  } catch {
    throw malformed(name, '应为百分号编码的 UTF-8', 'must be percent-encoded UTF-8');
  }
  if (text.length > LONGEST || !text.isWellFormed() || /\p{Cc}|\uFFFD/u.test(text))
    throw malformed(name, `应为不超过 ${LONGEST} 字的文字`, `must be text of at most ${LONGEST} characters`);
  return text;
}

/**
 * The purpose of a list stands in headers, because names in its query are items: `x-scenario`, `x-matter`, `x-case-no`
 * and `x-post`.
 */
function purposeOf(headers: IncomingHttpHeaders): Purpose {
  const matter = words(headers, 'x-matter');
  return {
    scenario: words(headers, 'x-scenario'),
    caseNo: words(headers, 'x-case-no'),
    post: words(headers, 'x-post'),
    ...(matter === '' ? {} : { matter }),
  };
}

export function parseWish(headers: IncomingHttpHeaders): Wish {
  const purpose = purposeOf(headers);
  const after = one(headers['shuqiao-after']);
  return {
    ...accepted(one(headers.accept)),
    count: wantsCount(one(headers['prefer'])),
    range: rangeOf(one(headers.range), one(headers['range-unit']).trim()),
    after: after === '' ? undefined : after,
    purpose,
  };
}
