import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Choice } from '../types.ts';
import { isPastMidnight, modeOf, tableNameOf } from './usual.ts';

const choice = (watermarks: Choice['watermarks']): Choice => ({
  modes: ['full', 'incremental'],
  watermarks,
  key: ['编号'],
  mostPace: null,
  hours: null,
  tasks: [],
});
const number = { item: '编号', column: 'id', type: 'bigint', unit: 'units' } as const;
const made = { item: '登记日期', column: 'made', type: 'date', unit: 'days' } as const;
const changed = { item: '更新时间', column: 'changed', type: 'timestamp', unit: 'seconds' } as const;

describe('What a new task begins with', () => {
  test('what tells when a row was changed is chosen before what tells when it was made', () => {
    assert.deepEqual(modeOf('incremental', choice([number, made, changed])), {
      kind: 'incremental',
      item: '更新时间',
      overlap: 3600,
    });
    assert.deepEqual(modeOf('incremental', choice([number, made])), {
      kind: 'incremental',
      item: '编号',
      overlap: 0,
    });
    assert.deepEqual(modeOf('full', choice([number])), { kind: 'full' });
  });

  test('a table’s name is what a database takes of the title', () => {
    assert.equal(tableNameOf('婚姻登记信息（2019 年起）'), '婚姻登记信息_2019_年起');
    assert.ok(Buffer.byteLength(tableNameOf('市'.repeat(60))) <= 63);
  });

  test('hours that end before they begin go past midnight', () => {
    assert.equal(isPastMidnight({ from: '22:00', to: '06:00' }), true);
    assert.equal(isPastMidnight({ from: '06:00', to: '22:00' }), false);
  });
});
