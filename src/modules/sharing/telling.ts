/** Who is told of a step, and in which words. No personal data: numbers, departments, entries. */
import type { Message, Messages } from '#modules/messages/index.ts';
import type { Command } from '#record/audited.ts';
import type { ApplicationRow } from './store.ts';

type Told =
  | 'to_sign'
  | 'to_answer'
  | 'to_authorise'
  | 'to_supplement'
  | 'supplied'
  | 'extension_asked'
  | 'extension_granted'
  | 'extension_denied'
  | 'to_check'
  | 'check_failed'
  | 'exception_asked'
  | 'exception_denied'
  | 'agreed'
  | 'partly'
  | 'refused'
  | 'moved'
  | 'lapsed'
  | 'declined'
  | 'to_review'
  | 'class_changed';

type Side = 'consumer_head' | 'consumer_officer' | 'provider_head' | 'authority';

interface Words {
  kind: Message['kind'];
  to: readonly Side[];
  zh: (row: ApplicationRow, more: string) => string;
  en: (row: ApplicationRow, more: string) => string;
}

const named = (row: ApplicationRow): string => `“${row.entryTitle}”`;
const both = ['consumer_head', 'consumer_officer'] as const;

const WORDS: Record<Told, Words> = {
  to_sign: {
    kind: 'todo',
    to: ['consumer_head'],
    zh: row => `请签批：申请${row.providerName}${named(row)} ${row.items.length} 项，用于${row.matter}。`,
    en: row =>
      `Please sign: ${row.items.length} items of ${named(row)} of ${row.providerName}, for ${row.matter}.`,
  },
  to_answer: {
    kind: 'todo',
    to: ['provider_head'],
    zh: row =>
      `请答复：${row.consumerName}申请${named(row)} ${row.items.length} 项，用于${row.matter}（${row.no}）。`,
    en: row =>
      `Please answer: ${row.consumerName} asks for ${row.items.length} items of ${named(row)} (${row.no}).`,
  },
  to_authorise: {
    kind: 'todo',
    to: ['authority'],
    zh: row => `请授权：${row.consumerName}申请无条件共享的${named(row)}（${row.no}）。`,
    en: row => `Please authorise: ${row.consumerName} asks for ${named(row)}, unconditional (${row.no}).`,
  },
  to_supplement: {
    kind: 'todo',
    to: ['consumer_officer', 'consumer_head'],
    zh: (row, more) =>
      `${row.providerName}请您一次补齐 ${row.material.length} 项材料：${more}。补齐前暂停计时。`,
    en: (row, more) =>
      `${row.providerName} asks for ${row.material.length} papers, once: ${more}. The clock rests.`,
  },
  supplied: {
    kind: 'todo',
    to: ['provider_head'],
    zh: row => `${row.consumerName}已补齐${named(row)}申请的材料，恢复计时（${row.no}）。`,
    en: row => `${row.consumerName} supplied the papers for ${named(row)}; the clock goes on (${row.no}).`,
  },
  extension_asked: {
    kind: 'todo',
    to: ['authority'],
    zh: (row, more) => `${row.providerName}请求延长答复 ${more} 个工作日（${row.no}）。不答复视为不同意。`,
    en: (row, more) =>
      `${row.providerName} asks for ${more} more working days (${row.no}). Silence is no consent.`,
  },
  extension_granted: {
    kind: 'result',
    to: ['consumer_head', 'consumer_officer', 'provider_head'],
    zh: (row, more) => `${named(row)}申请（${row.no}）的答复期限延长 ${more} 个工作日，已经主管部门同意。`,
    en: (row, more) =>
      `The answer to ${row.no} on ${named(row)} has ${more} more working days, with the authority’s consent.`,
  },
  extension_denied: {
    kind: 'result',
    to: ['provider_head'],
    zh: row => `主管部门不同意延长${row.no}的答复期限，请按原期限答复。`,
    en: row => `The authority does not extend the answer to ${row.no}; its date stands.`,
  },
  to_check: {
    kind: 'todo',
    to: ['authority'],
    zh: row => `请审核：${row.providerName}已同意${row.consumerName}使用${named(row)}（${row.no}）。`,
    en: row =>
      `Please check: ${row.providerName} agreed that ${row.consumerName} uses ${named(row)} (${row.no}).`,
  },
  check_failed: {
    kind: 'todo',
    to: ['provider_head'],
    zh: (row, more) => `${row.no}的审核未通过，请重新答复：${more}`,
    en: (row, more) => `${row.no} did not pass the check; please answer again: ${more}`,
  },
  exception_asked: {
    kind: 'todo',
    to: ['authority'],
    zh: row => `${row.providerName}请求在原则之外不同意共享${named(row)}（${row.no}），请决定。`,
    en: row =>
      `${row.providerName} asks to refuse ${named(row)} outside the principle (${row.no}); please decide.`,
  },
  exception_denied: {
    kind: 'todo',
    to: ['provider_head'],
    zh: row => `主管部门不同意例外，请依规定答复${row.no}。`,
    en: row => `The authority makes no exception; please answer ${row.no} by the rule.`,
  },
  agreed: {
    kind: 'result',
    to: both,
    zh: row => `${row.providerName}${named(row)}的申请已同意，可以使用至 ${row.until}（${row.no}）。`,
    en: row => `Agreed: ${named(row)} of ${row.providerName} may be used until ${row.until} (${row.no}).`,
  },
  partly: {
    kind: 'todo',
    to: both,
    zh: row =>
      `${row.providerName}部分同意${named(row)}的申请（${row.no}），理由见办件。请确认，或申请协调。`,
    en: row =>
      `${row.providerName} agrees to ${named(row)} in part (${row.no}). Please accept it, or ask for mediation.`,
  },
  refused: {
    kind: 'result',
    to: both,
    zh: row =>
      `${row.providerName}不同意${named(row)}的申请（${row.no}），理由和依据见办件。您可以申请协调。`,
    en: row =>
      `${row.providerName} refuses ${named(row)} (${row.no}); the case gives the reasons. You may ask for mediation.`,
  },
  moved: {
    kind: 'result',
    to: both,
    zh: (row, more) => `${row.providerName}答复：${named(row)}的数据由${more}持有（${row.no}）。`,
    en: (row, more) =>
      `${row.providerName} answers that ${more} holds the data of ${named(row)} (${row.no}).`,
  },
  lapsed: {
    kind: 'result',
    to: ['consumer_officer', 'consumer_head', 'provider_head'],
    zh: row => `${named(row)}的申请（${row.no}）逾期未补材料，已终止，可以重新申请。`,
    en: row => `${row.no} on ${named(row)} lapsed: the papers did not come in time. You may apply again.`,
  },
  declined: {
    kind: 'todo',
    to: ['consumer_officer'],
    zh: (row, more) => `本部门负责人退回${named(row)}的申请（${row.no}）：${more}`,
    en: (row, more) => `The head of your sharing office sends back ${row.no} on ${named(row)}: ${more}`,
  },
  to_review: {
    kind: 'todo',
    to: ['authority'],
    zh: row =>
      `请事后审核：${row.consumerName}经绿色通道使用${row.providerName}${named(row)}（${row.event}）。`,
    en: row =>
      `Please review: ${row.consumerName} uses ${named(row)} of ${row.providerName} through the green channel (${row.event}).`,
  },
  class_changed: {
    kind: 'result',
    to: both,
    zh: row => `${named(row)}已改为可以共享，您的申请（${row.no}）继续办理。`,
    en: row => `${named(row)} may be shared now; your application ${row.no} goes on.`,
  },
};

const ROLES = {
  consumer_head: ['sharing_head'],
  provider_head: ['sharing_head'],
  consumer_officer: ['data_officer'],
  authority: ['authority'],
} as const;

/** Tells of a step in its own transaction; `authorityId` is the authority of the case, where the platform has one. */
export function createTelling(messages: Pick<Messages, 'tell'>) {
  return async (
    tx: Command,
    what: Told,
    row: ApplicationRow,
    { authorityId, more = '' }: { authorityId?: number | undefined; more?: string } = {},
  ): Promise<void> => {
    const { kind, to, zh, en } = WORDS[what];
    const departmentOf = (side: Side): number | undefined =>
      side === 'authority' ? authorityId : side === 'provider_head' ? row.providerId : row.consumerId;
    const addressees = to.flatMap(side => {
      const departmentId = departmentOf(side);
      return departmentId === undefined ? [] : [{ departmentId, roles: ROLES[side] }];
    });
    if (addressees.length === 0) return;
    await messages.tell(tx, {
      kind,
      to: addressees,
      zh: zh(row, more),
      en: en(row, more),
      path: `/cases/${row.id}`,
      subject: `application:${row.id}`,
    });
  };
}

export type Telling = ReturnType<typeof createTelling>;
