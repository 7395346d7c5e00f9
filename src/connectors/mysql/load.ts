/**
 * Lines into a table: as a file that the server asks for and we stream (`LOAD DATA LOCAL`), or where the server takes no
 * files by prepared inserts of many rows, which take about twice as long.
 */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ResultSetHeader } from 'mysql2';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import { startMysqlAnswer } from './connection.ts';
import { lineFields } from './lines.ts';
import { ask } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';

export interface LoadInto {
  /** The table, quoted. */
  table: string;
  /** Quoted names of the columns that the fields of a line fill. */
  columns: readonly string[];
  /** The last field is the digest of a key, in hexadecimal, and goes into this column. */
  digest?: string | undefined;
  /** Columns that are the same in all rows, as expressions. */
  fixed?: Readonly<Record<string, string>> | undefined;
}

export interface Load {
  write(lines: Buffer): Promise<void>;
  /** The rows that the server took. */
  end(): Promise<number>;
}

/** One statement holds so much, so that the server's limit of a statement is not a limit of the run. */
const STATEMENT_BYTES = 64 * 1024 * 1024;
const STATEMENT_MILLISECONDS = 60_000;

/** The server takes what does not fit as something else, and only counts that it did: nothing of it may stay. */
async function checkWarnings(link: Link, warnings: number): Promise<void> {
  if (warnings === 0) return;
  const [first] = await ask<[string, string | number, string]>(link, 'show warnings limit 1');
  const column = /column (?:`[^`]*`\.)*[`']([^`']+)[`']/.exec(first?.[2] ?? '')?.[1] ?? '';
  throw new ConnectionProblem('bad_value', { column, reason: `MySQL ${first?.[1] ?? ''}` });
}

function loadText({ table, columns, digest, fixed = {} }: LoadInto): string {
  const names = [...columns, ...(digest === undefined ? [] : ['@digest'])];
  const sets = [
    ...(digest === undefined ? [] : [`${digest} = unhex(@digest)`]),
    ...Object.entries(fixed).map(([column, value]) => `${column} = ${value}`),
  ];
  return `load data local infile 'rows' into table ${table} character set utf8mb4
    fields terminated by '\\t' escaped by '\\\\' lines terminated by '\\n'
    (${names.join(', ')})${sets.length === 0 ? '' : ` set ${sets.join(', ')}`}`;
}

/** One statement of a file. */
function startFile(link: Link, text: string) {
  const { connection } = link;
  const stream = new PassThrough({ highWaterMark: 1024 * 1024 });
  startMysqlAnswer(connection);
  const done = new Promise<ResultSetHeader>((resolve, reject) => {
    connection.query<ResultSetHeader>({ sql: text, infileStreamFactory: () => stream }, (error, result) =>
      error === null ? resolve(result) : reject(error),
    );
  });
  // Looked at by whoever writes next, or ends it.
  const failed = done.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return {
    bytes: 0,
    started: performance.now(),
    async write(lines: Buffer): Promise<void> {
      this.bytes += lines.length;
      if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), failed]);
    },
    async end(): Promise<number> {
      stream.end();
      const { affectedRows, warningStatus } = await done;
      await checkWarnings(link, warningStatus);
      return affectedRows;
    },
  };
}

function openFileLoad(link: Link, into: LoadInto): Load {
  const text = loadText(into);
  let file: ReturnType<typeof startFile> | undefined;
  let rows = 0;
  const endFile = async (): Promise<void> => {
    rows += (await file?.end()) ?? 0;
    file = undefined;
  };
  return {
    async write(lines) {
      if (
        file !== undefined &&
        (file.bytes > STATEMENT_BYTES || performance.now() - file.started > STATEMENT_MILLISECONDS)
      )
        await endFile();
      file ??= startFile(link, text);
      await file.write(lines);
    },
    async end() {
      await endFile();
      return rows;
    },
  };
}

const MOST_VALUES = 60_000;
const MOST_ROWS = 500;

function openInserts({ connection }: Link, { table, columns, digest, fixed = {} }: LoadInto): Load {
  const names = [...columns, ...(digest === undefined ? [] : [digest]), ...Object.keys(fixed)];
  const row = `(${[
    ...columns.map(() => '?'),
    ...(digest === undefined ? [] : ['unhex(?)']),
    ...Object.values(fixed),
  ].join(', ')})`;
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / names.length)));
  let rows = 0;

  const insert = (lines: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      startMysqlAnswer(connection);
      const sql = `insert into ${table} (${names.join(', ')}) values ${lines.map(() => row).join(', ')}`;
      connection.execute<ResultSetHeader>(sql, lines.flatMap(lineFields), (error, result) => {
        if (error !== null) return reject(error);
        rows += result.affectedRows;
        resolve();
      });
    });

  return {
    async write(page) {
      // A page holds whole lines, and a newline within a value is written otherwise.
      const lines = page.toString('utf8', 0, page.length - 1).split('\n');
      for (let at = 0; at < lines.length; at += most) await insert(lines.slice(at, at + most));
    },
    end: () => Promise.resolve(rows),
  };
}

export const openLoad = (link: Link, into: LoadInto): Load =>
  link.streams ? openFileLoad(link, into) : openInserts(link, into);
