import { answerValue } from '#planes/mover/ports.ts';
import type { WholeAnswer } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import type { Fetched } from './sources.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

const wholeOf = (body: string, rows: number, items: number[]): WholeAnswer => ({
  status: 200,
  contentType: JSON_TYPE,
  body,
  rows,
  items,
});

export function shapeAnswer(cached: CachedPlan, fetched: Fetched): WholeAnswer {
  return cached.plan.kind === 'verify' ? shapeVerdicts(fetched) : shapeRows(fetched, cached.plan.rowLimit);
}

/** Written by hand: names are prepared once per statement, and the answer is one string. */
function shapeRows({ statement, rows }: Fetched, limit: number): WholeAnswer {
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
    `{"code":"0","message":"成功","data":[${data}],"more":${rows.length > limit}}`,
    most,
    statement.items,
  );
}

/** Yes when some row of the person has the value, no when rows have others, null when the department has none to compare. */
function shapeVerdicts({ statement, rows }: Fetched): WholeAnswer {
  const verdicts = statement.names.map((_name, i) =>
    rows.some(row => row[i] === 'true') ? 'true' : rows.some(row => row[i] === 'false') ? 'false' : 'null',
  );
  const message = verdicts.every(one => one === 'null')
    ? '无法核验'
    : verdicts.every(one => one === 'true')
      ? '一致'
      : verdicts.includes('false')
        ? '不一致'
        : '部分无法核验';
  const data = statement.names.map((name, i) => name + (verdicts[i] ?? 'null')).join(',');
  return wholeOf(
    `{"code":"0","message":"${message}","data":{${data}}}`,
    Math.min(rows.length, 1),
    statement.items,
  );
}
