/** What pools ask of other modules, and of the exchange, which stands above them. */
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { PoolDatabase } from '#kernel/poolDatabase.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { CollectionRow } from './store.ts';

/** A collection that is to run, as its task shows it. */
export interface Beginning {
  entryId: number;
  entryTitle: string;
  providerId: number;
  provider: string;
  consumerId: number;
  consumer: string;
  sourceId: number;
  schema: string;
  table: string;
  updateCycle: CollectionRow['updateCycle'];
}

/** Tasks of collections, which the exchange keeps. Both work inside the command that decides. */
export interface TasksPort {
  /** Makes the entry's task where there is none, or wakes it, and orders a run; answers the task. */
  begin(tx: Command, collection: Beginning): Promise<number>;
  /** The task rests, and a run under way is asked to stop. */
  rest(tx: Command, taskId: number): Promise<void>;
}

export interface PoolsNeeds {
  db: Db;
  /** Reads through the writing login: the only one that may see what is sealed. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  policy: Pick<Policy, 'findCitation' | 'findTitle' | 'findRepeal' | 'homeRegion' | 'today'>;
  organizations: Pick<Organizations, 'sightOf' | 'regionsCoordinatedBy'>;
  catalog: Pick<Catalog, 'publishedContent'>;
  resources: Pick<Resources, 'mountOf' | 'columnsOfMount'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  database: PoolDatabase;
  tasks: TasksPort;
}

/** Where a department's rows are collected: its pool, and the schema of it there. */
export interface PoolPlace {
  /** `plans.source.id` of the pool's database. */
  sourceId: number;
  schema: string;
  /** As it is shown: 平顶山市民政局资源池. */
  name: string;
  /** Who collects: the authority. */
  consumerId: number;
  consumer: string;
}

/** How an entry's rows are collected. */
export interface Collection {
  place: PoolPlace;
  table: string;
  /** Items that tell one row from another. */
  key: string[];
}
