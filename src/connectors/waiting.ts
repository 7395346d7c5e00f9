/** A reader that waits for what a server sends next, and not for ever. */
export interface Waiting {
  /** Something came; to be called at each arrival, whether anybody waits or not. */
  heard: () => void;
  /** There is something to do for whoever waits. */
  rouse: () => void;
  /** Resolves at the next `rouse`. When nothing was heard for `patience` milliseconds `giveUp` is called, which rouses. */
  wait: () => Promise<void>;
}

export function createWaiting(patience: number, giveUp: () => void): Waiting {
  let heardAt = 0;
  let wake: (() => void) | undefined;
  return {
    heard() {
      heardAt = performance.now();
    },
    rouse() {
      wake?.();
      wake = undefined;
    },
    async wait() {
      const since = performance.now();
      const roused = new Promise<void>(resolve => {
        wake = resolve;
      });
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        const left = Math.max(since, heardAt) + patience - performance.now();
        if (left > 0) timer = setTimeout(look, left + 1);
        else giveUp();
      };
      look();
      await roused;
      clearTimeout(timer);
    },
  };
}
