/** Needs and claims of the story, each step by the post whose turn it is; what was done before is not done twice. */
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { daysAfter } from '#modules/deadlines/index.ts';
import { remaining } from './remaining.ts';
import { CLAIMS } from './storyClaims.ts';
import { AUTHORITY, NEEDS, type NeedStep, type StoryNeed } from './storyNeeds.ts';

/** Where the authority of the city is found by. */
const CITY = 'pds-data';
const CLAIM_DAYS = 20;

export async function tellNeeds(
  { services }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { lists, deadlines } = services;
  const authority = await people.authorityOf(CITY);
  const today = deadlines.today();
  const ids = new Map<string, number>();

  async function open({
    of,
    title,
    matter,
    description,
    suggested,
    wantedWithin,
  }: StoryNeed): Promise<number> {
    const officer = people.actor(of, 'data_officer');
    const { items } = await lists.demands.list(officer, {
      box: 'ours',
      state: [],
      q: title,
      page: 1,
      size: 100,
    });
    const known = items.find(one => one.title === title && one.departmentId === officer.departmentId);
    if (known) return known.id;
    const suggestedId = suggested === undefined ? null : people.department(suggested).id;
    const wantedBy = daysAfter(today, wantedWithin);
    const body = { title, matter, description, suggestedId, wantedBy };
    return (await lists.demands.register(officer, body)).demand.id;
  }

  async function take(id: number, { by, action, note = '', to, within, entry, into }: NeedStep) {
    const actor = by === AUTHORITY ? authority : people.actor(by, 'data_officer');
    const entryId = entry === undefined ? undefined : entryIds.get(entry);
    const target = into === undefined ? undefined : ids.get(into);
    await lists.demands.act(actor, id, {
      action,
      note,
      ...(to === undefined ? {} : { departmentId: people.department(to).id }),
      ...(within === undefined ? {} : { until: daysAfter(today, within) }),
      ...(entryId === undefined ? {} : { entryId }),
      ...(target === undefined ? {} : { into: target }),
    });
  }

  for (const need of NEEDS) {
    const id = await open(need);
    ids.set(need.title, id);
    const { history } = await lists.demands.get(authority, id);
    const done = history.map(one => one.action).filter(action => action !== 'register');
    for (const step of remaining(done, need.steps)) await take(id, step);
  }
}

export async function tellClaims({ services }: Demonstrated, people: People): Promise<void> {
  const { claims } = services.duties;
  const authority = await people.authorityOf(CITY);
  const listed = () => claims.list(authority, { state: [], q: '', page: 1, size: 100 });
  let { items } = await listed();
  if (!items.some(one => one.title === CLAIMS[0]?.title)) {
    const claimUntil = daysAfter(services.deadlines.today(), CLAIM_DAYS);
    await claims.issue(
      authority,
      CLAIMS.map(({ of, title, duty, basis, abstract }) => ({
        departmentId: people.department(of).id,
        title,
        duty,
        basis,
        abstract,
        claimUntil,
      })),
    );
    ({ items } = await listed());
  }
  for (const told of CLAIMS) {
    const claim = items.find(one => one.title === told.title);
    if (!claim) continue;
    const { history } = await claims.get(authority, claim.id);
    const done = history.map(one => one.action).filter(action => action !== 'issue');
    for (const { action, note = '' } of remaining(done, told.steps))
      await claims.act(action === 'chase' ? authority : people.actor(told.of, 'data_officer'), claim.id, {
        action,
        note,
      });
  }
}
