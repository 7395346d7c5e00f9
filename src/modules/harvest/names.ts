/**
 * Names and ids of CKAN. Both are functions of what the platform never changes, so that a harvester finds a thing again:
 * a name is the entry's code made safe for an address, an id a UUID that says platform, kind and number.
 */
import { createHash } from 'node:crypto';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** `101410400/00001` → `101410400-00001`. Digits and small letters stay, “/” becomes “-”, all else `_` and its bytes. */
export const nameOfCode = (code: string): string =>
  Array.from(code, char => {
    if (/[a-z0-9]/.test(char)) return char;
    if (char === '/') return '-';
    return Array.from(Buffer.from(char, 'utf8'), byte => `_${byte.toString(16).padStart(2, '0')}`).join('');
  }).join('');

/** The code that has this name; undefined when no code can have it. */
export function codeOfName(name: string): string | undefined {
  if (!/^(?:[a-z0-9-]|_[0-9a-f]{2})+$/.test(name)) return undefined;
  const decoded = name
    .replaceAll('-', '/')
    .replaceAll(/(?:_[0-9a-f]{2})+/g, bytes =>
      Buffer.from(bytes.replaceAll('_', ''), 'hex').toString('utf8'),
    );
  return decoded.includes('\0') ? undefined : decoded;
}

/** A department's name is its unified social credit code, in small letters. */
export const nameOfDepartment = (creditCode: string): string => creditCode.toLowerCase();
export const departmentOfName = (name: string): string => name.toUpperCase();

/** A group is a class at the level of 项; its name says so, for a name of digits alone looks like a number. */
export const nameOfGroup = (classCode: string): string => `class-${classCode}`;

const KINDS = { package: '1', organization: '2', resource: '3', group: '4', tag: '5' } as const;
export type Kind = keyof typeof KINDS;

export interface Numbered {
  kind: Kind;
  number: number;
  /** Which of several things of this number; 0 where there is one. */
  part: number;
}

export interface Ids {
  /** By the number that the platform gave it; ids of one kind are in the order of the numbers. */
  of(kind: Kind, number: number, part?: number): string;
  /** For what has no number, by its name. */
  named(kind: Kind, name: string): string;
  /** What an id means; undefined for ids of other platforms and no ids. */
  read(id: string): Numbered | undefined;
}

/** UUIDs of version 8 (RFC 9562): 48 bits of the platform, kind and part, 48 bits of number. */
export function idsOf(platform: string): Ids {
  const front = digest(`platform ${platform}`);
  const make = (kind: Kind, part: number, last: string): string =>
    `${front.slice(0, 8)}-${front.slice(8)}-8${KINDS[kind]}${part.toString(16).padStart(2, '0')}-8000-${last}`;
  return {
    of: (kind, number, part = 0) => make(kind, part, number.toString(16).padStart(12, '0')),
    named: (kind, name) => make(kind, 0, digest(name)),
    read: id => {
      const match = /^([0-9a-f]{8})-([0-9a-f]{4})-8([1-5])([0-9a-f]{2})-8000-([0-9a-f]{12})$/.exec(
        id.toLowerCase(),
      );
      if (!match || `${match[1] ?? ''}${match[2] ?? ''}` !== front) return undefined;
      const kind = (Object.keys(KINDS) as Kind[]).find(one => KINDS[one] === match[3]);
      return kind && { kind, number: parseInt(match[5] ?? '', 16), part: parseInt(match[4] ?? '', 16) };
    },
  };
}
