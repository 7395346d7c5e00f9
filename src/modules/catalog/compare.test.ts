import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLANK, blankItem } from './blank.ts';
import { narrowingOf } from './compare.ts';
import type { Content } from './rules.ts';

const item = (more: Partial<Content['items'][number]> = {}) => ({ ...blankItem('手机号码'), ...more });
const content = (more: Partial<Content> = {}): Content => ({
  ...BLANK,
  modes: ['query', 'batch'],
  conditions: ['限于救助'],
  items: [item()],
  ...more,
});
const takes = (before: Partial<Content>, after: Partial<Content>): boolean => {
  const { items, modes, whole } = narrowingOf(content(before), content(after));
  return items.length > 0 || modes.length > 0 || whole;
};
const mask = (
  kind: 'none' | 'name' | 'middle' | 'hidden',
  head?: number,
  tail?: number,
): Partial<Content> => ({
  items: [
    item({
      mask: { kind, ...(head === undefined ? {} : { head }), ...(tail === undefined ? {} : { tail }) },
    }),
  ],
});

const NARROWS: [what: string, before: Partial<Content>, after: Partial<Content>][] = [
  ['an item that is gone', {}, { items: [] }],
  ['an item of another name', {}, { items: [item({ name: '联系电话' })] }],
  ['an item of another type', {}, { items: [item({ type: 'bigint' })] }],
  ['an item shared more strictly', {}, { items: [item({ shareType: 'withheld' })] }],
  ['a condition of one item', {}, { items: [item({ conditions: ['须本人同意'] })] }],
  ['a mask where there was none', {}, mask('middle', 3, 4)],
  ['a mask that shows fewer characters', mask('middle', 3, 4), mask('middle', 3, 2)],
  ['a mask that shows other characters', mask('middle', 3, 4), mask('name')],
  ['a value that is hidden', mask('middle', 3, 4), mask('hidden')],
  ['a way that is gone', {}, { modes: ['query'] }],
  ['another means than the platform', {}, { means: 'mail' }],
  ['a stricter share type', { shareType: 'unconditional' }, { shareType: 'conditional' }],
  ['one more condition', {}, { conditions: ['限于救助', '不得转交'] }],
  ['terms of use where there were none', {}, { useTerms: '不得转交第三方' }],
  ['another scope', { scope: '市级部门' }, { scope: '民政系统' }],
];
const WIDENS: typeof NARROWS = [
  ['nothing', {}, {}],
  ['one more item', {}, { items: [item(), blankItem('姓名')] }],
  ['a mask that shows more characters', mask('middle', 3, 2), mask('middle', 3, 4)],
  ['no mask any more', mask('middle', 3, 4), mask('none')],
  ['a mask where all was hidden', mask('hidden'), mask('name')],
  ['a share type that is less strict', { shareType: 'conditional' }, { shareType: 'unconditional' }],
  ['fewer conditions', {}, { conditions: [] }],
  ['conditions of an item that are gone', { items: [item({ conditions: ['须本人同意'] })] }, {}],
  ['terms of use that are gone', { useTerms: '不得转交第三方' }, { useTerms: '' }],
  ['one more way', {}, { modes: ['query', 'batch', 'file'] }],
  ['another abstract', {}, { abstract: '新的摘要' }],
];

for (const [what, before, after] of NARROWS)
  test(`A change takes something from those who use the entry: ${what}`, () =>
    assert.equal(takes(before, after), true));
for (const [what, before, after] of WIDENS)
  test(`A change takes nothing from those who use the entry: ${what}`, () =>
    assert.equal(takes(before, after), false));
