import type { Static } from 'typebox';
import { type Db, type Tx, meansWhenBroken } from '#kernel/db.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import { type Grants, createSight } from '#modules/grants/index.ts';
import type { Lists } from '#modules/lists/index.ts';
import type { Mandates } from '#modules/mandates/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Step, createActing } from './acting.ts';
import { type Act, createAnswering } from './answering.ts';
import { createApplying } from './applying.ts';
import { type Apply, createAsking } from './asking.ts';
import { createCart } from './cart.ts';
import { createConsenting } from './consenting.ts';
import type { ChangeBody, FormBody, ManyBody } from './contract.ts';
import { createFollowing } from './following.ts';
import { createGranting } from './granting.ts';
import { createReading } from './reading.ts';
import { createRedirecting } from './redirecting.ts';
import { refuse } from './refusals.ts';
import { createRelations } from './relations.ts';
import { createRemarks } from './remarks.ts';
import { createSettling } from './settling.ts';
import { createSteps } from './steps.ts';
import * as store from './store.ts';
import { createTelling } from './telling.ts';

meansWhenBroken('not_to_oneself', () => refuse.not_to_oneself());
meansWhenBroken('application_one_change', () => refuse.change_pending());

export interface SharingNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Catalog;
  sources: Pick<Sources, 'pointersOf'>;
  mandates: Pick<Mandates, 'cover' | 'answersFor' | 'noteUse'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  lists: { demands: Pick<Lists['demands'], 'applied' | 'passOn'> };
  grants: Pick<Grants, 'open' | 'amend' | 'close' | 'documents' | 'facts'>;
  /** Told in the transaction of every step, for what hangs on an application elsewhere. */
  afterStep?: (tx: Command, step: Step) => Promise<void>;
}

export function createSharing(needs: SharingNeeds) {
  const { db } = needs;
  const asking = createAsking(needs);
  const steps = createSteps(needs);
  const tell = createTelling(needs.messages);
  const relations = createRelations(needs, createSight(needs));
  const grantIt = createGranting(needs, asking);
  const applying = createApplying(needs, asking);
  const consenting = createConsenting(needs, { asking, grantIt, steps, tell, relations });
  const answering = createAnswering(needs, { asking, grantIt, steps, tell, relations });
  const redirect = createRedirecting(needs, { asking, steps, tell });
  const acting = createActing(needs, { relations, consenting, answering, redirect, steps, tell });
  const reading = createReading(needs, { asking, applying, relations, steps });
  const following = createFollowing(needs, { consenting, steps, tell });
  const remark = createRemarks(needs, relations);

  const shown = async (actor: Actor, id: number, record: number) => ({
    application: await reading.viewOf(actor, await store.getApplication(db, id)),
    record,
  });

  return {
    ...reading.door,
    cart: createCart(needs),
    settling: createSettling(needs, { asking, grantIt, steps }),
    many: (actor: Actor, body: Static<typeof ManyBody>) => acting.many(actor, body),
    ...following,

    async apply(actor: Actor, body: Apply) {
      const { value, record } = await applying.apply(actor, body);
      return shown(actor, value, record);
    },

    async applyTogether(actor: Actor, body: Static<typeof FormBody>) {
      const { value, record } = await applying.applyTogether(actor, body);
      const rows = await Promise.all(value.ids.map(id => store.getApplication(db, id)));
      return { formNo: value.formNo, applications: await reading.summaries(actor, rows), record };
    },

    async applyForChange(actor: Actor, grantId: number, body: Static<typeof ChangeBody>) {
      const { value, record } = await applying.applyForChange(actor, grantId, body);
      return shown(actor, value, record);
    },

    async rewrite(actor: Actor, id: number, body: Apply) {
      const { record } = await applying.rewrite(actor, id, body);
      return shown(actor, id, record);
    },

    async act(actor: Actor, id: number, body: Act) {
      return shown(actor, id, await acting.act(actor, id, body));
    },

    async remark(actor: Actor, id: number, text: string) {
      return shown(actor, id, await remark(actor, id, text));
    },

    /** Another department answers for an entry from now on: also for what was applied for. */
    async handOver(tx: Tx, entryId: number, departmentId: number): Promise<void> {
      await store.setProvider(tx, entryId, departmentId);
    },
  };
}

export type Sharing = ReturnType<typeof createSharing>;
