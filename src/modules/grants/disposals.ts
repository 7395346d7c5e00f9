import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { type DocumentDigests, keepDocument } from '#record/documents.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { commitGrant } from './committed.ts';
import type { GrantActBody } from './contract.ts';
import * as store from './disposalStore.ts';
import { insertHistory } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import type { DisposalAction, DisposalState } from './rules.ts';
import { type GrantRow, getGrant, lockGrant } from './store.ts';
import { needWords } from './taking.ts';
import type { Tell } from './telling.ts';
import { WAY_WORDS } from './words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Runs that were delivering when their grant ended, and records not summed up yet, are seen by then. */
const CLEAR_AFTER = HOUR;

type Body = Static<typeof GrantActBody>;

/** What becomes of the data when a grant has ended: demanded, done, certified, confirmed (N809 27). */
export function createDisposals({ db, audited, clock, policy, deadlines, usage }: GrantsNeeds, tell: Tell) {
  const cited = (row: GrantRow): Citation | undefined =>
    policy.findCitation(row.providerRegion, 'grant.disposal');

  /** The days are the decision’s, or the provider’s own: the clause sets none. */
  async function startClock(tx: Command, row: GrantRow, days: number): Promise<void> {
    await deadlines.start(
      tx,
      `grant:${row.id}`,
      'disposal',
      { days, citation: cited(row) ?? null },
      { days: null, citation: null },
      { parties: [row.consumerId, row.providerId] },
    );
  }

  async function ask(tx: Command, row: GrantRow, way: store.DisposalRow['way'], days: number): Promise<void> {
    await startClock(tx, row, days);
    await tell(tx, row, 'disposal', {
      to: ['consumer_officer'],
      todo: true,
      zh: `已结束，请在 ${days} 个工作日内${WAY_WORDS[way].zh}所获数据并填报证明`,
      en: `has ended: ${WAY_WORDS[way].en} the data within ${days} working days and report it`,
    });
  }

  /** Called when a grant ends. Without a plan nothing can have been delivered. */
  async function begin(tx: Command, row: GrantRow): Promise<void> {
    if (row.readyAt === null) return;
    const { way, days } = row.disposal;
    const state = row.suppliedAt === null ? 'unclear' : 'due';
    await store.insertDisposal(tx, { grantId: row.id, state, endedAt: new Date(tx.at), way });
    if (state === 'due') await ask(tx, row, way, days);
  }

  /** The grant goes on after all: what was asked for at its end no longer is. */
  async function lift(tx: Command, row: GrantRow): Promise<void> {
    const disposal = await store.findDisposal(tx, row.id);
    if (!disposal || disposal.state === 'confirmed') return;
    await store.setDisposal(tx, { ...disposal, state: 'none' });
    await deadlines.move(tx, `grant:${row.id}`, 'disposal', 'stop');
    await tell(tx, row, 'disposal');
  }

  /** What follows a step; the lifecycle has said that it may be taken. Answers documents that the record names. */
  async function take(
    tx: Command,
    actor: Actor,
    row: GrantRow,
    disposal: store.DisposalRow,
    action: DisposalAction,
    state: DisposalState,
    body: Body,
  ): Promise<DocumentDigests> {
    const note = body.note.trim();
    const documents: DocumentDigests = {};
    const next = { ...disposal, state };
    switch (action) {
      case 'demand_disposal': {
        const { demand } = body;
        if (!demand) throw refuse.demand_needed({}, cited(row));
        Object.assign(next, { way: demand.way, demand: note });
        await deadlines.move(tx, `grant:${row.id}`, 'disposal', 'stop');
        await ask(tx, row, demand.way, demand.days);
        break;
      }
      case 'report_disposal': {
        const { report } = body;
        if (!report) throw refuse.report_needed({}, cited(row));
        if (report.on > deadlines.today()) throw refuse.report_ahead();
        if (report.way !== disposal.way) throw refuse.other_way({}, cited(row));
        needWords(note);
        const { way: reportWay, on: reportOn, certificate } = report;
        Object.assign(next, { reportWay, reportOn, reportWhat: note, certificate, digest: null });
        await tell(tx, row, 'disposal', {
          to: ['consumer_head'],
          todo: true,
          zh: '的数据处置证明待签发',
          en: 'waits for its certificate of disposal to be signed',
        });
        break;
      }
      case 'sign_disposal':
        documents['certificate'] = next.digest = await keepDocument(tx, {
          object: `grant:${row.id}`,
          no: row.no,
          consumer: { id: row.consumerId, name: row.consumerName },
          provider: { id: row.providerId, name: row.providerName },
          way: disposal.reportWay,
          on: disposal.reportOn,
          what: disposal.reportWhat,
          text: disposal.certificate,
          signed: { at: new Date(tx.at).toISOString(), post: actor.post, name: actor.name },
        });
        // The provider’s time to look at it is not the consumer’s. A clock pauses once.
        await deadlines.move(tx, `grant:${row.id}`, 'disposal', disposal.sentBack === '' ? 'pause' : 'stop');
        await tell(tx, row, 'disposal', {
          to: ['provider_head'],
          todo: true,
          zh: '的数据处置证明已送达，请确认',
          en: 'has its certificate of disposal, to be confirmed',
        });
        break;
      case 'confirm_disposal':
        await deadlines.move(tx, `grant:${row.id}`, 'disposal', 'stop');
        await tell(tx, row, 'disposal', {
          to: ['consumer_officer', 'consumer_head'],
          zh: '的数据处置已经提供部门确认',
          en: 'is closed: the provider confirmed the disposal',
        });
        break;
      case 'send_back_disposal':
        if (disposal.sentBack !== '') throw refuse.sent_back_before();
        needWords(note);
        next.sentBack = note;
        await deadlines.move(tx, `grant:${row.id}`, 'disposal', 'resume');
        await tell(tx, row, 'disposal', {
          to: ['consumer_officer'],
          todo: true,
          zh: `的数据处置证明被退回：${note}`,
          en: `has its certificate of disposal sent back: ${note}`,
        });
        break;
    }
    await store.setDisposal(tx, next);
    const at = new Date(tx.at);
    await insertHistory(tx, `grant:${row.id}`, action, at, actor.post, actor.name, note, cited(row));
    return documents;
  }

  /** Whether an ended grant had delivered anything, once the record can tell; called by the worker. */
  async function settle(): Promise<number> {
    let settled = 0;
    for (const { grantId, endedAt, since } of await store.listUnclear(db)) {
      const days = Math.ceil((clock.now() - since.getTime()) / DAY) + 1;
      const use = (await usage([grantId], days)).get(grantId);
      const delivered = use !== undefined && use.calls > use.failures;
      if (!delivered && clock.now() - endedAt.getTime() < CLEAR_AFTER) continue;
      settled += 1;
      await audited(PLATFORM, 'sharing.settle_disposal', `grant:${grantId}`, async tx => {
        await lockGrant(tx, grantId);
        const disposal = await store.findDisposal(tx, grantId);
        const row = await getGrant(tx, grantId);
        if (disposal?.state === 'unclear') {
          await store.setDisposal(tx, { ...disposal, state: delivered ? 'due' : 'none' });
          if (delivered) await ask(tx, row, row.disposal.way, row.disposal.days);
        }
        const { providerId, consumerId } = row;
        return {
          value: undefined,
          facts: { grantId, providerId, consumerId, delivered, ...(await commitGrant(tx, grantId)) },
        };
      });
    }
    return settled;
  }

  return { begin, lift, take, settle };
}

export type Disposals = ReturnType<typeof createDisposals>;
