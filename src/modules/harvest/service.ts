import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Face } from '#kernel/faces.ts';
import { type HarvestEntry, findPageEnd, listHarvest } from '#modules/catalog/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Standards } from '#modules/standards/index.ts';
import { ACTIONS } from './actions.ts';
import type { Visit } from './visit.ts';
import type { Asked } from './ckanInput.ts';
import { type Home, type Page, catalogDocument, datasetDocument } from './document.ts';
import { codeOfName, idsOf } from './names.ts';
import type { Node } from './nodes.ts';
import type { Naming } from './packages.ts';

export interface HarvestNeeds {
  db: Db;
  organizations: Organizations;
  clock: Clock;
  /** The region whose catalog this is. */
  homeRegion: string;
  /** What tells this platform from all others for good: ids of packages are made of it. */
  platformName: string;
  standards: Pick<Standards, 'classes'>;
}

/** One page: its nodes, and the number after which the next one begins. */
export interface CatalogPage {
  nodes: AsyncGenerator<Node>;
  next: number | undefined;
}

export function createHarvest(needs: HarvestNeeds) {
  const { db, organizations, clock } = needs;
  const ids = idsOf(needs.platformName);

  const namingAt = (site: string): Naming => ({
    ids,
    site,
    classes: new Map(needs.standards.classes().map(({ code, name }) => [code, name])),
  });

  /** An empty installation has no authority yet: its region answers then. */
  async function home(): Promise<Home> {
    const code = needs.homeRegion;
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    const region = regions.find(one => one.code === code);
    const regionName = region?.name ?? code;
    const authority = departments.find(one => one.isAuthority && one.regionCode === code);
    return {
      regionCode: code,
      regionName,
      publisher: {
        name: authority?.name ?? regionName,
        creditCode: authority?.creditCode ?? code,
        level: region?.level ?? 'city',
      },
      title: { zh: `${regionName}政务数据目录`, en: `Government data catalog of ${regionName}` },
    };
  }

  async function entryNamed(face: Face, name: string): Promise<HarvestEntry> {
    const code = codeOfName(name);
    if (code === undefined) throw platform.not_found();
    const condition = { kind: 'is', field: 'code', values: [code] } as const;
    const [entry] = await listHarvest(db, face, condition, { words: '', by: [] }, 1, 0);
    if (!entry) throw platform.not_found();
    return entry;
  }

  return {
    knows: (action: string): boolean => Object.hasOwn(ACTIONS, action),

    /** What stands under `result`; throws what `asCkanError` understands. */
    async act(action: string, asked: Asked, face: Face, site: string): Promise<unknown> {
      const { title } = await home();
      const now = new Date(clock.now());
      const visit: Visit = { db, face, organizations, naming: namingAt(site), title, now };
      return ACTIONS[action]?.run(visit, asked);
    },

    async catalog(
      face: Face,
      site: string,
      after: number,
      size: number,
      addressOf: (after: number) => string,
    ): Promise<CatalogPage> {
      const [next, facts] = await Promise.all([findPageEnd(db, face, after, size), home()]);
      const naming = namingAt(site);
      const page: Page = {
        after,
        size,
        own: addressOf(after),
        first: addressOf(0),
        next: next === undefined ? undefined : addressOf(next),
      };
      return { nodes: catalogDocument({ db, face, naming }, facts, page), next };
    },

    async dataset(face: Face, site: string, name: string): Promise<AsyncGenerator<Node>> {
      return datasetDocument(await entryNamed(face, name), { db, face, naming: namingAt(site) });
    },
  };
}

export type Harvest = ReturnType<typeof createHarvest>;
