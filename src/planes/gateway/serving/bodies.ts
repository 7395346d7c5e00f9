/** What an interface answered, as text and as JSON. */
import { Unexpected } from './answerRows.ts';
import { parseJson } from './answerTree.ts';
import type { Received } from './upstreamPool.ts';

const CHARSET = /charset\s*=\s*"?([\w-]+)/i;
const DECLARED = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;

/** Departments write GBK as well; what no decoder knows is an answer that nobody can read. */
export function textOf({ contentType, body }: Pick<Received, 'contentType' | 'body'>): string {
  const named =
    CHARSET.exec(contentType)?.[1] ?? DECLARED.exec(body.toString('latin1', 0, 200))?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(named)) return body.toString();
  try {
    return new TextDecoder(named).decode(body);
  } catch (error) {
    throw new Unexpected('字符编码不认识', 'nobody knows its character set', { cause: error });
  }
}

export function jsonOf(received: Pick<Received, 'contentType' | 'body'>): unknown {
  try {
    return parseJson(textOf(received));
  } catch (error) {
    if (error instanceof Unexpected) throw error;
    throw new Unexpected('不是 JSON', 'it is no JSON', { cause: error });
  }
}
