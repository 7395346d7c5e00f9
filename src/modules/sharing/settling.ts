/** What a dispute does to its application: it holds it, lets it go, or settles it with binding force (N809 28). */
import { refuse as platform } from '#kernel/errors.ts';
import type { Db } from '#kernel/db.ts';
import type { ConditionRow } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Asking } from './asking.ts';
import { type Committed, commitApplication } from './committed.ts';
import type { Granting } from './granting.ts';
import { refuse } from './refusals.ts';
import { type Mode, isNarrowerMode } from './rules.ts';
import type { SharingNeeds } from './service.ts';
import type { Steps } from './steps.ts';
import * as store from './store.ts';

export type DisputeKind = 'refusal' | 'partial' | 'class';

export interface Disputable {
  id: number;
  no: string;
  entryId: number;
  entryTitle: string;
  state: string;
  consumerId: number;
  consumerName: string;
  consumerRegion: string;
  providerId: number;
  providerName: string;
  providerRegion: string;
  /** What can be disputed now; null when nothing can. */
  kind: DisputeKind | null;
  /** The provider's reason; of a class dispute the consumer's argument. */
  reason: string;
  grantId: number | null;
}

export type Settlement =
  | {
      outcome: 'open';
      terms?: { items?: string[]; rows?: ConditionRow[]; mode?: Mode; until?: string };
    }
  | { outcome: 'keep' };

/** What the consumer may take to negotiation and mediation. */
export function disputeOf(
  row: Pick<store.ApplicationRow, 'state' | 'heldFrom' | 'argument'>,
): DisputeKind | null {
  const state = row.state === 'disputed' ? row.heldFrom : row.state;
  if (state === 'refused') return 'refusal';
  if (state === 'awaiting_acceptance') return 'partial';
  return state === 'awaiting_class' ? 'class' : null;
}

interface Rooms {
  asking: Asking;
  grantIt: Granting;
  steps: Steps;
}

export function createSettling({ db, grants }: SharingNeeds, { asking, grantIt, steps }: Rooms) {
  async function held(tx: Command, id: number): Promise<store.ApplicationRow> {
    const row = await store.lockApplication(tx, id);
    if (row.state !== 'disputed' && row.state !== 'awaiting_class')
      throw refuse.not_disputed({ state: row.state });
    return row;
  }

  async function open(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    { terms = {} }: Extract<Settlement, { outcome: 'open' }>,
  ): Promise<void> {
    const asked = row.heldFrom === 'awaiting_acceptance' ? row.proposal : null;
    const wider = terms.items?.filter(name => !row.items.includes(name)) ?? [];
    if (wider.length > 0) throw refuse.wider_than_asked({ items: wider });
    if (terms.until !== undefined && terms.until > row.until) throw refuse.term_wider({ until: row.until });
    const { mode = row.mode } = terms;
    if (mode !== row.mode && (row.amends !== null || !isNarrowerMode(mode, row.mode)))
      throw refuse.mode_not_narrower();
    // What the consumer itself left out stays out: terms add conditions to those that it asked under.
    const known = new Set(row.rows.map(one => JSON.stringify(one)));
    const rows = [...row.rows, ...(terms.rows ?? []).filter(one => !known.has(JSON.stringify(one)))];
    // Nobody can open what a law withholds, whoever decides (N809 14).
    const items = terms.items ?? row.items;
    await asking.offered({ ...row, items, mode, rows }, tx);
    const grantId = await grantIt(tx, actor, row, {
      terms: {
        ...(asked ? { masks: asked.masks.filter(one => items.includes(one.item)) } : {}),
        ...terms,
        rows,
      },
      how: 'decision',
      consentBy: actor.post,
      decidedAt: new Date(tx.at),
    });
    const whole =
      items.length === row.items.length &&
      rows.length === row.rows.length &&
      mode === row.mode &&
      (terms.until ?? row.until) === row.until;
    await store.setApplication(tx, row.id, {
      state: whole ? 'agreed' : 'partly_agreed',
      approved: items,
      grantId,
      heldFrom: null,
    });
  }

  return {
    async disputable(id: number, within: Db = db): Promise<Disputable> {
      const row = await store.getApplication(within, id);
      if (!row) throw platform.not_found();
      const kind = row.state === 'disputed' ? null : disputeOf(row);
      return {
        id: row.id,
        no: row.no,
        entryId: row.entryId,
        entryTitle: row.entryTitle,
        state: row.state,
        consumerId: row.consumerId,
        consumerName: row.consumerName,
        consumerRegion: row.consumerRegion,
        providerId: row.providerId,
        providerName: row.providerName,
        providerRegion: row.providerRegion,
        kind,
        reason: kind === 'class' ? row.argument : (row.answer?.reason ?? ''),
        grantId: row.grantId,
      };
    },

    async hold(tx: Command, actor: Actor, id: number): Promise<void> {
      const row = await store.lockApplication(tx, id);
      if (row.state === 'disputed' || disputeOf(row) === null)
        throw refuse.nothing_to_dispute({ state: row.state });
      await store.setApplication(tx, id, { state: 'disputed', heldFrom: row.state });
      await steps.note(tx, actor, row, 'dispute', '', 'dispute.steps');
    },

    async release(tx: Command, actor: Actor, id: number): Promise<void> {
      const row = await held(tx, id);
      if (row.heldFrom === null) return;
      await store.setApplication(tx, id, { state: row.heldFrom, heldFrom: null });
      await steps.note(tx, actor, row, 'dispute_given_up', '');
    },

    /**
     * Binding: opens the grant in the terms that were settled, or closes the case as it was answered. Answers what the
     * record of the dispute's step commits to.
     */
    async settle(
      tx: Command,
      actor: Actor,
      id: number,
      settlement: Settlement,
      words: string,
    ): Promise<Committed> {
      const row = await held(tx, id);
      if (settlement.outcome === 'open') await open(tx, actor, row, settlement);
      // A part that was agreed to and not taken lapses with the dispute that was lost over the rest.
      else await store.setApplication(tx, id, { state: 'refused', heldFrom: null });
      const action = settlement.outcome === 'open' ? 'settle_open' : 'settle_keep';
      await steps.note(tx, actor, row, action, words, 'dispute.steps');
      return commitApplication(tx, id, grants);
    },
  };
}

export type Settling = ReturnType<typeof createSettling>;
