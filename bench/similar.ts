/**
 * Items of one meaning under other names, and items of one name with other meanings: 2,000 planted pairs (see
 * data/pairsPlant.ts), told apart by the platform's own cutter and the standards as delivered. Promises, on pairs that
 * nobody tuned on: at least 90 % found, and at least 90 % of what is found is right. Then the way to the candidates:
 * each held-out twin is filed among other items and asked for through the database.
 *
 *   node bench/similar.ts [--items 20000] [--mistakes]     --mistakes prints those of the tuning half
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reader } from '#kernel/db.ts';
import { createOrganizations } from '#modules/organizations/index.ts';
import { findShared } from '#modules/sources/finding.ts';
import {
  type Described,
  type Language,
  ALIKE,
  languageOf,
  likeness,
  topicOf,
} from '#modules/sources/index.ts';
import { filedUnder, isJoin } from '#modules/sources/meaning.ts';
import * as filing from '#modules/sources/store.ts';
import { createStandards, loadStandards } from '#modules/standards/index.ts';
import { createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { PlantedItem, PlantedPair } from './data/pairsPlant.ts';
import { ITEMS_EACH, fillCatalog } from './lib/catalogCity.ts';
import { printMachine } from './lib/machine.ts';
import { percentile } from './lib/pairs.ts';
import { promiseLine } from './lib/promise.ts';
import { withGround } from './lib/records.ts';
import { benchServer, withClient } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_similar';
const ROOT = resolve(import.meta.dirname, '..');

const planted = (name: string): PlantedPair[] =>
  readFileSync(join(import.meta.dirname, 'data', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as PlantedPair);

const describe = (item: PlantedItem, language: Language): Described => ({
  ...item,
  shape: null,
  topic: topicOf(item.title, language),
});
const scoreOf = ({ one, other }: PlantedPair, language: Language): number =>
  likeness(describe(one, language), describe(other, language), language).score;

interface Told {
  recall: number;
  precision: number;
}

function told(name: string, pairs: readonly PlantedPair[], language: Language): Told {
  const found = pairs.filter(pair => scoreOf(pair, language) >= ALIKE);
  const right = found.filter(pair => pair.same).length;
  const recall = right / pairs.filter(pair => pair.same).length;
  const precision = right / found.length;
  const apart = Map.groupBy(
    pairs.filter(pair => !pair.same),
    pair => pair.why.split(':')[0] ?? '',
  );
  const wrong = [...apart].map(
    ([why, list]) => `${why} ${list.filter(pair => found.includes(pair)).length}/${list.length}`,
  );
  console.log(
    `${name}: ${pairs.length} pairs, recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}; wrongly found: ${wrong.join(', ')}`,
  );
  return { recall, precision };
}

function printMistakes(pairs: readonly PlantedPair[], language: Language): void {
  const shown = ({ title, name, type, element, codeTable }: PlantedItem): string =>
    [title, name, type, element, codeTable].filter(text => text !== '').join(' / ');
  for (const pair of pairs) {
    const score = scoreOf(pair, language);
    if (score >= ALIKE !== pair.same)
      console.log(
        `${pair.same ? 'missed' : 'wrong '} ${score.toFixed(2)} ${shown(pair.one)} | ${shown(pair.other)} | ${pair.why}`,
      );
  }
}

/** Milliseconds of 1,000 comparisons, names taken apart included. */
function costOf(pairs: readonly PlantedPair[], language: Language): number {
  const described = pairs.map(
    ({ one, other }) => [describe(one, language), describe(other, language)] as const,
  );
  const began = performance.now();
  for (const [one, other] of described) likeness(one, other, language);
  return ((performance.now() - began) * 1000) / described.length;
}

/** Which of the twins that a comparison knows are also found through the database, among `items` others. */
async function throughDatabase(
  { storage }: Parameters<Parameters<typeof withGround>[2]>[0],
  twins: readonly PlantedPair[],
  items: number,
  language: Language,
) {
  const others = Math.ceil(items / ITEMS_EACH);
  await withClient(benchServer(), DATABASE, client => fillCatalog(client, others + twins.length));
  const db = reader(storage.pools.read);
  const audited = createAudited(storage.pools.write, () => Date.now());
  const entries = await withClient(benchServer(), DATABASE, async client => {
    const { rows } = await client.query<{
      id: number;
      departmentId: number;
      regionCode: string;
      title: string;
      subject: PlantedItem['subject'];
      names: string[];
    }>(`select entry_id as id, department_id as "departmentId", region_code as "regionCode", title, subject, item_names as names
      from catalog.shelf order by entry_id`);
    return rows;
  });
  const began = performance.now();
  await audited(PLATFORM, 'bench.file', 'items', async tx => {
    for (const [at, { names, ...entry }] of entries.entries()) {
      const twin = twins[at - others]?.other;
      const { title, subject } = twin ?? entry;
      const topic = topicOf(title, language);
      const held = twin ? [twin] : names.map(name => ({ name, type: 'text', element: '', codeTable: '' }));
      const filed = held.map(({ name, type, element, codeTable }) => {
        const item = { name, type, element, codeTable };
        return { ...item, words: filedUnder({ ...item, shape: null, subject, topic }, language) };
      });
      await filing.file(tx, { ...entry, entryId: entry.id, title, subject, topic }, filed);
    }
    return { value: undefined };
  });
  console.log(
    `${items} items and ${twins.length} twins filed in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  await withClient(benchServer(), DATABASE, client =>
    client.query('vacuum analyze sources.item, sources.entry'),
  );

  const times: number[] = [];
  let met = 0;
  let itself = 0;
  for (const [at, pair] of twins.entries()) {
    const { one } = pair;
    const { title, subject } = one;
    const since = performance.now();
    const found = await findShared(
      db,
      { departmentId: 0, title, subject, items: [one], shapes: new Map() },
      language,
    );
    times.push(performance.now() - since);
    // Three are shown for an item: the twin, or three that are as alike.
    const twin = found.find(({ entryId }) => entryId === entries[others + at]?.id);
    const asAlike = found.filter(({ score }) => score >= scoreOf(pair, language));
    if (twin) itself += 1;
    if (twin || asAlike.length >= 3) met += 1;
  }
  console.log(`${itself} of ${twins.length} twins were found themselves, ${met} or three as alike`);
  return { found: met / twins.length, p95: percentile(times, 0.95) };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { items: { type: 'string', default: '20000' }, mistakes: { type: 'boolean', default: false } },
  });
  printMachine();
  await withGround(benchServer(), DATABASE, async ground => {
    const { pools, keys } = ground.storage;
    const db = reader(pools.read);
    const audited = createAudited(pools.write, () => Date.now());
    const organizations = createOrganizations({ db, pool: pools.write, audited, keys });
    const delivered = loadStandards(resolve(ROOT, 'reference/standards'));
    const standards = await createStandards({ db, audited, organizations, delivered, homeRegion: '410400' });
    const language = languageOf(standards);

    const tuning = planted('pairsTuning');
    const heldOut = planted('pairsHeldOut');
    if (values.mistakes) printMistakes(tuning, language);
    told('tuned on', tuning, language);
    const { recall, precision } = told('held out', heldOut, language);
    told('written after tuning', planted('pairsAfter'), language);
    console.log(`1,000 comparisons take ${costOf(heldOut, language).toFixed(0)} ms`);

    const twins = heldOut.filter(
      pair =>
        pair.same && scoreOf(pair, language) >= ALIKE && !isJoin(describe(pair.one, language), language),
    );
    const asked = await throughDatabase(ground, twins, Number(values.items), language);
    console.log(`one item asked for among ${values.items}: p95 ${asked.p95.toFixed(1)} ms`);
    promiseLine('similar.recall', recall, '>=0.9');
    promiseLine('similar.precision', precision, '>=0.9');
    promiseLine('similar.candidates', asked.found, '>=0.9');
  });
}
