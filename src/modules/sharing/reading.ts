/** Applications as people see them. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { ClockSight } from '#modules/deadlines/index.ts';
import { listHistory } from '#modules/grants/index.ts';
import { citationsOf } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Asking } from './asking.ts';
import type { Applying } from './applying.ts';
import type { ApplicationView, FormView, ListQuery } from './contract.ts';
import type { Relations } from './relations.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf, reviewOf, rulesDay, supplementOf } from './steps.ts';
import * as store from './store.ts';
import { actionsOf, applicationSummary, applicationView } from './views.ts';

type List = Static<typeof ListQuery>;

/** As many as a workbench reads at once. */
const MOST_WAITING = 100;

/** The clock that runs in this state: what the consumer is to supply and what is reviewed have their own. */
function clockOf(row: store.ApplicationRow): string {
  if (row.state === 'awaiting_material') return supplementOf(row);
  return row.state === 'awaiting_review' ? reviewOf(row) : caseOf(row);
}

interface Rooms {
  asking: Asking;
  applying: Applying;
  relations: Relations;
  steps: Steps;
}

export function createReading(needs: SharingNeeds, { asking, applying, relations, steps }: Rooms) {
  const { db, policy, deadlines, catalog, grants } = needs;

  const refusalOf = (row: store.ApplicationRow) =>
    policy.rule(row.providerRegion, 'answer.refusal', rulesDay(row)).effective;

  function citationsFor(row: store.ApplicationRow) {
    const day = rulesDay(row);
    const answer = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const asked = [
      ...(row.amends === null ? [] : (['grant.purpose_limit'] as const)),
      ...(row.shareType === 'unconditional' ? (['share.unconditional.path'] as const) : []),
      answer,
      'answer.refusal',
      'supplement.once',
      ...(row.state === 'awaiting_check' ? (['sharing.steps'] as const) : []),
      ...(row.shareType === 'conditional' ? (['answer.extension.days'] as const) : []),
    ] as const;
    // The clause that the channel was offered by, a draft's too, as the form showed it.
    const green = row.kind === 'green' ? asking.greenOf(row.providerRegion, day) : undefined;
    return [
      ...(green ? [green.citation] : []),
      ...asked
        .flatMap(rule => citationsOf(policy.rule(row.providerRegion, rule, day)))
        .filter(citation => citation.quotation !== ''),
    ];
  }

  async function formOf(row: store.ApplicationRow, within: Db): Promise<store.ApplicationRow[]> {
    return row.formId === null ? [] : store.listOfForm(within, row.formId);
  }

  const linked = (id: number | null, within: Db): Promise<store.ApplicationRow | undefined> =>
    id === null ? Promise.resolve(undefined) : store.getApplication(within, id);

  async function viewOf(
    actor: Actor,
    row: store.ApplicationRow,
    within: Db = db,
  ): Promise<Static<typeof ApplicationView>> {
    const subjects = [caseOf(row), supplementOf(row), reviewOf(row)];
    const [clocks, entry, history, remarks, others, from, to, standing, held] = await Promise.all([
      deadlines.clocksOf(subjects, within),
      catalog.publishedContent(row.entryId, within),
      listHistory(within, caseOf(row)),
      store.listRemarks(within, row.id),
      formOf(row, within),
      linked(row.movedFrom, within),
      linked(row.movedTo, within),
      relations.standing(actor),
      row.amends === null ? undefined : grants.facts(row.amends, within),
    ]);
    const holds = standing(row);
    const refusal = refusalOf(row);
    const ofConsumer = row.consumerId === actor.departmentId;
    const extension = policy.rule(row.providerRegion, 'answer.extension.days', rulesDay(row)).effective;
    const found = (subject: string): ClockSight | null => clocks.get(subject) ?? null;
    return applicationView({
      row,
      entry,
      history,
      remarks,
      clocks: {
        answer: found(caseOf(row)),
        material: row.state === 'awaiting_material' ? found(supplementOf(row)) : null,
        review: row.state === 'awaiting_review' ? found(reviewOf(row)) : null,
      },
      actions: actionsOf(row, holds, actor.accountId, refusal?.inPrinciple === true),
      citations: citationsFor(row),
      longestExtension: row.shareType === 'conditional' ? (extension?.value.days ?? null) : null,
      refusal: {
        categories: refusal?.value.categories ?? [],
        ranks: refusal?.value.ranks ?? [],
        inPrinciple: refusal?.inPrinciple === true,
      },
      // What lies with another department is that department's until it was sent there.
      movedFrom: from,
      movedTo: to,
      form: ofConsumer ? others : [],
      standing: new Set(held?.items.map(one => one.name)),
      ofConsumer,
      ofSides: ofConsumer || row.providerId === actor.departmentId,
      mayWrite: holds('consumer_officer'),
    });
  }

  async function summaries(actor: Actor, rows: readonly store.ApplicationRow[]) {
    const [clocks, standing] = await Promise.all([
      deadlines.clocksOf(rows.map(clockOf)),
      relations.standing(actor),
    ]);
    return rows.map(row =>
      applicationSummary(
        row,
        clocks.get(clockOf(row)) ?? null,
        actionsOf(row, standing(row), actor.accountId, refusalOf(row)?.inPrinciple === true),
      ),
    );
  }

  async function rowsOf(actor: Actor, query: List) {
    return store.listApplications(db, {
      where: await relations.box(actor, query.box),
      states: query.state,
      kinds: query.kind ?? [],
      modes: query.mode ?? [],
      departmentId: query.departmentId,
      from: query.from,
      to: query.to,
      q: query.q.trim(),
      order: query.box === 'todo' ? 'longest_waiting' : 'newest',
      page: query.page,
      size: query.size,
    });
  }

  const door = {
    async list(actor: Actor, query: List) {
      const { total, items } = await rowsOf(actor, query);
      return { total, items: await summaries(actor, items) };
    },

    async get(actor: Actor, id: number) {
      const row = await store.getApplication(db, id);
      if (!(await relations.visible(actor, row))) throw platform.not_found();
      return viewOf(actor, row);
    },

    /** What waits for this post, the longest first, each with what is needed to sign on the spot. */
    async todo(actor: Actor) {
      const { total, items: rows } = await rowsOf(actor, {
        box: 'todo',
        state: [],
        q: '',
        page: 1,
        size: MOST_WAITING,
      });
      const shown = await summaries(actor, rows);
      return {
        total,
        items: shown.map((one, i) => ({
          ...one,
          items: rows[i]?.items ?? [],
          event: rows[i]?.event ?? '',
          extensionDays: rows[i]?.extension?.days ?? null,
        })),
      };
    },

    async form(actor: Actor, entryId: number, matter: string): Promise<Static<typeof FormView>> {
      const entry = await catalog.publishedContent(entryId);
      if (!entry) throw platform.not_found();
      const withheld = entry.content.shareType === 'withheld';
      const shareType = entry.content.shareType === 'unconditional' ? 'unconditional' : 'conditional';
      const { local, legal } = steps.answerLimits({
        receivedAt: null,
        shareType,
        providerRegion: entry.regionCode,
      });
      const { last, matters } = await applying.filled(actor, entryId, matter);
      const [scenario = ''] = asking.scenariosOf(actor.regionCode);
      const { path } = await asking.pathOf(entry, {
        kind: 'single',
        items: [],
        mode: entry.content.modes.includes('verify') ? 'verify' : 'query',
        scenario: last?.scenario ?? scenario,
        systemId: last?.systemId ?? 0,
        consumerId: actor.departmentId,
        amends: null,
        thirdParties: [],
      });
      const question = withheld
        ? 'share.basis_rank.withheld'
        : shareType === 'unconditional'
          ? 'share.unconditional.path'
          : 'answer.conditional.days';
      return {
        scenarios: asking.scenariosOf(actor.regionCode),
        path,
        answerDays: local.days ?? legal.days,
        citations: citationsOf(policy.rule(entry.regionCode, question)).filter(one => one.quotation !== ''),
        green: withheld ? null : (asking.greenOf(entry.regionCode) ?? null),
        withheld,
        matters,
        last,
      };
    },
  };
  return { viewOf, summaries, door };
}

export type Reading = ReturnType<typeof createReading>;
