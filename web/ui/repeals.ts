import { useEffect, useState } from 'react';
import type { Static } from 'typebox';
import type { RepealList } from '#modules/policy/contract.ts';
import { api } from '../api.ts';

type KnownRepeal = Static<typeof RepealList>['items'][number];

/** How long the list is taken for current; a repeal is rare, and citations stand on every page. */
const FRESH_MILLISECONDS = 60_000;

let asked: Promise<KnownRepeal[]> | undefined;
let askedAt = 0;

function load(): Promise<KnownRepeal[]> {
  if (asked === undefined || Date.now() - askedAt > FRESH_MILLISECONDS) {
    askedAt = Date.now();
    asked = api.get<{ items: KnownRepeal[] }>('/api/law/repeals').then(
      answer => answer.items,
      () => {
        // A page without this mark is better than none; the next citation asks again.
        asked = undefined;
        return [];
      },
    );
  }
  return asked;
}

/** After a repeal was entered here: the next citation asks anew. */
export function refreshRepeals(): void {
  asked = undefined;
}

/** The known repeal of a cited text: of its article, of a section around it, or of the whole. */
export function useRepeal(cited: { document: string; article: string }): KnownRepeal | undefined {
  const [repeals, setRepeals] = useState<KnownRepeal[]>([]);
  useEffect(() => {
    let left = false;
    void load().then(items => {
      if (!left) setRepeals(items);
    });
    return () => {
      left = true;
    };
  }, []);
  return repeals
    .filter(
      one => one.document === cited.document && (one.article === '' || one.covers.includes(cited.article)),
    )
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))[0];
}
