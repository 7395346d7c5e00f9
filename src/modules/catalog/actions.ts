/** What each step of an entry's way does, in one recorded transaction each. */
import { refuse as platform } from '#kernel/errors.ts';
import type { Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Reading } from './reading.ts';
import * as rules from './rules.ts';
import type { CatalogNeeds } from './service.ts';
import { shelve, takeFromShelf } from './shelf.ts';
import * as store from './store.ts';

export interface ActOptions {
  note: string;
  standingConsent?: boolean;
}

const REVIEW = 'review';

export function createActions({ audited, policy, deadlines }: CatalogNeeds, reading: Reading) {
  /** Locks the entry and answers it with the state that the action leads to, or refuses. */
  async function open(
    tx: Command,
    actor: Actor,
    id: number,
    action: rules.EntryAction,
  ): Promise<{ row: store.EntryRow; state: rules.EntryState; next: rules.EntryState }> {
    const row = await store.lockWorking(tx, id);
    const { state } = row;
    if (state === 'superseded' || !(await reading.maySeeWork(actor, row))) throw platform.not_found();
    const next = rules.lifecycle.next(action, state);
    if (next === undefined) throw rules.refuse.wrong_state({ state });
    if (!rules.lifecycle.allows(action, state, await reading.holds(actor, row))) throw platform.forbidden();
    return { row, state, next };
  }

  const changeOf = (row: store.EntryRow, state: rules.EntryState): store.EntryChange => ({
    title: row.content.title,
    version: row.version,
    serving: row.serving,
    state,
    code: row.code,
    submittedBy: row.submittedBy,
  });

  /** Only an updated entry has a legal clock: the text names none for the first one (N809 16, 17). */
  async function startReview(tx: Command, row: store.EntryRow): Promise<void> {
    if (row.serving === null) return;
    const { local, ceiling } = policy.rule(row.regionCode, 'catalog.review.days');
    const limit = (rule: typeof local) => ({
      days: rule?.value.days ?? null,
      citation: rule ? citation(rule) : null,
    });
    await deadlines.start(tx, `entry:${row.id}`, REVIEW, limit(local), limit(ceiling), {
      parties: [row.departmentId],
    });
  }

  const citation = ({
    ruleId,
    document,
    title,
    article,
    quotation,
    level,
    status,
  }: NonNullable<ReturnType<typeof policy.rule<'catalog.review.days'>>['local']>) => ({
    ruleId,
    document,
    title,
    article,
    quotation,
    level,
    status,
  });

  async function publish(tx: Command, actor: Actor, row: store.EntryRow): Promise<store.EntryChange> {
    if (row.submittedBy === actor.accountId) throw rules.refuse.own_submission();
    reading.checkComplete(row);
    const at = new Date(tx.at);
    if (row.serving !== null) await store.setVersionState(tx, row.id, row.serving, 'superseded', null);
    await store.setVersionState(tx, row.id, row.version, 'published', at);
    await shelve(tx, row, at);
    let { code } = row;
    if (code === null) {
      const front = rules.codeFront(row.content.classification, row.departmentId, row.regionCode);
      const { last } = await store.nextInSequence(tx, front);
      code = `${front}/${String(last).padStart(5, '0')}`;
    }
    return { ...changeOf(row, 'published'), serving: row.version, code };
  }

  /** Withdraws the entry; or, while a change of a serving entry is in work, only that change. */
  async function withdraw(tx: Command, row: store.EntryRow): Promise<store.EntryChange> {
    if (row.serving !== null && row.state !== 'published') {
      await store.setVersionState(tx, row.id, row.version, 'withdrawn', null);
      const served = await store.findServing(tx, row.id);
      if (!served) throw new Error(`entry ${row.id} has lost its serving version`);
      return { ...changeOf(served, 'published'), submittedBy: null };
    }
    if (row.usedBy > 0) throw rules.refuse.in_use({ usedBy: row.usedBy });
    await store.setVersionState(tx, row.id, row.version, 'withdrawn', null);
    await takeFromShelf(tx, row.id);
    return { ...changeOf(row, 'withdrawn'), serving: null };
  }

  async function perform(
    tx: Command,
    actor: Actor,
    row: store.EntryRow,
    next: rules.EntryState,
    action: Exclude<rules.EntryAction, 'save'>,
    options: ActOptions,
  ): Promise<store.EntryChange> {
    switch (action) {
      case 'submit':
        reading.checkComplete(row);
        return { ...changeOf(row, next), submittedBy: actor.accountId };
      case 'sign_office':
        if (options.standingConsent === true) reading.checkStandingConsent(row);
        await store.setStandingConsent(tx, row.id, row.version, options.standingConsent === true);
        return changeOf(row, next);
      case 'sign_department':
        await startReview(tx, row);
        return changeOf(row, next);
      case 'publish':
        return publish(tx, actor, row);
      case 'return':
        if (options.note.trim() === '') throw rules.refuse.note_needed();
        return changeOf(row, next);
      case 'withdraw':
        return withdraw(tx, row);
    }
  }

  return {
    create(actor: Actor, content: rules.Content): Promise<Recorded<number>> {
      return audited(actor, 'catalog.create', `department:${actor.departmentId}`, async tx => {
        if (rules.isSecret(content))
          throw rules.refuse.secret({}, policy.findCitation(actor.regionCode, 'no_secrets'));
        const at = new Date(tx.at);
        const id = await store.insertEntry(tx, actor.departmentId, content, actor.accountId, at);
        await store.insertHistory(tx, id, 1, 'create', at, actor.post, actor.name, '', null);
        return { value: id, object: `entry:${id}`, facts: { title: content.title, version: 1 } };
      });
    },

    save(actor: Actor, id: number, content: rules.Content, revision: number): Promise<Recorded<number>> {
      return audited(actor, 'catalog.save', `entry:${id}`, async tx => {
        const { row, state, next } = await open(tx, actor, id, 'save');
        // Before anything else: a secret leaves no trace of its content, not even in a conflict.
        if (rules.isSecret(content))
          throw rules.refuse.secret({}, policy.findCitation(row.regionCode, 'no_secrets'));
        if (row.revision !== revision) throw rules.refuse.changed_meanwhile();
        const at = new Date(tx.at);
        let { version } = row;
        if (state === 'published') {
          version = (await store.getLastVersion(tx, id)).version + 1;
          await store.insertVersion(tx, id, version, content, at);
        } else await store.updateVersion(tx, id, version, content, at);
        await store.updateEntry(
          tx,
          id,
          {
            ...changeOf(row, next),
            title: content.title,
            version,
            ...(state === 'published' ? { submittedBy: null } : {}),
          },
          at,
        );
        await store.insertHistory(tx, id, version, 'save', at, actor.post, actor.name, '', null);
        return { value: id, facts: { title: content.title, version } };
      });
    },

    act(
      actor: Actor,
      id: number,
      action: Exclude<rules.EntryAction, 'save'>,
      options: ActOptions,
    ): Promise<Recorded<number>> {
      return audited(actor, `catalog.${action}`, `entry:${id}`, async tx => {
        const { row, state, next } = await open(tx, actor, id, action);
        const change = await perform(tx, actor, row, next, action, options);
        const at = new Date(tx.at);
        if (state === 'in_review') await deadlines.move(tx, `entry:${id}`, REVIEW, 'stop');
        await store.updateEntry(tx, id, change, at);
        const cited = rules.lifecycle.rows.find(
          step => step.action === action && step.from.includes(state),
        )?.rule;
        const clause = cited === undefined ? undefined : policy.findCitation(row.regionCode, cited);
        await store.insertHistory(
          tx,
          id,
          row.version,
          action,
          at,
          actor.post,
          actor.name,
          options.note,
          clause ?? null,
        );
        return {
          value: id,
          facts: {
            title: row.content.title,
            version: row.version,
            from: state,
            to: change.state,
            note: options.note,
            ...(change.code === null ? {} : { code: change.code }),
          },
          ...(cited === undefined ? {} : { rule: cited }),
        };
      });
    },
  };
}
