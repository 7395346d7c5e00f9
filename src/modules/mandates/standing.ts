/** Standing consents follow their entries: given with what is published, ended with what no longer is. */
import type { EntryStep } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { MandatesNeeds } from './service.ts';
import * as store from './store.ts';

export function createStanding({ catalog, deadlines }: MandatesNeeds) {
  async function end(tx: Command, entryId: number, reason: string): Promise<void> {
    const row = await store.findStanding(tx, entryId);
    if (!row) return;
    const at = new Date(tx.at);
    await store.setMandate(tx, row.id, { ...row, state: 'ended', endedAt: at, endReason: reason }, at);
    await store.insertHistory(tx, row.id, {
      action: 'end',
      at,
      post: PLATFORM.post,
      name: '',
      note: reason,
      citation: null,
    });
  }

  /** The version that serves now carries the consent of whoever signed it for the sharing office. */
  async function give(tx: Command, entryId: number): Promise<void> {
    const entry = await catalog.publishedContent(entryId, tx);
    const consents = entry?.standingConsent === true && entry.content.shareType === 'unconditional';
    await end(tx, entryId, consents ? '目录更新，负责人重新给出' : '目录更新，新版本没有常设同意');
    const signed = entry && consents ? await catalog.officeSignature(entryId, tx) : undefined;
    if (!entry || !signed) return;
    const at = new Date(tx.at);
    const { id } = await store.insertStanding(
      tx,
      { entryId, version: entry.version, providerId: entry.departmentId, ...signed },
      at,
      Number(deadlines.today().slice(0, 4)),
    );
    const { post, name } = signed;
    await store.insertHistory(tx, id, { action: 'give', at, post, name, note: '', citation: null });
  }

  return {
    /** Told by the catalog in the transaction of every step of an entry. */
    async entryMoved(tx: Command, { entryId, action, to }: EntryStep): Promise<void> {
      if (action === 'publish') await give(tx, entryId);
      else if (to === 'withdrawn') await end(tx, entryId, '目录已撤销');
      else if (action === 'transfer') {
        // Whoever takes over has not consented.
        await end(tx, entryId, '目录已移交其他部门');
        await catalog.dropStandingConsent(tx, entryId);
      }
    },
  };
}
