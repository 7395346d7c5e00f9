/** Two sides measured in turn within one run, so that whatever else the machine does hits both. */

export interface Pair {
  ours: number;
  bare: number;
  /** Load average of the last minute when the pair was over. */
  load: number;
}

export interface PairResult {
  pairs: Pair[];
  ratios: number[];
  median: number;
  lowest: number;
  highest: number;
  /** True when a pair differs from the median by more than a third: the run then proves nothing. */
  disturbed: boolean;
}

export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('No values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/**
 * Runs both sides `count` times in turn (which one begins alternates) and compares them pair by pair. Each side
 * returns a figure of which more is better; `ratio` is ours / bare, or bare / ours when `lessIsBetter`.
 */
export async function runPairs(options: {
  count: number;
  ours: (round: number) => Promise<number>;
  bare: (round: number) => Promise<number>;
  load: () => number;
  lessIsBetter?: boolean;
  onPair?: (pair: Pair, ratio: number, round: number) => void;
}): Promise<PairResult> {
  const pairs: Pair[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < options.count; round++) {
    let ours: number;
    let bare: number;
    if (round % 2 === 0) {
      bare = await options.bare(round);
      ours = await options.ours(round);
    } else {
      ours = await options.ours(round);
      bare = await options.bare(round);
    }
    const pair = { ours, bare, load: options.load() };
    const ratio = options.lessIsBetter === true ? bare / ours : ours / bare;
    pairs.push(pair);
    ratios.push(ratio);
    options.onPair?.(pair, ratio, round);
  }
  const middle = median(ratios);
  return {
    pairs,
    ratios,
    median: middle,
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    disturbed: ratios.some(ratio => Math.abs(ratio - middle) > middle / 3),
  };
}
