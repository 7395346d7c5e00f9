/**
 * Named places where a test kills the process, as a power cut would. Unarmed (always, outside tests) a hot path
 * asks once at construction with `failpointAt` and holds `undefined`: no cost in a request.
 */
let armed: string | undefined;

export function armFailpoint(name: string | undefined): void {
  armed = name;
}

export const FAILPOINTS = [
  'command.before-commit',
  'command.after-commit',
  'record.before-append',
  'record.after-append',
  'ledger.before-commit',
  'ledger.before-publish',
  'ledger.before-keys',
  'ledger.after-keys',
  'ledger.keys-in-force',
  'ledger.keys-named',
  'move.after-create',
  'move.mid-copy',
  'move.after-keep',
  'move.mid-repair',
  'move.after-copy',
  'move.after-readback',
  'move.before-swap',
  'move.after-swap',
  'move.before-receipt',
  'messages.before-mark',
  'gateway.before-fetch',
  'gateway.before-answer',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

/** Dies here, without any clean-up, when this place is armed. */
export function failpoint(name: Failpoint): void {
  if (armed === name) process.kill(process.pid, 'SIGKILL');
}

/** The same for hot paths: a function when armed, `undefined` otherwise. */
export function failpointAt(name: Failpoint): (() => void) | undefined {
  return armed === name ? () => failpoint(name) : undefined;
}
