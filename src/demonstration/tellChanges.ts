/** A law that changed with the clocks it opened, and the authority's word on who is the source of what. */
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { daysAfter } from '#modules/deadlines/index.ts';
import { remaining } from './remaining.ts';
import { DECISION, JOINT, LAW } from './storyChanges.ts';

const CITY = 'pds-data';
const HELP_DAYS = 30;

export async function tellLaw({ services }: Demonstrated, people: People): Promise<void> {
  const { changes } = services.duties;
  const authority = await people.authorityOf(CITY);
  const { title, article, what, answers } = LAW;
  const { items } = await changes.list(authority, { page: 1, size: 100 });
  const change = items.find(one => one.title === title && one.what === what);
  const changeId =
    change?.id ??
    (
      await changes.enter(authority, {
        kind: 'law',
        title,
        article,
        departmentId: null,
        what,
        occurredOn: services.deadlines.today(),
      })
    ).id;
  const { items: tasks } = await changes.tasks(authority, { open: false, changeId, page: 1, size: 100 });
  for (const { of, entry, ...answer } of answers) {
    const task = tasks.find(one => one.entryTitle === entry);
    const officer = people.actor(of, 'data_officer');
    if (!task) continue;
    const { history } = await changes.get(officer, task.id);
    const done = history.map(one => one.action).filter(action => action !== 'open');
    for (const step of remaining(done, [answer])) await changes.act(officer, task.id, step);
  }
}

export async function tellSources(
  { services }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { sources, deadlines } = services;
  const authority = await people.authorityOf(CITY);
  const member = ({ entry, item }: { entry: string; item: string }) => {
    const entryId = entryIds.get(entry);
    if (entryId === undefined) throw new Error(`the demonstration has no entry ${entry}`);
    return { entryId, item };
  };
  const { items: decided } = await sources.decisions(authority, { page: 1, size: 100 });
  if (!decided.some(one => one.name === DECISION.name))
    await sources.decide(authority, {
      name: DECISION.name,
      source: member(DECISION.source),
      others: DECISION.others.map(member),
      helpUntil: daysAfter(deadlines.today(), HELP_DAYS),
      note: DECISION.note,
    });
  if ((await sources.joint()).items.some(one => one.title === JOINT.title)) return;
  await sources.registerJoint(authority, {
    title: JOINT.title,
    leadDepartmentId: people.department(JOINT.lead).id,
    method: JOINT.method,
    parts: JOINT.parts.map(({ of, work }) => ({ departmentId: people.department(of).id, work })),
  });
}
