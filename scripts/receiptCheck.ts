import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createConnectors } from '#connectors/open.ts';
import { StartProblem } from '#kernel/errors.ts';
import { compareDigests, createDigest } from '#planes/mover/proof/digest.ts';
import { receiptShape } from '#planes/mover/proof/halves.ts';
import { problemOf } from '#modules/exchange/problems.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Apply, Receipt } from '#vocabulary/moves.ts';
import { isOfTerminal, readReceiptFile, verifyReceipt } from './lib/receiptFile.ts';
import { explained, readEnd } from './moving/ends.ts';
import type { End } from './moving/ends.ts';

const USAGE = `shuqiao receipt check FILE ADDRESS [--table SCHEMA.TABLE]

Reads the table that a receipt (对账单) is of as it is now, and computes its sums anew. ADDRESS is its database:
postgres://user@host:5432/database, the password there or in SHUQIAO_PASSWORD; of a file it is file:///folder/name.csv.
--table, or ?table= in the address: where the rows lie now, if not where they were delivered to. Receipts of runs that
replaced the table, the platform's and those of shuqiao move, can be checked; others are of a part of its rows. The receipt
itself is verified by: shuqiao receipt verify.

What it says holds against accidents and carelessness. Who knows the receipt's key, which lies in the file, and means to
deceive could make another table with the same sums; against that stands the platform's own comparison with the source.

Ends with 0 when the table is what the receipt says, 1 when it is not, 2 when it could not be checked.`;

function targetOf(given: string): { schema: string; table: string } {
  const dot = given.indexOf('.');
  if (dot < 1 || dot === given.length - 1) throw new StartProblem(`“${given}” is not SCHEMA.TABLE.`);
  return { schema: given.slice(0, dot), table: given.slice(dot + 1) };
}

const PARTS: Partial<Record<Apply, string>> = {
  merge: 'merged into the rows that were there',
  append: 'added to the rows that were there',
  history: 'put over the rows that were there, which are kept as history',
};

function refusePart({ of }: Receipt, isTerminals: boolean): void {
  if (of === undefined || of.apply === 'replace') return;
  throw new StartProblem(
    isTerminals
      ? `The rows of this receipt were ${PARTS[of.apply]} (${of.apply}): its sums are of the rows that this run brought, and nothing says which of the table’s rows those are. Only a full run that replaces the table has a receipt of all of it.`
      : 'The receipt is of a part of the table (an incremental run): only the platform’s comparison can check the whole.',
  );
}

/** The words for a run that would write there are wrong for one who only reads. */
function explainedRead(error: unknown, end: End, target: ReturnType<typeof targetOf>): unknown {
  const code = error instanceof ConnectionProblem ? error.code : '';
  const name = `${target.schema}.${target.table}`;
  if (code === 'no_permission' && end.address.kind === 'mysql')
    return new Error(
      `账号读不到 ${name} 下面的表。This account may not read what lies below ${name}: grant it select on shuqiao.* (if there is such a database) and select, show view on ${target.schema}.*.`,
      { cause: error },
    );
  if (code !== 'name_taken') return explained(error, 'to', end, target);
  return new Error(
    `${name} 属于别的角色，而且不只是一张表的若干列，没有读取。${name} belongs to another role and is more than columns of a table: to read it would run that role’s code with the rights of this account. Let its owner or a member of that role check it.`,
    { cause: error },
  );
}

/** Where to look: what is said, what the address names, or where the receipt says that the rows were delivered to. */
function lookedAt(end: End, said: string | undefined, delivered: string): ReturnType<typeof targetOf> {
  if (said !== undefined && end.folder === undefined) return targetOf(said);
  return end.table ?? targetOf(delivered);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { table: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [path, address] = positionals;
  if (values.help === true || path === undefined || address === undefined) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const file = readReceiptFile(readFileSync(resolve(path), 'utf8'));
  if (!file) throw new StartProblem(`${path} is no receipt’s file, or of a later release.`);
  const { receipt, check } = file;
  const { of, columns } = receipt;
  if (!of || !check)
    throw new StartProblem('The file holds no key: download it as an officer of one of the two departments.');
  if (verifyReceipt(file, new Set()).outcome === 'failed')
    throw new StartProblem('The receipt itself is not true: see shuqiao receipt verify.');
  refusePart(receipt, isOfTerminal(file));
  const end = readEnd('to', address);
  const target = lookedAt(end, values.table, of.target);
  const folders = new Map(end.folder === undefined ? [] : [[end.address.host, end.folder]]);
  const sink = createConnectors(folders).openSink(end.address);
  try {
    if (end.folder !== undefined && (await sink.findShowing(target)) === undefined)
      throw new StartProblem(`${end.shown} was not placed there by Shuqiao, or not under this name.`);
    const digester = createDigest(receiptShape(receipt, Buffer.from(check.key, 'base64')));
    const typed = columns.map((name, i) => ({ name, type: of.types[i] ?? 'text' }));
    for await (const chunk of sink.readPlaced(target, typed)) digester.add(chunk);
    const found = digester.finish();
    const before = { rows: receipt.rowsWritten, buckets: Buffer.from(check.buckets, 'base64'), sha256: '' };
    const { equal, buckets } = compareDigests(before, found);
    const where = end.folder === undefined ? `${target.schema}.${target.table}` : end.shown;
    if (equal) console.log(`一致。${where} is what the receipt says: ${found.rows} rows.`);
    else
      console.error(
        `不一致。${where} is NOT what the receipt says: ${receipt.rowsWritten} rows then, ${found.rows} now; ${buckets.length} of 1024 buckets differ: ${buckets.slice(0, 16).join(', ')}${buckets.length > 16 ? ', …' : ''}.${isOfTerminal(file) ? '' : ' The platform’s comparison names the rows.'}`,
      );
    return equal ? 0 : 1;
  } catch (error) {
    throw explainedRead(error, end, target);
  } finally {
    await sink.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const said =
    error instanceof ConnectionProblem
      ? problemOf('failed', error.code, error.facts).en
      : (error as Error).message;
  console.error(`The table could not be checked: ${said}`);
  process.exitCode = 2;
}
