/** Finding texts and articles by words, over full and half width and all kinds of marks. */
import { normalise } from './articles.ts';
import type { PolicyDocument } from './library.ts';

/** Characters shown before and after what was found. */
const AROUND = 40;

const bare = (title: string): string => normalise(title).replace(/[《》]/g, '');

export function sameTitle(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

export interface ArticleHit {
  article: string;
  excerpt: string;
}

export interface DocumentHit {
  document: PolicyDocument;
  hits: ArticleHit[];
}

/** All words must be found in one article, in its address, or in what the text is called. An empty question finds all. */
export function searchDocuments(documents: readonly PolicyDocument[], question: string): DocumentHit[] {
  const words = question
    .split(/\s+/)
    .map(normalise)
    .filter(word => word !== '');
  return documents.flatMap(document => {
    if (words.length === 0) return [{ document, hits: [] }];
    const heading = normalise(`${document.title} ${document.number} ${document.issuer}`);
    const rest = words.filter(word => !heading.includes(word));
    if (rest.length === 0) return [{ document, hits: [] }];
    const hits = [...document.articles].flatMap(([article, text]) => {
      const held = normalise(`${article} ${text}`);
      return rest.every(word => held.includes(word)) ? [{ article, excerpt: excerptOf(text, rest) }] : [];
    });
    return hits.length > 0 ? [{ document, hits }] : [];
  });
}

function excerptOf(text: string, words: readonly string[]): string {
  // Halving widths keeps the places of characters in these texts; where it does not, the excerpt begins a little off.
  const at = Math.max(0, normalise(text).indexOf(words[0] ?? ''));
  const flat = text.replace(/\s+/g, '');
  const from = Math.max(0, at - AROUND);
  const end = Math.min(flat.length, at + (words[0]?.length ?? 0) + AROUND);
  return `${from > 0 ? '…' : ''}${flat.slice(from, end)}${end < flat.length ? '…' : ''}`;
}
