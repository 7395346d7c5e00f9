import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightOf } from './oversight.ts';

const REGIONS = [
  { code: '410000', parent: null },
  { code: '410400', parent: '410000' },
  { code: '410411', parent: '410400' },
  { code: '410411001', parent: '410411' },
  { code: '410404', parent: '410400' },
];
const DEPARTMENTS = [
  { id: 1, regionCode: '410400', isAuthority: true },
  { id: 2, regionCode: '410400', isAuthority: false },
  { id: 3, regionCode: '410411', isAuthority: true },
  { id: 4, regionCode: '410411', isAuthority: false },
  { id: 5, regionCode: '410411001', isAuthority: false },
  { id: 6, regionCode: '410404', isAuthority: false },
  { id: 7, regionCode: '410000', isAuthority: true },
];
const sight = (departmentId: number, role: 'authority' | 'auditor' | 'security' | 'data_officer') => {
  const regionCode = DEPARTMENTS.find(one => one.id === departmentId)?.regionCode ?? '';
  return sightOf({ departmentId, role, regionCode }, '410400', REGIONS, DEPARTMENTS);
};

test('an authority’s people see their region and all below it; those of the platform’s region and above, all', () => {
  for (const role of ['authority', 'auditor', 'security'] as const) {
    assert.deepEqual(sight(3, role), [3, 4, 5]);
    assert.equal(sight(1, role), 'all');
    assert.equal(sight(7, role), 'all');
  }
});

test('an auditor sees the region wherever they sit, anybody else in an ordinary department only that', () => {
  assert.deepEqual(sight(6, 'auditor'), [6]);
  assert.deepEqual(sight(4, 'auditor'), [3, 4, 5]);
  assert.deepEqual(sight(4, 'security'), [4]);
  assert.deepEqual(sight(2, 'data_officer'), [2]);
});
