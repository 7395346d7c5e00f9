import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Region } from '#modules/organizations/index.ts';
import { type Party, findBody, findDesk } from './body.ts';

const region = (code: string, name: string, parent: string | null, level: Region['level']): Region => ({
  code,
  name,
  parent,
  level,
});
const REGIONS: Region[] = [
  region('410000', '河南省', null, 'province'),
  region('410400', '平顶山市', '410000', 'city'),
  region('410411', '湛河区', '410400', 'county'),
  region('410404', '石龙区', '410400', 'county'),
  region('410411001', '马庄街道', '410411', 'street'),
  region('411400', '商丘市', '410000', 'city'),
  region('411426', '夏邑县', '411400', 'county'),
  region('340000', '安徽省', null, 'province'),
  region('341500', '六安市', '340000', 'city'),
];
const department = (id: number, name: string, regionCode: string, isAuthority = false) => ({
  id,
  name,
  regionCode,
  isAuthority,
  state: 'active' as const,
});
const CITY = department(1, '平顶山市政务服务和大数据管理局', '410400', true);
const ZHANHE = department(2, '湛河区政务服务和大数据管理局', '410411', true);
const XIAYI = department(3, '夏邑县政务服务和大数据管理局', '411426', true);
const CIVIL = department(4, '平顶山市民政局', '410400');
const DEPARTMENTS = [CITY, ZHANHE, XIAYI, CIVIL];

const party = (departmentId: number, regionCode: string): Party => ({ departmentId, regionCode });
const between = (one: Party, other: Party, departments = DEPARTMENTS) =>
  findBody([one, other], REGIONS, departments);

test('Within one region its authority mediates, and its government decides', () => {
  assert.deepEqual(between(party(4, '410400'), party(9, '410400')), {
    departmentId: 1,
    name: CITY.name,
    government: '平顶山市人民政府',
  });
  assert.equal(between(party(8, '410411'), party(9, '410411')).departmentId, 2);
  assert.equal(
    between(party(8, '410404'), party(9, '410404')).departmentId,
    1,
    'a county without an authority is looked after by the city’s',
  );
  assert.equal(
    between(party(8, '410411001'), party(9, '410411001')).government,
    '湛河区人民政府',
    'authorities begin at the county',
  );
});

test('Across levels and regions it is the authority of the lowest region that holds both', () => {
  assert.equal(between(party(8, '410411'), party(4, '410400')).departmentId, 1);
  assert.equal(between(party(4, '410400'), party(8, '410411')).departmentId, 1);
  assert.equal(between(party(8, '410411'), party(9, '410404')).departmentId, 1);
});

test('A common authority that is not on the platform is named in words, also above all provinces', () => {
  assert.deepEqual(between(party(8, '410411'), party(9, '411426')), {
    departmentId: null,
    name: '河南省政务数据主管部门',
    government: '河南省人民政府',
  });
  assert.deepEqual(between(party(8, '410411'), party(9, '341500')), {
    departmentId: null,
    name: '国务院政务数据共享主管部门',
    government: '国务院',
  });
});

test('Nobody mediates where its own department is a party', () => {
  assert.equal(between(party(2, '410411'), party(8, '410411')).departmentId, 1);
  assert.equal(between(party(1, '410400'), party(4, '410400')).name, '河南省政务数据主管部门');
  assert.equal(between(party(8, '410411'), party(1, '410400')).departmentId, null);
});

test('A dissolved authority mediates nothing', () => {
  const gone = [CITY, { ...ZHANHE, state: 'dissolved' as const }];
  assert.equal(findBody([party(8, '410411'), party(9, '410411')], REGIONS, gone).departmentId, 1);
});

test('For a body outside, the first authority that is no party enters what it said', () => {
  const desk = (one: Party, other: Party, from: string[], departments = DEPARTMENTS) =>
    findDesk([one, other], findBody([one, other], REGIONS, departments), from, REGIONS, departments);
  assert.equal(desk(party(8, '410411'), party(9, '411426'), ['410400', '411426', '410411']), 1);
  assert.equal(
    desk(party(1, '410400'), party(9, '411426'), ['410400', '411426', '410400']),
    3,
    'the home authority is a party: that of the other side does',
  );
  assert.equal(
    desk(party(1, '410400'), party(4, '410400'), ['410400', '410400', '410400']),
    1,
    'nobody else is there',
  );
  assert.equal(desk(party(8, '410411'), party(9, '410411'), ['410400'], [CIVIL]), undefined);
});
