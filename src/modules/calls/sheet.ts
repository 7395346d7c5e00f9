/** What is seen of calls, as spreadsheets. */
import type { Static } from 'typebox';
import { text } from '#kernel/errors.ts';
import { type FileOut, type Shape, type Values, column, tableFile } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { Reading } from './reading.ts';

const NOTHING = text('', '');
const COUNTS = [
  column('calls', text('调用次数', 'Calls'), NOTHING, { kind: 'integer' }),
  column('refused', text('拒绝', 'Refused'), NOTHING, { kind: 'integer' }),
  column('failed', text('失败', 'Failed'), NOTHING, { kind: 'integer' }),
  column('empty', text('无结果', 'Nothing found'), NOTHING, { kind: 'integer' }),
  column('rows', text('返回条数', 'Rows'), NOTHING, { kind: 'integer' }),
  column('bytes', text('返回字节', 'Bytes'), NOTHING, { kind: 'integer' }),
  column('p50', text('耗时中位数（毫秒）', 'Median time (ms)'), NOTHING),
  column('p95', text('耗时 P95（毫秒）', 'P95 of the time (ms)'), NOTHING),
  column('p99', text('耗时 P99（毫秒）', 'P99 of the time (ms)'), NOTHING),
];
const SERIES: Shape = {
  name: text('调用统计', 'Calls'),
  columns: [column('at', text('时间（北京时间）', 'Time (Beijing)'), NOTHING, { width: 22 }), ...COUNTS],
};
const TOP: Shape = {
  name: text('调用排行', 'Most calls'),
  columns: [
    column('name', text('名称', 'Name'), NOTHING, { width: 36 }),
    column('note', text('说明', 'Note'), NOTHING, { width: 36 }),
    ...COUNTS,
  ],
};

const milliseconds = (micros: number | null): string | undefined =>
  micros === null ? undefined : (micros / 1000).toFixed(1);

const countsOf = (sums: Static<typeof contract.CallSums>): Values => ({
  ...sums,
  p50: milliseconds(sums.p50),
  p95: milliseconds(sums.p95),
  p99: milliseconds(sums.p99),
});

const EAST = 8 * 3_600_000;
const LENGTH = { minute: 16, hour: 16, day: 10 };

async function* rowsOf(reading: Promise<Values[]>): AsyncGenerator<Values> {
  yield* await reading;
}

export function createSheets({ series, topRows }: Pick<Reading, 'series' | 'topRows'>) {
  return {
    seriesFile(actor: Actor, { format, ...query }: Static<typeof contract.SeriesExportQuery>): FileOut {
      const rows = series(actor, query).then(({ points, step }) =>
        points.map(({ at, ...sums }) => ({
          at: new Date(Date.parse(at) + EAST).toISOString().replace('T', ' ').slice(0, LENGTH[step]),
          ...countsOf(sums),
        })),
      );
      return tableFile('调用统计', SERIES, rowsOf(rows), format);
    },
    topFile(actor: Actor, { format, ...query }: Static<typeof contract.TopExportQuery>): FileOut {
      const rows = topRows(actor, query).then(found =>
        found.map(({ name, note, ...sums }) => ({ name, note, ...countsOf(sums) })),
      );
      return tableFile('调用排行', TOP, rowsOf(rows), format);
    },
  };
}
