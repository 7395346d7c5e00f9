/** The walk over the clocks that run: who is to be told what today. Several workers may walk; nothing is said twice. */
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Addressee, Message, Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Describers, type KnownClock, describeClocks } from './describing.ts';
import { type KeyWalkNeeds, createKeyWalk } from './keys.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

export interface WalkNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  deadlines: Pick<Deadlines, 'dues' | 'today'>;
  messages: Pick<Messages, 'tellAll'>;
  organizations: Pick<Organizations, 'regions' | 'departments'> & KeyWalkNeeds['organizations'];
  describers: Describers;
}

/** Clocks that one command tells of. */
const PAGE = 500;

/** What a reminder of a clock is about: settled when something happens to the clock. */
export const clockSubject = (clockId: number): string => `clock:${clockId}`;

interface Saying extends store.NewTold {
  message: Message;
}

export function createWalk(needs: WalkNeeds) {
  const { db, audited, clock, deadlines, messages, organizations, describers } = needs;
  const { dues } = deadlines;
  const walkKeys = createKeyWalk({ audited, messages, organizations });

  /** Whoever's turn it is, and, when it is late, the head above them. */
  function addressees({ described }: KnownClock, kind: rules.ReminderKind): Addressee[] {
    const { departmentId, roles } = described.waitsFor;
    if (kind !== 'late') return [{ departmentId, roles }];
    const head = roles.includes('sharing_head') ? 'department_head' : 'sharing_head';
    return [{ departmentId, roles: [...roles, head] }];
  }

  async function offices() {
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    const active = departments.filter(one => one.state === 'active');
    return (departmentId: number) => rules.authorityOver(departmentId, regions, active) ?? null;
  }

  async function tellPage(tx: Command): Promise<{ looked: number; told: Record<string, number> }> {
    const clocks = await dues.take(tx, PAGE);
    const today = deadlines.today();
    const speaking = clocks.filter(one => rules.reminderOf(one.reading, today) !== undefined);
    const authorityOf = await offices();
    const sayings = (await describeClocks(describers, speaking, tx)).flatMap((one): Saying[] => {
      const reminder = rules.reminderOf(one.reading, today);
      if (!reminder) return [];
      const { kind, day } = reminder;
      const { lateDays } = one.reading;
      const escalates = kind === 'late' && lateDays >= rules.ESCALATES_AFTER;
      return [
        {
          clockId: one.id,
          kind,
          day,
          lateDays: kind === 'late' ? lateDays : 0,
          authorityId: escalates ? authorityOf(one.described.waitsFor.departmentId) : null,
          message: {
            kind: 'todo',
            to: addressees(one, kind),
            ...rules.sentenceOf(kind, one.described, one.reading),
            path: one.described.path,
            subject: clockSubject(one.id),
          },
        },
      ];
    });
    const fresh = new Set(
      (await store.insertTold(tx, sayings, new Date(tx.at))).map(({ clockId }) => clockId),
    );
    const said = sayings.filter(({ clockId }) => fresh.has(clockId));
    await messages.tellAll(
      tx,
      said.map(({ message }) => message),
    );
    const counts = { near: 0, due: 0, late: 0 };
    for (const { kind } of said) counts[kind] += 1;
    return { looked: clocks.length, told: counts };
  }

  /** Each authority once a day, when its clocks were walked: one message for all that is late. */
  async function escalate(): Promise<void> {
    const today = deadlines.today();
    for (const one of await store.listToEscalate(db, today))
      await audited(PLATFORM, 'reminders.escalate', `department:${one.authorityId}`, async tx => {
        if (await store.insertEscalation(tx, one, today, new Date(tx.at)))
          await messages.tellAll(tx, [
            {
              kind: 'todo',
              to: [{ departmentId: one.authorityId, roles: ['authority'] }],
              ...rules.escalationOf(one.clocks, one.worst),
              path: '/overdue',
              subject: `overdue:${today}`,
            },
          ]);
        return { value: undefined, facts: { clocks: one.clocks, worst: one.worst } };
      });
  }

  return {
    /** Tells what is to be told today, on working days from nine in the morning on. Called again and again. */
    async walk(): Promise<void> {
      if (!rules.isMorningOver(clock.now()) || !(await dues.worksToday())) return;
      while (await dues.waits()) {
        const { value } = await audited(PLATFORM, 'reminders.tell', 'reminders', async tx => {
          const page = await tellPage(tx);
          return { value: page, facts: { looked: page.looked, ...page.told } };
        });
        // What is left is in another worker's hands.
        if (value.looked < PAGE) break;
      }
      await escalate();
      await walkKeys();
    },
  };
}
