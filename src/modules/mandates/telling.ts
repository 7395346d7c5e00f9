/** Whom each step is told, in one sentence. */
import type { Text } from '#kernel/errors.ts';
import type { Addressee, Message } from '#modules/messages/index.ts';
import type { MandateAction } from './rules.ts';
import type { MandateRow } from './store.ts';
import { KIND_WORDS } from './words.ts';

type Told = Exclude<MandateAction, 'edit'> | 'expire';

const HEADS = ['sharing_head'] as const;
const OFFICERS = ['data_officer'] as const;

/** The department that answers what the other one asked for or offers. */
export const answererOf = ({
  askerId,
  providerId,
  holderId,
}: Pick<MandateRow, 'askerId' | 'providerId' | 'holderId'>): number | null =>
  askerId === providerId ? holderId : providerId;

const to = (departmentId: number | null, ...roles: readonly (typeof HEADS | typeof OFFICERS)[]) =>
  departmentId === null ? [] : [{ departmentId, roles: roles.flat() } satisfies Addressee];

/** The message of a step; undefined for steps that only their own side hears of. */
export function messageOf(row: MandateRow, step: Told): Message | undefined {
  const { id, no, askerId, providerId, holderId } = row;
  const kind = KIND_WORDS[row.kind];
  const answerer = answererOf(row);
  const asker = askerId === holderId ? row.holderName : row.providerName;
  const answering = askerId === holderId ? row.providerName : row.holderName;
  const what: Text = { zh: `${kind.zh} ${no}`, en: `${kind.en} ${no}` };
  const base = { path: `/mandates/${id}`, subject: `mandate:${id}` };
  const tell = (
    category: Message['kind'],
    addressees: readonly Addressee[],
    zh: string,
    en: string,
  ): Message => ({ ...base, kind: category, to: addressees, zh, en });
  switch (step) {
    case 'submit':
      return tell('todo', to(askerId, HEADS), `${what.zh} 待您签批`, `${what.en} waits for your signature`);
    case 'sign':
      return tell(
        'todo',
        to(answerer, HEADS),
        askerId === holderId ? `${asker}申请${what.zh}，请答复` : `${asker}委托贵部门${what.zh}，请答复`,
        askerId === holderId
          ? `${asker} asks for ${what.en}: please answer`
          : `${asker} offers ${what.en}: please answer`,
      );
    case 'return':
      return tell('result', to(askerId, OFFICERS), `${what.zh} 被负责人退回`, `${what.en} was returned`);
    case 'agree':
      return tell(
        'result',
        to(askerId, OFFICERS, HEADS),
        `${answering}已同意${what.zh}`,
        `${answering} agreed to ${what.en}`,
      );
    case 'narrow':
      return tell(
        'todo',
        to(askerId, HEADS),
        `${answering}部分同意${what.zh}，请决定是否接受`,
        `${answering} agreed to ${what.en} in part: accept it or take it back`,
      );
    case 'refuse':
      return tell(
        'result',
        to(askerId, OFFICERS, HEADS),
        `${answering}不同意${what.zh}`,
        `${answering} refused ${what.en}`,
      );
    case 'accept':
      return tell('result', to(answerer, HEADS), `${asker}已接受${what.zh}`, `${asker} accepted ${what.en}`);
    case 'cancel':
      return row.state === 'awaiting_answer' || row.state === 'narrowed'
        ? tell('result', to(answerer, HEADS), `${asker}已撤回${what.zh}`, `${asker} took back ${what.en}`)
        : undefined;
    case 'withdraw':
      return tell(
        'result',
        to(holderId, OFFICERS, HEADS),
        `${row.providerName}已撤销${what.zh}，此后的申请不再适用`,
        `${row.providerName} withdrew ${what.en}: it covers no further application`,
      );
    case 'lay_down':
      return tell(
        'result',
        to(providerId, HEADS),
        `${row.holderName}已放弃${what.zh}`,
        `${row.holderName} gave up ${what.en}`,
      );
    case 'expire':
      return tell(
        'result',
        [...to(holderId, OFFICERS, HEADS), ...to(providerId, HEADS)],
        `${what.zh} 已到期`,
        `${what.en} has expired`,
      );
  }
}
