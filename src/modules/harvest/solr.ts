/**
 * The part of Solr's query syntax that clients of CKAN send, as a tree. Terms side by side must all be found. OR binds
 * tighter than standing side by side, for harvesters write `organization:a OR organization:b metadata_modified:[…]` and
 * mean the newer ones of both.
 */

/** One sentence of what is wrong; becomes CKAN's “Search Error”. */
export class BadQuery extends Error {
  override name = 'BadQuery';
}

export type Query =
  | { kind: 'and' | 'or'; of: Query[] }
  | { kind: 'not'; of: Query }
  /** `*` in `text` stands for any letters, `?` for one, when `pattern`; `field` is empty where none is named. */
  | { kind: 'term'; field: string; text: string; pattern: boolean }
  | { kind: 'range'; field: string; from: string; to: string; fromIn: boolean; toIn: boolean };

const MOST_LETTERS = 8000;
const MOST_DEPTH = 30;
const MOST_CLAUSES = 1024;

const SPACE = /\s/;
/** What ends a bare term. */
const END = /[\s()[\]{}":]/;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #clauses = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Query {
    const query = this.#sequence('');
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return query;
  }

  #unexpected(): BadQuery {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    return new BadQuery(
      rest === ''
        ? `Cannot parse '${this.#text.slice(0, 200)}': it ends too early`
        : `Cannot parse '${this.#text.slice(0, 200)}': unexpected '${rest}' at ${this.#at}`,
    );
  }

  #space(): void {
    while (SPACE.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** A word such as AND, which no letter follows. */
  #takeWord(word: string): boolean {
    const next = this.#text[this.#at + word.length] ?? ' ';
    if (!this.#text.startsWith(word, this.#at) || !/[\s(]/.test(next)) return false;
    this.#at += word.length;
    return true;
  }

  #sequence(field: string): Query {
    const of: Query[] = [];
    for (;;) {
      this.#space();
      const next = this.#text[this.#at];
      if (next === undefined || next === ')') return of.length === 1 && of[0] ? of[0] : { kind: 'and', of };
      of.push(this.#either(field));
    }
  }

  #either(field: string): Query {
    return this.#joined('or', ['OR', '||'], () =>
      this.#joined('and', ['AND', '&&'], () => this.#unary(field)),
    );
  }

  #joined(kind: 'and' | 'or', [word, sign]: [string, string], read: () => Query): Query {
    const first = read();
    const of = [first];
    for (;;) {
      const before = this.#at;
      this.#space();
      if (!this.#takeWord(word) && !this.#take(sign)) {
        this.#at = before;
        return of.length === 1 ? first : { kind, of };
      }
      this.#space();
      of.push(read());
    }
  }

  #unary(field: string): Query {
    this.#clauses += 1;
    if (this.#clauses > MOST_CLAUSES) throw new BadQuery('too many boolean clauses');
    if (this.#take('-') || this.#take('!') || this.#takeWord('NOT')) {
      this.#space();
      return { kind: 'not', of: this.#deeper(() => this.#unary(field)) };
    }
    if (this.#take('+')) this.#space();
    return this.#primary(field);
  }

  #deeper(read: () => Query): Query {
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) throw new BadQuery('too deeply nested');
    const query = read();
    this.#depth -= 1;
    return query;
  }

  #primary(field: string): Query {
    if (this.#take('(')) {
      const query = this.#deeper(() => this.#sequence(field));
      if (!this.#take(')')) throw this.#unexpected();
      this.#boost();
      return query;
    }
    const next = this.#text[this.#at];
    if (next === '"') return this.#phrase(field);
    if (next === '[' || next === '{') return this.#range(field);
    if (next === '/') throw new BadQuery('Regular expressions are not supported');
    if (next === undefined || /[)\]}:^~]/.test(next)) throw this.#unexpected();
    return this.#term(field);
  }

  #phrase(field: string): Query {
    this.#at += 1;
    let text = '';
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) throw this.#unexpected();
      this.#at += 1;
      if (next === '"') break;
      text += next === '\\' ? (this.#text[this.#at++] ?? '') : next;
    }
    if (this.#take('~')) throw new BadQuery('Words near each other (~) are not supported');
    this.#boost();
    return { kind: 'term', field, text, pattern: false };
  }

  #range(field: string): Query {
    const fromIn = this.#text[this.#at] === '[';
    this.#at += 1;
    const from = this.#limit();
    this.#space();
    if (!this.#takeWord('TO')) throw this.#unexpected();
    const to = this.#limit();
    this.#space();
    const toIn = this.#take(']');
    if (!toIn && !this.#take('}')) throw this.#unexpected();
    this.#boost();
    if (field === '')
      throw new BadQuery('A range needs a field before it, such as metadata_modified:[… TO *]');
    return { kind: 'range', field, from, to, fromIn, toIn };
  }

  #limit(): string {
    this.#space();
    if (this.#text[this.#at] === '"') {
      const { text } = this.#phrase('') as { text: string };
      return text;
    }
    const match = /^(?:\\.|[^\s\]}"])+/.exec(this.#text.slice(this.#at, this.#at + 200));
    if (!match) throw this.#unexpected();
    this.#at += match[0].length;
    return match[0].replaceAll(/\\(.)/g, '$1');
  }

  #term(field: string): Query {
    let text = '';
    let pattern = false;
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined || END.test(next) || next === '^' || next === '~') break;
      this.#at += 1;
      if (next === '\\') {
        const escaped = this.#text[this.#at++] ?? '';
        // An escaped star is a star: patterns keep the escape.
        text += /[*?\\]/.test(escaped) ? `\\${escaped}` : escaped;
      } else {
        if (next === '*' || next === '?') pattern = true;
        text += next;
      }
    }
    if (text === '') throw this.#unexpected();
    if (this.#take(':')) {
      if (field !== '' || !/^[\w.*-]+$/.test(text)) throw this.#unexpected();
      this.#space();
      return this.#deeper(() => this.#primary(text));
    }
    if (this.#take('~')) throw new BadQuery('Similar words (~) are not supported');
    this.#boost();
    return { kind: 'term', field, text: pattern ? text : text.replaceAll(/\\(.)/g, '$1'), pattern };
  }

  /** A weight changes the order of hits, never which they are. */
  #boost(): void {
    if (!this.#take('^')) return;
    const match = /^=?\d+(\.\d+)?/.exec(this.#text.slice(this.#at, this.#at + 20));
    if (!match) throw this.#unexpected();
    this.#at += match[0].length;
  }
}

/** Reads a query; throws `BadQuery`. */
export function readQuery(text: string): Query {
  if (text.length > MOST_LETTERS) throw new BadQuery(`a query has at most ${MOST_LETTERS} letters`);
  if (text.includes('{!')) throw new BadQuery('Local parameters are not supported.');
  return new Reader(text).read();
}
