/**
 * The text of a document, split into the articles that rules cite: 第十八条 where the document has articles, else the
 * path of its sections: 四（二）, 二（二）5. The files are scans: punctuation is mixed and pages break inside sentences.
 */

const NUMERAL = '[一二三四五六七八九十百]+';
const ARTICLE = new RegExp(`^(第${NUMERAL}条(?:之${NUMERAL})?)(?=\\s)`);
/** Copies from a web page lose the space after the number; a line that begins with a mention of an article goes on. */
const UNSPACED = new RegExp(
  `^(第${NUMERAL}条(?:之${NUMERAL})?)(?!之|的|、|和|至|或|与|及|第|所|规定|，|。|；|：)`,
);
const CHAPTER = new RegExp(`^第${NUMERAL}章`);
const SECTION = new RegExp(`^(${NUMERAL})、`);
const SUBSECTION = new RegExp(`^[（(]?(${NUMERAL})[）)]`);
const ITEM = /^(\d{1,2})[.．](?!\d)/;

/** A text has the same address twice: its articles could not be told apart. */
export class TwiceInText extends RangeError {
  readonly article: string;
  constructor(article: string) {
    super(`The text has ${article} twice`);
    this.article = article;
  }
}

/**
 * Whether an address is a part of another: 三（五）3 lies in 三（五） and in 三, 附件三（二） in 附件; 第十八条之一 is an article of
 * its own.
 */
export function isPartOf(part: string, whole: string): boolean {
  if (part === whole) return true;
  if (!part.startsWith(whole)) return false;
  const next = part.slice(whole.length);
  return (ENDS_IN_SECTION.test(whole) ? /^[（\d]/ : STARTS_WITH_NUMERAL).test(next);
}
const ENDS_IN_SECTION = new RegExp(`(?:${NUMERAL}|）)$`);
const STARTS_WITH_NUMERAL = new RegExp(`^${NUMERAL}`);

/**
 * `annexes` names the parts that begin with a line 附件, in their order: '' where the annex is the document itself
 * (a notice that carries it), else the prefix of its addresses.
 */
export function splitArticles(text: string, annexes: readonly string[]): Map<string, string> {
  const articles = new Map<string, string[]>();
  const seen = new Set<string>();
  let prefix = '';
  let section = '';
  let subsection = '';
  let byArticles = false;
  let address: string | undefined;
  let annex = 0;

  function open(next: string | undefined): void {
    address = next === undefined ? undefined : prefix + next;
    if (address === undefined) return;
    if (seen.has(address)) throw new TwiceInText(address);
    seen.add(address);
    articles.set(address, []);
  }

  const lines = text.split('\n').map(raw => raw.trim());
  const heading = lines.some(line => ARTICLE.test(line)) ? ARTICLE : UNSPACED;

  for (const line of lines) {
    if (line === '附件') {
      prefix = annexes[annex++] ?? '';
      open(prefix === '' ? undefined : '');
      section = '';
      continue;
    }
    const article = heading.exec(line)?.[1];
    if (article !== undefined) {
      byArticles = true;
      open(article);
    } else if (CHAPTER.test(line)) open(undefined);
    else if (!byArticles) {
      const top = SECTION.exec(line)?.[1];
      const sub = SUBSECTION.exec(line)?.[1];
      const item = ITEM.exec(line)?.[1];
      if (top !== undefined) {
        section = top;
        subsection = top;
        open(section);
      } else if (section !== '' && sub !== undefined) {
        subsection = `${section}（${sub}）`;
        open(subsection);
      } else if (section !== '' && item !== undefined) open(`${subsection}${item}`);
    }
    if (address !== undefined) articles.get(address)?.push(line);
  }
  return new Map([...articles].map(([name, lines]) => [name, joinLines(lines)]));
}

/** Sentences that a page break tore apart are put together; what is left is one line a paragraph. */
function joinLines(lines: readonly string[]): string {
  const paragraphs: string[] = [];
  let open = false;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    if (open) paragraphs[paragraphs.length - 1] += line;
    else paragraphs.push(line);
    const heading = index === 0 && line.length < 40 && ARTICLE.test(line) && !line.endsWith('。');
    open = !heading && !/[。：；:;.！？）)>]$/.test(line);
  }
  return paragraphs.join('\n');
}

/** One form for full and half width, for all kinds of quotation marks and full stops, without spaces and breaks. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/。/g, '.')
    .replace(/〔/g, '[')
    .replace(/〕/g, ']');
}

/** How often a quotation occurs in a text, both normalised. */
export function countQuotation(text: string, quotation: string): number {
  return normalise(text).split(normalise(quotation)).length - 1;
}
