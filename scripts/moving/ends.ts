/** The two ends of a move from the terminal: addresses with a table in them, and passwords that nobody reads over a shoulder. */
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { formatOf } from '#connectors/files/names.ts';
import { createConnectors } from '#connectors/open.ts';
import { StartProblem } from '#kernel/errors.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Sink, Source, TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { FILE_WRITINGS } from '#vocabulary/files.ts';
import { checkParameters, readDatabaseAddress } from '../lib/databaseAddress.ts';

export interface End {
  address: SourceAddress & { password: string };
  /** Undefined where the address names none: the target is then called as the source. */
  table: TableName | undefined;
  /** Of files, where they lie on this machine. */
  folder: string | undefined;
  /** As it is shown and kept: without a password. */
  shown: string;
}

export type Side = 'from' | 'to';
const VARIABLE: Record<Side, string> = { from: 'SHUQIAO_FROM_PASSWORD', to: 'SHUQIAO_TO_PASSWORD' };

function readFileEnd(side: Side, url: URL): End {
  checkParameters(side, url, ['encoding']);
  const encoding = url.searchParams.get('encoding') ?? '';
  if (!(FILE_WRITINGS as readonly string[]).includes(encoding))
    throw new StartProblem(
      `${side}: “${encoding}” is no encoding of files; one of ${FILE_WRITINGS.filter(one => one !== '').join(', ')}.`,
    );
  const sheet = url.hash === '' ? '' : `#${decodeURIComponent(url.hash.slice(1))}`;
  url.hash = '';
  url.search = '';
  let path: string;
  try {
    path = fileURLToPath(url);
  } catch {
    throw new StartProblem(
      `${side}: “${url.href}” is no path of this machine; write file:///folder/name.csv.`,
    );
  }
  const folder = dirname(path);
  const format = formatOf(basename(path));
  if (format === undefined || (sheet !== '' && format !== 'xlsx'))
    throw new StartProblem(
      `${side}: “${basename(path)}${sheet}” is no table; write a name that ends in .csv, .tsv, .jsonl or .xlsx, of the last one also a sheet: book.xlsx#sheet.`,
    );
  if (side === 'to' && /[*#]/.test(`${basename(path)}${sheet}`))
    throw new StartProblem(`to: “${basename(path)}${sheet}” is no name of one file that can be written.`);
  return {
    // A name of its own for each end: the folder of one is not open to the other.
    address: {
      kind: 'files',
      host: `${side}/${basename(folder)}`,
      port: 0,
      database: '',
      user: encoding,
      password: '',
    },
    table: { schema: '.', table: `${basename(path)}${sheet}` },
    folder,
    shown: `file://${path}${sheet}`,
  };
}

/** `schema.table`; a name without a point lies in the schema that the kind of database begins with. */
function tableIn(address: SourceAddress, name: string, schema: string | null): TableName {
  const usual = address.kind === 'mysql' ? address.database : 'public';
  if (schema !== null) return { schema, table: name };
  const dot = name.indexOf('.');
  return dot < 1
    ? { schema: usual, table: name }
    : { schema: name.slice(0, dot), table: name.slice(dot + 1) };
}

export function readEnd(side: Side, text: string): End {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'file:') return readFileEnd(side, url);
  let address: End['address'];
  try {
    address = readDatabaseAddress(text);
  } catch {
    // The address itself may hold a password.
    throw new StartProblem(
      `${side}: this is no address of a table. Write postgres://user@host:5432/database?table=schema.table, mysql://… in the same way, or file:///folder/name.csv.`,
    );
  }
  const password = decodeURIComponent(url?.password ?? '') || process.env[VARIABLE[side]] || address.password;
  const name = url?.searchParams.get('table') ?? '';
  // A schema without a table would be let fall.
  if (url !== undefined) checkParameters(side, url, name === '' ? ['table'] : ['table', 'schema']);
  const { kind, host, port, database, user } = address;
  return {
    address: { ...address, password },
    table: name === '' ? undefined : tableIn(address, name, url?.searchParams.get('schema') ?? null),
    folder: undefined,
    shown: `${kind}://${user}@${host}:${port}/${database}`,
  };
}

/** The target's table where its address names none. */
export function targetTable(to: End, from: TableName): TableName {
  if (to.table !== undefined) return to.table;
  return tableIn(to.address, from.table.replace(/\.(csv|tsv|txt|jsonl|ndjson|xlsx)(#.*)?$/i, ''), null);
}

/** Asks on the terminal, without showing what is typed. */
async function askPassword(said: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(said);
  try {
    return await new Promise<string>(resolve => {
      asking.question('', resolve);
      asking.once('close', () => resolve(''));
    });
  } finally {
    asking.close();
    process.stderr.write('\n');
  }
}

/**
 * What an end that was never there is called in words of the command: the connectors speak of tables that were mounted
 * and are gone.
 */
export function explained(error: unknown, side: Side, end: End, table?: TableName): unknown {
  if (!(error instanceof ConnectionProblem)) return error;
  const { folder, shown } = end;
  const because = { cause: error };
  if (folder !== undefined && error.code === 'no_folder')
    return new Error(
      `没有文件夹 ${folder}。${side}: there is no folder ${folder}; check the path, or make it.`,
      because,
    );
  if (folder !== undefined && error.code === 'no_permission')
    return new Error(
      `没有权限：${shown}。${side}: ${shown.slice('file://'.length)} may not be used by whoever runs this; have the right given.`,
      because,
    );
  if (error.code !== 'no_table' || table === undefined) return error;
  if (folder !== undefined) {
    const path = shown.slice('file://'.length);
    return new Error(
      `没有文件 ${path}。${side}: there is no file ${path}; check its path and name.`,
      because,
    );
  }
  const name = `${table.schema}.${table.table}`;
  return new Error(
    `没有表 ${name}。${side}: ${shown} has no table ${name} that this account sees; check the name (?table=schema.table) and the account’s right to read it.`,
    because,
  );
}

export interface OpenEnds {
  source: Source;
  sink: Sink;
  close(): Promise<void>;
}

/** Opens an end and asks it who it is; where it wants a password and somebody is there, he is asked. */
async function openEnd<T extends Source | Sink>(
  side: Side,
  end: End,
  open: (address: End['address']) => T,
): Promise<T> {
  const first = open(end.address);
  try {
    await first.test();
    return first;
  } catch (error) {
    await first.close();
    const isRefused = error instanceof ConnectionProblem && error.code === 'wrong_password';
    if (!isRefused || end.address.password !== '' || !process.stdin.isTTY) throw explained(error, side, end);
  }
  const { user, host } = end.address;
  const password = await askPassword(`口令 Password of ${user} at ${host} (${side}): `);
  const second = open({ ...end.address, password });
  await second.test();
  return second;
}

export async function openEnds(from: End, to: End): Promise<OpenEnds> {
  const folders = new Map<string, string>();
  for (const { address, folder } of [from, to]) if (folder !== undefined) folders.set(address.host, folder);
  const connectors = createConnectors(folders);
  const source = await openEnd('from', from, address =>
    connectors.openSource(address, { queryMilliseconds: 10_000 }),
  );
  try {
    const sink = await openEnd('to', to, address => connectors.openSink(address));
    return {
      source,
      sink,
      async close() {
        await source.close();
        await sink.close();
      },
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}
