/** The library in memory: what was delivered, with the last change of each thing laid over it, and its indexes. */
import {
  type Change,
  type ClassContent,
  type CodeContent,
  type Contents,
  type DocumentContent,
  type ElementContent,
  type Held,
  type Kind,
  type SynonymContent,
  type TableContent,
  type Thing,
  ownKey,
  tableOf,
} from './things.ts';
import { type Clash, type WordSet, indexWords } from './words.ts';

export interface Shelf {
  tables: ReadonlyMap<string, Held<TableContent>>;
  /** By table, in the order of their positions. */
  codes: ReadonlyMap<string, readonly Held<CodeContent>[]>;
  /** By `<table>/<value>`. */
  code: ReadonlyMap<string, Held<CodeContent>>;
  /** In the order of the codes, each after the one above it. */
  classes: ReadonlyMap<string, Held<ClassContent>>;
  elements: ReadonlyMap<string, Held<ElementContent>>;
  synonyms: ReadonlyMap<string, Held<SynonymContent>>;
  documents: ReadonlyMap<string, Held<DocumentContent>>;
  /** From normalised words to what they mean. */
  words: ReadonlyMap<string, WordSet>;
  clashes: readonly Clash[];
  /** From `<platform> <table> <code>` to the value. */
  meanings: ReadonlyMap<string, string>;
  /** `<kind> <key>` of what entries have used. */
  used: ReadonlySet<string>;
  /** What was removed, with the version that did it: a thing of that name goes on counting from there. */
  removed: ReadonlyMap<string, number>;
  platformName(platform: string): string;
}

type Shelves = { [K in Kind]: Map<string, Held<Contents[K]>> };

/** `changes` in the order of their versions. */
export function buildShelf(
  delivered: readonly Thing[],
  changes: readonly Change[],
  used: ReadonlySet<string>,
): Shelf {
  const shelves: Shelves = {
    table: new Map(),
    code: new Map(),
    class: new Map(),
    element: new Map(),
    synonyms: new Map(),
    document: new Map(),
  };
  const removed = new Map<string, number>();
  // A thing's kind says which content it has, which the type of a looked-up map cannot.
  const of = (kind: Kind) => shelves[kind] as Map<string, Held<Contents[Kind]>>;
  for (const { kind, key, content } of delivered)
    of(kind).set(key, { key, content, version: 1, origin: 'delivered' });
  for (const { kind, key, version, content } of changes) {
    const shelf = of(kind);
    if (content === null) {
      shelf.delete(key);
      removed.set(`${kind} ${key}`, version);
      continue;
    }
    const before = shelf.get(key);
    const origin = before === undefined || before.origin === 'added' ? 'added' : 'changed';
    shelf.set(key, { key, content, version, origin });
  }
  const classes = new Map([...shelves.class].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const { sets, clashes } = indexWords(wordsIn(shelves.element, shelves.synonyms));
  return {
    tables: shelves.table,
    codes: byTable(shelves.code),
    code: shelves.code,
    classes,
    elements: shelves.element,
    synonyms: shelves.synonyms,
    documents: shelves.document,
    words: sets,
    clashes,
    meanings: meaningsOf(shelves.code),
    used,
    removed,
    platformName: platform => shelves.code.get(`platform/${platform}`)?.content.zh ?? platform,
  };
}

function byTable(code: ReadonlyMap<string, Held<CodeContent>>): Map<string, Held<CodeContent>[]> {
  const tables = new Map<string, Held<CodeContent>[]>();
  for (const held of code.values()) {
    const table = tableOf(held.key);
    const list = tables.get(table) ?? [];
    list.push(held);
    tables.set(table, list);
  }
  for (const list of tables.values())
    list.sort((one, other) => one.content.position - other.content.position);
  return tables;
}

function meaningsOf(code: ReadonlyMap<string, Held<CodeContent>>): Map<string, string> {
  const meanings = new Map<string, string>();
  for (const { key, content } of code.values())
    for (const [platform, foreign] of Object.entries(content.foreign))
      meanings.set(`${platform} ${tableOf(key)} ${foreign}`, ownKey(key));
  return meanings;
}

/** Elements first: their names are the ones that count. What is retired names nothing any more. */
function* wordsIn(
  elements: ReadonlyMap<string, Held<ElementContent>>,
  synonyms: ReadonlyMap<string, Held<SynonymContent>>,
): Iterable<{ name: string; words: readonly string[] }> {
  for (const { content } of elements.values())
    if (!content.retired) yield { name: content.name, words: content.synonyms };
  for (const { key, content } of synonyms.values())
    if (!content.retired) yield { name: key, words: content.words };
}
