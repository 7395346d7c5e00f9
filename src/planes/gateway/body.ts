import type { IncomingMessage } from 'node:http';
import { refuse as platform } from '#kernel/errors.ts';
import { refuse } from './refusals.ts';

const MAX_BODY = 256 * 1024;

export const wrong = (place: string, problem: string, problemEn: string): Error =>
  refuse.bad_input({ place, problem, problemEn });

/** What is said at a place, which must be an object. */
export function objectAt(place: string, said: unknown): Record<string, unknown> {
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    throw wrong(place, '应为对象', 'must be an object');
  return said as Record<string, unknown>;
}

/** The object that a body of JSON is. */
export function objectIn(body: Buffer): Record<string, unknown> {
  let said: unknown;
  try {
    said = JSON.parse(body.toString());
  } catch {
    throw wrong('body', '不是 JSON', 'is not JSON');
  }
  return objectAt('body', said);
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
