/** The reading actions of CKAN, by name. Each is given what the client asked and answers what stands under `result`. */
import { type HarvestCondition, type HarvestEntry, harvestCodes } from '#modules/catalog/index.ts';
import { notFound } from './ckanErrors.ts';
import { type Asked, natural, needed, text } from './ckanInput.ts';
import { groupList, groupShow, organizationList, organizationShow, tagList, tagShow } from './lists.ts';
import { codeOfName, nameOfCode } from './names.ts';
import { modesOf, packageOf, resourceOf } from './packages.ts';
import { packageSearch } from './search.ts';
import { type Visit, newest } from './visit.ts';
import { LICENSES, type License, MODES } from './vocabulary.ts';

/** Names in portions, for lists that may be as long as the catalog. */
export type Portions = AsyncGenerator<string[]>;

interface Action {
  help: string;
  run(visit: Visit, asked: Asked): Promise<unknown>;
}

const PORTION = 5000;
async function findEntry(visit: Visit, idOrName: string): Promise<HarvestEntry | undefined> {
  const read = visit.naming.ids.read(idOrName);
  const code = codeOfName(idOrName);
  const of: HarvestCondition[] = [];
  if (read?.kind === 'package') of.push({ kind: 'is', field: 'id', values: [String(read.number)] });
  if (code !== undefined) of.push({ kind: 'is', field: 'code', values: [code] });
  return of.length === 0 ? undefined : (await newest(visit, { kind: 'any', of }, 1))[0];
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
