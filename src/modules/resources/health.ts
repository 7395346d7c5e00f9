/** Whether departments' interfaces answer: looked at when it is time, counted, and told when it changes. */
import type pg from 'pg';
import { type Db, bookkeeping } from '#kernel/db.ts';
import type { Clock } from '#kernel/clock.ts';
import { Refusal, type Text } from '#kernel/errors.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Audited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Interfaces } from './interfaces.ts';
import * as store from './interfaceStore.ts';

/** Checks in vain in a row after which an interface is held to be down: one may be a hiccup. */
const IN_ROW = 3;
/** At one time, so that a city’s interfaces are not all called at once. */
const AT_ONCE = 8;
const ROUND = 200;

export interface HealthNeeds {
  db: Db;
  pool: pg.Pool;
  audited: Audited;
  clock: Clock;
  catalog: Pick<Catalog, 'publishedContent'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  interfaces: Pick<Interfaces, 'look'>;
}

export function createHealth({ db, pool, audited, clock, catalog, messages, interfaces }: HealthNeeds) {
  /** What was wrong in words, undefined where it answered. */
  async function problemOf(row: store.InterfaceRow): Promise<Text | undefined> {
    try {
      await interfaces.look(row);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.title;
      throw error;
    }
  }

  async function turn(
    row: store.InterfaceRow,
    state: 'mounted' | 'down',
    problem: Text | undefined,
  ): Promise<void> {
    const action = state === 'down' ? 'resources.interface_down' : 'resources.interface_up';
    await audited(PLATFORM, action, `interface:${row.id}`, async tx => {
      const now = await store.findInterface(tx, row.id);
      if (!now || now.state === state) return { value: undefined };
      await store.setState(tx, row.id, state, problem?.zh ?? '', new Date(tx.at));
      const subject = `interface:${row.id}`;
      await messages.settle(tx, subject);
      const title = (await catalog.publishedContent(row.entryId, tx))?.title ?? row.name;
      await messages.tell(tx, {
        kind: state === 'down' ? 'todo' : 'result',
        to: [{ departmentId: row.departmentId, roles: ['data_officer', 'integrator'] }],
        zh:
          state === 'down'
            ? `“${title}”挂接的接口“${row.name}”没有应答：${problem?.zh ?? ''}。使用部门的调用正在失败，请尽快恢复`
            : `“${title}”挂接的接口“${row.name}”已恢复应答`,
        en:
          state === 'down'
            ? `The interface “${row.name}” of “${title}” does not answer: ${problem?.en ?? ''}. Calls fail; please restore it`
            : `The interface “${row.name}” of “${title}” answers again`,
        path: `/resources/interfaces/${row.id}`,
        subject,
      });
      return {
        value: undefined,
        facts: { interface: row.id, entryId: row.entryId, state, problem: problem?.zh ?? '' },
      };
    });
  }

  async function check(row: store.InterfaceRow): Promise<void> {
    const started = performance.now();
    const problem = await problemOf(row);
    const milliseconds = Math.round(performance.now() - started);
    const { inRow } = await bookkeeping(pool, 'health of interfaces', tx =>
      store.putHealth(tx, {
        id: row.id,
        at: new Date(clock.now()),
        ok: problem === undefined,
        milliseconds,
        problem: problem?.zh ?? '',
      }),
    );
    if (problem === undefined && row.state === 'down') await turn(row, 'mounted', undefined);
    if (problem !== undefined && row.state === 'mounted' && inRow >= IN_ROW) await turn(row, 'down', problem);
  }

  return {
    /** Looks at every interface whose time has come; called by the worker. Answers how many. */
    async checkDue(): Promise<number> {
      const due = await store.listDue(db, new Date(clock.now()), ROUND);
      const lost: unknown[] = [];
      for (let at = 0; at < due.length; at += AT_ONCE)
        for (const result of await Promise.allSettled(due.slice(at, at + AT_ONCE).map(row => check(row))))
          if (result.status === 'rejected') lost.push(result.reason);
      if (lost.length > 0) throw new AggregateError(lost, 'interfaces could not be checked');
      return due.length;
    },

    /** Now, whatever the interval says. */
    async checkNow(id: number): Promise<void> {
      const row = await store.findInterface(db, id);
      if (row) await check(row);
    },
  };
}

export type Health = ReturnType<typeof createHealth>;
