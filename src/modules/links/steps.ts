/** What each step of a direct link changes, and what it asks for. */
import type { Static } from 'typebox';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { LinksNeeds } from './service.ts';
import * as store from './store.ts';

type Body = Static<typeof contract.LinkActBody>;

export function createSteps({ deadlines, policy }: Pick<LinksNeeds, 'deadlines' | 'policy'>) {
  /** Only a grant in use between the two sides can carry what the link carried. */
  async function grantOf(tx: Command, row: store.LinkRow, grantId: number | undefined) {
    const { providerId, consumerId } = rules.partiesOf(row);
    const grants =
      providerId === null || consumerId === null
        ? []
        : await store.listGrantsBetween(tx, providerId, consumerId);
    const found = grants.find(one => one.id === grantId);
    if (!found)
      throw refuse.grant_not_between(
        { grant: grantId ?? '—' },
        policy.findCitation(row.regionCode, 'platform.only'),
      );
    return found;
  }

  return async (
    tx: Command,
    actor: Actor,
    row: store.LinkRow,
    state: rules.LinkState,
    body: Body,
  ): Promise<store.LinkStep> => {
    const change: store.LinkStep = { ...row, state };
    switch (body.action) {
      case 'plan': {
        const until = body.until ?? row.wantedUntil;
        if (until === null) throw refuse.date_needed();
        if (until < deadlines.today()) throw refuse.date_past({ date: until });
        change.until = until;
        break;
      }
      case 'exempt':
      case 'end_exemption':
        change.until = null;
        break;
      case 'move': {
        const grant = await grantOf(tx, row, body.grantId);
        change.grantId = grant.id;
        change.grantNo = grant.no;
        break;
      }
      case 'switch_off':
        if (row.offBy !== null) throw refuse.told_already();
        change.offBy = rules.sideOf(row, actor.departmentId) ?? null;
        change.offAt = new Date(tx.at);
        break;
      case 'confirm_off':
        if (row.offBy === null) throw refuse.not_told();
        break;
      case 'still_on':
        if (row.offBy === null) throw refuse.not_told();
        change.offBy = null;
        change.offAt = null;
        break;
      case 'discard':
      case 'submit':
      case 'take_back':
      case 'sign':
      case 'return':
        break;
    }
    return change;
  };
}
