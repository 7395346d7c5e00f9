/** The steps of a case, at most five, by its kind and by who answers it. No page, no platform. */
import type { Application } from './types.ts';
import type { Translate } from './words.ts';

export interface CaseStep {
  title: string;
  /** When and by whom, once it was done. */
  done: Application['history'][number] | undefined;
}

interface Planned {
  title: string;
  /** The states in which the case rests at this step. */
  states: readonly Application['state'][];
  actions: RegExp;
}

const CHECK = /pass_check|fail_check/u;

function planned(application: Application, t: Translate): Planned[] {
  const { path, state, history, kind, shareType } = application;
  const has = (pattern: RegExp) => history.some(step => pattern.test(step.action));
  const sent: Planned = {
    title: t('填写申请', 'Request'),
    states: ['draft', 'declined'],
    actions: /^(submit|apply|apply_change)$/u,
  };
  const consent: Planned = {
    title: t('本部门签批', 'Own consent'),
    states: ['awaiting_consent'],
    actions: /^(consent|decline)$/u,
  };
  const granted: Planned = {
    title: kind === 'change' ? t('变更生效', 'Change in force') : t('授权生效', 'Grant'),
    states: ['agreed', 'partly_agreed'],
    actions: /^(grant|issue|accept|amend)$/u,
  };
  const answer: Planned = {
    title: t('提供方答复', 'Answer'),
    states: ['awaiting_answer', 'awaiting_material', 'awaiting_exception', 'refused', 'moved', 'lapsed'],
    actions: /^(agree|agree_in_part|agree_partly|refuse|refuse_outside|ask_material|redirect|lapse)$/u,
  };
  if (shareType !== 'conditional' && state === 'awaiting_class')
    return [
      sent,
      consent,
      { title: t('协调共享类型', 'Class'), states: ['awaiting_class'], actions: /^$/u },
      granted,
    ];
  if (path === 'green_channel')
    return [
      sent,
      consent,
      { title: t('先行使用', 'In use'), states: [], actions: /^(green_channel|consent)$/u },
      {
        title: t('事后审核', 'Review'),
        states: ['awaiting_review', 'agreed', 'refused'],
        actions: /^(confirm_use|end_use)$/u,
      },
    ];
  if (path === 'standing_consent' || path === 'mandate') return [sent, consent, granted];
  if (path === 'platform_authorises' && !has(/^(reroute|agree|refuse)$/u))
    return [
      sent,
      consent,
      {
        title: t('主管部门授权', 'Authority'),
        states: ['awaiting_authorisation', 'refused'],
        actions: /^authorise$/u,
      },
      granted,
    ];
  const steps = [sent, consent, answer];
  if (state === 'awaiting_class' || has(/^class_/u))
    steps.splice(2, 0, {
      title: t('协调共享类型', 'Class'),
      states: ['awaiting_class'],
      actions: /^class_/u,
    });
  if (state === 'awaiting_check' || has(CHECK))
    steps.push({ title: t('规范审核', 'Check'), states: ['awaiting_check'], actions: CHECK });
  if (state === 'disputed')
    steps.push({ title: t('协商协调', 'Dispute'), states: ['disputed'], actions: /^dispute/u });
  else if (state === 'awaiting_acceptance' || has(/^accept$/u))
    steps.push({
      title: t('申请方确认', 'Acceptance'),
      states: ['awaiting_acceptance'],
      actions: /^accept$/u,
    });
  // Five at most: where there are more, the consent within the house is told in the history alone.
  return [...(steps.length > 4 ? steps.filter(step => step !== consent) : steps), granted];
}

/** The steps, and at which of them the case is. */
export function caseSteps(application: Application, t: Translate): { steps: CaseStep[]; current: number } {
  const plan = planned(application, t);
  const current = plan.findIndex(step => step.states.includes(application.state));
  const reached = current === -1 ? lastDone(application, plan) : current;
  return {
    steps: plan.map(({ title, actions }, at) => ({
      title,
      // What was sent back and lies before it again is not done.
      done: at > reached ? undefined : application.history.findLast(step => actions.test(step.action)),
    })),
    current: reached,
  };
}

/** A case that was withdrawn ended at the last step that it took. */
function lastDone({ history }: Application, plan: readonly Planned[]): number {
  const done = plan.map(({ actions }) => history.some(step => actions.test(step.action)));
  return Math.max(0, done.lastIndexOf(true));
}

/** It ended without the data. */
export const endedBadly = (state: Application['state']): boolean =>
  ['declined', 'refused', 'withdrawn', 'lapsed', 'moved'].includes(state);
