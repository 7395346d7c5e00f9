/**
 * What if other rules had held: past cases' clocks are computed once more from their events, under a profile as if its
 * texts were in force. It reads; nothing is kept. Cases pass through in pages, so their number does not matter.
 */
import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { type Deadlines, endOfDay } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { createFileSimulation } from './fileSimulation.ts';
import {
  type Judgement,
  type Limits,
  NAMED,
  createJudge,
  createTally,
  endOf,
  limitsOf,
  ruleOf,
  rulesUnder,
  textOf,
} from './judging.ts';
import * as store from './simulationStore.ts';

const PAGE = 5000;

type Simulation = Static<typeof contract.SimulationView>;
type SimulatedCase = Simulation['cases'][number];

export interface SimulationNeeds {
  db: Db;
  deadlines: Deadlines;
  policy: Policy;
  organizations: Organizations;
  clock: Clock;
}

export function createSimulation(needs: SimulationNeeds) {
  const { db, deadlines, policy, organizations, clock } = needs;

  /** An authority looks at its own region and those below, an auditor at all. */
  async function regionsOf(actor: Actor, within: string | undefined): Promise<string[]> {
    const regions = (await organizations.regions()).map(({ code }) => code);
    return regions.filter(
      code =>
        (actor.role === 'auditor' || actor.role === 'operator' || policy.liesIn(code, actor.regionCode)) &&
        (within === undefined || policy.liesIn(code, within)),
    );
  }

  async function* pastCases(ask: store.PastCases): AsyncGenerator<store.PastCase> {
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page: Awaited<ReturnType<typeof store.listPastCases>> = await store.listPastCases(
        db,
        ask,
        after,
        PAGE,
      );
      yield* page.cases;
      after = page.last;
    }
  }

  return {
    /** Counts late cases by department under a profile, beside what they were under their own rules. */
    async simulate(actor: Actor, ask: Static<typeof contract.SimulationQuery>): Promise<Simulation> {
      const rules = rulesUnder(policy, ask.profile);
      const judged = await createJudge(deadlines, clock);
      const until = endOf(ask, deadlines.today());
      const tally = createTally<number, { id: number; name: string; regionCode: string }>();
      const cases: SimulatedCase[] = [];
      let named = 0;
      const past = pastCases({
        since: new Date(endOfDay(ask.from) - 86_400_000),
        until: new Date(endOfDay(until)),
        regions: await regionsOf(actor, ask.region),
        openOnly: false,
      });
      for await (const one of past) {
        const was = judged(one, one);
        const then = judged(one, limitsOf(rules[ruleOf(one)]));
        const { providerId, provider, regionCode } = one;
        tally.add(providerId, { id: providerId, name: provider, regionCode }, was, then);
        if (!then.late || (ask.department !== undefined && ask.department !== providerId)) continue;
        named += 1;
        if (cases.length < NAMED) cases.push(caseView(one, was, then));
      }
      return {
        profile: ask.profile,
        from: ask.from,
        until,
        ...textOf(rules),
        totals: tally.totals,
        departments: tally.departments(),
        cases,
        more: named - cases.length,
      };
    },

    /** The same for a table of cases that the platform never had. */
    simulateFile: createFileSimulation(needs),

    /**
     * Open cases of a region before a switch of its profile. They keep the dates under which they began; what a new
     * case would get is said beside them.
     */
    async openCases(
      actor: Actor,
      ask: Static<typeof contract.OpenCasesQuery>,
    ): Promise<Static<typeof contract.OpenCasesView>> {
      const switched = { regionCode: ask.region, profile: ask.profile, from: ask.from };
      const known = new Map<string, Limits>();
      const limitsAfter = (one: store.PastCase): Limits => {
        const key = `${one.regionCode} ${one.shareType}`;
        const limits =
          known.get(key) ?? limitsOf(policy.ruleAfterSwitch(one.regionCode, switched, ruleOf(one)));
        known.set(key, limits);
        return limits;
      };
      const judged = await createJudge(deadlines, clock);
      let open = 0;
      let others = 0;
      const cases: Static<typeof contract.OpenCasesView>['cases'] = [];
      const past = pastCases({
        since: new Date(0),
        until: new Date(clock.now() + 86_400_000),
        regions: await regionsOf(actor, ask.region),
        openOnly: true,
      });
      for await (const one of past) {
        open += 1;
        const now = judged(one, one);
        const afresh = judged(one, limitsAfter(one));
        if (now.due === afresh.due) continue;
        others += 1;
        if (cases.length < NAMED)
          cases.push({
            id: one.id,
            no: one.no,
            entryTitle: one.entryTitle,
            provider: one.provider,
            due: now.due,
            dueAfresh: afresh.due,
          });
      }
      return { open, moved: 0, others, cases };
    },
  };
}

function caseView(one: store.PastCase, was: Judgement, then: Judgement): SimulatedCase {
  return {
    id: one.id,
    no: one.no,
    entryTitle: one.entryTitle,
    provider: one.provider,
    consumer: one.consumer,
    received: new Date(one.started).toISOString(),
    usedDays: then.usedDays,
    dueWas: was.nearest,
    dueThen: then.nearest,
    lateWas: was.late,
    lateDays: then.lateDays,
    breach: then.breach,
  };
}

export type Simulations = ReturnType<typeof createSimulation>;
