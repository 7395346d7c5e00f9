/** What each step of an entry's way does, in one recorded transaction each. */
import { refuse as platform } from '#kernel/errors.ts';
import { limitOf } from '#modules/policy/index.ts';
import type { Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { compareContents, narrowedUses, narrowingOf } from './compare.ts';
import { insertNotice } from './noticeStore.ts';
import type { Reading } from './reading.ts';
import * as rules from './rules.ts';
import { secretMarks } from './secrets.ts';
import type { CatalogNeeds } from './service.ts';
import { shelve, takeFromShelf } from './shelf.ts';
import * as store from './store.ts';

export interface ActOptions {
  note: string;
  standingConsent?: boolean;
  /** With `return`: what is to be changed, each at its field. */
  remarks?: readonly { field: string; text: string }[];
  /** With `submit`: what was agreed with those from whom the change takes something (N809 27). */
  consulted?: string;
}

const FIELDS: ReadonlySet<string> = new Set([...rules.CONTENT_FIELDS, 'whole']);

export function createActions(
  { audited, policy, afterStep, deadlines, sources, standards, uses }: CatalogNeeds,
  reading: Reading,
) {
  /** Locks the entry and answers it with the state that the action leads to, or refuses. */
  async function open(
    tx: Command,
    actor: Actor,
    id: number,
    action: rules.EntryAction,
  ): Promise<{ row: store.EntryRow; state: rules.EntryState; next: rules.EntryState }> {
    const row = await store.lockWorking(tx, id);
    const { state } = row;
    const known =
      (await reading.maySeeWork(actor, row)) ||
      (rules.ON_SERVING.has(action) && (await reading.looksAfter(actor, row)));
    if (state === 'superseded' || !known) throw platform.not_found();
    const next = rules.lifecycle.next(action, state);
    if (next === undefined || !reading.fits(action, row)) throw rules.refuse.wrong_state({ state });
    if (!rules.lifecycle.allows(action, state, await reading.holds(actor, row))) throw platform.forbidden();
    if (rules.FORWARD.has(action) && row.departmentState === 'dissolved')
      throw rules.refuse.department_gone({ department: row.departmentName });
    return { row, state, next };
  }

  const changeOf = (row: store.EntryRow, state: rules.EntryState): store.EntryChange => ({
    title: row.content.title,
    version: row.version,
    serving: row.serving,
    state,
    code: row.code,
    submittedBy: row.submittedBy,
    consulted: row.consulted,
  });

  /** Only an updated entry has a legal clock: the text names none for the first one (N809 16, 17). */
  async function startReview(tx: Command, row: store.EntryRow): Promise<void> {
    if (row.serving === null) return;
    const { local, ceiling } = policy.rule(row.regionCode, 'catalog.review.days');
    await deadlines.start(tx, `entry:${row.id}`, rules.REVIEW, limitOf(local), limitOf(ceiling), {
      parties: [row.departmentId],
    });
  }

  /** Neither in a draft nor in a conflict may anything secret stay (N809 3). */
  function checkSecrecy(content: rules.Content, regionCode: string): void {
    const clause = policy.findCitation(regionCode, 'no_secrets');
    if (rules.isSecret(content)) throw rules.refuse.secret({}, clause);
    const place = secretMarks(content);
    if (place)
      throw rules.refuse.secret_marks({ mark: place.mark, place: place.zh, placeEn: place.en }, clause);
  }

  /** A change that takes something from a live grant is a change of service: its holders are consulted first. */
  async function checkConsulted(tx: Command, row: store.EntryRow, consulted: string): Promise<number[]> {
    const served = row.serving === null ? undefined : await store.findServing(tx, row.id);
    if (!served || served.version === row.version) return [];
    const narrowed = narrowedUses(narrowingOf(served.content, row.content), await uses(row.id, tx));
    if (narrowed.length > 0 && consulted.trim() === '')
      throw rules.refuse.consultation_needed(
        { departments: [...new Set(narrowed.map(use => use.departmentName))] },
        policy.findCitation(row.regionCode, 'revoke.consult_and_file'),
      );
    return [...new Set(narrowed.map(use => use.departmentId))];
  }

  async function publish(tx: Command, actor: Actor, row: store.EntryRow): Promise<store.EntryChange> {
    if (row.submittedBy === actor.accountId) throw rules.refuse.own_submission();
    reading.checkComplete(row);
    const narrowed = await checkConsulted(tx, row, row.consulted);
    const at = new Date(tx.at);
    if (row.serving !== null) await store.setVersionState(tx, row.id, row.serving, 'superseded', null);
    await store.setVersionState(tx, row.id, row.version, 'published', at);
    await shelve(tx, row, at);
    await sources.index(tx, row);
    await standards.noteUse(tx, rules.usesOf(row.content));
    let { code } = row;
    if (code === null) {
      code = await newCode(tx, rules.codeFront(standards.frontOf(row.content.classCode), row.regionCode));
    }
    await insertNotice(tx, {
      entryId: row.id,
      version: row.version,
      kind: row.serving === null ? 'published' : 'changed',
      at,
      narrowed,
      consulted: row.consulted,
    });
    return { ...changeOf(row, 'published'), serving: row.version, code, consulted: '' };
  }

  async function newCode(tx: Command, front: string): Promise<string> {
    const { last } = await store.nextInSequence(tx, front);
    return `${front}/${String(last).padStart(5, '0')}`;
  }

  const tell = (tx: Command, row: store.EntryRow, kind: 'suspended' | 'resumed' | 'withdrawn') =>
    insertNotice(tx, {
      entryId: row.id,
      version: row.serving ?? row.version,
      kind,
      at: new Date(tx.at),
      narrowed: [],
      consulted: '',
    });

  /** Withdraws the entry; or, while a change of a serving entry is in work, only that change. */
  async function withdraw(tx: Command, row: store.EntryRow): Promise<store.EntryChange> {
    if (row.serving !== null && row.state !== 'published') {
      await store.setVersionState(tx, row.id, row.version, 'withdrawn', null);
      const served = await store.findServing(tx, row.id);
      if (!served) throw new Error(`entry ${row.id} has lost its serving version`);
      return { ...changeOf(served, 'published'), submittedBy: null, consulted: '' };
    }
    if (row.usedBy > 0) throw rules.refuse.in_use({ usedBy: row.usedBy });
    await store.setVersionState(tx, row.id, row.version, 'withdrawn', null);
    await store.setSuspended(tx, row.id, null, '');
    await takeFromShelf(tx, row.id);
    await sources.forget(tx, row.id);
    if (row.serving !== null) await tell(tx, row, 'withdrawn');
    return { ...changeOf(row, 'withdrawn'), serving: null };
  }

  function remarksOf({ note, remarks = [] }: ActOptions): readonly { field: string; text: string }[] {
    const written = remarks.filter(one => one.text.trim() !== '');
    const unknown = written.find(one => !FIELDS.has(one.field));
    if (unknown) throw rules.refuse.remark_field_unknown({ field: unknown.field });
    if (written.length === 0 && note.trim() === '') throw rules.refuse.note_needed();
    return written;
  }

  async function perform(
    tx: Command,
    actor: Actor,
    row: store.EntryRow,
    next: rules.EntryState,
    action: Exclude<rules.EntryAction, 'save'>,
    options: ActOptions,
  ): Promise<store.EntryChange> {
    const at = new Date(tx.at);
    switch (action) {
      case 'submit': {
        checkSecrecy(row.content, row.regionCode);
        reading.checkComplete(row);
        await sources.checkCollected(tx, row);
        await checkConsulted(tx, row, options.consulted ?? '');
        await store.settleRemarks(tx, row.id, at);
        return {
          ...changeOf(row, next),
          submittedBy: actor.accountId,
          consulted: (options.consulted ?? '').trim(),
        };
      }
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
        await store.insertRemarks(tx, row.id, row.version, remarksOf(options), at, actor.post);
        return changeOf(row, next);
      case 'withdraw':
        return withdraw(tx, row);
      case 'suspend':
        if (options.note.trim() === '') throw rules.refuse.reason_needed();
        await store.setSuspended(tx, row.id, at, options.note.trim());
        await tell(tx, row, 'suspended');
        return changeOf(row, next);
      case 'resume':
        await store.setSuspended(tx, row.id, null, '');
        await tell(tx, row, 'resumed');
        return changeOf(row, next);
    }
  }

  const step = (actor: Actor, at: Date) => ({ at, post: actor.post, name: actor.name });

  async function insert(tx: Command, actor: Actor, content: rules.Content): Promise<number> {
    checkSecrecy(content, actor.regionCode);
    const at = new Date(tx.at);
    const id = await store.insertEntry(tx, actor.departmentId, content, actor.accountId, at);
    await store.insertHistory(tx, id, {
      ...step(actor, at),
      action: 'create',
      version: 1,
      revision: 1,
      fields: [],
      note: '',
      citation: null,
    });
    return id;
  }

  /** Says who changed which fields meanwhile, so that the second of two people knows what to look at. */
  async function changedMeanwhile(tx: Command, row: store.EntryRow, revision: number) {
    const changes = await store.listChangesSince(tx, row.id, revision);
    const fields = [...new Set(changes.flatMap(one => one.fields))];
    return rules.refuse.changed_meanwhile({
      who: changes[0]?.post ?? row.departmentName,
      fields: fields.map(field => rules.FIELD_WORDS[field]?.zh ?? field),
      fieldsEn: fields.map(field => rules.FIELD_WORDS[field]?.en ?? field).join(', '),
      changed: fields,
    });
  }

  return {
    create(actor: Actor, content: rules.Content): Promise<Recorded<number>> {
      return audited(actor, 'catalog.create', `department:${actor.departmentId}`, async tx => {
        const id = await insert(tx, actor, content);
        return { value: id, object: `entry:${id}`, facts: { title: content.title, version: 1 } };
      });
    },

    insert,
    checkSecrecy,

    save(actor: Actor, id: number, content: rules.Content, revision: number): Promise<Recorded<number>> {
      return audited(actor, 'catalog.save', `entry:${id}`, async tx => {
        const { row, state, next } = await open(tx, actor, id, 'save');
        // Before anything else: a secret leaves no trace of its content, not even in a conflict.
        checkSecrecy(content, row.regionCode);
        if (row.revision !== revision) throw await changedMeanwhile(tx, row, revision);
        if (row.serving !== null && (await store.isTitleTaken(tx, row, content.title)))
          throw rules.refuse.title_taken();
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
            ...(state === 'published' ? { submittedBy: null, consulted: '' } : {}),
          },
          at,
        );
        const { fields, items } = compareContents(row.content, content);
        await store.insertHistory(tx, id, {
          ...step(actor, at),
          action: 'save',
          version,
          revision: revision + 1,
          fields: [...fields.map(one => one.field), ...(items.length > 0 ? ['items'] : [])],
          note: '',
          citation: null,
        });
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
        if (state === 'in_review' && change.state !== 'in_review')
          await deadlines.move(tx, `entry:${id}`, rules.REVIEW, 'stop');
        await store.updateEntry(tx, id, change, at);
        await afterStep?.(tx, { entryId: id, action, to: change.state });
        const cited = rules.lifecycle.rows.find(
          one => one.action === action && one.from.includes(state),
        )?.rule;
        const clause = cited === undefined ? undefined : policy.findCitation(row.regionCode, cited);
        await store.insertHistory(tx, id, {
          ...step(actor, at),
          action,
          version: row.version,
          revision: row.revision + 1,
          fields: [],
          note: options.note,
          citation: clause ?? null,
        });
        return {
          value: id,
          facts: {
            title: row.content.title,
            version: row.version,
            from: state,
            to: change.state,
            note: options.note,
            ...(change.code === null ? {} : { code: change.code }),
            ...(options.consulted ? { consulted: options.consulted } : {}),
          },
          ...(cited === undefined ? {} : { rule: cited }),
        };
      });
    },
  };
}
