import type { Content } from './caseFile.ts';

/** Reading texts that entries name: their form is of the time when they were written, so nothing is taken for granted. */
export const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : JSON.stringify(value);

export const listOf = (value: unknown): Content[] => (Array.isArray(value) ? (value as Content[]) : []);

export const partOf = (value: unknown): Content =>
  typeof value === 'object' && value !== null ? (value as Content) : {};

export const nameOf = (value: unknown): string => textOf(partOf(value)['name']);
