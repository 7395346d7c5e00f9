/** What happened to entries after they were published: changed, suspended, returned, and told to departments. */
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { blankItem } from '#modules/catalog/index.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { REMARKS, REVISED, SUSPENDED } from './storyEntries.ts';

type Catalog = Demonstrated['services']['catalog'];

/** The first version said what the clerk had at hand; the second has what other departments asked for. */
const revised = (content: Content): Content => ({
  ...content,
  abstract: REVISED.abstract,
  updateCycle: 'yearly',
  items: [
    ...content.items,
    ...REVISED.items.map(name => ({ ...blankItem(name), type: 'date' as const, description: name })),
  ],
});

/** A published entry gets a second version by the same signatures as its first. */
async function revise(catalog: Catalog, people: People, id: number): Promise<void> {
  const { department } = REVISED;
  const officer = people.actor(department, 'data_officer');
  let entry: EntryView = await catalog.get(officer, id);
  if (entry.version === 1 && entry.state === 'published')
    ({ entry } = await catalog.save(officer, id, revised(entry.content), entry.revision));
  // Somebody else's change goes its own way.
  if (entry.version !== 2 || entry.content.abstract !== REVISED.abstract) return;
  for (;;) {
    switch (entry.state) {
      case 'draft':
        ({ entry } = await catalog.act(officer, id, 'submit', { note: '' }));
        break;
      case 'awaiting_office': {
        const head = people.actor(department, 'sharing_head');
        ({ entry } = await catalog.act(head, id, 'sign_office', { note: '' }));
        break;
      }
      case 'awaiting_department': {
        const head = people.actor(department, 'department_head');
        ({ entry } = await catalog.act(head, id, 'sign_department', { note: '' }));
        break;
      }
      case 'in_review':
        ({ entry } = await catalog.act(await people.authorityOf(department), id, 'publish', { note: '' }));
        break;
      case 'published':
      case 'returned':
      case 'withdrawn':
      case 'superseded':
        return;
    }
  }
}

/** `entryIds` by the demonstration's keys, `storyIds` by the titles of entries on their way. */
export async function tellEntries(
  { services }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
  storyIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { catalog } = services;
  const changed = storyIds.get(REVISED.title);
  if (changed !== undefined) await revise(catalog, people, changed);

  const returned = storyIds.get(REMARKS.title);
  const { department, note, remarks } = REMARKS;
  // Its own department sees it wherever it stands; the authority only what lies before it.
  const officer = people.actor(department, 'data_officer');
  if (returned !== undefined && (await catalog.get(officer, returned)).state === 'in_review')
    await catalog.act(await people.authorityOf(department), returned, 'return', { note, remarks });

  const stopped = entryIds.get(SUSPENDED.entry);
  const head = people.actor(SUSPENDED.department, 'department_head');
  if (stopped !== undefined) {
    const { history } = await catalog.get(head, stopped);
    if (!history.some(one => one.action === 'suspend'))
      await catalog.act(head, stopped, 'suspend', { note: SUSPENDED.reason });
  }
}

/** How many of the newest notices each of these departments has not opened yet. */
const UNSEEN: readonly [departmentKey: string, newest: number][] = [
  ['pds-civil-affairs', 6],
  ['pds-public-security', 4],
  ['pds-market', 9],
  ['zh-education', 15],
  ['pds-health', 2],
];

export async function tellNotices({ services }: Demonstrated, people: People): Promise<void> {
  const { notices } = services.catalog;
  for (const [key, newest] of UNSEEN) {
    const officer = people.actor(key, 'data_officer');
    const { items, unseen, total } = await notices.list(officer, { unseen: false, page: 1, size: 100 });
    if (unseen < total) continue;
    await notices.see(
      officer,
      items.slice(newest).map(one => one.id),
    );
  }
}
