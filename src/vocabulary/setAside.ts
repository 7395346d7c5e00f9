/**
 * What rows that were set aside are sealed to, under the purpose `set-aside`: the mover seals what the source had, the
 * control plane opens it for those who may see it, and seals what it is to become for the mover.
 */

/** `raw`: the value as the source has it. `key`: what identifies the row, by item, as JSON. */
export const setAsidePlace = (part: 'raw' | 'key', runId: number, n: number): string =>
  `plans.set_aside/${part}/${runId}/${n}`;

/** Of a `SealedCorrection`, as JSON. */
export const correctionPlace = (runId: number, n: number): string => `plans.correction/value/${runId}/${n}`;

export interface SealedCorrection {
  /** The value that should have stood there, as text; null: none. */
  value: string | null;
}
