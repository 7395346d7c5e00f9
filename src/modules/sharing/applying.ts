/** Writing applications: one entry, several in one form, a change of a grant; and writing them anew while they are drafts. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import { insertHistory, officialNumber } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Apply, Asking, Common, Line } from './asking.ts';
import { commitApplication } from './committed.ts';
import type { ChangeBody, FormBody } from './contract.ts';
import * as cart from './cartStore.ts';
import { refuse } from './refusals.ts';
import type * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';

type Form = Static<typeof FormBody>;
type GrantChange = Static<typeof ChangeBody>;

export function createApplying(needs: SharingNeeds, asking: Asking) {
  const { db, audited, deadlines, grants, lists } = needs;

  /** What is written of one entry, with what the entry says of it now. */
  async function writtenOf(
    actor: Actor,
    entry: PublishedEntry,
    common: Common,
    line: Line,
    kind: rules.ApplicationKind,
    amends: number | null,
    within: Command,
  ): Promise<store.Written> {
    const asked = new Set(line.items);
    const items = entry.content.items.filter(item => asked.has(item.name));
    const names = items.map(item => item.name);
    const { mode, rows, frequency, hours } = line;
    const { systemId, scenario } = common;
    const thirdParties = [...new Set(common.thirdParties.map(one => one.trim()))];
    const { path } = await asking.pathOf(
      entry,
      { kind, items: names, mode, scenario, systemId, consumerId: actor.departmentId, amends, thirdParties },
      within,
    );
    return {
      entryId: entry.id,
      entryVersion: entry.version,
      entryTitle: entry.title,
      shareType: asking.shareTypeOf(entry, names),
      providerId: entry.departmentId,
      systemId,
      mode,
      items: names,
      rows,
      purposes: Object.fromEntries(
        Object.entries(line.purposes).filter(([name, text]) => asked.has(name) && text.trim() !== ''),
      ),
      frequency,
      hours,
      matter: common.matter.trim(),
      ground: common.ground.trim(),
      scenario,
      scope: common.scope.trim(),
      until: common.until,
      thirdParties,
      contact: common.contact.trim(),
      event: common.event.trim(),
      argument: common.argument.trim(),
      path,
      topSensitivity: Math.max(...items.map(item => item.sensitivity)),
    };
  }

  interface Draft {
    common: Common;
    line: Line;
    kind: rules.ApplicationKind;
    formId: number | null;
    amends: number | null;
  }

  async function draft(tx: Command, actor: Actor, { common, line, kind, formId, amends }: Draft) {
    const entry = await asking.checkAsked(actor, common, line, amends);
    const written = await writtenOf(actor, entry, common, line, kind, amends, tx);
    const no = await officialNumber(tx, 'application', deadlines.today());
    const demandId = common.demandId ?? null;
    const { id } = await store.insertApplication(tx, {
      ...written,
      no,
      kind,
      formId,
      amends,
      demandId,
      consumerId: actor.departmentId,
      createdBy: actor.accountId,
      createdAt: new Date(tx.at),
    });
    const action = amends === null ? 'apply' : 'apply_change';
    await insertHistory(
      tx,
      `application:${id}`,
      action,
      new Date(tx.at),
      actor.post,
      actor.name,
      '',
      undefined,
    );
    if (demandId !== null) await lists.demands.applied(tx, demandId, id, no);
    await cart.deleteFromCart(tx, actor, [entry.id]);
    const { documents } = await commitApplication(tx, id, grants);
    return {
      id,
      facts: {
        no,
        entryId: entry.id,
        mode: line.mode,
        items: line.items.length,
        until: common.until,
        documents,
      },
    };
  }

  return {
    /** One entry; answers the application's id. */
    async apply(actor: Actor, body: Apply) {
      const { entryId, mode, items, rows, purposes, frequency, hours, ...common } = body;
      const line = { entryId, mode, items, rows, purposes, frequency, hours };
      return audited(actor, 'sharing.apply', `entry:${entryId}`, async tx => {
        const { id, facts } = await draft(tx, actor, {
          common,
          line,
          kind: common.kind,
          formId: null,
          amends: null,
        });
        return { value: id, object: `application:${id}`, facts };
      });
    },

    /** Several entries together, all or none; answers the form's number and the ids. */
    async applyTogether(actor: Actor, body: Form) {
      const { lines, ...common } = body;
      const entries = lines.map(line => line.entryId);
      const twice = entries.find((id, i) => entries.indexOf(id) !== i);
      if (twice !== undefined) throw refuse.entry_twice();
      return audited(actor, 'sharing.apply_together', 'form', async tx => {
        const no = await officialNumber(tx, 'form', deadlines.today());
        const { id: formId } = await store.insertForm(tx, {
          no,
          consumerId: actor.departmentId,
          createdBy: actor.accountId,
          createdAt: new Date(tx.at),
        });
        const made: Awaited<ReturnType<typeof draft>>[] = [];
        for (const line of lines)
          made.push(await draft(tx, actor, { common, line, kind: common.kind, formId, amends: null }));
        return {
          value: { formNo: no, ids: made.map(one => one.id) },
          object: `form:${formId}`,
          facts: { no, applications: made.map(({ id, facts }) => ({ id, ...facts })) },
        };
      });
    },

    /** A change or renewal of a grant that the actor's department holds (N809 25). */
    async applyForChange(actor: Actor, grantId: number, body: GrantChange) {
      return audited(actor, 'sharing.apply_change', `grant:${grantId}`, async tx => {
        const grant = await grants.facts(grantId, tx);
        if (grant.consumerId !== actor.departmentId) throw platform.not_found();
        if (grant.state !== 'active' && grant.state !== 'awaiting_supply')
          throw refuse.grant_not_changeable({ state: grant.state });
        if (body.mode !== grant.mode) throw refuse.mode_stays();
        const { mode, items, rows, purposes, frequency, hours, ...rest } = body;
        const common: Common = { ...rest, kind: 'single', event: '', argument: '' };
        const line = { entryId: grant.entryId, mode, items, rows, purposes, frequency, hours };
        const { id, facts } = await draft(tx, actor, {
          common,
          line,
          kind: 'change',
          formId: null,
          amends: grantId,
        });
        return { value: id, object: `application:${id}`, facts: { ...facts, grantId } };
      });
    },

    /** Written anew as a whole, while it is still with the consumer's officer. */
    async rewrite(actor: Actor, id: number, body: Apply) {
      return audited(actor, 'sharing.rewrite', `application:${id}`, async tx => {
        const row = await store.lockApplication(tx, id);
        if (row.consumerId !== actor.departmentId) throw platform.not_found();
        if (row.state !== 'draft' && row.state !== 'declined') throw refuse.wrong_state({ state: row.state });
        const { entryId, mode, items, rows, purposes, frequency, hours, ...common } = body;
        if (entryId !== row.entryId) throw refuse.another_entry();
        if (row.amends !== null && mode !== row.mode) throw refuse.mode_stays();
        const line = { entryId, mode, items, rows, purposes, frequency, hours };
        // What kind it is was said when it was begun.
        const kind = row.kind;
        const checked = { ...common, kind: kind === 'green' ? ('green' as const) : ('single' as const) };
        const entry = await asking.checkAsked(actor, checked, line, row.amends);
        await store.rewriteApplication(
          tx,
          id,
          await writtenOf(actor, entry, checked, line, kind, row.amends, tx),
        );
        await insertHistory(
          tx,
          `application:${id}`,
          'rewrite',
          new Date(tx.at),
          actor.post,
          actor.name,
          '',
          undefined,
        );
        return { value: id, facts: { no: row.no, entryId, ...(await commitApplication(tx, id, grants)) } };
      });
    },

    /** What a form is filled in with. */
    async filled(actor: Actor, entryId: number, matter: string) {
      const [last, matters] = await Promise.all([
        store.findAlike(db, actor.departmentId, { entryId, matter: matter.trim() }),
        store.listMatters(db, actor.departmentId),
      ]);
      return {
        last: last ? { ...last, at: last.at.toISOString() } : null,
        matters: matters.map(one => one.matter),
      };
    },
  };
}

export type Applying = ReturnType<typeof createApplying>;
