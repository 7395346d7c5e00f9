/** Entries that duties ask for: issued by the authority, claimed or disputed by departments, chased while they wait. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { BLANK } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { DutiesNeeds } from './service.ts';
import * as store from './store.ts';

export function createClaims({ db, audited, deadlines, organizations, catalog }: DutiesNeeds) {
  const note = (tx: Command, actor: Actor, id: number, action: string, text: string) =>
    store.insertHistory(
      tx,
      `claim:${id}`,
      action,
      { at: new Date(tx.at), post: actor.post, name: actor.name },
      text,
    );

  /** Refuses departments that the authority does not look after. */
  async function checkDepartments(actor: Actor, ids: readonly number[]): Promise<void> {
    const [departments, regions] = await Promise.all([
      organizations.departments(),
      organizations.regionsReviewedBy(actor),
    ]);
    const known = new Set(
      departments
        .filter(one => one.state === 'active' && regions.includes(one.regionCode))
        .map(one => one.id),
    );
    if (ids.some(id => !known.has(id))) throw refuse.department_outside();
  }

  const checkDate = (date: string): void => {
    if (date < deadlines.today()) throw refuse.date_past({ date });
  };

  function claimOf(
    actor: Actor,
    row: store.ClaimRow,
    reviewed: readonly string[],
  ): Static<typeof contract.Claim> {
    const { regionCode: _region, ...shown } = row;
    return {
      ...shown,
      late: row.state === 'issued' && row.claimUntil < deadlines.today(),
      at: row.at.toISOString(),
      chasedAt: row.chasedAt?.toISOString() ?? null,
      actions: rules.claimLife.actions(row.state, rules.holdsOf(actor, row, reviewed)),
    };
  }

  async function view(actor: Actor, id: number): Promise<Static<typeof contract.ClaimView>> {
    const row = await store.findClaim(db, id);
    if (!row) throw platform.not_found();
    const reviewed = await organizations.regionsReviewedBy(actor);
    const holds = rules.holdsOf(actor, row, reviewed);
    if (row.departmentId !== actor.departmentId && !holds('authority')) throw platform.not_found();
    const history = await store.listHistory(db, `claim:${id}`);
    return {
      ...claimOf(actor, row, reviewed),
      history: history.map(one => ({ ...one, at: one.at.toISOString(), record: null })),
    };
  }

  async function perform(
    tx: Command,
    actor: Actor,
    row: store.ClaimRow,
    state: rules.ClaimState,
    { action, note: text, departmentId, claimUntil }: Static<typeof contract.ClaimActBody>,
  ): Promise<Parameters<typeof store.setClaim>[2]> {
    const change = { ...row, state };
    switch (action) {
      case 'claim':
        change.entryId = await catalog.insert(tx, actor, {
          ...BLANK,
          title: row.title,
          abstract: row.abstract,
          duty: { kind: row.duty === '' ? 'other' : 'duty', title: row.duty.slice(0, 120), code: '' },
        });
        return change;
      case 'dispute':
        change.dispute = text.trim();
        return change;
      case 'reassign':
      case 'uphold':
        if (action === 'reassign') {
          if (departmentId === undefined) throw refuse.department_outside();
          await checkDepartments(actor, [departmentId]);
          change.departmentId = departmentId;
        }
        change.claimUntil = claimUntil ?? row.claimUntil;
        checkDate(change.claimUntil);
        change.dispute = '';
        return change;
      case 'chase':
        change.chased += 1;
        change.chasedAt = new Date(tx.at);
        return change;
      case 'withdraw':
        return change;
    }
  }

  return {
    /** Issues entries to departments, one or a spreadsheet of them; all or none. */
    async issue(
      actor: Actor,
      claims: readonly store.NewClaim[],
    ): Promise<Static<typeof contract.IssueRecorded>> {
      const { value, record } = await audited(actor, 'duties.issue', 'platform', async tx => {
        await checkDepartments(
          actor,
          claims.map(one => one.departmentId),
        );
        for (const { claimUntil } of claims) checkDate(claimUntil);
        const by = { regionCode: actor.regionCode, at: new Date(tx.at), post: actor.post };
        const made = await store.insertClaims(
          tx,
          claims.map(one => ({ ...one, title: one.title.trim() })),
          by,
        );
        for (const { id } of made) await note(tx, actor, id, 'issue', '');
        return { value: made.length, facts: { issued: made.length }, rule: 'catalog.claiming' };
      });
      return { issued: value, record };
    },

    async list(
      actor: Actor,
      query: Static<typeof contract.ClaimQuery>,
    ): Promise<Static<typeof contract.ClaimList>> {
      const regions = await organizations.regionsReviewedBy(actor);
      const filter = {
        departmentId: actor.departmentId,
        regions,
        states: query.state,
        words: query.q.trim(),
      };
      const [rows, { n }, departments] = await Promise.all([
        store.listClaims(db, { ...filter, size: query.size, offset: (query.page - 1) * query.size }),
        store.countClaims(db, filter),
        store.countByDepartment(db, regions),
      ]);
      return { total: n, items: rows.map(row => claimOf(actor, row, regions)), departments };
    },

    get: view,

    async act(
      actor: Actor,
      id: number,
      body: Static<typeof contract.ClaimActBody>,
    ): Promise<Static<typeof contract.ClaimRecorded>> {
      const { action, note: text } = body;
      const { record } = await audited(actor, `duties.${action}`, `claim:${id}`, async tx => {
        const row = await store.lockClaim(tx, id);
        if (!row) throw platform.not_found();
        const holds = rules.holdsOf(actor, row, await organizations.regionsReviewedBy(actor));
        if (row.departmentId !== actor.departmentId && !holds('authority')) throw platform.not_found();
        const next = rules.claimLife.next(action, row.state);
        if (next === undefined) throw refuse.wrong_state();
        if (!rules.claimLife.allows(action, row.state, holds)) throw platform.forbidden();
        if (action !== 'claim' && action !== 'chase' && text.trim() === '') throw refuse.note_needed();
        const change = await perform(tx, actor, row, next, body);
        await store.setClaim(tx, id, change);
        await note(tx, actor, id, action, text.trim());
        return {
          value: undefined,
          facts: {
            title: row.title,
            from: row.state,
            to: next,
            note: text.trim(),
            ...(change.entryId === null ? {} : { entryId: change.entryId }),
            ...(change.departmentId === row.departmentId ? {} : { departmentId: change.departmentId }),
          },
        };
      });
      return { claim: await view(actor, id), record };
    },
  };
}
