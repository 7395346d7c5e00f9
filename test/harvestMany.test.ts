/** More entries than lie in memory at once: lists and documents go on where a portion ends, without a gap or a repeat. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { ALL, type HarvestCity, openHarvestCity } from './harvestCity.ts';

/** Above what package_list reads at once, and no multiple of it. */
const COPIES = 5200;
const MANY = COPIES + ALL;

let city: HarvestCity;
before(async () => {
  city = await openHarvestCity('many');
  const [{ id } = { id: 0 }] = city.entries;
  // Copies of one published entry, all of one moment: the worst case for an order by time.
  await city.audited(PLATFORM, 'test.copies', 'entries', async tx => {
    const at = new Date(tx.at);
    await tx.run(sql`insert into catalog.entry (department_id, title, code, version, serving, state, created_at, updated_at, published_at)
      select e.department_id, e.title || g, '999000410400/' || lpad(g::text, 5, '0'), 1, 1, 'published', ${at}, ${at}, ${at}
      from catalog.entry e cross join generate_series(1, ${COPIES}::int) g where e.id = ${id}`);
    await tx.run(sql`insert into catalog.entry_version (entry_id, version, content, state, changed_at, published_at)
      select n.id, 1, v.content || jsonb_build_object('title', n.title), 'published', ${at}, ${at}
      from catalog.entry n join catalog.entry_version v on v.entry_id = ${id} and v.version = 1 where n.code like '999%'`);
    await tx.run(sql`insert into catalog.shelf (entry_id, department_id, region_code, title, share_type, update_cycle, subject, modes, item_names,
        mounted, used_by, published_at, title_words, words, open_type, class_code)
      select n.id, s.department_id, s.region_code, n.title, s.share_type, s.update_cycle, s.subject, s.modes, s.item_names,
        false, 0, ${at}, s.title_words, s.words, s.open_type, s.class_code
      from catalog.entry n join catalog.shelf s on s.entry_id = ${id} where n.code like '999%'`);
    return { value: undefined };
  });
});
after(() => city.close());
afterEach(() => assert.deepEqual(city.bugs.splice(0), []));

async function get<T>(action: string, query: string): Promise<T> {
  const reply = await fetch(`${city.site}/api/3/action/${action}?${query}`);
  assert.equal(reply.status, 200);
  return ((await reply.json()) as { result: T }).result;
}

const once = (names: readonly string[], count = MANY): void =>
  assert.deepEqual([names.length, new Set(names).size], [count, count]);

test('package_list names every entry once, and begins and ends where it is told', async () => {
  const all = await get<string[]>('package_list', '');
  once(all);
  assert.deepEqual(await get('package_list', 'offset=100&limit=5050'), all.slice(100, 5150));
  assert.deepEqual(await get('package_list', `offset=${MANY}`), []);
});

test('A harvester meets every entry once, whatever the order', async () => {
  for (const sort of ['id asc', 'metadata_modified desc', 'title asc', 'metadata_created asc']) {
    const names: string[] = [];
    for (let start = 0; start < MANY + 1000; start += 1000) {
      const found = await get<{ results: { name: string }[] }>(
        'package_search',
        `rows=5000&fl=name&start=${start}&sort=${encodeURIComponent(sort)}`,
      );
      assert.ok(found.results.length <= 1000, 'a page has 1,000 at most');
      names.push(...found.results.map(one => one.name));
    }
    once(names);
  }
});

test('The catalog in one document has every entry once, in both notations', async () => {
  for (const ending of ['ttl', 'jsonld']) {
    const text = await (await fetch(`${city.site}/catalog.${ending}?size=1000000`)).text();
    const codes = text.match(/\d{12}\/\d{5}"/g) ?? [];
    once(codes);
    const page = await (await fetch(`${city.site}/catalog.${ending}?size=250&after=100`)).text();
    assert.equal(page.match(/\d{12}\/\d{5}"/g)?.length, 250);
  }
});
