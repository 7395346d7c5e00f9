import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable } from './readTable.ts';

test('a table is read in UTF-8, with and without its mark, and in the GB18030 of Excel', async () => {
  assert.equal(await readTable(new Blob(['\uFEFF提供部门'])), '提供部门');
  assert.equal(await readTable(new Blob(['提供部门'])), '提供部门');
  assert.equal(await readTable(new Blob([new Uint8Array([0xb2, 0xbf, 0xc3, 0xc5])])), '部门');
});
