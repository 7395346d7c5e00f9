/** Nothing is to be done after all: a command that throws it is taken back, and leaves no record. */
export class NothingDue extends Error {}

/** Undefined where nothing was to be done. */
export async function unlessNothing<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof NothingDue) return undefined;
    throw error;
  }
}
