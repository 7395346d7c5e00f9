/** What the library holds: six kinds of things, each with its content, whole, and its version. */
import type { Static } from 'typebox';
import type * as contract from './contract.ts';

export type Kind = (typeof contract.KINDS)[number];
export type ChangeAction = (typeof contract.CHANGE_ACTIONS)[number];

interface Standing {
  retired: boolean;
}
export type TableContent = Static<typeof contract.TableFields> &
  Standing & { closed: boolean; under: string };
export type CodeContent = Static<typeof contract.CodeFields> & Standing;
export type ClassContent = Static<typeof contract.ClassFields> &
  Standing & { parent: string; departmentId: number | null };
export type ElementContent = Static<typeof contract.ElementFields> & Standing;
export type SynonymContent = Static<typeof contract.SynonymFields> & Standing;
export type DocumentContent = Static<typeof contract.DocumentFields> & Standing;

export interface Contents {
  table: TableContent;
  code: CodeContent;
  class: ClassContent;
  element: ElementContent;
  synonyms: SynonymContent;
  document: DocumentContent;
}
export type Content = Contents[Kind];

export interface Thing<K extends Kind = Kind> {
  kind: K;
  key: string;
  content: Contents[K];
}

export interface Held<C> {
  key: string;
  content: C;
  /** 1 is what was delivered or first added. */
  version: number;
  origin: 'delivered' | 'changed' | 'added';
}

/** One recorded version. Null: removed. */
export interface Change {
  kind: Kind;
  key: string;
  version: number;
  content: Content | null;
}

/** A value's key among all: its table and its own. */
export const codeKey = (table: string, key: string): string => `${table}/${key}`;
export const tableOf = (key: string): string => key.split('/')[0] ?? '';
export const ownKey = (key: string): string => key.split('/')[1] ?? '';
