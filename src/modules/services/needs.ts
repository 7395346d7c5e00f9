import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Standards } from '#modules/standards/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';

export interface ServicesNeeds {
  db: Db;
  /** Reads through the writing login: the only one that may see sealed values. */
  secrets: Db;
  audited: Audited;
  clock: Clock;
  keys: Keys;
  catalog: Pick<Catalog, 'publishedContent' | 'publishedEntries'>;
  deadlines: Pick<Deadlines, 'today'>;
  standards: Pick<Standards, 'codesOfItem' | 'elementByCode'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  resources: Pick<Resources, 'mountOf' | 'prepareMount' | 'putMount' | 'ask'>;
  /**
   * The grants that hang on a service, as the module above keeps them: a grant’s plan made anew over what is mounted
   * now, without the items that it no longer gives. Answers what was lost.
   */
  repin: (tx: Command, by: Pick<Actor, 'post' | 'name'>, grantId: number) => Promise<string[]>;
  /** Refuses whoever may not see the grant. */
  mustSee: (actor: Actor, grantId: number) => Promise<void>;
}
