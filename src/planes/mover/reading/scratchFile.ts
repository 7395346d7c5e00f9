/**
 * What a run puts down for a while because memory must not grow with it. The file has no name: it is unlinked as soon as
 * it is open, so that nothing stays of a process that was killed.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ScratchFile {
  /** Answers where the bytes lie. */
  append(bytes: Uint8Array): number;
  /** Fills `into` with the bytes that lie there. */
  read(into: Uint8Array, from: number): void;
  /** What lies in it is gone; it may be filled again. */
  close(): void;
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-scratch-'));
  try {
    return openSync(join(folder, 'scratch'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file itself comes with the first bytes: most runs put down nothing. */
export function createScratchFile(): ScratchFile {
  let file: number | undefined;
  let size = 0;
  return {
    append(bytes) {
      file ??= openNameless();
      const from = size;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, from + at);
      size += bytes.length;
      return from;
    },
    read(into, from) {
      if (file === undefined || from + into.length > size)
        throw new RangeError('Nothing was put down there.');
      for (let at = 0; at < into.length; ) at += readSync(file, into, at, into.length - at, from + at);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      size = 0;
    },
  };
}
