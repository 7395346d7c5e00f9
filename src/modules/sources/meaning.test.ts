import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Described, type Language, ALIKE, likeness, shapesAlike, topicOf } from './meaning.ts';
import { patternOf, shapeOf } from './shape.ts';

const SETS = [
  ['联系电话', '手机号'],
  ['公民身份号码', '身份证号'],
];
const LANGUAGE: Language = {
  canonical: name => SETS.find(set => set.includes(name))?.[0] ?? name,
  // As a reader would cut these names; the platform's own cutter is tried in the bench.
  cut: text => text.match(/婚姻|登记|日期|车辆|联系|电话|信息|状态|法定代表人|姓名|[\s\S]/gu) ?? [],
};
const item = (name: string, title: string, more: Partial<Described> = {}): Described => ({
  name,
  element: '',
  codeTable: '',
  type: 'text',
  shape: null,
  subject: 'person',
  topic: topicOf(title, LANGUAGE),
  ...more,
});
const alike = (one: Described, other: Described): boolean => likeness(one, other, LANGUAGE).score >= ALIKE;

test('A synonym is the same item', () =>
  assert.ok(alike(item('手机号', '低保信息'), item('联系电话', '社保信息'))));

test('A general name means what its entry is about', () => {
  assert.ok(!alike(item('登记日期', '婚姻登记信息'), item('登记日期', '车辆登记信息', { subject: 'other' })));
  assert.ok(alike(item('登记日期', '婚姻登记信息'), item('登记日期', '婚姻登记信息')));
});

test('Another’s telephone is another item', () =>
  assert.ok(!alike(item('法定代表人联系电话', '企业信息'), item('联系电话', '企业信息'))));

test('Different elements or code tables tell two items of one name apart, one element joins two names', () => {
  assert.ok(!alike(item('状态', '甲', { element: 'A' }), item('状态', '甲', { element: 'B' })));
  assert.ok(alike(item('甲', '一', { element: 'A' }), item('乙', '二', { element: 'A' })));
});

test('Likeness does not depend on the order', () => {
  const any = fc.record({
    name: fc.constantFrom('手机号', '登记日期', '状态', '法定代表人姓名', '姓名'),
    title: fc.constantFrom('婚姻登记信息', '车辆信息', ''),
    element: fc.constantFrom('', 'A', 'B'),
    type: fc.constantFrom('text', 'date'),
  });
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [a, b] = [one, other].map(each => item(each.name, each.title, each));
      if (!a || !b) return false;
      return likeness(a, b, LANGUAGE).score === likeness(b, a, LANGUAGE).score;
    }),
  );
});

test('A shape tells how values look and nothing of the values', () => {
  assert.equal(patternOf('410403199001011234'), '9{18}');
  assert.equal(patternOf('豫D·12345'), '汉a·9{5}');
  assert.equal(patternOf('13800000000'), '9{11}');
  const shape = shapeOf(['张三', '李四', null, '欧阳修']);
  assert.deepEqual(shape, {
    empty: 0.25,
    distinct: 1,
    shortest: 2,
    longest: 3,
    patterns: [
      { pattern: '汉{2}', share: 0.667 },
      { pattern: '汉{3}', share: 0.333 },
    ],
  });
  assert.ok(!JSON.stringify(shape).includes('张'));
});

test('Numbers of persons look alike and unlike telephones', () => {
  const persons = shapeOf(Array.from({ length: 50 }, (_, at) => `41040319900101${String(1000 + at)}`));
  const others = shapeOf(Array.from({ length: 50 }, (_, at) => `51010519850101${String(2000 + at)}`));
  const phones = shapeOf(Array.from({ length: 50 }, (_, at) => `138000${String(10_000 + at)}`));
  assert.ok(shapesAlike(persons, others) > 0.9);
  assert.ok(shapesAlike(persons, phones) < 0.6);
});
