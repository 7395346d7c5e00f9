import { answerValue } from '#planes/mover/ports.ts';
import type { Fetched } from './fetch.ts';
import type { CachedPlan } from './planCache.ts';

export interface Answer {
  json: string;
  rows: number;
  /** Positions in the plan of the items that the answer holds. */
  items: number[];
}

export function shapeAnswer(cached: CachedPlan, fetched: Fetched): Answer {
  return cached.plan.kind === 'verify' ? shapeVerdicts(fetched) : shapeRows(fetched, cached.plan.rowLimit);
}

/** Written by hand: names are prepared once per statement, and the answer is one string. */
function shapeRows({ statement, rows }: Fetched, limit: number): Answer {
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
  return {
    json: `{"code":"0","message":"成功","data":[${data}],"more":${rows.length > limit}}`,
    rows: most,
    items: statement.items,
  };
}

/** Yes when some row of the person has the value, no when rows have others, null when the department has none to compare. */
function shapeVerdicts({ statement, rows }: Fetched): Answer {
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
  return {
    json: `{"code":"0","message":"${message}","data":{${data}}}`,
    rows: Math.min(rows.length, 1),
    items: statement.items,
  };
}
