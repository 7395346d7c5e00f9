/** The consumer's head consents: from here the provider's clock runs, or the grant is there at once (N809 20). */
import { Refusal } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor, SystemActor } from '#vocabulary/actor.ts';
import { authorityOfCase, insertHistory } from '#modules/grants/index.ts';
import { limitOf } from '#modules/policy/index.ts';
import type { Asking } from './asking.ts';
import type { Granting } from './granting.ts';
import type { Relations } from './relations.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf, reviewOf } from './steps.ts';
import * as store from './store.ts';
import type { Telling } from './telling.ts';

interface Rooms {
  asking: Asking;
  grantIt: Granting;
  steps: Steps;
  tell: Telling;
  relations: Relations;
}

export function createConsenting(needs: SharingNeeds, { asking, grantIt, steps, tell, relations }: Rooms) {
  const { catalog, deadlines, policy, mandates } = needs;

  /** The application under the entry as it is published now: its version, share type and the way that follows. */
  async function present(tx: Command, row: store.ApplicationRow) {
    const entry = await asking.offered(row, tx);
    const { path, cover } = await asking.pathOf(entry, row, tx);
    const shareType = asking.shareTypeOf(entry, row.items);
    return { cover, row: { ...row, entryVersion: entry.version, shareType, path } };
  }

  /** What was written under another version is answered under the one that serves. */
  const keepPresent = ({ entryVersion, shareType, path }: store.ApplicationRow): store.Change => ({
    entryVersion,
    shareType,
    path,
  });

  async function answeredAtOnce(
    tx: Command,
    actor: Actor | SystemActor,
    row: store.ApplicationRow,
    cover: NonNullable<Awaited<ReturnType<typeof mandates.cover>>>,
  ): Promise<void> {
    const at = new Date(tx.at);
    const grantId = await grantIt(tx, actor, row, {
      // A consent that ends sooner than what was asked for carries no further than it reaches.
      terms: cover.until !== null && cover.until < row.until ? { until: cover.until } : {},
      consentBy: `${cover.by}（${cover.no}）`,
      decidedAt: at,
    });
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, {
      state: 'agreed',
      approved: row.items,
      grantId,
      mandateId: cover.id,
      answeredAt: at,
      inTime,
    });
    await mandates.noteUse(tx, cover.id, row.id);
    const [action, words] =
      cover.kind === 'standing'
        ? ['standing_consent', `依${cover.no}：目录发布时的事先同意`]
        : ['mandate', `依${cover.no}：整体授权`];
    const citation = cover.kind === 'standing' ? steps.cited(row, 'share.unconditional.path') : undefined;
    await insertHistory(tx, caseOf(row), action, at, cover.by, '', words, citation);
    await tell(tx, 'agreed', row);
  }

  /** Served first and reviewed after (LA 5); the review and the end by itself are the platform's own. */
  async function usedAtOnce(
    tx: Command,
    actor: Actor | SystemActor,
    row: store.ApplicationRow,
  ): Promise<void> {
    const at = new Date(tx.at);
    const grantId = await grantIt(tx, actor, row, {
      consentBy: `绿色通道：${row.event}`,
      decidedAt: at,
    });
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, {
      state: 'awaiting_review',
      approved: row.items,
      grantId,
      answeredAt: at,
      inTime,
    });
    const review = policy.rule(row.providerRegion, 'green_channel.review.days').effective;
    await deadlines.start(
      tx,
      reviewOf(row),
      'review',
      limitOf(review),
      { days: null, citation: null },
      {
        parties: [row.providerId, row.consumerId],
      },
    );
    await steps.note(tx, actor, row, 'green_channel', row.event, 'green_channel');
    const authorityId = authorityOfCase(await relations.mapNow(), row)?.id;
    await tell(tx, 'to_review', row, { authorityId });
    await tell(tx, 'to_answer', row);
    await tell(tx, 'agreed', row);
  }

  /** A withheld entry: what goes out is the dispute over its class (N809 14, 28). */
  async function classDisputed(tx: Command, row: store.ApplicationRow): Promise<boolean> {
    const entry = await catalog.publishedContent(row.entryId, tx);
    if (entry?.content.shareType !== 'withheld' || row.argument === '') return false;
    await store.setApplication(tx, row.id, { state: 'awaiting_class', receivedAt: new Date(tx.at) });
    return true;
  }

  /** Sends what was consented to on its way. */
  async function send(
    tx: Command,
    actor: Actor | SystemActor,
    { row, cover }: Awaited<ReturnType<typeof present>>,
  ): Promise<void> {
    await steps.startAnswer(tx, row);
    await store.setApplication(tx, row.id, {
      receivedAt: row.receivedAt ?? new Date(tx.at),
      state: row.path === 'platform_authorises' ? 'awaiting_authorisation' : 'awaiting_answer',
      ...keepPresent(row),
    });
    if (cover && (row.path === 'standing_consent' || row.path === 'mandate'))
      return answeredAtOnce(tx, actor, row, cover);
    if (row.path === 'green_channel') return usedAtOnce(tx, actor, row);
    if (row.path !== 'platform_authorises') return tell(tx, 'to_answer', row);
    const authorityId = authorityOfCase(await relations.mapNow(), row)?.id;
    return tell(tx, 'to_authorise', row, { authorityId });
  }

  return {
    async consent(tx: Command, actor: Actor, asked: store.ApplicationRow, text: string): Promise<void> {
      await store.setApplication(tx, asked.id, { consentedBy: actor.accountId });
      await steps.note(tx, actor, asked, 'consent', text, 'application.consumer_consent');
      if (await classDisputed(tx, asked)) return;
      const now = await present(tx, { ...asked, consentedBy: actor.accountId });
      await send(tx, actor, now);
    },

    /**
     * Whoever authorises for the platform may do so only while the entry's present version leaves it to the platform.
     * Otherwise the application goes to the provider, whose clock begins. Answers whether it did.
     */
    async reroute(tx: Command, actor: Actor | SystemActor, asked: store.ApplicationRow): Promise<boolean> {
      const { row } = await present(tx, asked);
      if (row.path !== 'provider_answers') return false;
      await store.setApplication(tx, row.id, { state: 'awaiting_answer', ...keepPresent(row) });
      await deadlines.move(tx, caseOf(row), 'answer', 'stop');
      await steps.startAnswer(tx, row);
      const text = `目录已更新到第 ${row.entryVersion} 版，须由提供部门答复`;
      await steps.note(tx, actor, row, 'reroute', text, 'answer.provider_consent');
      await tell(tx, 'to_answer', row);
      return true;
    },

    /**
     * The class of the entry was changed: the application that waited for it goes on from there. What does not fit the
     * entry as it is now goes back to its officer: another's application holds no publication up.
     */
    async goOn(tx: Command, actor: Actor | SystemActor, row: store.ApplicationRow): Promise<void> {
      const now = await present(tx, row).catch((fault: unknown) => {
        if (fault instanceof Refusal) return fault;
        throw fault;
      });
      if (now instanceof Refusal) {
        await store.setApplication(tx, row.id, { state: 'declined' });
        await steps.note(tx, actor, row, 'class_changed', `目录已更新，申请须修改：${now.title.zh}`);
        return tell(tx, 'declined', row, { more: now.title.zh });
      }
      // Who consented in advance did not know of it: it is answered, and its grant has a record of its own.
      if (now.cover) now.row.path = 'provider_answers';
      await steps.note(tx, actor, row, 'class_changed', `目录已更新到第 ${now.row.entryVersion} 版`);
      await tell(tx, 'class_changed', row);
      await send(tx, actor, now);
    },
  };
}

export type Consenting = ReturnType<typeof createConsenting>;
