import type { Static } from 'typebox';
import type * as contract from '#modules/messages/contract.ts';

export type MessageList = Static<typeof contract.MessageList>;
export type Message = MessageList['items'][number];
export type Kind = Message['kind'];
export type Unread = Static<typeof contract.Unread>;
export type Settings = Static<typeof contract.SettingsView>;
export type Robot = Settings['robots'][number];
export type Delivery = Settings['mails'][number];

export const KINDS: readonly { kind: Kind; words: readonly [zh: string, en: string] }[] = [
  { kind: 'todo', words: ['待办提醒', 'To do'] },
  { kind: 'result', words: ['结果', 'Results'] },
  { kind: 'system', words: ['系统', 'Platform'] },
];
