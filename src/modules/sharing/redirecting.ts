/** “Not held here” is an answer that names the holder and moves the application there, with a new clock. */
import { insertHistory, officialNumber } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Act } from './answering.ts';
import type { Asking } from './asking.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf } from './steps.ts';
import * as store from './store.ts';
import type { Telling } from './telling.ts';

interface Rooms {
  asking: Asking;
  steps: Steps;
  tell: Telling;
}

export function createRedirecting(
  { catalog, deadlines, organizations, lists }: SharingNeeds,
  { asking, steps, tell }: Rooms,
) {
  /** The same application for the holder's entry: what both entries name alike. */
  async function moveTo(
    tx: Command,
    actor: Actor,
    row: store.ApplicationRow,
    entryId: number,
  ): Promise<number> {
    const entry = await catalog.publishedContent(entryId, tx);
    const known = new Set(entry?.content.items.map(item => item.name));
    const items = row.items.filter(name => known.has(name));
    const rows = row.rows.filter(condition => known.has(condition.item));
    if (items.length === 0) throw refuse.holder_lacks_items();
    const there = await asking.offered({ entryId, mode: row.mode, items, rows }, tx);
    const { path } = await asking.pathOf(there, { ...row, items, amends: null }, tx);
    const no = await officialNumber(tx, 'application', deadlines.today());
    const sensitivities = there.content.items
      .filter(item => items.includes(item.name))
      .map(item => item.sensitivity);
    const { id } = await store.insertApplication(tx, {
      ...row,
      no,
      amends: null,
      entryId,
      entryVersion: there.version,
      entryTitle: there.title,
      shareType: asking.shareTypeOf(there, items),
      providerId: there.departmentId,
      items,
      rows,
      // Consent in advance and the platform's word were given for other applications than one that comes by this way.
      path: path === 'platform_authorises' ? path : 'provider_answers',
      topSensitivity: Math.max(...sensitivities),
      createdAt: new Date(tx.at),
    });
    await store.setApplication(tx, id, {
      state: path === 'platform_authorises' ? 'awaiting_authorisation' : 'awaiting_answer',
      movedFrom: row.id,
      consentedBy: row.consentedBy,
      receivedAt: new Date(tx.at),
    });
    const moved = await store.getApplication(tx, id);
    await insertHistory(
      tx,
      caseOf(moved),
      'moved_here',
      new Date(tx.at),
      actor.post,
      actor.name,
      `由${row.no}移送`,
      undefined,
    );
    await steps.startAnswer(tx, moved);
    await tell(tx, 'to_answer', moved);
    return id;
  }

  return async (tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> => {
    if (row.amends !== null) throw refuse.change_stays_here();
    const reason = body.note.trim();
    if (Array.from(reason).length < rules.REASON_LENGTH)
      throw refuse.reason_needed({ least: rules.REASON_LENGTH }, steps.cited(row, 'answer.refusal'));
    const holder = (await organizations.departments()).find(
      one => one.id === body.holderId && one.state !== 'dissolved',
    );
    if (!holder || holder.id === row.providerId)
      throw refuse.name_the_holder({}, steps.cited(row, 'answer.refusal'));
    if (holder.id === row.consumerId) throw refuse.holder_is_consumer();
    let movedTo: number | null = null;
    let demandId: number | null = null;
    if (body.entryId !== undefined) {
      const entry = await catalog.publishedContent(body.entryId, tx);
      if (entry && entry.departmentId !== holder.id) throw refuse.holder_other_entry({ entry: entry.title });
      movedTo = await moveTo(tx, actor, row, body.entryId);
    }
    // Nothing can be applied for where there is no entry: the need goes to the holder instead (SHR-7).
    else
      demandId = await lists.demands.passOn(tx, actor, {
        departmentId: row.consumerId,
        providerId: holder.id,
        title: row.entryTitle,
        matter: row.matter,
        description: `由申请 ${row.no} 移送：${row.items.join('、')}`.slice(0, 1000),
      });
    const inTime = await steps.stopAnswer(tx, row);
    await store.setApplication(tx, row.id, {
      state: 'moved',
      movedTo,
      answer: { reason, category: 'not_held_here', basis: null, conditions: [] },
      answeredAt: new Date(tx.at),
      inTime,
    });
    const where = demandId === null ? holder.name : `${holder.name}（已登记需求 ${demandId}）`;
    await steps.note(tx, actor, row, 'redirect', `${where}：${reason}`, 'answer.refusal');
    return tell(tx, 'moved', row, { more: holder.name });
  };
}
