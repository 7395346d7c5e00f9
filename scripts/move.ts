import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartProblem } from '#kernel/errors.ts';
import { createKeys } from '#kernel/keys.ts';
import { problemOf } from '#modules/exchange/problems.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import type { MaskDigest } from '#planes/mover/reading/maskDigests.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { TableName } from '#planes/mover/ports.ts';
import { AlreadyPlaced, CountMismatch, ReceiptMismatch, transfer } from '#planes/mover/transfer.ts';
import type { TransferSummary } from '#planes/mover/transfer.ts';
import type { CollectPlan } from '#vocabulary/plans.ts';
import { openAside } from './moving/aside.ts';
import type { AsideFile } from './moving/aside.ts';
import { explained, openEnds, readEnd, targetTable } from './moving/ends.ts';
import type { OpenEnds } from './moving/ends.ts';
import { planOf, refuseStranded, stranded } from './moving/plan.ts';
import { countRows, lossLines, preview } from './moving/preview.ts';
import { createProgress } from './moving/progress.ts';
import { openSigner, receiptFile } from './moving/receipt.ts';
import type { Signer } from './moving/receipt.ts';
import { columnWords, readRequest, withOptions } from './moving/request.ts';

const USAGE = `shuqiao move FROM TO [options]
shuqiao move PLAN.json [options]

Copies a table with a receipt (对账单), without a platform: read in one snapshot, written, read back and compared by
content before anybody sees it. FROM and TO are postgres://user@host:5432/database?table=schema.table, mysql://… in the
same way, or file:///folder/name.csv (.jsonl, .xlsx; ?encoding=gb18030). A password is taken from the address, from
SHUQIAO_FROM_PASSWORD or SHUQIAO_TO_PASSWORD, then SHUQIAO_PASSWORD, or asked for; in the address other users of the
machine see it. PLAN.json says from, to and the rest: docs/integrator.md. Options go before it.

  --items A,B         only these columns                --without A,B  all but these, those that cannot travel too
  --where A=1 | A=1,2 | A=1..5   only these rows; several hold together
  --mask A=name       or middle:6:4, year, month, address:6, mail, range:10, digest, hidden
  --type A=bigint     of a file's column                --check A=required | person | credit
  --key A,B           what identifies a row             --secret FILE  for digest: 32 bytes in base 64
  --mode full | incremental:COLUMN[:OVERLAP] | append   --apply replace | merge | append | history
  --tolerance 10 | 1% wrong rows that are set aside     --aside FILE   the first 10,000 into this file, for you alone
  --pace 5000         rows a second at most             --piece 256    commit every so many MB
  --run NAME          go on with a run that broke off   --dry-run      say what would be done, and do nothing
  --receipt FILE      instead of standard output        --sign FILE    with your own key; made if it is not there
  --name NAME         who moves, as the receipt says; else your login

Ends with 0 when both sides are equal, 1 when the move failed, 2 when it was asked wrongly, 3 when the sides differ,
4 when there were more wrong rows than --tolerance forgives (without it: any). Columns whose type cannot travel end it
with 2 before it begins, unless --items or --without says that they stay behind.`;

const OPTIONS = {
  items: { type: 'string' },
  without: { type: 'string' },
  where: { type: 'string', multiple: true },
  mask: { type: 'string', multiple: true },
  type: { type: 'string', multiple: true },
  check: { type: 'string', multiple: true },
  key: { type: 'string' },
  secret: { type: 'string' },
  mode: { type: 'string' },
  apply: { type: 'string' },
  tolerance: { type: 'string' },
  aside: { type: 'string' },
  pace: { type: 'string' },
  piece: { type: 'string' },
  run: { type: 'string' },
  receipt: { type: 'string' },
  sign: { type: 'string' },
  name: { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const FAILED = 1;
const USED_WRONGLY = 2;
const UNEQUAL = 3;
const TOO_MANY_WRONG = 4;

const CODES: Record<string, number> = { too_many_wrong: TOO_MANY_WRONG, run_elsewhere: USED_WRONGLY };

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Of an error that came from a move: a sentence, and how the command ends. */
function verdictOf(error: unknown): { said: string; code: number } {
  if (error instanceof StartProblem) return { said: error.message, code: USED_WRONGLY };
  if (error instanceof ReceiptMismatch || error instanceof CountMismatch)
    return { said: `对账不一致，没有放入任何数据。${error.message}`, code: UNEQUAL };
  if (error instanceof ConnectionProblem) {
    const { zh, en } = problemOf('failed', error.code, error.facts);
    // The words are those of a platform, which names its runs itself.
    const remedy = error.code === 'run_elsewhere' ? ' Leave --run out, or give it another name.' : '';
    return { said: `${zh}。\n${en}.${remedy}`, code: CODES[error.code] ?? FAILED };
  }
  return { said: error instanceof Error ? error.message : String(error), code: FAILED };
}

function maskDigestOf(plan: CollectPlan, file: string | undefined): () => MaskDigest {
  if (!plan.items.some(item => item.mask.kind === 'digest')) return () => text => text;
  if (file === undefined)
    throw new StartProblem('A digest needs a secret that you keep: --secret FILE, 32 bytes in base 64.');
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (secret.length !== 32) throw new StartProblem(`--secret: ${file} does not hold 32 bytes in base 64.`);
  return () => createMaskDigest(createKeys(secret), 0);
}

interface Moving {
  ends: OpenEnds;
  plan: CollectPlan;
  runNo: string;
  aside: AsideFile | undefined;
  maskDigest: () => MaskDigest;
  pieceMegabytes: number | undefined;
}

/** The move itself; what came of it when it was placed, also where only the target's own account says so. */
async function run({ ends, plan, runNo, aside, maskDigest, pieceMegabytes }: Moving) {
  const { source, sink } = ends;
  const ending = new AbortController();
  const stop = (): void => {
    if (ending.signal.aborted) process.exit(130);
    say('\n停止中，再按一次立即退出。Stopping; once more to leave at once.');
    ending.abort(new Error('已停止，没有放入任何数据。Stopped; nothing was placed.'));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const digestKey = randomBytes(16);
  const progress = createProgress(await countRows(source, plan));
  let passed: TransferSummary | undefined;
  try {
    const summary = await transfer({
      source,
      sink,
      plan,
      runNo,
      // Later than anything that this machine or another one did to the target before.
      epoch: Date.now() * 1_000,
      digestKey,
      maskDigest,
      ...(aside === undefined ? {} : { wrongStore: aside }),
      ...(pieceMegabytes === undefined
        ? {}
        : { pieces: { bytes: pieceMegabytes * 1024 * 1024, milliseconds: 0 } }),
      onNotice: notice => say(`注意 notice: ${JSON.stringify(notice)}`),
      onProgress: progress,
      checkpoint: () => Promise.resolve(),
      beforeSwitch: made => {
        passed = made;
        return Promise.resolve();
      },
      signal: ending.signal,
    });
    return { summary, digestKey };
  } catch (error) {
    // Whether rows were placed by a commit whose answer was lost, the target knows.
    const placed = passed === undefined ? undefined : await sink.findRun(runNo).catch(() => undefined);
    if (passed !== undefined && placed !== undefined) return { summary: passed, digestKey };
    throw error;
  } finally {
    progress.end();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** A run belongs to one table: under its name nothing goes to another. */
async function refuseElsewhere(sink: OpenEnds['sink'], runNo: string, target: TableName): Promise<void> {
  const found = await sink.findRun(runNo);
  if (found === undefined || (found.schema === target.schema && found.table === target.table)) return;
  throw new StartProblem(
    `--run ${runNo}：该运行属于 ${found.schema}.${found.table}。This run placed ${found.schema}.${found.table}, not ${target.schema}.${target.table}: leave --run out, or name another.`,
  );
}

/** What became of the rows that were set aside, where there is a file for them. */
function sayAside(aside: AsideFile | undefined, path: string | undefined, setAside: number): void {
  if (aside === undefined || setAside === 0) return;
  const held = aside.rows();
  say(
    held < setAside
      ? `搁置 ${setAside} 行，${path} 只有前 ${held} 行。${setAside} rows were set aside; ${path} holds the first ${held} alone.`
      : `搁置 ${setAside} 行，在 ${path}。${setAside} rows were set aside, all in ${path}.`,
  );
}

/** Seconds of the day stand in the name of a run, and a random part: two engineers may begin together. */
const newRun = (): string =>
  `mv-${new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')}-${randomBytes(3).toString('hex')}`;

async function main(): Promise<number> {
  let given: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    given = parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new StartProblem((error as Error).message);
  }
  const { values, positionals } = given;
  const [first, second, ...others] = positionals;
  if (values.help === true || first === undefined || others.length > 0) {
    console.log(USAGE);
    return values.help === true ? 0 : USED_WRONGLY;
  }
  const request = withOptions(
    second === undefined ? readRequest(resolve(first)) : { from: first, to: second },
    values,
  );
  const words = columnWords(values);
  const pieceMegabytes = values.piece === undefined ? undefined : Number(values.piece);
  if (pieceMegabytes !== undefined && !(pieceMegabytes > 0))
    throw new StartProblem(`--piece ${values.piece}: a number of megabytes.`);
  if (values.receipt !== undefined && existsSync(values.receipt))
    throw new StartProblem(`--receipt: ${values.receipt} is there already; name another file.`);
  const signer: Signer | undefined = values.sign === undefined ? undefined : openSigner(values.sign);
  const [from, to] = [readEnd('from', request.from), readEnd('to', request.to)];
  if (from.table === undefined) throw new StartProblem('from: name the table: …?table=schema.table');
  const table = from.table;
  const target = targetTable(to, table);
  const ends = await openEnds(from, to);
  let aside: AsideFile | undefined;
  try {
    const columns = await ends.source.columns(table).catch((error: unknown) => {
      throw explained(error, 'from', from, table);
    });
    const plan = planOf({
      request,
      words,
      columns,
      from: table,
      files: from.folder !== undefined,
      to: target,
      title: `${from.shown} ${table.schema}.${table.table}`,
      person: values.name ?? userInfo().username,
    });
    const maskDigest = maskDigestOf(plan, values.secret);
    if (values['dry-run'] === true) {
      console.log(await preview({ ...ends, plan, columns, from, to }));
      refuseStranded(stranded(request, columns));
      return 0;
    }
    for (const line of lossLines({ sink: ends.sink, plan, columns })) say(line);
    refuseStranded(stranded(request, columns));
    if (values.run !== undefined) await refuseElsewhere(ends.sink, values.run, target);
    if (values.aside !== undefined) aside = openAside(values.aside);
    const runNo = values.run ?? newRun();
    const { keepsRuns, pieces } = await ends.sink.abilities(target);
    say(
      keepsRuns && pieces
        ? `运行 run ${runNo}（中断后续传 if it breaks off: --run ${runNo}）`
        : `运行 run ${runNo}`,
    );
    const { summary, digestKey } = await run({ ends, plan, runNo, aside, maskDigest, pieceMegabytes });
    const text = `${JSON.stringify(receiptFile({ plan, runNo, digestKey, summary }, signer), undefined, 2)}\n`;
    if (values.receipt === undefined) process.stdout.write(text);
    else writeFileSync(values.receipt, text, { mode: 0o600, flag: 'wx' });
    const { rowsRead, rowsWritten, setAside, excluded, grade, repaired } = summary;
    say(
      `一致。Equal: ${rowsRead} read = ${rowsWritten} written + ${setAside} set aside${excluded === null ? '' : `; ${excluded} left out by conditions`}; grade ${grade}${repaired === undefined ? '' : `; repaired: ${repaired.kept} kept, ${repaired.sent} sent, ${repaired.dropped} dropped`}.`,
    );
    sayAside(aside, values.aside, setAside);
    return 0;
  } catch (error) {
    if (!(error instanceof AlreadyPlaced)) throw error;
    const { rows, placedAt } = error.placed;
    say(
      `该运行已放入 ${rows} 行，未再放入。This run placed ${rows} rows at ${placedAt.toISOString()} already; its receipt is where it was given.`,
    );
    if (values.receipt === undefined) return 0;
    // What the source held then, and the key of the sums, went with the attempt that placed it.
    say(
      `没有写 ${values.receipt}：对账单只在放入时生成。${values.receipt} was not written: a receipt is made when rows are placed. Move again without --run, or under another name, for a new one.`,
    );
    return FAILED;
  } finally {
    aside?.close();
    await ends.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const { said, code } = verdictOf(error);
  say(said);
  process.exitCode = code;
}
