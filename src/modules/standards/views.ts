/** What the page 标准 shows: lists found by words, one table whole, the history of a thing. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type * as contract from './contract.ts';
import { uncodedOf } from './departments.ts';
import { shelfOf } from './editing.ts';
import { refuse } from './refusals.ts';
import { levelOf } from './rules.ts';
import type { Shelf } from './shelf.ts';
import * as store from './store.ts';
import { type Contents, type Held, type Kind, type Thing, ownKey, tableOf } from './things.ts';
import { normaliseWord } from './words.ts';

export interface ViewNeeds {
  db: Db;
  organizations: Organizations;
  delivered: readonly Thing[];
  current: () => Shelf;
}

/** Whether all words asked for are found somewhere in these texts. */
function finder(question: string): (...texts: string[]) => boolean {
  const words = question
    .split(/\s+/)
    .map(normaliseWord)
    .filter(word => word !== '');
  return (...texts) => {
    const held = texts.map(normaliseWord).join(' ');
    return words.every(word => held.includes(word));
  };
}

/** A value of a field as a person reads it in the history. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join('、');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${String(part)}`)
      .join('、');
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : String(value as string | number);
};

export function differencesOf(
  before: object,
  after: object,
): { field: string; before: string; after: string }[] {
  const was = before as Record<string, unknown>;
  const is = after as Record<string, unknown>;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map(field => ({ field, before: textOf(was[field]), after: textOf(is[field]) }))
    .filter(one => one.before !== one.after);
}

export function createViews({ db, organizations, delivered, current }: ViewNeeds) {
  const standing = <K extends Kind>(kind: K, { key, version, origin }: Held<Contents[K]>) => ({
    version,
    origin,
    used: current().used.has(`${kind} ${key}`),
  });

  const codeView = (held: Held<Contents['code']>): Static<typeof contract.CodeView> => ({
    ...held.content,
    key: ownKey(held.key),
    table: tableOf(held.key),
    ...standing('code', held),
  });

  function tableSummary(held: Held<Contents['table']>, hits: string[]): Static<typeof contract.TableSummary> {
    const codes = current().codes.get(held.key) ?? [];
    return {
      ...held.content,
      key: held.key,
      ...standing('table', held),
      values: codes.filter(one => !one.content.retired).length,
      toCheck: codes.filter(one => one.content.certainty === 'recalled').length,
      hits,
    };
  }

  return {
    tables(question: string): Static<typeof contract.TableList> {
      const fits = finder(question);
      const asked = question.trim() !== '';
      const shelf = current();
      const items = [...shelf.tables.values()].flatMap(held => {
        const hits = asked
          ? (shelf.codes.get(held.key) ?? []).flatMap(({ key, content }) =>
              fits(content.zh, content.en, ownKey(key), ...Object.values(content.foreign))
                ? [content.zh]
                : [],
            )
          : [];
        const named = fits(held.content.zh, held.content.en, held.key);
        return named || hits.length > 0 ? [tableSummary(held, hits)] : [];
      });
      return { items, platforms: (shelf.codes.get('platform') ?? []).map(codeView) };
    },

    table(table: string): Static<typeof contract.TableView> {
      const shelf = current();
      const held = shelf.tables.get(table);
      if (!held) throw refuse.unknown_table({ table });
      return {
        ...tableSummary(held, []),
        documentTitle: shelf.documents.get(held.content.document)?.content.title ?? '',
        codes: (shelf.codes.get(table) ?? []).map(codeView),
      };
    },

    async classes(question: string): Promise<Static<typeof contract.ClassList>> {
      const fits = finder(question);
      const shelf = current();
      const items = [...shelf.classes.values()]
        .filter(({ key, content }) => fits(key, content.name, content.nameEn))
        .map(held => ({
          ...held.content,
          code: held.key,
          level: levelOf(held.key) ?? 4,
          ...standing('class', held),
        }));
      return { items, uncoded: uncodedOf(shelf, await organizations.departments()).length };
    },

    elements(question: string): Static<typeof contract.ElementList> {
      const fits = finder(question);
      return {
        items: [...current().elements.values()]
          .filter(({ key, content }) => fits(key, content.name, content.english, ...content.synonyms))
          .map(held => ({ ...held.content, code: held.key, ...standing('element', held) })),
      };
    },

    synonyms(question: string): Static<typeof contract.SynonymList> {
      const fits = finder(question);
      const shelf = current();
      const elements = new Map(
        [...shelf.elements.values()].map(one => [normaliseWord(one.content.name), one.key]),
      );
      return {
        items: [...shelf.synonyms.values()]
          .filter(({ key, content }) => fits(key, ...content.words))
          .map(held => ({
            ...held.content,
            name: held.key,
            element: elements.get(normaliseWord(held.key)) ?? '',
            ...standing('synonyms', held),
          })),
      };
    },

    documents(question: string): Static<typeof contract.DocumentList> {
      const fits = finder(question);
      const shelf = current();
      const cited = [...shelf.tables.values(), ...shelf.elements.values()].map(one => one.content.document);
      return {
        items: [...shelf.documents.values()]
          .filter(({ content }) => fits(content.title, content.number, content.note, content.text))
          .map(held => ({
            ...held.content,
            key: held.key,
            citedBy: cited.filter(one => one === held.key).length,
            ...standing('document', held),
          })),
      };
    },

    /** All versions of a thing, the newest first, each with what it changed. */
    async history(kind: Kind, key: string): Promise<Static<typeof contract.ThingHistory>> {
      const rows = await store.listHistory(db, kind, key);
      const first = delivered.find(thing => thing.kind === kind && thing.key === key);
      if (!first && rows.length === 0 && !shelfOf(current(), kind).has(key)) throw platform.not_found();
      const items: Static<typeof contract.ChangeView>[] = first
        ? [
            {
              version: 1,
              action: 'deliver',
              at: null,
              name: '',
              why: first.content.source,
              differs: [],
            },
          ]
        : [];
      let before: object | null = first?.content ?? null;
      for (const { version, action, content, why, name, at } of rows) {
        const differs = before && content ? differencesOf(before, content) : [];
        items.push({ version, action, at: at.toISOString(), name, why, differs });
        before = content;
      }
      return { items: items.toReversed() };
    },
  };
}
