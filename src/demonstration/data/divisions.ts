import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Division {
  /** 2, 4, 6 or 9 digits; the parent's code is its beginning. */
  code: string;
  name: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'reference', 'divisions');

/** Reads one level of the bundled administrative divisions, sorted by code. */
export function readDivisions(level: 'provinces' | 'cities' | 'areas' | 'streets'): Division[] {
  const lines = readFileSync(join(FOLDER, `${level}.csv`), 'utf8').split('\n');
  return lines
    .slice(1)
    .filter(line => line !== '')
    .map(line => {
      const comma = line.indexOf(',');
      return { code: line.slice(0, comma), name: line.slice(comma + 1) };
    });
}
