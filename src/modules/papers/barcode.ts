import bwip from 'bwip-js';

/** Millimetres of one module; the symbol is as tall as a scanner at the counter needs. */
const MODULE = 0.33;
const HEIGHT = 10;
/** Pixels of one module: 300 to the inch of a printer come out sharp. */
const SCALE = 4;

/** Code 128 as widths of bars and gaps in modules, beginning with a bar: the page draws these. */
export function barsOf(text: string): number[] {
  const [symbol] = bwip.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) throw new Error('a bar code without bars');
  return [...symbol.sbs];
}

export interface Barcode {
  png: Buffer;
  /** Millimetres. */
  width: number;
  height: number;
}

/** The same symbol as a picture for a file. */
export async function barcodePicture(text: string): Promise<Barcode> {
  const png = await bwip.toBuffer({
    bcid: 'code128',
    text,
    scaleX: SCALE,
    scaleY: SCALE,
    height: HEIGHT,
    includetext: false,
  });
  const pixels = png.readUInt32BE(16);
  return { png, width: (pixels / SCALE) * MODULE, height: HEIGHT };
}
