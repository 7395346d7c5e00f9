import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Best } from './searchBest.ts';
import { FACETS, type FacetName, type Indexed, SearchIndex } from './searchIndex.ts';
import { intersection, postingOf, slotOf, union, weightOf } from './searchPostings.ts';

/** Numbers that look like chance and are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const pick = <T>(list: readonly T[], at: number): T => {
  const one = list[Math.floor(at * list.length)];
  assert.ok(one !== undefined);
  return one;
};

const WORDS = ['婚姻', '登记', '婚姻登记', '企业', '低保', '对象', '名单'];
const nothing = (): Record<FacetName, string[]> =>
  Object.fromEntries(FACETS.map(name => [name, []])) as unknown as Record<FacetName, string[]>;

function made(id: number, next: () => number): Indexed {
  const some = (): string[] => WORDS.filter(() => next() < 0.3);
  return {
    id,
    title: some(),
    items: some(),
    rest: some(),
    open: next() < 0.3,
    usedBy: Math.floor(next() * 50),
    calls: 0,
    publishedAt: Date.UTC(2026, 0, 1) + Math.floor(next() * 1e10),
    facets: {
      ...nothing(),
      shareType: [pick(['unconditional', 'conditional', 'withheld'], next())],
      mode: ['query', 'verify', 'batch'].filter(() => next() < 0.5),
      subject: [pick(['person', 'legal'], next())],
    },
  };
}

/** The index after entries came, changed and left, and what is there then. */
function filled(): { index: SearchIndex; there: Map<number, Indexed> } {
  const next = chance(7);
  const index = new SearchIndex();
  const there = new Map<number, Indexed>();
  for (let n = 0; n < 3000; n += 1) {
    const id = 1 + Math.floor(next() * 800);
    if (next() < 0.2) {
      index.remove(id);
      there.delete(id);
    } else {
      const entry = made(id, next);
      index.put(entry);
      there.set(id, entry);
    }
  }
  return { index, there };
}

const idsOf = (index: SearchIndex, found: Uint32Array): number[] =>
  [...found].map(posting => index.idOf(slotOf(posting))).sort((one, other) => one - other);
const has = (entry: Indexed, part: string): boolean =>
  [...entry.title, ...entry.items, ...entry.rest].some(word => word.includes(part));

test('the index finds what looking at every entry finds, after any number of changes', () => {
  const { index, there } = filled();
  assert.equal(index.entries, there.size);
  for (const onlyOpen of [false, true])
    for (const one of ['婚姻', '登', '企业', '没有'])
      for (const other of ['低保', '登记']) {
        const expected = [...there.values()]
          .filter(entry => (!onlyOpen || entry.open) && has(entry, one) && has(entry, other))
          .map(entry => entry.id)
          .sort((a, b) => a - b);
        const found = index.find({ and: [{ word: one }, { word: other }] });
        assert.deepEqual(idsOf(index, index.visible(found, onlyOpen)), expected, `${one} ${other}`);
      }
  assert.deepEqual(
    idsOf(index, index.everything(true)),
    [...there.values()].flatMap(entry => (entry.open ? [entry.id] : [])).sort((a, b) => a - b),
  );
});

test('counts are those of counting by hand: of a choice what the others let through', () => {
  const { index, there } = filled();
  const counted = index.count(
    index.everything(false),
    { shareType: value => value === 'withheld', mode: value => value !== 'batch' },
    () => undefined,
  );
  const all = [...there.values()];
  const withheld = (entry: Indexed): boolean => entry.facets.shareType.includes('withheld');
  const asked = (entry: Indexed): boolean => entry.facets.mode.some(mode => mode !== 'batch');
  const hand = (name: FacetName, fits: (entry: Indexed) => boolean): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const entry of all)
      if (fits(entry)) for (const value of entry.facets[name]) sums[value] = (sums[value] ?? 0) + 1;
    return sums;
  };
  const told = (name: FacetName): Record<string, number> =>
    Object.fromEntries((counted.get(name) ?? []).map(({ value, count }) => [value, count]));
  assert.deepEqual(told('shareType'), hand('shareType', asked));
  assert.deepEqual(told('mode'), hand('mode', withheld));
  assert.deepEqual(
    told('subject'),
    hand('subject', entry => withheld(entry) && asked(entry)),
  );
});

test('a word counts by the best place where it stands, several words by their sum', () => {
  const index = new SearchIndex();
  const entry = { ...made(1, chance(1)), title: ['婚姻'], items: ['婚姻', '登记'], rest: ['低保'] };
  index.put(entry);
  const weight = (...words: string[]): number =>
    weightOf(index.find({ and: words.map(word => ({ word })) })[0] ?? 0);
  assert.deepEqual(
    [weight('婚姻'), weight('登记'), weight('低保'), weight('婚姻', '登记'), weight('婚姻', '登记', '低保')],
    [4, 2, 1, 6, 7],
  );
});

test('lists meet and join by their slots, whatever their lengths', () => {
  const next = chance(3);
  for (const [short, long] of [
    [5, 2000],
    [300, 300],
    [0, 10],
  ] as const) {
    const list = (length: number): Uint32Array =>
      Uint32Array.from(
        [...new Set(Array.from({ length }, () => Math.floor(next() * 2500)))]
          .sort((a, b) => a - b)
          .map(slot => postingOf(slot, 1)),
      );
    const [one, other] = [list(short), list(long)];
    const slots = new Set([...other].map(slotOf));
    assert.deepEqual(
      [...intersection(one, other)].map(slotOf),
      [...one].map(slotOf).filter(slot => slots.has(slot)),
    );
    assert.deepEqual(
      [...union([one, other], 2500)].map(slotOf),
      [...new Set([...one, ...other].map(slotOf))].sort((a, b) => a - b),
    );
  }
});

test('the best are those that sorting all would put first', () => {
  const next = chance(11);
  const offers = Array.from({ length: 5000 }, (_, slot) => ({ key: Math.floor(next() * 100), slot }));
  const best = new Best(37);
  for (const { key, slot } of offers) best.offer(key, slot);
  assert.deepEqual(
    best.slots(),
    offers
      .toSorted((one, other) => other.key - one.key || other.slot - one.slot)
      .slice(0, 37)
      .map(one => one.slot),
  );
});
