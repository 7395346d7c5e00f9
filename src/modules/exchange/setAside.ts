/**
 * Rows that could not travel: looked at and corrected by the provider's data officer, whose rows they are, and sent
 * again by a run of their own. Whoever opens what the source had leaves a record of it.
 */
import type { Static } from 'typebox';
import { type Text, refuse as platform } from '#kernel/errors.ts';
import {
  type FileFormat,
  type FileOut,
  type Report,
  readRecords,
  saveRecords,
  tableFile,
} from '#sheets/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { outputNames } from './columns.ts';
import { type SealedCorrection, correctionPlace, setAsidePlace } from '#vocabulary/setAside.ts';
import type * as contract from './contract.ts';
import { correctionProblem } from './correcting.ts';
import type { ExchangeNeeds } from './needs.ts';
import type { Ordering } from './ordering.ts';
import { reasonWords } from './problems.ts';
import * as rules from './rules.ts';
import { type RunRow, findMountedRows, findOpenRun, getPlan, isOverwritten } from './runStore.ts';
import { MOST_ROWS, SHEET } from './setAsideSheet.ts';
import * as store from './setAsideStore.ts';
import type { SetAside } from './setAsideStore.ts';
import { applyFor, settingsOf } from './settings.ts';
import { type ExchangeSight, mayCorrect, mayRun } from './sight.ts';
import { lockTask } from './taskStore.ts';
import type { RunView } from './views.ts';

type RowView = Static<typeof contract.SetAsideRow>;

interface Opened {
  raw: string;
  key: Record<string, string>;
  correction: SealedCorrection | null;
}

const NO_KEY: Text = {
  zh: '没有不脱敏的标识项，无法与目标里的行对上',
  en: 'no identifier in clear matches them to rows of the target',
};
const NO_COLLECTION_KEY: Text = {
  zh: '来源表没有主键，确认归集时也没有选定标识项，改正的行无法与资源池里的行对上',
  en: 'the source’s table has no primary key, and none was chosen when its collection was confirmed, so corrected rows match none in the pool',
};
const noKey = (run: Pick<RunRow, 'kind'>): Text => (run.kind === 'collection' ? NO_COLLECTION_KEY : NO_KEY);
const LATER: Text = {
  zh: '后来的运行已送达，请到那次运行里改正',
  en: 'a later run was delivered; correct them there',
};

export function createSetAside(needs: ExchangeNeeds, sight: ExchangeSight, ordering: Ordering) {
  const { db, secrets, audited, keys } = needs;
  const { seenRun, viewRun } = sight;

  const open = (runId: number, { n, rawSealed, keySealed, valueSealed }: SetAside): Opened => ({
    // One character a byte: what is no text is among it.
    raw: Buffer.from(keys.open('set-aside', setAsidePlace('raw', runId, n), rawSealed), 'latin1').toString(),
    key: JSON.parse(keys.open('set-aside', setAsidePlace('key', runId, n), keySealed)) as Opened['key'],
    correction:
      valueSealed === null
        ? null
        : (JSON.parse(keys.open('set-aside', correctionPlace(runId, n), valueSealed)) as SealedCorrection),
  });
  const seal = (runId: number, n: number, value: string | null): Buffer =>
    keys.seal('set-aside', correctionPlace(runId, n), JSON.stringify({ value } satisfies SealedCorrection));

  const itemOf = ({ items }: RunRow, column: string): string => outputNames(items).get(column) ?? column;

  function view(run: RunRow, row: SetAside, opened: Opened | undefined): RowView {
    const { n, column, type, reason, state, sentBy } = row;
    const words = reasonWords(reason);
    return {
      n,
      row: row.row,
      item: itemOf(run, column),
      column,
      type,
      reason,
      reasonZh: words.zh,
      reasonEn: words.en,
      state,
      raw: opened?.raw ?? null,
      key: opened?.key ?? null,
      correction: opened?.correction ?? null,
      sentBy,
    };
  }

  /** Why the rows of a run cannot be sent by themselves. */
  const obstacleOf = (run: RunRow): Text | null =>
    run.key.length === 0 ? noKey(run) : isOverwritten(run) ? LATER : null;

  /** A run whose rows the actor may open and correct. */
  async function ownRows(actor: Actor, id: number): Promise<RunRow> {
    const run = await seenRun(actor, id);
    if (!mayCorrect(actor, run)) throw platform.forbidden();
    return run;
  }

  /** A run that may still be tried again may set other rows aside then. */
  function mustHaveEnded(run: RunRow): void {
    if (rules.isOpen(run.state)) throw rules.refuse.run_open({ run: run.no });
  }

  async function progress(id: number): Promise<{ corrected: number; open: number }> {
    const { corrected, open: left } = await store.countRows(db, id);
    return { corrected, open: left };
  }

  /** Faults of a value that the sheet or the page brings, by the rules of the run's own plan. */
  async function judge(run: RunRow): Promise<(column: string, value: string | null) => Text | undefined> {
    const { items, checks = [] } = await getPlan(db, run.id);
    const names = outputNames(items);
    return (column, value) => {
      const at = items.findIndex(item => item.name === names.get(column));
      const item = items[at];
      return item && correctionProblem(item, checks[at] ?? null, value);
    };
  }

  /** Whoever corrects and whoever sends do so one after the other: a row that a run took along is the run's. */
  async function runToCorrect(tx: Command, actor: Actor, id: number): Promise<RunRow> {
    const run = await ownRows(actor, id);
    await lockTask(tx, run.taskId);
    return run;
  }

  async function rowToCorrect(tx: Command, run: RunRow, n: number): Promise<SetAside> {
    const row = await store.findRow(tx, run.id, n);
    if (!row) throw rules.refuse.not_set_aside({ run: run.no, n });
    mustBeHere(row);
    return row;
  }

  return {
    async list(
      actor: Actor,
      id: number,
      query: Static<typeof contract.SetAsideQuery>,
    ): Promise<Static<typeof contract.SetAsideList>> {
      const run = await seenRun(actor, id);
      const mayOpen = mayCorrect(actor, run);
      if (query.open && !mayOpen) throw platform.forbidden();
      const { page, size, state: states } = query;
      const [rows, counts, { n: total }] = await Promise.all([
        store.listRows(secrets, id, states, { most: size, from: (page - 1) * size }),
        store.countRows(db, id),
        store.countOf(db, id, states),
      ]);
      if (query.open && rows.length > 0)
        await audited(actor, 'exchange.open_set_aside', `run:${id}`, () =>
          Promise.resolve({ value: undefined, facts: { no: run.no, rows: rows.length, from: rows[0]?.n } }),
        );
      return {
        total,
        open: counts.open,
        corrected: counts.corrected,
        sent: counts.sent + counts.arrived + counts.again,
        items: rows.map(row => view(run, row, query.open ? open(id, row) : undefined)),
        mayOpen,
        cannotResend: standing(obstacleOf(run)),
      };
    },

    async correct(
      actor: Actor,
      id: number,
      n: number,
      value: string | null,
    ): Promise<Static<typeof contract.CorrectionRecorded>> {
      const { record } = await audited(actor, 'exchange.correct', `run:${id}`, async tx => {
        const run = await runToCorrect(tx, actor, id);
        mustHaveEnded(run);
        const row = await rowToCorrect(tx, run, n);
        const problem = (await judge(run))(row.column, value);
        if (problem) throw rules.refuse.bad_correction({ problem: problem.zh, problemEn: problem.en });
        await store.putCorrections(tx, id, [{ n, sealed: seal(id, n, value) }]);
        return { value: undefined, facts: { no: run.no, row: n, item: itemOf(run, row.column) } };
      });
      return { ...(await progress(id)), record };
    },

    async uncorrect(
      actor: Actor,
      id: number,
      n: number,
    ): Promise<Static<typeof contract.CorrectionRecorded>> {
      const { record } = await audited(actor, 'exchange.uncorrect', `run:${id}`, async tx => {
        const run = await runToCorrect(tx, actor, id);
        await rowToCorrect(tx, run, n);
        await store.dropCorrection(tx, id, n);
        return { value: undefined, facts: { no: run.no, row: n } };
      });
      return { ...(await progress(id)), record };
    },

    /** What was not sent yet, to be corrected in a spreadsheet. */
    async file(actor: Actor, id: number, format: FileFormat = 'xlsx'): Promise<FileOut> {
      const run = await ownRows(actor, id);
      const rows = await store.listRows(secrets, id, ['open', 'corrected'], { most: MOST_ROWS });
      await audited(actor, 'exchange.open_set_aside', `run:${id}`, () =>
        Promise.resolve({ value: undefined, facts: { no: run.no, rows: rows.length, file: format } }),
      );
      const records = rows.map(row => {
        const { raw, key, correction } = open(id, row);
        return {
          n: row.n,
          row: row.row,
          item: itemOf(run, row.column),
          reason: reasonWords(row.reason).zh,
          key: Object.entries(key)
            .map(([name, value]) => `${name}：${value}`)
            .join('；'),
          raw,
          value: correction?.value ?? undefined,
          none: correction !== null && correction.value === null ? true : undefined,
        };
      });
      return tableFile(`搁置行 ${run.no}`, SHEET, records, format);
    },

    /** The corrected spreadsheet: rows without a correction stay as they are. */
    async takeFile(
      actor: Actor,
      id: number,
      { name, save }: Static<typeof contract.SetAsideUploadQuery>,
      bytes: Buffer,
    ): Promise<Report> {
      const run = await ownRows(actor, id);
      mustHaveEnded(run);
      const read = await readRecords(SHEET, name, bytes);
      const entries = read.entries.filter(
        ({ values }) => values['value'] !== undefined || values['none'] === true,
      );
      const wanted = new Set(entries.map(entry => entry.row));
      const faults = read.faults.filter(fault => wanted.has(fault.row));
      const numbers = entries.map(({ values }) => Number(values['n'] ?? 0)).filter(isRowNumber);
      const known = new Map((await store.listRowsOf(secrets, id, numbers)).map(row => [row.n, row]));
      const problemOf = await judge(run);
      const seen = new Set<number>();
      const more = entries.flatMap(entry => {
        const n = Number(entry.values['n'] ?? 0);
        const value = entry.values['none'] === true ? null : String(entry.values['value']);
        const row = known.get(n);
        const at = (key: string, kind: string, problem: Text, remedy: Text) => [
          read.faultAt(entry, key, { kind, problem, remedy }),
        ];
        if (!row || seen.has(n)) return at('n', 'unknown', UNKNOWN_ROW, KEEP_NUMBERS);
        seen.add(n);
        if (WITH_A_RUN.has(row.state)) return at('n', 'sent', SENT_ROW, LEAVE_OUT);
        const problem = problemOf(row.column, value);
        return problem ? at('value', 'value', problem, WRITE_RIGHT) : [];
      });
      return saveRecords({ ...read, entries, faults }, more, save, async right => {
        const corrections = right.map(({ values }) => {
          const n = Number(values['n']);
          return { n, sealed: seal(id, n, values['none'] === true ? null : String(values['value'])) };
        });
        const { record } = await audited(actor, 'exchange.correct', `run:${id}`, async tx => {
          await runToCorrect(tx, actor, id);
          const now = await store.listRowsOf(
            tx,
            id,
            corrections.map(one => one.n),
          );
          now.forEach(mustBeHere);
          await store.putCorrections(tx, id, corrections);
          return { value: undefined, facts: { no: run.no, rows: corrections.length } };
        });
        return record;
      });
    },

    /** A run of its own: the numbers of the first one stay what they were. */
    async resend(actor: Actor, id: number, asIs: boolean): Promise<{ run: RunView; record: number }> {
      const { value, record } = await audited(actor, 'exchange.resend', `run:${id}`, async tx => {
        const seen = await seenRun(actor, id);
        if (!mayCorrect(actor, seen) && !mayRun(actor, seen)) throw platform.forbidden();
        const task = await lockTask(tx, seen.taskId);
        // As it is now that nobody starts another.
        const run = await seenRun(actor, id);
        mustHaveEnded(run);
        if (run.state !== 'delivered') throw rules.refuse.not_delivered({ run: run.no });
        const obstacle = obstacleOf(run);
        if (obstacle) throw rules.refuse.cannot_resend({ reason: obstacle.zh, reasonEn: obstacle.en });
        const other = await findOpenRun(tx, task.id);
        if (other) throw rules.refuse.already_running({ run: other.no });
        const states = asIs ? (['corrected', 'open'] as const) : (['corrected'] as const);
        const rows = await store.listRows(tx, id, states, { most: MOST_ROWS });
        if (rows.length === 0) throw rules.refuse.nothing_to_send();
        const bare = await ordering.planOf(task, tx);
        if (bare.key.length === 0) {
          const { zh, en } = noKey(run);
          throw rules.refuse.cannot_resend({ reason: zh, reasonEn: en });
        }
        const { sourceId, schema, table } = task;
        const full = await ordering.fullPlan(
          bare,
          { settings: settingsOf(task.settings), sink: { sourceId, schema, table } },
          tx,
        );
        const plan = {
          ...full,
          mode: { kind: 'full' as const },
          // As the target is kept: one that is made anew with each run gets all rows, the corrected ones among them.
          apply: run.apply ?? applyFor(run.kind, run.mode?.kind ?? 'full'),
          // A row that is still wrong is set aside again, and stops none of the others.
          tolerance: { share: 1 },
          resend: { runId: id, runNo: run.no },
        };
        const expected = plan.apply === 'replace' ? await findMountedRows(tx, task.entryId) : rows.length;
        const order = { trigger: 'resend' as const, expected, resendOf: id };
        const ordered = await ordering.write(tx, task, plan, order);
        const bareRows = rows.filter(row => row.state === 'open').map(({ n }) => ({ n, sealed: null }));
        if (bareRows.length > 0) await store.putCorrections(tx, id, bareRows);
        const taken = plan.apply === 'replace' ? await store.listTaken(tx, id) : [];
        await store.setSender(tx, [...rows.map(({ n }) => ({ runId: id, n })), ...taken], ordered.id);
        const facts = { ...ordered.facts, resendOf: run.no, rows: rows.length };
        return { value: ordered.id, object: `run:${ordered.id}`, facts };
      });
      return { run: await viewRun(actor, value), record };
    },
  };
}

/** As a sentence of its own, with what to do. */
function standing(obstacle: Text | null): Text | null {
  if (obstacle === null || obstacle === LATER)
    return obstacle && { zh: `${obstacle.zh}。`, en: `${capital(obstacle.en)}.` };
  return {
    zh: `${obstacle.zh}。请在来源改正后，再次运行任务。`,
    en: `${capital(obstacle.en)}. Correct them at the source, then run the task again.`,
  };
}
const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** A run took the row along: what is to be said of it is said there. */
const WITH_A_RUN: ReadonlySet<rules.SetAsideState> = new Set(['sent', 'arrived', 'again']);

function mustBeHere({ n, state, sentBy }: SetAside): void {
  if (WITH_A_RUN.has(state)) throw rules.refuse.already_sent({ n, run: sentBy?.no ?? '' });
}

/** The database’s `integer`: what lies beyond it numbers no row, and asking for it would fail for all of them. */
const isRowNumber = (n: number): boolean => Number.isInteger(n) && n > 0 && n <= 2_147_483_647;

const UNKNOWN_ROW: Text = {
  zh: '没有这个序号的搁置行，或写了两次',
  en: 'No such row was set aside, or it stands here twice',
};
const KEEP_NUMBERS: Text = { zh: '请保留导出时的序号', en: 'Keep the numbers as they were exported' };
const SENT_ROW: Text = { zh: '这一行已经重送', en: 'This row was sent again already' };
const LEAVE_OUT: Text = { zh: '请删去这一行的改正', en: 'Take its correction out' };
const WRITE_RIGHT: Text = { zh: '请按数据项的要求填写', en: 'Write what the item asks for' };
