import { setImmediate } from 'node:timers/promises';
import { type Db, sql } from '#kernel/db.ts';
import { leastOf, measureSubjects } from '#record/subjectList.ts';

interface Part {
  least: Buffer;
  packed: Buffer;
}

/** Reads a list as a look-up does, one part in memory; undefined when there is none. */
export async function measureList(
  db: Db,
  root: Buffer,
): Promise<{ year: number; isWhole: boolean } | undefined> {
  const first = await db.find<{ year: number; n: number; packed: Buffer }>(
    sql`select year, n, packed from record.subjects where root = ${root}`,
  );
  if (!first) return undefined;
  const { year, n, packed } = first;
  const measure = measureSubjects();
  let isReadable = measure.add(packed);
  for (let after: Buffer = Buffer.alloc(0); isReadable; ) {
    const part = await db.find<Part>(
      sql`select least, packed from record.subject_part where root = ${root} and least > ${after} order by least limit 1`,
    );
    if (!part) break;
    // A part under another digest than its first is one in which nobody of it is found, and an empty one hides others.
    isReadable =
      measure.add(part.packed) && part.packed.length > 0 && leastOf(part.packed).equals(part.least);
    after = part.least;
    await setImmediate();
  }
  const found = measure.end();
  return { year, isWhole: isReadable && found.n === n && found.root.equals(root) };
}
