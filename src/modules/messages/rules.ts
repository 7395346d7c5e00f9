/** What may stand in a message, and who it is for. */
import { isPersonNumber } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { MESSAGE_KINDS, ROBOT_FORMS } from './contract.ts';

export type MessageKind = (typeof MESSAGE_KINDS)[number];
export type RobotForm = (typeof ROBOT_FORMS)[number];

/** Whom a message is for: all posts of a department, its posts of some roles, or one of its people. */
export interface Addressee {
  readonly departmentId: number;
  readonly roles?: readonly Role[];
  readonly accountId?: number;
}

export interface Message {
  readonly kind: MessageKind;
  readonly to: readonly Addressee[];
  /** One sentence each. */
  readonly zh: string;
  readonly en: string;
  /** The page that it leads to, from the slash on. */
  readonly path: string;
  /** What it is about, as `application:12`. */
  readonly subject?: string;
}

/** As many characters as a row of the list, a subject and a group's robot take without harm. */
const MOST_ZH = 400;
const MOST_EN = 800;

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/**
 * Numbers of persons and mobile phones give way to stars. Messages leave the platform by mail and by robots, and the
 * titles that people type into an application end up in them.
 */
export function withoutPersons(text: string): string {
  return text
    .replace(/(?<!\d)\d{17}[\dXx](?![\dXx])/g, found =>
      isPersonNumber(found.toUpperCase()) ? '*'.repeat(18) : found,
    )
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, '*'.repeat(11));
}

/** A sentence as it is kept: one line, nobody's numbers, no longer than it may be. */
export const sentence = (text: string, language: 'zh' | 'en'): string =>
  cut(withoutPersons(text).replace(/\s+/g, ' ').trim(), language === 'zh' ? MOST_ZH : MOST_EN);

export interface Recipient {
  departmentId: number;
  whole: boolean;
  roles: Role[];
  accounts: number[];
}

/** One recipient a department, however often the message names it. */
export function recipientsOf(to: readonly Addressee[]): Recipient[] {
  const found = new Map<number, Recipient>();
  for (const { departmentId, roles = [], accountId } of to) {
    const one = found.get(departmentId) ?? { departmentId, whole: false, roles: [], accounts: [] };
    found.set(departmentId, one);
    if (accountId !== undefined) one.accounts = [...new Set([...one.accounts, accountId])];
    else if (roles.length === 0) one.whole = true;
    one.roles = [...new Set([...one.roles, ...roles])];
  }
  return [...found.values()];
}

/** 〔数桥〕 and the first clause: what a mail is called. */
export const subjectOf = (zh: string): string => `〔数桥〕${cut(/^[^，。；！？]*/.exec(zh)?.[0] ?? '', 60)}`;

/** One address without a name or a comment: enough to be sent to, and nothing that could hold a second header. */
export const isMail = (text: string): boolean =>
  text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);

/** The services whose form this is; they lie on the Internet, at many addresses that change. */
export const KNOWN_ROBOTS: readonly string[] = ['qyapi.weixin.qq.com:443', 'oapi.dingtalk.com:443'];

/** A robot’s address; undefined when it is none. Without TLS it may lie in an allowed network only, which the guard sees to. */
export function robotUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const plain = url.username === '' && url.password === '' && url.hash === '';
  return plain && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

const MINUTE = 60_000;
/** After the first failure, the second, …; after the last of them it is given up. */
const WAITS = [1, 5, 15, 60, 180, 360].map(minutes => minutes * MINUTE);

/** When to try again after so many attempts; undefined: never. */
export const nextTry = (attempts: number, now: number): number | undefined => {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? undefined : now + wait;
};

/** How many posts a robot takes now, given when it had its last ones: no more than `most` in any minute. */
export const slotsLeft = (posts: readonly number[], now: number, most: number): number =>
  Math.max(0, most - posts.filter(at => at > now - MINUTE).length);

/** What stands in an error must not hold what opens the way: values of the address’s query, secrets. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  cut(
    secrets.filter(one => one.length > 3).reduce((now, secret) => now.replaceAll(secret, '***'), text),
    200,
  );
