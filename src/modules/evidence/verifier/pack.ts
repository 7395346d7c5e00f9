/** The form of an evidence pack's data: JSON inside the one page that also holds the verifier. */
export const FORMAT = 'shuqiao-evidence/1';

export type LogName = 'control' | 'usage/1';

export interface Text {
  zh: string;
  en: string;
}

export interface PackedCheckpoint {
  log: LogName;
  /** A signed note with all its signature lines, those of witnesses too. */
  note: string;
  /** When the platform says that it was made; nothing signs it. */
  at: string;
}

export interface PackedLeaf {
  log: LogName;
  number: number;
  /** Base 64: the entry's bytes and its salt. */
  entry: string;
  salt: string;
  /** Hexadecimal: what the platform gave out when the entry was made. */
  commitment: string;
  /** Base 64, from the leaf upwards (RFC 6962). */
  proof: string[];
  /** Which of the checkpoints the proof leads to. */
  checkpoint: number;
}

/** That a log only grew from one seal point to another. */
export interface PackedExtension {
  /** Positions of the checkpoints, the smaller first. */
  from: number;
  to: number;
  /** Base 64 (RFC 6962). */
  proof: string[];
}

export const DOCUMENT_KINDS = [
  'application',
  'step',
  'decision',
  'plan',
  'order',
  'certificate',
  'dispute',
  'mediation',
  'ruling',
  'minutes',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface PackedDocument {
  kind: DocumentKind;
  /** Canonical JSON; its SHA-256 stands in an entry. */
  text: string;
}

export interface Pack {
  format: typeof FORMAT;
  checkpoints: PackedCheckpoint[];
  leaves: PackedLeaf[];
  /** From each seal point of a log to its next larger one here. */
  extensions: PackedExtension[];
  documents: PackedDocument[];
  /** Verifier keys (C2SP signed-note) of the logs. */
  keys: string[];
  witnesses: { name: string; key: string }[];
}

/** Where the data stands in the page, and how that place looks while it is empty. */
export const PLACE = ['<script type="application/json" id=', '"evidence"></script>'].join('');

/** The page with the data in its place. Throws when the page has no such place, or more than one. */
export function packInto(page: string, pack: Pack): string {
  const [before, after, ...more] = page.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error('the verifier’s page has not exactly one place for the evidence');
  // Nothing in it may look like the end of the element that it stands in.
  const data = JSON.stringify(pack).replaceAll('<', '\\u003c');
  return `${before}${PLACE.replace('></', `>\n${data}\n</`)}${after}`;
}

export type Reading = { pack: Pack } | { fault: Text };

const NO_PACK: Text = { zh: '这不是一份证据文件', en: 'This is not an evidence pack' };

/** Reads a pack's file, or its data alone. Nothing is said yet about whether any of it is true. */
export function readPack(file: string): Reading {
  const places = [...file.matchAll(/<script type="application\/json" id="evidence">([^<]*)<\/script>/g)];
  if (places.length > 1) return { fault: { zh: '文件中有两份数据', en: 'The file holds its data twice' } };
  const data = places[0]?.[1] ?? file;
  if (data.trim() === '') return { fault: NO_PACK };
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return {
      fault: places.length === 1 ? { zh: '数据已损坏，无法读取', en: 'The data is damaged' } : NO_PACK,
    };
  }
  if (!isPack(value)) {
    return {
      fault: {
        zh: '数据的格式有误，或来自更新的版本',
        en: 'The data is not of a form that this verifier knows',
      },
    };
  }
  return { pack: value };
}

type Shape = (value: unknown) => boolean;
const text: Shape = value => typeof value === 'string';
const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf =
  (words: readonly string[]): Shape =>
  value =>
    words.includes(value as string);
const list =
  (of: Shape): Shape =>
  value =>
    Array.isArray(value) && value.every(of);
/** These fields and no others: what is not checked must not be there. */
const fields =
  (shapes: Record<string, Shape>): Shape =>
  value =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === Object.keys(shapes).length &&
    Object.entries(shapes).every(([name, shape]) => shape((value as Record<string, unknown>)[name]));

const LOG = oneOf(['control', 'usage/1']);
const PACK = fields({
  format: oneOf([FORMAT]),
  checkpoints: list(fields({ log: LOG, note: text, at: text })),
  leaves: list(
    fields({
      log: LOG,
      number: count,
      entry: text,
      salt: text,
      commitment: text,
      proof: list(text),
      checkpoint: count,
    }),
  ),
  extensions: list(fields({ from: count, to: count, proof: list(text) })),
  documents: list(fields({ kind: oneOf(DOCUMENT_KINDS), text })),
  keys: list(text),
  witnesses: list(fields({ name: text, key: text })),
});

const isPack = (value: unknown): value is Pack => PACK(value);
