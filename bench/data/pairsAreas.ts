/**
 * Fields of government with the entries that departments list about them, and what only these entries say. Written by
 * hand, by meaning, before the detector was looked at. In the text files a field begins with
 * `# key subject word-for-its-subject titles…`; each line below is one meaning: `key type names…`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Meaning } from './pairsShared.ts';

export interface Area {
  key: string;
  subject: 'person' | 'legal' | 'other';
  /** The word that stands before what is said about its subject; empty when catalogs use none. */
  who: string;
  titles: string[];
  meanings: Meaning[];
}

const TYPES: Readonly<Record<string, Meaning['type']>> = {
  t: 'text',
  b: 'bigint',
  n: 'numeric',
  d: 'date',
  s: 'timestamp',
};

function areaOf(text: string): Area {
  const [head = '', ...rows] = text.trim().split('\n');
  const [key = '', subject = '', who = '', ...titles] = head.split(' ');
  const meanings = rows.map(row => {
    const [name = '', sign = '', ...names] = row.split(' ');
    const type = TYPES[sign];
    if (type === undefined) throw new Error(`pairs: ${key} ${name} has no type.`);
    return { key: name, type, names };
  });
  if (subject !== 'person' && subject !== 'legal' && subject !== 'other')
    throw new Error(`pairs: ${key} is about nobody.`);
  return { key, subject, who: who === '-' ? '' : who, titles, meanings };
}

const areasIn = (file: string): Area[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .split(/^# /m)
    .slice(1)
    .map(areaOf);

export const AREAS = areasIn('pairsAreas.txt');
/** Written when the detector was finished, and never tuned on. */
export const AFTERWARDS = areasIn('pairsAfter.txt');
