import type { RowCondition } from './types.ts';

/** What was typed into an application and not sent yet; kept by this tab only, so that a reload loses nothing. */
export interface Unsent<F> {
  fields: Partial<F>;
  items: string[];
  rows: RowCondition[];
}

const keyOf = (entryId: number) => `shuqiao.application.${entryId}`;

export function readUnsent<F>(entryId: number): Unsent<F> | null {
  try {
    const kept = sessionStorage.getItem(keyOf(entryId));
    return kept === null ? null : (JSON.parse(kept) as Unsent<F>);
  } catch {
    // A browser that keeps nothing only means that a reload starts afresh.
    return null;
  }
}

export function keepUnsent<F>(entryId: number, unsent: Unsent<F>): void {
  try {
    sessionStorage.setItem(keyOf(entryId), JSON.stringify(unsent));
  } catch {
    // As above: the form itself still holds everything.
    return;
  }
}

export function dropUnsent(entryId: number): void {
  try {
    sessionStorage.removeItem(keyOf(entryId));
  } catch {
    // Nothing was kept then.
    return;
  }
}
