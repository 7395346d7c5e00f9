import type { Static } from 'typebox';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { GrantActBody } from './contract.ts';
import type { Move, MoveGrant } from './moving.ts';
import type { GrantsNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import type { GrantAction, GrantState } from './rules.ts';
import type { GrantRow } from './store.ts';
import { needWords } from './taking.ts';
import type { Tell, Told } from './telling.ts';
import { CAUSE_WORDS, PURPOSE_WORDS } from './words.ts';

type Body = Static<typeof GrantActBody>;
/** What a step changes beside the state, what its history says, and who hears of it. */
type Effect = Omit<Move, 'action' | 'state' | 'by'> & { told: Told };

/** The steps in the life of a grant, each a function of what follows from it. */
export function createActing(
  { policy, deadlines }: Pick<GrantsNeeds, 'policy' | 'deadlines'>,
  { move, tell }: { move: MoveGrant; tell: Tell },
) {
  const misuse = (row: GrantRow) => policy.findCitation(row.providerRegion, 'misuse.suspend');

  function suspend(row: GrantRow, { cause }: Body, note: string): Effect {
    if (cause === undefined) throw refuse.cause_needed({}, misuse(row));
    needWords(note);
    const words = CAUSE_WORDS[cause];
    return {
      cause,
      reason: note,
      note,
      citation: cause === 'misuse' ? misuse(row) : undefined,
      told: {
        to: ['consumer'],
        zh: `因${words.zh}暂停：${note}`,
        en: `is suspended for ${words.en}: ${note}`,
      },
    };
  }

  function orderRepair(row: GrantRow, { until }: Body, note: string): Effect {
    if (row.cause !== 'misuse') throw refuse.no_misuse();
    if (until === undefined || until <= deadlines.today()) throw refuse.repair_date({}, misuse(row));
    needWords(note);
    return {
      repairUntil: until,
      repairOrder: note,
      repairReport: '',
      note,
      citation: misuse(row),
      told: {
        to: ['consumer_officer', 'consumer_head'],
        todo: true,
        zh: `须在 ${until} 前整改：${note}`,
        en: `is to be repaired by ${until}: ${note}`,
      },
    };
  }

  function terminate(row: GrantRow, note: string): Effect {
    const until = row.repairUntil ?? '';
    if (row.state === 'repairing' && deadlines.today() <= until)
      throw refuse.repair_running({ until }, misuse(row));
    needWords(note);
    return {
      reason: note,
      note,
      citation: misuse(row),
      told: {
        to: ['consumer'],
        zh: `因拒不整改或整改不到位被终止：${note}`,
        en: `has been ended, since it was not repaired: ${note}`,
      },
    };
  }

  function giveUp(row: GrantRow, { because }: Body, note: string): Effect {
    const citation = policy.findCitation(row.providerRegion, 'grant.disposal');
    if (because === undefined) throw refuse.purpose_needed({}, citation);
    const words = PURPOSE_WORDS[because];
    const reason = note === '' ? words.zh : `${words.zh}：${note}`;
    return {
      reason,
      note: reason,
      citation,
      told: {
        to: ['provider_head'],
        zh: `已由使用部门放弃：${words.zh}`,
        en: `was given up by its consumer: ${words.en}`,
      },
    };
  }

  function effectOf(row: GrantRow, body: Body, action: GrantAction, note: string): Effect {
    switch (action) {
      case 'suspend':
        return suspend(row, body, note);
      case 'resume':
        if (row.cause === 'misuse') throw refuse.repair_first({}, misuse(row));
        needWords(note);
        return {
          cause: null,
          reason: '',
          note,
          told: { to: ['consumer'], zh: '已恢复', en: 'goes on' },
        };
      case 'order_repair':
        return orderRepair(row, body, note);
      case 'submit_repair':
        needWords(note);
        return {
          repairReport: note,
          note,
          citation: misuse(row),
          told: {
            to: ['provider_head', 'authority'],
            todo: true,
            zh: '的整改报告已提交，请查验',
            en: 'has its report of the repair, to be checked',
          },
        };
      case 'accept_repair':
        return {
          cause: null,
          repairUntil: null,
          repairOrder: '',
          repairReport: '',
          reason: '',
          note,
          told: { to: ['consumer'], zh: '整改通过，已恢复', en: 'goes on: the repair is accepted' },
        };
      case 'reject_repair':
        needWords(note);
        return {
          note,
          citation: misuse(row),
          told: { to: ['consumer'], zh: `整改不到位：${note}`, en: `is not repaired as asked: ${note}` },
        };
      case 'terminate':
        return terminate(row, note);
      case 'give_up':
        return giveUp(row, body, note);
    }
  }

  /** What follows a step; the lifecycle has said that it may be taken. */
  return async function act(
    tx: Command,
    actor: Actor,
    row: GrantRow,
    action: GrantAction,
    state: GrantState,
    body: Body,
  ): Promise<void> {
    const { told, ...effect } = effectOf(row, body, action, body.note.trim());
    await move(tx, row, { ...effect, action, state, by: actor });
    await tell(tx, row, 'life', told);
  };
}
