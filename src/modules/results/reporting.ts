/** What the use of a grant achieved, told by the consumer; what is due, and who is reminded of it (SHR-11). */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as grants from './grantStore.ts';
import { refuse } from './refusals.ts';
import * as store from './resultStore.ts';
import * as rules from './rules.ts';
import type { Message, ResultsNeeds } from './service.ts';
import { type GrantSight, checkNotSecret, grantOf } from './sight.ts';

type Body = Static<typeof contract.ResultBody>;
type Result = Static<typeof contract.Result>;

/** Reminders of one round; the next one goes on. */
const MOST_REMINDERS = 200;
/** What one department is reminded of at once. */
const MOST_DUE = 100;

const subjectOf = (grantId: number): string => `result_due:${grantId}`;

export function createReporting(
  { db, audited, policy, deadlines, messages }: ResultsNeeds,
  sight: GrantSight,
) {
  const mayReport = (actor: Actor, grant: grants.GrantRow): boolean =>
    grant.consumerId === actor.departmentId && actor.permissions.has('sharing.apply');

  function resultOf(actor: Actor, row: store.ResultRow): Result {
    const { resultId, grant, grantId: _grant, exampleId, exampleState, at, ...shown } = row;
    const example =
      exampleId === null || exampleState === null ? null : { id: exampleId, state: exampleState };
    const published = example?.state === 'up' || example?.state === 'excellent';
    const own = mayReport(actor, grant);
    return {
      ...shown,
      id: resultId,
      grant: grantOf(grant),
      at: at.toISOString(),
      example,
      actions: [
        ...(own && !published ? (['edit'] as const) : []),
        ...(own && !example ? (['put_forward'] as const) : []),
      ],
    };
  }

  async function view(actor: Actor, id: number): Promise<Result> {
    const row = await store.findResult(db, id);
    await sight.mustSee(actor, row?.grant);
    if (!row) throw platform.not_found();
    return resultOf(actor, row);
  }

  function checked(actor: Actor, body: Body, grant: grants.GrantRow): Omit<store.NewResult, 'grantId'> {
    const { grantId: _grant, ...result } = body;
    checkNotSecret(
      [
        [body.matter, '事项', 'The matter'],
        [body.body, '成效', 'The results'],
      ],
      policy.findCitation(actor.regionCode, 'no_secrets'),
    );
    if (body.periodFrom > body.periodUntil) throw refuse.period_reversed();
    if (body.periodUntil > deadlines.today()) throw refuse.date_future({ date: body.periodUntil });
    if (body.periodFrom < grant.from) throw refuse.before_grant({ date: body.periodFrom, from: grant.from });
    return { ...result, matter: body.matter.trim(), body: body.body.trim() };
  }

  return {
    get: view,

    async list(
      actor: Actor,
      { grantId, side, q, page, size }: Static<typeof contract.ResultQuery>,
    ): Promise<Static<typeof contract.ResultList>> {
      const filter = await sight.filterOf(actor, { side, q });
      const of = grantId ?? null;
      const grant =
        of === null ? undefined : (await sight.mustSee(actor, await grants.findGrant(db, of))).grant;
      const [rows, { n, ...sums }, lastReport] = await Promise.all([
        store.listResults(db, filter, of, size, (page - 1) * size),
        store.sumResults(db, filter, of),
        of === null ? null : store.findLastReport(db, of),
      ]);
      return {
        total: n,
        items: rows.map(row => resultOf(actor, row)),
        sums,
        due: (grant && rules.dueReport(grant, lastReport, deadlines.today())) ?? null,
        mayReport: grant !== undefined && mayReport(actor, grant),
      };
    },

    async report(actor: Actor, body: Body): Promise<Static<typeof contract.ResultRecorded>> {
      const { value, record } = await audited(actor, 'results.report', `grant:${body.grantId}`, async tx => {
        const { grant } = await sight.mustSee(actor, await grants.findGrant(tx, body.grantId));
        if (!mayReport(actor, grant)) throw platform.forbidden();
        const result = { ...checked(actor, body, grant), grantId: grant.id };
        const by = { at: new Date(tx.at), post: actor.post, name: actor.name };
        const { id } = await store.insertResult(tx, result, by);
        await messages.tell(tx, {
          kind: 'result',
          to: [{ departmentId: grant.providerId }],
          zh: `${grant.consumerName}反馈了“${grant.entryTitle}”的使用成效：${result.matter}`,
          en: `${grant.consumerName} reported what the use of “${grant.entryTitle}” achieved: ${result.matter}`,
          path: `/grants/${grant.id}`,
        });
        await messages.settle(tx, subjectOf(grant.id));
        const { matter, periodFrom, periodUntil, timesUsed, peopleServed, materialsSaved, daysSaved } =
          result;
        return {
          value: id,
          facts: {
            no: grant.no,
            id,
            matter,
            periodFrom,
            periodUntil,
            timesUsed,
            peopleServed,
            materialsSaved,
            daysSaved,
            consumerId: grant.consumerId,
            providerId: grant.providerId,
          },
          rule: 'evaluation.use',
        };
      });
      return { result: await view(actor, value), record };
    },

    async edit(actor: Actor, id: number, body: Body): Promise<Static<typeof contract.ResultRecorded>> {
      const { record } = await audited(actor, 'results.edit', `result:${id}`, async tx => {
        const row = await store.lockResult(tx, id);
        const { grant } = await sight.mustSee(actor, row?.grant);
        if (!row || row.grantId !== body.grantId) throw platform.not_found();
        if (!mayReport(actor, grant)) throw platform.forbidden();
        if (row.exampleState === 'up' || row.exampleState === 'excellent') throw refuse.example_up();
        const result = checked(actor, body, grant);
        await store.updateResult(tx, id, result);
        const { timesUsed, peopleServed, materialsSaved, daysSaved } = row;
        const before = { timesUsed, peopleServed, materialsSaved, daysSaved };
        return { value: undefined, facts: { no: grant.no, before, ...result } };
      });
      return { result: await view(actor, id), record };
    },

    /** The grants of a department of which a report is due. */
    async dueOf(departmentId: number): Promise<{ grant: grants.GrantRow; occasion: rules.Occasion }[]> {
      const today = deadlines.today();
      const rows = await grants.listMayBeDue(db, today, { consumerId: departmentId }, MOST_DUE);
      return rows.flatMap(grant => {
        const occasion = rules.dueReport(grant, grant.lastReport, today);
        return occasion === undefined ? [] : [{ grant, occasion }];
      });
    },

    /** Reminds consumers once of each report that has become due; called by the worker. Answers how many. */
    async remind(): Promise<number> {
      const today = deadlines.today();
      const untold = await grants.listMayBeDue(db, today, { untold: true }, MOST_REMINDERS);
      if (untold.length === 0) return 0;
      const { value } = await audited(PLATFORM, 'results.remind', 'platform', async tx => {
        const reminded: string[] = [];
        for (const grant of untold) {
          const occasion = rules.phaseOf(grant.state) === 'ended' ? 'end' : 'half';
          const first = await store.insertReminder(tx, grant.id, occasion, new Date(tx.at));
          // A grant that was reported on before, or is too short to be asked at half-term, is looked at no more either.
          if (!first || rules.dueReport(grant, grant.lastReport, today) === undefined) continue;
          await messages.tell(tx, reminderOf(grant, occasion));
          reminded.push(grant.no);
        }
        return { value: reminded.length, facts: { looked: untold.length, reminded } };
      });
      return value;
    },
  };
}

function reminderOf({ id, no, entryTitle, consumerId }: grants.GrantRow, occasion: rules.Occasion): Message {
  const half = occasion === 'half';
  return {
    kind: 'todo',
    to: [{ departmentId: consumerId, roles: ['data_officer'] }],
    subject: subjectOf(id),
    zh: `授权 ${no} ${half ? '期限过半' : '已结束'}，请反馈“${entryTitle}”的使用成效`,
    en: `${half ? `Half of the term of grant ${no} has passed` : `Grant ${no} has ended`}: report what the use of “${entryTitle}” achieved`,
    path: `/results/report?grant=${id}`,
  };
}
