import type { Static } from 'typebox';
import { civilDate } from '#modules/deadlines/index.ts';
import { type Policy, limitOf } from '#modules/policy/index.ts';
import { maskOf } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Asking } from './asking.ts';
import type { ActBody } from './contract.ts';
import type { Grants } from './grants.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';

/** The day whose rules an application keeps: that of its receipt, today until then (decision 14). */
export function rulesDay(row: { receivedAt: Date | null }): string | undefined {
  return row.receivedAt ? civilDate(row.receivedAt.getTime()) : undefined;
}

export type Act = Static<typeof ActBody>;

/** The steps of an application, each a function of what follows from it. */
export function createDeciding(
  { policy, deadlines, resources }: SharingNeeds,
  grants: Grants,
  { offered, shareTypeOf, pathOf }: Pick<Asking, 'offered' | 'shareTypeOf' | 'pathOf'>,
) {
  async function answerable(row: { shareType: string; providerRegion: string; receivedAt: Date | null }) {
    const rule = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const found = policy.rule(row.providerRegion, rule, rulesDay(row));
    return { local: limitOf(found.local), legal: limitOf(found.ceiling) };
  }

  async function note(
    tx: Command,
    actor: Actor,
    object: string,
    action: string,
    text: string,
    ruleId?: Parameters<Policy['findCitation']>[1],
    region?: string,
  ): Promise<void> {
    const citation = ruleId && region ? policy.findCitation(region, ruleId) : undefined;
    await store.insertHistory(tx, object, action, new Date(tx.at), actor.post, actor.name, text, citation);
  }

  /** What the decision freezes: items with their columns at this moment, and the masks that apply. */
  async function decisionOf(
    tx: Command,
    row: store.ApplicationRow,
    items: readonly string[],
    masks: Act['masks'],
  ): Promise<{ decision: rules.Decision; table: { sourceId: number; schema: string; table: string } }> {
    const entry = await offered({ ...row, items: [...items] }, tx);
    const mount = await resources.mountOf(row.entryId, tx);
    if (!mount) throw refuse.not_mounted({ entry: row.entryTitle });
    const columns = new Map(mount.mapping.map(pair => [pair.item, pair.column]));
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    const chosen = new Map((masks ?? []).map(one => [one.item, maskOf(one.mask)]));
    const columnOf = (name: string): string => {
      const column = columns.get(name);
      if (column === undefined || !content.has(name))
        throw refuse.not_mounted({ entry: `${row.entryTitle} · ${name}` });
      return column;
    };
    const decided = items.map((name): rules.DecidedItem => {
      const column = columnOf(name);
      const item = content.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      const { type, identifier, sensitivity } = item;
      const proposed = { name, column, type, identifier, sensitivity, mask: maskOf(item.mask) };
      const usual = row.mode === 'batch' ? proposed.mask : rules.callMask(proposed);
      return { ...proposed, mask: chosen.get(name) ?? usual };
    });
    const rows = row.rows.map(({ item, op, values }) => ({
      column: columnOf(item),
      type: content.get(item)?.type ?? 'text',
      op,
      values,
    }));
    return {
      decision: { items: decided, rows },
      table: { sourceId: mount.sourceId, schema: mount.schema, table: mount.table },
    };
  }

  async function grantIt(
    tx: Command,
    row: store.ApplicationRow,
    items: readonly string[],
    masks: Act['masks'],
    until: string,
  ): Promise<number> {
    const { decision, table } = await decisionOf(tx, row, items, masks);
    const grantId = await grants.open(tx, row, decision, table, until);
    const object = `application:${row.id}`;
    // Asked while the clock still runs: once stopped it no longer says that it is late.
    const answeredInTime = await inTime(tx, object);
    await deadlines.move(tx, object, 'answer', 'stop');
    await store.setApplication(tx, row.id, {
      state: items.length < row.items.length || until < row.until ? 'partly_agreed' : 'agreed',
      approved: [...items],
      grantId,
      answeredAt: new Date(tx.at),
      inTime: answeredInTime,
    });
    return grantId;
  }

  /** What follows a step; the lifecycle has said that it may be taken. */
  async function take(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    const object = `application:${row.id}`;
    const region = row.providerRegion;
    const day = rulesDay(row);
    const at = new Date(tx.at);
    switch (body.action) {
      case 'submit':
        await store.setApplication(tx, row.id, { state: 'awaiting_consent' });
        return note(tx, actor, object, 'submit', body.note, 'application.contents', region);
      case 'consent':
        return consent(tx, actor, row, body.note);
      case 'decline':
        if (body.note.trim() === '') throw refuse.reason_needed({ least: 1 });
        await store.setApplication(tx, row.id, { state: 'declined' });
        return note(tx, actor, object, 'decline', body.note);
      case 'withdraw':
        await store.setApplication(tx, row.id, { state: 'withdrawn' });
        await deadlines.move(tx, object, 'answer', 'stop');
        return note(tx, actor, object, 'withdraw', body.note);
      case 'authorise':
        await grantIt(tx, row, row.items, undefined, row.until);
        return note(tx, actor, object, 'authorise', body.note, 'share.unconditional.path', region);
      case 'agree': {
        const items = body.items ?? row.items;
        const wider = items.filter(name => !row.items.includes(name));
        if (wider.length > 0) throw refuse.wider_than_asked({ items: wider });
        const until = body.until !== undefined && body.until < row.until ? body.until : row.until;
        if (until <= deadlines.today()) throw refuse.term_past({ until });
        if ((items.length < row.items.length || until < row.until) && body.note.trim().length < 2)
          throw refuse.reason_needed({ least: 2 }, policy.findCitation(region, 'answer.refusal', day));
        await grantIt(tx, row, items, body.masks, until);
        if (body.note !== '')
          await store.setApplication(tx, row.id, {
            answer: { reason: body.note, category: null, basis: '' },
          });
        return note(tx, actor, object, 'agree', body.note, 'answer.provider_consent', region);
      }
      case 'refuse': {
        const { category } = body;
        const citation = policy.findCitation(region, 'answer.refusal', day);
        if (category === undefined) throw refuse.category_needed({}, citation);
        if (Array.from(body.note.trim()).length < rules.REASON_LENGTH)
          throw refuse.reason_needed({ least: rules.REASON_LENGTH }, citation);
        if (category === 'law_forbids' && (body.basis ?? '').trim() === '')
          throw refuse.basis_needed({}, citation);
        const known = policy.rule(region, 'answer.refusal', day).effective?.value.categories ?? [];
        if (known.length > 0 && !(known as readonly string[]).includes(category))
          throw refuse.category_not_known({}, citation);
        await store.setApplication(tx, row.id, {
          state: 'refused',
          answer: { reason: body.note, category, basis: body.basis ?? '' },
          answeredAt: at,
          inTime: await inTime(tx, object),
        });
        await deadlines.move(tx, object, 'answer', 'stop');
        return note(tx, actor, object, 'refuse', body.note, 'answer.refusal', region);
      }
      case 'ask_material':
        if (row.materialTold)
          throw refuse.material_told({}, policy.findCitation(region, 'supplement.once', day));
        if (body.material === undefined)
          throw refuse.not_incomplete({}, policy.findCitation(region, 'supplement.once', day));
        await store.setApplication(tx, row.id, {
          state: 'awaiting_material',
          material: body.material,
          materialTold: true,
        });
        await deadlines.move(tx, object, 'answer', 'pause');
        return note(tx, actor, object, 'ask_material', body.material.join('；'), 'supplement.once', region);
      case 'supply_material':
        await store.setApplication(tx, row.id, { state: 'awaiting_answer' });
        await deadlines.move(tx, object, 'answer', 'resume');
        return note(tx, actor, object, 'supply_material', body.note);
    }
  }

  async function inTime(tx: Command, subject: string): Promise<boolean> {
    const sight = (await deadlines.clocksOf([subject], tx)).get(subject);
    return sight === undefined || sight.state !== 'late';
  }

  /** The application under the entry as it is published now: its version, share type and the way that follows from it. */
  async function present(tx: Command, row: store.ApplicationRow): Promise<store.ApplicationRow> {
    const entry = await offered(row, tx);
    const shareType = shareTypeOf(entry, row.items);
    return { ...row, entryVersion: entry.version, shareType, path: pathOf(entry, row.items) };
  }

  /**
   * Whoever authorises for the platform may do so only while the entry's present version leaves it to the platform.
   * Otherwise the application goes to the provider, whose clock begins. Answers whether it did.
   */
  async function reroute(tx: Command, actor: Actor, asked: store.ApplicationRow): Promise<boolean> {
    const row = await present(tx, asked);
    if (row.path !== 'provider_answers') return false;
    const object = `application:${row.id}`;
    const { entryVersion, shareType, path } = row;
    await store.setApplication(tx, row.id, { state: 'awaiting_answer', entryVersion, shareType, path });
    const { local, legal } = await answerable(row);
    await deadlines.move(tx, object, 'answer', 'stop');
    await deadlines.start(tx, object, 'answer', local, legal, { parties: [row.providerId, row.consumerId] });
    const text = `目录已更新到第 ${entryVersion} 版，须由提供部门答复`;
    await note(tx, actor, object, 'reroute', text, 'answer.provider_consent', row.providerRegion);
    return true;
  }

  /** The consumer's head consents: from here the provider's clock runs, or the grant is there at once. */
  async function consent(
    tx: Command,
    actor: Actor,
    asked: store.ApplicationRow,
    text: string,
  ): Promise<void> {
    const row = await present(tx, asked);
    const { entryVersion, shareType, path } = row;
    const object = `application:${row.id}`;
    await note(tx, actor, object, 'consent', text, 'application.consumer_consent', row.providerRegion);
    const { local, legal } = await answerable(row);
    await deadlines.start(tx, object, 'answer', local, legal, { parties: [row.providerId, row.consumerId] });
    await store.setApplication(tx, row.id, {
      receivedAt: new Date(tx.at),
      state: path === 'platform_authorises' ? 'awaiting_authorisation' : 'awaiting_answer',
      entryVersion,
      shareType,
      path,
    });
    if (path !== 'standing_consent') return;
    await grantIt(tx, row, row.items, undefined, row.until);
    const citation = policy.findCitation(row.providerRegion, 'share.unconditional.path');
    await store.insertHistory(
      tx,
      object,
      'standing_consent',
      new Date(tx.at),
      `${row.providerName} 共享机构负责人`,
      '',
      '依目录发布时的事先同意',
      citation,
    );
  }

  return { answerable, note, take, reroute };
}
