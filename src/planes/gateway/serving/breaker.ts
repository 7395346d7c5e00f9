/**
 * Keeps calls away from what does not answer: after so many failures in a row it is left alone for a while, then one
 * call tries it, and the while grows until one succeeds. One for each department's database or interface.
 */
export interface Breaker {
  /** Whether a call may go there now. Who gets true must say how it went: `succeeded` or `failed`. */
  enter(): boolean;
  succeeded(): void;
  failed(): void;
  /** Milliseconds until the next call may try; 0 while calls go through. */
  wait(): number;
}

export interface BreakerOptions {
  /** Failures in a row after which it opens. */
  failures: number;
  /** The first pause and the longest, milliseconds; each pause in a row is twice the one before. */
  pause: number;
  longest: number;
  /** Milliseconds that only go forward. */
  now?: () => number;
}

export function createBreaker({
  failures,
  pause,
  longest,
  now = () => performance.now(),
}: BreakerOptions): Breaker {
  let inRow = 0;
  let openUntil = 0;
  let next = pause;
  /** When the one trying call went out; a call that never says how it went is forgotten after another pause. */
  let trying = 0;
  return {
    enter() {
      if (inRow < failures) return true;
      const at = now();
      if (at < openUntil || (trying > 0 && at < trying + longest)) return false;
      trying = at;
      return true;
    },
    succeeded() {
      inRow = 0;
      next = pause;
      trying = 0;
    },
    failed() {
      inRow += 1;
      if (inRow < failures) return;
      // Calls that were under way when it opened do not lengthen the pause.
      const at = now();
      if (trying === 0 && at < openUntil) return;
      trying = 0;
      openUntil = at + next;
      next = Math.min(next * 2, longest);
    },
    wait: () => (inRow < failures ? 0 : Math.max(openUntil - now(), 0)),
  };
}
