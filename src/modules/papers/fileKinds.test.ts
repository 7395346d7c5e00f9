import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors.ts';
import { kindOf } from './fileKinds.ts';

/** An archive of empty parts (APPNOTE 4.3): local headers, directory, end. */
function archive(...names: string[]): Buffer {
  const header = (mark: number, size: number, name: string, lengthAt: number): Buffer => {
    const bytes = Buffer.alloc(size + Buffer.byteLength(name));
    bytes.writeUInt32LE(mark);
    bytes.writeUInt16LE(Buffer.byteLength(name), lengthAt);
    bytes.write(name, size);
    return bytes;
  };
  const locals = names.map(name => header(0x04034b50, 30, name, 26));
  let at = 0;
  const directory = names.map((name, place) => {
    const bytes = header(0x02014b50, 46, name, 28);
    bytes.writeUInt32LE(at, 42);
    at += locals[place]?.length ?? 0;
    return bytes;
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** A compound file, as far as its directory goes (MS-CFB 2.6): the root and these streams. */
function compound(...names: string[]): Buffer {
  const entries = ['Root Entry', ...names].map((name, at) => {
    const bytes = Buffer.alloc(128);
    bytes.write(name, 'utf16le');
    bytes.writeUInt16LE(name.length * 2 + 2, 64);
    bytes[66] = at === 0 ? 5 : 2;
    return bytes;
  });
  const header = Buffer.alloc(512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  return Buffer.concat([header, ...entries]);
}

const seen = async (file: Buffer): Promise<string> => {
  try {
    return await kindOf(file);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

test('What a file is stands in its bytes', async () => {
  const cases: [Buffer, string][] = [
    [Buffer.from('%PDF-1.7\n'), 'pdf'],
    [Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'png'],
    [Buffer.from('ffd8ffe000104a46', 'hex'), 'jpg'],
    [archive('[Content_Types].xml', 'word/document.xml'), 'docx'],
    [archive('[Content_Types].xml', 'xl/workbook.xml'), 'xlsx'],
    [archive('OFD.xml', 'Doc_0/Document.xml'), 'ofd'],
    [compound('1Table', 'WordDocument'), 'doc'],
    [compound('Workbook'), 'xls'],
  ];
  for (const [file, kind] of cases) assert.equal(await seen(file), kind);
});

test('Macros, passwords, archives and whatever is no document are refused, each with its reason', async () => {
  const cases: [Buffer, string][] = [
    [Buffer.alloc(0), 'papers.empty_file'],
    [archive('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), 'papers.macros'],
    [archive('[Content_Types].xml', 'xl/workbook.xml', 'xl/macrosheets/sheet1.xml'), 'papers.macros'],
    [compound('Workbook', '_VBA_PROJECT_CUR'), 'papers.macros'],
    [compound('EncryptedPackage'), 'papers.encrypted'],
    [compound('SummaryInformation'), 'papers.kind_unknown'],
    [archive('批复.pdf'), 'papers.archive'],
    [archive('word/document.xml'), 'papers.archive'],
    [Buffer.from('PK\x03\x04 and no archive'), 'papers.broken'],
    [Buffer.from('<html><script>alert(1)</script></html>'), 'papers.kind_unknown'],
    [Buffer.from('MZ\x90\x00'), 'papers.kind_unknown'],
  ];
  for (const [file, code] of cases) assert.equal(await seen(file), code);
});
