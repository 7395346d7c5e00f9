/** Clocks with the words of the modules that started them. */
import type { Db } from '#kernel/db.ts';
import type { Describe, Described, DueClock } from '#modules/deadlines/index.ts';

/** By the first word of a clock’s subject: application:12. */
export type Describers = Readonly<Record<string, Describe>>;

export type KnownClock = DueClock & { described: Described };

/** Each clock with what it belongs to; clocks of things that are gone, or that nobody describes, are left out. */
export async function describeClocks(
  describers: Describers,
  clocks: readonly DueClock[],
  within: Db,
): Promise<KnownClock[]> {
  const things = Map.groupBy(
    clocks.map(({ subject, step }) => {
      const [kind = '', id = ''] = subject.split(':');
      return { kind, id: Number(id), step };
    }),
    one => one.kind,
  );
  const known = new Map<string, Described>();
  for (const [kind, ones] of things) {
    const found = (await describers[kind]?.(ones, within)) ?? new Map<number, Described>();
    for (const [id, described] of found) known.set(`${kind}:${id}`, described);
  }
  return clocks.flatMap(clock => {
    const described = known.get(clock.subject);
    return described ? [{ ...clock, described }] : [];
  });
}
