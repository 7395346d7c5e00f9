/** What the platform enters a department's database with, registered anew in its place: tasks, mounts and grants stay. */
import type { Keys } from '#kernel/keys.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { createAttempt } from './attempting.ts';
import { type createOutside, passwordPlace } from './outside.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { type SourceView, sourceView } from './views.ts';

interface LoginNeeds extends Pick<ReturnType<typeof createOutside>, 'ownSource' | 'testAt'> {
  audited: Audited;
  attempt: ReturnType<typeof createAttempt>;
  keys: Keys;
}

export interface Login {
  user: string;
  password: string;
}

export const createLogins = ({ audited, attempt, keys, ownSource, testAt }: LoginNeeds) => ({
  /** Kept once the database has let it in; gateway and mover take it with their next connection. */
  async changeLogin(
    actor: Actor,
    id: number,
    { user, password }: Login,
  ): Promise<{ source: SourceView; record: number }> {
    const source = await ownSource(actor, id);
    if (source.kind === 'files') throw rules.refuse.no_login();
    const action = 'resources.change_login';
    const object = `source:${id}`;
    const { report } = await attempt(actor, action, object, () =>
      testAt(actor.departmentId, { ...source, user, password }),
    );
    const { canWrite } = report;
    const { record } = await audited(actor, action, object, async tx => {
      await store.putLogin(tx, id, {
        user,
        canWrite,
        sealed: keys.seal('credentials', passwordPlace(id), password),
      });
      return { value: undefined, facts: { user, before: source.user, canWrite } };
    });
    return { source: sourceView(await ownSource(actor, id)), record };
  },
});
