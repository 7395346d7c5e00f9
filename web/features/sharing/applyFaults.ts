/** What is still missing in a form, and what would make its answer come sooner. */
import { type Line, STATED_FROM } from './applying.ts';
import type { Entry } from './types.ts';
import type { Translate } from './words.ts';

/** Something to complete, and where: the id of the field. */
export interface Fault {
  text: string;
  at: string;
}

/** Chosen items of level 3 and 4 whose use is not said; the provider may ask for it. */
export function unsaidItems(entry: Entry, line: Line): string[] {
  const asked = new Set(line.items);
  return entry.content.items
    .filter(item => asked.has(item.name) && item.sensitivity >= STATED_FROM)
    .map(item => item.name)
    .filter(name => (line.purposes[name] ?? '').trim() === '');
}

/** What one entry's part still lacks. */
export function lineFaults(entry: Entry, line: Line, t: Translate): Fault[] {
  const at = `items-${entry.id}`;
  const items = new Map(entry.content.items.map(item => [item.name, item]));
  const faults: Fault[] = [];
  if (line.items.length === 0)
    faults.push({ text: t('至少选一个数据项。', 'Choose at least one item.'), at });
  else if (
    (line.mode === 'query' || line.mode === 'verify') &&
    !line.items.some(name => items.get(name)?.identifier)
  )
    faults.push({
      text: t('查询和核验须勾选至少一个标识项。', 'A query or verification needs an identifier.'),
      at,
    });
  if (line.rows.some(row => row.values.length === 0 || row.values.some(value => value.trim() === '')))
    faults.push({
      text: t('数据范围里有条件没有填值。', 'A condition in the range of data has no value.'),
      at: `rows-${entry.id}`,
    });
  if (line.hours !== null && line.hours.from >= line.hours.to)
    faults.push({
      text: t('使用时段的开始须早于结束。', 'The hours of use must begin before they end.'),
      at: `hours-${entry.id}`,
    });
  return faults;
}
