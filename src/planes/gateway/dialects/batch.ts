import type { Asked } from '#planes/gateway/call.ts';
import { objectAt, objectIn, wrong } from '#planes/gateway/body.ts';
import { MOST_IN_BATCH } from '#vocabulary/services.ts';
import { valuesOf, words } from './envelope.ts';

export interface Batch {
  /** What is said once for all of them. */
  purpose: Asked;
  rows: Asked[];
}

const FIELDS = new Set(['batch', 'matter', 'post', 'caseNo', 'scenario']);

function rowOf(given: unknown, at: number, purpose: Asked): Asked {
  const place = `batch[${at}]`;
  const row: Asked = { ...purpose };
  for (const [name, value] of Object.entries(objectAt(place, given)))
    switch (name) {
      case 'params':
      case 'claims':
        row[name] = valuesOf(`${place}.${name}`, value);
        break;
      case 'caseNo':
        row.caseNo = words(`${place}.caseNo`, value);
        break;
      default:
        throw wrong(`${place}.${name.slice(0, 40)}`, '不是本接口的字段', 'is not a field of this interface');
    }
  return row;
}

/** A body that holds `batch`: rows of params and claims, each with its own case number where it has one. */
export function parseBatch(url: string, body: Buffer | undefined): Batch | undefined {
  if (body === undefined || !body.includes('"batch"')) return undefined;
  const given = objectIn(body);
  if (!Object.hasOwn(given, 'batch')) return undefined;
  if (url.includes('?')) throw wrong('query', 'POST 请求不用查询串', 'is not used with POST');
  const { batch, ...rest } = given;
  const purpose: Asked = { params: {}, claims: {}, post: '', caseNo: '', scenario: '' };
  for (const [name, value] of Object.entries(rest)) {
    if (!FIELDS.has(name))
      throw wrong(name.slice(0, 40), '不能与 batch 同用', 'is not used together with batch');
    purpose[name as 'matter' | 'post' | 'caseNo' | 'scenario'] = words(name, value);
  }
  if (!Array.isArray(batch) || batch.length === 0 || batch.length > MOST_IN_BATCH)
    throw wrong(
      'batch',
      `应为 1 至 ${MOST_IN_BATCH} 行的数组`,
      `must be an array of 1 to ${MOST_IN_BATCH} rows`,
    );
  return { purpose, rows: batch.map((row, at) => rowOf(row, at, purpose)) };
}
