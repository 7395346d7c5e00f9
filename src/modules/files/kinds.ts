/** What a file is by its bytes, as far as its name promises it; pieces are looked at as they come, never the whole. */
import { FILE_PIECE } from '#vocabulary/files.ts';
import { refuse } from './refusals.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCUMENT = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** By the ending of the name; `text` is held to be characters, all others begin with their mark. */
export const KINDS = {
  csv: { mediaType: 'text/csv', text: true },
  txt: { mediaType: 'text/plain', text: true },
  json: { mediaType: 'application/json', text: true },
  geojson: { mediaType: 'application/geo+json', text: true },
  xml: { mediaType: 'application/xml', text: true },
  xlsx: { mediaType: WORKBOOK, marks: ['504b0304'] },
  docx: { mediaType: DOCUMENT, marks: ['504b0304'] },
  ofd: { mediaType: 'application/ofd', marks: ['504b0304'] },
  zip: { mediaType: 'application/zip', marks: ['504b0304'] },
  gz: { mediaType: 'application/gzip', marks: ['1f8b08'] },
  pdf: { mediaType: 'application/pdf', marks: ['255044462d'] },
  parquet: { mediaType: 'application/vnd.apache.parquet', marks: ['50415231'] },
  tif: { mediaType: 'image/tiff', marks: ['49492a00', '4d4d002a'] },
  png: { mediaType: 'image/png', marks: ['89504e470d0a1a0a'] },
  jpg: { mediaType: 'image/jpeg', marks: ['ffd8ff'] },
} as const satisfies Record<string, { mediaType: string; text?: true; marks?: readonly string[] }>;

export type Kind = keyof typeof KINDS;

/** Of the first entry of an archive: its flags, whose lowest bit says that it is locked (APPNOTE 4.4.4). */
const ZIP_FLAGS = 6;
/** The part of an office document that holds macros. */
const MACROS = Buffer.from('vbaProject.bin');
/** A character of UTF-8 or GB18030 that the end of a piece cuts in two is at most this long. */
const CUT = 4;

export function kindByName(name: string): Kind {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const kind = { jpeg: 'jpg', tiff: 'tif' }[ending] ?? ending;
  if (!Object.hasOwn(KINDS, kind)) throw refuse.kind_unknown({ kinds: Object.keys(KINDS) });
  return kind as Kind;
}

/** Refuses a beginning that is not what the name promises. `all`: nothing follows it. */
export function checkBeginning(kind: Kind, first: Buffer, all: boolean): void {
  const known: { text?: true; marks?: readonly string[] } = KINDS[kind];
  if (known.text) return void textOf(kind, first, all);
  const hex = first.toString('hex', 0, 8);
  if (known.marks?.some(mark => hex.startsWith(mark)) !== true) throw refuse.name_deceives({ kind });
  if (hex.startsWith('504b0304') && ((first[ZIP_FLAGS] ?? 0) & 1) === 1) throw refuse.encrypted();
}

/** The characters of a beginning; refuses what is no text in UTF-8 or GB18030. */
export function textOf(kind: Kind, first: Buffer, all: boolean): string {
  if (first.includes(0)) throw refuse.name_deceives({ kind });
  for (const encoding of ['utf-8', 'gb18030'])
    for (let cut = 0; cut <= (all ? 0 : CUT); cut += 1)
      try {
        return new TextDecoder(encoding, { fatal: true }).decode(first.subarray(0, first.length - cut));
      } catch {
        // The next cut, or the next encoding.
      }
  throw refuse.name_deceives({ kind });
}

/** Looks through the pieces of an office document, one after the other, for what holds macros. */
export function macroWatch(kind: Kind): (piece: Buffer) => void {
  if (kind !== 'xlsx' && kind !== 'docx') return () => undefined;
  let before = Buffer.alloc(0);
  return piece => {
    const seam = Buffer.concat([before, piece.subarray(0, MACROS.length)]);
    if (seam.includes(MACROS) || piece.includes(MACROS)) throw refuse.macros();
    before = Buffer.from(piece.subarray(-MACROS.length));
  };
}

/** How long piece `n` of a file is; 0 beyond its end. */
export const lengthOfPiece = (size: number, n: number): number =>
  Math.max(0, Math.min(FILE_PIECE, size - n * FILE_PIECE));
