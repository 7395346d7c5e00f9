/**
 * The same question for cases that the platform never had: a table of past cases is counted under another text. The
 * table is read and forgotten. What held then is what the department's own region had on the day of receipt.
 */
import type { Static } from 'typebox';
import { type ClockEvent, endOfDay } from '#modules/deadlines/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { readCaseFile } from './caseFile.ts';
import type * as contract from './contract.ts';
import { NAMED, createJudge, createTally, endOf, limitsOf, ruleOf, rulesUnder, textOf } from './judging.ts';
import { CASE_FILE_PROBLEMS, refuse } from './refusals.ts';
import type { SimulationNeeds } from './simulation.ts';

type FileSimulation = Static<typeof contract.FileSimulationView>;

/** Noon: a table knows days only, and a clock asks for nothing finer. */
const noon = (date: string): number => endOfDay(date) - 43_200_000;

export function createFileSimulation({
  deadlines,
  policy,
  organizations,
  clock,
}: Omit<SimulationNeeds, 'db'>) {
  return async (actor: Actor, ask: Static<typeof contract.FileSimulationBody>): Promise<FileSimulation> => {
    const rules = rulesUnder(policy, ask.profile);
    const reading = readCaseFile(ask.text, deadlines.today());
    if ('problem' in reading) {
      const words = CASE_FILE_PROBLEMS[reading.problem](reading.cell.slice(0, 40));
      throw refuse.case_file_unread({ line: reading.line, problem: words.zh, problemEn: words.en });
    }
    const known = new Map<string, string>();
    for (const { name, shortName, regionCode } of await organizations.departments())
      for (const word of [shortName, name]) known.set(word, regionCode);
    const judged = await createJudge(deadlines, clock);
    const until = endOf(ask, deadlines.today());
    const tally = createTally<string, { name: string; known: boolean }>();
    const late: FileSimulation['cases'] = [];
    for (const one of reading.cases) {
      if (one.received < ask.from || one.received > until) continue;
      const events: ClockEvent[] = one.decided === null ? [] : [{ kind: 'stop', at: noon(one.decided) }];
      const facts = { started: noon(one.received), events };
      const rule = ruleOf(one);
      const region = known.get(one.department);
      const was = judged(facts, limitsOf(policy.rule(region ?? actor.regionCode, rule, one.received)));
      const then = judged(facts, limitsOf(rules[rule]));
      tally.add(one.department, { name: one.department, known: region !== undefined }, was, then);
      if (!then.late || (ask.department !== undefined && ask.department !== one.department)) continue;
      late.push({
        line: one.line,
        no: one.no,
        provider: one.department,
        received: one.received,
        usedDays: then.usedDays,
        dueWas: was.nearest,
        dueThen: then.nearest,
        lateWas: was.late,
        lateDays: then.lateDays,
        breach: then.breach,
      });
    }
    const { totals } = tally;
    return {
      profile: ask.profile,
      from: ask.from,
      until,
      ...textOf(rules),
      totals,
      departments: tally.departments(),
      cases: late.slice(0, NAMED),
      more: Math.max(0, late.length - NAMED),
      outside: reading.cases.length - totals.cases,
    };
  };
}
