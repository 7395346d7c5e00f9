/** What a file is by its bytes, whatever its name says. */
import { type Entry, fromBufferPromise } from 'yauzl';
import { refuse } from './refusals.ts';
import type { AttachmentKind } from './attachmentNames.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPG = Buffer.from('ffd8ff', 'hex');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ZIP = Buffer.from('504b0304', 'hex');
/** A reader of PDF looks for its mark within these bytes. */
const PDF_HEAD = 1024;
/** More parts than any office document has. */
const MOST_PARTS = 10_000;

const begins = (file: Buffer, mark: Buffer): boolean => file.subarray(0, mark.length).equals(mark);

/** Length of an entry in the directory of a compound file (MS-CFB 2.6.1), and where its name’s length stands. */
const OLE_ENTRY = 128;
const OLE_NAME_LENGTH = 64;
const OLE_HEADER = 512;

/** The names of the streams and storages of a compound file. */
function oleNames(file: Buffer): Set<string> {
  const names = new Set<string>();
  for (let at = OLE_HEADER; at + OLE_ENTRY <= file.length; at += OLE_ENTRY) {
    const bytes = file.readUInt16LE(at + OLE_NAME_LENGTH);
    const type = file[at + OLE_NAME_LENGTH + 2] ?? 0;
    if (bytes < 4 || bytes > OLE_NAME_LENGTH || bytes % 2 !== 0 || ![1, 2, 5].includes(type)) continue;
    names.add(file.subarray(at, at + bytes - 2).toString('utf16le'));
  }
  return names;
}

function oleKind(file: Buffer): AttachmentKind {
  const names = oleNames(file);
  if (names.has('EncryptedPackage')) throw refuse.encrypted();
  if (names.has('_VBA_PROJECT_CUR') || names.has('_VBA_PROJECT') || names.has('Macros'))
    throw refuse.macros();
  if (names.has('WordDocument')) return 'doc';
  if (names.has('Workbook') || names.has('Book')) return 'xls';
  throw refuse.kind_unknown();
}

async function partsOf(file: Buffer): Promise<Entry[]> {
  const parts: Entry[] = [];
  try {
    const zip = await fromBufferPromise(file, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      parts.push(entry);
      if (parts.length > MOST_PARTS) break;
    }
  } catch {
    throw refuse.broken();
  }
  if (parts.length > MOST_PARTS) throw refuse.broken();
  return parts;
}

/** Office documents and OFD are archives; an archive that is neither is refused, for nobody sees what it brings. */
async function zipKind(file: Buffer): Promise<AttachmentKind> {
  const parts = await partsOf(file);
  if (parts.some(part => part.isEncrypted())) throw refuse.encrypted();
  const names = new Set(parts.map(part => part.fileName.replace(/^\/+/, '').toLowerCase()));
  if ([...names].some(name => name.endsWith('vbaproject.bin') || name.startsWith('xl/macrosheets/')))
    throw refuse.macros();
  if (names.has('ofd.xml')) return 'ofd';
  if (names.has('[content_types].xml') && names.has('word/document.xml')) return 'docx';
  if (names.has('[content_types].xml') && names.has('xl/workbook.xml')) return 'xlsx';
  throw refuse.archive();
}

export async function kindOf(file: Buffer): Promise<AttachmentKind> {
  if (file.length === 0) throw refuse.empty_file();
  if (begins(file, PNG)) return 'png';
  if (begins(file, JPG)) return 'jpg';
  if (file.subarray(0, PDF_HEAD).includes('%PDF-')) return 'pdf';
  if (begins(file, OLE)) return oleKind(file);
  if (begins(file, ZIP)) return zipKind(file);
  throw refuse.kind_unknown();
}
