/** Looking again and again for what other processes of the platform changed. */
export interface Looking {
  /** Ends it, and waits for a look that is under way. */
  close(): Promise<void>;
}

/** Looks every so many milliseconds. `lost` hears of what went wrong; it goes on. Keeps no process alive by itself. */
export function lookAgain(
  milliseconds: number,
  look: () => Promise<void>,
  lost: (error: unknown) => void,
): Looking {
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => (looking = look().catch(lost)), milliseconds).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
