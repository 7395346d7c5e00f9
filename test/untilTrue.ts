import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until a condition holds, and fails after `milliseconds` with what was waited for. The limit is there that a fault
 * does not hang the tests; it promises nothing about speed, so it is wide enough for a machine that is busy with others.
 */
export async function untilTrue(
  condition: () => boolean | Promise<boolean>,
  what: string | (() => string) = 'it comes about',
  milliseconds = 30_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) assert.fail(`waited in vain: ${typeof what === 'string' ? what : what()}`);
    await pause(10);
  }
}
