import type { RuleId } from '#vocabulary/profile.ts';

/** One row of a lifecycle: who may do what from where, and where it leads. */
export interface Step<State extends string, Action extends string, Relation extends string> {
  action: Action;
  from: readonly State[];
  /** `same`: the state stays. */
  to: State | 'same';
  /** How a person must stand to the thing: any one of these. */
  actor: Relation | readonly Relation[];
  /** The rule of the jurisdiction that the step follows, shown beside it. */
  rule?: RuleId;
}

export interface Lifecycle<State extends string, Action extends string, Relation extends string> {
  rows: readonly Step<State, Action, Relation>[];
  /** What may be done now by someone who stands to the thing as `holds` says; each action once, in the table's order. */
  actions(state: State, holds: (relation: Relation) => boolean): Action[];
  /** Where the action leads from this state; undefined when it may not be done from there by anyone. */
  next(action: Action, state: State): State | undefined;
  /** Whether someone who stands so may do the action from this state. */
  allows(action: Action, state: State, holds: (relation: Relation) => boolean): boolean;
}

/** A lifecycle is its table and nothing else. Throws when two rows give one action two targets from one state. */
export function defineLifecycle<State extends string, Action extends string, Relation extends string>(
  rows: readonly Step<State, Action, Relation>[],
): Lifecycle<State, Action, Relation> {
  const targets = new Map<string, State>();
  for (const { action, from, to } of rows) {
    for (const state of from) {
      const place = `${action} from ${state}`;
      const target = to === 'same' ? state : to;
      const known = targets.get(place);
      if (known !== undefined && known !== target)
        throw new Error(`${place} leads to both ${known} and ${target}`);
      targets.set(place, target);
    }
  }
  const relationsOf = ({ actor }: Step<State, Action, Relation>): readonly Relation[] =>
    typeof actor === 'string' ? [actor] : actor;
  const open = (state: State, holds: (relation: Relation) => boolean): Action[] => [
    ...new Set(
      rows.filter(row => row.from.includes(state) && relationsOf(row).some(holds)).map(row => row.action),
    ),
  ];
  return {
    rows,
    actions: open,
    next: (action, state) => targets.get(`${action} from ${state}`),
    allows: (action, state, holds) => open(state, holds).includes(action),
  };
}
