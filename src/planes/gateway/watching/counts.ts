import type { Visit } from '#planes/gateway/call.ts';
import { Neighbours, orderOf } from './neighbours.ts';
import { Persons } from './persons.ts';
import type { EnumerationFacts, Outcome } from './watch.ts';

/** What is written down of a grant's minute, as `plans.watched` takes it. */
export interface Flushed {
  /** Milliseconds of the minute's beginning. */
  minute: number;
  grant_id: number;
  calls: number;
  refused: number;
  failed: number;
  /** Answered calls that found no row. */
  empty: number;
  /** Calls whose identifier lies next to one of the last few. */
  near: number;
  /** Tries of values, as the protection of verifications tells them. */
  guesses: number;
  /** The post that asked about the most persons this hour, and about how many. */
  post: string;
  post_persons: number;
  facts: EnumerationFacts | null;
}

const MINUTE = 60_000;
/** So many neighbours are told at once, and again with each further lot. */
const LOT = 50;
/** A grant without calls for so long is forgotten. */
const IDLE = 60 * MINUTE;

interface Counted {
  now: Flushed;
  /** Minutes that are over and not written down: the flush comes once a minute and not on the minute. */
  past: Flushed[];
  /** Neighbours since something was written down. */
  near: number;
  neighbours: Neighbours;
  persons: Persons;
  usedAt: number;
}

export interface Counts {
  /** Answers whether the grant's counts should be written down now. */
  note(grantId: number, visit: Visit, outcome: Outcome, at: number): boolean;
  guess(grantId: number, times: number, facts: EnumerationFacts, at: number): void;
  /** What was counted since the last time; nothing where that is nothing. */
  take(grantId: number): Flushed[];
  takeAll(at: number): Flushed[];
}

const blank = (grantId: number, at: number): Flushed => ({
  minute: at - (at % MINUTE),
  grant_id: grantId,
  calls: 0,
  refused: 0,
  failed: 0,
  empty: 0,
  near: 0,
  guesses: 0,
  post: '',
  post_persons: 0,
  facts: null,
});

/** The value that the plan's first identifier has in this call: what tells one person from the next. */
function identifierOf(visit: Visit): string {
  const plan = visit.cached?.plan;
  if (plan === undefined || visit.asked === undefined || !('required' in plan)) return '';
  const [name] = plan.required;
  return (name === undefined ? undefined : visit.asked.params[name]) ?? '';
}

export function createCounts(): Counts {
  const grants = new Map<number, Counted>();

  function countedOf(grantId: number, at: number): Counted {
    let counted = grants.get(grantId);
    if (!counted) {
      counted = {
        now: blank(grantId, at),
        past: [],
        near: 0,
        neighbours: new Neighbours(),
        persons: new Persons(),
        usedAt: at,
      };
      grants.set(grantId, counted);
    } else if (at - counted.now.minute >= MINUTE) {
      if (hasCounted(counted.now)) counted.past.push(counted.now);
      counted.now = blank(grantId, at);
    }
    counted.usedAt = at;
    return counted;
  }

  const hasCounted = (one: Flushed): boolean => one.calls > 0 || one.guesses > 0;

  function empty(counted: Counted): Flushed[] {
    const { now, past } = counted;
    const rows = hasCounted(now) ? [...past, now] : past;
    if (rows.length === 0) return rows;
    counted.now = blank(now.grant_id, now.minute);
    counted.past = [];
    counted.near = 0;
    return rows;
  }

  return {
    note(grantId, visit, { result, rows }, at) {
      const counted = countedOf(grantId, at);
      const { now } = counted;
      now.calls += 1;
      if (result === 'refused') now.refused += 1;
      else if (result === 'failed') now.failed += 1;
      else if (rows === 0) now.empty += 1;
      const identifier = identifierOf(visit);
      if (identifier === '') return false;
      const post = visit.asked?.post ?? '';
      const persons = counted.persons.add(post, identifier, at);
      if (persons > now.post_persons) {
        now.post_persons = persons;
        // What a caller writes must not keep the row from being written down.
        now.post = post.slice(0, 100).toWellFormed().replaceAll('\0', '');
      }
      if (!counted.neighbours.isNear(orderOf(identifier))) return false;
      now.near += 1;
      counted.near += 1;
      return counted.near >= LOT;
    },
    guess(grantId, times, facts, at) {
      const { now } = countedOf(grantId, at);
      now.guesses += times;
      now.facts = facts;
    },
    take(grantId) {
      const counted = grants.get(grantId);
      return counted ? empty(counted) : [];
    },
    takeAll(at) {
      const rows: Flushed[] = [];
      for (const [grantId, counted] of grants) {
        rows.push(...empty(counted));
        if (at - counted.usedAt > IDLE) grants.delete(grantId);
      }
      return rows;
    },
  };
}
