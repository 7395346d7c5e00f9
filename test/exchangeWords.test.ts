/** Whatever ends or holds up a run has words of its own, in both languages, with nothing left open in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeWords, problemOf } from '#modules/exchange/problems.ts';
import { runView } from '#modules/exchange/views.ts';
import type { ConnectionCode } from '#planes/mover/ports.ts';

/** What each code brings; the compiler asks for a line for each that is added. */
const FACTS: Record<ConnectionCode | 'mismatch' | 'counts' | 'source_closed', Record<string, string>> = {
  not_allowed: { host: 'h' },
  unreachable: { host: 'h' },
  wrong_password: { host: 'h' },
  no_database: { host: 'h', database: 'd' },
  no_permission: { schema: 's', table: 't' },
  no_table: { schema: 's', table: 't' },
  lost_column: { schema: 's', table: 't', column: 'c' },
  changed_type: { column: 'c', type: 'text' },
  unsupported_type: { column: 'c', type: 'geometry' },
  bad_value: { row: '7', column: 'c', type: 'date' },
  timeout: {},
  connection_lost: { host: 'h' },
  busy: { schema: 's', table: 't' },
  superseded: { schema: 's', table: 't', run: 'r', epoch: '2' },
  columns_changed: { schema: 's', table: 't', columns: 'a, b', dependents: 'v' },
  double_keys: { schema: 's', table: 't', column: 'c', keys: '2', rows: '5' },
  null_keys: { schema: 's', table: 't', column: 'c', rows: '3' },
  drift: { schema: 's', table: 't', kind: 'retyped', column: 'c', before: 'int', now: 'text' },
  too_many_wrong: { setAside: '12', column: 'c', reason: 'missing', row: '7' },
  file_changed: { table: 'f.csv' },
  bad_file: { table: 'f.csv', reason: '引号没有结束', reasonEn: 'a quotation mark is never closed' },
  folder_closed: { host: 'h' },
  no_folder: { host: 'h' },
  no_queries: {},
  source_moving: { schema: 's', table: 't', rows: '4' },
  disk_full: {},
  run_elsewhere: { schema: 's', table: 't', run: 'r' },
  name_taken: { schema: 's', table: 't' },
  failed: { reason: 'said' },
  mismatch: { rowsRead: '3', rowsInSink: '2', buckets: '7' },
  counts: { read: '3', written: '2', setAside: '0' },
  source_closed: {},
};
const HAN = /\p{Script=Han}/u;

test('every problem of a run has words of its own in both languages', () => {
  const said = new Set<string>();
  for (const [code, facts] of Object.entries(FACTS)) {
    const { zh, en } = problemOf('failed', code, facts);
    assert.ok(HAN.test(zh) && !HAN.test(en), `${code}: ${zh} / ${en}`);
    for (const words of [zh, en]) assert.doesNotMatch(words, /[{}]|—|undefined/, `${code}: ${words}`);
    assert.ok(!said.has(zh), `${code} has the words of another`);
    said.add(zh);
  }
});

test('where the rows of earlier runs stand in the way, nobody is sent to look for views', () => {
  const facts = { ...FACTS.columns_changed, dependents: 'the rows of earlier runs' };
  const { zh, en } = problemOf('failed', 'columns_changed', facts);
  assert.match(zh, /以前送达的行/);
  assert.doesNotMatch(`${zh}${en}`, /视图|[Vv]iews/);
});

test('what a run noticed has words in both languages', () => {
  const at = '2026-11-21T00:00:00.000Z';
  for (const notice of [
    { kind: 'drift', drift: [{ kind: 'added', column: 'note' }] },
    { kind: 'watermark', column: 'changed', without: '3', back: true },
    { kind: 'again', code: 'busy', facts: { schema: 's', table: 't' }, at, until: at },
    { kind: 'hours', at, until: at },
    { kind: 'repaired', kept: 1, sent: 2, dropped: 3 },
  ] as unknown as Parameters<typeof noticeWords>[0][]) {
    const { zh, en } = noticeWords(notice);
    assert.ok(HAN.test(zh) && !HAN.test(en), `${zh} / ${en}`);
    assert.doesNotMatch(`${zh}${en}`, /[{}]|undefined/);
  }
});

test('rows that a run left at its target are told once the target had its time to answer', () => {
  const finishedAt = new Date('2026-11-21T00:00:00.000Z');
  const row = {
    state: 'failed',
    stage: 'reading',
    notices: [],
    items: [],
    receipt: null,
    comparison: null,
    mode: null,
    problemCode: 'timeout',
    problemFacts: {},
    leavesRows: true,
    createdAt: finishedAt,
    startedAt: finishedAt,
    finishedAt,
    rowsRead: 0,
  } as unknown as Parameters<typeof runView>[0];
  const none = { mayRun: false, mayPlan: false, mayCorrect: false, active: false };
  const told = (after: number): string[] =>
    runView(row, null, none, finishedAt.getTime() + after).notices.map(one => one.kind);
  assert.deepEqual(told(30_000), []);
  assert.deepEqual(told(90_000), ['leaves_rows']);
});
