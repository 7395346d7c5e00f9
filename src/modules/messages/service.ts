import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { createReading } from './reading.ts';
import { type Message, recipientsOf, sentence } from './rules.ts';
import { type SettingsNeeds, createSettings } from './settings.ts';
import * as store from './store.ts';

export interface MessagesNeeds extends Omit<SettingsNeeds, 'secrets'> {
  /** Of the login that writes. */
  pool: pg.Pool;
  clock: Clock;
}

/** Longer than a year, so that what came back after a year is still found. Ours. */
const KEPT_FOR = 400 * 24 * 60 * 60 * 1000;

export function createMessages(needs: MessagesNeeds) {
  const { db, pool, clock } = needs;
  const settings = createSettings({ ...needs, secrets: reader(pool) });

  async function tellAll(tx: Command, messages: readonly Message[]): Promise<void> {
    const told = messages
      .filter(one => one.to.length > 0)
      .map(one => ({
        ...one,
        zh: sentence(one.zh, 'zh'),
        en: sentence(one.en, 'en'),
        to: recipientsOf(one.to),
      }));
    if (told.length > 0) await store.insertMessages(tx, told, new Date(tx.at));
  }

  return {
    /**
     * Tells the posts of departments, or one of their people, in the caller's transaction: a message of a command that
     * is rolled back does not exist. Sentences name no person. Nobody is told when `to` is empty.
     */
    tell: (tx: Command, message: Message): Promise<void> => tellAll(tx, [message]),

    /** The same for many at once. */
    tellAll,

    /** What the to-dos about a subject asked for was done: they no longer count as unread and are not sent any more. */
    settle: async (tx: Command, subject: string): Promise<void> => {
      await store.settle(tx, subject, new Date(tx.at));
    },

    /** Forgets what is older than everything that anybody still asks for; called by the worker. */
    async forgetOld(): Promise<void> {
      const before = new Date(clock.now() - KEPT_FOR);
      if (!(await store.findBefore(db, before))) return;
      await needs.audited(PLATFORM, 'messages.forget', 'messages', async tx => ({
        value: undefined,
        facts: { before: before.toISOString(), messages: await store.deleteBefore(tx, before) },
      }));
    },

    /** Old messages with their readings and deliveries; what they told of stands in the record. */
    forgetBefore: (tx: Command, before: Date): Promise<number> => store.deleteBefore(tx, before),

    reading: createReading({ db, pool, clock, pageKinds: settings.pageKinds }),
    settings,
  };
}

export type Messages = ReturnType<typeof createMessages>;
