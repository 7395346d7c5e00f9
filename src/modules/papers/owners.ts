/** Who answers for what things are attached to. */
import { type Tx, sql } from '#kernel/db.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Actor } from '#vocabulary/actor.ts';

/** What an actor may do with the attachments of an object that he sees. */
export interface Attaching {
  /** What was attached before this instant was handed in and stays; null when nothing was. */
  since: Date | null;
}

/** A kind of object that things may be attached to; its module answers. */
export interface Owner {
  /** Refuses with not found when the actor may not see the object. */
  mustSee(actor: Actor, id: number): Promise<unknown>;
  /** Undefined when the actor may not change its attachments now. */
  mayAttach(actor: Actor, id: number): Promise<Attaching | undefined>;
  /** Holds the object as it is until the command ends, so that it is not handed in meanwhile. */
  hold(tx: Tx, id: number): Promise<unknown>;
}

interface Step {
  action: string;
  at: string;
}

/** When the last of these steps was taken: what was attached until then was handed in with it. */
function lastOf(history: readonly Step[], actions: readonly string[]): Date | null {
  const step = history.findLast(one => actions.includes(one.action));
  return step ? new Date(step.at) : null;
}

/** Applications: their department before they leave it, and while what is missing is supplied. */
export function applicationOwner(sharing: Pick<Sharing, 'get'>): Owner {
  return {
    mustSee: (actor, id) => sharing.get(actor, id),
    mayAttach: async (actor, id) => {
      const { editable, actions, history } = await sharing.get(actor, id);
      if (editable) return { since: null };
      if (!actions.includes('supply_material')) return undefined;
      return { since: lastOf(history, ['ask_material']) };
    },
    hold: (tx, id) => tx.find(sql`select id from sharing.application where id = ${id} for share`),
  };
}

const REPORTS = ['submit_repair', 'report_disposal'] as const;

/** Grants: whoever is to report a repair or how the data was disposed of. */
export function grantOwner(grants: Pick<Grants, 'get' | 'mustSee'>): Owner {
  return {
    mustSee: (actor, id) => grants.mustSee(actor, id),
    mayAttach: async (actor, id) => {
      const { actions, history } = await grants.get(actor, id);
      return REPORTS.some(action => actions.includes(action))
        ? { since: lastOf(history, REPORTS) }
        : undefined;
    },
    hold: (tx, id) => tx.find(sql`select id from sharing.grant where id = ${id} for share`),
  };
}

/** A case that lies above this module: its reading, as far as attaching goes by it. */
interface Told {
  get(actor: Actor, id: number): Promise<{ actions: readonly string[]; history: readonly Step[] }>;
}

/** What a party or the mediator says in a dispute may come with its proofs. */
const STATEMENTS = ['state', 'propose', 'meet', 'opine', 'decide', 'enter_decision'];

/** Disputes: whoever has the word; what was there when the last step was taken stays. */
export function disputeOwner(disputes: Told): Owner {
  return {
    mustSee: (actor, id) => disputes.get(actor, id),
    mayAttach: async (actor, id) => {
      const { actions, history } = await disputes.get(actor, id);
      if (!STATEMENTS.some(action => actions.includes(action))) return undefined;
      const last = history.at(-1);
      return { since: last ? new Date(last.at) : null };
    },
    hold: (tx, id) => tx.find(sql`select id from disputes.dispute where id = ${id} for share`),
  };
}
