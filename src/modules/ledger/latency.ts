/**
 * How long calls took, as counts by bucket: summaries of minutes add up to those of hours, of a grant to those of a
 * department, and percentiles come out of the sum.
 *
 * Bucket 0 is everything below 128 µs; each bucket after it is 2^(1/4) times as wide as the one before, the last takes
 * in everything above 134 s. A percentile is said as the geometric middle of its bucket, so it is off by at most
 * 2^(1/8) − 1 = 9.1 percent either way.
 */
const FIRST = 128;
const PER_DOUBLING = 4;
const DOUBLINGS = 20;
export const BUCKETS = PER_DOUBLING * DOUBLINGS + 2;
export const LARGEST_ERROR = 2 ** (1 / 8) - 1;

export function bucketOf(micros: number): number {
  if (micros < FIRST) return 0;
  const bucket = 1 + Math.floor(Math.log2(micros / FIRST) * PER_DOUBLING);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** Microseconds that stand for a bucket. */
const middleOf = (bucket: number): number =>
  bucket === 0 ? FIRST / 2 : FIRST * 2 ** ((bucket - 0.5) / PER_DOUBLING);

/** The microseconds within which this share (0..1) of the calls was answered; null without calls. */
export function percentileOf(counts: readonly number[], share: number): number | null {
  const all = counts.reduce((sum, n) => sum + n, 0);
  if (all === 0) return null;
  let left = Math.max(1, Math.ceil(all * share));
  for (const [bucket, n] of counts.entries()) {
    left -= n;
    if (left <= 0) return Math.round(middleOf(bucket));
  }
  return Math.round(middleOf(counts.length - 1));
}
