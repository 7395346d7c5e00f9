import { Refusal } from '#kernel/errors.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';

/** A refused attempt to look outside is recorded too, without keeping a transaction open while a stranger answers. */
export const createAttempt =
  (audited: Audited) =>
  async <T>(actor: Actor, action: string, object: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await audited(actor, action, object, () => Promise.reject(error));
      throw error;
    }
  };
