/** Who is told what of a task: its officers of what goes wrong, the entry's owner of changed columns and of wrong rows. */
import type { Text } from '#kernel/errors.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Command } from '#record/audited.ts';
import type { Trouble } from './rules.ts';
import type { RunRow } from './runStore.ts';
import type { TaskRow } from './taskStore.ts';

export const subjectOf = ({ id }: Pick<TaskRow, 'id'>): string => `task:${id}`;
/** Each trouble is a to-do of its own: one that is over settles none of the others. */
const troubleOf = (task: Pick<TaskRow, 'id'>, trouble: Trouble): string => `${subjectOf(task)}/${trouble}`;
const runOf = (id: number): string => `run:${id}`;

const nameOf = ({ entryTitle, consumer }: TaskRow): Text => ({
  zh: `“${entryTitle}” → ${consumer}`,
  en: `“${entryTitle}” → ${consumer}`,
});

/** The data officers of a department; of a collection those who collect as well. */
const officers = ({ kind, providerId, consumerId }: TaskRow) =>
  (kind === 'collection' ? [providerId, consumerId] : [consumerId]).map(departmentId => ({
    departmentId,
    roles: ['data_officer', 'integrator'] as const,
  }));

const taskPath = ({ id }: TaskRow): string => `/exchange/tasks/${id}`;
const runPath = (id: number): string => `/exchange/runs/${id}`;

export function createTelling(messages: Pick<Messages, 'tell' | 'settle'>) {
  const tell = (tx: Command, task: TaskRow, trouble: Trouble, words: Text, path: string): Promise<void> =>
    messages.tell(tx, {
      kind: 'todo',
      to: officers(task),
      ...words,
      path,
      subject: troubleOf(task, trouble),
    });
  const tellProvider = (
    tx: Command,
    task: TaskRow,
    words: Text,
    path: string,
    subject: string,
  ): Promise<void> =>
    messages.tell(tx, {
      kind: 'todo',
      to: [{ departmentId: task.providerId, roles: ['data_officer'] }],
      ...words,
      path,
      subject,
    });

  return {
    late(tx: Command, task: TaskRow, why: Text): Promise<void> {
      const { zh, en } = nameOf(task);
      const words = {
        zh: `交换任务 ${zh} 没有按时开始：${why.zh}`,
        en: `The exchange task ${en} did not start in time: ${why.en}`,
      };
      return tell(tx, task, 'late', words, taskPath(task));
    },
    blocked(tx: Command, task: TaskRow, why: Text): Promise<void> {
      const { zh, en } = nameOf(task);
      return tell(
        tx,
        task,
        'blocked',
        { zh: `交换任务 ${zh} 不能开始：${why.zh}`, en: `The exchange task ${en} cannot start: ${why.en}` },
        taskPath(task),
      );
    },
    failing(tx: Command, task: TaskRow, run: RunRow, why: Text): Promise<void> {
      const { zh, en } = nameOf(task);
      const words = {
        zh: `交换任务 ${zh} 的运行 ${run.no} 没有送达：${why.zh}`,
        en: `Run ${run.no} of ${en} was not delivered: ${why.en}`,
      };
      return tell(tx, task, 'failing', words, runPath(run.id));
    },
    async unequal(tx: Command, task: TaskRow, run: { runId: number; no: string }): Promise<void> {
      const { zh, en } = nameOf(task);
      const words = {
        zh: `交换任务 ${zh} 对账不一致（运行 ${run.no}），请查看差在哪些行`,
        en: `What ${en} delivered is not equal any more (run ${run.no}): look which rows differ`,
      };
      await tell(tx, task, 'unequal', words, runPath(run.runId));
      // Whose rows they are hears of it too; what is to be done lies with the consumer.
      if (task.kind === 'delivery')
        await messages.tell(tx, {
          kind: 'result',
          to: [{ departmentId: task.providerId, roles: ['data_officer'] }],
          ...words,
          path: runPath(run.runId),
        });
    },
    drift(tx: Command, task: TaskRow, run: RunRow, changed: Text): Promise<void> {
      const words = {
        zh: `目录“${task.entryTitle}”挂载的表变了：${changed.zh}。请确认，必要时重新挂载`,
        en: `The table mounted to “${task.entryTitle}” changed: ${changed.en}. Confirm it, and mount again where needed`,
      };
      return tellProvider(tx, task, words, runPath(run.id), troubleOf(task, 'drift'));
    },
    setAside(tx: Command, task: TaskRow, run: RunRow): Promise<void> {
      const words = {
        zh: `“${task.entryTitle}”有 ${run.setAside} 行数据有误，已搁置（运行 ${run.no}），请改正后重送`,
        en: `${run.setAside} rows of “${task.entryTitle}” were wrong and set aside (run ${run.no}): correct them and send them again`,
      };
      return tellProvider(tx, task, words, runPath(run.id), runOf(run.id));
    },
    /** Troubles that are over. */
    async settle(tx: Command, task: TaskRow, ...troubles: Trouble[]): Promise<void> {
      for (const trouble of troubles) await messages.settle(tx, troubleOf(task, trouble));
    },
    /** Nothing of what a run set aside waits to be corrected there any more. */
    settleAside: (tx: Command, runId: number): Promise<void> => messages.settle(tx, runOf(runId)),
  };
}

export type Telling = ReturnType<typeof createTelling>;
