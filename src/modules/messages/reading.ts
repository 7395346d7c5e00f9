/** Messages as their readers see them, and what they have read. */
import type pg from 'pg';
import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping } from '#kernel/db.ts';
import type { Actor } from '#vocabulary/actor.ts';
import * as contract from './contract.ts';
import type { MessageKind } from './rules.ts';
import * as store from './store.ts';

export interface ReadingNeeds {
  db: Db;
  /** Of the login that writes: what somebody has read is no decision. */
  pool: pg.Pool;
  clock: Clock;
  /** The kinds that a person wants in the page. */
  pageKinds: (accountId: number) => Promise<readonly MessageKind[]>;
}

const DAY = 24 * 60 * 60 * 1000;
/** What nobody read for so long no longer counts as unread; it stays in the list. */
const UNREAD_FOR = 90 * DAY;
/** The bell shows 99+. */
const MOST_UNREAD = 100;

export function createReading({ db, pool, clock, pageKinds }: ReadingNeeds) {
  const since = (): Date => new Date(clock.now() - UNREAD_FOR);

  async function wanted(actor: Actor, kind: MessageKind | null | undefined): Promise<MessageKind[]> {
    const kinds = await pageKinds(actor.accountId);
    return kinds.filter(one => kind === undefined || kind === null || one === kind);
  }

  async function unreadOf(actor: Actor): Promise<Static<typeof contract.Unread>> {
    const kinds = await wanted(actor, undefined);
    const rows = await store.countUnread(db, actor, kinds, since(), MOST_UNREAD);
    const of = (kind: MessageKind): number => rows.find(row => row.kind === kind)?.n ?? 0;
    const [todo, result, system] = [of('todo'), of('result'), of('system')];
    return { todo, result, system, bell: Math.min(todo + result, MOST_UNREAD) };
  }

  return {
    unreadOf,

    async list(
      actor: Actor,
      { kind, unread, page, size }: Static<typeof contract.MessageQuery>,
    ): Promise<Static<typeof contract.MessageList>> {
      const kinds = await wanted(actor, kind);
      const filter = { kinds, unreadSince: unread ? since() : undefined };
      const [rows, { n: total }, counted] = await Promise.all([
        store.listMessages(db, actor, filter, size, (page - 1) * size),
        store.countMessages(db, actor, filter),
        unreadOf(actor),
      ]);
      return {
        items: rows.map(row => ({ ...row, at: row.at.toISOString() })),
        total,
        unread: counted,
      };
    },

    async read(actor: Actor, ids: readonly number[]): Promise<Static<typeof contract.Unread>> {
      await bookkeeping(pool, 'what somebody has read', tx =>
        store.markRead(tx, actor, ids, new Date(clock.now())),
      );
      return unreadOf(actor);
    },

    async readAll(actor: Actor, kind: MessageKind | null): Promise<Static<typeof contract.Unread>> {
      const kinds = await wanted(actor, kind);
      await bookkeeping(pool, 'what somebody has read', tx =>
        store.markAllRead(tx, actor, kinds, since(), new Date(clock.now())),
      );
      return unreadOf(actor);
    },
  };
}

export type Reading = ReturnType<typeof createReading>;
