/** The work behind an upload: its check and its import, one after the other, with progress that the page can ask for. */
import type { Clock } from '#kernel/clock.ts';
import type { Bookkeeper } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import type { Catalog, Content } from '#modules/catalog/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Fault } from '#sheets/index.ts';
import { type Corrections, checkSource } from './check.ts';
import { LISTED_FAULTS } from './contract.ts';
import { refuse } from './refusals.ts';
import type { Shapes } from './shapes.ts';
import { openSource } from './sources.ts';
import * as store from './store.ts';

export interface WorkNeeds {
  keep: Bookkeeper;
  audited: Audited;
  clock: Clock;
  catalog: Pick<Catalog, 'createMany' | 'takenTitles'>;
  policy: Pick<Policy, 'findCitation'>;
  shapes: () => Shapes;
  /** Hears of what is no refusal: a bug. */
  lost: (error: unknown) => void;
}

/** How often progress is written, milliseconds. */
const BEAT = 400;
/** Entries that are written at once. */
const BATCH = 200;

/** A refusal as it is kept with the upload. */
export const problemOf = ({
  code,
  title,
  remedy,
  citation,
}: Refusal): NonNullable<store.UploadRow['problem']> => ({
  code,
  title: title.zh,
  titleEn: title.en,
  remedy: remedy.zh,
  remedyEn: remedy.en,
  ...(citation ? { citation } : {}),
});

const faultRow = ({
  sheet,
  row,
  column,
  cell,
  value,
  kind,
  problem,
  remedy,
  repair,
  mild,
}: Fault): store.FaultRow => ({
  sheet,
  row,
  column,
  cell,
  value,
  kind,
  problem: problem.zh,
  problemEn: problem.en,
  remedy: remedy.zh,
  remedyEn: remedy.en,
  repair: repair ?? null,
  mild: mild === true,
});

/** `目录!C17` → sheet and address, gathered by sheet. */
function correctionsOf(corrections: Record<string, string>): Corrections {
  const bySheet = new Map<string, Map<string, string>>();
  for (const [place, value] of Object.entries(corrections)) {
    const cut = place.lastIndexOf('!');
    const sheet = place.slice(0, cut);
    bySheet.set(sheet, (bySheet.get(sheet) ?? new Map<string, string>()).set(place.slice(cut + 1), value));
  }
  return bySheet;
}

export function createWork({ keep, audited, clock, catalog, policy, shapes, lost }: WorkNeeds) {
  let last: Promise<void> = Promise.resolve();
  let ending = false;
  const now = (): Date => new Date(clock.now());

  /** Writes how far the work is, now and then. */
  function beating(id: number): (rows: number) => Promise<void> {
    let next = clock.now() + BEAT;
    return async rows => {
      if (ending) throw refuse.interrupted();
      if (clock.now() < next) return;
      next = clock.now() + BEAT;
      await store.setProgress(keep, id, rows, now());
    };
  }

  async function check(actor: Actor, id: number, kind: 'xlsx' | 'csv'): Promise<void> {
    await store.beginCheck(keep, id, now());
    const { file, corrections } = await store.getFile(keep, id);
    if (!file) throw refuse.interrupted();
    const made = shapes();
    const source = await openSource(kind, file, made);
    await store.setTotal(keep, id, source.rows);
    let faults = 0;
    let listed = 0;
    const result = await checkSource(source, made, correctionsOf(corrections), {
      rows: rows => store.insertRows(keep, id, rows),
      faults: async found => {
        faults += found.length;
        const some = found.slice(0, LISTED_FAULTS - listed);
        listed += some.length;
        if (some.length > 0) await store.insertFaults(keep, id, some.map(faultRow));
      },
      progress: beating(id),
      markRows: (part, rows) => store.markRows(keep, id, part, rows),
      markTitles: titles => store.markFaulty(keep, id, titles),
      taken: titles => catalog.takenTitles(actor.departmentId, titles),
    });
    if (result.secret.length > 0) await refuseSecret(actor, id, result.secret);
    const { rowsRead, strangers } = result;
    const losses = source.losses.map(({ kind: loss, cells }) => ({ kind: loss, cells: [...cells] }));
    await store.endCheck(keep, id, { rowsRead, faults, losses, strangers: strangers.slice(0, 50) }, now());
  }

  /** That something secret was brought is recorded, with its places and the clause, and nothing else of it is kept. */
  async function refuseSecret(actor: Actor, id: number, places: string[]): Promise<never> {
    const clause = policy.findCitation(actor.regionCode, 'no_secrets');
    await audited(actor, 'imports.check', `department:${actor.departmentId}`, () => {
      throw refuse.secret({ places: places.slice(0, 10) }, clause);
    });
    throw new Error(`the secrets of upload ${id} were not refused`);
  }

  async function refused(id: number, error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) lost(error);
    const told = error instanceof Refusal ? error : refuse.interrupted();
    await store.refuseUpload(keep, id, problemOf(told), told.code === 'imports.secret', now());
  }

  /** Fewer than were counted means that somebody took the upload away meanwhile: then nothing is written. */
  async function* batchesOf(id: number, expected: number): AsyncGenerator<Content[]> {
    const beat = beating(id);
    let after = 0;
    let done = 0;
    for (;;) {
      const rows = await store.listEntries(keep, id, after, BATCH);
      const final = rows.at(-1);
      if (!final) break;
      after = final.row;
      done += rows.length;
      yield rows.map(({ content, items }) => ({ ...content, items }));
      await beat(done);
    }
    if (done !== expected) throw refuse.interrupted();
  }

  async function bring(actor: Actor, id: number, expected: number): Promise<void> {
    try {
      const { value, record } = await catalog.createMany(actor, batchesOf(id, expected));
      await store.endImport(keep, id, value, record, now());
    } catch (error) {
      if (!(error instanceof Refusal)) lost(error);
      const told = error instanceof Refusal ? error : refuse.interrupted();
      await store.giveBack(keep, id, problemOf(told), now());
    }
  }

  /** One at a time in a process: a file of 100,000 rows keeps a core busy for seconds. */
  function enqueue(work: () => Promise<void>): void {
    last = last.then(work).catch(lost);
  }

  return {
    check: (actor: Actor, id: number, kind: 'xlsx' | 'csv'): void =>
      enqueue(() => check(actor, id, kind).catch((error: unknown) => refused(id, error))),
    bring: (actor: Actor, id: number, expected: number): void => enqueue(() => bring(actor, id, expected)),
    /** What is at work stops at its next portion, what waits says that it was interrupted. */
    close: async (): Promise<void> => {
      ending = true;
      await last;
    },
  };
}
