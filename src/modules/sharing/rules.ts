import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { Mask, RowCondition } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';

export const APPLICATION_STATES = [
  'draft',
  'awaiting_consent',
  'declined',
  'awaiting_authorisation',
  'awaiting_answer',
  'awaiting_material',
  'awaiting_exception',
  'awaiting_check',
  'awaiting_acceptance',
  'awaiting_review',
  'awaiting_class',
  'disputed',
  'agreed',
  'partly_agreed',
  'refused',
  'moved',
  'lapsed',
  'withdrawn',
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** What people do; what the platform does by itself (lapse, a dispute, a published entry) is no action of anybody. */
export const APPLICATION_ACTIONS = [
  'submit',
  'consent',
  'decline',
  'withdraw',
  'authorise',
  'agree',
  'refuse',
  'refuse_outside',
  'allow_exception',
  'deny_exception',
  'redirect',
  'ask_material',
  'supply_material',
  'ask_extension',
  'grant_extension',
  'deny_extension',
  'pass_check',
  'fail_check',
  'accept',
  'confirm_use',
  'end_use',
] as const;
export type ApplicationAction = (typeof APPLICATION_ACTIONS)[number];

/**
 * How a person stands to an application. `authority` looks after the provider's region, or is the next one above where
 * that one is itself a party: nobody decides their own case. `answering_head` is the provider's, or a proxy's.
 */
export type ApplicationRelation = 'consumer_officer' | 'consumer_head' | 'answering_head' | 'authority';

export const APPLICATION_KINDS = ['single', 'green', 'change'] as const;
export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

/** How an application is answered. `green_channel` and `mandate` answer at once, the one to be reviewed afterwards. */
export const PATHS = [
  'platform_authorises',
  'standing_consent',
  'provider_answers',
  'mandate',
  'green_channel',
] as const;
export type Path = (typeof PATHS)[number];

/** States in which nothing more can come of it. */
export const CLOSED: readonly ApplicationState[] = [
  'agreed',
  'partly_agreed',
  'refused',
  'moved',
  'lapsed',
  'withdrawn',
];

/**
 * N809 20 to 22 with what places add. Where a row leads depends, in some, on the law of the place: `consent` goes to
 * whoever answers (or to the grant at once), `agree` to a check or to the consumer's acceptance.
 */
export const applicationLife = defineLifecycle<ApplicationState, ApplicationAction, ApplicationRelation>([
  {
    action: 'submit',
    from: ['draft', 'declined'],
    to: 'awaiting_consent',
    actor: 'consumer_officer',
    rule: 'application.contents',
  },
  {
    action: 'consent',
    from: ['awaiting_consent'],
    to: 'awaiting_answer',
    actor: 'consumer_head',
    rule: 'application.consumer_consent',
  },
  { action: 'decline', from: ['awaiting_consent'], to: 'declined', actor: 'consumer_head' },
  {
    action: 'authorise',
    from: ['awaiting_authorisation'],
    to: 'agreed',
    actor: 'authority',
    rule: 'share.unconditional.path',
  },
  {
    action: 'agree',
    from: ['awaiting_answer'],
    to: 'agreed',
    actor: 'answering_head',
    rule: 'answer.provider_consent',
  },
  {
    action: 'refuse',
    from: ['awaiting_answer'],
    to: 'refused',
    actor: 'answering_head',
    rule: 'answer.refusal',
  },
  {
    action: 'ask_material',
    from: ['awaiting_answer'],
    to: 'awaiting_material',
    actor: 'answering_head',
    rule: 'supplement.once',
  },
  {
    action: 'ask_extension',
    from: ['awaiting_answer'],
    to: 'same',
    actor: 'answering_head',
    rule: 'answer.extension.days',
  },
  {
    action: 'redirect',
    from: ['awaiting_answer'],
    to: 'moved',
    actor: 'answering_head',
    rule: 'answer.refusal',
  },
  {
    action: 'refuse_outside',
    from: ['awaiting_answer'],
    to: 'awaiting_exception',
    actor: 'answering_head',
    rule: 'answer.refusal',
  },
  {
    action: 'allow_exception',
    from: ['awaiting_exception'],
    to: 'refused',
    actor: 'authority',
    rule: 'answer.refusal',
  },
  {
    action: 'deny_exception',
    from: ['awaiting_exception'],
    to: 'awaiting_answer',
    actor: 'authority',
    rule: 'answer.refusal',
  },
  {
    action: 'grant_extension',
    from: ['awaiting_answer'],
    to: 'same',
    actor: 'authority',
    rule: 'answer.extension.consent',
  },
  {
    action: 'deny_extension',
    from: ['awaiting_answer'],
    to: 'same',
    actor: 'authority',
    rule: 'answer.extension.consent',
  },
  { action: 'pass_check', from: ['awaiting_check'], to: 'agreed', actor: 'authority', rule: 'sharing.steps' },
  {
    action: 'fail_check',
    from: ['awaiting_check'],
    to: 'awaiting_answer',
    actor: 'authority',
    rule: 'sharing.steps',
  },
  {
    action: 'confirm_use',
    from: ['awaiting_review'],
    to: 'agreed',
    actor: 'authority',
    rule: 'green_channel',
  },
  { action: 'end_use', from: ['awaiting_review'], to: 'refused', actor: 'authority', rule: 'green_channel' },
  {
    action: 'supply_material',
    from: ['awaiting_material'],
    to: 'awaiting_answer',
    actor: 'consumer_officer',
    rule: 'supplement.once',
  },
  {
    action: 'accept',
    from: ['awaiting_acceptance'],
    to: 'partly_agreed',
    actor: ['consumer_officer', 'consumer_head'],
  },
  {
    action: 'withdraw',
    from: [
      'draft',
      'awaiting_consent',
      'declined',
      'awaiting_authorisation',
      'awaiting_answer',
      'awaiting_material',
      'awaiting_exception',
      'awaiting_check',
      'awaiting_acceptance',
      'awaiting_class',
    ],
    to: 'withdrawn',
    actor: ['consumer_officer', 'consumer_head'],
  },
]);

/** Actions that decide over an application: never by the person who wrote it or signed it. */
export const DECIDING: ReadonlySet<ApplicationAction> = new Set([
  'authorise',
  'agree',
  'refuse',
  'refuse_outside',
  'allow_exception',
  'deny_exception',
  'redirect',
  'ask_material',
  'ask_extension',
  'grant_extension',
  'deny_extension',
  'pass_check',
  'fail_check',
  'confirm_use',
  'end_use',
]);

export interface Extension {
  days: number;
  reason: string;
  askedAt: string;
  /** Null while the authority has not spoken: silence is no consent. */
  answered: 'granted' | 'denied' | null;
  note: string;
}

/** What of the application's facts closes an action that its state alone would allow. */
export interface ActionFacts {
  shareType: 'unconditional' | 'conditional';
  materialTold: boolean;
  extension: Extension | null;
  /** The rule on refusals is one 原则上: the authority may set it aside. */
  refusalInPrinciple: boolean;
}

/** Whether an action that the lifecycle allows is idle for these facts: shown to nobody, refused with its own words. */
export function isIdle(action: ApplicationAction, facts: ActionFacts): boolean {
  const { extension } = facts;
  if (action === 'ask_material') return facts.materialTold;
  // The text speaks of conditional applications; a working day is not extended.
  if (action === 'ask_extension') return extension !== null || facts.shareType !== 'conditional';
  if (action === 'grant_extension' || action === 'deny_extension')
    return extension === null || extension.answered !== null;
  return action === 'refuse_outside' && !facts.refusalInPrinciple;
}

/** The step of a place's procedure that the authority takes between the provider's consent and the grant (SZ 三（五）2). */
const CHECKING_STEP = '规范审核';
export const asksForCheck = (steps: readonly string[] | undefined): boolean =>
  steps?.includes(CHECKING_STEP) === true;

/** Three years: long enough for a standing duty, short enough that each grant is looked at again. Ours. */
export const LONGEST_TERM_YEARS = 3;
/** Characters of a reason for refusing: a sentence, not a word. Ours. */
export const REASON_LENGTH = 20;
/** How the consumer disposes of the data at the end unless the provider demands otherwise. Ours. */
export const DISPOSAL = { way: 'destroy', days: 30 } as const;

const WIDTH = { verify: 0, query: 1, batch: 2, file: 2 } as const;
export type Mode = keyof typeof WIDTH;
/** A narrower way of the same data: verification shows less than a query, a query less than a copy or a file. */
export const isNarrowerMode = (mode: Mode, than: Mode): boolean => WIDTH[mode] < WIDTH[than];

export interface Narrowing {
  items: boolean;
  rows: boolean;
  mode: boolean;
  masks: boolean;
  until: boolean;
  limits: boolean;
}
/** What a decision narrows of what was asked, in words. */
export const NARROWING_WORDS: Record<keyof Narrowing, { zh: string; en: string }> = {
  items: { zh: '数据项', en: 'items' },
  rows: { zh: '数据范围', en: 'rows' },
  mode: { zh: '共享方式', en: 'mode' },
  masks: { zh: '脱敏', en: 'masks' },
  until: { zh: '使用期限', en: 'term' },
  limits: { zh: '限额', en: 'limits' },
};

/** What is wrong with a condition on rows, or nothing: a source would refuse it at every call. */
export function conditionProblem({
  type,
  op,
  values,
}: Omit<RowCondition, 'column'>): { problem: string; problemEn: string } | undefined {
  if (op === 'eq' && values.length !== 1) return { problem: '应填一个值', problemEn: 'it takes one value' };
  if (op === 'between' && values.length !== 2)
    return { problem: '应填起止两个值', problemEn: 'it takes two values' };
  if (values.length === 0) return { problem: '没有填值', problemEn: 'it has no value' };
  const wrong = values.find(value => valueOfType(type, value) === undefined);
  return wrong === undefined
    ? undefined
    : { problem: `“${wrong}”的类型不对`, problemEn: `“${wrong}” is no value of type ${type}` };
}

export interface Implication {
  text: string;
  textEn: string;
}

/**
 * What items give away together that none of them says alone (SEC-9, N809 25). A small table, not a proof: it names
 * the pairs that officials overlook.
 */
const IMPLICATIONS: { has: RegExp; clear: true; hides: RegExp; text: string; textEn: string }[] = [
  {
    has: /公民身份号码|身份证/,
    clear: true,
    hides: /出生日期|性别/,
    text: '公民身份号码未脱敏，出生日期和性别的脱敏不起作用',
    textEn: 'The identity number is shown in clear, so masking birth date or sex hides nothing',
  },
  {
    has: /住址|地址/,
    clear: true,
    hides: /姓名/,
    text: '住址未脱敏，与出生日期合用可以识别到人，姓名的脱敏不起作用',
    textEn:
      'The address is shown in clear; with a birth date it identifies the person, so masking the name hides little',
  },
];

export function risksOf(items: readonly { name: string; mask: Mask }[]): Implication[] {
  return IMPLICATIONS.filter(
    one =>
      items.some(item => one.has.test(item.name) && item.mask.kind === 'none') &&
      items.some(item => one.hides.test(item.name) && item.mask.kind !== 'none'),
  ).map(({ text, textEn }) => ({ text, textEn }));
}
