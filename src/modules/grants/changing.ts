import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import { daysAfter, readClock } from '#modules/deadlines/index.ts';
import type { Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import * as store from './changeStore.ts';
import { commitGrant } from './committed.ts';
import type { GrantActBody } from './contract.ts';
import { insertHistory } from './history.ts';
import type { MoveGrant } from './moving.ts';
import { type Held, type Narrower, changesNothing, findWider, losesIdentifiers } from './narrowing.ts';
import type { GrantsNeeds } from './needs.ts';
import type { Publishing } from './publishing.ts';
import { refuse } from './refusals.ts';
import { type ChangeAction, type ChangeState, OPEN_CHANGES, hasEnded } from './rules.ts';
import { type GrantRow, getGrant, insertVersion, lockGrant, setGrant, setTerms } from './store.ts';
import { needWords } from './taking.ts';
import { tightest } from './terms.ts';
import type { Tell } from './telling.ts';

/** The clause asks for consultation and names no length. Ours. */
const LEAST_CONSULTATION = 5;

type Body = Static<typeof GrantActBody>;

const WIDER = {
  items: { zh: '数据项', en: 'the items' },
  until: { zh: '使用期限', en: 'the term' },
  window: { zh: '使用时段', en: 'the hours' },
  limits: { zh: '使用限额', en: 'the limits' },
} as const;

const heldBy = (row: GrantRow): Held => ({
  items: row.decision.items,
  until: row.until,
  mode: row.mode,
  window: row.limits.window,
  limits: row.limits,
});

/** The end or change of a service by its provider: proposed, answered, filed, in effect on its day (N809 27). */
export function createChanging(
  { db, audited, policy, deadlines }: GrantsNeeds,
  { tell, move, republish }: { tell: Tell; move: MoveGrant; republish: Publishing['republish'] },
) {
  const cited = (row: GrantRow): Citation | undefined =>
    policy.findCitation(row.providerRegion, 'revoke.consult_and_file');

  const note = (tx: Command, actor: Actor, row: GrantRow, action: ChangeAction, text: string) =>
    insertHistory(tx, `grant:${row.id}`, action, new Date(tx.at), actor.post, actor.name, text, cited(row));

  /** The last of the working days that a consultation needs at least. */
  async function leastConsultation(tx: Command): Promise<string> {
    const calendar = await deadlines.current(tx);
    if (!calendar) throw new Error('no working calendar is loaded');
    const clock = { started: tx.at, localDays: LEAST_CONSULTATION, events: [] };
    return readClock(clock, calendar, tx.at).localDue ?? deadlines.today();
  }

  async function checkProposal(
    tx: Command,
    row: GrantRow,
    proposal: NonNullable<Body['proposal']>,
  ): Promise<void> {
    const { kind, on, consultUntil, items = null, until = null, window = null, limits = null } = proposal;
    const least = await leastConsultation(tx);
    if (consultUntil < least) throw refuse.consult_too_short({ days: LEAST_CONSULTATION, least }, cited(row));
    if (on <= consultUntil) throw refuse.change_too_soon({ least: daysAfter(consultUntil, 1) });
    if (kind === 'end') return;
    const change = { items, until, window, limits };
    const held = heldBy(row);
    const wider = findWider(change, held);
    if (wider)
      throw refuse.wider_than_granted(
        { what: WIDER[wider].zh, whatEn: WIDER[wider].en },
        policy.findCitation(row.providerRegion, 'grant.purpose_limit'),
      );
    if (changesNothing(change, held)) throw refuse.nothing_changed();
    if (losesIdentifiers(change, held)) throw refuse.identifier_missing();
  }

  async function propose(tx: Command, actor: Actor, row: GrantRow, body: Body): Promise<void> {
    const { proposal } = body;
    const reason = body.note.trim();
    if (!proposal) throw refuse.proposal_needed();
    const last = await store.findLastChange(tx, row.id);
    if (last && OPEN_CHANGES.includes(last.state)) throw refuse.change_open();
    needWords(reason);
    await checkProposal(tx, row, proposal);
    const { kind, on, consultUntil, items = null, until = null, window = null, limits = null } = proposal;
    const terms =
      kind === 'end'
        ? { items: null, until: null, window: null, limits: null }
        : { items, until, window, limits };
    await store.insertChange(
      tx,
      { grantId: row.id, kind, reason, on, consultUntil, ...terms },
      new Date(tx.at),
    );
    await note(tx, actor, row, 'propose', reason);
    const what = kind === 'end' ? { zh: '终止', en: 'end' } : { zh: '变更', en: 'change' };
    await tell(tx, row, 'change', {
      to: ['consumer_head'],
      todo: true,
      zh: `：提供部门提出自 ${on} 起${what.zh}服务，请在 ${consultUntil} 前答复`,
      en: `: its provider proposes to ${what.en} the service from ${on}; please answer by ${consultUntil}`,
    });
  }

  /** What follows a step on a proposal; the lifecycle has said that it may be taken. */
  async function take(
    tx: Command,
    actor: Actor,
    row: GrantRow,
    change: store.ChangeRow,
    action: Exclude<ChangeAction, 'propose'>,
    state: ChangeState,
    body: Body,
  ): Promise<void> {
    const text = body.note.trim();
    const next: store.ChangeRow = { ...change, state };
    switch (action) {
      case 'agree_change':
      case 'object_change':
        if (action === 'object_change') needWords(text);
        next.answer = text;
        await tell(tx, row, 'change', {
          to: ['provider_head'],
          todo: true,
          zh: `：使用部门${action === 'agree_change' ? '同意' : '不同意'}终止或变更，可报主管部门备案`,
          en: `: the consumer ${action === 'agree_change' ? 'agrees to' : 'objects to'} the change; it may be filed now`,
        });
        break;
      case 'file_change':
        next.on = body.on ?? change.on;
        if (change.state === 'proposed' && deadlines.today() <= change.consultUntil)
          throw refuse.consult_first({ until: change.consultUntil }, cited(row));
        if (next.on < change.on) throw refuse.change_too_soon({ least: change.on });
        if (next.on <= deadlines.today())
          throw refuse.change_too_soon({ least: daysAfter(deadlines.today(), 1) });
        next.filedAt = new Date(tx.at);
        await tell(
          tx,
          row,
          'change',
          {
            to: ['authority'],
            todo: true,
            zh: `：提供部门报备自 ${next.on} 起终止或变更服务`,
            en: `: its provider files the end or change of the service from ${next.on}`,
          },
          {
            to: ['consumer'],
            zh: `：终止或变更服务已报备，自 ${next.on} 起生效`,
            en: `: the end or change of the service is filed and takes effect on ${next.on}`,
          },
        );
        break;
      case 'note_change':
        if (change.notedAt !== null) throw refuse.wrong_state({ state: change.state });
        next.notedAt = new Date(tx.at);
        await tell(tx, row, 'change', {
          to: ['provider_head'],
          zh: '：主管部门已收悉备案',
          en: ': the authority has noted the filing',
        });
        break;
      case 'withdraw_change':
        needWords(text);
        await tell(tx, row, 'change', {
          to: ['consumer'],
          zh: '：提供部门撤回了终止或变更',
          en: ': its provider withdrew the end or change',
        });
        break;
    }
    await store.setChange(tx, next);
    await note(tx, actor, row, action, text);
  }

  /** The grant may have become narrower since the change was filed: it takes away what is left to take, and adds nothing. */
  function stillNarrower({ items, until, window, limits }: Narrower, held: Held): Narrower {
    const alone = { items: null, until: null, window: null, limits: null };
    return {
      items: losesIdentifiers({ ...alone, items }, held) ? null : items,
      until: findWider({ ...alone, until }, held) ? null : until,
      window: findWider({ ...alone, window }, held) ? null : window,
      // Of each bound the tighter one counts, whichever was first.
      limits,
    };
  }

  async function takeEffect(tx: Command, row: GrantRow, change: store.ChangeRow): Promise<void> {
    await store.setChange(tx, { ...change, state: 'done' });
    const { reason, kind } = change;
    const { items, until, window, limits } = stillNarrower(change, heldBy(row));
    if (kind === 'end') {
      const action = 'end_service';
      await move(tx, row, {
        action,
        state: 'revoked',
        by: PLATFORM,
        note: reason,
        reason,
        citation: cited(row),
      });
    } else {
      const version = row.version + 1;
      const at = new Date(tx.at);
      const kept = items === null ? undefined : new Set(items);
      await setTerms(tx, row.id, {
        decision: {
          ...row.decision,
          items: row.decision.items.filter(item => kept?.has(item.name) ?? true),
        },
        until: until ?? row.until,
        limits: tightest(row.limits, { ...limits, ...(window ? { window } : {}) }),
      });
      await setGrant(tx, row.id, { state: row.state, version }, at);
      const changed = await getGrant(tx, row.id);
      await republish(tx, changed, row.version);
      await insertVersion(tx, changed, 'change_service', at);
      const { post, name } = PLATFORM;
      await insertHistory(tx, `grant:${row.id}`, 'change_service', at, post, name, reason, cited(row));
    }
    await tell(tx, row, 'change', {
      to: ['consumer', 'provider_head'],
      zh: kind === 'end' ? '：服务已按备案终止' : '：服务已按备案变更',
      en: kind === 'end' ? ': the service has ended as filed' : ': the service has changed as filed',
    });
  }

  /** Filed changes whose day has come; called by the worker. */
  async function applyDue(): Promise<number> {
    const due = await store.listDueChanges(db, deadlines.today());
    for (const { grantId } of due) {
      const { kind } = (await store.findLastChange(db, grantId)) ?? {};
      const action = kind === 'end' ? 'sharing.end_service' : 'sharing.change_service';
      await audited(PLATFORM, action, `grant:${grantId}`, async tx => {
        const row = await lockGrant(tx, grantId);
        const change = await store.findLastChange(tx, grantId);
        if (change?.state === 'filed' && !hasEnded(row.state)) await takeEffect(tx, row, change);
        const { providerId, consumerId } = row;
        return {
          value: undefined,
          facts: { grantId, providerId, consumerId, ...(await commitGrant(tx, grantId)) },
        };
      });
    }
    return due.length;
  }

  return { propose, take, applyDue };
}

export type Changing = ReturnType<typeof createChanging>;
