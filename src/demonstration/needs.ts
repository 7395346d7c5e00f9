import type pg from 'pg';
import type { Keys } from '#kernel/keys.ts';
import type { Logger } from '#kernel/observe.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Disputes } from '#modules/disputes/index.ts';
import type { Duties } from '#modules/duties/index.ts';
import type { Exchange } from '#modules/exchange/index.ts';
import type { Files } from '#modules/files/index.ts';
import type { Inventory } from '#modules/inventory/index.ts';
import type { Links } from '#modules/links/index.ts';
import type { Lists } from '#modules/lists/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Pools } from '#modules/pools/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Results } from '#modules/results/index.ts';
import type { CallServices } from '#modules/services/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Audited } from '#record/audited.ts';

/** What the demonstration needs of a running platform. */
export interface Demonstrated {
  config: {
    poolDatabaseUrl: string | undefined;
    mariadbUrl: string | undefined;
    /** Of the city: 1 is 200,000 persons. */
    demonstrationScale: number;
  };
  storage: {
    keys: Keys;
    /** May create databases and accounts: the departments' databases are made with it. */
    ownerUrl: string;
    pools: { read: pg.Pool };
  };
  services: {
    organizations: Organizations;
    catalog: Catalog;
    sources: Sources;
    resources: Resources;
    sharing: Sharing;
    disputes: Disputes;
    callServices: Pick<CallServices, 'reading' | 'sandbox'>;
    exchange: Exchange;
    departmentPools: Pick<Pools, 'ensure' | 'pool' | 'start' | 'confirm'>;
    deadlines: Deadlines;
    duties: Duties;
    files: Pick<Files, 'list' | 'begin' | 'piece' | 'finish'>;
    inventory: Inventory;
    lists: Lists;
    links: Links;
    results: Results;
    audited: Audited;
  };
  log: Logger;
}
