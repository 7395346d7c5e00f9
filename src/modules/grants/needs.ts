import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { DayUse, GrantReads, GrantUse } from '#modules/ledger/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Files } from '#modules/files/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Audited } from '#record/audited.ts';

export interface GrantsNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Catalog;
  resources: Pick<Resources, 'mountOf'>;
  files: Pick<Files, 'isGiven' | 'present'>;
  /** Seals links to files. */
  keys: Keys;
  messages: Pick<Messages, 'tell' | 'settle'>;
  /** The values of an item's code table; none where nobody knows it. */
  codes: (item: { codeTable: string; element: string }) => readonly unknown[];
  /** What the ledger knows of the use of grants in the last days. */
  usage: (grantIds: readonly number[], sinceDays: number) => Promise<Map<number, GrantUse>>;
  /** The use of a grant by day. */
  usageByDay: (sinceDays: number, grantId: number) => Promise<DayUse[]>;
  /** Which items the newest records of a grant name. */
  reads: (grantId: number, sinceDays: number) => Promise<GrantReads>;
}
