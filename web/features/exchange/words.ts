import { formatCount } from '../../ui/format.ts';
import type { Mode, Receipt, Run, RunState, SetAsideRow, Trouble } from './types.ts';

type Pair = readonly [zh: string, en: string];

export const MODES: Record<Mode['kind'], Pair> = {
  full: ['全量', 'Full'],
  incremental: ['增量', 'Incremental'],
  append: ['追加', 'Append'],
};

export const TRIGGERS: Record<Run['trigger'], Pair> = {
  person: ['手动', 'By hand'],
  schedule: ['按计划', 'By schedule'],
  event: ['由事件触发', 'By an event'],
  resend: ['改正后重送', 'Resend of corrected rows'],
};

export const TROUBLES: Record<Trouble, Pair> = {
  late: ['迟到', 'Late'],
  failing: ['连续失败', 'Failing'],
  unequal: ['对账不一致', 'Not reconciled'],
  blocked: ['受阻', 'Blocked'],
  drift: ['来源有变', 'Source changed'],
};

/** What the comparison of both ends is worth, in the words of who has to rely on it. */
export const GRADES: Record<Receipt['grade'], { name: Pair; what: Pair }> = {
  snapshot: {
    name: ['同一时点', 'Single point in time'],
    what: [
      '来源的所有行在同一时点读出，与写完后读回的逐行相同。',
      'All source rows were read as of a single point in time and match, row by row, what was read back after writing.',
    ],
  },
  stream: {
    name: ['边读边核', 'Row by row, while reading'],
    what: [
      '来源不能固定在一个时点；核对的是读到的每一行，读的过程中来源可能又有变化。',
      'The source cannot be fixed at a single point in time: each row was compared as it was read, and the source may have changed meanwhile.',
    ],
  },
  none: {
    name: ['未核对内容', 'Contents not compared'],
    what: [
      '这次运行只核对了行数，没有核对内容。',
      'This run compared only the number of rows, not their contents.',
    ],
  },
};

export const SET_ASIDE: Record<SetAsideRow['state'], { words: Pair; tone: string }> = {
  open: { words: ['待改正', 'To be corrected'], tone: 'warning' },
  corrected: { words: ['已改正，待重送', 'Corrected, to be resent'], tone: 'processing' },
  sent: { words: ['正在重送', 'Being resent'], tone: 'processing' },
  arrived: { words: ['已送达', 'Arrived'], tone: 'success' },
  again: { words: ['又被搁置', 'Set aside again'], tone: 'warning' },
};

export const WEEKDAYS: readonly Pair[] = [
  ['周一', 'Mon'],
  ['周二', 'Tue'],
  ['周三', 'Wed'],
  ['周四', 'Thu'],
  ['周五', 'Fri'],
  ['周六', 'Sat'],
  ['周日', 'Sun'],
];

/** 1 row, 10,023 rows. */
export const rowsEn = (count: number): string =>
  `${formatCount(count, 'en')} ${count === 1 ? 'row' : 'rows'}`;

export interface Verdict {
  words: Pair;
  tone: 'default' | 'warning' | 'error';
}
const FOUND: Record<string, Verdict> = {
  target_changed: { words: ['目标已被改动', 'Target was changed'], tone: 'error' },
  differs: { words: ['与来源不同', 'Differs from the source'], tone: 'error' },
  source_moving: { words: ['来源在变，未对出结果', 'Source changing, no result'], tone: 'warning' },
};
const COUNTED: Verdict = { words: ['只核对了行数', 'Rows only counted'], tone: 'default' };

/** What a delivered run may be called where “对账一致” would say too much; undefined where it says it rightly. */
export function verdictOf({
  state,
  comparison,
  grade,
}: Pick<Run, 'state'> & Partial<Pick<Run, 'comparison' | 'grade'>>): Verdict | undefined {
  if (state !== 'delivered') return undefined;
  return FOUND[comparison?.result ?? ''] ?? (grade === 'none' ? COUNTED : undefined);
}

const LIVE: readonly RunState[] = ['queued', 'running', 'delivering'];

export const isLive = (run: { state: RunState } | null | undefined): boolean =>
  run !== null && run !== undefined && LIVE.includes(run.state);
