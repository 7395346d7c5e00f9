import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Duties } from '#modules/duties/index.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Audited } from '#record/audited.ts';

export interface DisputesNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  duties: Pick<Duties, 'changes'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  grants: Pick<Grants, 'get' | 'restore' | 'close'>;
  sharing: Pick<Sharing, 'settling'>;
}

/** What of an application may be disputed, as sharing tells it. */
export type Disputable = Awaited<ReturnType<Sharing['settling']['disputable']>>;
