/** Rounds of votes over examples: opened by an authority, one vote a department, closed with what is excellent. */
import type { Static } from 'typebox';
import { meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type Department, regionsWithin } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { listByIds } from './exampleStore.ts';
import type { Examples } from './examples.ts';
import { refuse } from './refusals.ts';
import * as store from './roundStore.ts';
import * as rules from './rules.ts';
import type { ResultsNeeds } from './service.ts';

meansWhenBroken('round_one_at_a_time', () => refuse.round_running());
meansWhenBroken('vote_once', () => refuse.voted_already());

type Round = Static<typeof contract.Round>;

export function createRounds({ db, audited, deadlines, organizations }: ResultsNeeds, examples: Examples) {
  /** Departments vote in the rounds of their region and of those above it. */
  async function reach() {
    const [regions, departments] = await Promise.all([organizations.regions(), organizations.departments()]);
    const within = (regionCode: string): string[] => regionsWithin(regions, [regionCode]);
    return {
      above: (regionCode: string): string[] =>
        regions.map(({ code }) => code).filter(code => within(code).includes(regionCode)),
      within,
      voters: (regionCode: string): Department[] => {
        const codes = within(regionCode);
        return departments.filter(one => one.state === 'active' && codes.includes(one.regionCode));
      },
    };
  }

  /** Whoever oversees a region opens and closes its rounds. */
  const governs = async (actor: Actor, regionCode: string): Promise<boolean> =>
    (await organizations.regionsReviewedBy(actor)).includes(regionCode);

  /** The officer or the head of the sharing office casts the department's vote. */
  const speaks = (actor: Actor): boolean =>
    actor.permissions.has('sharing.apply') || actor.permissions.has('sharing.consent');

  async function viewsOf(actor: Actor, rows: readonly store.RoundRow[]): Promise<Round[]> {
    const ids = rows.map(row => row.id);
    const [candidates, votes, regions, { voters }] = await Promise.all([
      store.listCandidates(db, ids),
      store.listVotesOf(db, actor.departmentId, ids),
      organizations.regionsReviewedBy(actor),
      reach(),
    ]);
    return rows.map(row => {
      const { id, regionName, title, firstDay, lastDay, closedAt } = row;
      const state = rules.roundState({ firstDay, lastDay, closed: closedAt !== null }, deadlines.today());
      const counted = state === 'over' || state === 'closed';
      const own = candidates.filter(one => one.roundId === id);
      const electors = voters(row.regionCode);
      const voted = votes.find(one => one.roundId === id)?.exampleId ?? null;
      const mayVote = voted === null && speaks(actor) && electors.some(one => one.id === actor.departmentId);
      return {
        id,
        regionName,
        title,
        firstDay,
        lastDay,
        state,
        voted,
        electorate: electors.length,
        cast: own.reduce((sum, one) => sum + one.votes, 0),
        candidates: (counted ? rules.ranked(own) : own.map(one => ({ ...one, rank: null }))).map(
          ({ roundId: _round, votes: n, ...one }) => ({ ...one, votes: counted ? n : null }),
        ),
        actions: [
          ...(state === 'open' && mayVote ? (['vote'] as const) : []),
          ...(state === 'over' && regions.includes(row.regionCode) ? (['close'] as const) : []),
        ],
      };
    });
  }

  async function view(actor: Actor, id: number): Promise<Round> {
    const row = await store.findRound(db, id);
    const [round] = row ? await viewsOf(actor, [row]) : [];
    if (!round) throw platform.not_found();
    return round;
  }

  return {
    async list(actor: Actor): Promise<Static<typeof contract.RoundList>> {
      const { above } = await reach();
      const rows = await store.listRounds(db, above(actor.regionCode));
      const open = rows.some(row => row.regionCode === actor.regionCode && row.closedAt === null);
      return {
        items: await viewsOf(actor, rows),
        mayOpen: !open && (await governs(actor, actor.regionCode)),
      };
    },

    async open(
      actor: Actor,
      { title, firstDay, lastDay, exampleIds }: Static<typeof contract.RoundBody>,
    ): Promise<Static<typeof contract.RoundRecorded>> {
      const { regionCode } = actor;
      const { value, record } = await audited(actor, 'examples.open_round', 'platform', async tx => {
        if (!(await governs(actor, regionCode))) throw platform.forbidden();
        if (lastDay < firstDay || lastDay < deadlines.today())
          throw refuse.round_dates({ firstDay, lastDay });
        const { within } = await reach();
        const codes = within(regionCode);
        const found = (await listByIds(tx, exampleIds)).filter(
          one => (one.state === 'up' || one.state === 'excellent') && codes.includes(one.regionCode),
        );
        if (found.length < exampleIds.length) throw refuse.not_candidate();
        const by = { at: new Date(tx.at), post: actor.post };
        const { id } = await store.insertRound(
          tx,
          { regionCode, title: title.trim(), firstDay, lastDay },
          by,
        );
        await store.insertCandidates(tx, id, exampleIds);
        return {
          value: id,
          object: `round:${id}`,
          facts: { title, firstDay, lastDay, examples: [...exampleIds] },
          rule: 'evaluation.use',
        };
      });
      return { round: await view(actor, value), record };
    },

    async vote(actor: Actor, id: number, exampleId: number): Promise<Static<typeof contract.RoundRecorded>> {
      const { record } = await audited(actor, 'examples.vote', `round:${id}`, async tx => {
        const row = await store.lockRound(tx, id);
        const { voters } = await reach();
        if (!row || !voters(row.regionCode).some(one => one.id === actor.departmentId))
          throw platform.not_found();
        if (!speaks(actor)) throw platform.forbidden();
        const { firstDay, lastDay, closedAt } = row;
        if (rules.roundState({ firstDay, lastDay, closed: closedAt !== null }, deadlines.today()) !== 'open')
          throw refuse.round_not_open({ firstDay, lastDay });
        const candidate = (await store.listCandidates(tx, [id])).find(one => one.exampleId === exampleId);
        if (!candidate) throw refuse.not_candidate();
        if (candidate.departmentId === actor.departmentId) throw refuse.own_example();
        const { departmentId, post } = actor;
        await store.insertVote(tx, { roundId: id, departmentId, exampleId, at: new Date(tx.at), post });
        return { value: undefined, facts: { exampleId } };
      });
      return { round: await view(actor, id), record };
    },

    /** Closes a round after its last day; the votes advise, the authority marks. */
    async close(
      actor: Actor,
      id: number,
      excellent: readonly number[],
    ): Promise<Static<typeof contract.RoundRecorded>> {
      const { record } = await audited(actor, 'examples.close_round', `round:${id}`, async tx => {
        const row = await store.lockRound(tx, id);
        if (!row) throw platform.not_found();
        if (!(await governs(actor, row.regionCode))) throw platform.forbidden();
        const { firstDay, lastDay, closedAt } = row;
        const state = rules.roundState({ firstDay, lastDay, closed: closedAt !== null }, deadlines.today());
        if (state === 'closed') throw refuse.wrong_state();
        if (state !== 'over') throw refuse.round_not_over({ lastDay });
        const candidates = await store.listCandidates(tx, [id]);
        if (excellent.some(one => !candidates.some(({ exampleId }) => exampleId === one)))
          throw refuse.not_candidate();
        await store.setClosed(tx, id, new Date(tx.at));
        await examples.mark(tx, actor, excellent, row.title);
        return {
          value: undefined,
          facts: {
            excellent: [...excellent],
            votes: Object.fromEntries(candidates.map(one => [one.exampleId, one.votes])),
          },
          rule: 'evaluation.use',
        };
      });
      return { round: await view(actor, id), record };
    },
  };
}
