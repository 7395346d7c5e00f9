/** Organizations, groups and tags: what has an entry that the caller may see, with its number. */
import { EVERYTHING, type HarvestCondition, countHarvestBy } from '#modules/catalog/index.ts';
import type { Department } from '#modules/organizations/index.ts';
import { notFound, searchError } from './ckanErrors.ts';
import { type Asked, flag, list, natural, needed, text } from './ckanInput.ts';
import { nameOfDepartment } from './names.ts';
import { organizationListed, packageOf, tagShown } from './packages.ts';
import { MOST_INSIDE, type Visit, newest } from './visit.ts';
import { GROUP_DIGITS, groupOf, tagsOf } from './vocabulary.ts';

/** Departments that have an entry here: the others do not exist for CKAN. */
async function providers(visit: Visit): Promise<{ department: Department; packages: number }[]> {
  const [counts, departments] = await Promise.all([
    countHarvestBy(visit.db, visit.face, EVERYTHING, [['departmentId']]),
    visit.organizations.departments(),
  ]);
  const packages = new Map(counts.map(({ values, count }) => [Number(values[0]), count]));
  return departments.flatMap(department => {
    const count = packages.get(department.id);
    return count === undefined ? [] : [{ department, packages: count }];
  });
}

interface Listed {
  name: string;
  title: string;
  package_count: number;
}

/** `sort`, `limit` and `offset` of lists of organizations and groups. */
function ordered<T extends Listed>(asked: Asked, all: readonly T[]): T[] {
  const [field = '', direction = 'asc'] = text(asked, 'sort', 'title asc').trim().split(/\s+/);
  const by = { name: 'name', title: 'title', package_count: 'package_count', packages: 'package_count' }[
    field
  ] as keyof Listed | undefined;
  if (by === undefined || !/^(asc|desc)$/i.test(direction))
    throw searchError(`Cannot sort by field '${field}'`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const wanted = text(asked, 'q').toLowerCase();
  const from = natural(asked, 'offset', 0);
  return all
    .filter(one => `${one.name}\n${one.title}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => (a[by] === b[by] ? 0 : a[by] < b[by] ? -sign : sign))
    .slice(from, from + natural(asked, 'limit', flag(asked, 'all_fields', false) ? 25 : MOST_INSIDE));
}

export async function organizationList(visit: Visit, asked: Asked): Promise<unknown> {
  const names = list(asked, 'organizations');
  const counted = flag(asked, 'include_dataset_count', true);
  const all = (await providers(visit)).map(({ department, packages }) => ({
    department,
    name: nameOfDepartment(department.creditCode),
    title: department.name,
    package_count: packages,
  }));
  const page = ordered(
    asked,
    all.filter(({ name }) => names.length === 0 || names.includes(name)),
  );
  if (!flag(asked, 'all_fields', false)) return page.map(({ name }) => name);
  return page.map(one =>
    organizationListed(one.department, counted ? one.package_count : undefined, visit.naming),
  );
}

export async function organizationShow(visit: Visit, asked: Asked): Promise<unknown> {
  const id = needed(asked, 'id');
  const read = visit.naming.ids.read(id);
  const found = (await providers(visit)).find(({ department }) =>
    read
      ? read.kind === 'organization' && read.number === department.id
      : nameOfDepartment(department.creditCode) === id,
  );
  if (!found) throw notFound();
  const shown = {
    ...organizationListed(
      found.department,
      flag(asked, 'include_dataset_count', true) ? found.packages : undefined,
      visit.naming,
    ),
    users: [],
    groups: [],
    tags: [],
    extras: [],
  };
  if (!flag(asked, 'include_datasets', false)) return shown;
  const condition: HarvestCondition = {
    kind: 'is',
    field: 'departmentId',
    values: [String(found.department.id)],
  };
  const entries = await newest(visit, condition, MOST_INSIDE);
  return { ...shown, packages: entries.map(entry => packageOf(entry, visit.naming)) };
}

async function groups(visit: Visit) {
  const { classes, ids } = visit.naming;
  const found = new Map<string, { code: string; name: string; title: string; package_count: number }>();
  for (const { values, count } of await countHarvestBy(visit.db, visit.face, EVERYTHING, [['classCode']])) {
    const group = groupOf(values[0] ?? '', classes);
    if (!group) continue;
    const known = found.get(group.code) ?? { ...group, package_count: 0 };
    known.package_count += count;
    found.set(group.code, known);
  }
  return [...found.values()].map(({ code, ...group }) => ({
    code,
    name: group.name,
    title: group.title,
    package_count: group.package_count,
    shown: {
      id: ids.named('group', group.name),
      ...group,
      display_name: group.title,
      description: '',
      image_url: '',
      image_display_url: '',
      created: null,
      is_organization: false,
      approval_status: 'approved',
      state: 'active',
      type: 'group',
      num_followers: 0,
    },
  }));
}

export async function groupList(visit: Visit, asked: Asked): Promise<unknown> {
  const names = list(asked, 'groups');
  const page = ordered(
    asked,
    (await groups(visit)).filter(({ name }) => names.length === 0 || names.includes(name)),
  );
  return page.map(({ name, shown }) => (flag(asked, 'all_fields', false) ? shown : name));
}

export async function groupShow(visit: Visit, asked: Asked): Promise<unknown> {
  const id = needed(asked, 'id');
  const found = (await groups(visit)).find(({ name, shown }) => name === id || shown.id === id);
  if (!found || found.code.length !== GROUP_DIGITS) throw notFound();
  const shown = { ...found.shown, users: [], groups: [], tags: [], extras: [] };
  if (!flag(asked, 'include_datasets', false)) return shown;
  const entries = await newest(
    visit,
    { kind: 'like', field: 'classCode', pattern: `${found.code}%` },
    MOST_INSIDE,
  );
  return { ...shown, packages: entries.map(entry => packageOf(entry, visit.naming)) };
}

async function tagNames(visit: Visit): Promise<string[]> {
  const counts = await countHarvestBy(visit.db, visit.face, EVERYTHING, [['subject', 'classCode']]);
  const names = counts.flatMap(({ values: [subject = 'other', classCode = ''] }) =>
    tagsOf({ subject: subject as 'other', classCode }, visit.naming.classes),
  );
  return [...new Set(names)].toSorted();
}

export async function tagList(visit: Visit, asked: Asked): Promise<unknown> {
  // All tags are free: no vocabulary has any.
  if (text(asked, 'vocabulary_id') !== '') throw notFound();
  const wanted = [...list(asked, 'query'), ...list(asked, 'q')].map(word => word.toLowerCase());
  const names = (await tagNames(visit)).filter(
    name => wanted.length === 0 || wanted.some(word => name.toLowerCase().includes(word)),
  );
  return flag(asked, 'all_fields', false) ? names.map(name => tagShown(name, visit.naming)) : names;
}

export async function tagShow(visit: Visit, asked: Asked): Promise<unknown> {
  const id = needed(asked, 'id');
  const shown = (await tagNames(visit)).map(name => tagShown(name, visit.naming));
  const found = shown.find(tag => tag.name === id || tag.id === id);
  if (!found) throw notFound();
  return found;
}
