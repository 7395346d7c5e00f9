/** To-dos of mandates: a head signs what leaves or accepts what came back narrower, another one answers. */
import type { Mandates } from '#modules/mandates/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Todo } from './rules.ts';

const KIND_WORDS: Readonly<Record<string, string>> = { blanket: '整体授权', proxy: '代理授权' };

export function createMandateTodos(mandates: Pick<Mandates, 'todo'>) {
  return async (actor: Actor): Promise<Todo[]> => {
    if (!actor.permissions.has('sharing.consent')) return [];
    return (await mandates.todo(actor)).map((one): Todo => {
      const other = one.provider.id === actor.departmentId ? one.holder : one.provider;
      const answers = one.actions.includes('agree');
      return {
        kind: answers ? 'answer_mandate' : 'sign_mandate',
        title: `${KIND_WORDS[one.kind] ?? ''}：${one.matter}`,
        no: one.no,
        other: other?.name ?? '',
        path: `/mandates/${one.id}`,
        objectId: one.id,
        clock: answers ? one.clock : null,
        since: one.changedAt,
        summary: `${one.provider.name}的${one.covers}，用于${one.matter}，至 ${one.until ?? ''}${one.actions.includes('accept') ? '；对方部分同意，请决定是否接受' : ''}`,
      };
    });
  };
}
