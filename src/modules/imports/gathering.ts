/** What is wrong between rows: titles and items that stand twice, items of no entry, rows that contradict each other. */
import type { Text } from '#kernel/errors.ts';
import type { Entry, Fault } from '#sheets/index.ts';
import { entryOf, itemOf } from './contents.ts';
import { refuse } from './refusals.ts';
import type { ReadRow } from './store.ts';

/** Entries of one file. */
const MOST_ENTRIES = 20_000;
/** Items of one entry, as the catalog's contract has it. */
const MOST_ITEMS = 300;

/** A fault at the cell of this row and column. */
export type At = (key: string, kind: string, problem: Text, remedy: Text) => Fault;

export interface Found {
  faults: Fault[];
  rows: Pick<ReadRow, 'kind' | 'content'>[];
}

interface Seen {
  row: number;
  cell: string;
  sheet: string;
  /** Of a flat table's first row: later rows of the title may repeat it. */
  texts: Record<string, string>;
}

const NOTHING: Found = { faults: [], rows: [] };
const words = (zh: string, en: string): Text => ({ zh, en });

export const titleOf = ({ texts }: Entry): string => (texts['title'] ?? '').trim();

const together = (...found: Found[]): Found => ({
  faults: found.flatMap(one => one.faults),
  rows: found.flatMap(one => one.rows),
});

/** `entryKeys` are the columns of a flat table that belong to the entry, without its title. */
export function createGathering(entryKeys: readonly string[]) {
  const seen = new Map<string, Seen>();
  const itemNames = new Map<string, Set<string>>();

  function note(title: string, row: number, { cell, sheet }: Fault, texts: Seen['texts']): void {
    if (seen.size >= MOST_ENTRIES) throw refuse.too_many_entries({ limit: MOST_ENTRIES });
    seen.set(title, { row, cell, sheet, texts });
  }

  function readEntry(entry: Entry, at: At): Found {
    const title = titleOf(entry);
    if (title === '') return NOTHING;
    const rows = [{ kind: 'entry', content: entryOf(entry.values) } as const];
    const before = seen.get(title);
    const here = at(
      'title',
      'title_twice',
      words(`目录名称与 ${before?.cell} 重复`, `The same title stands in ${before?.cell}`),
      words('请改名，或删去其中一行', 'Change it, or remove one of the rows'),
    );
    if (before) return { faults: [here], rows };
    note(title, entry.row, here, {});
    return { faults: [], rows };
  }

  function readItem(entry: Entry, at: At): Found {
    const title = titleOf(entry);
    const name = (entry.texts['name'] ?? '').trim();
    const names = itemNames.get(title) ?? new Set<string>();
    itemNames.set(title, names);
    const faults: Fault[] = [];
    if (title !== '' && !seen.has(title))
      faults.push(
        at(
          'title',
          'no_such_entry',
          words('工作表“目录”里没有这个名称', 'The sheet 目录 has no entry of this title'),
          words('请在“目录”里加上，或改成那里的名称', 'Add it there, or write the title as it is there'),
        ),
      );
    if (name !== '' && names.has(name))
      faults.push(
        at(
          'name',
          'item_twice',
          words('这条目录里已有同名的数据项', 'The entry has an item of this name already'),
          words('请改名或删去', 'Change it or remove the row'),
        ),
      );
    names.add(name);
    if (names.size > MOST_ITEMS)
      faults.push(
        at(
          'name',
          'too_many_items',
          words(`一条目录最多 ${MOST_ITEMS} 个数据项`, `An entry has at most ${MOST_ITEMS} items`),
          words('请拆成几条目录', 'Make several entries of it'),
        ),
      );
    return { faults, rows: [{ kind: 'item', content: itemOf(entry.values) }] };
  }

  /** Of a flat table no column but the title must be filled in every row; which one must is known only here. */
  const needed = (entry: Entry, at: At, key: string, zh: string, en: string): Fault[] =>
    (entry.texts[key] ?? '').trim() !== ''
      ? []
      : [at(key, 'required', words(`“${zh}”没有填写`, `“${en}” is empty`), words('请填写', 'Fill it in'))];

  const readFlatItem = (entry: Entry, at: At): Found =>
    together({ faults: needed(entry, at, 'name', '数据项名称', 'Item'), rows: [] }, readItem(entry, at));

  const hasItem = ({ texts }: Entry): boolean =>
    Object.keys(texts).some(key => key !== 'title' && !entryKeys.includes(key));

  /** The first row of a title says what the entry is; what later ones repeat of it must be the same. */
  function readFlat(entry: Entry, at: At): Found {
    const title = titleOf(entry);
    if (title === '') return NOTHING;
    const before = seen.get(title);
    if (!before) {
      note(title, entry.row, at('title', '', words('', ''), words('', '')), entry.texts);
      return together(
        {
          faults: needed(entry, at, 'shareType', '共享类型', 'Share type'),
          rows: [{ kind: 'entry', content: entryOf(entry.values) }],
        },
        hasItem(entry) ? readFlatItem(entry, at) : NOTHING,
      );
    }
    const differing = entryKeys.filter(
      key => entry.texts[key] !== undefined && entry.texts[key] !== before.texts[key],
    );
    const faults = differing.map(key =>
      at(
        key,
        'differs',
        words(
          `与这条目录的第一行（第 ${before.row} 行）不同`,
          `It differs from row ${before.row}, the entry’s first`,
        ),
        words('请改成一样，或留空', 'Make them the same, or leave it empty'),
      ),
    );
    return together({ faults, rows: [] }, readFlatItem(entry, at));
  }

  return {
    entries: readEntry,
    items: readItem,
    flat: readFlat,
    titles: (): string[] => [...seen.keys()],

    /** The department has an entry of this title already. */
    taken(title: string, column: string): Fault[] {
      const one = seen.get(title);
      if (!one) return [];
      return [
        {
          sheet: one.sheet,
          row: one.row,
          column,
          cell: one.cell,
          value: title,
          kind: 'title_exists',
          problem: words('本部门已有同名目录', 'Your department has an entry of this title'),
          remedy: words(
            '请换一个名称，或修改已有的那条目录',
            'Choose another title, or change the entry that there is',
          ),
        },
      ];
    },
  };
}
