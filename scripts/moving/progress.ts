/** How far a move is: a bar on a terminal, a line now and then elsewhere. */
import type { Stage } from '#planes/mover/transfer.ts';

const STAGES: Record<Stage, string> = {
  create: '准备 preparing',
  copy: '读写 copying',
  readback: '读回对账 reading back',
  record: '记账 recording',
  switch: '切换 placing',
};
const BAR = 24;
const REDRAW_MILLISECONDS = 200;
const LINE_MILLISECONDS = 5_000;

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export interface Progress {
  (now: { stage: Stage; rows: number; setAside: number }): void;
  end(): void;
}

/** `expected`: rows that the source counted; undefined where it could not. */
export function createProgress(
  expected: number | undefined,
  out: NodeJS.WriteStream = process.stderr,
): Progress {
  const every = out.isTTY ? REDRAW_MILLISECONDS : LINE_MILLISECONDS;
  let stage: Stage = 'create';
  let since = performance.now();
  let said = out.isTTY ? 0 : performance.now();
  let drawn = false;

  function line(rows: number, setAside: number): string {
    const seconds = (performance.now() - since) / 1000;
    const rate = seconds > 0.5 ? Math.round(rows / seconds) : undefined;
    const share = expected === undefined || expected === 0 ? undefined : Math.min(1, rows / expected);
    const left =
      share !== undefined && rate !== undefined && rate > 0 && expected !== undefined
        ? (expected - rows) / rate
        : undefined;
    const parts = [
      `${STAGES[stage]} ${rows.toLocaleString('en')} rows`,
      ...(rate === undefined ? [] : [`${rate.toLocaleString('en')}/s`]),
      ...(left === undefined ? [] : [`还需 left ${clock(Math.max(0, left))}`]),
      ...(setAside > 0 ? [`搁置 set aside ${setAside}`] : []),
    ];
    if (!out.isTTY || share === undefined) return parts.join('  ');
    const full = Math.round(share * BAR);
    return `[${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)}%  ${parts.join('  ')}`;
  }

  const progress: Progress = ({ stage: now, rows, setAside }) => {
    if (now !== stage) {
      stage = now;
      since = performance.now();
    } else if (performance.now() - said < every) return;
    said = performance.now();
    drawn = out.isTTY;
    out.write(out.isTTY ? `\r\x1b[K${line(rows, setAside)}` : `${line(rows, setAside)}\n`);
  };
  progress.end = () => {
    if (drawn) out.write('\r\x1b[K');
  };
  return progress;
}
