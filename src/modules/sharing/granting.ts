/** From a decision to a grant: what was agreed is opened, or made a new version of the grant that it changes. */
import type { Opening } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor, SystemActor } from '#vocabulary/actor.ts';
import type { Asking } from './asking.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';

const HOW: Record<rules.Path, Opening['how']> = {
  platform_authorises: 'platform_authorises',
  standing_consent: 'standing_consent',
  mandate: 'standing_consent',
  provider_answers: 'answer',
  green_channel: 'green_channel',
};

export interface Granted {
  /** Of what was asked; all of it unless the decision narrows it. */
  terms?: Partial<Pick<store.Proposal, 'items' | 'rows' | 'mode' | 'until' | 'masks' | 'limits'>>;
  how?: Opening['how'];
  /** Whose consent it is, in words. */
  consentBy: string;
  decidedAt: Date;
}

export function createGranting({ grants, deadlines }: SharingNeeds, { offered }: Pick<Asking, 'offered'>) {
  /** Answers the grant's id; the application's row is the caller's to change. */
  return async (
    tx: Command,
    actor: Actor | SystemActor,
    row: store.ApplicationRow,
    { terms = {}, how, consentBy, decidedAt }: Granted,
  ): Promise<number> => {
    const asked = {
      mode: terms.mode ?? row.mode,
      items: terms.items ?? row.items,
      rows: terms.rows ?? row.rows,
    };
    await offered({ entryId: row.entryId, ...asked }, tx);
    const until = terms.until ?? row.until;
    if (until < deadlines.today()) throw refuse.term_past({ until });
    // What stands stays: masks and limits of the grant that is changed, unless this very decision sets others (N809 25).
    const held = row.amends === null ? undefined : await grants.facts(row.amends, tx);
    const masks = terms.masks ?? [];
    const kept = (held?.items ?? []).filter(
      ({ name }) => asked.items.includes(name) && !masks.some(one => one.item === name),
    );
    const opening: Opening = {
      applicationId: row.id,
      applicationNo: row.no,
      entryId: row.entryId,
      entryTitle: row.entryTitle,
      consumerId: row.consumerId,
      providerId: row.providerId,
      systemId: row.systemId,
      matter: row.matter,
      ground: row.ground,
      scenario: row.scenario,
      scope: row.scope,
      thirdParties: row.thirdParties,
      how: how ?? HOW[row.path],
      consentBy,
      decidedAt,
      terms: {
        ...asked,
        masks: [...masks, ...kept.map(({ name, mask }) => ({ item: name, mask }))],
        until,
        limits: { ...held?.limits, ...(row.hours ? { window: row.hours } : {}), ...terms.limits },
        disposal: rules.DISPOSAL,
      },
    };
    const { grantId } =
      row.amends === null
        ? await grants.open(tx, actor, opening)
        : await grants.amend(tx, actor, row.amends, opening);
    return grantId;
  };
}

export type Granting = ReturnType<typeof createGranting>;
