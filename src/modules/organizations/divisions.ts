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

let bundled: Division[] | undefined;

/** All bundled divisions with codes of 6 digits (GB/T 2260) or 9, sorted by code; read when first asked for. */
function divisions(): Division[] {
  bundled ??= [
    ...readDivisions('provinces').map(one => ({ ...one, code: `${one.code}0000` })),
    // 市辖区, 县 and 省直辖县级行政区划 are headings of the list, no regions.
    ...readDivisions('cities')
      .filter(one => !/^(市辖区|县|.*直辖县级行政区划)$/.test(one.name))
      .map(one => ({ ...one, code: `${one.code}00` })),
    ...readDivisions('areas').filter(one => one.name !== '市辖区'),
    ...readDivisions('streets'),
  ].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return bundled;
}

export function divisionNamed(code: string): string | undefined {
  return divisions().find(one => one.code === code)?.name;
}

/**
 * Divisions whose code begins with the words or whose name has them, without those known already: provinces, cities and
 * counties before streets, at most `most`.
 */
export function findDivisions(words: string, known: ReadonlySet<string>, most: number): Division[] {
  return divisions()
    .filter(({ code, name }) => !known.has(code) && (code.startsWith(words) || name.includes(words)))
    .toSorted((a, b) => a.code.length - b.code.length)
    .slice(0, most);
}
