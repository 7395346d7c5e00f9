import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Freeze, askedAgain } from './freezing.ts';
import { insertHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import type { Publishing } from './publishing.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';

/**
 * A grant over what is mounted now: a new version of it, with the same terms and without the items that its service no
 * longer gives. Answers what was lost.
 */
export const createRepinning =
  (
    { catalog, resources }: Pick<GrantsNeeds, 'catalog' | 'resources'>,
    { freeze, publish }: { freeze: Freeze; publish: Publishing['publish'] },
  ) =>
  async (tx: Command, by: Pick<Actor, 'post' | 'name'>, grantId: number): Promise<string[]> => {
    const row = await store.lockGrant(tx, grantId);
    const asked = askedAgain(row);
    const entry = await catalog.publishedContent(row.entryId, tx);
    const mount = await resources.mountOf(row.entryId, tx);
    const given = new Set(
      (entry?.content.items ?? [])
        .map(item => item.name)
        .filter(name => mount?.mapping.some(pair => pair.item === name)),
    );
    const lost = asked.items.filter(({ name }) => !given.has(name)).map(({ name }) => name);
    // Without its condition the grant would give more rows than were decided.
    const missing = asked.conditions.find(({ item }) => !given.has(item));
    if (missing) throw refuse.unknown_item({ item: missing.item });
    const items = asked.items.filter(({ name }) => given.has(name));
    const { decision, target } = await freeze(tx, { ...asked, items });
    if (!target) throw refuse.not_mounted({ entry: row.entryTitle });
    const at = new Date(tx.at);
    const version = row.version + 1;
    await store.setTerms(tx, grantId, { decision, until: row.until, limits: row.limits });
    await store.setGrant(tx, grantId, { state: row.state, version }, at);
    const changed = await store.getGrant(tx, grantId);
    await store.insertVersion(tx, changed, 'move_service', at);
    await publish(tx, changed, target, row.state === 'active');
    await insertHistory(tx, `grant:${grantId}`, 'move_service', at, by.post, by.name, '', undefined);
    return lost;
  };
