/** Who hears of a step of a dispute, and in which words. */
import type { Text } from '#kernel/errors.ts';
import { text } from '#kernel/errors.ts';
import type { Addressee, Message, MessageKind } from '#modules/messages/index.ts';
import type { Command } from '#record/audited.ts';
import type { DisputesNeeds } from './needs.ts';
import { type DisputeAction, type Side, isOpen } from './rules.ts';
import type { DisputeRow } from './store.ts';
import { KIND_WORDS, outcomeWords } from './words.ts';

type Told = DisputeAction | 'raise';

const WRITERS = ['sharing_head', 'data_officer'] as const;
const HEADS = ['sharing_head'] as const;

interface Telling {
  kind: MessageKind;
  to: Addressee[];
  says: Text;
}

/** `side`: the party that acted; undefined for the authority. */
function tellingOf(action: Told, side: Side | undefined, row: DisputeRow): Telling {
  const party = (of: Side): number => (of === 'consumer' ? row.consumerId : row.providerId);
  const other: Side = side === 'consumer' ? 'provider' : 'consumer';
  const writers = (...of: Side[]): Addressee[] =>
    of.map(one => ({ departmentId: party(one), roles: WRITERS }));
  const heads = (...of: Side[]): Addressee[] => of.map(one => ({ departmentId: party(one), roles: HEADS }));
  const desk: Addressee = { departmentId: row.deskId, roles: ['authority'] };
  /** Once the authority has the dispute it hears what the parties do. */
  const withDesk = (to: Addressee[]): Addressee[] => (row.mediatingAt === null ? to : [...to, desk]);
  const others = side === undefined ? writers('consumer', 'provider') : withDesk(writers(other));
  const name = side === 'provider' ? row.providerName : row.consumerName;
  const end = row.result && outcomeWords(row.kind, row.result.outcome);
  switch (action) {
    case 'raise':
      return {
        kind: 'todo',
        to: writers('provider'),
        says: text(
          `${row.consumerName}对${KIND_WORDS[row.kind].zh}提出争议，请协商答复`,
          `${row.consumerName} disputes ${KIND_WORDS[row.kind].en}; please answer`,
        ),
      };
    case 'state':
      return {
        kind: 'system',
        to: others,
        says:
          side === undefined
            ? text(`${row.deskName}提交了意见`, `${row.deskName} made a statement`)
            : text(`${name}提交了意见`, `${name} made a statement`),
      };
    case 'propose':
      return {
        kind: 'todo',
        to: heads(other),
        says: text(`${name}提出和解方案，请答复`, `${name} proposes a settlement; please answer`),
      };
    case 'decline':
      return {
        kind: 'result',
        to: heads(other),
        says: text(`${name}没有接受和解方案`, `${name} declined the settlement`),
      };
    case 'agree':
    case 'accept':
      if (isOpen(row.state) || end === null)
        return {
          kind: 'system',
          to: withDesk(heads(other)),
          says: text(`${name}接受协调意见`, `${name} accepts the opinion`),
        };
      return {
        kind: 'result',
        to: withDesk(writers('consumer', 'provider')),
        says: text(`双方达成一致：${end.zh}`, `the two sides agree: ${end.en}`),
      };
    case 'reject':
      return {
        kind: 'todo',
        to: [desk],
        says: text(
          `${name}不接受协调意见，可以报${row.government}决定`,
          `${name} rejects the opinion; it can be reported to ${row.government}`,
        ),
      };
    case 'escalate':
      return {
        kind: 'todo',
        to: [desk],
        says: text(`${row.consumerName}申请协调，请受理`, `${row.consumerName} asks for mediation`),
      };
    case 'ask':
      return {
        kind: 'todo',
        to: writers('consumer', 'provider'),
        says: text(`${row.deskName}请双方说明情况`, `${row.deskName} asks both sides for statements`),
      };
    case 'meet':
      return {
        kind: 'system',
        to: writers('consumer', 'provider'),
        says: text('协调会议已记录', 'the meeting was recorded'),
      };
    case 'opine':
      return {
        kind: 'todo',
        to: heads('consumer', 'provider'),
        says: text(
          `${row.bodyName}已出具协调意见，请答复是否接受`,
          `${row.bodyName} gave its opinion; please answer`,
        ),
      };
    case 'report':
      return {
        kind: 'system',
        to: writers('consumer', 'provider'),
        says: text(`已报${row.government}决定`, `reported to ${row.government} for its decision`),
      };
    case 'enter_decision':
      return {
        kind: 'todo',
        to: heads(row.deskId === row.consumerId ? 'provider' : 'consumer'),
        says: text(
          `${row.deskName}登记了${row.government}的决定，请核对`,
          `${row.deskName} entered the decision of ${row.government}; please check it`,
        ),
      };
    case 'decide':
    case 'confirm_decision':
      return {
        kind: 'result',
        to: withDesk(writers('consumer', 'provider')),
        says: text(
          `${row.government}已作出决定：${end?.zh ?? ''}`,
          `${row.government} has decided: ${end?.en ?? ''}`,
        ),
      };
    case 'withdraw':
      return {
        kind: 'result',
        to: withDesk(writers('provider')),
        says: text(`${row.consumerName}撤回争议`, `${row.consumerName} withdrew the dispute`),
      };
  }
}

/** The dispute as it is after the step. */
export function createTelling({ messages }: Pick<DisputesNeeds, 'messages'>) {
  return async (tx: Command, action: Told, side: Side | undefined, row: DisputeRow): Promise<void> => {
    const subject = `dispute:${row.id}`;
    if (!isOpen(row.state)) await messages.settle(tx, subject);
    const telling = tellingOf(action, side, row);
    const { kind, to, says } = telling;
    const message: Message = {
      kind,
      to,
      zh: `“${row.entryTitle}”争议（${row.no}）：${says.zh}。`,
      en: `Dispute ${row.no} over “${row.entryTitle}”: ${says.en}.`,
      path: `/disputes/${row.id}`,
      subject,
    };
    await messages.tell(tx, message);
  };
}
