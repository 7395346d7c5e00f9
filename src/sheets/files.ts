/** Files that go out: a table as a workbook or as text. */
import { PassThrough, Readable } from 'node:stream';
import type { FastifyReply } from '#kernel/http.ts';
import type { Shape, Values } from './columns.ts';
import { type WrittenSheet, csvOf, sheetOf, writeXlsx } from './write.ts';

/** `csv` is UTF-8 with its mark, `csv-gbk` GB18030 for programs that know no UTF-8. */
export type FileFormat = 'xlsx' | 'csv' | 'csv-gbk';

export interface FileOut {
  name: string;
  type: string;
  stream: Readable;
}

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function workbookFile(name: string, sheets: readonly WrittenSheet[]): FileOut {
  const stream = new PassThrough();
  writeXlsx(stream, sheets).catch((error: Error) => stream.destroy(error));
  return { name: `${name}.xlsx`, type: WORKBOOK, stream };
}

export function tableFile(
  name: string,
  shape: Shape,
  records: Iterable<Values> | AsyncIterable<Values>,
  format: FileFormat,
): FileOut {
  if (format === 'xlsx') return workbookFile(name, [sheetOf(shape, records)]);
  const encoding = format === 'csv' ? 'utf-8' : 'gb18030';
  return {
    name: `${name}.csv`,
    type: `text/csv; charset=${encoding}`,
    stream: Readable.from(csvOf(shape, records, encoding)),
  };
}

/** Names outside ASCII go as RFC 5987 has it, with a plain one for programs that do not know that. */
export function asFile(reply: FastifyReply, { name, type, stream }: FileOut): Readable {
  const plain = `file${/\.\w+$/.exec(name)?.[0] ?? ''}`;
  void reply
    .type(type)
    .header(
      'content-disposition',
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .header('cache-control', 'no-store');
  return stream;
}
