import type { ColumnType, Mask } from '#vocabulary/plans.ts';

/** An invented value as a consumer will see it, for the page. */
export function sampleOf(type: ColumnType, name: string, mask: Mask): string {
  const clear = /身份号码/.test(name)
    ? '41041119900101****'
    : /姓名|名称|代表人/.test(name)
      ? '张三丰'
      : /电话|手机/.test(name)
        ? '13800001234'
        : /信用代码/.test(name)
          ? '91410400MA0000000X'
          : type === 'date'
            ? '1990-01-01'
            : type === 'text'
              ? '示例文字内容'
              : '1234';
  switch (mask.kind) {
    case 'none':
      return clear;
    case 'hidden':
      return '（不给出）';
    case 'year':
      return '1990';
    case 'name':
      return Array.from(clear, (char, i) => (i === 0 ? char : '*')).join('');
    case 'middle': {
      const chars = Array.from(clear);
      return chars.map((char, i) => (i < mask.head || i >= chars.length - mask.tail ? char : '*')).join('');
    }
  }
}
