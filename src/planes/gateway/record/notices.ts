import type { Recorder } from '#record/append.ts';
import type { Caller } from '#planes/gateway/callers/caller.ts';
import { createTally } from './tally.ts';

/** What the gateway tells beside the calls themselves: strangers at the door, and signatures that carry too much. */
export interface Notices {
  /** An attempt that no registered caller stands behind. */
  stranger(address: string, code: string, at: number): Promise<void>;
  /** A signature of this system came with more different calls than the system may send under one. */
  crowded(caller: Caller, at: number): Promise<void>;
  /** A department's database, or a table of it, is in another state than before. */
  source(change: SourceChange, at: number): Promise<void>;
  flush(at: number): Promise<void>;
}

export interface SourceChange {
  sourceId: number;
  departmentId: number;
  /** `schema.table`; empty for the whole database. */
  place: string;
  state: string;
  problem: string;
  facts: Record<string, string>;
}

export function createNotices(recorder: Recorder, callerOf: (rid: string) => Caller | undefined): Notices {
  const strangers = createTally(recorder, (address, attempts, codes) => ({
    action: 'gateway.strangers',
    facts: { address, attempts, codes },
  }));
  const crowds = createTally(recorder, (rid, attempts) => {
    const caller = callerOf(rid);
    return {
      action: 'gateway.crowded_signature',
      facts: {
        rid,
        systemId: caller?.id ?? null,
        departmentId: caller?.departmentId ?? null,
        spread: caller?.spread ?? null,
        attempts,
      },
    };
  });
  const changes = new Map<string, SourceChange>();
  const sources = createTally(recorder, (key, times) => {
    const change = changes.get(key);
    changes.delete(key);
    return { action: 'gateway.source', facts: { ...change, times } };
  });
  return {
    source: (change, at) => {
      const key = `${change.sourceId}/${change.place}/${change.state}`;
      changes.set(key, change);
      return sources.note(key, change.problem, at);
    },
    stranger: (address, code, at) => strangers.note(address, code, at),
    crowded: (caller, at) => crowds.note(caller.rid, 'gateway.too_many_bodies', at),
    flush: async at => {
      await Promise.all([strangers.flush(at), crowds.flush(at), sources.flush(at)]);
    },
  };
}
