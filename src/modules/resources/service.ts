import type { Static } from 'typebox';
import type { OutwardRule } from '#kernel/addresses.ts';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Catalog, PublishedEntry } from '#modules/catalog/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import { type Sources, shapeOf } from '#modules/sources/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import type { ExpectedColumn } from '#vocabulary/moves.ts';
import type { PlanItem, PlanTarget } from '#vocabulary/plans.ts';
import { createAttempt } from './attempting.ts';
import type * as contract from './contract.ts';
import { endInterface, findInterfaceOf } from './interfaceStore.ts';
import { interfaceMount } from './interfaceViews.ts';
import { type Mapping, checkMapping, matchColumns, sampleItems } from './matching.ts';
import { type SourceBody, createOutside, passwordPlace } from './outside.ts';
import type { AskedPlan, FoundColumn, Probe, ProbeAddress, ProbeCall, ProbedTable } from './probe.ts';
import { createLogins } from './logins.ts';
import * as rules from './rules.ts';
import { secretPlace } from './secrecy.ts';
import * as store from './store.ts';
import { type ResourceView, type SourceView, columnView, resourceView, sourceView } from './views.ts';

meansWhenBroken('source_once', () => rules.refuse.already_registered());

const SAMPLE_ROWS = 5;
/** Rows from which the look of a column is taken; read in clear, and nothing of them is kept. */
const SHAPE_ROWS = 1000;

export interface ResourcesNeeds {
  db: Db;
  /** Reads through the writing login: the only one that may see sealed passwords. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  catalog: Catalog;
  organizations: Organizations;
  policy: Pick<Policy, 'findCitation'>;
  sources: Pick<Sources, 'noteShapes'>;
  probe: Probe;
  /** host:port/database: the demonstration’s databases, and the platform’s own. */
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  /** Folders that the operator opened, by `department/name`; none where nobody says so. */
  folders?: ReadonlyMap<string, string>;
  /** Hears of an entry that has a resource now: who waited for it can be supplied at once. */
  afterMount?: (entryId: number) => Promise<void>;
}

/** Where rows lie. */
export interface Place extends ProbedTable {
  sourceId: number;
}

export interface PreparedMount extends Place {
  entryId: number;
  mapping: Mapping[];
  rowCount: number;
  canWrite: boolean;
  /** Of the entry that it was checked against. */
  version: number;
  /** Departments that hold the entry. */
  usedBy: number;
  shapes: { item: string; shape: ReturnType<typeof shapeOf> }[];
  /** All columns of the table, as a move expects to find them. */
  columns: ExpectedColumn[];
}

/** Statements at once in a department’s database, where nobody says how many it bears. */
const USUAL_CEILING = 8;

export function createResources(needs: ResourcesNeeds) {
  const { db, audited, keys, catalog, policy, sources, probe } = needs;
  const { foldersOf, outside, testAt, ownSource, opened, columnsOf } = createOutside(needs);
  const attempt = createAttempt(audited);

  async function ownEntry(actor: Actor, id: number): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(id);
    if (entry) {
      if (entry.departmentId !== actor.departmentId) throw platform.not_found();
      return entry;
    }
    // Throws not_found for what the actor may not see.
    await catalog.get(actor, id);
    throw rules.refuse.not_published();
  }

  /** The same marks that keep an entry out keep its rows out: in names, in comments, and in what was sampled (N809 3). */
  function checkSecrecy(
    entry: PublishedEntry,
    table: ProbedTable,
    columns: readonly FoundColumn[],
    rows: readonly (readonly (string | null)[])[],
  ): void {
    const found = secretPlace(table, columns, rows);
    if (found)
      throw rules.refuse.secret_marks(
        { ...table, mark: found.mark, place: found.zh, placeEn: found.en },
        policy.findCitation(entry.regionCode, 'no_secrets'),
      );
  }

  async function viewsOf(rows: readonly store.ResourceRow[]): Promise<ResourceView[]> {
    const titles = new Map(
      (await catalog.publishedEntries(rows.map(row => row.entryId))).map(({ id, title }) => [id, title]),
    );
    return rows.map(row => resourceView(row, titles.get(row.entryId) ?? ''));
  }

  /** Looks at a table and says what a mount of it would be; nothing is kept. */
  async function prepareMount(actor: Actor, body: Static<typeof contract.MountBody>): Promise<PreparedMount> {
    const { entryId, sourceId, schema, table } = body;
    const entry = await ownEntry(actor, entryId);
    const source = await ownSource(actor, sourceId);
    if (source.use !== 'provide') throw rules.refuse.wrong_use();
    if (source.kind === 'files' && entry.content.modes.some(mode => mode === 'query' || mode === 'verify'))
      throw rules.refuse.files_not_called({ entry: entry.title });
    const { address, columns } = await columnsOf(source, { schema, table });
    const mapping = checkMapping({ schema, table }, entry.content.items, body.mapping, columns);
    const items = sampleItems(entry.content.items, mapping);
    const rowCount = await outside(source, { schema, table }, () =>
      probe.count(address, { schema, table }, items),
    );
    const clear = items.map((item): PlanItem => ({ ...item, mask: { kind: 'none' } }));
    const rows = await outside(source, { schema, table }, () =>
      probe.sample(address, { schema, table }, clear, SHAPE_ROWS),
    );
    checkSecrecy(entry, { schema, table }, columns, rows);
    const shapes = items.map(({ name }, at) => ({
      item: name,
      shape: shapeOf(rows.map(row => row[at] ?? null)),
    }));
    const { canWrite } = source;
    const { version, usedBy } = entry;
    const all = columns.map(({ name, databaseType }) => ({ name, databaseType }));
    const checked = { mapping, rowCount, canWrite, version, usedBy, shapes, columns: all };
    return { entryId, sourceId, schema, table, ...checked };
  }

  /** Mounts what was prepared, as this version of the service or as the present one; answers how many hold the entry by now. */
  async function putMount(tx: Command, ready: PreparedMount, serviceVersion?: number) {
    const { entryId, sourceId, schema, table, mapping, rowCount, canWrite } = ready;
    // Someone may have changed the entry while the database was counting.
    const now = await catalog.publishedContent(entryId, tx);
    if (now?.version !== ready.version) throw rules.refuse.not_published();
    const version = serviceVersion ?? (await store.findResourceOf(tx, entryId))?.version ?? 1;
    const mount = { entryId, sourceId, schema, table, mapping, rowCount, version, columns: ready.columns };
    await endInterface(tx, entryId, new Date(tx.at));
    const { id } = await store.putResource(tx, mount, new Date(tx.at));
    await catalog.setMounted(tx, entryId, rowCount);
    await sources.noteShapes(tx, now, ready.shapes);
    const facts = {
      resource: id,
      source: sourceId,
      schema,
      table,
      items: mapping.length,
      rows: rowCount,
      canWrite,
    };
    return { id, usedBy: now.usedBy, facts };
  }

  return {
    test: (actor: Actor, body: SourceBody): Promise<Static<typeof contract.SourceTest>> =>
      attempt(
        actor,
        'resources.test_source',
        `department:${actor.departmentId}`,
        async () => (await testAt(actor.departmentId, body)).report,
      ),

    async register(actor: Actor, body: SourceBody): Promise<{ source: SourceView; record: number }> {
      const { departmentId } = actor;
      const action = 'resources.register_source';
      const { address, report } = await attempt(actor, action, `department:${departmentId}`, () =>
        testAt(departmentId, body),
      );
      const { use, kind, host, port, database, user, note, ceiling = USUAL_CEILING } = body;
      const { value, record } = await audited(actor, action, `department:${departmentId}`, async tx => {
        const id = await store.insertSource(
          tx,
          {
            departmentId,
            use,
            kind,
            host,
            port,
            database,
            user,
            note,
            canWrite: report.canWrite,
            address: address.host,
            ceiling,
          },
          row => keys.seal('credentials', passwordPlace(row), body.password),
          new Date(tx.at),
        );
        return {
          value: id,
          object: `source:${id}`,
          facts: { use, kind, host, address: address.host, port, database, user, canWrite: report.canWrite },
        };
      });
      return { source: sourceView(await ownSource(actor, value)), record };
    },

    ...createLogins({ audited, attempt, keys, ownSource, testAt }),

    /** A server of the demonstration had to take another port: sources that name the old one name the new one. */
    async serverMoved(server: store.MovedServer): Promise<void> {
      if (!(await store.findElsewhere(db, server))) return;
      const { host, port, database } = server;
      await audited(PLATFORM, 'resources.server_moved', `server:${host}:${port}`, async tx => ({
        value: undefined,
        facts: { host, port, database, sources: await store.moveServer(tx, server) },
      }));
    },

    folders: (actor: Actor): Promise<string[]> => foldersOf(actor.departmentId),

    sources: async (actor: Actor): Promise<SourceView[]> =>
      (await store.listSources(db, actor.departmentId)).map(sourceView),

    async tables(actor: Actor, id: number): Promise<Static<typeof contract.TableView>[]> {
      const source = await ownSource(actor, id);
      const address = await opened(source);
      const tables = await outside(source, {}, () => probe.tables(address));
      return tables.map(({ schema, table, comment, rows }) => ({
        schema,
        table,
        comment,
        rows: rows ?? null,
      }));
    },

    async columns(
      actor: Actor,
      id: number,
      table: ProbedTable,
    ): Promise<Static<typeof contract.ColumnView>[]> {
      return (await columnsOf(await ownSource(actor, id), table)).columns.map(columnView);
    },

    async match(
      actor: Actor,
      { entryId, sourceId, schema, table }: Static<typeof contract.MatchQuery>,
    ): Promise<Static<typeof contract.MatchView>> {
      const { content } = await ownEntry(actor, entryId);
      const { columns } = await columnsOf(await ownSource(actor, sourceId), { schema, table });
      const matched = matchColumns(content.items, columns);
      return { pairs: matched.pairs, columns: matched.columns.map(columnView) };
    },

    /** Of an entry that nobody holds yet; what is in use is replaced by `services`, which asks its holders. */
    async mount(
      actor: Actor,
      body: Static<typeof contract.MountBody>,
    ): Promise<{ resource: ResourceView; record: number }> {
      const { entryId } = body;
      const object = `entry:${entryId}`;
      const ready = await attempt(actor, 'resources.mount', object, async () => {
        const found = await prepareMount(actor, body);
        if (found.usedBy > 0) throw rules.refuse.in_use({ usedBy: found.usedBy });
        return found;
      });
      const { value, record } = await audited(actor, 'resources.mount', object, async tx => {
        const { id, usedBy, facts } = await putMount(tx, ready);
        if (usedBy > 0) throw rules.refuse.in_use({ usedBy });
        return { value: id, facts };
      });
      await needs.afterMount?.(entryId);
      const [resource] = await viewsOf([await store.getResource(db, value)]);
      if (!resource) throw new Error(`resource ${value} is not there after its mount`);
      return { resource, record };
    },

    /** Called by services: a mount is prepared outside its command, which reads the department’s database, and put inside. */
    prepareMount,
    putMount,

    /** Called by services: what calls of a plan would get, without serving them; in clear only where the plan is. */
    async ask(
      { sourceId, schema, table }: Place,
      plan: Pick<AskedPlan, 'items' | 'rows' | 'limit'>,
      calls: readonly ProbeCall[],
    ): Promise<(string | null)[][][]> {
      const source = await store.findSource(db, sourceId);
      if (!source) throw platform.not_found();
      const address = await opened(source);
      const asked = { table: { schema, table }, ...plan };
      return outside(source, { schema, table }, () => probe.ask(address, asked, calls));
    },

    /** Called by pools: the columns of a table as its database has them now. */
    async columnsOfMount({ sourceId, schema, table }: Place): Promise<FoundColumn[]> {
      const source = await store.findSource(db, sourceId);
      if (!source) throw platform.not_found();
      return (await columnsOf(source, { schema, table })).columns;
    },

    /** Called by exchange: does something at a registered database; what goes wrong there comes back in words. */
    async at<T>(
      sourceId: number,
      table: ProbedTable,
      work: (address: ProbeAddress) => Promise<T>,
    ): Promise<T> {
      const source = await store.findSource(db, sourceId);
      if (!source) throw platform.not_found();
      const address = await opened(source);
      return outside(source, table, () => work(address));
    },

    resources: async (actor: Actor): Promise<ResourceView[]> =>
      viewsOf(await store.listResources(db, actor.departmentId)),

    /** A few rows, masked by the database; that someone looked is recorded. */
    async sample(actor: Actor, id: number): Promise<Static<typeof contract.SampleView>> {
      const row = await store.getResource(db, id);
      const source = await ownSource(actor, row.sourceId);
      const entry = await ownEntry(actor, row.entryId);
      const address = await opened(source);
      const { schema, table } = row;
      const items = sampleItems(entry.content.items, row.mapping);
      const rows = await outside(source, { schema, table }, () =>
        probe.sample(address, { schema, table }, items, SAMPLE_ROWS),
      );
      await audited(actor, 'resources.sample', `resource:${id}`, () =>
        Promise.resolve({ value: undefined, facts: { rows: rows.length } }),
      );
      return { items: items.map(item => item.name), rows };
    },

    /** What an entry’s plans reach; undefined while nothing is mounted. */
    async mountOf(
      entryId: number,
      within: Db = db,
    ): Promise<
      | {
          id: number;
          target: PlanTarget;
          mapping: Mapping[];
          columns?: ExpectedColumn[];
          /** Files of a folder: rows of it are moved, and no call is answered from it. */
          onlyMoved?: true;
        }
      | undefined
    > {
      const row = await store.findResourceOf(within, entryId);
      if (!row) {
        const mounted = await findInterfaceOf(within, entryId);
        return mounted && interfaceMount(mounted);
      }
      const { id, sourceId, schema, table, mapping, version, columns } = row;
      const target: PlanTarget = { kind: 'table', table: { sourceId, schema, table }, version };
      const onlyMoved = row.kind === 'files' ? { onlyMoved: true as const } : {};
      return { id, target, mapping, ...(columns === null ? {} : { columns }), ...onlyMoved };
    },

    /** A registered database without its password; refuses with `platform.not_found`. */
    async sourceOf(id: number): Promise<store.SourceRow> {
      const source = await store.findSource(db, id);
      if (!source) throw platform.not_found();
      return source;
    },

    /** Looks again whether the table is there, has its columns, and how many rows it holds; keeps what it finds. */
    async recheck(entryId: number): Promise<ResourceView['state']> {
      const row = await store.findResourceOf(db, entryId);
      const entry = await catalog.publishedContent(entryId);
      const source = row && (await store.findSource(db, row.sourceId));
      if (!row || !entry || !source) throw platform.not_found();
      const { schema, table } = row;
      let found: { state: ResourceView['state']; problem: string; rowCount: number | null };
      try {
        const { address, columns } = await columnsOf(source, { schema, table });
        const items = sampleItems(
          entry.content.items,
          checkMapping({ schema, table }, entry.content.items, row.mapping, columns),
        );
        const rowCount = await outside(source, { schema, table }, () =>
          probe.count(address, { schema, table }, items),
        );
        found = { state: 'mounted', problem: '', rowCount };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const gone = [
          'no_table',
          'lost_column',
          'changed_type',
          'unsupported_type',
          'type_mismatch',
          'item_unmapped',
          'unknown_item',
        ];
        const drifted = gone.some(code => error.code === `resources.${code}`);
        found = { state: drifted ? 'drifted' : 'unreachable', problem: error.title.zh, rowCount: null };
      }
      const { state, problem, rowCount } = found;
      await audited(PLATFORM, 'resources.recheck', `entry:${entryId}`, async tx => {
        await store.setChecked(tx, row.id, state, problem, rowCount, new Date(tx.at));
        if (rowCount !== null) await catalog.setMounted(tx, entryId, rowCount);
        return { value: undefined, facts: { resource: row.id, state, rows: rowCount } };
      });
      return state;
    },
  };
}

export type Resources = ReturnType<typeof createResources>;
