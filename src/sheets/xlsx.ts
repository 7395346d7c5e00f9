/** An .xlsx workbook, read sheet by sheet as its bytes come, without ever holding one whole. */
import { type Archive, type FileOnDisk, openArchive } from './archive.ts';
import { type Loss, type LossKind, type Range, type Row, rangeOf } from './cells.ts';
import { isDateFormat } from './dates.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { refuse } from './refusals.ts';
import { type SheetParts, readSheetRows } from './sheetRows.ts';
import { readSharedStrings } from './strings.ts';
import { readWhole } from './xml.ts';

export interface Sheet {
  name: string;
  hidden: boolean;
}

export interface RowReader {
  /** In portions, so that whoever reads 100,000 rows waits a thousand times and not a hundred thousand. */
  rows: AsyncGenerator<Row[]>;
  /** Known at the end only: a file names them after its rows. */
  merged: readonly Range[];
}

export interface Workbook {
  sheets: readonly Sheet[];
  /** What the file holds beside cells, and what would not come back. */
  losses: readonly Loss[];
  /** Reads a sheet from its start; refuses a name that is not there. Names differ in width and blanks only: see `sameName`. */
  read(sheet: string): RowReader;
  /** How many rows are written there, for a measure of progress: found without reading them. */
  countRows(sheet: string): Promise<number>;
}

/** Names that people see as the same: full-width or half-width, with blanks around them, in any case. */
export const nameKey = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
export const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other);

/** The part that a relation leads to; undefined for what is no address, or no text behind its escapes. */
function partAt(target: string, folder: string): string | undefined {
  try {
    const path = target.startsWith('/') ? target : new URL(target, `file:///${folder}`).pathname;
    return decodeURIComponent(path).slice(1);
  } catch {
    return undefined;
  }
}

/** Targets of relations by id, as names of parts. */
async function relationsOf(
  archive: Archive,
  part: string,
): Promise<Map<string, { type: string; part: string }>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const file = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found = new Map<string, { type: string; part: string }>();
  await readWhole(file, archive.read(file), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const part = partAt(Target, folder);
      if (part === undefined) throw refuse.broken({ place: file });
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part });
    },
  });
  return found;
}

/** For each style of a cell whether it shows a date. */
async function dateStyles(archive: Archive, part: string): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await readWhole(part, archive.read(part), {
    open: (name, { numFmtId = '0', formatCode }) => {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(isDateFormat(Number(numFmtId), codes.get(Number(numFmtId))));
    },
    close: name => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

const LOSSES: [LossKind, RegExp][] = [
  ['macros', /^xl\/vbaproject\.bin$|^xl\/macrosheets\//],
  ['pictures', /^xl\/media\//],
  ['charts', /^xl\/charts?(sheets)?\//],
  ['pivot_tables', /^xl\/pivottables\//],
  ['embedded', /^xl\/(embeddings|activex|ctrlprops)\//],
  ['external_links', /^xl\/externallinks\//],
];

/** The cells that carry a note, below the header row: those of the header are the template's own. */
async function notesOf(archive: Archive, part: string, sheet: string): Promise<string[]> {
  const cells: string[] = [];
  await readWhole(part, archive.read(part), {
    open: (name, { ref = '' }) => {
      if (name === 'comment' && !/^[A-Z]+1$/.test(ref) && cells.length < 20) cells.push(`${sheet}!${ref}`);
    },
  });
  return cells;
}

interface SheetEntry extends Sheet {
  part: string;
}

async function readBook(archive: Archive, book: string) {
  const relations = await relationsOf(archive, book);
  const sheets: SheetEntry[] = [];
  let in1904 = false;
  await readWhole(book, archive.read(book), {
    open: (name, { name: title = '', id = '', state, date1904 }) => {
      if (name === 'workbookPr') in1904 = date1904 === '1' || date1904 === 'true';
      const target = relations.get(id);
      // Sheets of charts or dialogs have no rows.
      if (name === 'sheet' && target?.type === 'worksheet')
        sheets.push({ name: title, hidden: state !== undefined && state !== 'visible', part: target.part });
    },
  });
  const partOf = (type: string): string | undefined =>
    [...relations.values()].find(one => one.type === type)?.part;
  return { sheets, in1904, strings: partOf('sharedStrings'), styles: partOf('styles') };
}

/** Counts the ends of rows as bytes; rows without cells have none. */
async function countEnds(archive: Archive, part: string): Promise<number> {
  const end = Buffer.from('row>');
  let count = 0;
  let rest = Buffer.alloc(0);
  for await (const bytes of archive.read(part)) {
    const text = Buffer.concat([rest, bytes]);
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1))
      if (text[at - 1] === 0x2f || text[at - 1] === 0x3a) count += 1;
    rest = text.subarray(Math.max(0, text.length - end.length));
  }
  return count;
}

/** Refuses what is no workbook, what is locked, and what is larger than the limits, each by its own sentence. */
export async function openXlsx(file: Buffer | FileOnDisk, given: Partial<Limits> = {}): Promise<Workbook> {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const archive = await openArchive(file, limits);
  const root = await relationsOf(archive, '');
  const book = [...root.values()].find(one => one.type === 'officeDocument')?.part;
  if (book === undefined || !archive.has(book)) throw refuse.not_a_workbook();
  const { sheets, in1904, strings, styles } = await readBook(archive, book);
  if (sheets.length === 0) throw refuse.broken({ place: book });
  const losses: Loss[] = LOSSES.filter(([, path]) => archive.names.some(name => path.test(name))).map(
    ([kind]) => ({ kind, cells: [] }),
  );
  const notes: string[] = [];
  for (const { name, part } of sheets)
    for (const relation of (await relationsOf(archive, part)).values())
      if (relation.type === 'comments') notes.push(...(await notesOf(archive, relation.part, name)));
  if (notes.length > 0) losses.push({ kind: 'notes', cells: notes.slice(0, 20) });

  let shared: Promise<Pick<SheetParts, 'texts' | 'dates'>> | undefined;
  const readShared = async () => ({
    texts: strings === undefined ? undefined : await readSharedStrings(archive, strings, limits.texts),
    dates: styles === undefined ? [] : await dateStyles(archive, styles),
  });
  function sheetNamed(name: string): SheetEntry {
    const found = sheets.find(one => one.name === name) ?? sheets.find(one => sameName(one.name, name));
    if (!found) throw refuse.sheet_missing({ sheet: name, there: sheets.slice(0, 20).map(one => one.name) });
    return found;
  }
  return {
    sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
    losses,
    countRows: async name => countEnds(archive, sheetNamed(name).part),
    read: name => {
      const sheet = sheetNamed(name);
      const merged: Range[] = [];
      const addMerged = (text: string): void => {
        const range = rangeOf(text);
        // More than anybody merges by hand; the file says it, so somebody must bound it.
        if (range && merged.length < 10_000) merged.push(range);
      };
      async function* rows(): AsyncGenerator<Row[]> {
        shared ??= readShared();
        const parts = { ...(await shared), archive, in1904, part: sheet.part, sheet: sheet.name, limits };
        yield* readSheetRows(parts, addMerged);
      }
      return { rows: rows(), merged };
    },
  };
}
