/** Rows that come with their place in the sink before the first column: the two are parted again. */

export interface PlacedRows {
  /** The rows as they are without their places, whole tuples. */
  rows: Buffer;
  /** The place of the row with this number in the chunk, from 0; the bytes are its own. */
  placeOf: (row: number) => Buffer;
}

/** `chunk`: whole tuples. */
export function partPlaces(chunk: Buffer): PlacedRows {
  const rows = Buffer.allocUnsafe(chunk.length);
  const places: number[] = [];
  let filled = 0;
  let at = 0;
  while (at < chunk.length) {
    const fields = chunk.readInt16BE(at);
    places.push(at + 2);
    let end = at + 2;
    let from = end;
    for (let field = 0; field < fields; field++) {
      end += 4 + Math.max(0, chunk.readInt32BE(end));
      if (field === 0) from = end;
    }
    filled = rows.writeInt16BE(fields - 1, filled);
    filled += chunk.copy(rows, filled, from, end);
    at = end;
  }
  return {
    rows: rows.subarray(0, filled),
    placeOf(row) {
      const place = places[row] ?? 0;
      return Buffer.from(chunk.subarray(place + 4, place + 4 + chunk.readInt32BE(place)));
    },
  };
}
