/** What is late, and what is due when: for a department its own, for an authority those of its region. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import { type FileOut, type Shape, column, tableFile } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type * as contract from './contract.ts';
import { type Describers, type KnownClock, describeClocks } from './describing.ts';
import { refuse } from './refusals.ts';

export interface OverdueNeeds {
  db: Db;
  deadlines: Pick<Deadlines, 'dues' | 'today'>;
  organizations: Pick<Organizations, 'departments'>;
  describers: Describers;
  sightOf: (actor: Actor) => Promise<Sight>;
}

type Item = Static<typeof contract.DueItem>;
type Query = Omit<Static<typeof contract.OverdueQuery>, 'page' | 'size'>;

/** The oldest are looked at; whoever has more late than that has no use for the rest of the list. */
const MOST = 3000;
const MOST_OF_A_DAY = 100;
const MOST_DAYS = 62;
const DAY = 24 * 60 * 60 * 1000;

const STEP_WORDS: Readonly<Record<string, string>> = {
  answer: '答复',
  supplement: '补正',
  review: '审核',
  supply: '供数',
  disposal: '处置',
  update: '更新',
};

const SHEET: Shape = {
  name: text('超期办件', 'Overdue'),
  columns: [
    column('title', text('事项', 'Case'), text('', ''), { width: 36 }),
    column('no', text('编号', 'Number'), text('', ''), { width: 18 }),
    column('step', text('环节', 'Step'), text('', '')),
    column('department', text('应办部门', 'Whose turn'), text('', ''), { width: 28 }),
    column('others', text('相关部门', 'Other sides'), text('', ''), { width: 36 }),
    column('due', text('期限', 'Due'), text('', ''), { kind: 'date' }),
    column('late', text('超期工作日', 'Working days late'), text('', ''), { kind: 'integer' }),
  ],
};

/** How many civil dates a stretch has, both ends included; less than one when it is none. */
function lengthOf(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY + 1;
}

export function createOverdue({ db, deadlines, organizations, describers, sightOf }: OverdueNeeds) {
  const { dues } = deadlines;
  const dayBefore = (date: string): string => new Date(Date.parse(date) - DAY).toISOString().slice(0, 10);

  async function itemsOf(clocks: readonly KnownClock[]): Promise<Item[]> {
    const names = new Map((await organizations.departments()).map(({ id, name }) => [id, name]));
    const party = (id: number) => ({ id, name: names.get(id) ?? '' });
    return clocks.map(({ id, subject, step, parties, reading, described }) => {
      const { title, no, path, waitsFor } = described;
      return {
        clockId: id,
        subject,
        step,
        title,
        no,
        path,
        department: party(waitsFor.departmentId),
        others: parties.filter(one => one !== waitsFor.departmentId).map(party),
        due: reading.due ?? '',
        remaining: reading.remaining,
        lateDays: reading.lateDays,
        state: reading.state,
      };
    });
  }

  async function late(actor: Actor): Promise<{ items: Item[]; more: boolean }> {
    const departments = await sightOf(actor);
    const clocks = await dues.list({ from: null, to: dayBefore(deadlines.today()), departments }, MOST);
    const items = await itemsOf(await describeClocks(describers, clocks, db));
    return { items: items.filter(one => one.state === 'late'), more: clocks.length === MOST };
  }

  const inBox = (actor: Actor, { box = 'all', late: least }: Query, item: Item): boolean =>
    item.lateDays >= least &&
    (box === 'all' || (item.department.id === actor.departmentId) === (box === 'ours'));
  const chosen = ({ departmentId, step }: Query, item: Item): boolean =>
    (departmentId === undefined || item.department.id === departmentId) &&
    (step === undefined || item.step === step);

  /** The departments of a calendar: one that the reader may see, or all of those. */
  async function seen(actor: Actor, departmentId: number | undefined): Promise<Sight> {
    const sight = await sightOf(actor);
    if (departmentId === undefined) return sight;
    return sight === 'all' || sight.includes(departmentId) ? [departmentId] : [];
  }

  return {
    async list(
      actor: Actor,
      query: Static<typeof contract.OverdueQuery>,
    ): Promise<Static<typeof contract.OverdueView>> {
      const found = await late(actor);
      const boxed = found.items.filter(item => inBox(actor, query, item));
      const items = boxed.filter(item => chosen(query, item));
      const departments = [...Map.groupBy(boxed, item => item.department.id).values()].map(ones => ({
        id: ones[0]?.department.id ?? 0,
        name: ones[0]?.department.name ?? '',
        clocks: ones.length,
        worst: Math.max(...ones.map(one => one.lateDays)),
      }));
      const { page, size } = query;
      return {
        items: items.slice((page - 1) * size, page * size),
        total: items.length,
        departments: departments.toSorted((a, b) => b.clocks - a.clocks || a.id - b.id),
        steps: [...Map.groupBy(boxed, item => item.step)].map(([step, ones]) => ({
          step,
          clocks: ones.length,
        })),
        more: found.more,
      };
    },

    async export(actor: Actor, query: Static<typeof contract.OverdueExportQuery>): Promise<FileOut> {
      const { items } = await late(actor);
      const rows = items
        .filter(item => inBox(actor, query, item) && chosen(query, item))
        .map(item => ({
          title: item.title.zh,
          no: item.no,
          step: STEP_WORDS[item.step] ?? item.step,
          department: item.department.name,
          others: item.others.map(one => one.name).join('；'),
          due: item.due,
          late: item.lateDays,
        }));
      return tableFile('超期办件', SHEET, rows, query.format);
    },

    async calendar(
      actor: Actor,
      { from, to, departmentId }: Static<typeof contract.CalendarQuery>,
    ): Promise<Static<typeof contract.CalendarView>> {
      const length = lengthOf(from, to);
      if (length < 1 || length > MOST_DAYS) throw refuse.stretch({ most: MOST_DAYS });
      const today = deadlines.today();
      const counted = await dues.byDay({ from, to, departments: await seen(actor, departmentId) });
      return {
        today,
        days: counted.map(({ date, clocks, near }) => ({
          date,
          clocks,
          tone: date < today ? 'late' : date === today ? 'due_today' : near > 0 ? 'near' : 'normal',
        })),
      };
    },

    async day(
      actor: Actor,
      date: string,
      departmentId: number | undefined,
    ): Promise<Static<typeof contract.DayView>> {
      const filter = { from: date, to: date, departments: await seen(actor, departmentId) };
      const [counted] = await dues.byDay(filter);
      const clocks = await dues.list(filter, MOST_OF_A_DAY);
      return {
        date,
        items: await itemsOf(await describeClocks(describers, clocks, db)),
        total: counted?.clocks ?? 0,
      };
    },
  };
}
