/**
 * Makes `reference/calendar/cn.json` from the dev dependency `chinese-days`: the days of which the rule "Monday to
 * Friday are worked" is not the whole truth. A second package, kept by other people and with data of its own, must
 * say the same of every single day, or nothing is written; what it says is kept beside as `second.json`, so that the
 * tests can compare the two without a network. Years that a package does not know are not extracted, because both
 * answer for them as if they had no holidays.
 *
 *   node scripts/extract/calendar.ts
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CalendarDay,
  type WorkingCalendar,
  buildCalendar,
  dateOfDay,
  dayNumber,
} from '#modules/deadlines/calendar.ts';
import { readNotice } from '#modules/deadlines/notice.ts';

const FROM_YEAR = 2019;
const root = join(import.meta.dirname, '..', '..');
const dependency = join(root, 'node_modules', 'chinese-days');
const target = join(root, 'reference', 'calendar');
/** Not installed with the others: only this script needs it. The digest is that of the published archive. */
const SECOND = {
  name: 'holiday-calendar',
  version: '1.3.3',
  integrity: 'gm9NUAbkH6MVUopiVdnk+NbrdULjmxmvqgbj/3O3b6EZ41jNLau7kbiTqfj0Hbjsspnfo6QIELx7VTGjK+owSg==',
};
mkdirSync(target, { recursive: true });

/** The package writes `English name,Chinese name,statutory days` for each date. */
type Days = Record<string, string>;

function readFirst(): { days: CalendarDay[]; version: string } {
  const data: { holidays: Days; workdays: Days } = JSON.parse(
    readFileSync(join(dependency, 'dist', 'chinese-days.json'), 'utf8'),
  );
  const { version }: { version: string } = JSON.parse(readFileSync(join(dependency, 'package.json'), 'utf8'));
  const daysOf = (days: Days, kind: CalendarDay['kind']): CalendarDay[] =>
    Object.entries(days)
      .filter(([date]) => Number(date.slice(0, 4)) >= FROM_YEAR)
      .map(([date, names]) => ({ date, kind, name: names.split(',')[1] ?? '' }));
  const days = [...daysOf(data.holidays, 'holiday'), ...daysOf(data.workdays, 'workday')];
  copyFileSync(join(dependency, 'LICENSE'), join(target, 'LICENSE'));
  return { days: days.sort(byDate), version };
}

function readSecond(throughYear: number): CalendarDay[] {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-calendar-'));
  try {
    const { name, version, integrity } = SECOND;
    execFileSync('npm', ['pack', `${name}@${version}`, '--pack-destination', folder], { stdio: 'ignore' });
    const archive = join(folder, `${name}-${version}.tgz`);
    const found = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (found !== integrity) throw new Error(`${name} ${version} is not the archive that was reviewed`);
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    copyFileSync(join(folder, 'package', 'LICENSE'), join(target, 'LICENSE.second'));
    const days: CalendarDay[] = [];
    for (let year = FROM_YEAR; year <= throughYear; year += 1) {
      const file = join(folder, 'package', 'data', 'CN', `${year}.json`);
      if (!existsSync(file)) throw new Error(`${name} does not know ${year}`);
      const { dates }: { dates: { date: string; name_cn: string; type: string }[] } = JSON.parse(
        readFileSync(file, 'utf8'),
      );
      for (const { date, name_cn, type } of dates)
        days.push({ date, kind: type === 'public_holiday' ? 'holiday' : 'workday', name: name_cn });
    }
    return days.sort(byDate);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byDate(a: CalendarDay, b: CalendarDay): number {
  return a.date < b.date ? -1 : 1;
}

/** The numbers of the notices whose wording is at hand and gives the same verdict on each day of its year. */
function numbersOfNotices(calendar: WorkingCalendar, lastYear: number): Record<string, string> {
  const numbers: Record<string, string> = {};
  for (let year = FROM_YEAR; year <= lastYear; year += 1) {
    const file = join(target, 'notices', `${year}.txt`);
    if (!existsSync(file)) continue;
    const { days, number, problems } = readNotice(readFileSync(file, 'utf8'), year);
    const said = buildCalendar({ knownFrom: `${year}-01-01`, knownThrough: `${year}-12-31`, days });
    const agrees = (day: number): boolean => calendar.worksOnDay(day) === said.worksOnDay(day);
    let day = dayNumber(`${year}-01-01`);
    // The last day may be off by the notice of the year after.
    while (day < dayNumber(`${year}-12-31`) && agrees(day)) day += 1;
    if (number === null || problems.length > 0 || day < dayNumber(`${year}-12-31`))
      throw new Error(`the notice of ${year} says another thing of ${dateOfDay(day)}, or cannot be read`);
    numbers[year] = number;
  }
  return numbers;
}

interface Written {
  source: string;
  notices?: Record<string, string>;
  knownThrough: string;
  days: readonly CalendarDay[];
}

function write(file: string, { source, notices, knownThrough, days: all }: Written): void {
  const lines = all.map(({ date, kind, name }) => `    ${JSON.stringify({ date, kind, name })}`);
  writeFileSync(
    join(target, file),
    `{
  "source": ${JSON.stringify(source)},
${notices ? `  "notices": ${JSON.stringify(notices)},\n` : ''}  "knownFrom": "${FROM_YEAR}-01-01",
  "knownThrough": "${knownThrough}",
  "days": [
${lines.join(',\n')}
  ]
}
`,
  );
}

const first = readFirst();
const lastYear = Number(first.days.at(-1)?.date.slice(0, 4));
if (Number.isNaN(lastYear)) throw new Error('chinese-days holds no days');
const knownThrough = `${lastYear}-12-31`;
const second = readSecond(lastYear);
const [one, other] = [first.days, second].map(days => buildCalendar({ knownThrough, days }));
const apart: string[] = [];
for (let day = dayNumber(`${FROM_YEAR}-01-01`); day <= dayNumber(knownThrough); day += 1)
  if (one?.worksOnDay(day) !== other?.worksOnDay(day)) apart.push(dateOfDay(day));
if (apart.length > 0)
  throw new Error(`the two packages disagree on ${apart.join(', ')}: read the notices first`);

if (!one) throw new Error('chinese-days gave no calendar');

write('cn.json', {
  source: `chinese-days ${first.version} 与 ${SECOND.name} ${SECOND.version} 两个数据包逐日一致`,
  notices: numbersOfNotices(one, lastYear),
  knownThrough,
  days: first.days,
});
write('second.json', {
  source: `国务院办公厅历年放假通知（取自 ${SECOND.name} ${SECOND.version}）`,
  knownThrough,
  days: second,
});
console.log(
  `${first.days.length} and ${second.length} days, known through ${knownThrough}, the same verdict on each`,
);
