/** Direct links, records of use, results and examples of the story; what was told before is not told twice. */
import type { Actor } from '#vocabulary/actor.ts';
import { ENTRIES } from './data/entries.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { daysAfter } from '#modules/deadlines/index.ts';
import { remaining } from './remaining.ts';
import { LINKS, type LinkStep, type StoryLink } from './storyLinks.ts';
import { ROUND, type StoryResult, type StoryUse, USES } from './storyUse.ts';

/** Where the authority of the city is found by. */
const CITY = 'pds-data';

export async function tellLinks(
  { services }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { links, deadlines } = services;
  const today = deadlines.today();
  const authority = await people.authorityOf(CITY);

  async function open(told: StoryLink): Promise<number> {
    const officer = people.actor(told.of, 'data_officer');
    const { items } = await links.list(officer, {
      box: 'ours',
      state: [],
      way: [],
      q: told.data,
      page: 1,
      size: 100,
    });
    const known = items.find(one => one.data === told.data && one.departmentId === officer.departmentId);
    if (known) return known.id;
    const { side, systemName, otherSystem, data, way, frequency, since, ground, volume } = told;
    const named = typeof told.other === 'string' ? '' : told.other.name;
    const made = await links.register(officer, {
      side,
      systemName,
      otherSystem,
      data,
      way,
      frequency,
      since,
      ground,
      volume,
      otherId: typeof told.other === 'string' ? people.department(told.other).id : null,
      otherName: named,
      entryId: (told.entry === undefined ? undefined : entryIds.get(told.entry)) ?? null,
      wantedUntil: told.wantedWithin === undefined ? null : daysAfter(today, told.wantedWithin),
      exemptReason: told.exemptReason ?? '',
    });
    return made.link.id;
  }

  async function take(id: number, { by, action, note = '', within }: LinkStep): Promise<boolean> {
    const actor = by === 'authority' ? authority : people.actor(...by);
    const [grant] = action === 'move' ? (await links.get(actor, id)).grants : [];
    // Without the grant that replaces it, the link stays where it is.
    if (action === 'move' && !grant) return false;
    await links.act(actor, id, {
      action,
      note,
      ...(within === undefined ? {} : { until: daysAfter(today, within) }),
      ...(grant ? { grantId: grant.id } : {}),
    });
    return true;
  }

  for (const told of LINKS) {
    const id = await open(told);
    const { history } = await links.get(people.actor(told.of, 'data_officer'), id);
    const done = history.map(one => one.action).filter(action => action !== 'register');
    for (const step of remaining(done, told.steps)) if (!(await take(id, step))) break;
  }
}

const titleOf = (key: string): string => ENTRIES.find(one => one.key === key)?.title ?? key;

export async function tellUse({ services }: Demonstrated, people: People): Promise<void> {
  const { results, deadlines } = services;
  const { useRecords, reporting, examples, rounds } = results;
  const today = deadlines.today();

  async function grantOf(officer: Actor, { entry }: StoryUse): Promise<number | undefined> {
    const q = titleOf(entry);
    const { items } = await useRecords.list(officer, { side: 'holding', q, page: 1, size: 100 });
    return items.findLast(one => one.grant.entryTitle === q && one.grant.state === 'active')?.grant.id;
  }

  async function record(officer: Actor, grantId: number, { records }: StoryUse): Promise<void> {
    const { completeness } = await useRecords.get(officer, grantId);
    for (const told of records)
      if (completeness.every(one => one.kind !== told.kind || one.count === 0))
        await useRecords.add(officer, grantId, { ...told, occurredOn: today });
  }

  async function report(officer: Actor, grantId: number, told: StoryResult): Promise<void> {
    const { items } = await reporting.list(officer, { grantId, side: 'all', q: '', page: 1, size: 100 });
    const known = items.find(one => one.matter === told.matter);
    const { example, ...result } = told;
    const period = { periodFrom: today, periodUntil: today };
    const { id, example: made } =
      known ?? (await reporting.report(officer, { ...result, ...period, grantId })).result;
    if (!example || made) return;
    const { title, story, class: chosen, up } = example;
    const { example: put } = await examples.putForward(officer, {
      resultId: id,
      title,
      story,
      class: chosen,
    });
    if (up) {
      const authority = await people.authorityOf(CITY);
      await examples.act(authority, put.id, { action: 'put_up', note: '做法清楚，成效可核' });
    }
  }

  for (const told of USES) {
    const officer = people.actor(told.consumer, 'data_officer');
    const grantId = await grantOf(officer, told);
    if (grantId === undefined) continue;
    await record(officer, grantId, told);
    if (told.result) await report(officer, grantId, told.result);
  }

  const authority = await people.authorityOf(CITY);
  const { items, mayOpen } = await rounds.list(authority);
  const up = await examples.list(authority, { state: ['up'], class: [], q: '', page: 1, size: 100 });
  if (items.length > 0 || !mayOpen || up.total < 2) return;
  const { round } = await rounds.open(authority, {
    title: `${today.slice(0, 4)} 年${ROUND.title}`,
    firstDay: today,
    lastDay: daysAfter(today, ROUND.days),
    exampleIds: up.items.map(one => one.id),
  });
  const favourite = up.items.find(one => one.title === ROUND.votesFor);
  if (favourite) await rounds.vote(people.actor(ROUND.voter, 'sharing_head'), round.id, favourite.id);
}
