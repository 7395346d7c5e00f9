import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Described, ALIKE, filedUnder, isJoin, likeness, shapesAlike } from './meaning.ts';
import { type Language, topicOf } from './naming.ts';
import { patternOf, shapeOf } from './shape.ts';

const SETS = [
  ['联系电话', '手机号'],
  ['公民身份号码', '身份证号'],
  ['入学日期', '报到日期'],
  ['发证日期', '签发日期'],
  ['注册资本', '注册资金'],
  ['姓名', 'XM'],
  ['法定代表人', '法人代表'],
  ['学籍号', '学生学籍号'],
];
const ELEMENTS: Readonly<Record<string, string>> = { A: '学籍号', B: '性别', DATE: '发证日期' };
const LANGUAGE: Language = {
  canonical: name => SETS.find(set => set.includes(name))?.[0] ?? name,
  known: name => SETS.some(set => set.includes(name)),
  elementName: code => ELEMENTS[code] ?? '',
  // As a reader would cut these names; the platform's own cutter is tried in the bench.
  cut: text =>
    text.match(
      /婚姻|结婚|登记|日期|车辆|联系|电话|信息|状态|法定代表人|姓名|学籍|学生|食品|药品|经营|许可证|发证|养老|医疗|保险|缴费|基数|有效期|出资额|[\s\S]/gu,
    ) ?? [],
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

test('A general name and a full one are the same where the title says the rest', () => {
  const full = item('婚姻登记日期', '自然人基础信息');
  assert.ok(alike(item('登记日期', '婚姻登记信息'), full));
  assert.ok(!alike(item('登记日期', '车辆登记信息'), full));
  const insured = [item('缴费基数', '养老保险缴费信息'), item('缴费基数', '医疗保险缴费信息')] as const;
  assert.ok(!alike(...insured));
});

test('Whose it is: the entry’s own subject adds nothing, somebody else makes another item', () => {
  const own = item('手机号', '低保信息');
  assert.ok(alike(item('学生手机号', '学籍信息'), own));
  assert.ok(alike(item('申请人手机号', '低保信息'), own));
  assert.ok(!alike(item('监护人手机号', '学籍信息'), own));
  assert.ok(!alike(item('法定代表人联系电话', '企业信息'), item('联系电话', '企业信息')));
  const heads = [item('法人代表联系电话', '甲'), item('法定代表人手机号', '乙')] as const;
  assert.ok(alike(...heads));
});

test('One synonym serves for every spelling of its end', () =>
  assert.ok(alike(item('报到时间', '甲'), item('入学日期', '乙'))));

test('Beginning and end, number and date, planned and real are not the same', () => {
  assert.ok(!alike(item('婚姻有效期起', '甲'), item('婚姻有效期止', '乙')));
  assert.ok(!alike(item('学籍编号', '甲'), item('学籍日期', '乙')));
  const paid = likeness(item('实缴出资额', '甲'), item('认缴出资额', '甲'), LANGUAGE).score;
  assert.ok(paid < likeness(item('出资额', '甲'), item('认缴出资额', '甲'), LANGUAGE).score);
  assert.ok(paid < ALIKE);
});

test('Different elements or code tables tell two items of one name apart, one element joins two names', () => {
  assert.ok(!alike(item('状态', '甲', { element: 'A' }), item('状态', '甲', { element: 'B' })));
  assert.ok(alike(item('甲', '一', { element: 'A' }), item('乙', '二', { element: 'A' })));
});

test('An element that every certificate has joins nothing by itself', () => {
  const named = { element: 'DATE' };
  const food = item('发证日期', '食品经营许可证信息', named);
  assert.ok(!alike(food, item('签发日期', '婚姻登记信息', named)));
  assert.ok(alike(food, item('食品经营许可证发证日期', '法人基础信息')));
});

test('A general item is filed under what its entry is about', () => {
  const shared = new Set(filedUnder(item('学籍状态', '自然人基础信息'), LANGUAGE));
  assert.ok(filedUnder(item('状态', '学籍信息'), LANGUAGE).some(word => shared.has(word)));
  assert.ok(!filedUnder(item('状态', '车辆信息'), LANGUAGE).some(word => shared.has(word)));
});

test('The name of the subject joins records, that of the legal representative is collected', () => {
  assert.ok(isJoin(item('姓名', '学籍信息'), LANGUAGE));
  assert.ok(!isJoin(item('法定代表人姓名', '企业信息'), LANGUAGE));
});

test('Likeness does not depend on the order', () => {
  const any = fc.record({
    name: fc.constantFrom(
      '手机号',
      '登记日期',
      '婚姻登记日期',
      '状态',
      '法定代表人姓名',
      '姓名',
      '学生姓名',
      '有效期止',
      '实缴出资额',
      '出资额',
    ),
    title: fc.constantFrom('婚姻登记信息', '车辆信息', ''),
    element: fc.constantFrom('', 'A', 'B', 'DATE'),
    subject: fc.constantFrom('person', 'legal', 'other'),
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
