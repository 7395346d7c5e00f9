/** Which papers a case has, and which step each is about. */
import type { PaperKind } from './words.ts';

/** A step of a case’s history, as far as papers go by it. */
export interface Step {
  action: string;
  at: string;
  record: number | null;
}

export interface Slot<S extends Step> {
  kind: PaperKind;
  /** Undefined for the form of a draft, which rests on nothing yet. */
  step: S | undefined;
}

/**
 * The steps of an application that leave a paper; of several of a kind the last one counts. A check that failed takes
 * back the answer that was checked.
 */
const OF_APPLICATION: Kinds = {
  submit: { leaves: 'form' },
  ask_material: { leaves: 'supplement' },
  grant_extension: { leaves: 'extension' },
  authorise: { leaves: 'answer' },
  standing_consent: { leaves: 'answer' },
  mandate: { leaves: 'answer' },
  green_channel: { leaves: 'answer' },
  agree: { leaves: 'answer' },
  agree_in_part: { leaves: 'answer' },
  fail_check: { takes: 'answer' },
  refuse: { leaves: 'refusal' },
  allow_exception: { leaves: 'refusal' },
};
const OF_GRANT: Kinds = {
  sign_disposal: { leaves: 'disposal' },
  send_back_disposal: { takes: 'disposal' },
};
type Kinds = Partial<Record<string, { leaves?: PaperKind; takes?: PaperKind }>>;

function slots<S extends Step>(history: readonly S[], kinds: Kinds): Slot<S>[] {
  const last = new Map<PaperKind, S>();
  for (const step of history) {
    const { leaves, takes } = kinds[step.action] ?? {};
    if (leaves !== undefined) last.set(leaves, step);
    if (takes !== undefined) last.delete(takes);
  }
  return [...last].map(([kind, step]) => ({ kind, step }));
}

/** The form is there from the first word on; what the provider issues, from the step on that it is about. */
export function papersOfApplication<S extends Step>(history: readonly S[]): Slot<S>[] {
  const found = slots(history, OF_APPLICATION);
  return found.some(slot => slot.kind === 'form') ? found : [{ kind: 'form', step: undefined }, ...found];
}

/** The letter is that of the version in force: what a version says never changes. */
export function papersOfGrant<S extends Step>(
  history: readonly S[],
  versions: readonly { version: number; at: string }[],
): Slot<S>[] {
  const newest = versions.toSorted((a, b) => a.version - b.version).at(-1);
  const step = history.findLast(one => one.at === newest?.at) ?? history[0];
  return [...(step ? [{ kind: 'grant' as const, step }] : []), ...slots(history, OF_GRANT)];
}
