/**
 * What each mask makes of a value: the one meaning, in words that run. The sources' SQL, the planes and the page's
 * samples are tested against it or call it. Characters are Unicode code points; null stays null; a value that a mask
 * does not fit (the month of a name) becomes null and not itself.
 */
import type { ColumnType, Mask } from './plans.ts';

/** What a keyed digest looks like; no key made it. */
export const SAMPLE_DIGEST = 'q7Xr2Lk9TzVw0bNcY4hJ1Q';

/** What `middle` and `address` may keep at one end, and the widths of a range: whole numbers, so that both databases agree to the digit. */
export const MOST_KEPT = 100;
export const MOST_KEPT_OF_ADDRESS = 30;
export const LEAST_WIDTH = 2;
export const MOST_WIDTH = 1_000_000_000_000;

/** Numbers from here on, up or down, lie in no range: the widest exact number of one of the databases ends near it. */
const FAR = 10n ** 30n;

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;

/** Whether the mask's own parameters are ones that every plane can carry out. */
export function isSoundMask(mask: Mask): boolean {
  if (mask.kind === 'middle') return isWhole(mask.head, 0, MOST_KEPT) && isWhole(mask.tail, 0, MOST_KEPT);
  if (mask.kind === 'address') return isWhole(mask.head, 1, MOST_KEPT_OF_ADDRESS);
  return mask.kind !== 'range' || isWhole(mask.width, LEAST_WIDTH, MOST_WIDTH);
}

/** A mask as people write it: parts that its kind does not use are left out, those that it needs may be missing. */
export interface MaskShape {
  kind: Mask['kind'];
  head?: number;
  tail?: number;
  width?: number;
}

/** The mask that is meant. One that lacks what it needs leaves nothing readable. */
export function maskOf({ kind, head = 0, tail = 0, width = 0 }: MaskShape): Mask {
  const mask: Mask =
    kind === 'middle'
      ? { kind, head, tail }
      : kind === 'address'
        ? { kind, head }
        : kind === 'range'
          ? { kind, width }
          : { kind };
  return isSoundMask(mask) ? mask : { kind: 'hidden' };
}

/** Whether values of a type can be shown so at all. A date may be kept as text or as a number: 19870506. */
export function isMaskOfType(mask: Mask, type: ColumnType): boolean {
  const { kind } = mask;
  if (kind === 'year' || kind === 'month')
    return type === 'date' || type === 'timestamp' || type === 'text' || type === 'bigint';
  if (kind === 'range') return type === 'bigint' || type === 'numeric' || type === 'double';
  return (kind !== 'address' && kind !== 'mail') || type === 'text';
}

/**
 * Whether whoever sees `mask` learns nothing that `than` would not have shown: what a decision may put in the place of
 * an entry's mask. Masks that show different parts of a value are in neither order.
 */
export function showsNoMore(mask: Mask, than: Mask): boolean {
  if (mask.kind === 'hidden' || than.kind === 'none') return true;
  switch (mask.kind) {
    case 'none':
      return false;
    case 'name':
      return than.kind === 'name' || (than.kind === 'middle' && than.head >= 1);
    case 'middle':
      return (
        (than.kind === 'middle' && mask.head <= than.head && mask.tail <= than.tail) ||
        (than.kind === 'name' && mask.head <= 1 && mask.tail === 0)
      );
    case 'address':
      return (
        ((than.kind === 'address' || than.kind === 'middle') && mask.head <= than.head) ||
        (than.kind === 'name' && mask.head <= 1)
      );
    case 'year':
      return than.kind === 'year' || than.kind === 'month';
    case 'range':
      return than.kind === 'range' && mask.width % than.width === 0;
    case 'month':
    case 'mail':
    case 'digest':
      return mask.kind === than.kind;
  }
}

/** Shows less, and nothing else. */
export const isStricterMask = (mask: Mask, than: Mask): boolean =>
  showsNoMore(mask, than) && !showsNoMore(than, mask);

const YEAR = /^[0-9]{4}/;
/** 1987-05, 1987/5, 1987.05, 1987年5月, 198705; nothing of what names no month. */
const PARTED_MONTH = /^([0-9]{4})(?:-|\/|\.|年)(0?[1-9]|1[0-2])(?![0-9])/;
const JOINED_MONTH = /^([0-9]{4})(0[1-9]|1[0-2])/;

function monthOf(text: string): string | null {
  const found = PARTED_MONTH.exec(text) ?? JOINED_MONTH.exec(text);
  return found ? `${found[1]}-${(found[2] ?? '').padStart(2, '0')}` : null;
}

/** The largest whole number that is not above a decimal; undefined for what is none. */
function floorOf(text: string): bigint | undefined {
  const found = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (!found) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const shift = Number(exponent);
  // Beyond all that a range covers, and not worth spelling out.
  if (shift > 400 || shift < -400) return shift > 0 ? FAR : sign === '-' ? -1n : 0n;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const kept = BigInt(point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0'));
  const isExact = /^0*$/.test(digits.slice(Math.max(0, point)));
  return sign === '-' ? -kept - (isExact ? 0n : 1n) : kept;
}

/**
 * Whole numbers are shown with both ends, 30-39; all others, and what lies below zero, where a minus sign would be read
 * as the dash, as what the range holds and where it ends: [30,40).
 */
function rangeOf(type: ColumnType, text: string, width: bigint): string | null {
  const value = floorOf(text);
  if (value === undefined || value >= FAR || value <= -FAR) return null;
  const low = value - (((value % width) + width) % width);
  return type === 'bigint' && low >= 0n ? `${low}-${low + width - 1n}` : `[${low},${low + width})`;
}

function mailOf(text: string): string {
  if (text === '') return '';
  const at = text.lastIndexOf('@');
  return at < 0 ? '***' : `${Array.from(text.slice(0, at))[0] ?? ''}***${text.slice(at)}`;
}

/**
 * The text of a value as it is digested: one value is one text, whatever its type and whichever database holds it. The
 * number 12.50 and the text 12.5 are the same, and so are the number 19870506 and the text.
 */
export function digestText(type: ColumnType, text: string): string {
  if (type === 'double') return Number.isFinite(Number(text)) ? String(Number(text)) : text;
  if ((type !== 'numeric' && type !== 'timestamp') || !text.includes('.')) return text;
  const plain = text.replace(/\.?0+$/, '');
  return plain === '-0' ? '0' : plain;
}

/**
 * A value as its consumer sees it. `text` is the value as PostgreSQL writes it; `digest` is asked only by a digest mask,
 * with the text of `digestText`.
 */
export function maskValue(
  mask: Mask,
  type: ColumnType,
  text: string | null,
  digest: (text: string) => string,
): string | null {
  if (text === null || !isMaskOfType(mask, type)) return null;
  switch (mask.kind) {
    case 'none':
      return text;
    case 'hidden':
      return null;
    case 'name':
      return Array.from(text, (character, i) => (i === 0 ? character : '*')).join('');
    case 'middle': {
      const characters = Array.from(text);
      const tail = characters.length - mask.tail;
      const isShort = characters.length <= mask.head + mask.tail;
      return characters.map((one, i) => (!isShort && (i < mask.head || i >= tail) ? one : '*')).join('');
    }
    case 'address': {
      if (text === '') return '';
      const characters = Array.from(text);
      return characters.length <= mask.head ? '****' : `${characters.slice(0, mask.head).join('')}****`;
    }
    case 'mail':
      return mailOf(text);
    case 'year':
      return YEAR.exec(text)?.[0] ?? null;
    case 'month':
      return monthOf(text);
    case 'range':
      return rangeOf(type, text, BigInt(mask.width));
    case 'digest':
      return digest(digestText(type, text));
  }
}
