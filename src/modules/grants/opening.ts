import { serviceCode } from '#modules/services/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Decision } from './compiling.ts';
import { type Freeze, askedIn } from './freezing.ts';
import { insertHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import { officialNumber } from './numbers.ts';
import type { Publishing } from './publishing.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';
import type { Supply } from './supply.ts';
import type { Tell } from './telling.ts';
import type { Opened, Opening } from './terms.ts';

export interface OpeningParts {
  freeze: Freeze;
  publish: Publishing['publish'];
  supply: Pick<Supply, 'start' | 'tellReady'>;
  tell: Tell;
}

/** From a decision to a grant and its plans, once and at each change. */
export function createOpening(
  { deadlines, organizations }: Pick<GrantsNeeds, 'deadlines' | 'organizations'>,
  { freeze, publish, supply, tell }: OpeningParts,
) {
  async function decidedBy(opening: Opening, decision: Decision): Promise<store.Decided> {
    const { terms, entryId, providerId } = opening;
    const { creditCode } = await organizations.department(providerId);
    return {
      applicationId: opening.applicationId,
      applicationNo: opening.applicationNo,
      systemId: opening.systemId,
      mode: terms.mode,
      sid: terms.mode === 'batch' ? null : serviceCode(creditCode, entryId, terms.mode),
      until: terms.until,
      decision,
      scenario: opening.scenario,
      matter: opening.matter,
      ground: opening.ground,
      scope: opening.scope,
      conditions: [...terms.rows],
      thirdParties: [...opening.thirdParties],
      limits: terms.limits,
      disposal: terms.disposal,
      how: opening.how,
      consentBy: opening.consentBy,
      decidedAt: opening.decidedAt,
    };
  }

  /** A grant and, where the resource is mounted, its first plan, under the command of the step that decided it. */
  async function open(tx: Command, actor: Pick<Actor, 'post' | 'name'>, opening: Opening): Promise<Opened> {
    const { entryId, entryTitle, providerId, consumerId } = opening;
    const { decision, target } = await freeze(tx, askedIn(opening));
    const no = await officialNumber(tx, 'grant', deadlines.today());
    const at = new Date(tx.at);
    const { id } = await store.insertGrant(tx, {
      ...(await decidedBy(opening, decision)),
      no,
      entryId,
      entryTitle,
      providerId,
      consumerId,
      state: target ? 'active' : 'awaiting_supply',
      readyAt: target ? at : null,
      at,
    });
    const row = await store.getGrant(tx, id);
    await store.insertVersion(tx, row, 'open', at);
    const { post, name } = actor;
    await insertHistory(tx, `grant:${id}`, 'open', at, post, name, opening.consentBy, undefined);
    await supply.start(tx, row);
    if (target) {
      await publish(tx, row, target);
      await supply.tellReady(tx, row);
    } else
      await tell(tx, row, 'life', {
        to: ['provider_officer'],
        todo: true,
        zh: '已同意，请挂载资源',
        en: 'is consented to and waits for its resource to be mounted',
      });
    return { grantId: id, version: 1 };
  }

  /** A further decision on a grant: a new version of it and of its plans. Records of before keep naming the old one. */
  async function amend(
    tx: Command,
    actor: Pick<Actor, 'post' | 'name'>,
    grantId: number,
    opening: Opening,
  ): Promise<Opened> {
    const row = await store.lockGrant(tx, grantId);
    if (row.state !== 'active' && row.state !== 'awaiting_supply')
      throw refuse.wrong_state({ state: row.state });
    const { decision, target } = await freeze(tx, { ...askedIn(opening), entryId: row.entryId });
    // Data that flows under the old version must go on under the new one.
    if (row.state === 'active' && !target) throw refuse.not_mounted({ entry: row.entryTitle });
    const at = new Date(tx.at);
    const version = row.version + 1;
    await store.setDecided(tx, grantId, await decidedBy({ ...opening, entryId: row.entryId }, decision));
    await store.setGrant(tx, grantId, { state: row.state, version }, at);
    const changed = await store.getGrant(tx, grantId);
    await store.insertVersion(tx, changed, 'amend', at);
    if (target && row.state === 'active') await publish(tx, changed, target);
    const { post, name } = actor;
    await insertHistory(tx, `grant:${grantId}`, 'amend', at, post, name, opening.consentBy, undefined);
    await tell(tx, changed, 'life', {
      to: ['consumer'],
      zh: `已变更为第 ${version} 版`,
      en: `has been changed to version ${version}`,
    });
    return { grantId, version };
  }

  return { open, amend };
}
