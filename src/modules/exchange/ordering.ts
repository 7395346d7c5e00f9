/** What a task moves as things stand now, and the order for one run of it. */
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { documentDigest } from '#record/documents.ts';
import type { ExpectedColumn } from '#vocabulary/moves.ts';
import {
  type CollectPlan,
  type DayWindow,
  type MovePlan,
  type PlanItem,
  type PlanTable,
  type RunPlan,
  isInWindow,
  timeOfDay,
} from '#vocabulary/plans.ts';
import { checksOf } from './checks.ts';
import type { ExchangeGrant, ExchangeNeeds } from './needs.ts';
import * as rules from './rules.ts';
import * as runs from './runStore.ts';
import type { Settings } from './schedule.ts';
import { type Movable, hoursOf, hoursWords, lowest, settingsOf, termsOf } from './settings.ts';
import { type TaskRow, findBound } from './taskStore.ts';

/** All of an order but where it goes and how. */
export type BarePlan = Omit<MovePlan, 'sink'> | Omit<CollectPlan, 'sink'>;

export interface Ordered {
  id: number;
  no: string;
  facts: Record<string, unknown>;
}

export function createOrdering(needs: ExchangeNeeds) {
  const { db, clock, grants, catalog, standards, resources, pools } = needs;

  /** The grant as it may be used now. */
  async function usableGrant(
    id: number,
    within: Db = db,
  ): Promise<ExchangeGrant & { plan: Omit<MovePlan, 'sink'> }> {
    const grant = await grants.facts(id, within);
    if (!grant) throw platform.not_found();
    const { no, state, mode, plan } = grant;
    if (mode !== 'batch') throw rules.refuse.not_batch({ grant: no });
    if (state !== 'active' || !plan || clock.now() >= plan.until)
      throw rules.refuse.grant_not_active({ grant: no, state });
    return { ...grant, plan: { ...plan, version: grant.version } };
  }

  /** All items of an entry in clear: the rows stay the department's own. */
  async function collectPlan(entryId: number, within: Db = db): Promise<Omit<CollectPlan, 'sink'>> {
    // One after the other: a command has one connection.
    const entry = await catalog.publishedContent(entryId, within);
    const mount = await resources.mountOf(entryId, within);
    const collection = await pools.collectionOf(entryId, within);
    if (!entry || !collection) throw rules.refuse.not_collected();
    if (mount?.target.kind !== 'table') throw rules.refuse.no_mount();
    const columns = new Map(mount.mapping.map(({ item, column }) => [item, column]));
    const items = entry.content.items.flatMap(({ name, type, identifier }): PlanItem[] => {
      const column = columns.get(name);
      return column === undefined ? [] : [{ name, column, type, mask: { kind: 'none' }, filter: identifier }];
    });
    return {
      kind: 'collect',
      table: mount.target.table,
      items,
      rows: [],
      key: collection.key,
      entryId,
      entryTitle: entry.title,
      provider: entry.departmentName,
      providerId: entry.departmentId,
      consumer: collection.place.consumer,
      consumerId: collection.place.consumerId,
    };
  }

  const planOf = async (
    { grantId, entryId }: Pick<TaskRow, 'grantId' | 'entryId'>,
    within: Db = db,
  ): Promise<BarePlan> =>
    grantId === null ? collectPlan(entryId, within) : (await usableGrant(grantId, within)).plan;

  async function movableOf(plan: BarePlan): Promise<Movable> {
    const { kind } = await resources.sourceOf(plan.table.sourceId);
    const { items, key, window } = plan;
    return {
      kind: plan.kind === 'collect' ? 'collection' : 'delivery',
      items,
      key,
      files: isFiles(kind),
      ...(window === undefined ? {} : { window }),
    };
  }

  /** What the catalog says of the items now: codes may have been added since the grant. */
  async function contentChecks(plan: BarePlan, within: Db) {
    const entry = await catalog.publishedContent(plan.entryId, within);
    return checksOf(
      plan.items,
      (entry?.content.items ?? []).map(({ name, required, codeTable, element }) => {
        const check = standards.elementByCode(element)?.check;
        return {
          name,
          required,
          // A table may hold the key, the code of the national guide, or the words.
          codes: [
            ...new Set(
              standards
                .codesOfItem({ codeTable, element })
                .flatMap(({ key, code, zh }) => [key, code, zh])
                .filter(one => one !== ''),
            ),
          ],
          number: check === 'person_number' ? 'person' : check === 'credit_code' ? 'credit' : undefined,
        };
      }),
    );
  }

  /** The columns of the table as they were when it was mounted; undefined where that was not kept. */
  async function expectedOf(plan: BarePlan, within: Db): Promise<ExpectedColumn[] | undefined> {
    const mount = await resources.mountOf(plan.entryId, within);
    if (mount?.target.kind !== 'table') return undefined;
    const { sourceId, schema, table } = mount.target.table;
    const same =
      sourceId === plan.table.sourceId && schema === plan.table.schema && table === plan.table.table;
    return same ? mount.columns : undefined;
  }

  async function fullPlan(
    bare: BarePlan,
    { settings, sink }: { settings: Settings; sink: PlanTable },
    within: Db,
  ): Promise<RunPlan> {
    const bound = await findBound(within, bare.table.sourceId);
    const { window: _granted, ...rest } = bare;
    const checks = await contentChecks(bare, within);
    const expected = await expectedOf(bare, within);
    return {
      ...rest,
      sink,
      ...termsOf(settings, await movableOf(bare), lowest(settings.pace, bound?.pace)),
      ...(checks ? { checks } : {}),
      ...(expected ? { expected } : {}),
    };
  }

  function mustBeOpen(settings: Settings, granted: DayWindow | undefined, at: number): void {
    const hours = hoursOf(settings, granted);
    if (hours === undefined || isInWindow(hours, at)) return;
    const { from, to } = hours;
    const words = hoursWords(hours !== granted);
    throw rules.refuse.outside_hours({ from: timeOfDay(from), to: timeOfDay(to), ...words });
  }

  /** Writes an order that nothing stands in the way of any more. */
  async function write(
    tx: Command,
    task: TaskRow,
    plan: RunPlan,
    {
      trigger,
      expected,
      resendOf = null,
    }: { trigger: rules.Trigger; expected: number | null; resendOf?: number | null },
  ): Promise<Ordered> {
    const year = rules.yearOf(tx.at);
    const no = rules.runNumber(year, await runs.takeNumber(tx, year));
    const priority = rules.priorityOf(settingsOf(task.settings).priority, trigger);
    const order = { no, taskId: task.id, plan, expected, priority, trigger, resendOf };
    const id = await runs.insertRun(tx, order, new Date(tx.at));
    const grant =
      plan.kind === 'move' ? { grant: plan.grantId, version: plan.version } : { entry: plan.entryId };
    return {
      id,
      no,
      facts: { no, task: task.id, ...grant, trigger, documents: { order: documentDigest(plan) } },
    };
  }

  return {
    usableGrant,
    collectPlan,
    planOf,
    movableOf,
    fullPlan,
    write,

    /** The order for a run of a locked task; refuses with what stands in the way, before anything is written. */
    async order(tx: Command, task: TaskRow, trigger: rules.Trigger): Promise<Ordered> {
      const bare = await planOf(task, tx);
      const settings = settingsOf(task.settings);
      mustBeOpen(settings, bare.window, tx.at);
      const open = await runs.findOpenRun(tx, task.id);
      if (open) throw rules.refuse.already_running({ run: open.no });
      const { sourceId, schema, table } = task;
      const plan = await fullPlan(bare, { settings, sink: { sourceId, schema, table } }, tx);
      // How many rows are new nobody knows before they are read.
      const all = settings.mode.kind === 'full';
      const expected = all ? await runs.findMountedRows(tx, task.entryId) : null;
      return write(tx, task, plan, { trigger, expected });
    },
  };
}

export type Ordering = ReturnType<typeof createOrdering>;

/** A source of files, as `SourceAddress` names its kind. */
const isFiles = (kind: string): boolean => kind === 'files';
