/**
 * What if other rules had held: past cases' clocks are computed once more from their events, under a profile as if its
 * texts were in force. It reads; nothing is kept. Cases pass through in pages, so their number does not matter.
 */
import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type ClockFacts, type Deadlines, civilDate, endOfDay, readClock } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import { type Policy, type Resolution, citationOf } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as store from './simulationStore.ts';

const PAGE = 5000;
/** Cases that are named; the counts are of all. */
const NAMED = 200;
/** Readings kept at once while counting. */
const MOST_KNOWN = 50_000;

type AnswerRule = 'answer.conditional.days' | 'answer.unconditional.days';
type Simulation = Static<typeof contract.SimulationView>;
type SimulatedCase = Simulation['cases'][number];

export interface SimulationNeeds {
  db: Db;
  deadlines: Deadlines;
  policy: Policy;
  organizations: Organizations;
  clock: Clock;
}

const ruleOf = (one: store.PastCase): AnswerRule =>
  one.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';

/** The limits that a resolution sets: the local promise and the legal ceiling, in working days. */
const limitsOf = (found: Resolution<AnswerRule>) => ({
  localDays: found.local?.value.days ?? null,
  legalDays: found.ceiling?.value.days ?? null,
});

function factsOf(
  one: store.PastCase,
  limits: { localDays: number | null; legalDays: number | null },
): ClockFacts {
  return {
    started: one.started,
    ...limits,
    events: one.events.map(({ kind, at, days, local }) =>
      kind === 'extend' ? { kind, at, days: days ?? 0, local } : { kind, at },
    ),
  };
}

export function createSimulation({ db, deadlines, policy, organizations, clock }: SimulationNeeds) {
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

  type Limits = Pick<store.PastCase, 'localDays' | 'legalDays'>;

  /** How a case stands under limits: late past its nearer date, stopped or not; a breach past the legal one. */
  async function judge() {
    const calendar = await deadlines.current();
    if (!calendar) throw new Error('no working calendar is loaded');
    const now = clock.now();
    // A reading depends on civil days only, and many cases came and went on the same ones.
    const known = new Map<string, ReturnType<typeof judgement>>();
    return (one: store.PastCase, limits: Limits) => {
      const days = one.events.map(
        event => `${event.kind}${civilDate(event.at)}${event.days ?? ''}${event.local}`,
      );
      const key = [civilDate(one.started), limits.localDays, limits.legalDays, ...days].join(' ');
      const found = known.get(key) ?? judgement(readClock(factsOf(one, limits), calendar, now));
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(key, found);
      return found;
    };
  }

  function judgement(reading: ReturnType<typeof readClock>) {
    // Not by days: on the Saturday after a Friday's date no working day has passed, and yet it is late.
    const { late } = reading;
    return {
      due: reading.due,
      late,
      lateDays: late ? reading.lateDays : 0,
      breach: reading.legalLate,
      usedDays: reading.usedDays,
    };
  }

  return {
    /** Counts late cases by department under a profile, beside what they were under their own rules. */
    async simulate(actor: Actor, ask: Static<typeof contract.SimulationQuery>): Promise<Simulation> {
      const rules = {
        'answer.conditional.days': policy.ruleUnder(ask.profile, 'answer.conditional.days'),
        'answer.unconditional.days': policy.ruleUnder(ask.profile, 'answer.unconditional.days'),
      };
      const [conditional, unconditional] = [
        rules['answer.conditional.days'],
        rules['answer.unconditional.days'],
      ];
      if (!conditional || !unconditional)
        throw platform.bad_input({ place: 'query.profile', problem: `${ask.profile} is no profile` });
      const judged = await judge();
      const until = ask.until ?? deadlines.today();
      const departments = new Map<number, Simulation['departments'][number]>();
      const cases: SimulatedCase[] = [];
      const totals = { cases: 0, lateWas: 0, lateThen: 0, breachThen: 0, named: 0 };
      const past = pastCases({
        since: new Date(endOfDay(ask.from) - 86_400_000),
        until: new Date(endOfDay(until)),
        regions: await regionsOf(actor, ask.region),
        openOnly: false,
      });
      for await (const one of past) {
        const found = rules[ruleOf(one)];
        if (!found) continue;
        const was = judged(one, one);
        const then = judged(one, limitsOf(found));
        const department = departments.get(one.providerId) ?? {
          id: one.providerId,
          name: one.provider,
          regionCode: one.regionCode,
          cases: 0,
          lateWas: 0,
          lateThen: 0,
          breachThen: 0,
        };
        departments.set(one.providerId, department);
        for (const count of [department, totals]) {
          count.cases += 1;
          if (was.late) count.lateWas += 1;
          if (then.late) count.lateThen += 1;
          if (then.breach) count.breachThen += 1;
        }
        if (!then.late || (ask.department !== undefined && ask.department !== one.providerId)) continue;
        totals.named += 1;
        if (cases.length < NAMED) cases.push(caseView(one, was, then));
      }
      return {
        profile: ask.profile,
        from: ask.from,
        until,
        limits: [conditional, unconditional].map(found => ({
          ruleId: found.ruleId,
          ...limitsOf(found),
          citations: [found.local, found.ceiling].flatMap(rule => (rule ? [citationOf(rule)] : [])),
        })),
        drafts: [...new Set([conditional, unconditional].flatMap(found => draftsOf(found)))],
        totals: {
          cases: totals.cases,
          lateWas: totals.lateWas,
          lateThen: totals.lateThen,
          breachThen: totals.breachThen,
        },
        departments: [...departments.values()].toSorted(
          (a, b) => b.lateThen - a.lateThen || b.cases - a.cases || a.id - b.id,
        ),
        cases,
        more: totals.named - cases.length,
      };
    },

    /**
     * Open cases of a region before a switch of its profile. They keep the dates under which they began; what a new
     * case would get is said beside them.
     */
    async openCases(
      actor: Actor,
      ask: Static<typeof contract.OpenCasesQuery>,
    ): Promise<Static<typeof contract.OpenCasesView>> {
      const switched = { regionCode: ask.region, profile: ask.profile, from: ask.from };
      const known = new Map<string, ReturnType<typeof limitsOf>>();
      const limitsAfter = (one: store.PastCase): ReturnType<typeof limitsOf> => {
        const key = `${one.regionCode} ${one.shareType}`;
        const limits =
          known.get(key) ?? limitsOf(policy.ruleAfterSwitch(one.regionCode, switched, ruleOf(one)));
        known.set(key, limits);
        return limits;
      };
      const judged = await judge();
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

function draftsOf(found: Resolution<AnswerRule>): string[] {
  return found.chain.flatMap(rule => (rule.status === 'draft' ? [rule.title] : []));
}

function caseView(
  one: store.PastCase,
  was: { due: string | null; late: boolean },
  then: { due: string | null; lateDays: number; breach: boolean; usedDays: number },
): SimulatedCase {
  return {
    id: one.id,
    no: one.no,
    entryTitle: one.entryTitle,
    provider: one.provider,
    consumer: one.consumer,
    received: new Date(one.started).toISOString(),
    usedDays: then.usedDays,
    dueWas: was.due,
    dueThen: then.due,
    lateWas: was.late,
    lateDays: then.lateDays,
    breach: then.breach,
  };
}

export type Simulations = ReturnType<typeof createSimulation>;
