import { answerValue } from '#planes/mover/ports.ts';
import type { Voice, WholeAnswer } from '#planes/gateway/call.ts';
import { SUCCESS } from '#planes/gateway/voices.ts';
import type { Fetched } from './sources.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

const wholeOf = (body: string, rows: number, items: number[]): WholeAnswer => ({
  status: 200,
  contentType: JSON_TYPE,
  body,
  rows,
  items,
});

/** Written by hand: names are prepared once per statement, and the answer is one string. */
export function shapeRows({ statement, rows }: Fetched, limit: number, voice: Voice): WholeAnswer {
  const { names, compiled } = statement;
  const { columns } = compiled;
  const most = Math.min(rows.length, limit);
  let data = '';
  for (let r = 0; r < most; r++) {
    const row = rows[r] ?? [];
    data += r === 0 ? '{' : ',{';
    for (let c = 0; c < names.length; c++) {
      if (c > 0) data += ',';
      data += (names[c] ?? '') + JSON.stringify(answerValue(columns[c]?.type ?? 'text', row[c] ?? null));
    }
    data += '}';
  }
  return wholeOf(
    `{"code":"${SUCCESS[voice]}","message":"成功","data":[${data}],"more":${rows.length > limit}}`,
    most,
    statement.items,
  );
}
