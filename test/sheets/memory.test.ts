import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openXlsx } from '#sheets/index.ts';
import { book } from './files.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** What is held, bytes: objects, and buffers outside the heap. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const ROWS = 100_000;
const COLUMNS = 12;
const TEXTS = 300_000;

/** A table whose texts, as objects, would take some 100 MB, and its cells several times that. */
function large(): Buffer {
  const strings = Array.from({ length: TEXTS }, (_, index) => `<si><t>数据项名称 ${index}</t></si>`);
  const rows: string[] = [];
  for (let row = 0; row < ROWS; row += 1) {
    let cells = '';
    for (let column = 0; column < COLUMNS; column += 1)
      cells +=
        column < 9
          ? `<c t="s"><v>${(row * COLUMNS + column * 7919) % TEXTS}</v></c>`
          : `<c><v>${row + column}</v></c>`;
    rows.push(`<row r="${row + 1}">${cells}</row>`);
  }
  return book({
    sheet: `<sheetData>${rows.join('')}</sheetData>`,
    strings: `<sst>${strings.join('')}</sst>`,
  });
}

test('Reading 100,000 rows of 12 cells holds little more than the texts that cells share', async t => {
  const file = large();
  const before = held();
  let rows = 0;
  let cells = 0;
  let most = 0;
  let next = 0;
  for await (const portion of (await openXlsx(file)).read('目录').rows) {
    rows += portion.length;
    for (const row of portion) cells += row.cells.length;
    if (rows < next) continue;
    next = rows + 20_000;
    most = Math.max(most, held() - before);
  }
  assert.deepEqual([rows, cells], [ROWS, ROWS * COLUMNS]);
  t.diagnostic(`held at most ${Math.round(most / 1024 / 1024)} MB more`);
  assert.ok(most < 32 * 1024 * 1024, `${most} bytes`);
});
