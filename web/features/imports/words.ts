import type { Upload } from './types.ts';

type Pair = readonly [zh: string, en: string];

/** Kinds of faults, as the filter names them. */
const KINDS: Record<string, Pair> = {
  required: ['没有填写', 'Empty'],
  unknown_choice: ['不在可选的值里', 'None of the choices'],
  not_integer: ['不是整数', 'No whole number'],
  not_date: ['不是日期', 'No date'],
  not_boolean: ['不是“是”或“否”', 'Neither yes nor no'],
  out_of_range: ['超出范围', 'Out of range'],
  too_long: ['太长', 'Too long'],
  too_many_values: ['项数太多', 'Too many values'],
  full_width: ['全角字符', 'Full-width characters'],
  blanks: ['前后有空白', 'Blanks at the ends'],
  digits_lost: ['数字末位已丢失', 'Digits lost'],
  error_value: ['错误值', 'Error value'],
  control_character: ['控制字符', 'Control characters'],
  no_result: ['公式没有结果', 'Formula without result'],
  formula: ['公式（不影响导入）', 'Formula (no obstacle)'],
  merged: ['合并的单元格', 'Merged cells'],
  title_twice: ['目录名称重复', 'Title twice'],
  title_exists: ['已有同名目录', 'Title exists'],
  no_such_entry: ['数据项没有对应的目录', 'Item without entry'],
  item_twice: ['数据项重名', 'Item twice'],
  too_many_items: ['数据项太多', 'Too many items'],
  differs: ['与第一行不同', 'Differs from first row'],
};

export const kindWord = (kind: string, t: (zh: string, en: string) => string): string => {
  const pair = KINDS[kind];
  return pair ? t(...pair) : kind;
};

const LOSSES: Record<Upload['losses'][number]['kind'], Pair> = {
  macros: ['宏', 'macros'],
  pictures: ['图片', 'pictures'],
  charts: ['图表', 'charts'],
  pivot_tables: ['数据透视表', 'pivot tables'],
  embedded: ['嵌入的对象', 'embedded objects'],
  external_links: ['对其他文件的引用', 'links to other files'],
  notes: ['批注', 'notes'],
};

export const lossWord = (loss: Upload['losses'][number], t: (zh: string, en: string) => string): string => {
  const word = t(...LOSSES[loss.kind]);
  return loss.cells.length === 0 ? word : `${word} (${loss.cells.join(', ')})`;
};
