/** The provider's answers, and what its authority says to them (N809 21). */
import type { Static } from 'typebox';
import { maskOf, maskProblem } from '#modules/catalog/index.ts';
import { authorityOfCase } from '#modules/grants/index.ts';
import { limitOf } from '#modules/policy/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { showsNoMore } from '#vocabulary/masks.ts';
import type { Asking } from './asking.ts';
import type { ActBody } from './contract.ts';
import type { Granting } from './granting.ts';
import { narrowingOf } from './narrowing.ts';
import type { Relations } from './relations.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf, reviewOf, rulesDay, supplementOf } from './steps.ts';
import * as store from './store.ts';
import type { Telling } from './telling.ts';

export type Act = Static<typeof ActBody>;

interface Rooms {
  asking: Asking;
  grantIt: Granting;
  steps: Steps;
  tell: Telling;
  relations: Relations;
}

export function createAnswering(needs: SharingNeeds, { asking, grantIt, steps, tell, relations }: Rooms) {
  const { policy, deadlines, grants } = needs;
  const { cited, note } = steps;

  const authorityId = async (row: store.ApplicationRow): Promise<number | undefined> =>
    authorityOfCase(await relations.mapNow(), row)?.id;

  const checks = (row: store.ApplicationRow): boolean =>
    rules.asksForCheck(
      policy.rule(row.providerRegion, 'sharing.steps', rulesDay(row)).effective?.value.steps,
    );

  function reasonOf(text: string, least: number, row: store.ApplicationRow): string {
    const reason = text.trim();
    if (Array.from(reason).length < least)
      throw refuse.reason_needed({ least }, cited(row, 'answer.refusal'));
    return reason;
  }

  /** The agreed terms as they will stand in the grant, with a reason for each narrowing. */
  async function proposalOf(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    body: Act,
  ): Promise<{ proposal: store.Proposal; narrower: boolean }> {
    const standing = row.amends === null ? undefined : await grants.facts(row.amends, tx);
    const items = body.items ?? row.items;
    const wider = items.filter(name => !row.items.includes(name));
    if (wider.length > 0) throw refuse.wider_than_asked({ items: wider });
    // What a grant holds already is not decided anew by a wish for more (N809 25).
    const held = new Map(standing?.items.map(one => [one.name, one.mask]));
    const taken = row.items.filter(name => held.has(name) && !items.includes(name));
    if (taken.length > 0) throw refuse.standing_stays({ items: taken });
    const mode = body.mode ?? row.mode;
    if (mode !== row.mode && (row.amends !== null || !rules.isNarrowerMode(mode, row.mode)))
      throw refuse.mode_not_narrower();
    const until = body.until ?? row.until;
    if (until > row.until) throw refuse.term_wider({ until: row.until });
    if (until <= deadlines.today()) throw refuse.term_past({ until });
    const rows = [...row.rows, ...(body.rows ?? [])];
    const entry = await asking.offered({ ...row, items, mode, rows }, tx);
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    const own = new Map(entry.content.items.map(item => [item.name, maskOf(item.mask)]));
    const masks = (body.masks ?? []).map(({ item, mask }) => ({ item, mask: maskOf(mask) }));
    if (mode === 'file' && masks.length > 0) throw refuse.file_without_masks();
    const unasked = masks.find(one => !items.includes(one.item));
    if (unasked) throw refuse.unknown_item({ item: unasked.item });
    const weaker = masks.find(({ item, mask }) => !showsNoMore(mask, own.get(item) ?? { kind: 'none' }));
    if (weaker) throw refuse.mask_weaker({ item: weaker.item });
    for (const { item, mask } of body.masks ?? []) {
      const problem = maskProblem(content.get(item) ?? { name: item, type: 'text' }, mask);
      if (problem) throw refuse.mask_unfit({ problem: problem.zh, problemEn: problem.en });
    }
    const proposal = {
      items: row.items.filter(name => items.includes(name)),
      rows,
      mode,
      until,
      masks: [
        ...masks,
        ...[...held].flatMap(([item, mask]) =>
          items.includes(item) && !masks.some(one => one.item === item) ? [{ item, mask }] : [],
        ),
      ],
      limits: body.limits ?? {},
      decidedAt: new Date(tx.at).toISOString(),
      consentBy: actor.post,
    };
    const narrowing = narrowingOf(row, { ...proposal, masks }, own);
    const reasons: Record<string, string> = {};
    for (const key of Object.keys(narrowing) as (keyof rules.Narrowing)[]) {
      if (!narrowing[key]) continue;
      const reason = (body.reasons?.[key] ?? body.note).trim();
      if (Array.from(reason).length < 2)
        throw refuse.narrowing_reason(
          { what: rules.NARROWING_WORDS[key].zh, whatEn: rules.NARROWING_WORDS[key].en },
          cited(row, 'answer.refusal'),
        );
      reasons[key] = reason;
    }
    return { proposal: { ...proposal, reasons }, narrower: Object.keys(reasons).length > 0 };
  }

  /** Opens what was agreed, after every check and acceptance that it needed. */
  async function open(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    proposal: store.Proposal,
    state: 'agreed' | 'partly_agreed',
  ): Promise<void> {
    const { consentBy, decidedAt, reasons: _reasons, ...terms } = proposal;
    const grantId = await grantIt(tx, actor, row, { terms, consentBy, decidedAt: new Date(decidedAt) });
    await store.setApplication(tx, row.id, { state, approved: proposal.items, grantId });
  }

  /** The answer goes to the consumer: in full it opens the grant, in part it waits for the consumer's word. */
  async function give(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    proposal: store.Proposal,
  ): Promise<void> {
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, { answeredAt: new Date(tx.at), inTime });
    if (Object.keys(proposal.reasons).length === 0) {
      await open(tx, actor, row, proposal, 'agreed');
      return tell(tx, 'agreed', row);
    }
    await store.setApplication(tx, row.id, { state: 'awaiting_acceptance', approved: proposal.items });
    return tell(tx, 'partly', row);
  }

  async function agree(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    const { proposal, narrower } = await proposalOf(tx, actor, row, body);
    const reason = body.note.trim() || Object.values(proposal.reasons).join('；');
    await store.setApplication(tx, row.id, {
      proposal,
      answer: reason === '' ? null : { reason, category: null, basis: null, conditions: [] },
    });
    const text = narrower ? reason : body.note;
    await note(tx, actor, row, narrower ? 'agree_in_part' : 'agree', text, 'answer.provider_consent');
    if (!checks(row)) return give(tx, actor, row, proposal);
    await store.setApplication(tx, row.id, { state: 'awaiting_check' });
    return tell(tx, 'to_check', row, { authorityId: await authorityId(row) });
  }

  /** What a refusal must have: one of the place's kinds, a specific reason, and what its kind asks for. */
  function answerOf(
    row: store.ApplicationRow,
    body: Act,
    conditions: readonly string[],
    outside: boolean,
  ): store.Answer {
    const citation = cited(row, 'answer.refusal');
    const { category, basis = null } = body;
    if (category === undefined) throw refuse.category_needed({}, citation);
    if (category === 'not_held_here') throw refuse.name_the_holder({}, citation);
    const reason = reasonOf(body.note, rules.REASON_LENGTH, row);
    const unmet = body.conditions ?? [];
    if (category === 'condition_not_met') {
      const foreign = unmet.find(text => !conditions.includes(text));
      if (unmet.length === 0 || foreign !== undefined)
        throw refuse.condition_needed({}, cited(row, 'share.no_added_conditions') ?? citation);
    }
    const problem = policy.checkRefusal(
      row.providerRegion,
      { category, reason, basis: basis && { rank: basis.rank, title: basis.title } },
      rulesDay(row),
    );
    if (problem && !outside) {
      if (problem.code === 'sharing.refusal_category') throw refuse.category_not_known({}, problem.citation);
      if (problem.code === 'sharing.refusal_basis_missing') throw refuse.basis_needed({}, problem.citation);
      if (problem.code === 'sharing.refusal_basis_rank_too_low')
        throw refuse.basis_too_low({ basis: basis?.title ?? '' }, problem.citation);
    }
    return { reason, category, basis, conditions: category === 'condition_not_met' ? [...unmet] : [] };
  }

  async function refuseIt(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    const entry = await asking.offered(row, tx);
    const answer = answerOf(row, body, entry.content.conditions, false);
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, { state: 'refused', answer, answeredAt: new Date(tx.at), inTime });
    await note(tx, actor, row, 'refuse', answer.reason, 'answer.refusal');
    return tell(tx, 'refused', row);
  }

  /** A rule 原则上: the provider asks its authority to set it aside; the clock runs on, as nobody was answered. */
  async function refuseOutside(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    body: Act,
  ): Promise<void> {
    const entry = await asking.offered(row, tx);
    const answer = answerOf(row, body, entry.content.conditions, true);
    const authority = await authorityId(row);
    if (authority === undefined) throw refuse.no_authority_above();
    await store.setApplication(tx, row.id, { state: 'awaiting_exception', answer });
    await note(tx, actor, row, 'refuse_outside', answer.reason, 'answer.refusal');
    return tell(tx, 'exception_asked', row, { authorityId: authority });
  }

  async function askMaterial(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    material: string[] | undefined,
  ) {
    const once = cited(row, 'supplement.once');
    if (row.materialTold) throw refuse.material_told({}, once);
    if (material === undefined) throw refuse.not_incomplete({}, once);
    const most = policy.rule(row.providerRegion, 'supplement.ask.days', rulesDay(row)).effective?.value.days;
    const used = (await steps.sightOf(tx, caseOf(row)))?.usedDays ?? 0;
    if (typeof most === 'number' && used > most) throw refuse.material_complete({ days: most }, once);
    await store.setApplication(tx, row.id, { state: 'awaiting_material', material, materialTold: true });
    await deadlines.move(tx, caseOf(row), 'answer', 'pause');
    const supply = policy.rule(row.providerRegion, 'supplement.supply.days', rulesDay(row)).effective;
    await deadlines.start(
      tx,
      supplementOf(row),
      'supplement',
      limitOf(supply),
      { days: null, citation: null },
      { parties: [row.consumerId, row.providerId] },
    );
    const list = material.join('；');
    await note(tx, actor, row, 'ask_material', list, 'supplement.once');
    return tell(tx, 'to_supplement', { ...row, material }, { more: list });
  }

  async function askExtension(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    body: Act,
  ): Promise<void> {
    const rule = policy.rule(row.providerRegion, 'answer.extension.days', rulesDay(row)).effective;
    const most = rule?.value.days ?? 0;
    const citation = cited(row, 'answer.extension.days');
    const { days } = body;
    if (days === undefined || days > most) throw refuse.extension_too_long({ most }, citation);
    const reason = reasonOf(body.note, 5, row);
    const sight = await steps.sightOf(tx, caseOf(row));
    if (sight?.legalDue && sight.legalDue < deadlines.today())
      throw refuse.extension_late({ due: sight.legalDue }, citation);
    const authority = await authorityId(row);
    if (authority === undefined) throw refuse.no_authority_above();
    const askedAt = new Date(tx.at).toISOString();
    const extension = { days, reason, askedAt, answered: null, note: '' };
    await store.setApplication(tx, row.id, { extension });
    await note(tx, actor, row, 'ask_extension', `${days} 个工作日：${reason}`, 'answer.extension.days');
    return tell(tx, 'extension_asked', row, { authorityId: authority, more: String(days) });
  }

  async function answerExtension(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    body: Act,
  ): Promise<void> {
    const asked = row.extension;
    if (!asked) throw refuse.wrong_state({ state: row.state });
    const granted = body.action === 'grant_extension';
    const words = granted ? body.note.trim() : reasonOf(body.note, 2, row);
    if (granted) {
      const { effective, local } = policy.rule(row.providerRegion, 'answer.extension.days', rulesDay(row));
      await deadlines.extend(tx, caseOf(row), 'answer', {
        days: asked.days,
        most: effective?.value.days ?? 0,
        local: local !== undefined,
        citation: cited(row, 'answer.extension.days') ?? null,
      });
    }
    const answered = granted ? ('granted' as const) : ('denied' as const);
    await store.setApplication(tx, row.id, { extension: { ...asked, answered, note: words } });
    await note(
      tx,
      actor,
      row,
      body.action,
      granted ? `延长 ${asked.days} 个工作日${words === '' ? '' : `：${words}`}` : words,
      'answer.extension.consent',
    );
    // The consumer learns of it in the same transaction (N809 21: 并告知政务数据需求部门).
    return tell(tx, granted ? 'extension_granted' : 'extension_denied', row, { more: String(asked.days) });
  }

  async function answerException(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    body: Act,
  ): Promise<void> {
    const words = reasonOf(body.note, 5, row);
    await note(tx, actor, row, body.action, words, 'answer.refusal');
    if (body.action === 'deny_exception') {
      await store.setApplication(tx, row.id, { state: 'awaiting_answer', answer: null });
      return tell(tx, 'exception_denied', row);
    }
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, { state: 'refused', answeredAt: new Date(tx.at), inTime });
    return tell(tx, 'refused', row);
  }

  async function review(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    await deadlines.move(tx, reviewOf(row), 'review', 'stop');
    if (body.action === 'confirm_use') {
      await store.setApplication(tx, row.id, { state: 'agreed' });
      await note(tx, actor, row, 'confirm_use', body.note, 'green_channel');
      return;
    }
    const reason = reasonOf(body.note, rules.REASON_LENGTH, row);
    if (row.grantId !== null) await grants.close(tx, actor, row.grantId, reason);
    await store.setApplication(tx, row.id, {
      state: 'refused',
      answer: { reason, category: null, basis: null, conditions: [] },
    });
    await note(tx, actor, row, 'end_use', reason, 'green_channel');
    return tell(tx, 'refused', row);
  }

  return {
    agree,
    refuse: refuseIt,
    refuseOutside,
    askMaterial,
    askExtension,
    answerExtension,
    answerException,
    review,

    async authorise(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
      const at = new Date(tx.at);
      const grantId = await grantIt(tx, actor, row, { consentBy: actor.post, decidedAt: at });
      const inTime = await steps.stopAnswer(tx, row);
      await store.setApplication(tx, row.id, {
        state: 'agreed',
        approved: row.items,
        grantId,
        answeredAt: at,
        inTime,
      });
      await note(tx, actor, row, 'authorise', text, 'share.unconditional.path');
      return tell(tx, 'agreed', row);
    },

    async check(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
      if (!row.proposal) throw refuse.wrong_state({ state: row.state });
      if (body.action === 'pass_check') {
        await note(tx, actor, row, 'pass_check', body.note, 'sharing.steps');
        return give(tx, actor, row, row.proposal);
      }
      const reason = reasonOf(body.note, 5, row);
      await store.setApplication(tx, row.id, { state: 'awaiting_answer', proposal: null, answer: null });
      await note(tx, actor, row, 'fail_check', reason, 'sharing.steps');
      return tell(tx, 'check_failed', row, { more: reason });
    },

    /** The consumer takes what was agreed in part. */
    async accept(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
      if (!row.proposal) throw refuse.wrong_state({ state: row.state });
      await open(tx, actor, row, row.proposal, 'partly_agreed');
      await note(tx, actor, row, 'accept', text);
    },

    async supplyMaterial(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
      await store.setApplication(tx, row.id, { state: 'awaiting_answer' });
      await deadlines.move(tx, supplementOf(row), 'supplement', 'stop');
      await deadlines.move(tx, caseOf(row), 'answer', 'resume');
      await note(tx, actor, row, 'supply_material', text);
      return tell(tx, 'supplied', row);
    },
  };
}

export type Answering = ReturnType<typeof createAnswering>;
