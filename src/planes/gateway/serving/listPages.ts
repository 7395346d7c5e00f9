/**
 * Where a page ends and the next begins. The place is a row's keys in the order of the list, with how many rows alike
 * have been given out; it is sealed, so that it is read and made by the gateway alone, and only for the query and the
 * version of the grant that it was given out for.
 */
import { createHash } from 'node:crypto';
import type { Keys } from '#kernel/keys.ts';
import type { CallPlan } from '#vocabulary/plans.ts';
import type { Query } from '#planes/gateway/dialects/restAsked.ts';
import { refuseList } from '#planes/gateway/dialects/restRefusals.ts';

export interface Place {
  /** Empty: the beginning of the list. */
  keys: (string | null)[];
  /** Rows with these very keys, or from the beginning, that were given out or left out. */
  given: number;
  /** Rows that were given out in all. */
  position: number;
}

export interface Pages {
  /** Throws `wrong_page` for anything that was not given out for this query. */
  open(plan: CallPlan, query: Query, after: string): Place;
  seal(plan: CallPlan, query: Query, place: Place): string;
  /** One for a consumer, as its digests are: it cannot know how rows alike are ordered by it. */
  saltOf(plan: CallPlan): string;
}

/** All that decides which rows there are and in which order; the size of pages may change on the way. */
function idOf(plan: CallPlan, { select, where, order }: Query): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([select, where, order]))
    .digest('base64url');
  return `list/${plan.grantId}/${plan.version}/${digest}`;
}

const isPlace = (value: unknown): value is [(string | null)[], number, number] => Array.isArray(value);

export function createPages(keys: Keys): Pages {
  const salting = keys.derive('list-pages', 'ties');
  return {
    open(plan, query, after) {
      let value: unknown;
      try {
        value = JSON.parse(keys.open('list-pages', idOf(plan, query), Buffer.from(after, 'base64url')));
      } catch {
        throw refuseList.wrong_page();
      }
      if (!isPlace(value)) throw refuseList.wrong_page();
      return { keys: value[0], given: value[1], position: value[2] };
    },
    seal(plan, query, { keys: row, given, position }) {
      const text = JSON.stringify([row, given, position]);
      return keys.seal('list-pages', idOf(plan, query), text).toString('base64url');
    },
    saltOf: ({ grantId }) => createHash('sha256').update(salting).update(String(grantId)).digest('base64url'),
  };
}

/** The place behind a page's last row. `keys`: of each row of the page. */
export function placeAfter(page: readonly (readonly (string | null)[])[], before: Place): Place {
  const last = page.at(-1) ?? before.keys;
  const isLast = (row: readonly (string | null)[]): boolean => row.every((key, i) => key === last[i]);
  let given = 0;
  for (let i = page.length - 1; i >= 0 && isLast(page[i] ?? []); i--) given++;
  const position = before.position + page.length;
  if (given === page.length) {
    // Rows that an offset left out may be alike too: then it is counted on from the beginning.
    if (before.keys.length === 0 && before.position > 0) return { keys: [], given: position, position };
    // All of the page alike, and alike with what came before it.
    if (before.keys.length > 0 && isLast(before.keys)) given += before.given;
  }
  return { keys: [...last], given, position };
}
