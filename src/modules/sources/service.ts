import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import { wordsInOrder } from '#kernel/search.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Audited, Command, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { createDeciding } from './deciding.ts';
import { listPointers } from './decisionStore.ts';
import { type FoundItem, findShared } from './finding.ts';
import { type Shape, filedUnder } from './meaning.ts';
import { type Language, type Subject, topicOf } from './naming.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';

export interface SourcesNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  organizations: Organizations;
  /** Words of the library of standards. */
  standards: {
    canonicalName: (name: string) => string;
    synonymsOf: (name: string) => readonly string[];
    elementByCode: (code: string) => { name: string } | undefined;
  };
  /** What the rules of a region say of collecting again, for the refusal. */
  findCitation: (regionCode: string, rule: 'duplicate_collection') => Citation | undefined;
}

/** An entry as the catalog hands it over. */
export interface IndexedEntry {
  id: number;
  departmentId: number;
  regionCode: string;
  content: {
    title: string;
    subject: Subject;
    items: readonly { name: string; type: string; element: string; codeTable: string }[];
  };
}

/** Shown for one item of a draft: more would bury what matters. */
const SHOWN = 3;

/** The library's words and the platform's cutter, as names are read with. */
export const languageOf = (standards: SourcesNeeds['standards']): Language => ({
  canonical: standards.canonicalName,
  known: name => standards.synonymsOf(name).length > 1,
  elementName: code => standards.elementByCode(code)?.name ?? '',
  cut: wordsInOrder,
});

export function createSources(needs: SourcesNeeds) {
  const { db, audited, organizations, standards, findCitation } = needs;
  const language = languageOf(standards);

  async function collectedBy(entry: IndexedEntry, within: Db) {
    const shapes = await store.getItems(within, entry.id);
    const { title, subject, items } = entry.content;
    return {
      departmentId: entry.departmentId,
      title,
      subject,
      items,
      shapes: new Map(shapes.flatMap(one => (one.shape ? [[one.name, one.shape] as const] : []))),
    };
  }

  /** Pairs of this entry's items with others', each pair in the order of the entries' numbers. */
  async function notePairs(tx: Tx, entry: IndexedEntry): Promise<void> {
    const found = await findShared(tx, await collectedBy(entry, tx), language);
    const pairs = found.map(
      ({ item, entryId, otherItem, score, evidence }): store.PairRow =>
        entry.id < entryId
          ? { entryId: entry.id, item, otherEntryId: entryId, otherItem, score, evidence }
          : { entryId, item: otherItem, otherEntryId: entry.id, otherItem: item, score, evidence },
    );
    await store.replacePairs(tx, entry.id, pairs);
  }

  /** What is shared already, without what somebody found different. */
  async function sharedOf(entry: IndexedEntry, within: Db): Promise<FoundItem[]> {
    const found = await findShared(within, await collectedBy(entry, within), language);
    const different = await store.listDifferent(within, entry.id);
    const apart = new Set(
      different.flatMap(one => [
        `${one.item} ${one.otherEntryId} ${one.otherItem}`,
        `${one.otherItem} ${one.entryId} ${one.item}`,
      ]),
    );
    return found.filter(one => !apart.has(`${one.item} ${one.entryId} ${one.otherItem}`));
  }

  return {
    ...createDeciding(needs),

    /** Files what a published entry collects and notes what looks like it elsewhere. */
    async index(tx: Tx, entry: IndexedEntry): Promise<void> {
      const { id, departmentId, regionCode, content } = entry;
      const topic = topicOf(content.title, language);
      const filed = content.items.map(({ name, type, element, codeTable }) => ({
        name,
        type,
        element,
        codeTable,
        words: filedUnder(
          { name, type, element, codeTable, shape: null, subject: content.subject, topic },
          language,
        ),
      }));
      const { title, subject } = content;
      await store.file(tx, { entryId: id, departmentId, regionCode, title, subject, topic }, filed);
      await notePairs(tx, entry);
    },

    forget: store.forget,

    /** Serving entries that were published before there was anything to file them in; the oldest first. */
    listUnfiled: (most: number): Promise<number[]> => store.listUnfiled(db, most),

    /** How the values of a mounted table look; pairs are judged anew with it. */
    async noteShapes(
      tx: Tx,
      entry: IndexedEntry,
      shapes: readonly { item: string; shape: Shape }[],
    ): Promise<void> {
      await store.setShapes(tx, entry.id, shapes);
      await notePairs(tx, entry);
    },

    /** What the authority decided of an entry's items: where each is to be had. */
    pointersOf: (entryId: number, within: Db = db) => listPointers(within, entryId),

    /**
     * Before an entry is sent on: what another department shares already is not collected again without a recorded
     * reason (N809 19).
     */
    async checkCollected(tx: Command, entry: IndexedEntry): Promise<void> {
      const shared = await sharedOf(entry, tx);
      const reasons = await store.listReasons(tx, entry.id);
      const given = new Set(reasons.map(one => one.item));
      const open = shared.find(one => !given.has(one.item));
      if (open)
        throw refuse.shared_already(
          {
            item: open.item,
            entry: open.entryTitle,
            department: open.departmentName,
            otherItem: open.otherItem,
            entryId: open.entryId,
            items: [...new Set(shared.filter(one => !given.has(one.item)).map(one => one.item))],
          },
          findCitation(entry.regionCode, 'duplicate_collection'),
        );
    },

    /** While one compiles: what of the draft is shared already, and what was said of it. */
    async similar(
      actor: Actor,
      body: Static<typeof contract.SimilarBody>,
    ): Promise<Static<typeof contract.SimilarView>> {
      const id = body.entryId ?? 0;
      const entry = { id, departmentId: actor.departmentId, regionCode: actor.regionCode, content: body };
      const [shared, reasons] = await Promise.all([sharedOf(entry, db), store.listReasons(db, id)]);
      const said = new Map(reasons.map(one => [one.item, one.reason]));
      const named = new Set(
        (
          await Promise.all(
            [...new Set(shared.map(one => one.entryId))].map(async one => listPointers(db, one)),
          )
        )
          .flat()
          .map(one => `${one.sourceEntryId} ${one.sourceItem}`),
      );
      const byItem = Map.groupBy(shared, one => one.item);
      return {
        items: [...byItem].map(([item, found]) => ({
          item,
          reason: said.get(item) ?? '',
          shared: found
            .slice(0, SHOWN)
            .map(({ entryId, entryTitle, departmentName, otherItem, score, evidence }) => ({
              entryId,
              entryTitle,
              departmentName,
              otherItem,
              score,
              evidence,
              isSource: named.has(`${entryId} ${otherItem}`),
            })),
        })),
      };
    },

    /** Why the department collects an item that is shared already. */
    giveReason(actor: Actor, entryId: number, item: string, reason: string): Promise<Recorded<void>> {
      return audited(actor, 'sources.reason', `entry:${entryId}`, async tx => {
        await store.putReason(tx, entryId, item, reason.trim(), new Date(tx.at), actor.post);
        return { value: undefined, facts: { item, reason: reason.trim() } };
      });
    },

    async pairs(
      actor: Actor,
      query: Static<typeof contract.PairQuery>,
    ): Promise<Static<typeof contract.PairList>> {
      const filter = { regions: await organizations.regionsReviewedBy(actor), words: query.q.trim() };
      const [items, { n }] = await Promise.all([
        store.listPairs(db, { ...filter, size: query.size, offset: (query.page - 1) * query.size }),
        store.countPairs(db, filter),
      ]);
      return { total: n, items };
    },
  };
}

export type Sources = ReturnType<typeof createSources>;
