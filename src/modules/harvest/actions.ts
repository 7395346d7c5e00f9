/** The reading actions of CKAN, by name. Each is given what the client asked and answers what stands under `result`. */
import type { Db } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import {
  EVERYTHING,
  type HarvestCondition,
  type HarvestEntry,
  countHarvestBy,
  harvestCodes,
  listHarvest,
} from '#modules/catalog/index.ts';
import type { Department, Organizations } from '#modules/organizations/index.ts';
import { searchError, notFound } from './ckanErrors.ts';
import { type Asked, flag, list, natural, needed, text } from './ckanInput.ts';
import { codeOfName, nameOfCode, nameOfDepartment } from './names.ts';
import { type Naming, modesOf, organizationListed, packageOf, resourceOf, tagShown } from './packages.ts';
import { packageSearch } from './search.ts';
import { GROUP_DIGITS, LICENSES, type License, MODES, groupOf, tagsOf } from './vocabulary.ts';

/** One request: through which face, and what things are called there. */
export interface Visit {
  db: Db;
  face: Face;
  organizations: Organizations;
  naming: Naming;
  now: Date;
  title: { zh: string; en: string };
}

/** Names in portions, for lists that may be as long as the catalog. */
export type Portions = AsyncGenerator<string[]>;

interface Action {
  help: string;
  run(visit: Visit, asked: Asked): Promise<unknown>;
}

const PORTION = 5000;
/** Of packages that stand inside an organization or a group. */
const MOST_INSIDE = 1000;
const NEWEST = { words: '', then: [{ by: 'modified', descending: true }] } as const;

const newest = (visit: Visit, condition: HarvestCondition, limit: number): Promise<HarvestEntry[]> =>
  listHarvest(visit.db, visit.face, condition, { ...NEWEST, then: [...NEWEST.then] }, limit, 0);

async function findEntry(visit: Visit, idOrName: string): Promise<HarvestEntry | undefined> {
  const read = visit.naming.ids.read(idOrName);
  const code = codeOfName(idOrName);
  const of: HarvestCondition[] = [];
  if (read?.kind === 'package') of.push({ kind: 'is', field: 'id', values: [String(read.number)] });
  if (code !== undefined) of.push({ kind: 'is', field: 'code', values: [code] });
  return of.length === 0 ? undefined : (await newest(visit, { kind: 'any', of }, 1))[0];
}

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

async function* packageNames(visit: Visit, asked: Asked): Portions {
  let left = natural(asked, 'limit', Number.MAX_SAFE_INTEGER);
  let leaveOut = natural(asked, 'offset', 0);
  let after = '';
  while (left > 0) {
    const codes = await harvestCodes(visit.db, visit.face, after, Math.min(PORTION, left), leaveOut);
    yield codes.map(nameOfCode);
    leaveOut = 0;
    left -= codes.length;
    if (codes.length < PORTION) return;
    after = codes.at(-1) ?? '';
  }
}

async function organizationList(visit: Visit, asked: Asked): Promise<unknown> {
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

async function organizationShow(visit: Visit, asked: Asked): Promise<unknown> {
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

async function groupList(visit: Visit, asked: Asked): Promise<unknown> {
  const names = list(asked, 'groups');
  const page = ordered(
    asked,
    (await groups(visit)).filter(({ name }) => names.length === 0 || names.includes(name)),
  );
  return page.map(({ name, shown }) => (flag(asked, 'all_fields', false) ? shown : name));
}

async function groupShow(visit: Visit, asked: Asked): Promise<unknown> {
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

async function tagList(visit: Visit, asked: Asked): Promise<unknown> {
  // All tags are free: no vocabulary has any.
  if (text(asked, 'vocabulary_id') !== '') throw notFound();
  const wanted = [...list(asked, 'query'), ...list(asked, 'q')].map(word => word.toLowerCase());
  const names = (await tagNames(visit)).filter(
    name => wanted.length === 0 || wanted.some(word => name.toLowerCase().includes(word)),
  );
  return flag(asked, 'all_fields', false) ? names.map(name => tagShown(name, visit.naming)) : names;
}

async function tagShow(visit: Visit, asked: Asked): Promise<unknown> {
  const id = needed(asked, 'id');
  const shown = (await tagNames(visit)).map(name => tagShown(name, visit.naming));
  const found = shown.find(tag => tag.name === id || tag.id === id);
  if (!found) throw notFound();
  return found;
}

async function packageShow(visit: Visit, asked: Asked): Promise<unknown> {
  // CKAN takes both names for it, and calls it by the second where it is missing.
  const name = asked['id'] === undefined ? 'name_or_id' : 'id';
  const entry = await findEntry(visit, text(asked, name) || needed(asked, 'name_or_id'));
  if (!entry) throw notFound();
  return packageOf(entry, visit.naming);
}

async function resourceShow(visit: Visit, asked: Asked): Promise<unknown> {
  const read = visit.naming.ids.read(needed(asked, 'id'));
  if (read?.kind !== 'resource') throw notFound();
  const [entry] = await newest(visit, { kind: 'is', field: 'id', values: [String(read.number)] }, 1);
  const mode = MODES[read.part];
  if (!entry || mode === undefined || !entry.content.modes.includes(mode)) throw notFound();
  return resourceOf(entry, mode, modesOf(entry).indexOf(mode), visit.naming);
}

const licenseShown = (id: License) => ({
  id,
  title: LICENSES[id].title,
  url: '',
  status: 'active',
  maintainer: '',
  family: '',
  domain_content: false,
  domain_data: false,
  domain_software: false,
  is_generic: true,
  od_conformance: LICENSES[id].isOpen ? 'not reviewed' : 'rejected',
  osd_conformance: 'not reviewed',
});

export const ACTIONS: Readonly<Record<string, Action>> = {
  package_list: {
    help: 'Names of all datasets. limit, offset.',
    run: async (visit, asked) => {
      // Wrong numbers are said before anything is sent.
      natural(asked, 'limit', 0);
      natural(asked, 'offset', 0);
      return packageNames(visit, asked);
    },
  },
  package_search: {
    help: 'Datasets that a query finds. q and fq in the part of Solr’s syntax that docs/integrator.md names; sort, rows (1000 at most), start, fl, facet, facet.field, facet.limit, facet.mincount.',
    run: packageSearch,
  },
  package_show: { help: 'One dataset. id: its id or name.', run: packageShow },
  resource_show: { help: 'One resource. id.', run: resourceShow },
  organization_list: {
    help: 'Names of the departments that provide a dataset. sort, limit, offset, organizations, q, all_fields, include_dataset_count.',
    run: organizationList,
  },
  organization_show: {
    help: 'One department. id: its id or name; include_dataset_count, include_datasets.',
    run: organizationShow,
  },
  group_list: {
    help: 'Names of the classes that have a dataset. sort, limit, offset, groups, q, all_fields.',
    run: groupList,
  },
  group_show: { help: 'One class. id: its id or name; include_datasets.', run: groupShow },
  tag_list: { help: 'Names of all tags. query, all_fields.', run: tagList },
  tag_show: { help: 'One tag. id: its id or name.', run: tagShow },
  license_list: {
    help: 'The licences that datasets here may have.',
    run: async () => (Object.keys(LICENSES) as License[]).map(licenseShown),
  },
  status_show: {
    help: 'What this site is.',
    run: async ({ naming, title }) => ({
      ckan_version: '2.11.0',
      site_title: title.zh,
      site_description: title.en,
      site_url: naming.site,
      error_emails_to: null,
      locale_default: 'zh_Hans_CN',
      extensions: [],
    }),
  },
  site_read: { help: 'Whether the site may be read.', run: async () => true },
  help_show: {
    help: 'What an action does. name.',
    run: async (_visit, asked) => {
      const name = needed(asked, 'name');
      if (!Object.hasOwn(ACTIONS, name)) throw notFound();
      return ACTIONS[name]?.help;
    },
  },
};
