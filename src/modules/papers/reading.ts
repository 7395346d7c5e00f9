/** From what modules say of a case to what its papers say: a step’s facts as they were, not as they are. */
import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { Db } from '#kernel/db.ts';
import type { GrantView } from '#modules/grants/contract.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import { type Policy, citationsOf } from '#modules/policy/index.ts';
import type { ApplicationView } from '#modules/sharing/contract.ts';
import type { RuleId } from '#vocabulary/profile.ts';
import type {
  ApplicationFacts,
  ConsentBy,
  ConsentFacts,
  DisposalFacts,
  ExtensionFacts,
  GrantFacts,
  RefusalFacts,
  StepFacts,
  SupplementFacts,
  WaysFacts,
} from './facts.ts';
import { type Kept, keptAt } from './kept.ts';
import * as store from './store.ts';
import type { Clause } from './structure.ts';
import { NARROWED, dayOf, limitWords, wayWord } from './words.ts';

export type Application = Static<typeof ApplicationView>;
export type Grant = Static<typeof GrantView>;
export type Step = Application['history'][number];

export interface ReadingNeeds {
  db: Db;
  policy: Pick<Policy, 'rule' | 'findArticle'>;
  organizations: Pick<Organizations, 'department'>;
  /** Names of what was attached to an object at an instant. */
  attached: (object: string, at: string | null) => Promise<string[]>;
}

const sentAt = (view: Application): string | null =>
  view.history.findLast(step => step.action === 'submit')?.at ?? null;

const BY: readonly ConsentBy[] = ['standing_consent', 'authorise', 'mandate', 'green_channel'];

/** What was narrowed, with why. */
const narrowed = (reasons: Readonly<Record<string, string>>): { what: string; why: string }[] =>
  Object.entries(NARROWED)
    .filter(([key]) => Object.hasOwn(reasons, key))
    .map(([key, what]) => ({ what, why: reasons[key] ?? '' }));

export function createReading({ db, policy, organizations, attached }: ReadingNeeds) {
  /** A choice of the platform’s own has no words to quote. */
  function clause({ title, article, quotation, document }: Citation): Clause[] {
    if (quotation === '') return [];
    const whole = policy.findArticle(document, article) ?? '';
    // The source names the article; its text begins with the same number.
    const full = whole.startsWith(article) ? whole.slice(article.length).trimStart() : whole;
    return [{ title, article, quotation, full }];
  }

  const stepFacts = ({ at, post, name, note, citation }: Step): StepFacts => ({
    at,
    post,
    name,
    note,
    clauses: citation ? clause(citation) : [],
  });

  const clausesOf = (region: string, rule: RuleId, day: string): Clause[] =>
    citationsOf(policy.rule(region, rule, day)).flatMap(clause);

  const regionOf = async (departmentId: number): Promise<string> =>
    (await organizations.department(departmentId)).regionCode;

  /** What the application said when the step was taken; a draft, and what is not in the ledger yet, as it is. */
  async function application(view: Application, kept: Kept): Promise<ApplicationFacts> {
    const then = kept.application;
    const said = then ?? view;
    const now = new Map(view.items.map(one => [one.name, one]));
    const grades = then ? await store.listGrades(db, then.entry.id, then.entry.version) : view.items;
    const grade = new Map(grades.map(one => [one.name, one.sensitivity]));
    const names = then?.items ?? view.items.filter(one => one.requested).map(one => one.name);
    const at = sentAt(view);
    return {
      no: view.no,
      consumer: said.consumer.name,
      provider: said.provider.name,
      entryTitle: then?.entry.title ?? view.entryTitle,
      entryCode: view.entryCode,
      matter: said.matter,
      ground: said.ground,
      scenario: said.scenario,
      scope: said.scope,
      mode: said.mode,
      frequency: said.frequency,
      window: said.hours,
      items: names.map(name => ({
        name,
        sensitivity: grade.get(name) ?? null,
        purpose: (then ? then.purposes[name] : now.get(name)?.purpose) ?? '',
      })),
      rows: said.rows,
      until: said.until,
      system: { name: said.system.name, addresses: view.system.addresses },
      thirdParties: said.thirdParties,
      contact: said.contact,
      special: [
        { name: '变更授权', text: (then ? then.amends : view.amends?.no) ?? '' },
        { name: '紧急事项', text: said.event },
        { name: '对不予共享的意见', text: said.argument },
      ].filter(one => one.text !== ''),
      attachments: await attached(`application:${view.id}`, at),
      sentAt: at,
    };
  }

  async function ways(providerId: number, at: string): Promise<WaysFacts> {
    const region = await regionOf(providerId);
    const { effective } = policy.rule(region, 'dispute.steps', dayOf(at));
    return { steps: effective?.value.steps ?? [], clauses: clausesOf(region, 'dispute.steps', dayOf(at)) };
  }

  /** What the answer agreed to: out of the decision that was kept with it, else of what the provider proposed. */
  async function consent(
    view: Application,
    step: Step,
    { decision, step: outcome }: Kept,
    grant: Grant | undefined,
  ): Promise<ConsentFacts> {
    const { proposal } = outcome ?? view;
    const asked = view.items.filter(one => one.requested);
    const kept = new Set(proposal?.items ?? asked.map(one => one.name));
    const masks = new Map((decision ?? grant)?.items.map(one => [one.name, one.mask]));
    for (const { item, mask } of proposal?.masks ?? []) masks.set(item, mask);
    const region = await regionOf(view.provider.id);
    return {
      step: stepFacts(step),
      by: BY.find(one => one === step.action) ?? 'agree',
      reason: (outcome ?? view).answer?.reason ?? step.note,
      granted: asked
        .filter(one => kept.has(one.name))
        .map(({ name, sensitivity }) => ({ name, sensitivity, mask: masks.get(name) ?? null })),
      left: asked.filter(one => !kept.has(one.name)).map(one => one.name),
      mode: proposal?.mode ?? view.mode,
      rows: proposal?.rows ?? view.rows,
      until: proposal?.until ?? view.until,
      limits: limitWords(proposal?.limits ?? {}),
      narrowed: narrowed(proposal?.reasons ?? {}),
      grantNo: grant?.no ?? null,
      ways: await ways(view.provider.id, step.at),
      duties: clausesOf(region, 'grant.purpose_limit', dayOf(step.at)),
    };
  }

  function supplement(view: Application, step: Step, region: string, kept: Kept): SupplementFacts {
    const { effective } = policy.rule(region, 'supplement.supply.days', dayOf(step.at));
    return {
      step: stepFacts(step),
      material: (kept.step ?? view).material,
      days: effective?.value.days ?? null,
      ours: effective?.ours ?? false,
    };
  }

  /** Said by the provider: where an authority allowed an exception, the reasons are still those that it was asked with. */
  async function refusal(view: Application, step: Step, kept: Kept): Promise<RefusalFacts> {
    const { answer } = kept.step ?? view;
    const said =
      view.history.findLast(one => one.action === 'refuse' || one.action === 'refuse_outside') ?? step;
    return {
      step: stepFacts(step),
      category: answer?.category ?? null,
      reason: said.note === '' ? (answer?.reason ?? '') : said.note,
      basis: answer?.basis ? `《${answer.basis.title}》${answer.basis.article}` : '',
      conditions: answer?.conditions ?? [],
      ways: await ways(view.provider.id, step.at),
    };
  }

  function extension(view: Application, step: Step, kept: Kept): ExtensionFacts {
    const { clock } = view;
    const { extension: granted } = kept.step ?? view;
    const dates = [clock?.localDue, clock?.legalDue].filter(date => typeof date === 'string');
    return {
      step: stepFacts(step),
      reason: granted?.reason ?? '',
      days: granted?.days ?? 0,
      before: dates.toSorted()[0] ?? null,
      due: clock?.due ?? null,
    };
  }

  async function grant(view: Grant, step: Step, { decision }: Kept): Promise<GrantFacts> {
    const region = await regionOf(view.provider.id);
    const day = dayOf(step.at);
    const { way, days } = view.atTheEnd;
    return {
      no: view.no,
      version: view.version,
      provider: decision?.provider.name ?? view.provider.name,
      consumer: decision?.consumer.name ?? view.consumer.name,
      applicationNo: view.applicationNo,
      entryTitle: view.entryTitle,
      matter: view.matter,
      ground: view.ground,
      scenario: view.scenario,
      scope: view.scope,
      thirdParties: view.thirdParties,
      consentBy: view.consentBy,
      mode: view.mode,
      items: view.items.map(({ name, sensitivity, mask }) => ({ name, sensitivity, mask })),
      rows: view.rows,
      from: view.from,
      until: view.until,
      system: {
        name: decision?.system.name ?? view.system.name,
        rid: view.rid,
        addresses: view.addresses,
      },
      sid: view.sid,
      limits: limitWords(view.limits),
      disposal: `授权终止后，应当在 ${days} 个工作日内${wayWord(way)}所获数据并出具处置证明。`,
      duties: (['grant.purpose_limit', 'misuse.suspend', 'grant.disposal'] as const).flatMap(rule =>
        clausesOf(region, rule, day),
      ),
      at: step.at,
    };
  }

  /** Undefined while nobody has signed for it. */
  async function disposal(view: Grant, step: Step): Promise<DisposalFacts | undefined> {
    const { disposal: asked } = view;
    if (!asked?.report) return undefined;
    const region = await regionOf(view.provider.id);
    const demand = asked.demand === '' ? '' : `：${asked.demand}`;
    return {
      step: { ...stepFacts(step), clauses: clausesOf(region, 'grant.disposal', dayOf(step.at)) },
      demanded: `${wayWord(asked.way)}${demand}`,
      way: wayWord(asked.report.way),
      on: asked.report.on,
      what: asked.report.what,
      certificate: asked.report.certificate,
      digest: asked.report.digest,
    };
  }

  const kept = (step: Step | undefined): Promise<Kept> => keptAt(db, step?.record);

  /** Some steps are part of a command of another name, and a grant is opened by that of its application. */
  async function withRecord(step: Step, object: string): Promise<Step> {
    const found = step.record ?? (await store.findRecord(db, object, new Date(step.at)))?.number ?? null;
    return { ...step, record: found };
  }

  return {
    application,
    consent,
    disposal,
    extension,
    grant,
    kept,
    refusal,
    regionOf,
    stepFacts,
    supplement,
    withRecord,
  };
}

export type Reading = ReturnType<typeof createReading>;
