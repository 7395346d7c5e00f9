/** Questions of other modules to the library: all answered from memory. */
import { refuse } from './refusals.ts';
import { levelOf, setOf } from './rules.ts';
import type { Shelf } from './shelf.ts';
import { codeKey, ownKey } from './things.ts';

export interface CodeOption {
  key: string;
  zh: string;
  en: string;
  /** Code of the national guide; '' where it has none. */
  code: string;
  /** Value of the table above that this one belongs to; '' where there is none. */
  under: string;
  retired: boolean;
}

export interface Class {
  code: string;
  parent: string;
  /** 1 类, 2 项, 3 目, 4 细目. */
  level: 1 | 2 | 3 | 4;
  name: string;
  nameEn: string;
  departmentId: number | null;
  retired: boolean;
}

export interface Element {
  code: string;
  name: string;
  /** Semantic identifier in English, such as `birthDate`. */
  english: string;
  type: 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'datetime';
  length: number | null;
  /** Code table of its values, '' without. */
  codeTable: string;
  format: string;
  check: 'none' | 'person_number' | 'credit_code';
  synonyms: string[];
  retired: boolean;
}

/** The national guide, as a platform that codes are mapped to. */
const GUIDE = 'guide';

export function createReading(current: () => Shelf) {
  const tableNamed = (table: string) => {
    const held = current().tables.get(table);
    if (!held) throw refuse.unknown_table({ table });
    return held.content;
  };

  /** Which codes of a platform are entered for a table: none means that nobody has looked yet. */
  function checkMap(platform: string, table: string): { platform: string; table: string } {
    const name = tableNamed(table).zh;
    if (!current().code.has(codeKey('platform', platform))) throw refuse.unknown_platform({ platform });
    const names = { platform: current().platformName(platform), table: name };
    if (!(current().codes.get(table) ?? []).some(one => one.content.foreign[platform] !== undefined))
      throw refuse.no_map(names);
    return names;
  }

  function classNamed(code: string): Class {
    const found = classes().get(code);
    if (!found) throw refuse.class_unknown({ code });
    return found;
  }

  // Views of one state of the library, made at its first question.
  let seen: Shelf | undefined;
  let classViews = new Map<string, Class>();
  let elementViews = new Map<string, Element>();
  let options = new Map<string, CodeOption[]>();
  function renew(): void {
    const shelf = current();
    if (seen === shelf) return;
    seen = shelf;
    classViews = new Map(
      [...shelf.classes.values()].map(({ key, content }) => {
        const { parent, name, nameEn, departmentId, retired } = content;
        return [key, { code: key, parent, level: levelOf(key) ?? 4, name, nameEn, departmentId, retired }];
      }),
    );
    elementViews = new Map(
      [...shelf.elements.values()].map(({ key, content }) => {
        const { name, english, type, length, codeTable, format, check, synonyms, retired } = content;
        return [key, { code: key, name, english, type, length, codeTable, format, check, synonyms, retired }];
      }),
    );
    options = new Map(
      [...shelf.codes].map(([table, list]) => [
        table,
        list.map(({ key, content }) => ({
          key: ownKey(key),
          zh: content.zh,
          en: content.en,
          code: content.foreign[GUIDE] ?? '',
          under: content.under,
          retired: content.retired,
        })),
      ]),
    );
  }
  const classes = (): ReadonlyMap<string, Class> => {
    renew();
    return classViews;
  };

  function pathOf(code: string): Class[] {
    const found = classes().get(code);
    return found ? [...(found.parent === '' ? [] : pathOf(found.parent)), found] : [];
  }

  function codes(table: string): readonly CodeOption[] {
    tableNamed(table);
    renew();
    return options.get(table) ?? [];
  }

  function elementOf(code: string): Element | undefined {
    renew();
    return elementViews.get(code);
  }

  /** A table's key by how entries name it: by its key, or by its Chinese name as the pages write it. */
  function tableKey(name: string): string | undefined {
    const { tables } = current();
    if (name === '' || tables.has(name)) return name || undefined;
    return [...tables].find(([, { content }]) => content.zh === name)?.[0];
  }

  return {
    /** Keys of all code tables. */
    tables: (): string[] => [...current().tables.keys()],
    /** All values of a table in their order, the retired ones marked; refuses a table that is not there. */
    codes,
    /**
     * The values of an item's code table: the one that its entry names, else its standard element's. Empty where the
     * library holds neither: an entry may name a table of its department's own.
     */
    codesOfItem({ codeTable, element }: { codeTable: string; element: string }): readonly CodeOption[] {
      const table = tableKey(codeTable) ?? tableKey(elementOf(element)?.codeTable ?? '');
      return table === undefined ? [] : codes(table).filter(one => !one.retired);
    },
    /** What a value is called, retired or not; the key itself where nobody knows it. */
    label(table: string, key: string, language: 'zh' | 'en'): string {
      const content = current().code.get(codeKey(table, key))?.content;
      return (language === 'en' ? content?.en : content?.zh) || content?.zh || key;
    },
    /** Whether a new entry may use it: it is there and not retired. */
    isCode: (table: string, key: string): boolean =>
      current().code.get(codeKey(table, key))?.content.retired === false,
    /** Whether it is or was a value of the table. */
    knowsCode: (table: string, key: string): boolean => current().code.has(codeKey(table, key)),

    /** In the order of their codes, each after the one above it, the retired ones marked. */
    classes: (): readonly Class[] => [...classes().values()],
    classByCode: (code: string): Class | undefined => classes().get(code),
    /** The class with all above it, the top first; empty for an unknown code. */
    classPath: pathOf,
    /**
     * What stands before the "/" in the code of an entry of this class (前段码). Refuses an unknown class, a retired
     * one, and one above 项.
     */
    frontOf(code: string): string {
      const found = classNamed(code);
      if (found.retired) throw refuse.class_retired({ code, name: found.name });
      if (found.level === 1) throw refuse.class_too_coarse({ code, name: found.name });
      return code;
    },

    elements: (): readonly Element[] => {
      renew();
      return [...elementViews.values()];
    },
    elementByCode: elementOf,
    /** All words that mean the same, the name that counts first; the word alone where it has no synonyms. */
    synonymsOf: (word: string): readonly string[] => setOf(current(), word)?.words ?? [word],
    /** The name that counts for an item of this name; its own name where it is no synonym of anything. */
    canonicalName: (itemName: string): string => setOf(current(), itemName)?.name ?? itemName.trim(),

    /**
     * The code by which another platform knows a meaning. Refuses (`no_counterpart`) where it has none, for instance
     * 每半年 in the guide: a meaning is never changed silently.
     */
    toForeign(platform: string, table: string, key: string): string {
      const names = checkMap(platform, table);
      const held = current().code.get(codeKey(table, key));
      if (!held) throw refuse.unknown_code({ table: names.table, key });
      const code = held.content.foreign[platform];
      if (code === undefined) throw refuse.no_counterpart({ ...names, name: held.content.zh });
      return code;
    },
    /** What another platform means by a code; refuses (`unknown_foreign`) a code that nobody has entered. */
    fromForeign(platform: string, table: string, code: string): string {
      const names = checkMap(platform, table);
      const key = current().meanings.get(`${platform} ${table} ${code}`);
      if (key === undefined) throw refuse.unknown_foreign({ ...names, code });
      return key;
    },
  };
}
