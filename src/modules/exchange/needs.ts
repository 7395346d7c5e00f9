/** What the exchange asks of other modules and of the planes. */
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Pools } from '#modules/pools/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Standards } from '#modules/standards/index.ts';
import type { Audited } from '#record/audited.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import type { TargetProbe } from './targetProbe.ts';

/** What an exchange needs to know of a grant. */
export interface ExchangeGrant {
  id: number;
  no: string;
  state: string;
  version: number;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  mode: string;
  /** Of a batch grant: all of the order but the place of delivery. */
  plan: Omit<MovePlan, 'sink'> | undefined;
}

/** The part of grants that is used here. */
export interface GrantFactsPort {
  facts(grantId: number, within?: Db): Promise<ExchangeGrant | undefined>;
}

export interface ExchangeNeeds {
  db: Db;
  /** Reads what is sealed, which the page's login may not. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  grants: GrantFactsPort;
  catalog: Pick<Catalog, 'publishedContent'>;
  standards: Pick<Standards, 'codesOfItem' | 'elementByCode'>;
  resources: Pick<Resources, 'sourceOf' | 'mountOf' | 'recheck' | 'at'>;
  organizations: Pick<Organizations, 'regions' | 'departments'>;
  deadlines: Pick<Deadlines, 'current'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  pools: Pick<Pools, 'collectionOf'>;
  target: TargetProbe;
  /** Once for each folder that this worker does not see, and tasks wait for what comes into it. */
  onNoFolder: (folder: string) => void;
}
