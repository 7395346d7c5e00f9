import { refuse as platform } from '#kernel/errors.ts';
import type { Lifecycle } from '#kernel/lifecycle.ts';
import { refuse } from './refusals.ts';
import type { Relation } from './rules.ts';

/** Where a step leads; refuses one that may not be taken from here, or not by whoever stands so. */
export function nextState<State extends string, Action extends string>(
  life: Lifecycle<State, Action, Relation>,
  action: Action,
  state: State,
  holds: (relation: Relation) => boolean,
): State {
  const next = life.next(action, state);
  if (next === undefined) throw refuse.wrong_state({ state });
  if (!life.allows(action, state, holds)) throw platform.forbidden();
  return next;
}

const LEAST_WORDS = 2;

/** Refuses a step that must say why. */
export function needWords(note: string): void {
  if (Array.from(note).length < LEAST_WORDS) throw refuse.reason_needed({ least: LEAST_WORDS });
}
