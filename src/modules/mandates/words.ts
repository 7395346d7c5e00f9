/** Words of mandates in sentences. */
import type { Text } from '#kernel/errors.ts';
import type { MandateRow } from './store.ts';
import type { MandateKind, Terms } from './rules.ts';

export const KIND_WORDS: Record<MandateKind, Text> = {
  standing: { zh: '常设同意', en: 'Standing consent' },
  blanket: { zh: '整体授权', en: 'Blanket authorisation' },
  proxy: { zh: '代理授权', en: 'Proxy' },
};

/** 市民政局 共享机构负责人 张三 */
export const byWords = ({ givenPost, givenName }: Pick<MandateRow, 'givenPost' | 'givenName'>): string =>
  [givenPost, givenName].filter(Boolean).join(' ');

function termsWords({ choice, entryIds, later }: Terms, className: string): Text {
  const count = entryIds.length;
  if (choice === 'entries')
    return { zh: `${count} 条目录`, en: count === 1 ? '1 entry' : `${count} entries` };
  const what =
    choice === 'all'
      ? { zh: '全部可共享的目录', en: 'All entries that may be shared' }
      : { zh: `“${className}”类目录`, en: `Entries of the class “${className}”` };
  return later
    ? { zh: `${what.zh}，含以后发布的`, en: `${what.en}, later ones too` }
    : { zh: `${what.zh}（${count} 条）`, en: `${what.en} (${count})` };
}

/** What it covers: one entry, so many of them, a class. */
export function coversWords(row: MandateRow, className: string): Text {
  if (row.terms) return termsWords(row.terms, className);
  return { zh: row.entryTitle ?? '', en: row.entryTitle ?? '' };
}
