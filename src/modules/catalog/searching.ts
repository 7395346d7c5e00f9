/** Finds published entries: words, attributes, suggestions, similar entries. The database is asked for the page alone. */
import type { Static } from 'typebox';
import type { Face } from '#kernel/faces.ts';
import { learnNames, plain } from '#kernel/search.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type * as contract from './contract.ts';
import { Best } from './searchBest.ts';
import { type FollowNeeds, createFollow } from './searchFollow.ts';
import { FACETS, type FacetName, type SearchIndex } from './searchIndex.ts';
import { slotOf, weightOf } from './searchPostings.ts';
import { type Names, litWords, spelledAs, wantedWords } from './searchQuestion.ts';
import { similarSlots } from './searchSimilar.ts';
import { findByCode, listSummaries, listTitles } from './searchStore.ts';
import { facetsOf, summaryOf } from './views.ts';

export type Search = Static<typeof contract.SearchQuery>;

/** The best that are put in order; whoever looks beyond asks a narrower question. */
export const REACH = 2000;
/** Milliseconds after which names of departments are read again. */
const NAMES_EVERY = 5000;
/** More than any quality: where the words stand comes first. */
const PERIOD = 2 ** 40;
/** 101001410400/00012 */
const CODE = /^\w{3,20}\/\d{1,8}$/;
const SUGGESTED_FROM = 40;
/** What one word counts in a title. */
const IN_TITLE = 4;
const SIMILAR = 10;
const OFTEN = 6;
const KEPT_ANSWERS = 500;
/** So many of an answer’s entries are kept at least: the first pages. */
const KEPT_IDS = 100;

export interface SearchingNeeds extends FollowNeeds {
  organizations: Pick<Organizations, 'departments' | 'regions'>;
  standards: {
    /** Words that mean the same, the word itself among them. */
    synonymsOf(word: string): readonly string[];
    classes(): readonly { code: string; name: string }[];
  };
}

interface Found {
  index: SearchIndex;
  /** What the words find and the reader may see, each with how much the words count there. */
  hits: Uint32Array;
  asked: boolean;
}

interface Answered extends Answer {
  names: Names;
  lit: string[];
}

interface Answer {
  total: number;
  kinds: { entry: number; interface: number };
  counts: Map<FacetName, { value: string; count: number }[]>;
  /** Numbers of entries, the best first. */
  ids: number[];
}

const isInterface = (value: string): boolean => value === 'interface';

export function createSearching(needs: SearchingNeeds) {
  const { db, clock, organizations, standards } = needs;
  const synonymsOf = (word: string): string[] =>
    standards
      .synonymsOf(word)
      .map(plain)
      .filter(one => one !== word);
  const follow = createFollow(needs);
  let names: { at: number; read: Promise<Names> } | undefined;
  let lastNames = '';
  let version = 0;

  async function readNames(): Promise<Names> {
    const [departments, regions] = await Promise.all([organizations.departments(), organizations.regions()]);
    learnNames(departments.flatMap(one => [one.name, one.shortName]));
    const classes = standards.classes();
    const now = JSON.stringify([departments.map(one => one.name), regions, classes.map(one => one.name)]);
    if (now !== lastNames) version += 1;
    lastNames = now;
    return {
      version,
      departments: new Map(departments.map(({ id, name }) => [String(id), name])),
      regions: new Map(regions.map(({ code, name }) => [code, name])),
      classes: new Map(classes.map(({ code, name }) => [code, name])),
    };
  }

  function namesNow(): Promise<Names> {
    if (!names || clock.now() - names.at > NAMES_EVERY) {
      const read = readNames();
      names = { at: clock.now(), read };
      read.catch(() => {
        names = undefined;
      });
    }
    return names.read;
  }

  function find(index: SearchIndex, known: Names, text: string, face: Face): Found {
    const wanted = wantedWords({ index, names: known, synonymsOf }, text);
    const onlyOpen = face === 'internet';
    const hits = wanted.length === 0 ? index.everything(onlyOpen) : index.find({ and: wanted });
    return { index, hits: index.visible(hits, onlyOpen), asked: wanted.length > 0 };
  }

  /** A whole code is one entry's, and no word. */
  async function findCode(index: SearchIndex, code: string, face: Face): Promise<Found> {
    const id = await findByCode(db, code);
    return { index, hits: index.visible(index.only(id), face === 'internet'), asked: true };
  }

  /** What was asked lately, as long as nothing changes: most people ask for the same. */
  let answers = new Map<string, Answer>();
  let answersOf: { index: SearchIndex; generation: number } | undefined;

  /** The best of what passes the choices, with the counts of the attributes. */
  function choose({ index, hits, asked }: Found, search: Search, most: number): Answer {
    const interfaces = search.kind === 'interface' ? index.having(hits, 'resource', isInterface) : undefined;
    const chosen = chosenOf(search);
    const best = new Best(most);
    const keyOf = KEYS[search.sort === 'relevance' && !asked ? 'recent' : search.sort];
    let total = 0;
    const counts = index.count(interfaces ?? hits, chosen, posting => {
      total += 1;
      best.offer(keyOf(index, posting), slotOf(posting));
    });
    // Without choices the counts know it already.
    const counted =
      Object.keys(chosen).length === 0
        ? (counts.get('resource')?.find(one => isInterface(one.value))?.count ?? 0)
        : index.having(hits, 'resource', isInterface).length;
    return {
      total,
      kinds: { entry: hits.length, interface: interfaces?.length ?? counted },
      counts,
      ids: best.slots().map(slot => index.idOf(slot)),
    };
  }

  async function answer(search: Search, face: Face): Promise<Answered> {
    const [known, index] = await Promise.all([namesNow(), follow.current()]);
    const { page, size, ...asked } = search;
    const most = Math.min(page * size, REACH);
    if (answersOf?.index !== index || answersOf.generation !== index.generation) {
      answers = new Map();
      answersOf = { index, generation: index.generation };
    }
    const kept = answers;
    const lit = litWords({ index, names: known, synonymsOf }, search.q);
    // What is lit holds what means the same: whoever changes that asks something else.
    const key = JSON.stringify([face, known.version, asked, lit]);
    const had = kept.get(key);
    if (had && (had.ids.length >= most || had.ids.length === Math.min(had.total, REACH)))
      return { ...had, names: known, lit };
    const found = CODE.test(search.q.trim())
      ? await findCode(index, search.q.trim(), face)
      : find(index, known, search.q, face);
    const made = choose(found, search, Math.max(most, KEPT_IDS));
    kept.delete(key);
    kept.set(key, made);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
    return { ...made, names: known, lit };
  }

  return {
    async search(search: Search, face: Face): Promise<Static<typeof contract.SearchView>> {
      const { total, kinds, counts, ids, names: known, lit } = await answer(search, face);
      const chosen = chosenOf(search);
      const page = ids.slice((search.page - 1) * search.size, search.page * search.size);
      const rows = new Map((await listSummaries(db, page, face)).map(row => [row.id, row]));
      return {
        total,
        reach: REACH,
        kinds,
        items: page.flatMap(id => {
          const row = rows.get(id);
          return row ? [summaryOf(row, lit, undefined, clock.now())] : [];
        }),
        facets: facetsOf(counts, known, (name, value) => (chosen[name] ? chosen[name](value) : false)),
        lit,
      };
    },

    /** A question that asks for everything: where one is built up. */
    nothing: NOTHING,

    /** Numbers of the best entries that the question finds, for an export; at most `REACH`. */
    ids: async (search: Search, face: Face): Promise<number[]> =>
      (await answer({ ...search, page: 1, size: REACH }, face)).ids,

    /** What one who has typed so much may mean. Taken from what the reader may find, so nothing else can show. */
    async suggest(text: string, face: Face): Promise<Static<typeof contract.Suggestions>> {
      const asked = plain(text).trim();
      const [known, index] = await Promise.all([namesNow(), follow.current()]);
      const found = find(index, known, asked, face);
      const { hits } = found;
      const lit = litWords({ index, names: known, synonymsOf }, asked);
      const best = new Best(SUGGESTED_FROM);
      for (const hit of hits) best.offer(KEYS.relevance(index, hit), slotOf(hit));
      const slots = best.slots();
      const chosen = new Set(slots);
      const titled = new Set<number>();
      for (const hit of hits)
        if (weightOf(hit) >= IN_TITLE && chosen.has(slotOf(hit))) titled.add(index.idOf(slotOf(hit)));
      const ids = slots.map(slot => index.idOf(slot));
      const rows = new Map((await listTitles(db, ids, face)).map(row => [row.id, row]));
      const ordered = ids.flatMap(id => rows.get(id) ?? []);
      if (!found.asked) {
        const often = new Set(ordered.map(row => row.matter || row.title));
        return { entries: [], items: [], departments: [], often: [...often].slice(0, OFTEN) };
      }
      const { counts } = await answer(NOTHING, face);
      const departments = counts.get('departmentId') ?? [];
      const fits = (name: string): boolean => name.includes(asked) || spelledAs(name, asked);
      return {
        // Who types a department means the department, not each of its entries.
        entries: ordered
          .filter(row => titled.has(row.id))
          .slice(0, 6)
          .map(({ id, title }) => ({ id, title })),
        items: [
          ...new Set(
            ordered.flatMap(row => row.itemNames.filter(name => holdsAny(plain(name), lit) || fits(name))),
          ),
        ].slice(0, 6),
        departments: departments
          .map(({ value, count }) => ({ id: Number(value), name: known.departments.get(value) ?? '', count }))
          .filter(one => one.name !== '' && fits(one.name))
          .slice(0, 4),
        often: [],
      };
    },

    /** Entries that say the same as a title and items: for whoever compiles one, or registers a need. */
    async similar(
      asked: Static<typeof contract.SimilarBody>,
    ): Promise<Static<typeof contract.SimilarEntries>> {
      const index = await follow.current();
      const alike = similarSlots(index, asked, SIMILAR);
      const ids = alike.map(one => index.idOf(one.slot));
      const rows = new Map((await listTitles(db, ids, 'government')).map(row => [row.id, row]));
      return {
        items: alike.flatMap(({ slot, share }) => {
          const row = rows.get(index.idOf(slot));
          return row ? [{ id: row.id, title: row.title, departmentName: row.departmentName, share }] : [];
        }),
      };
    },

    /** Reads the index before anybody asks. */
    ready: async (): Promise<void> => void (await follow.current()),
  };
}

export type Searching = ReturnType<typeof createSearching>;

const NOTHING: Search = {
  ...(Object.fromEntries(FACETS.map(name => [name, []])) as unknown as Pick<Search, FacetName>),
  q: '',
  kind: 'entry',
  sort: 'relevance',
  page: 1,
  size: 20,
};

const KEYS: Record<Search['sort'], (index: SearchIndex, posting: number) => number> = {
  relevance: (index, posting) => weightOf(posting) * PERIOD + index.qualityOf(slotOf(posting)),
  recent: (index, posting) => index.publishedOf(slotOf(posting)),
  used: (index, posting) => index.qualityOf(slotOf(posting)),
  called: (index, posting) => index.callsOf(slotOf(posting)),
};

const holdsAny = (text: string, words: readonly string[]): boolean => words.some(word => text.includes(word));

function chosenOf(search: Search): Partial<Record<FacetName, (value: string) => boolean>> {
  const chosen: Partial<Record<FacetName, (value: string) => boolean>> = {};
  for (const name of FACETS) {
    const values = new Set((search[name] as readonly (string | number)[]).map(String));
    if (values.size === 0) continue;
    // A class means all that lies under it: the codes of the tree grow by their branches.
    chosen[name] =
      name === 'classCode'
        ? value => [...values].some(front => value.startsWith(front))
        : value => values.has(value);
  }
  return chosen;
}
