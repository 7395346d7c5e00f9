import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { CallPlan, ColumnType, Mask, PlanItem, PlanTable, RowCondition } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { refuse } from './refusals.ts';

export type ApplicationState =
  | 'draft'
  | 'awaiting_consent'
  | 'awaiting_authorisation'
  | 'awaiting_answer'
  | 'awaiting_material'
  | 'agreed'
  | 'partly_agreed'
  | 'refused'
  | 'declined'
  | 'withdrawn';
export type ApplicationAction =
  | 'submit'
  | 'consent'
  | 'decline'
  | 'withdraw'
  | 'authorise'
  | 'agree'
  | 'refuse'
  | 'ask_material'
  | 'supply_material';
/** How a person stands to an application. */
export type ApplicationRelation =
  | 'consumer_officer'
  | 'consumer_head'
  | 'provider_head'
  | 'platform_authority';

export type GrantState = 'active' | 'suspended' | 'expired' | 'revoked';
export type GrantAction = 'suspend' | 'resume' | 'revoke';
export type GrantRelation = 'provider_head' | 'platform_authority';

/** N809 20 to 22: consent of the consumer's head, answer of the provider's head, material told once. */
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
    action: 'withdraw',
    from: [
      'draft',
      'awaiting_consent',
      'awaiting_answer',
      'awaiting_authorisation',
      'awaiting_material',
      'declined',
    ],
    to: 'withdrawn',
    actor: 'consumer_officer',
  },
  {
    action: 'authorise',
    from: ['awaiting_authorisation'],
    to: 'agreed',
    actor: 'platform_authority',
    rule: 'share.unconditional.path',
  },
  {
    action: 'agree',
    from: ['awaiting_answer'],
    to: 'agreed',
    actor: 'provider_head',
    rule: 'answer.provider_consent',
  },
  {
    action: 'refuse',
    from: ['awaiting_answer'],
    to: 'refused',
    actor: 'provider_head',
    rule: 'answer.refusal',
  },
  {
    action: 'ask_material',
    from: ['awaiting_answer'],
    to: 'awaiting_material',
    actor: 'provider_head',
    rule: 'supplement.once',
  },
  {
    action: 'supply_material',
    from: ['awaiting_material'],
    to: 'awaiting_answer',
    actor: 'consumer_officer',
  },
]);

export const grantLife = defineLifecycle<GrantState, GrantAction, GrantRelation>([
  {
    action: 'suspend',
    from: ['active'],
    to: 'suspended',
    actor: ['provider_head', 'platform_authority'],
    rule: 'misuse.suspend',
  },
  { action: 'resume', from: ['suspended'], to: 'active', actor: ['provider_head', 'platform_authority'] },
  {
    action: 'revoke',
    from: ['active', 'suspended'],
    to: 'revoked',
    actor: ['provider_head', 'platform_authority'],
    rule: 'revoke.consult_and_file',
  },
]);

/** From this level on an item's leak harms a person or a company (GB/T 43697, as the catalog grades it). */
const HARMFUL = 3;

/**
 * The mask of an identifier in calls when the decision names none. Entries leave identifiers clear so that rows can be
 * joined; in a call whoever asks by one sees it clear anyway, and what is left are other people's, such as a spouse's.
 * Those are clear only when the decision says so.
 */
export function callMask(item: Pick<DecidedItem, 'identifier' | 'sensitivity' | 'mask'>): Mask {
  return item.identifier && item.sensitivity >= HARMFUL && item.mask.kind === 'none'
    ? { kind: 'middle', head: 6, tail: 4 }
    : item.mask;
}

/** What an application asks for, frozen with the entry's version under which it was made. */
export interface DecidedItem {
  name: string;
  column: string;
  type: ColumnType;
  identifier: boolean;
  sensitivity: number;
  mask: Mask;
}

export interface Decision {
  items: DecidedItem[];
  rows: RowCondition[];
}

/** Three years: long enough for a standing duty, short enough that each grant is looked at again. Ours. */
export const LONGEST_TERM_YEARS = 3;
export const REASON_LENGTH = 20;

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

/** One service per entry and way, whoever calls it; the national convention names it by `sid`. */
export function serviceCode(creditCode: string, entryId: number, mode: 'query' | 'verify'): string {
  return `s_${creditCode}_${entryId * 2 + (mode === 'verify' ? 1 : 0)}`;
}

export interface GrantFacts {
  id: number;
  version: number;
  no: string;
  provider: string;
  consumer: string;
  providerId: number;
  consumerId: number;
  systemId: number;
  scenario: string;
  entryId: number;
  entryTitle: string;
  from: number;
  until: number;
  table: PlanTable;
}

function planBase(facts: GrantFacts, decision: Decision) {
  const { id, no, ...rest } = facts;
  return {
    ...rest,
    grantId: id,
    grantNo: no,
    items: decision.items.map(
      (item): PlanItem => ({
        name: item.name,
        column: item.column,
        type: item.type,
        mask: item.mask,
        filter: item.identifier,
      }),
    ),
    rows: decision.rows,
  };
}

/** At most this many rows in one answer of a query: it is meant for one person or company at a time. */
const ROW_LIMIT = 100;

/**
 * The decision as the gateway reads it. Refuses a decision without an identifier: its calls could select nothing, and
 * a plan that asks for nothing would hand out the table.
 */
export function compileCallPlan(
  facts: GrantFacts,
  decision: Decision,
  mode: 'query' | 'verify',
  sid: string,
): CallPlan {
  const required = decision.items.filter(item => item.identifier).map(item => item.name);
  if (required.length === 0) throw refuse.identifier_missing({ items: [] });
  return {
    ...planBase(facts, decision),
    kind: mode,
    sid,
    required,
    rowLimit: ROW_LIMIT,
  };
}

/** The decision as the mover reads it, still without the place of delivery. */
export function compileMovePlan(facts: GrantFacts, decision: Decision) {
  return {
    ...planBase(facts, decision),
    kind: 'move' as const,
    key: decision.items.filter(item => item.identifier && item.mask.kind === 'none').map(item => item.name),
  };
}

/** An invented value as a consumer will see it, for the page. */
export function sampleOf(type: ColumnType, name: string, mask: Mask): string {
  const clear = /身份号码/.test(name)
    ? '41041119900101****'
    : /姓名|名称|代表人/.test(name)
      ? '张三丰'
      : /电话|手机/.test(name)
        ? '13800001234'
        : /信用代码/.test(name)
          ? '91410400MA0000000X'
          : type === 'date'
            ? '1990-01-01'
            : type === 'text'
              ? '示例文字内容'
              : '1234';
  switch (mask.kind) {
    case 'none':
      return clear;
    case 'hidden':
      return '（不给出）';
    case 'year':
      return '1990';
    case 'name':
      return Array.from(clear, (char, i) => (i === 0 ? char : '*')).join('');
    case 'middle': {
      const chars = Array.from(clear);
      return chars.map((char, i) => (i < mask.head || i >= chars.length - mask.tail ? char : '*')).join('');
    }
  }
}
