import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyBody, changeBody } from './applyBodies.ts';
import { lineFaults, unsaidItems } from './applyFaults.ts';
import { filledFrom, newCommon, newLine, readGrant } from './applying.ts';
import type { ApplicationForm, Entry, Grant } from './types.ts';

const zh = (chinese: string) => chinese;
const item = (name: string, sensitivity: number, more: object = {}) => ({
  name,
  sensitivity,
  identifier: false,
  shareType: null,
  type: 'text',
  conditions: [],
  ...more,
});
const entry = {
  id: 7,
  shareType: 'conditional',
  content: {
    modes: ['batch', 'query', 'verify'],
    items: [
      item('公民身份号码', 3, { identifier: true }),
      item('姓名', 3),
      item('登记日期', 1),
      item('亲属关系', 1, { shareType: 'withheld' }),
    ],
  },
} as unknown as Entry;
const last = {
  matter: '资助认定',
  ground: '办法第六条',
  scenario: '信息核验',
  scope: '',
  systemId: 3,
  contact: '',
  items: [],
  at: '2026-09-01T00:00:00Z',
  like: 'latest',
};
const form = { scenarios: ['信息查询', '信息核验'], last } as unknown as ApplicationForm;

test('a new request begins with the way that shows least, identifiers and what does little harm', () => {
  const line = newLine(entry, form);
  assert.equal(line.mode, 'verify');
  assert.deepEqual(line.items, ['公民身份号码', '登记日期']);
  assert.deepEqual(unsaidItems(entry, line), ['公民身份号码']);
});

test('what was asked of the same entry before is asked again, without what is withheld', () => {
  const again = { ...form, last: { ...last, items: ['姓名', '亲属关系'] } } as unknown as ApplicationForm;
  assert.deepEqual(newLine(entry, again).items, ['姓名']);
});

test('only what is known and still there is filled in', () => {
  assert.deepEqual(filledFrom(form.last, form, [{ id: 3 }]), {
    matter: '资助认定',
    ground: '办法第六条',
    scenario: '信息核验',
    systemId: 3,
  });
  const elsewhere = { ...form, scenarios: ['行政依据'] };
  assert.deepEqual(filledFrom(form.last, elsewhere, [{ id: 9 }]), {
    matter: '资助认定',
    ground: '办法第六条',
  });
  assert.equal(newCommon(elsewhere, [{ id: 9 }]).scenario, '行政依据');
});

test('what is missing is told with its place', () => {
  const line = newLine(entry, form);
  assert.deepEqual(lineFaults(entry, line, zh), []);
  const faults = (more: object) => lineFaults(entry, { ...line, ...more }, zh).map(fault => fault.at);
  assert.deepEqual(faults({ items: [] }), ['items-7']);
  assert.deepEqual(faults({ items: ['登记日期'] }), ['items-7']);
  assert.deepEqual(faults({ items: ['登记日期'], mode: 'batch' }), []);
  assert.deepEqual(faults({ rows: [{ item: '姓名', op: 'eq', values: [''] }] }), ['rows-7']);
  assert.deepEqual(faults({ hours: { from: '18:00', to: '08:00' } }), ['hours-7']);
});

test('an emergency is sent with the green channel only, and a purpose with its item only', () => {
  const common = { ...newCommon(form, [{ id: 3 }]), event: '防汛', scope: ' 窗口 ' };
  const line = { ...newLine(entry, form), purposes: { 公民身份号码: '查询', 姓名: '核对' } };
  const body = applyBody(common, entry.id, line, 12);
  assert.equal(body.event, '');
  assert.equal(body.scope, '窗口');
  assert.equal(body.demandId, 12);
  assert.deepEqual(body.purposes, { 公民身份号码: '查询' });
  assert.ok(!('kind' in changeBody(common, line)));
});

test('a renewal keeps what was read and what identifies; where nothing was read, all of it', () => {
  const grant = {
    matter: '资助认定',
    system: { id: 3 },
    until: '2026-12-31',
    mode: 'query',
    rows: [],
    limits: {},
    items: entry.content.items,
  } as unknown as Grant;
  const renewed = (unread: string[] | null) => readGrant(grant, '', unread && new Set(unread)).line.items;
  assert.deepEqual(renewed(['公民身份号码', '姓名', '亲属关系']), ['公民身份号码', '登记日期']);
  assert.equal(renewed(['公民身份号码', '姓名', '登记日期', '亲属关系']).length, 4);
  assert.equal(renewed(null).length, 4);
  assert.equal(readGrant(grant, '', null).common.until, '2026-12-31');
});
