/** What was entered since the files of `profiles/` were written: repeals, switched profiles, laws of the library. */
import { isPartOf } from './articles.ts';
import { NATION, type PolicyDocument, type PolicyLibrary } from './library.ts';

/** A text or one of its articles no longer binds from `since` on. Entered once; every citation of it shows it. */
export interface Repeal {
  id: number;
  document: string;
  /** Empty: the whole text. */
  article: string;
  /** The first civil date on which it no longer binds. */
  since: string;
  /** The text that repeals it. */
  by: string;
}

/** From `from` on, a region's own texts are those of a profile; what lies above it stays. */
export interface ProfileSwitch {
  id: number;
  regionCode: string;
  profile: string;
  from: string;
}

export interface Changes {
  repeals: readonly Repeal[];
  switches: readonly ProfileSwitch[];
  /** Entered by the authority, so that entries can point to them. They hold no rules. */
  laws: readonly PolicyDocument[];
}

export const NO_CHANGES: Changes = { repeals: [], switches: [], laws: [] };

/** The earliest repeal of an article: of itself, with the section that it is a part of, or with its whole text. */
export function findRepeal({ repeals }: Changes, document: string, article: string): Repeal | undefined {
  return repeals
    .filter(one => one.document === document && (one.article === '' || isPartOf(article, one.article)))
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))[0];
}

/** The name of the profile whose texts are a region's own on a date; undefined where none was ever named. */
export function profileOn(
  library: PolicyLibrary,
  { switches }: Changes,
  regionCode: string,
  onDate: string,
): string | undefined {
  const last = switches
    .filter(one => one.regionCode === regionCode && one.from <= onDate)
    .toSorted((a, b) => (a.from === b.from ? a.id - b.id : a.from < b.from ? -1 : 1))
    .at(-1);
  return last?.profile ?? library.regions.get(regionCode)?.profile;
}

/** The region of which a profile is the own one. */
export function homeOf(library: PolicyLibrary, profile: string): string | undefined {
  return [...library.regions.values()].find(region => region.profile === profile)?.code;
}

/** The documents that are a region's own on a date. The national base is nobody's own: it holds everywhere. */
export function ownDocuments(
  library: PolicyLibrary,
  changes: Changes,
  regionCode: string,
  onDate: string,
): readonly string[] {
  const written = library.regions.get(regionCode);
  const profile = profileOn(library, changes, regionCode, onDate);
  if (profile === undefined || profile === written?.profile) return written?.documents ?? [];
  const home = homeOf(library, profile);
  return home === undefined || home === NATION ? [] : (library.regions.get(home)?.documents ?? []);
}
