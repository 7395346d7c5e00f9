/** What departments have and what they owe: the inventory, and lists compiled, signed and published. */
import { ENTRIES } from './data/entries.ts';
import { OFFICES } from './data/offices.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { SYSTEMS, type StorySystem } from './storyInventory.ts';

/** Reads the department's registered database into its inventory; a withheld table is never mounted, so it is named. */
async function readDatabase(
  { services }: Demonstrated,
  people: People,
  departmentKey: string,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { inventory, resources } = services;
  const officer = people.actor(departmentKey, 'data_officer');
  const source = (await resources.sources(officer)).find(one => one.use === 'provide');
  const name = OFFICES[departmentKey]?.system;
  if (!source || name === undefined) return;
  const { items } = await inventory.systems(officer, {});
  if (!items.some(one => one.sourceId === source.id))
    await inventory.read(officer, { sourceId: source.id, name });
  const withheld = ENTRIES.filter(one => one.departmentKey === departmentKey && one.shareType === 'withheld');
  for (const { key, source: lies } of withheld) {
    const { items: found } = await inventory.assets(officer, {
      cover: ['open'],
      q: lies.table,
      page: 1,
      size: 100,
    });
    const entryId = entryIds.get(key);
    const ids = found.map(one => one.id);
    if (entryId !== undefined && ids.length > 0)
      await inventory.act(officer, { ids, action: 'link', entryId, reason: '' });
  }
}

async function tellSystem({ services }: Demonstrated, people: People, told: StorySystem): Promise<void> {
  const { inventory } = services;
  const officer = people.actor(told.of, 'data_officer');
  const { name, purpose, state } = told;
  const known = (await inventory.systems(officer, {})).items.find(one => one.name === name);
  const systemId = known?.id ?? (await inventory.saveSystem(officer, undefined, { name, purpose, state })).id;
  const assets = async () =>
    (await inventory.assets(officer, { systemId, cover: [], q: '', page: 1, size: 100 })).items;
  const before = new Set((await assets()).map(one => one.place));
  for (const { place, title, rows } of told.tables)
    if (!before.has(place)) await inventory.addAsset(officer, { systemId, place, title, rows });
  const there = await assets();
  for (const { place, leftOut: reason } of told.tables) {
    const ids = there.filter(one => one.place === place && one.leftOut === '').map(one => one.id);
    if (reason !== undefined && ids.length > 0)
      await inventory.act(officer, { ids, action: 'leave_out', reason });
  }
}

export async function tellInventory(
  platform: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  for (const key of new Set(SYSTEMS.map(one => one.of))) await readDatabase(platform, people, key, entryIds);
  for (const one of SYSTEMS) await tellSystem(platform, people, one);
}

type Kind = 'responsibility' | 'negative';

const CIVIL = 'pds-civil-affairs';
/** A duty without an entry that the department puts on its list itself. */
const OWN_ROW = { title: '福利彩票公益金使用信息', duty: '福利彩票管理', basis: '《彩票管理条例》' };

/** Signed lists of two departments, and one that waits for the signature. */
const LISTS: readonly { of: string; kind: Kind; signed: boolean }[] = [
  { of: CIVIL, kind: 'responsibility', signed: true },
  { of: CIVIL, kind: 'negative', signed: true },
  { of: 'pds-public-security', kind: 'responsibility', signed: true },
  { of: 'pds-public-security', kind: 'negative', signed: true },
  { of: 'pds-market', kind: 'responsibility', signed: false },
];

export async function tellLists({ services }: Demonstrated, people: People): Promise<void> {
  const { compiling } = services.lists;
  for (const { of, kind, signed } of LISTS) {
    const officer = people.actor(of, 'data_officer');
    let list = await compiling.view(officer, kind, { version: 0 });
    if (list.versions.length > 0) continue;
    if (list.state === 'editing') {
      const own = kind === 'responsibility' && of === CIVIL ? [OWN_ROW] : [];
      const added = own.filter(row => !list.rows.some(one => one.fields['title'] === row.title));
      if (added.length > 0) await compiling.addRows(officer, kind, added);
      ({ list } = await compiling.act(officer, kind, { action: 'submit', note: '' }));
    }
    if (signed && list.state === 'awaiting')
      await compiling.act(people.actor(of, 'department_head'), kind, { action: 'sign', note: '' });
  }
}
