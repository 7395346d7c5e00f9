/** One file that a department gives out, so that a visitor can ask for files and see where they are kept. */
import { stringify } from 'csv-stringify/sync';
import pg from 'pg';
import { ENTRIES } from './data/entries.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import type { Places } from './mount.ts';

const KEY = 'social-organization';
const LINES = 2000;

export async function giveFile(
  { services: { files, deadlines } }: Demonstrated,
  people: People,
  { postgres }: Places,
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const entry = ENTRIES.find(({ key }) => key === KEY);
  const entryId = entryIds.get(KEY);
  if (!entry || entryId === undefined) throw new Error(`the demonstration has no entry ${KEY}`);
  const officer = people.actor(entry.departmentKey, 'data_officer');
  if ((await files.list(officer, entryId)).items.length > 0) return;
  const { schema, table } = entry.source;
  const columns = entry.items.map(({ column }) => `${pg.escapeIdentifier(column)}::text`).join(', ');
  const client = new pg.Client(postgres);
  await client.connect();
  let rows: (string | null)[][];
  try {
    ({ rows } = await client.query<(string | null)[]>({
      text: `select ${columns} from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)} order by 1 limit ${LINES}`,
      rowMode: 'array',
    }));
  } finally {
    await client.end();
  }
  // With its mark, so that Excel reads it as UTF-8.
  const bytes = Buffer.from(`\uFEFF${stringify([entry.items.map(({ name }) => name), ...rows])}`);
  const month = deadlines.today().slice(0, 7);
  const upload = await files.begin(officer, {
    entryId,
    name: `${entry.title}${month}.csv`,
    size: bytes.length,
  });
  for (let n = 0; n * upload.piece < bytes.length; n += 1)
    await files.piece(officer, upload.id, n, bytes.subarray(n * upload.piece, (n + 1) * upload.piece));
  await files.finish(officer, upload.id, { period: month, note: '演示数据', replaces: null });
}
