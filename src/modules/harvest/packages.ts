/** An entry and its department in CKAN’s shapes. Every value is a function of the entry: two answers are the same text. */
import type { HarvestEntry } from '#modules/catalog/index.ts';
import type { Department } from '#modules/organizations/index.ts';
import { type Ids, nameOfCode, nameOfDepartment } from './names.ts';
import {
  type Classes,
  LICENSES,
  LICENSE_OF,
  MODES,
  MODE_FORMATS,
  MODE_TITLES,
  groupOf,
  tagsOf,
} from './vocabulary.ts';

export interface Naming {
  ids: Ids;
  classes: Classes;
  /** The address that the catalog is asked at, without a slash at its end. */
  site: string;
}

/** CKAN’s times have six digits of a second and no zone; they mean UTC. */
export const timeOf = (at: Date): string => `${at.toISOString().slice(0, -1)}000`;

type Named = Pick<Department, 'id' | 'name' | 'creditCode'>;

/** What a package says of its organization. When a department came to be, nobody keeps: `created` is null. */
export const organizationOf = ({ id, name, creditCode }: Named, { ids }: Naming) => ({
  id: ids.of('organization', id),
  name: nameOfDepartment(creditCode),
  title: name,
  type: 'organization',
  description: '',
  image_url: '',
  created: null,
  is_organization: true,
  approval_status: 'approved',
  state: 'active',
});

export const organizationListed = (department: Named, packages: number | undefined, naming: Naming) => ({
  ...organizationOf(department, naming),
  display_name: department.name,
  image_display_url: '',
  ...(packages === undefined ? {} : { package_count: packages }),
  num_followers: 0,
});

export const tagShown = (name: string, { ids }: Naming) => ({
  id: ids.named('tag', name),
  name,
  display_name: name,
  vocabulary_id: null,
});

export const landingPage = (id: number, { site }: Pick<Naming, 'site'>): string => `${site}/catalog/${id}`;

type Mode = (typeof MODES)[number];

export function resourceOf(entry: HarvestEntry, mode: Mode, position: number, naming: Naming) {
  const { content } = entry;
  const { ids } = naming;
  return {
    id: ids.of('resource', entry.id, MODES.indexOf(mode)),
    package_id: ids.of('package', entry.id),
    position,
    name: `${content.title}（${MODE_TITLES[mode].zh}）`,
    description: [content.scope, content.useTerms].filter(text => text !== '').join('\n'),
    // Rows go to who holds a grant: the address is where it is applied for.
    url: landingPage(entry.id, naming),
    url_type: null,
    format: MODE_FORMATS[mode],
    mimetype: null,
    mimetype_inner: null,
    resource_type: mode === 'query' || mode === 'verify' ? 'api' : 'file',
    size: null,
    hash: '',
    state: 'active',
    created: timeOf(entry.issued),
    last_modified: null,
    metadata_modified: timeOf(entry.modified),
    cache_url: null,
    cache_last_updated: null,
    datastore_active: false,
  };
}

/** The modes in the order of their ids, whatever the order in the entry. */
export const modesOf = ({ content }: Pick<HarvestEntry, 'content'>): Mode[] =>
  MODES.filter(mode => content.modes.includes(mode));

function extrasOf({ code, content, regionCode, regionName, version }: HarvestEntry) {
  const { basis } = content;
  const extras: Record<string, string> = {
    code,
    class_code: content.classCode,
    conditions: content.conditions.join('\n'),
    format: content.format.kind,
    items: JSON.stringify(content.items.map(({ name, type, length }) => ({ name, type, length }))),
    legal_basis: basis ? `${basis.title} ${basis.article}`.trim() : '',
    open_conditions: content.openConditions,
    open_type: content.openType,
    region_code: regionCode,
    region_name: regionName,
    share_type: content.shareType,
    subject: content.subject,
    update_cycle: content.updateCycle,
    version: String(version),
  };
  return Object.entries(extras)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ({ key, value }));
}

export function packageOf(entry: HarvestEntry, naming: Naming) {
  const { content } = entry;
  const { ids, classes } = naming;
  const tags = tagsOf(content, classes).toSorted();
  const group = groupOf(content.classCode, classes);
  const modes = modesOf(entry);
  const license = LICENSE_OF[content.openType];
  const department = {
    id: entry.departmentId,
    name: entry.departmentName,
    creditCode: entry.departmentCode,
  };
  return {
    id: ids.of('package', entry.id),
    name: nameOfCode(entry.code),
    title: content.title,
    version: String(entry.version),
    url: landingPage(entry.id, naming),
    author: entry.departmentName,
    author_email: null,
    maintainer: content.contact === '' ? entry.departmentName : content.contact,
    maintainer_email: null,
    notes: content.abstract,
    license_id: license,
    license_title: LICENSES[license].title,
    license_url: null,
    isopen: LICENSES[license].isOpen,
    type: 'dataset',
    state: 'active',
    private: false,
    owner_org: ids.of('organization', entry.departmentId),
    creator_user_id: null,
    metadata_created: timeOf(entry.issued),
    metadata_modified: timeOf(entry.modified),
    num_resources: modes.length,
    num_tags: tags.length,
    organization: organizationOf(department, naming),
    groups: group
      ? [
          {
            id: ids.named('group', group.name),
            name: group.name,
            title: group.title,
            display_name: group.title,
            description: '',
            image_display_url: '',
          },
        ]
      : [],
    tags: tags.map(name => ({ ...tagShown(name, naming), state: 'active' })),
    extras: extrasOf(entry),
    resources: modes.map((mode, position) => resourceOf(entry, mode, position, naming)),
    relationships_as_subject: [],
    relationships_as_object: [],
  };
}

export type Package = ReturnType<typeof packageOf>;
