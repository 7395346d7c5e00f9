import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGE_BYTES, givePage, lendPage, takePage } from './pages.ts';

test('a page that was given back is filled again, once', () => {
  const page = takePage();
  const rows = lendPage(page, 10);
  assert.equal(rows.length, 10);
  givePage(rows);
  givePage(rows);
  assert.equal(takePage(), page);
  assert.notEqual(takePage(), page, 'given back twice it would be two rows in one place');
});

test('part of a page, a copy and a buffer of somebody else give nothing back', () => {
  const page = takePage();
  const rows = lendPage(page, 10);
  for (const other of [rows.subarray(0, 5), rows.subarray(0), Buffer.from(rows), Buffer.alloc(PAGE_BYTES)])
    givePage(other);
  assert.notEqual(takePage(), page);
  const large = Buffer.alloc(PAGE_BYTES + 1);
  givePage(lendPage(large, 10));
  assert.notEqual(takePage(), large, 'a page that a large row needed is not kept');
});
