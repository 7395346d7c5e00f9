import type { Static } from 'typebox';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Face } from '#kernel/faces.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Tx } from '#kernel/db.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Standards } from '#modules/standards/index.ts';
import type { Audited, Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type ActOptions, createActions } from './actions.ts';
import type * as contract from './contract.ts';
import type { Use } from './compare.ts';
import { createBulk } from './bulk.ts';
import { createCatchUp } from './catchUp.ts';
import { createNotices } from './notices.ts';
import { createReading } from './reading.ts';
import * as rules from './rules.ts';
import type { ServiceUse } from './searchFollow.ts';
import { createSearching } from './searching.ts';
import * as store from './store.ts';
import { createTransfer } from './transfer.ts';
import { createVersions } from './versions.ts';
import { type EntrySummary, type EntryView, publicHistory, summaryOf, viewOf } from './views.ts';

meansWhenBroken('entry_title_once', () => rules.refuse.title_taken());
meansWhenBroken('shelf_title_once', () => rules.refuse.title_taken());

/** A step of an entry's way, as what hangs on it elsewhere is told inside its transaction. */
export interface EntryStep {
  entryId: number;
  action: string;
  /** The state it led to. */
  to: string;
  /** With `transfer`: who answers for the entry now. */
  departmentId?: number;
}

export interface CatalogNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  organizations: Organizations;
  deadlines: Deadlines;
  clock: Clock;
  standards: Standards;
  sources: Sources;
  /** How services are used, as sharing and the record know it. */
  serviceUse: () => Promise<readonly ServiceUse[]>;
  /** Told in the transaction of every step of an entry, for what hangs on it elsewhere. */
  afterStep?: (tx: Command, step: EntryStep) => Promise<void>;
  /** Live grants on an entry, as sharing knows them. */
  uses: (entryId: number, within?: Db) => Promise<Use[]>;
}

/** What sharing and resources need of an entry: the version that serves. */
export interface PublishedEntry {
  id: number;
  code: string;
  title: string;
  version: number;
  departmentId: number;
  departmentName: string;
  /** Unified social credit code of the department. */
  departmentCode: string;
  regionCode: string;
  content: rules.Content;
  /** The provider agreed in advance to every lawful application for this version. */
  standingConsent: boolean;
  /** Rows of the mounted table; null while nothing is mounted. */
  mountedRows: number | null;
  /** Departments that hold a live grant. */
  usedBy: number;
  /** Takes no new applications, and why; null when it does. */
  suspended: string | null;
  /** The provider was dissolved and nobody has taken over. */
  orphaned: boolean;
}

function publishedEntry(row: store.EntryRow): PublishedEntry {
  const {
    id,
    code,
    version,
    departmentId,
    departmentName,
    departmentCode,
    regionCode,
    content,
    standingConsent,
    mountedRows,
    usedBy,
  } = row;
  return {
    id,
    code: code ?? '',
    title: content.title,
    version,
    departmentId,
    departmentName,
    departmentCode,
    regionCode,
    content,
    standingConsent,
    mountedRows,
    usedBy,
    suspended: row.suspendedAt && row.suspendedReason,
    orphaned: row.departmentState === 'dissolved',
  };
}

export function createCatalog(needs: CatalogNeeds) {
  const { db, audited, clock } = needs;
  const reading = createReading(needs);
  const actions = createActions(needs, reading);
  const versions = createVersions({ db, reading, uses: needs.uses });

  async function publishedView(id: number, face: Face, served: rules.EntryAction[] = []): Promise<EntryView> {
    const row = await store.findServing(db, id);
    if (!row || (face === 'internet' && row.content.openType === 'none')) throw platform.not_found();
    const history = publicHistory(await store.listHistory(db, id));
    const view = viewOf(row, {
      missing: [],
      actions: served,
      history,
      clock: undefined,
      remarks: [],
      touched: [],
      toVerify: null,
      now: clock.now(),
    });
    if (face === 'government' || view.content.related.length === 0) return view;
    // A code alone says already that there is an entry.
    const related = await store.listOpenCodes(db, view.content.related);
    return { ...view, content: { ...view.content, related } };
  }

  /** The version in work for its department and its authority, the serving one for other departments. */
  const seen = async (actor: Actor, working: store.EntryRow): Promise<EntryView> =>
    (await reading.maySeeWork(actor, working))
      ? reading.workingView(actor, working)
      : publishedView(working.id, 'government', await reading.servingActions(actor, working));

  /** The view after a command; the newest step already knows its number in the record. */
  async function answer(
    actor: Actor,
    { value, record }: Recorded<number>,
    view = reading.workingView,
  ): Promise<{ entry: EntryView; record: number }> {
    const entry = await view(actor, await store.getWorking(db, value));
    const last = entry.history.at(-1);
    if (last) last.record = record;
    return { entry, record };
  }

  return {
    /** A draft inside another module's command, which records it. */
    insert: actions.insert,
    versions,
    notices: createNotices({ db, audited }),
    ...createBulk({ audited, actions, db, reading }),
    transfer: createTransfer(needs, reading),
    catchUp: createCatchUp(needs),

    searching: createSearching(needs),

    /** The entry as anyone may see it. */
    published: (id: number, face: Face = 'government'): Promise<EntryView> => publishedView(id, face),

    async own(
      actor: Actor,
      query: Static<typeof contract.OwnQuery>,
    ): Promise<{ total: number; items: EntrySummary[] }> {
      const filter = {
        departmentId: actor.departmentId,
        regions: await reading.regionsReviewedBy(actor),
        states: query.state,
        shareTypes: query.shareType ?? [],
        mounted: query.mounted ?? null,
        staleAt: query.stale === true ? new Date(clock.now()) : null,
        words: query.q.trim(),
        page: query.page,
        size: query.size,
      };
      const [rows, { n }] = await Promise.all([store.listOwn(db, filter), store.countOwn(db, filter)]);
      const clocks = await reading.clocksOf(rows);
      return {
        total: n,
        items: rows.map(row =>
          summaryOf(
            row,
            [],
            clocks.get(row.id),
            clock.now(),
            row.state === 'in_review' ? reading.toVerify(row) : null,
          ),
        ),
      };
    },

    async get(actor: Actor, id: number): Promise<EntryView> {
      const working = await store.findWorking(db, id);
      if (!working) throw platform.not_found();
      return seen(actor, working);
    },

    async create(actor: Actor, content: rules.Content): Promise<{ entry: EntryView; record: number }> {
      return answer(actor, await actions.create(actor, content));
    },

    /** Whether the actor compiles this entry for its department. */
    async mayCompile(actor: Actor, id: number): Promise<boolean> {
      const row = await store.findWorking(db, id);
      return row !== undefined && (await reading.holds(actor, row))('officer');
    },

    /** `revision` is the one that was read: somebody's later change is never overwritten. */
    async save(
      actor: Actor,
      id: number,
      content: rules.Content,
      revision: number,
    ): Promise<{ entry: EntryView; record: number }> {
      return answer(actor, await actions.save(actor, id, content, revision));
    },

    async act(
      actor: Actor,
      id: number,
      action: Exclude<rules.EntryAction, 'save'>,
      options: ActOptions,
    ): Promise<{ entry: EntryView; record: number }> {
      const done = await actions.act(actor, id, action, options);
      // Whoever sends a draft back answers for it a last time; whoever suspends what serves has not seen the draft.
      return answer(actor, done, rules.ON_SERVING.has(action) ? seen : reading.workingView);
    },

    /** Called by mandates: who signed the version that serves for the sharing office, its consent in advance with it. */
    officeSignature: (id: number, within: Db = db) => store.findOfficeSignature(within, id),

    /** Called by mandates: the consent in advance to the serving version was withdrawn. */
    async dropStandingConsent(tx: Tx, id: number): Promise<void> {
      const row = await store.findServing(tx, id);
      if (row) await store.setStandingConsent(tx, id, row.version, false);
    },

    /** The version that serves; undefined when none does. */
    async publishedContent(id: number, within: Db = db): Promise<PublishedEntry | undefined> {
      const row = await store.findServing(within, id);
      return row && publishedEntry(row);
    },

    async publishedEntries(ids: readonly number[], within: Db = db): Promise<PublishedEntry[]> {
      return (await store.listServing(within, ids)).map(publishedEntry);
    },

    /** Called by resources: rows of the mounted table, null when it is taken off. */
    async setMounted(tx: Command, id: number, rows: number | null): Promise<void> {
      await store.setMounted(tx, id, rows);
      if (rows !== null) await store.setDataAt(tx, id, new Date(tx.at));
    },
    /** Called by sharing: how many departments hold a live grant. */
    setUsedBy: (tx: Tx, id: number, departments: number): Promise<void> =>
      store.setUsedBy(tx, id, departments),
  };
}

export type Catalog = ReturnType<typeof createCatalog>;
