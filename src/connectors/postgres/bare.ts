/**
 * A sink where the account may not make the schema `shuqiao`: generations lie beside the view, and the view's comment
 * says which run it shows. Runs are atomic as a whole, and no more: nothing is kept of one that was broken off.
 */
import type { Client } from 'pg';
import type { TableName } from '#planes/mover/ports.ts';
import { markOf, superseded } from '#connectors/targets.ts';
import type { ShownRun } from '#connectors/targets.ts';
import { dropQuietly } from './runs.ts';
import type { RunBook } from './runs.ts';

/** The last line of the comment. */
interface Note {
  shuqiao: 1;
  run: string;
  grant: string;
  version: number;
  rows: number;
  sha256: string;
  generation: string;
  at: string;
}

interface Commented {
  schema: string;
  table: string;
  comment: string;
}

function noteIn(comment: string): Note | undefined {
  try {
    const note = JSON.parse(comment.slice(comment.lastIndexOf('\n') + 1)) as Partial<Note> | null;
    // Whoever may comment the view may have written anything.
    const isWhole =
      note?.shuqiao === 1 &&
      [note.run, note.grant, note.sha256, note.generation, note.at].every(one => typeof one === 'string') &&
      [note.version, note.rows].every(Number.isSafeInteger);
    return isWhole ? (note as Note) : undefined;
  } catch {
    return undefined;
  }
}

function shownIn({ schema, table, comment }: Commented): ShownRun | undefined {
  const note = noteIn(comment);
  return (
    note && {
      schema,
      table,
      runNo: note.run,
      grantNo: note.grant,
      version: note.version,
      rows: note.rows,
      sha256: note.sha256,
      generation: note.generation,
      placedAt: new Date(note.at),
      showing: true,
      position: undefined,
      apply: 'replace',
      key: [],
    }
  );
}

/** Of views of the account's own: others could say of a run what they like. */
async function readComments(client: Client, where: string, values: string[]): Promise<ShownRun[]> {
  const { rows } = await client.query<Commented>(
    `select n.nspname as schema, c.relname as table, d.description as comment
       from pg_description d join pg_class c on c.oid = d.objoid join pg_namespace n on n.oid = c.relnamespace
      where d.classoid = 'pg_class'::regclass and d.objsubid = 0 and c.relkind = 'v'
        and c.relowner = (select oid from pg_roles where rolname = current_user) and d.description like '%{"shuqiao":1%' and ${where}`,
    values,
  );
  return rows.flatMap(row => shownIn(row) ?? []);
}

export const findShownByComment = async (
  client: Client,
  { schema, table }: TableName,
): Promise<ShownRun | undefined> =>
  (await readComments(client, 'n.nspname = $1 and c.relname = $2', [schema, table]))[0];

export const findRunByComment = async (client: Client, runNo: string): Promise<ShownRun | undefined> =>
  (await readComments(client, 'true', [])).find(one => one.runNo === runNo);

/** Tables with our mark beside the view, except the one that it shows. */
export async function findBeside(client: Client, target: TableName, but = ''): Promise<TableName[]> {
  const { rows } = await client.query<{ table: string }>(
    `select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind = 'r' and obj_description(c.oid, 'pg_class') = $2 and c.relname <> $3`,
    [target.schema, markOf(target), but],
  );
  return rows.map(({ table }) => ({ schema: target.schema, table }));
}

/** Also where runs are kept: the account may have been allowed less before. */
export async function sweepBeside(client: Client, target: TableName): Promise<void> {
  const shown = await findShownByComment(client, target);
  for (const table of await findBeside(client, target, shown?.generation)) await dropQuietly(client, table);
}

export const bareBook: RunBook = {
  schema: target => target.schema,
  async claim(client, target) {
    const showing = await findShownByComment(client, target);
    if (showing?.runNo === target.runNo) throw superseded(target);
    return { kept: 0, showing };
  },
  sweep: sweepBeside,
  // Nothing is kept in pieces; what is placed says so in the comment.
  keep: () => Promise.resolve(),
  place: () => Promise.resolve(),
  title(target, generation, run) {
    const note: Note = {
      shuqiao: 1,
      run: target.runNo,
      grant: run.grantNo,
      version: run.version,
      rows: run.rows,
      sha256: run.sha256,
      generation,
      at: new Date().toISOString(),
    };
    return `${run.title}\n${JSON.stringify(note)}`;
  },
};
