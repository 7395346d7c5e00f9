/** What waits for somebody around results and examples. */
import type { Actor } from '#vocabulary/actor.ts';
import type { Results } from './service.ts';

export interface ResultTodo {
  kind: 'report_result' | 'review_example' | 'revise_example' | 'vote_example' | 'close_round';
  id: number;
  title: string;
  no: string;
  other: string;
  since: string;
  path: string;
  summary: string;
}

const MOST = 50;
const startOf = (date: string): string => `${date}T00:00:00.000Z`;

type Sources = Pick<Results, 'reporting' | 'examples' | 'rounds'>;

async function reports({ reporting }: Sources, actor: Actor): Promise<ResultTodo[]> {
  if (!actor.permissions.has('sharing.apply')) return [];
  return (await reporting.dueOf(actor.departmentId)).slice(0, MOST).map(({ grant, occasion }) => ({
    kind: 'report_result',
    id: grant.id,
    title: grant.entryTitle,
    no: grant.no,
    other: grant.providerName,
    since: startOf(grant.endedOn ?? grant.from),
    path: `/results/report?grant=${grant.id}`,
    summary: occasion === 'half' ? '使用期限过半，请反馈成效' : '使用已结束，请反馈成效',
  }));
}

async function reviews({ examples }: Sources, actor: Actor): Promise<ResultTodo[]> {
  const { items } = await examples.list(actor, {
    state: ['proposed', 'returned'],
    class: [],
    q: '',
    page: 1,
    size: MOST,
  });
  return items.flatMap((one): ResultTodo[] => {
    const kind = one.actions.includes('put_up')
      ? 'review_example'
      : one.state === 'returned' && one.actions.includes('edit')
        ? 'revise_example'
        : undefined;
    if (kind === undefined) return [];
    return [
      {
        kind,
        id: one.id,
        title: one.title,
        no: '',
        other: kind === 'review_example' ? one.department.name : '',
        since: one.changedAt,
        path: `/results/examples/${one.id}`,
        summary: `${one.department.name}：${one.matter}`,
      },
    ];
  });
}

async function votes({ rounds }: Sources, actor: Actor): Promise<ResultTodo[]> {
  const { items } = await rounds.list(actor);
  return items.flatMap((round): ResultTodo[] =>
    round.actions.map(action => ({
      kind: action === 'vote' ? 'vote_example' : 'close_round',
      id: round.id,
      title: round.title,
      no: '',
      other: round.regionName,
      since: startOf(action === 'vote' ? round.firstDay : round.lastDay),
      path: '/results/rounds',
      summary:
        action === 'vote'
          ? `${round.candidates.length} 个案例，${round.lastDay} 前投票，每个部门一票`
          : `投票已截止，${round.cast} 个部门投票，请公布结果`,
    })),
  );
}

export async function todosOf(sources: Sources, actor: Actor): Promise<ResultTodo[]> {
  if (!actor.permissions.has('sharing.read')) return [];
  return (
    await Promise.all([reports(sources, actor), reviews(sources, actor), votes(sources, actor)])
  ).flat();
}
