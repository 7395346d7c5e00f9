/** The shelf: one narrow row for each published entry. What searches it reads it from here (`searchStore.ts`). */
import { type Tx, sql } from '#kernel/db.ts';
import { indexText } from '#kernel/search.ts';
import type { EntryRow } from './store.ts';

/** Puts the row's content on the shelf, in place of what stood there for this entry. */
export const shelve = (tx: Tx, row: EntryRow, at: Date): Promise<number> => {
  const { content } = row;
  const names = content.items.map(item => item.name);
  const rest = [
    row.departmentName,
    row.regionName,
    content.abstract,
    content.duty.title,
    content.system,
    content.duty.code,
  ].join(' ');
  return tx.run(sql`insert into catalog.shelf (entry_id, department_id, region_code, title, share_type, update_cycle, subject, modes,
      item_names, mounted, used_by, published_at, abstract, open_type, class_code, matter, title_words, words)
    values (${row.id}, ${row.departmentId}, ${row.regionCode}, ${content.title}, ${content.shareType}, ${content.updateCycle}, ${content.subject},
      ${content.modes}, ${names}, ${row.mountedRows !== null}, ${row.usedBy}, ${at},
      ${content.abstract}, ${content.openType}, ${content.classCode}, ${content.duty.title},
      to_tsvector('simple', ${indexText(content.title)}),
      setweight(to_tsvector('simple', ${indexText(content.title)}), 'A') ||
      setweight(to_tsvector('simple', ${indexText(names.join(' '))}), 'B') ||
      setweight(to_tsvector('simple', ${indexText(rest)}), 'C'))
    on conflict (entry_id) do update set title = excluded.title, share_type = excluded.share_type, update_cycle = excluded.update_cycle,
      subject = excluded.subject, modes = excluded.modes, item_names = excluded.item_names, published_at = excluded.published_at,
      abstract = excluded.abstract, open_type = excluded.open_type, class_code = excluded.class_code, matter = excluded.matter,
      title_words = excluded.title_words, words = excluded.words`);
};

export const takeFromShelf = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`delete from catalog.shelf where entry_id = ${id}`);
