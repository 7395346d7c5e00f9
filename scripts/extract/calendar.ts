/**
 * Makes `reference/calendar/cn.json` from the dev dependency `chinese-days`: the days of which the rule "Monday to
 * Friday are worked" is not the whole truth. Years that the package does not know are not extracted, because it
 * answers for them as if they had no holidays.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FROM_YEAR = 2019;
const root = join(import.meta.dirname, '..', '..');
const dependency = join(root, 'node_modules', 'chinese-days');
const target = join(root, 'reference', 'calendar');
mkdirSync(target, { recursive: true });

/** The package writes `English name,Chinese name,statutory days` for each date. */
type Days = Record<string, string>;
const data: { holidays: Days; workdays: Days } = JSON.parse(
  readFileSync(join(dependency, 'dist', 'chinese-days.json'), 'utf8'),
);
const { version }: { version: string } = JSON.parse(readFileSync(join(dependency, 'package.json'), 'utf8'));

function daysOf(days: Days, kind: 'holiday' | 'workday') {
  return Object.entries(days)
    .filter(([date]) => Number(date.slice(0, 4)) >= FROM_YEAR)
    .map(([date, names]) => ({ date, kind, name: names.split(',')[1] ?? '' }));
}

const days = [...daysOf(data.holidays, 'holiday'), ...daysOf(data.workdays, 'workday')];
days.sort((a, b) => (a.date < b.date ? -1 : 1));
const lastYear = days.at(-1)?.date.slice(0, 4);
if (lastYear === undefined) throw new Error('chinese-days holds no days');

const lines = days.map(day => `    ${JSON.stringify(day)}`);
writeFileSync(
  join(target, 'cn.json'),
  `{
  "source": "chinese-days ${version} (MIT), from the yearly notices of the General Office of the State Council",
  "knownFrom": "${FROM_YEAR}-01-01",
  "knownThrough": "${lastYear}-12-31",
  "days": [
${lines.join(',\n')}
  ]
}
`,
);
copyFileSync(join(dependency, 'LICENSE'), join(target, 'LICENSE'));
console.log(`${days.length} days, known through ${lastYear}-12-31`);
