import type { Static } from 'typebox';
import type { RegionRulesView } from '#modules/policy/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import type { Citation } from '../../ui/ClauseNote.tsx';

/** The clause that governs something in the reader's region; undefined for those who may not read the rules. */
export function useRule(ruleId: string): Citation | undefined {
  const { can } = useSession();
  const { data } = useLoad<Static<typeof RegionRulesView>>(can('policy.read') ? '/api/rules' : null);
  return data?.rules.find(rule => rule.ruleId === ruleId)?.effective ?? undefined;
}
