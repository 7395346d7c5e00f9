import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { LOCKS } from './locks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const numbers: readonly number[] = Object.values(LOCKS);
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*(\/\/|--).*$/gm, '');
const sources = (pattern: string): { path: string; text: string }[] =>
  globSync(pattern, { cwd: ROOT }).map(path => ({
    path,
    text: withoutComments(readFileSync(resolve(ROOT, path), 'utf8')),
  }));

test('no two meanings share a number', () => {
  assert.equal(new Set(numbers).size, numbers.length);
});

test('a lock is taken by its name in the list, never by a number', () => {
  const files = sources('{src,scripts,bench,bin}/**/*.{ts,mjs}');
  assert.ok(files.filter(file => /advisory/.test(file.text)).length >= 8, 'the sweep saw who takes locks');
  const wrong = files.flatMap(({ path, text }) => {
    if (path === 'src/kernel/locks.ts') return [];
    const called = [...text.matchAll(/pg_(?:try_)?advisory_\w*lock\w*\(\s*\d+/g)].map(([call]) => call);
    const written = numbers.filter(number => new RegExp(`\\b${number}\\b`).test(text));
    return [...called, ...written].map(found => `${path}: ${found}`);
  });
  assert.deepEqual(wrong, []);
});

test('migrations take only locks of the list, each for what the list says', () => {
  const taken = sources('migrations/*.sql').flatMap(({ path, text }) =>
    [...text.matchAll(/pg_(?:try_)?advisory_\w*lock\w*\(([^)]*)\)/g)].map(([, first = '']) => {
      const number = Number(first.split(',')[0]);
      return { path, name: Object.entries(LOCKS).find(([, one]) => one === number)?.[0] ?? first };
    }),
  );
  assert.ok(taken.length >= 5);
  assert.deepEqual(
    taken.filter(({ name }) => name !== 'append' && name !== 'makeMonth'),
    [],
  );
});
