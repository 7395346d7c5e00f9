/** Looks after a transfer while it goes: whether it may go on, how far it is, and what ends it. */
import type { Stage, TransferOrder } from './order.ts';

const CHECKPOINT_BYTES = 8 * 1024 * 1024;
const CHECKPOINT_MILLISECONDS = 1_000;

export interface Watch {
  /** Ends whoever waits for a database that stands still: a revocation must be heard there too. */
  signal: AbortSignal;
  /** Of all chunks, of both directions. */
  readonly bytes: number;
  milliseconds: Record<Stage, number>;
  /** After each chunk; throws what ended the run. */
  passed(stage: Stage, bytes: number, rows: number, setAside?: number): Promise<void>;
  endStage(stage: Stage): void;
  /** Asks now, and throws what ended the run. */
  check(): Promise<void>;
  /** From here on nothing ends the run any more but its own databases. */
  passNoReturn(): Promise<void>;
  close(): void;
}

export function watch(order: Pick<TransferOrder, 'signal' | 'checkpoint' | 'onProgress'>): Watch {
  const { signal } = order;
  const ending = new AbortController();
  const stop = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();

  const milliseconds: Record<Stage, number> = { create: 0, copy: 0, readback: 0, record: 0, switch: 0 };
  let stageStarted = performance.now();
  let bytes = 0;
  let bytesChecked = 0;
  let checking: Promise<void> | undefined;

  function checkpoint(): Promise<void> {
    bytesChecked = bytes;
    checking ??= order
      .checkpoint()
      .catch((error: unknown) => ending.abort(error))
      .finally(() => {
        checking = undefined;
      });
    return checking;
  }
  const ticking = setInterval(() => void checkpoint(), CHECKPOINT_MILLISECONDS);
  const close = (): void => {
    clearInterval(ticking);
    signal?.removeEventListener('abort', stop);
  };

  return {
    signal: ending.signal,
    get bytes() {
      return bytes;
    },
    milliseconds,
    async passed(stage, more, rows, setAside = 0) {
      bytes += more;
      order.onProgress?.({ stage, rows, bytes, setAside });
      if (bytes - bytesChecked >= CHECKPOINT_BYTES) await checkpoint();
      ending.signal.throwIfAborted();
    },
    endStage(stage) {
      const now = performance.now();
      milliseconds[stage] = now - stageStarted;
      stageStarted = now;
    },
    async check() {
      await checkpoint();
      ending.signal.throwIfAborted();
    },
    async passNoReturn() {
      clearInterval(ticking);
      await checking;
      signal?.removeEventListener('abort', stop);
      ending.signal.throwIfAborted();
    },
    close,
  };
}
