import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Ledger } from '#modules/ledger/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type * as contract from './contract.ts';
import { createHistory } from './history.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { RuleBook } from './ruleBook.ts';
import * as store from './store.ts';
import { KIND_WORDS, RESPONSE_WORDS } from './words.ts';

const HOUR = 3_600_000;
/** Milliseconds from UTC to Asia/Shanghai. */
const EAST = 8 * HOUR;

export interface AlertNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  ledger: Pick<Ledger, 'sumCalls'>;
  grants: Pick<Grants, 'watching'>;
  messages: Pick<Messages, 'tell' | 'settle'>;
  sightOf: (actor: Actor) => Promise<Sight>;
}

type Watching = Grants['watching'];
type WatchedGrant = Awaited<ReturnType<Watching['watched']>>;
interface Raised extends rules.Judged {
  kind: rules.AlertKind;
  figures: store.Figures;
  rule: string;
  perSecond: number;
}

export function createAlerts(needs: AlertNeeds, { rulesNow }: Pick<RuleBook, 'rulesNow'>) {
  const { db, audited, clock, messages, sightOf } = needs;
  const { watching } = needs.grants;
  const history = createHistory(needs);
  /** The last row of what gateways wrote down that was judged; after a start the last hour is judged again. */
  let judged = 0;

  async function tell(tx: Command, grant: WatchedGrant, alertId: number, raised: Raised): Promise<void> {
    const what = KIND_WORDS[raised.kind];
    const follows = RESPONSE_WORDS[raised.response];
    const message = {
      zh: `授权 ${grant.no}“${grant.entryTitle}”使用异常：${what.zh}，${follows.zh}`,
      en: `Unusual use of grant ${grant.no} “${grant.entryTitle}”: ${what.en}; ${follows.en}`,
      path: `/calls/alerts/${alertId}`,
      subject: `alert:${alertId}`,
    };
    await messages.settle(tx, message.subject);
    const heads = ['sharing_head', 'data_officer'] as const;
    const deciding = [{ departmentId: grant.providerId, roles: heads }];
    await messages.tell(tx, {
      ...message,
      kind: 'todo',
      to:
        grant.authorityId === undefined
          ? deciding
          : [...deciding, { departmentId: grant.authorityId, roles: ['authority'] as const }],
    });
    await messages.tell(tx, {
      ...message,
      kind: 'result',
      to: [{ departmentId: grant.consumerId, roles: [...heads, 'integrator'] as const }],
    });
  }

  /** The alert's own row: a new one, or an open one that got worse. Undefined where an open one says as much already. */
  async function keep(tx: Command, grant: WatchedGrant, raised: Raised): Promise<number | undefined> {
    const { kind, response, figures, rule } = raised;
    const { citation } = grant;
    const open = await store.findOpen(tx, grant.id, kind);
    const cited = response === 'suspend' ? citation : undefined;
    if (open && !rules.isGraver(response, open.response)) return undefined;
    if (open) {
      await store.worsen(tx, open.id, { response, figures, rule, citation: cited });
      return open.id;
    }
    const { no, entryId, systemId, providerId, consumerId } = grant;
    const row = { grantId: grant.id, grantNo: no, entryId, systemId, providerId, consumerId };
    const made = { ...row, kind, response, figures, rule, citation: cited, at: new Date(tx.at) };
    return (await store.insertAlert(tx, made)).id;
  }

  async function raise(grant: WatchedGrant, asked: Raised): Promise<void> {
    // What is not in force any more cannot be stopped.
    const inForce = grant.state === 'active';
    const raised: Raised = inForce ? asked : { ...asked, response: 'tell' };
    const open = await store.findOpen(db, grant.id, raised.kind);
    if (open && !rules.isGraver(raised.response, open.response)) return;
    const suspends = raised.response === 'suspend';
    await audited(PLATFORM, suspends ? 'sharing.suspend' : 'calls.alert', `grant:${grant.id}`, async tx => {
      const alertId = await keep(tx, grant, raised);
      const { id: grantId, no, entryId, providerId, consumerId } = grant;
      const facts = { no, grantId, entryId, providerId, consumerId, alertId, kind: raised.kind };
      if (alertId === undefined) return { value: undefined, facts };
      const reason = `${KIND_WORDS[raised.kind].zh}（${raised.measure}，界限 ${raised.bound}）`;
      const reasonEn = `${KIND_WORDS[raised.kind].en} (${raised.measure}, bound ${raised.bound})`;
      if (raised.response === 'slow')
        await store.slow(tx, grantId, alertId, raised.perSecond, new Date(tx.at));
      const done = suspends ? await watching.suspendByRule(tx, grantId, reason, reasonEn) : undefined;
      await tell(tx, grant, alertId, raised);
      return {
        value: undefined,
        facts: { ...facts, response: raised.response, rule: raised.rule, figures: raised.figures, ...done },
        ...(suspends ? { rule: 'misuse.suspend' } : {}),
      };
    });
  }

  async function judgeKind(
    kind: rules.AlertKind,
    rule: rules.WatchRule & { name: string },
    grantIds: readonly number[],
    now: number,
  ): Promise<void> {
    const since = new Date(now - HOUR);
    const hour = Math.floor((now + EAST) / HOUR) % 24;
    for (const seen of await store.sumWatched(db, grantIds, kind, since)) {
      const { grantId, calls, refused, failed, empty, near, guesses, persons } = seen;
      const needsUsual = (kind === 'volume' || kind === 'hours') && calls >= rule.least;
      const usual = needsUsual ? await history.usualOf(grantId, now) : rules.UNKNOWN;
      const found = rules.judge(rule, rules.measureOf(kind, seen, usual, hour), calls);
      if (!found) continue;
      const grant = await watching.watched(db, grantId);
      const counts = { calls, refused, failed, empty, near, guesses, persons };
      const figures: store.Figures = {
        measure: found.measure,
        bound: found.bound,
        ...counts,
        ...(kind === 'volume' ? { busiest: usual.busiest } : {}),
        ...(kind === 'persons' ? { post: seen.post } : {}),
        from: since.toISOString(),
        until: new Date(now).toISOString(),
      };
      await raise(grant, { ...found, kind, figures, rule: rule.name, perSecond: rule.perSecond });
    }
  }

  async function viewOf(actor: Actor, row: store.AlertRow): Promise<Static<typeof contract.AlertView>> {
    const { providerId: _provider, consumerId: _consumer, raisedAt, closedAt, ...shown } = row;
    return {
      ...shown,
      raisedAt: raisedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
      mayClose: row.state === 'open' && (await watching.decidesOver(actor, row.grantId, db)),
    };
  }

  async function seenBy(actor: Actor): Promise<readonly number[] | null> {
    const sight = await sightOf(actor);
    return sight === 'all' ? null : sight;
  }

  async function mustSee(actor: Actor, row: store.AlertRow | undefined): Promise<store.AlertRow> {
    const seen = await seenBy(actor);
    if (!row || (seen && !seen.includes(row.providerId) && !seen.includes(row.consumerId)))
      throw platform.not_found();
    return row;
  }

  const view = async (actor: Actor, id: number) =>
    viewOf(actor, await mustSee(actor, await store.findAlert(db, id)));

  return {
    /** Judges what gateways have written down since the last time; called by the worker every second. */
    async judge(): Promise<void> {
      const now = clock.now();
      const { grantIds, last } = await store.grantsSince(db, judged, new Date(now - HOUR));
      if (grantIds.length === 0) return;
      const book = await rulesNow();
      for (const kind of rules.ALERT_KINDS) await judgeKind(kind, book[kind], grantIds, now);
      judged = last;
    },

    async list(
      actor: Actor,
      query: Static<typeof contract.AlertQuery>,
    ): Promise<Static<typeof contract.AlertList>> {
      const { page, size, state, kind, grantId } = query;
      const filter = { seen: await seenBy(actor), state, kind, grantId };
      const [rows, { total, open }] = await Promise.all([
        store.listAlerts(db, filter, page, size),
        store.countAlerts(db, filter),
      ]);
      return { total, open, items: await Promise.all(rows.map(row => viewOf(actor, row))) };
    },

    get: view,

    /**
     * A person says what it was. Either way a grant that was slowed is no longer; a suspension is lifted only where it
     * was a false alarm, and else goes on as N809 27 has it: repair first.
     */
    async close(actor: Actor, id: number, { verdict, note }: Static<typeof contract.CloseBody>) {
      const known = await mustSee(actor, await store.findAlert(db, id));
      const lifts =
        verdict === 'false_alarm' && known.response === 'suspend' && known.grantState === 'suspended';
      const action = lifts ? 'sharing.resume' : 'calls.close_alert';
      const object = lifts ? `grant:${known.grantId}` : `alert:${id}`;
      const { record } = await audited(actor, action, object, async tx => {
        const row = await store.lockAlert(tx, id);
        if (!row || !(await watching.decidesOver(actor, known.grantId, tx))) throw platform.forbidden();
        if (row.state !== 'open') throw refuse.closed_already();
        const words = note.trim();
        const { post, name } = actor;
        await store.closeAlert(tx, id, { state: verdict, note: words, at: new Date(tx.at), post, name });
        await store.speedUp(tx, id);
        const done = lifts ? await watching.liftSuspension(tx, actor, row.grantId, words) : undefined;
        await messages.settle(tx, `alert:${id}`);
        await messages.tell(tx, {
          kind: 'result',
          to: [row.consumerId, row.providerId].map(departmentId => ({
            departmentId,
            roles: ['sharing_head', 'data_officer'] as const,
          })),
          zh: `授权 ${row.grantNo} 的使用异常“${KIND_WORDS[row.kind].zh}”${verdict === 'false_alarm' ? '查明为误报' : '已查明'}：${words}`,
          en: `The alert on grant ${row.grantNo} (${KIND_WORDS[row.kind].en}) ${verdict === 'false_alarm' ? 'was a false alarm' : 'was looked into'}: ${words}`,
          path: `/calls/alerts/${id}`,
          subject: `alert:${id}`,
        });
        const { grantId, entryId, providerId, consumerId, kind } = row;
        const facts = { alertId: id, kind, verdict, reason: words, grantId, entryId, providerId, consumerId };
        return { value: undefined, facts: { ...facts, ...done } };
      });
      return { alert: await view(actor, id), record };
    },
  };
}

export type Alerts = ReturnType<typeof createAlerts>;
