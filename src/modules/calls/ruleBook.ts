import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

/** Which bounds hold: what the authority set, each with what it rests on, and the default for everything else. */
export function createRuleBook({
  db,
  audited,
  policy,
}: {
  db: Db;
  audited: Audited;
  policy: Pick<Policy, 'findCitation' | 'homeRegion'>;
}) {
  async function list(actor: Actor): Promise<Static<typeof contract.RuleList>> {
    const set = new Map((await store.listRules(db)).map(row => [row.kind, row]));
    return {
      items: rules.ALERT_KINDS.map(kind => {
        const row = set.get(kind);
        const { tell, slow, suspend, least, perSecond } = row ?? rules.DEFAULT_RULES[kind];
        return {
          kind,
          tell,
          slow,
          suspend,
          least,
          perSecond,
          basis: row?.basis ?? 'default',
          setAt: row?.setAt.toISOString() ?? null,
          setBy: row?.setBy ?? '',
        };
      }),
      citation: policy.findCitation(policy.homeRegion, 'misuse.suspend') ?? null,
      mayChange: actor.permissions.has('sharing.authorise'),
    };
  }

  return {
    list,

    /** The bounds by which gateways' counts are judged, each with the name that an alert carries. */
    async rulesNow(): Promise<Record<rules.AlertKind, rules.WatchRule & { name: string }>> {
      const set = new Map((await store.listRules(db)).map(row => [row.kind, row]));
      const entries = rules.ALERT_KINDS.map(kind => {
        const row = set.get(kind);
        return [kind, row ? { ...row, name: row.basis } : { ...rules.DEFAULT_RULES[kind], name: 'default' }];
      });
      return Object.fromEntries(entries) as Record<rules.AlertKind, rules.WatchRule & { name: string }>;
    },

    async set(actor: Actor, kind: rules.AlertKind, body: Static<typeof contract.RuleBody>) {
      const { record } = await audited(actor, 'calls.set_rule', `rule:${kind}`, async tx => {
        if (!rules.boundsRise(body)) throw refuse.bounds_fall();
        const { basis, ...bounds } = body;
        const row = { kind, ...bounds, basis: basis.trim(), setAt: new Date(tx.at), setBy: actor.post };
        await store.saveRule(tx, row);
        return { value: undefined, facts: { kind, ...body } };
      });
      return { rules: await list(actor), record };
    },
  };
}

export type RuleBook = ReturnType<typeof createRuleBook>;
