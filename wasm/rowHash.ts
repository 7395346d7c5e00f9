// The loop of `src/planes/mover/proof/digest.ts`: walks tuples of PostgreSQL's binary COPY, hashes each row and sums the
// hashes by bucket of its key. In AssemblyScript, because plain TypeScript took two and a half times as long, and it runs
// twice over every row that is moved. `npm run rowhash` compiles it; what it makes is kept in `proof/rowHashModule.ts`.

/** Per bucket four 64-bit sums of 32-bit lanes: they would overflow after 2^32 rows. */
const SUMS: usize = 0;
/** Per bucket the number of its rows, 64 bits. */
const COUNTS: usize = 32768;
/** One byte for each column: 1 where it is part of the key. */
const KEYS: usize = 40960;
/** Here the tuples are laid; KEYS has room for as many columns as a tuple can count. */
const DATA: usize = 81920;

/** Called for each row where somebody wants to hear of them: its bucket, 64 bits of its hash, and where it lies. */
declare function heard(bucket: i32, high: i32, low: i32, from: usize, end: usize): void;

let s1: u32 = 0;
let s2: u32 = 0;
let s3: u32 = 0;
let s4: u32 = 0;
let f1: u32 = 0;
let f2: u32 = 0;
let f3: u32 = 0;
let f4: u32 = 0;
/** Whole tuples seen so far. */
export let rows: f64 = 0;
let columns: i32 = 0;
let hasKey: bool = false;
let isHeard: bool = false;

export function setSeed(a: u32, b: u32, c: u32, d: u32): void {
  s1 = a;
  s2 = b;
  s3 = c;
  s4 = d;
}

export function setFinal(a: u32, b: u32, c: u32, d: u32): void {
  f1 = a;
  f2 = b;
  f3 = c;
  f4 = d;
}

export function setShape(count: i32, keyed: bool, heard: bool): void {
  columns = count;
  hasKey = keyed;
  isHeard = heard;
}

function finalMix(x: u32): u32 {
  let h = x;
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Four bytes, zero beyond the end. */
function word(at: usize, end: usize): u32 {
  if (at + 4 <= end) return load<u32>(at);
  let part: u32 = 0;
  for (let shift: u32 = 0; at < end; shift += 8) part |= (<u32>load<u8>(at++)) << shift;
  return part;
}

/** A 32-bit murmur3 step chain over one key field, its length included. */
function hashField(from: usize, end: usize, start: u32): u32 {
  let h = start;
  for (let at = from; at < end; at += 4) {
    const k = rotl<u32>(word(at, end) * 0xcc9e2d51, 15) * 0x1b873593;
    h = rotl<u32>(h ^ k, 13) * 5 + 0xe6546b64;
  }
  return h;
}

/** MurmurHash3 x86 128 with all of its state keyed. */
function addRow(from: usize, end: usize, keyHash: u32): void {
  let h1 = s1;
  let h2 = s2;
  let h3 = s3;
  let h4 = s4;
  let at = from;
  for (; at + 16 <= end; at += 16) {
    h1 ^= rotl<u32>(load<u32>(at) * 0x239b961b, 15) * 0xab0e9789;
    h1 = (rotl<u32>(h1, 19) + h2) * 5 + 0x561ccd1b;
    h2 ^= rotl<u32>(load<u32>(at, 4) * 0xab0e9789, 16) * 0x38b34ae5;
    h2 = (rotl<u32>(h2, 17) + h3) * 5 + 0x0bcaa747;
    h3 ^= rotl<u32>(load<u32>(at, 8) * 0x38b34ae5, 17) * 0xa1e38b93;
    h3 = (rotl<u32>(h3, 15) + h4) * 5 + 0x96cd1c35;
    h4 ^= rotl<u32>(load<u32>(at, 12) * 0xa1e38b93, 18) * 0x239b961b;
    h4 = (rotl<u32>(h4, 13) + h1) * 5 + 0x32ac3b17;
  }
  if (at < end) h1 ^= rotl<u32>(word(at, end) * 0x239b961b, 15) * 0xab0e9789;
  if (at + 4 < end) h2 ^= rotl<u32>(word(at + 4, end) * 0xab0e9789, 16) * 0x38b34ae5;
  if (at + 8 < end) h3 ^= rotl<u32>(word(at + 8, end) * 0x38b34ae5, 17) * 0xa1e38b93;
  if (at + 12 < end) h4 ^= rotl<u32>(word(at + 12, end) * 0xa1e38b93, 18) * 0x239b961b;
  const length = <u32>(end - from);
  h1 ^= length ^ f1;
  h2 ^= length ^ f2;
  h3 ^= length ^ f3;
  h4 ^= length ^ f4;
  h1 += h2 + h3 + h4;
  h2 += h1;
  h3 += h1;
  h4 += h1;
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h3 = finalMix(h3);
  h4 = finalMix(h4);
  h1 += h2 + h3 + h4;
  h2 += h1;
  h3 += h1;
  h4 += h1;

  const bucket = (hasKey ? finalMix(keyHash) : h1 ^ h4) & 1023;
  const sums: usize = SUMS + ((<usize>bucket) << 5);
  store<u64>(sums, load<u64>(sums) + h1);
  store<u64>(sums, load<u64>(sums, 8) + h2, 8);
  store<u64>(sums, load<u64>(sums, 16) + h3, 16);
  store<u64>(sums, load<u64>(sums, 24) + h4, 24);
  const count: usize = COUNTS + ((<usize>bucket) << 3);
  store<u64>(count, load<u64>(count) + 1);
  if (isHeard) heard(bucket, h2, h3, from, end);
}

/** Adds the whole tuples among `size` bytes; how many bytes they take, or -1 where one has other columns. */
export function add(size: i32): i32 {
  const stop: usize = DATA + size;
  let from: usize = DATA;
  while (from + 2 <= stop) {
    if (<i32>bswap<u16>(load<u16>(from)) != columns) return -1;
    let at = from + 2;
    let keyHash = f1;
    for (let field = 0; field < columns; field++) {
      if (at + 4 > stop) return <i32>(from - DATA);
      const start = at;
      const length = <i32>bswap<u32>(load<u32>(at));
      at += 4;
      // What is promised may be more than can be addressed.
      if (length > 0) {
        if (<usize>length > stop - at) return <i32>(from - DATA);
        at += <usize>length;
      }
      if (hasKey && load<u8>(KEYS + field) == 1) keyHash = hashField(start, at, keyHash);
    }
    addRow(from, at, keyHash);
    rows += 1;
    from = at;
  }
  return <i32>(from - DATA);
}
