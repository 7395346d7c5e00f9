/** Tuples back into text: for tests, and for naming the keys of rows that differ. */
import type { ColumnType } from '#vocabulary/plans.ts';

function numericText(bytes: Buffer): string {
  const sign = bytes.readUInt16BE(4);
  if (sign === 0xc000) return 'NaN';
  if (sign === 0xd000) return 'Infinity';
  if (sign === 0xf000) return '-Infinity';
  const [count, weight, scale] = [bytes.readInt16BE(0), bytes.readInt16BE(2), bytes.readUInt16BE(6)];
  const group = (i: number): string =>
    (i >= 0 && i < count ? String(bytes.readInt16BE(8 + i * 2)) : '0').padStart(4, '0');
  let whole = '';
  for (let i = 0; i <= weight; i++) whole += group(i);
  let fraction = '';
  for (let i = weight + 1; fraction.length < scale; i++) fraction += group(i);
  const text = (whole.replace(/^0+/, '') || '0') + (scale > 0 ? `.${fraction.slice(0, scale)}` : '');
  return sign === 0x4000 ? `-${text}` : text;
}

const epoch2000 = Date.UTC(2000, 0, 1);

function fieldText(type: ColumnType, bytes: Buffer): string {
  switch (type) {
    case 'text':
      return bytes.toString('utf8');
    case 'bigint':
      return bytes.readBigInt64BE(0).toString();
    case 'numeric':
      return numericText(bytes);
    case 'double':
      return String(bytes.readDoubleBE(0));
    case 'boolean':
      return bytes[0] === 1 ? 'true' : 'false';
    case 'date':
      return new Date(epoch2000 + bytes.readInt32BE(0) * 86_400_000).toISOString().slice(0, 10);
    case 'timestamp': {
      const microseconds = bytes.readBigInt64BE(0);
      const within = ((microseconds % 1000n) + 1000n) % 1000n;
      const iso = new Date(epoch2000 + Number((microseconds - within) / 1000n)).toISOString();
      const fraction = `${iso.slice(20, 23)}${String(within).padStart(3, '0')}`.replace(/0+$/, '');
      return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction === '' ? '' : `.${fraction}`}`;
    }
  }
}

/** Whole tuples as text; for tests and for naming the keys of rows that differ, not for moving rows. */
export function decodeTuples(
  chunk: Buffer,
  columns: { name: string; type: ColumnType }[],
): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let at = 0;
  while (at < chunk.length) {
    if (chunk.readInt16BE(at) !== columns.length)
      throw new Error(`The stream does not hold rows of ${columns.length} columns.`);
    at += 2;
    const row: (string | null)[] = [];
    for (const column of columns) {
      const length = chunk.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : fieldText(column.type, chunk.subarray(at, at + length)));
      if (length > 0) at += length;
    }
    rows.push(row);
  }
  return rows;
}
