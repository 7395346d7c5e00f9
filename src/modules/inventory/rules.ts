export type Cover = 'covered' | 'in_work' | 'open' | 'left_out';

export interface Counts {
  needed: number;
  covered: number;
  inWork: number;
  open: number;
  leftOut: number;
}

/** Coverage is the covered ones of those that need an entry; what is left out, with its reason, is neither. */
export function countsOf(by: readonly { cover: Cover; n: number }[]): Counts {
  const of = (cover: Cover): number =>
    by.filter(one => one.cover === cover).reduce((sum, one) => sum + one.n, 0);
  const [covered, inWork, open] = [of('covered'), of('in_work'), of('open')];
  return { needed: covered + inWork + open, covered, inWork, open, leftOut: of('left_out') };
}
