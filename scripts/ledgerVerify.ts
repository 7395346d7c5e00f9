import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { StartProblem } from '#kernel/errors.ts';
import { connectOwner } from '#kernel/logins.ts';
import { type VerifierKey, readVerifierKey } from '#kernel/notes/verifierKey.ts';
import {
  type WholeVerification,
  outsideFile,
  verifyAll,
  verifyArchive,
  verifyRemote,
} from '#modules/ledger/index.ts';
import { CONTROL, logOf } from '#record/logs.ts';
import { UNCLOSED_MILLISECONDS } from '#vocabulary/streams.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { openDatabase } from './lib/database.ts';

const USAGE = `npm run ledger:verify [-- --data FOLDER] [--checkpoint FILE] [--record N --commitment HEX] [--quick]
npm run ledger:verify -- --archive FILE [--key KEY]
npm run ledger:verify -- --url https://…/ledger/usage/1 [--checkpoint FILE] [--key KEY]

Reads the whole record, log by log, and compares it with the seal points outside the database: checkpoints.log and
checkpoints-usage-1.log in the data folder, or FILE (a copy of one of them, or one signed note) in place of that log's.
Then it computes search and summaries anew from the entries and compares them with the tables, so that no record is
hidden from the search; --quick leaves that out.
--record and --commitment: what a caller was told when its call was recorded (usage/1/123, or just 123).

--archive reads an exported month, --url the public tiles of any platform's log; neither needs a database. --key is
the verifier key that you trust (one line of …/ledger/keys), more than once for several; without it the keys that the
file or the log itself names are taken. With --url, --checkpoint is an older signed note that the log must still hold.

Ends with 0 when the ledger is whole, 1 when it is not, 2 when it could not be verified.`;

function describe(found: WholeVerification): string {
  const rate = Math.round((found.checked / Math.max(1, found.milliseconds)) * 1000);
  const logs = found.logs.map(({ log, checked, minimum, outside, unsealed }) => {
    const removed =
      minimum === 0 ? '' : ` (from ${minimum} on; what came before was removed past its retention)`;
    const loose = unsealed === 0 ? '' : ` ${unsealed} entries after it are not sealed yet.`;
    return `  ${log}: ${checked - minimum} entries read${removed}, ${outside.seals} seal points outside the database agree, the last of ${outside.size} entries.${loose}`;
  });
  const search = found.search
    ? `  search: shows what the ${found.search.checked} entries under it say.`
    : '  search: NOT compared with the entries (--quick).';
  const lost = (found.search?.unclosed ?? []).filter(one => one.at < Date.now() - UNCLOSED_MILLISECONDS);
  const unclosed =
    lost.length === 0
      ? ''
      : `\n  ${lost.length} streamed answers were opened and never closed, so that how much of them left is not known: ${lost.map(one => `${one.log}/${one.number}`).join(', ')}.`;
  return `The ledger is whole: ${found.checked} entries in ${found.milliseconds} ms (${rate}/s).\n${logs.join('\n')}\n${search}${unclosed}`;
}

/** A record's name: the log and the number; a number alone is of the log of calls. */
function readRecord(written: string): { log: number; number: number } | undefined {
  const match = /^(?:(control|usage\/1)\/)?(\d{1,15})$/.exec(written);
  return match ? { log: logOf((match[1] ?? 'usage/1') as LogName), number: Number(match[2]) } : undefined;
}

/** Whose word the verdict rests on. */
const trust = (keys: readonly VerifierKey[] | undefined): string =>
  keys
    ? 'signed by a key that you named'
    : 'signed by a key that it names itself (compare it, or give --key)';

async function readArchive(path: string, keys: readonly VerifierKey[] | undefined): Promise<number> {
  const found = await verifyArchive(path, keys);
  if (found.ok)
    console.log(
      `The archive is whole: ${found.month} of ${found.origin}, entries ${found.first} to ${found.end - 1}, ${trust(keys)}. SHA-256 ${found.sha256.toString('hex')}.`,
    );
  else console.error(`The archive is NOT whole: ${found.problemEn}. ${found.problem}。`);
  return found.ok ? 0 : 1;
}

async function readRemote(
  url: string,
  keys: readonly VerifierKey[] | undefined,
  checkpoint: string | undefined,
): Promise<number> {
  const found = await verifyRemote({
    url: url.replace(/\/+$/, ''),
    ...(keys ? { keys } : {}),
    ...(checkpoint === undefined ? {} : { before: readFileSync(resolve(checkpoint), 'utf8') }),
    get: async address => {
      const reply = await fetch(address, { signal: AbortSignal.timeout(30_000), redirect: 'error' });
      if (reply.status === 404) return undefined;
      if (!reply.ok) throw new StartProblem(`${address} answers ${reply.status}.`);
      return Buffer.from(await reply.arrayBuffer());
    },
  });
  const removed =
    found.minimum === 0
      ? ''
      : ` (from ${found.minimum} on; that what came before was removed past its retention is itself recorded)`;
  if (found.ok)
    console.log(`The log ${found.origin} is whole: ${found.size} entries${removed}, ${trust(keys)}.`);
  else if (found.fault === 'source')
    console.error(`The log could not be verified: ${found.problemEn}. ${found.problem}。`);
  else console.error(`The log is NOT whole: ${found.problemEn}. ${found.problem}。`);
  return found.ok ? 0 : found.fault === 'source' ? 2 : 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      checkpoint: { type: 'string' },
      record: { type: 'string' },
      commitment: { type: 'string' },
      archive: { type: 'string' },
      url: { type: 'string' },
      key: { type: 'string', multiple: true },
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const keys = values.key?.map(line => {
    const key = readVerifierKey(line.trim());
    if (!key) throw new StartProblem(`“${line}” is no verifier key (name+hash+base64).`);
    return key;
  });
  if (values.archive !== undefined) return readArchive(resolve(values.archive), keys);
  if (values.url !== undefined) return readRemote(values.url, keys, values.checkpoint);
  const { commitment = '' } = values;
  const record = values.record === undefined ? undefined : readRecord(values.record);
  if (
    (values.record !== undefined || commitment !== '') &&
    !(record !== undefined && /^[0-9a-fA-F]{64}$/.test(commitment))
  )
    throw new StartProblem(
      '--record needs a record’s name and --commitment 64 hexadecimal digits; give both or neither.',
    );
  const config = readConfig(process.env);
  const folder = resolve(values.data ?? config.dataFolder);
  const checkpoint = values.checkpoint === undefined ? undefined : resolve(values.checkpoint);
  const file = checkpoint ?? outsideFile(folder, CONTROL);
  if (!existsSync(file))
    throw new StartProblem(
      `There is no file of seal points at ${file}. Name the data folder with --data, or a file with --checkpoint.`,
    );
  const database = await openDatabase(config, folder);
  try {
    await (await connectOwner(database.url)).end(); // says what is wrong when it cannot be reached
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    try {
      const found = await verifyAll({
        pool,
        outside: folder,
        quick: values.quick === true,
        ...(checkpoint === undefined ? {} : { checkpoint }),
        ...(keys === undefined ? {} : { keys }),
        ...(record === undefined ? {} : { claim: { ...record, commitment: Buffer.from(commitment, 'hex') } }),
      });
      if (found.fault)
        console.error(
          `The ledger is NOT whole: log ${found.fault.log}: ${found.fault.en}. ${found.fault.zh}。`,
        );
      else console.log(describe(found));
      return found.ok ? 0 : 1;
    } finally {
      await pool.end();
    }
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The ledger could not be verified: ${(error as Error).message}`);
  process.exitCode = 2;
}
