/**
 * Plants the 2,000 labelled pairs of items on which the search for items of one meaning is measured. Which rows mean
 * the same was decided by hand in pairsShared.ts and pairsAreas.ts; chance (with a fixed seed) only chooses who says it
 * where. Half of the pairs are for tuning, half are held out. 200 more are of meanings that were written down when the
 * tuning was over: what the detector makes of words that nobody ever tuned on is seen apart.
 *
 *   node bench/data/pairsPlant.ts      writes pairsTuning, pairsHeldOut and pairsAfter (.jsonl) beside itself
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AFTERWARDS, AREAS, type Area } from './pairsAreas.ts';
import { ARGUABLE, type Meaning, MISTAKEN, OF_ORGANISATION, OF_PERSON, WIDE } from './pairsShared.ts';
import { CODE_TABLES, ELEMENTS } from './pairsStandards.ts';

export interface PlantedItem {
  /** Of the entry in which the item stands. */
  title: string;
  subject: Area['subject'];
  name: string;
  type: Meaning['type'];
  element: string;
  codeTable: string;
}
export interface PlantedPair {
  one: PlantedItem;
  other: PlantedItem;
  same: boolean;
  why: string;
}

/** A meaning with the fields of government that hold it. */
interface Held extends Meaning {
  id: string;
  areas: Area[];
  shared: boolean;
}

const SEED = 20_261_121;
const PAIRS = 2000;
const AFTER_PAIRS = 200;
/** Meanings of which all pairs are held out. */
const APART_PAIRS = 200;
const APART_MEANINGS = 0.1;
/** Of the items that could name their standard element or code table, as many do. */
const FILLED = 0.3;
/** Dates and numbers that a department keeps as text. */
const AS_TEXT = 0.1;

function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = chance(SEED);
/** Of its own, so that another standard filled in leaves the pairs as they are. */
const filling = chance(SEED + 1);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const held = (subject: Area['subject'], key: string, meanings: Meaning[]): Held[] =>
  meanings.map(one => ({
    ...one,
    id: `${key}.${one.key}`,
    areas: AREAS.filter(area => area.subject === subject),
    shared: true,
  }));
const meaningsOf = (area: Area): Held[] =>
  area.meanings.map(one => ({ ...one, id: `${area.key}.${one.key}`, areas: [area], shared: false }));
const ALL: Held[] = [
  ...held('person', 'person', OF_PERSON),
  ...held('legal', 'org', OF_ORGANISATION),
  ...AREAS.flatMap(meaningsOf),
];

const bare = (name: string): boolean => name.endsWith('*');
const plain = (name: string): string => name.replace('*', '');

/** 学生姓名 for 姓名 in an entry about pupils; never before a name that says whose it is already. */
function ofWhom(meaning: Held, name: string, who: string): string {
  if (who === '' || /^[A-Z]/.test(name) || random() > 0.35) return name;
  if (meaning.id === 'org.name') return `${who}名称`;
  return /^(企业|单位|公司|法人|组织|市场|注册|本人|个人|人员|公民|居民|中文)/.test(name) ? name : who + name;
}

function itemOf(meaning: Held, name: string, titleNot = ''): PlantedItem {
  const area = pick(meaning.areas);
  const wide = !bare(name) && random() < 0.25;
  const titles = (wide ? WIDE[area.subject] : area.titles).filter(title => title !== titleNot);
  const told = plain(name);
  const filled = (codes: Record<string, string>): string => {
    const code = codes[meaning.id];
    return filling() < FILLED && code !== undefined ? code : '';
  };
  return {
    title: pick(titles),
    subject: area.subject,
    name: meaning.shared && !wide ? ofWhom(meaning, told, area.who) : told,
    type: meaning.type !== 'text' && random() < AS_TEXT ? 'text' : meaning.type,
    element: filled(ELEMENTS),
    codeTable: filled(CODE_TABLES),
  };
}

const arguable = (one: Held, other: Held): boolean =>
  ARGUABLE.some(
    group => group.includes(one.id.split('.')[0] ?? '') && group.includes(other.id.split('.')[0] ?? ''),
  );

/** What a pair may be of: its first item of these meanings, the second of those. */
interface Pool {
  these: Held[];
  those: Held[];
}

function otherName({ these }: Pool): PlantedPair {
  const shared = random() < 0.5;
  const some = these.filter(one => one.shared === shared);
  const meaning = pick(some.length > 0 ? some : these);
  const one = itemOf(meaning, pick(meaning.names));
  const other = itemOf(meaning, pick(meaning.names), one.title);
  return { one, other, same: true, why: `both are ${meaning.id}` };
}

function apart(one: Held, other: Held, names: [string, string], why: string): PlantedPair {
  return {
    one: itemOf(one, names[0]),
    other: itemOf(other, names[1]),
    same: false,
    why: `${why}: ${one.id} and ${other.id}`,
  };
}

/** The same bare name below entries about different things. */
function sameName({ these, those }: Pool): PlantedPair | undefined {
  const one = pick(these);
  const name = pick(one.names.filter(bare));
  const others = those.filter(other => other !== one && !arguable(one, other) && other.names.includes(name));
  return name && others.length > 0 ? apart(one, pick(others), [name, name], 'same name') : undefined;
}
/** The same property of different things, under whatever names. */
function sameProperty({ these, those }: Pool): PlantedPair | undefined {
  const one = pick(these.filter(candidate => !candidate.shared));
  const others = those.filter(
    other => other !== one && !other.shared && other.key === one.key && !arguable(one, other),
  );
  if (others.length === 0) return undefined;
  const other = pick(others);
  return apart(one, other, [pick(one.names), pick(other.names)], 'same property of something else');
}
function mistaken({ these, those }: Pool): PlantedPair | undefined {
  const [first, second] = pick(MISTAKEN);
  const one = those.find(({ id }) => id === first);
  const other = those.find(({ id }) => id === second);
  if (!one || !other || !(these.includes(one) || these.includes(other))) return undefined;
  return apart(one, other, [pick(one.names), pick(other.names)], 'easily mistaken');
}
/** Two properties of one thing, half of them with two signs in common. */
function sibling({ these, those }: Pool): PlantedPair | undefined {
  const one = pick(these.filter(candidate => !candidate.shared));
  const names: [string, string] = [pick(one.names), ''];
  const others = those.filter(
    other => other !== one && other.areas[0] === one.areas[0] && !other.shared && other.type === one.type,
  );
  if (others.length === 0) return undefined;
  const other = pick(others);
  names[1] = pick(other.names);
  const common = Array.from(plain(names[0])).filter(sign => names[1].includes(sign)).length;
  if (common < 2 && random() < 0.5) return undefined;
  return apart(one, other, names, 'another property of the same thing');
}

/** In this proportion. */
const APART = [sameName, sameName, sameName, sameProperty, sameProperty, mistaken, mistaken, sibling];

function plant(pool: Pool, pairs: number, kinds = APART): PlantedPair[] {
  const seen = new Set<string>();
  const found: PlantedPair[] = [];
  const fill = (until: number, draw: (pool: Pool) => PlantedPair | undefined): void => {
    for (let tries = 0; found.length < until && tries < 400_000; tries += 1) {
      const pair = draw(pool);
      if (pair === undefined || (pair.same && pair.one.name === pair.other.name)) continue;
      const key = [pair.one, pair.other]
        .map(({ title, name }) => `${title} ${name}`)
        .toSorted()
        .join(' / ');
      if (seen.has(key)) continue;
      seen.add(key);
      found.push(pair);
    }
    if (found.length < until) throw new Error(`The vocabularies yield ${found.length} pairs of ${until}.`);
  };
  fill(pairs / 2, otherName);
  for (const [at, kind] of kinds.entries())
    fill(Math.round((pairs / 2) * (1 + (at + 1) / kinds.length)), kind);
  return found;
}

if (import.meta.main) {
  const dealt = ALL.map(meaning => ({ meaning, apart: random() < APART_MEANINGS }));
  const of = (apart: boolean): Held[] => dealt.filter(one => one.apart === apart).map(one => one.meaning);
  const mixed = plant({ these: of(false), those: of(false) }, PAIRS - APART_PAIRS)
    .map(pair => ({ pair, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(one => one.pair);
  const heldOut = [...mixed.slice(PAIRS / 2), ...plant({ these: of(true), those: ALL }, APART_PAIRS)];
  const after = AFTERWARDS.flatMap(meaningsOf);
  const files = {
    pairsTuning: mixed.slice(0, PAIRS / 2),
    pairsHeldOut: heldOut,
    pairsAfter: plant(
      { these: after, those: [...ALL, ...after] },
      AFTER_PAIRS,
      APART.filter(kind => kind !== mistaken),
    ),
  };
  for (const [name, pairs] of Object.entries(files)) {
    const lines = pairs.map(pair => `${JSON.stringify(pair)}\n`);
    writeFileSync(join(import.meta.dirname, `${name}.jsonl`), lines.join(''));
    console.log(`${name}: ${pairs.length} pairs, ${pairs.filter(pair => pair.same).length} of one meaning`);
  }
}
