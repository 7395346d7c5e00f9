/** The archive that an .xlsx file is, with its guards: nothing is unpacked beyond what the limits say. */
import { read as readBytes } from 'node:fs';
import { promisify } from 'node:util';
import { type Entry, type ZipFile, fromBufferPromise, fromFdPromise } from 'yauzl';
import { Refusal } from '#kernel/errors.ts';
import { type Limits, RATIO_FROM } from './limits.ts';
import { refuse } from './refusals.ts';

/** A workbook on disk, open for reading: of its packed bytes nothing lies in memory but what is being unpacked. */
export interface FileOnDisk {
  fd: number;
}

export interface Archive {
  names: readonly string[];
  has(name: string): boolean;
  /** The part's bytes as they are unpacked; nothing for a part that is not there. */
  read(name: string): AsyncGenerator<Buffer>;
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** Names as the specification means them: no leading slash, in any case (OPC 6.2.2). */
const normal = (name: string): string => name.replace(/^\/+/, '').toLowerCase();

/** Says what the file is instead, as far as its first bytes tell. */
function refuseOther(file: Buffer): Refusal {
  if (file.subarray(0, 8).equals(OLE))
    return file.includes(Buffer.from('EncryptedPackage', 'utf16le'))
      ? refuse.encrypted()
      : refuse.other_format({ format: '旧格式的表格（.xls 或 .et）', formatEn: 'an old .xls or .et file' });
  if (file.subarray(0, 5).toString('latin1') === '%PDF-')
    return refuse.other_format({ format: ' PDF 文件', formatEn: 'a PDF' });
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(file.subarray(0, 200).toString('utf8')))
    return refuse.other_format({ format: '网页或 XML 文件', formatEn: 'a web page or XML' });
  return refuse.not_a_workbook();
}

function checkDeclared(entries: readonly Entry[], limits: Limits): void {
  const size = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (size > limits.unpacked)
    throw refuse.swollen({ place: megabytes(size), limit: ` ${megabytes(limits.unpacked)}` });
  for (const { fileName, uncompressedSize, compressedSize } of entries)
    if (uncompressedSize > RATIO_FROM && uncompressedSize > limits.ratio * Math.max(1, compressedSize))
      throw refuse.swollen({ place: fileName, limit: ` ${limits.ratio} : 1` });
}

/** As much of a file's beginning as says what it is. */
async function headOf(file: Buffer | FileOnDisk): Promise<Buffer> {
  if (Buffer.isBuffer(file)) return file;
  const { bytesRead, buffer } = await promisify(readBytes)(file.fd, Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
  return buffer.subarray(0, bytesRead);
}

/** Refuses whatever is no .xlsx archive, and archives that would unpack to more than the limits. */
export async function openArchive(file: Buffer | FileOnDisk, limits: Limits): Promise<Archive> {
  const head = await headOf(file);
  if (head.subarray(0, 2).toString('latin1') !== 'PK') throw refuseOther(head);
  const entries: Entry[] = [];
  let zip: ZipFile;
  try {
    const options = { lazyEntries: true, autoClose: false };
    zip = await (Buffer.isBuffer(file) ? fromBufferPromise(file, options) : fromFdPromise(file.fd, options));
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= limits.parts)
        throw refuse.swollen({ place: 'zip', limit: ` ${limits.parts} 个文件` });
      if (entry.isEncrypted()) throw refuse.encrypted();
      entries.push(entry);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw refuse.broken({ place: `zip: ${(error as Error).message}` });
  }
  checkDeclared(entries, limits);
  const byName = new Map(entries.map(entry => [normal(entry.fileName), entry]));
  if (byName.has('mimetype') && byName.has('content.xml'))
    throw refuse.other_format({
      format: ' OpenDocument 表格（.ods）',
      formatEn: 'an OpenDocument file (.ods)',
    });
  if (byName.has('xl/workbook.bin'))
    throw refuse.other_format({ format: '二进制工作簿（.xlsb）', formatEn: 'a binary workbook (.xlsb)' });

  // Parts that share their packed bytes pass any look at declared sizes one by one: all of them are counted together.
  let unpacked = 0;
  const counted = new Map<string, number>();
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = byName.get(normal(name));
    if (!entry) return;
    let size = 0;
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        // A part that is read again counts once.
        const before = counted.get(entry.fileName) ?? 0;
        counted.set(entry.fileName, Math.max(before, size));
        unpacked += Math.max(0, size - before);
        if (unpacked > limits.unpacked)
          throw refuse.swollen({ place: entry.fileName, limit: ` ${megabytes(limits.unpacked)}` });
        if (size > RATIO_FROM && size > limits.ratio * Math.max(1, entry.compressedSize))
          throw refuse.swollen({ place: entry.fileName, limit: ` ${limits.ratio} : 1` });
        yield bytes;
      }
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refuse.broken({ place: `${entry.fileName}: ${(error as Error).message}` });
    }
  }
  return { names: [...byName.keys()], has: name => byName.has(normal(name)), read };
}
