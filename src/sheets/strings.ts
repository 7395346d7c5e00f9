/** Texts of a workbook: escapes, the shared table, and a store that holds many of them in little room. */
import { type Archive } from './archive.ts';
import { refuse } from './refusals.ts';
import { readXml } from './xml.ts';

/** _x000D_ stands for a character that XML cannot hold, and _x005F_ for an underscore that begins no escape. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

const hex = (char: string): string => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** The same backwards; half of a pair becomes the replacement character, as everywhere in Unicode. */
export const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // oxlint-disable-next-line no-control-regex -- exactly these must be escaped
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, hex);

const PAGE = 1024 * 1024;

/** Texts by their number, as UTF-8 in a few large pieces: a million strings as objects would take ten times the room. */
export class TextStore {
  #pages: Buffer[] = [Buffer.allocUnsafe(PAGE)];
  #used = 0;
  /** Page and place of each text, in turns. */
  #places = new Uint32Array(3 * 1024);
  #count = 0;
  /** Bytes of all texts. */
  size = 0;

  add(text: string): void {
    const length = Buffer.byteLength(text);
    let page = this.#pages.at(-1)!;
    if (this.#used + length > page.length) {
      page = Buffer.allocUnsafe(Math.max(PAGE, length));
      this.#pages.push(page);
      this.#used = 0;
    }
    page.write(text, this.#used);
    if (3 * this.#count + 3 > this.#places.length) {
      const more = new Uint32Array(this.#places.length * 2);
      more.set(this.#places);
      this.#places = more;
    }
    this.#places.set([this.#pages.length - 1, this.#used, length], 3 * this.#count);
    this.#used += length;
    this.size += length;
    this.#count += 1;
  }

  get(number: number): string | undefined {
    if (!(number >= 0 && number < this.#count)) return undefined;
    const at = 3 * number;
    const from = this.#places[at + 1]!;
    return this.#pages[this.#places[at]!]!.toString('utf8', from, from + this.#places[at + 2]!);
  }
}

/** The texts that cells name by number. Readings of characters (rPh) are no part of a text. */
export async function readSharedStrings(archive: Archive, part: string, most: number): Promise<TextStore> {
  const texts = new TextStore();
  let text = '';
  let inText = false;
  let inReading = false;
  const handlers = {
    open: (name: string) => {
      if (name === 'si') text = '';
      if (name === 'rPh') inReading = true;
      inText = name === 't' && !inReading;
    },
    close: (name: string) => {
      inText = false;
      if (name === 'rPh') inReading = false;
      if (name === 'si') texts.add(unescapeText(text));
      if (texts.size > most)
        throw refuse.swollen({ place: part, limit: ` ${Math.round(most / 1024 / 1024)} MB` });
    },
    text: (more: string) => {
      if (inText) text += more;
    },
  };
  const pieces = readXml(part, archive.read(part), handlers);
  while ((await pieces.next()).done !== true);
  return texts;
}
