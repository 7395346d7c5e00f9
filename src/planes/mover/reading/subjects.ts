import { createHmac } from 'node:crypto';
import { type SubjectList, packSubjects } from '#record/subjectList.ts';
import { subjectText } from '#record/subjects.ts';
import type { MovePlan } from '#vocabulary/plans.ts';

export interface SubjectCollector {
  /** Tuples; a chunk may end inside one. */
  add(chunk: Buffer): void;
  finish(): SubjectList | undefined;
}

/**
 * Positions of the columns that name a person or company in clear. What the source masks cannot be known here, and need
 * not be: who holds only masked values holds nobody's identifier.
 */
export function subjectColumns(plan: Pick<MovePlan, 'items'>): number[] {
  return plan.items.flatMap((item, i) =>
    item.filter && item.mask.kind === 'none' && item.type === 'text' ? [i] : [],
  );
}

/** Collects the keyed digests of the values in these columns as the rows stream by. */
export function collectSubjects(key: Buffer, columns: readonly number[]): SubjectCollector {
  const wanted = new Set(columns);
  let digests = new BigUint64Array(4096);
  let count = 0;
  let rest = Buffer.alloc(0);

  function keep(value: string): void {
    // One person may have many rows: room is made by leaving out who comes again, as long as that makes enough.
    if (count === digests.length) {
      leaveOutDoubles();
      if (count > digests.length / 2) {
        const larger = new BigUint64Array(digests.length * 2);
        larger.set(digests.subarray(0, count));
        digests = larger;
      }
    }
    digests[count++] = createHmac('sha256', key).update(subjectText(value)).digest().readBigUInt64BE();
  }

  function leaveOutDoubles(): void {
    const sorted = digests.subarray(0, count).sort();
    let kept = 0;
    for (const [i, digest] of sorted.entries())
      if (i === 0 || digest !== sorted[kept - 1]) sorted[kept++] = digest;
    count = kept;
  }

  /** The end of the tuple at `at`, or undefined when it is not whole yet. */
  function tuple(data: Buffer, start: number): number | undefined {
    if (start + 2 > data.length) return undefined;
    const fields = data.readInt16BE(start);
    const values: string[] = [];
    let at = start + 2;
    for (let i = 0; i < fields; i += 1) {
      if (at + 4 > data.length) return undefined;
      const length = Math.max(0, data.readInt32BE(at));
      at += 4;
      if (at + length > data.length) return undefined;
      if (length > 0 && wanted.has(i)) values.push(data.toString('utf8', at, at + length));
      at += length;
    }
    for (const value of values) keep(value);
    return at;
  }

  return {
    add: chunk => {
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (let end = tuple(data, at); end !== undefined; end = tuple(data, at)) at = end;
      rest = Buffer.from(data.subarray(at));
    },
    finish: () => packSubjects(digests.subarray(0, count)),
  };
}
