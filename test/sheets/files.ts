/** Makes archives and workbooks byte by byte, also such as no honest program writes. */
import { PassThrough } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { type Row, type WrittenSheet, openXlsx, writeXlsx } from '#sheets/index.ts';

export interface Part {
  name: string;
  content: string | Buffer;
  /** What the archive says about the size, when it lies. */
  declared?: number;
}

/** A zip archive of deflated parts. `overlapping` lets every part's bytes be those of the first. */
export function zip(parts: readonly Part[], { overlapping = false } = {}): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, declared } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declared ?? bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = overlapping ? 0 : at;
    directory.push(
      Buffer.from('504b01021400', 'hex'),
      common,
      Buffer.alloc(10),
      Buffer.from(Uint32Array.of(place).buffer),
      title,
    );
    if (overlapping && pieces.length > 0) continue;
    pieces.push(Buffer.from('504b0304', 'hex'), common, title, packed);
    at += 30 + title.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, central, end]);
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const relations = (list: readonly [type: string, target: string][]): string =>
  `<Relationships xmlns="${RELATIONS}">${list
    .map(
      ([type, target], index) => `<Relationship Id="r${index}" Type="${OFFICE}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

export interface BookOptions {
  /** The inside of worksheet, with its sheetData. */
  sheet: string;
  name?: string;
  strings?: string;
  styles?: string;
  in1904?: boolean;
  more?: readonly Part[];
  sheetRelations?: readonly [type: string, target: string][];
}

/** The parts of a workbook with one sheet. */
export function bookParts({
  sheet,
  name = '目录',
  strings,
  styles,
  in1904,
  more,
  sheetRelations,
}: BookOptions): Part[] {
  return [
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: relations([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${in1904 === true ? ' date1904="1"' : ''}/><sheets><sheet name="${name}" sheetId="1" r:id="r0"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', '/xl/sharedStrings.xml'],
        ['styles', 'styles.xml'],
      ]),
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet xmlns="${MAIN}">${sheet}</worksheet>` },
    ...(sheetRelations
      ? [{ name: 'xl/worksheets/_rels/sheet1.xml.rels', content: relations(sheetRelations) }]
      : []),
    { name: 'xl/sharedStrings.xml', content: strings ?? '<sst/>' },
    {
      name: 'xl/styles.xml',
      content: styles ?? '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
    },
    ...(more ?? []),
  ];
}

export const book = (options: BookOptions): Buffer => zip(bookParts(options));

/** All that comes in portions, at once. */
export async function gather<T>(portions: AsyncIterable<T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const portion of portions) found.push(...portion);
  return found;
}

export const rowsIn = async (file: Buffer, sheet: string): Promise<Row[]> =>
  gather((await openXlsx(file)).read(sheet).rows);

export const textsOf = (rows: readonly Row[]): string[][] =>
  rows.map(row => row.cells.map(cell => `${cell.kind}:${cell.text}`));

export async function workbookOf(sheets: readonly WrittenSheet[]): Promise<Buffer> {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  const collected = (async () => {
    for await (const chunk of sink) chunks.push(chunk as Buffer);
  })();
  await writeXlsx(sink, sheets);
  await collected;
  return Buffer.concat(chunks);
}
