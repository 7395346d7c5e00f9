import { useEffect, useState } from 'react';
import { api } from '../api.ts';

export interface KnownRepeal {
  document: string;
  title: string;
  /** Empty: the whole text. */
  article: string;
  since: string;
  by: string;
}

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

/** The known repeal of a cited text, by the library's id or by the title that a person wrote. */
export function useRepeal(cited: {
  document?: string;
  title: string;
  article: string;
}): KnownRepeal | undefined {
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
  const bare = (title: string) => title.replace(/[《》\s]/g, '');
  return repeals.find(
    one =>
      (one.document === cited.document || bare(one.title) === bare(cited.title)) &&
      (one.article === '' || one.article === cited.article),
  );
}
